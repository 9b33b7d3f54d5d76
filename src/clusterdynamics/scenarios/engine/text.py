"""Equations back as text, as XMILE writes them."""

from __future__ import annotations

import re
from collections.abc import Mapping

from clusterdynamics.scenarios.engine.nodes import Binary, Call, Name, Node, Number, Unary

__all__ = ["written"]

_LEVEL = {
    "or": 1,
    "and": 2,
    "<": 4,
    "<=": 4,
    ">": 4,
    ">=": 4,
    "=": 4,
    "<>": 4,
    "+": 5,
    "-": 5,
    "*": 6,
    "/": 6,
    "mod": 6,
    "^": 8,
}
_BARE = re.compile(r"[^\W\d][\w$]*(?:\.[^\W\d][\w$]*)*")
_WORDS = frozenset({"and", "or", "not", "mod", "if", "then", "else", "pi"})


def written(node: Node, names: Mapping[str, str] | None = None) -> str:
    """Return an equation as XMILE 1.0 writes it; reading it again gives the same tree.

    Parameters
    ----------
    node
        The tree.
    names
        Key → name, where the name is to be written in place of the key.
    """
    return _text(node, 0, names or {})


def _name(key: str, names: Mapping[str, str]) -> str:
    name = names.get(key, key)
    if _BARE.fullmatch(name) and name.lower() not in _WORDS:
        return name
    bare = name.replace(" ", "_")
    return bare if _BARE.fullmatch(bare) and bare.lower() not in _WORDS else '"' + name.replace('"', '\\"') + '"'


def _text(node: Node, above: int, names: Mapping[str, str]) -> str:
    match node:
        case Number(value):
            text = repr(int(value)) if value == int(value) and abs(value) < 1e15 else repr(value)
            return f"({text})" if value < 0 and above else text
        case Name(key):
            return _name(key, names)
        case Unary("-", x):
            inner = f"-{_text(x, 7, names)}"
            return f"({inner})" if above > 5 else inner
        case Unary(_, x):
            inner = f"NOT {_text(x, 4, names)}"
            return f"({inner})" if above > 3 else inner
        case Call("if", (c, a, b)):
            inner = f"IF {_text(c, 0, names)} THEN {_text(a, 0, names)} ELSE {_text(b, 0, names)}"
            return f"({inner})" if above else inner
        case Call("lookup", (Name(key), x)):
            return f"{_name(key, names)}({_text(x, 0, names)})"
        case Call(function, args):
            return f"{function.upper()}({', '.join(_text(x, 0, names) for x in args)})"
        case Binary(op, a, b):
            level = _LEVEL[op]
            # The right side of a chain needs brackets, and so does the left side of a power or a comparison.
            left = _text(a, level + (op == "^"), names)
            right = _text(b, level + (op != "^"), names)
            inner = f"{left} {op.upper()} {right}" if op in {"and", "or", "mod"} else f"{left} {op} {right}"
            return f"({inner})" if above > level else inner
    raise AssertionError(node)  # pragma: no cover - every kind of node is above
