"""Cells of tables, what binds them together, and which of them are sensitive in themselves."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

__all__ = ["DOMINANCE", "Cell", "CellTable", "Equation", "Kind", "Why", "primary"]

#: Two organisations that hold more than this share of a cell dominate it.
DOMINANCE = (2, 0.85)
_TOLERANCE = 1e-9


class Kind(StrEnum):
    """What a cell holds."""

    COUNT = "count"  # organisations: "<3" where there are fewer
    TIES = "ties"  # ties among pairs, shown as a number or a density
    SHARE = "share"  # of organisations
    MEAN = "mean"  # of answers on a scale


class Why(StrEnum):
    """Why a cell is hidden."""

    THIN = "thin"  # too few organisations
    SMALL = "small"  # a count that is too small
    NONE_OR_ALL = "none_or_all"
    DOMINATED = "dominated"
    FORCED = "forced"  # hidden for a wider reason: an earlier publication, a stricter class
    COMPLEMENTARY = "complementary"


@dataclass(frozen=True)
class Cell:
    """One cell, published or only derivable.

    Attributes
    ----------
    key
        Its name, unique in the table.
    kind
        What it holds.
    total
        Sum over its units: organisations that say yes, ties, the sum of the answers.
    n
        Units that it is out of: organisations, pairs, answers. ``total / n`` is the share, density or mean.
    sides
        Answering organisations on each side that reports; each must reach the minimum.
    named
        Organisations on each side that must reach k although it need not answer (PV-04).
    contributions
        For each side that can dominate, what each organisation adds to the total.
    low, high
        Bounds of one unit: 0 and 1, or the ends of the scale.
    published
        False for what is never printed but could be derived (the difference of two tables, say).
    margin
        True for totals, which are hidden last.
    fixed
        True for what is public anyhow and cannot be hidden.
    """

    key: str
    kind: Kind
    total: float
    n: float
    sides: tuple[int, ...]
    named: tuple[int, ...] = ()
    contributions: tuple[tuple[float, ...], ...] = ()
    low: float = 0.0
    high: float = 1.0
    published: bool = True
    margin: bool = False
    fixed: bool = False

    def __post_init__(self) -> None:
        if self.n < 0 or not self.lowest - _TOLERANCE <= self.total <= self.highest + _TOLERANCE:
            raise ValueError(f"{self.key}: {self.total} is not between {self.lowest} and {self.highest}")

    @property
    def lowest(self) -> float:
        """Least total that is possible."""
        return self.n * self.low

    @property
    def highest(self) -> float:
        """Greatest total that is possible."""
        return self.n * self.high


@dataclass(frozen=True)
class Equation:
    """``total`` is the sum of ``parts``: a row, a column, a grand total, two tables that share a cell."""

    total: str
    parts: tuple[str, ...]


@dataclass(frozen=True)
class CellTable:
    """Cells and everything known about how they hang together; several linked tables are one of these.

    Attributes
    ----------
    cells
        All cells.
    equations
        Sums that readers know to hold.
    orders
        (a, b): the total of a is at most that of b (deep ties are ties of cooperation).
    """

    cells: tuple[Cell, ...]
    equations: tuple[Equation, ...] = ()
    orders: tuple[tuple[str, str], ...] = ()
    _index: Mapping[str, Cell] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        index = {c.key: c for c in self.cells}
        if len(index) != len(self.cells):
            raise ValueError("cells must have different keys")
        unknown = {k for e in self.equations for k in (e.total, *e.parts)} | {k for pair in self.orders for k in pair}
        if unknown - set(index):
            raise ValueError(f"no such cells: {sorted(unknown - set(index))}")
        object.__setattr__(self, "_index", index)
        for e in self.equations:
            gap = index[e.total].total - sum(index[p].total for p in e.parts)
            if abs(gap) > 1e-6 * max(1.0, abs(index[e.total].total)):
                raise ValueError(f"{e.total} is not the sum of its parts; it differs by {gap:g}")

    def __getitem__(self, key: str) -> Cell:
        return self._index[key]

    @classmethod
    def join(cls, tables: Iterable[CellTable], equations: Iterable[Equation] = ()) -> CellTable:
        """Return linked tables as one; a cell that stands in several of them must be the same in all."""
        several = tuple(tables)
        cells: dict[str, Cell] = {}
        for table in several:
            for cell in table.cells:
                if cells.setdefault(cell.key, cell) != cell:
                    raise ValueError(f"{cell.key} stands for two different cells")
        return cls(
            tuple(cells.values()),
            tuple(dict.fromkeys(e for t in several for e in t.equations)) + tuple(equations),
            tuple(dict.fromkeys(o for t in several for o in t.orders)),
        )


def primary(cell: Cell, k: int, minimum: int) -> Why | None:
    """Return why the cell is sensitive in itself, or None where it is not.

    Rules, in this order: fewer than `minimum` answering organisations on a side, or fewer than `k`
    organisations on a side that is named; a count of fewer than `k` organisations; none or all (also for a
    reader who takes the own answer away); dominance: two organisations hold more than 85 %.

    Parameters
    ----------
    cell
        What is judged.
    k
        Least number of organisations (``classes.k_for``).
    minimum
        Least number of answering organisations (``classes.minimum_for``).

    References
    ----------
    Hundepool, A., et al. (2012). Statistical Disclosure Control. Wiley. Chapter 4 (threshold and dominance
    rules).
    """
    if not cell.sides or min(cell.sides) < minimum or any(size < k for size in cell.named):
        return Why.THIN
    if cell.kind is Kind.COUNT and cell.total < k:
        return Why.SMALL
    if _none_or_all(cell):
        return Why.NONE_OR_ALL
    if any(_dominated(side) for side in cell.contributions):
        return Why.DOMINATED
    return None


def _none_or_all(cell: Cell) -> bool:
    # Where a unit is an organisation, the only one that said yes knows that all others said no.
    slack = 1.0 if cell.kind in (Kind.COUNT, Kind.SHARE) else 0.0
    above, below = cell.total - cell.lowest, cell.highest - cell.total
    return above <= slack + _TOLERANCE or below <= slack + _TOLERANCE


def _dominated(contributions: tuple[float, ...]) -> bool:
    number, share = DOMINANCE
    whole = sum(contributions)
    return whole > 0 and sum(sorted(contributions, reverse=True)[:number]) > share * whole
