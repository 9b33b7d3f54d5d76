"""A stock-and-flow model as data: variables with equation, unit, range and basis, and the clock."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from types import MappingProxyType

from clusterdynamics.scenarios.engine.lexer import key_of
from clusterdynamics.scenarios.engine.nodes import Node
from clusterdynamics.scenarios.engine.parser import parse

__all__ = ["METHODS", "Clock", "Lookup", "SimModel", "Variable"]

METHODS = ("euler", "rk4")


@dataclass(frozen=True)
class Lookup:
    """A graphical function: points that are joined by straight lines.

    Attributes
    ----------
    x, y
        Points, x rising.
    kind
        ``continuous`` (held at both ends), ``extrapolate`` (the first and last line go on) or ``discrete`` (the value
        of the point at or before).
    """

    x: tuple[float, ...]
    y: tuple[float, ...]
    kind: str = "continuous"


@dataclass(frozen=True)
class Variable:
    """A variable of a model.

    Attributes
    ----------
    name
        As it is written; compared by its key (small letters, ``_`` for blanks).
    kind
        ``stock``, ``flow``, ``aux`` (a constant is an auxiliary whose equation is a number) or ``lookup``.
    equation
        Text; of a stock its first value. Empty for a lookup.
    tree
        The same as a tree; made from the text where it is not given.
    inflows, outflows
        Keys of the flows, of a stock only.
    non_negative
        A stock that cannot fall below 0 (its outflows take at most what is there), a flow that cannot turn round.
    lookup
        Points: of a lookup, or of an auxiliary whose equation is what the points are read at.
    unit
        Unit as text (``organisations/year``); None where it is not known.
    low, high
        Range in which the value can be, or from which a constant is drawn.
    basis, source
        ``documented`` or ``reconstruction``, and where it comes from.
    doc
        Description.
    """

    name: str
    kind: str
    equation: str = ""
    tree: Node | None = field(default=None, compare=False)
    inflows: tuple[str, ...] = ()
    outflows: tuple[str, ...] = ()
    non_negative: bool = False
    lookup: Lookup | None = None
    unit: str | None = None
    low: float | None = None
    high: float | None = None
    basis: str = ""
    source: str = ""
    doc: str = ""

    @property
    def key(self) -> str:
        """The name without regard to case and blanks."""
        return key_of(self.name)

    def parsed(self) -> Node:
        """Return the equation as a tree."""
        return self.tree if self.tree is not None else parse(self.equation)


@dataclass(frozen=True)
class Clock:
    """When a run starts and stops, and how it steps.

    Attributes
    ----------
    start, stop, step
        In `unit`.
    method
        ``euler`` or ``rk4`` (Runge-Kutta of order 4, fixed steps).
    unit
        Unit of time.
    """

    start: float = 0.0
    stop: float = 100.0
    step: float = 1.0
    method: str = "euler"
    unit: str = ""

    @property
    def steps(self) -> int:
        """Steps from start to stop."""
        return max(0, round((self.stop - self.start) / self.step))

    def at(self, k: float) -> float:
        """Return the time after `k` steps."""
        return self.start + k * self.step


@dataclass(frozen=True)
class SimModel:
    """A model: what is checked, compiled and run.

    Attributes
    ----------
    name
        Title.
    variables
        In the order of the file.
    clock
        Start, stop and step.
    aliases
        Other names of units → the name that stands for all of them.
    notes
        What was assumed when it was read from a foreign file.
    """

    name: str
    variables: tuple[Variable, ...]
    clock: Clock = Clock()
    aliases: Mapping[str, str] = field(default_factory=dict)
    notes: tuple[str, ...] = ()

    @cached_property
    def by_key(self) -> Mapping[str, Variable]:
        """Key → variable."""
        return MappingProxyType({v.key: v for v in self.variables})

    def __getitem__(self, name: str) -> Variable:
        return self.by_key[key_of(name)]

    def of(self, kind: str) -> tuple[Variable, ...]:
        """Return the variables of a kind."""
        return tuple(v for v in self.variables if v.kind == kind)

    @property
    def constants(self) -> tuple[Variable, ...]:
        """Auxiliaries whose equation is a number: what can be varied from run to run."""
        from clusterdynamics.scenarios.engine.nodes import Number

        return tuple(
            v for v in self.variables if v.kind == "aux" and v.lookup is None and isinstance(v.parsed(), Number)
        )

    def with_values(self, values: Mapping[str, float]) -> SimModel:
        """Return the model with other constants.

        Raises
        ------
        KeyError
            There is no constant of this name.
        """
        wanted = {key_of(k): v for k, v in values.items()}
        known = {v.key for v in self.constants}
        for key in wanted:
            if key not in known:
                raise KeyError(key)
        return self.replace(
            replace(v, equation=repr(float(wanted[v.key])), tree=None) if v.key in wanted else v for v in self.variables
        )

    def replace(self, variables: Iterable[Variable]) -> SimModel:
        """Return the model with these variables in place of its own."""
        return replace(self, variables=tuple(variables))

    def with_clock(self, **changes: float | str) -> SimModel:
        """Return the model with another start, stop, step or method."""
        return replace(self, clock=replace(self.clock, **changes))  # type: ignore[arg-type]
