"""How many loops there are, by length and polarity, and how many pass through each link; none is stored."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from clusterdynamics.i18n import _, ngettext
from clusterdynamics.loops.circuits.components import components
from clusterdynamics.loops.circuits.graph import SignedGraph
from clusterdynamics.loops.circuits.listing import check_bounds
from clusterdynamics.loops.circuits.search import Search

__all__ = ["LoopCounts", "count_loops"]


@dataclass(frozen=True, eq=False)
class LoopCounts:
    """How many loops a graph has.

    Attributes
    ----------
    total
        Loops counted: all of them if `complete`, else "at least".
    by_length
        Loops of each length (row, from 0 to the longest found) that are reinforcing (column 0) and balancing
        (column 1), int64.
    participation
        Per link, the reinforcing (column 0) and balancing (column 1) loops through it, int64, shape (m, 2).
    complete
        Whether every loop was counted.
    max_length
        The bound on length that was asked for, or None.
    """

    total: int
    by_length: NDArray[np.int64]
    participation: NDArray[np.int64]
    complete: bool
    max_length: int | None = None

    @property
    def reinforcing(self) -> int:
        """Reinforcing loops counted."""
        return int(self.by_length[:, 0].sum())

    @property
    def balancing(self) -> int:
        """Balancing loops counted."""
        return int(self.by_length[:, 1].sum())

    def explain(self) -> str:
        """Return the result in a sentence; a count that was stopped says "at least"."""
        text = ngettext(
            "{total} loop: {reinforcing} reinforcing, {balancing} balancing.",
            "{total} loops: {reinforcing} reinforcing, {balancing} balancing.",
            self.total,
        )
        if not self.complete:
            text = _(
                "At least {total} loops, counting was stopped: {reinforcing} reinforcing and {balancing} balancing "
                "were counted, the others are not known."
            )
        said = text.format(
            total=f"{self.total:,}", reinforcing=f"{self.reinforcing:,}", balancing=f"{self.balancing:,}"
        )
        if self.max_length is not None:
            said += " " + _("Only loops of at most {length} links were asked for.").format(length=self.max_length)
        return said


def count_loops(graph: SignedGraph, *, max_length: int | None = None, limit: int | None = None) -> LoopCounts:
    """Count every elementary loop, by length and polarity, and the loops through each link, without storing them.

    Parameters
    ----------
    graph
        The signed graph.
    max_length
        Leave out loops of more links.
    limit
        Stop when at least this many loops were counted and others remain; the result then says "at least".

    Raises
    ------
    InputError
        A bound is below 0.
    """
    check_bounds(max_length, limit)
    longest = graph.n if max_length is None else max_length
    by_length = np.zeros((graph.n + 1, 2), dtype=np.int64)
    participation = np.zeros((graph.m, 2), dtype=np.int64)
    complete = True
    total = 0
    for part in components(graph) if longest else []:
        search = Search(part, longest)
        while complete:
            links, ends = search.block()
            if not ends.size:
                break
            if limit is not None and total >= limit:
                complete = False
                break
            length = np.diff(ends, prepend=0)
            column = (np.multiply.reduceat(graph.sign[links].astype(np.int64), ends - length) < 0).astype(np.int64)
            np.add.at(by_length, (length, column), 1)
            np.add.at(participation, (links, np.repeat(column, length)), 1)
            total += ends.size
    filled = np.flatnonzero(by_length.any(axis=1))
    last = int(filled[-1]) if filled.size else 0
    return LoopCounts(total, by_length[: last + 1], participation, complete, max_length)
