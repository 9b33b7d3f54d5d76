"""The audit: what a reader can work out about the hidden cells from everything that is published.

The reader knows the cells that are shown, exactly, and how cells hang together (sums, orders, bounds). What a
hidden cell can then be is a range, whose ends are two small optimisation problems each. The audit proves that
every range is wide enough by *witnesses*: tables that agree with everything published and in which the hidden
cell is as small, or as large, as it must be allowed to be.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from clusterdynamics.disclosure.cells import Cell, CellTable, Kind, Why

__all__ = ["MEAN_WIDTH", "Audit", "Auditor", "Need", "audit", "feasible_ranges", "need_of"]

FloatArray = NDArray[np.float64]

#: Least width of the range of a hidden mean, as a share of the scale.
MEAN_WIDTH = 0.2
_EPS = 1e-6
#: Cells that looking for common witnesses must settle to be tried once more.
_WORTH = 3


@dataclass(frozen=True)
class Need:
    """What the range of a hidden total must be: contain `low` … `high`, and be `width` wide."""

    low: float
    high: float
    width: float = 0.0

    def met(self, low: float, high: float) -> bool:
        """Return True where the range `low` … `high` is wide enough."""
        return low <= self.low + _EPS and high >= self.high - _EPS and high - low >= self.width - _EPS


@dataclass(frozen=True)
class Audit:
    """What the audit found.

    Attributes
    ----------
    failing
        Hidden cells that can be worked out too closely.
    """

    failing: tuple[str, ...]

    @property
    def ok(self) -> bool:
        """True where no hidden cell can be worked out too closely."""
        return not self.failing


def need_of(cell: Cell, why: Why, k: int) -> Need:
    """Return how uncertain a hidden cell must stay.

    - a count of organisations or ties: 0 … k − 1 must all be possible (0 … n where n is smaller);
    - a mean: at least a fifth of the scale;
    - a share of organisations is both. Hidden because all said yes, it is the count of those who did not
      that is small, so n − k + 1 … n must be possible. Hidden for its neighbours' sake it is a mean only.
    """
    few = min(float(k - 1), cell.n)
    fifth = MEAN_WIDTH * (cell.highest - cell.lowest)
    if cell.kind in (Kind.COUNT, Kind.TIES):
        return Need(0.0, few)
    if cell.kind is Kind.MEAN or why in (Why.COMPLEMENTARY, Why.FORCED):
        return Need(cell.total, cell.total, fifth)
    if why is Why.NONE_OR_ALL and cell.total > cell.n / 2:
        return Need(cell.n - few, cell.n, fifth)
    return Need(0.0, few, fifth)


class Auditor:
    """Audits one table for different sets of hidden cells, and keeps the witnesses it has found.

    A witness for some hidden cells is one for every larger set, so that suppressing step by step costs
    little more than one audit.

    Parameters
    ----------
    table
        The cells and how they hang together.
    k
        Least number of organisations.
    whole
        Cells count whole things where they do (ties, organisations): witnesses are then real tables, and not
        only solutions in fractions.
    """

    def __init__(self, table: CellTable, k: int, *, whole: bool = True) -> None:
        self.table, self.k = table, k
        self.keys = tuple(c.key for c in table.cells)
        self.place = {key: i for i, key in enumerate(self.keys)}
        self.truth = np.array([c.total for c in table.cells], dtype=np.float64)
        self.lowest = np.array([c.lowest for c in table.cells], dtype=np.float64)
        self.highest = np.array([c.highest for c in table.cells], dtype=np.float64)
        self.counted = np.array([whole and c.kind is not Kind.MEAN for c in table.cells], dtype=np.uint8)
        self.witnesses = self.truth[None, :].copy()
        self._equations, self._orders = self._matrices()

    def _matrices(self) -> tuple[Any, Any]:
        from scipy.sparse import csr_array

        def build(rows: Iterable[Iterable[tuple[str, float]]]) -> Any:
            entries = [(r, self.place[key], value) for r, row in enumerate(rows) for key, value in row]
            if not entries:
                return None
            i, j, v = zip(*entries, strict=True)
            return csr_array((np.array(v), (np.array(i), np.array(j))), shape=(max(i) + 1, len(self.keys)))

        sums = build([(e.total, -1.0), *((p, 1.0) for p in e.parts)] for e in self.table.equations)
        return sums, build([(a, 1.0), (b, -1.0)] for a, b in self.table.orders)

    def _linprog(self, cost: FloatArray, low: FloatArray, high: FloatArray, integrality: Any = None) -> Any:
        from scipy.optimize import linprog

        solver: Any = linprog  # its stubs do not know bounds as an array
        return solver(
            cost,
            A_ub=self._orders,
            b_ub=None if self._orders is None else np.zeros(self._orders.shape[0]),
            A_eq=self._equations,
            b_eq=None if self._equations is None else np.zeros(self._equations.shape[0]),
            bounds=np.column_stack([low, high]),
            method="highs",
            integrality=integrality,
        )

    def solve(self, cost: FloatArray, low: FloatArray, high: FloatArray) -> FloatArray | None:
        """Return the table with the least `cost` between the bounds, and keep it as a witness.

        Whole numbers come by themselves in most tables; only where they do not, they are asked for, which
        takes longer. None where there is no such table.
        """
        counted = self.counted.astype(np.bool_)
        for integrality in (None, self.counted):
            found = self._linprog(cost, low, high, integrality)
            if found.x is None:
                return None
            x = np.asarray(found.x, dtype=np.float64)
            if np.all(np.abs(x - np.round(x))[counted] <= _EPS):
                x[counted] = np.round(x[counted])
                self.witnesses = np.vstack([self.witnesses, x])
                return x
        return None

    def helpers(self, key: str, why: Why, hidden: Collection[str]) -> tuple[str, ...]:
        """Return the cells whose hiding would widen the range of `key`: those with a price in its problem."""
        need = need_of(self.table[key], why, self.k)
        bounds, i = self.bounds(hidden), self.place[key]
        helping: dict[str, None] = {}
        for greatest in (False, True):
            cost = np.zeros(len(self.keys))
            cost[i] = -1.0 if greatest else 1.0
            found = self._linprog(cost, *bounds)
            short = found.x is not None and (
                found.x[i] < need.high - _EPS if greatest else found.x[i] > need.low + _EPS
            )
            if short or need.width:
                price = np.abs(found.lower.marginals + found.upper.marginals)
                helping.update(dict.fromkeys(self.keys[j] for j in np.flatnonzero(price > _EPS)))
        return tuple(k for k in helping if k not in hidden)

    def bounds(self, hidden: Collection[str]) -> tuple[FloatArray, FloatArray]:
        """Return the bounds of every cell: the truth where it is published, all that is possible elsewhere."""
        free = np.array([k in hidden for k in self.keys], dtype=np.bool_)
        return np.where(free, self.lowest, self.truth), np.where(free, self.highest, self.truth)

    def extreme(self, key: str, hidden: Collection[str], *, greatest: bool) -> float:
        """Return the least or greatest total that the cell `key` can have, given all that is not hidden."""
        cost = np.zeros(len(self.keys))
        cost[self.place[key]] = -1.0 if greatest else 1.0
        x = self.solve(cost, *self.bounds(hidden))
        # The true table is always one solution: where none is found, nothing is known to be possible but it.
        return float((self.truth if x is None else x)[self.place[key]])

    def seen(self, hidden: Collection[str]) -> FloatArray:
        """Return the witnesses that agree with everything that is not hidden: (witnesses, cells)."""
        shown = np.array([k not in hidden for k in self.keys], dtype=np.bool_)
        agree = np.all(np.abs(self.witnesses[:, shown] - self.truth[shown]) <= _EPS, axis=1)
        return self.witnesses[agree]

    def run(self, hidden: Mapping[str, Why], *, free: Collection[str] | None = None, first: bool = False) -> Audit:
        """Audit the table with the cells of `hidden` hidden.

        Parameters
        ----------
        hidden
            Hidden cell → why.
        free
            All cells that are not published, where there are more than those that need protection.
        first
            Stop at the first cell that fails.
        """
        unknown = hidden.keys() if free is None else free
        needs = {key: need_of(self.table[key], why, self.k) for key, why in hidden.items()}
        seen = self.seen(unknown)
        low, high = seen.min(axis=0), seen.max(axis=0)

        def met(key: str) -> bool:
            return needs[key].met(low[self.place[key]], high[self.place[key]])

        def learn(x: FloatArray | None) -> None:
            if x is not None:
                np.minimum(low, x, out=low)
                np.maximum(high, x, out=high)

        self._together([key for key in needs if not met(key)], needs, unknown, met, learn)
        failing: list[str] = []
        for key, need in needs.items():
            if met(key):
                continue
            i = self.place[key]
            for greatest in (False, True):
                cost = np.zeros(len(self.keys))
                cost[i] = -1.0 if greatest else 1.0
                learn(self.solve(cost, *self.bounds(unknown)))
                if low[i] > need.low + _EPS:
                    break
            if not met(key):
                failing.append(key)
                if first:
                    break
        return Audit(tuple(failing))

    def _together(
        self,
        open_: list[str],
        needs: Mapping[str, Need],
        unknown: Collection[str],
        met: Callable[[str], bool],
        learn: Callable[[FloatArray | None], None],
    ) -> None:
        """Look for tables that are witnesses for many cells at once: all as small, or just large enough."""
        while open_:
            for greatest in (False, True):
                lowest, highest = self.bounds(unknown)
                cost = np.zeros(len(self.keys))
                for key in open_:
                    i = self.place[key]
                    cost[i] = (-1.0 if greatest else 1.0) / max(1.0, self.highest[i] - self.lowest[i])
                    if greatest and not needs[key].width:
                        # No larger than need be, so that there is something left for the others.
                        highest[i] = min(highest[i], max(needs[key].high, self.truth[i]))
                learn(self.solve(cost, lowest, highest))
            still = [key for key in open_ if not met(key)]
            if len(still) > len(open_) - _WORTH:
                return
            open_ = still


def audit(table: CellTable, hidden: Mapping[str, Why], k: int, *, whole: bool = True) -> Audit:
    """Return which hidden cells of `table` a reader can work out too closely.

    Parameters
    ----------
    table
        The cells and how they hang together.
    hidden
        Hidden cell → why. All other cells count as published exactly, even where they are shown rounded.
    k
        Least number of organisations.
    whole
        See ``Auditor``.

    References
    ----------
    Fischetti, M., & Salazar, J. J. (2001). Solving the cell suppression problem on tabular data with linear
    constraints. Management Science 47(7), 1008-1027 (the attacker's problem).
    """
    return Auditor(table, k, whole=whole).run(hidden)


def feasible_ranges(table: CellTable, hidden: Collection[str], *, whole: bool = True) -> dict[str, tuple[float, float]]:
    """Return, for each hidden cell, the least and the greatest total it can have."""
    auditor = Auditor(table, 1, whole=whole)
    return {
        key: (
            auditor.extreme(key, hidden, greatest=False),
            auditor.extreme(key, hidden, greatest=True),
        )
        for key in hidden
    }
