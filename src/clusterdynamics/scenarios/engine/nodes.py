"""Equations as trees: numbers, names, operators and calls. Plain data; nothing in them can run."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

__all__ = ["Binary", "Call", "Name", "Node", "Number", "Unary", "names_in", "walk"]


@dataclass(frozen=True)
class Number:
    """A number that is written in the equation."""

    value: float
    at: int = 0


@dataclass(frozen=True)
class Name:
    """A variable; `key` is its name without regard to case, blanks and quotes."""

    key: str
    at: int = 0


@dataclass(frozen=True)
class Unary:
    """``-x`` or ``not x``."""

    op: str
    x: Node
    at: int = 0


@dataclass(frozen=True)
class Binary:
    """Two sides of an operator: ``+ - * / ^ mod < <= > >= = <> and or``."""

    op: str
    a: Node
    b: Node
    at: int = 0


@dataclass(frozen=True)
class Call:
    """A function with its arguments; ``if`` has condition, value if it holds, value if not."""

    function: str
    args: tuple[Node, ...]
    at: int = 0


type Node = Number | Name | Unary | Binary | Call


def walk(node: Node) -> Iterator[Node]:
    """Yield the node and all below it, from the outside in and from left to right."""
    yield node
    match node:
        case Unary(x=x):
            yield from walk(x)
        case Binary(a=a, b=b):
            yield from walk(a)
            yield from walk(b)
        case Call(args=args):
            for arg in args:
                yield from walk(arg)
        case _:
            return


def names_in(node: Node) -> tuple[str, ...]:
    """Return the keys of the variables in an equation, each once, in the order in which they are met."""
    return tuple(dict.fromkeys(n.key for n in walk(node) if isinstance(n, Name)))
