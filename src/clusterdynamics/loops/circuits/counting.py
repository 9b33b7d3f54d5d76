"""How many loops there are, by length and polarity, and how many pass through each link; none is stored."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from clusterdynamics.compute import current, each, using
from clusterdynamics.i18n import _, ngettext
from clusterdynamics.loops.circuits.condensed import Part, condense
from clusterdynamics.loops.circuits.graph import SignedGraph
from clusterdynamics.loops.circuits.listing import check_bounds
from clusterdynamics.loops.circuits.states import MOST, SPLIT, STOPPED, count_paths

__all__ = ["LoopCounts", "count_loops"]

#: Tasks that are handed out at a time; part of the definition of where a count with a limit stops.
BATCH = 8
#: Paths followed together at a time, in a component of up to 64 nodes: 2²¹ take some 250 MB at the most.
STATES = 1 << 21


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

    Loops are not followed one by one: paths that can go on in the same ways are counted together, so that the time
    grows with the number of different ways to go on, not with the number of loops. Runs in threads on as many
    workers as `clusterdynamics.compute` says, can be cancelled there, and gives the same on any number of them.

    Parameters
    ----------
    graph
        The signed graph.
    max_length
        Leave out loops of more links.
    limit
        Stop counting where there are more loops than this. The result then says "at least"; all that was counted is
        in it, so that `total` can be larger than `limit`. Without a limit, counting a large dense graph may not end.

    Raises
    ------
    InputError
        A bound is below 0.
    Cancelled
        The person asked to stop.

    Notes
    -----
    Counts are 64-bit; counting stops at 2⁶¹ loops as if that were the limit.

    Examples
    --------
    >>> count_loops(SignedGraph(2, [0, 1, 1], [1, 0, 1], [1, -1, 1])).explain()
    '2 loops: 1 reinforcing, 1 balancing.'
    """
    check_bounds(max_length, limit)
    longest = graph.n if max_length is None else min(max_length, graph.n)
    most = MOST if limit is None else min(limit, MOST)
    small = condense(graph)
    tally = _Tally(graph)
    for sign, members in small.closed:
        if len(members) <= longest:
            tally.add_one(sign, members)
    waiting = [_Task(p, s) for p, part in enumerate(small.parts) for s in range(part.starts.size - 1)][::-1]
    complete = tally.total <= most
    while waiting and complete and longest:
        batch = [waiting.pop() for _task in range(min(BATCH, len(waiting)))]
        results = _run(small.parts, batch, longest, longest < graph.n, most - tally.total)
        for i, (task, result) in enumerate(zip(batch, results, strict=True)):
            if result.status == SPLIT:
                # Whatever stands behind it in the batch is asked for again: loops are counted in one order.
                waiting += batch[:i:-1] + _split(small.parts[task.part], task)[::-1]
                break
            tally.add(small.parts[task.part], result)
            if result.status == STOPPED or tally.total > most:
                complete = False
                break
    by_length = tally.by_length
    filled = np.flatnonzero(by_length.any(axis=1))
    last = int(filled[-1]) if filled.size else 0
    return LoopCounts(tally.total, by_length[: last + 1], tally.participation, complete, max_length)


@dataclass(frozen=True)
class _Task:
    """Loops of one component that have the same first node and begin with the same groups of links.

    `expand` is false for those that close right behind these groups.
    """

    part: int
    start: int
    prefix: tuple[int, ...] = ()
    expand: bool = True


@dataclass(frozen=True, eq=False)
class _Result:
    """What `count_paths` counted for a task."""

    status: int
    total: int
    by_length: NDArray[np.int64]
    same: NDArray[np.int64]
    opposite: NDArray[np.int64]


class _Tally:
    """The sum of what was counted, on the links of the graph."""

    def __init__(self, graph: SignedGraph) -> None:
        self.total = 0
        self.by_length = np.zeros((graph.n + 1, 2), dtype=np.int64)
        self.participation = np.zeros((graph.m, 2), dtype=np.int64)

    def add_one(self, sign: int, members: tuple[int, ...]) -> None:
        """Add one loop."""
        column = 0 if sign > 0 else 1
        self.total += 1
        self.by_length[len(members), column] += 1
        self.participation[list(members), column] += 1

    def add(self, part: Part, result: _Result) -> None:
        """Add what was counted on a component."""
        self.total += result.total
        self.by_length[: len(result.by_length)] += result.by_length
        for e in np.flatnonzero(result.same + result.opposite):
            both = np.array([result.same[e], result.opposite[e]])
            for sign, members in part.members[e]:
                self.participation[list(members)] += both if sign > 0 else both[::-1]


def _run(parts: tuple[Part, ...], batch: list[_Task], longest: int, bounded: bool, limit: int) -> list[_Result]:
    """Count for every task of the batch, in threads: the kernel lets go of the interpreter lock."""
    if current().backend == "loky":
        with using(backend="threading"):
            return each(_count, batch, parts, longest, bounded, limit, label=_("Counting loops"))
    return each(_count, batch, parts, longest, bounded, limit, label=_("Counting loops"))


def _count(task: _Task, parts: tuple[Part, ...], longest: int, bounded: bool, limit: int) -> _Result:
    """Count for one task."""
    part = parts[task.part]
    groups, words = part.heads.size, part.after.shape[1]
    by_length = np.zeros((longest + 1, 2), dtype=np.int64)
    same, opposite = np.zeros(groups, dtype=np.int64), np.zeros(groups, dtype=np.int64)
    status, total = count_paths(
        part.starts, part.heads, part.length, part.plus, part.minus, part.after, part.before,
        task.start, np.array(task.prefix, dtype=np.int64), task.expand, longest, bounded, limit,
        max(STATES // words, 64), by_length, same, opposite,
    )  # fmt: skip
    return _Result(status, total, by_length, same, opposite)


def _split(part: Part, task: _Task) -> list[_Task]:
    """Return the tasks that make up this one: it was too large."""
    passed = {task.start, *(int(part.heads[g]) for g in task.prefix)}
    end = int(part.heads[task.prefix[-1]]) if task.prefix else task.start
    further = [
        g
        for g in range(part.starts[end], part.starts[end + 1])
        if part.heads[g] > task.start and int(part.heads[g]) not in passed
    ]
    return [replace(task, expand=False), *(replace(task, prefix=(*task.prefix, g)) for g in further)]
