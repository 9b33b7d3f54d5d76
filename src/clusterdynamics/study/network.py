"""A network of one relation in one wave: values, the state of each answer, who was asked and who answered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from clusterdynamics.study.tables import TIE_STATES, TieState

__all__ = ["STATE_CODES", "Network"]

FloatArray = NDArray[np.float64]
BoolArray = NDArray[np.bool_]
StateArray = NDArray[np.uint8]

#: State → code in ``Network.states``; the code is the position in ``TIE_STATES``.
STATE_CODES: dict[str, int] = {state: code for code, state in enumerate(TIE_STATES)}
_TIE = STATE_CODES[TieState.TIE]
_NO_TIE = STATE_CODES[TieState.NO_TIE]
_NOT_OFFERED = STATE_CODES[TieState.NOT_OFFERED]
_NOT_ANSWERED = STATE_CODES[TieState.NOT_ANSWERED]


def _fixed(array: BoolArray) -> BoolArray:
    array.flags.writeable = False
    return array


@dataclass(frozen=True, eq=False)
class Network:
    """One relation in one wave, as a square matrix.

    Attributes
    ----------
    nodes
        Identifiers of the n actors, sorted, so that no result depends on the order of the tables.
    values
        (n, n) floats. ``values[i, j]`` is what i reports about j; 0 is "no tie", NaN is "not observed"
        (not answered, don't know, not offered) and the diagonal.
    states
        (n, n) codes of the answer states, positions in ``TIE_STATES``; the diagonal is ``not_offered``.
    asked, answered
        (n,) Which actors were asked, and which answered.
    directed
        False where both sides describe the same relation.
    structural
        (n, n) True where the value is fixed by circumstances and not chosen.
    name, wave
        What it is a network of, and when.
    """

    nodes: tuple[str, ...]
    values: FloatArray
    states: StateArray
    asked: BoolArray
    answered: BoolArray
    directed: bool = True
    structural: BoolArray | None = None
    name: str = "network"
    wave: str | None = None

    def __post_init__(self) -> None:
        n = len(self.nodes)
        for what in ("values", "states", *(("structural",) if self.structural is not None else ())):
            if getattr(self, what).shape != (n, n):
                raise ValueError(f"{what} must have the shape ({n}, {n}), not {getattr(self, what).shape}")
        for what in ("asked", "answered"):
            if getattr(self, what).shape != (n,):
                raise ValueError(f"{what} must have the shape ({n},), not {getattr(self, what).shape}")
        if len(set(self.nodes)) != n:
            raise ValueError("nodes must be unique")
        for what in ("values", "states", "asked", "answered", "structural"):
            array = getattr(self, what)
            if array is not None:
                array.flags.writeable = False

    @classmethod
    def from_matrix(
        cls,
        matrix: ArrayLike,
        nodes: Sequence[str] | None = None,
        *,
        directed: bool = True,
        name: str = "network",
        wave: str | None = None,
    ) -> Network:
        """Make a network of a square matrix; NaN is "not observed", the diagonal is left out.

        Parameters
        ----------
        matrix
            (n, n) values; row i holds what i reports.
        nodes
            Names of the rows and columns; ``"1" … "n"`` (padded with zeros) where none are given.
        """
        values = np.array(matrix, dtype=np.float64)
        if values.ndim != 2 or values.shape[0] != values.shape[1]:
            raise ValueError(f"matrix must be square, not of shape {values.shape}")
        n = values.shape[0]
        width = len(str(n))
        names = tuple(nodes) if nodes is not None else tuple(f"{i + 1:0{width}d}" for i in range(n))
        np.fill_diagonal(values, np.nan)
        states = np.full((n, n), _TIE, dtype=np.uint8)
        states[values == 0] = _NO_TIE
        states[np.isnan(values)] = _NOT_ANSWERED
        np.fill_diagonal(states, _NOT_OFFERED)
        full = np.ones(n, dtype=np.bool_)
        return cls(names, values, states, full, full.copy(), directed, None, name, wave).canonical()

    # -- what it is ---------------------------------------------------------------------------------

    @property
    def n(self) -> int:
        """Number of actors."""
        return len(self.nodes)

    @property
    def coverage(self) -> float:
        """Actors that answered, of those asked; NaN where nobody was asked."""
        asked = int(self.asked.sum())
        return float((self.answered & self.asked).sum() / asked) if asked else float("nan")

    @cached_property
    def observed(self) -> BoolArray:
        """(n, n) True where there is an answer, tie or no tie."""
        return _fixed(np.isfinite(self.values))

    @cached_property
    def ties(self) -> BoolArray:
        """(n, n) True where there is a tie; "not observed" counts as no tie here, so look at `observed` too."""
        return _fixed(self.values > 0)

    @property
    def valued(self) -> bool:
        """True where some tie has a value other than 1."""
        return bool(np.any(self.observed & (self.values != 0) & (self.values != 1)))

    def index(self, node: str) -> int:
        """Return the position of the actor `node`."""
        return self.nodes.index(node)

    # -- other networks made of it --------------------------------------------------------------------

    def canonical(self) -> Network:
        """Return the network with its actors sorted by identifier."""
        order = sorted(range(self.n), key=self.nodes.__getitem__)
        return self if order == list(range(self.n)) else self.subset(order)

    def subset(self, which: Sequence[int] | Sequence[str] | NDArray[Any]) -> Network:
        """Return the network among some of the actors, in the order given.

        Parameters
        ----------
        which
            Identifiers, positions, or a boolean mask of length n.
        """
        chosen: Any = np.asarray(which)
        if chosen.dtype == np.bool_:
            index = np.flatnonzero(chosen)
        elif chosen.dtype.kind in "iu":
            index = chosen.astype(np.intp)
        else:
            place = {node: i for i, node in enumerate(self.nodes)}
            index = np.array([place[str(w)] for w in which], dtype=np.intp)
        block = np.ix_(index, index)
        return replace(
            self,
            nodes=tuple(self.nodes[int(i)] for i in index),
            values=self.values[block],
            states=self.states[block],
            asked=self.asked[index],
            answered=self.answered[index],
            structural=None if self.structural is None else self.structural[block],
        )

    def dichotomise(self, cut: float, name: str | None = None) -> Network:
        """Return the 0/1 network of values of at least `cut`; not observed stays not observed."""
        values = np.where(self.observed, (np.nan_to_num(self.values) >= cut).astype(np.float64), np.nan)
        states = self.states.copy()
        states[values == 1] = _TIE
        states[values == 0] = _NO_TIE
        return replace(self, values=values, states=states, name=name or f"{self.name}>={cut:g}")

    def symmetrise(self, rule: Literal["either", "both", "mean"] = "either") -> Network:
        """Return an undirected network made of the two reports of every pair.

        Parameters
        ----------
        rule
            ``either``: the higher of the two reports; ``both``: the lower; ``mean``: their mean. Where one
            report is missing the other one stands for the pair; where both are missing, so is the pair.
        """
        a, b = self.values, self.values.T
        if rule == "either":
            values = np.fmax(a, b)
        elif rule == "both":
            values = np.fmin(a, b)
        elif rule == "mean":
            both = (a + b) / 2
            values = np.where(np.isnan(a), b, np.where(np.isnan(b), a, both))
        else:
            raise ValueError(f"rule must be 'either', 'both' or 'mean', not {rule!r}")
        # A pair without any report keeps the kinder of the two reasons (the lower code).
        states = np.minimum(self.states, self.states.T)
        states[np.nan_to_num(values) != 0] = _TIE
        states[values == 0] = _NO_TIE
        np.fill_diagonal(states, _NOT_OFFERED)
        structural = None if self.structural is None else self.structural & self.structural.T
        return replace(self, values=values, states=states, directed=False, structural=structural)
