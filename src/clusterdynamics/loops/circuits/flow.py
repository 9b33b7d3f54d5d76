"""How much evidence flows from some nodes to others: maximum flow."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.sparse import coo_array
from scipy.sparse.csgraph import maximum_flow

from clusterdynamics.errors import InputError
from clusterdynamics.i18n import _
from clusterdynamics.loops.circuits.graph import whole_numbers

__all__ = ["max_flow"]

#: scipy computes with 32-bit whole numbers.
_MOST = int(np.iinfo(np.int32).max)


def max_flow(
    n: int,
    tail: ArrayLike,
    head: ArrayLike,
    capacity: ArrayLike,
    source: int | Iterable[int],
    sink: int | Iterable[int],
) -> int:
    """Return the largest flow from source to sink: the smallest capacity of links that, cut, separate them.

    With one for each link and telling it is the number of tellings that would have to be wrong before no chain of
    evidence leads from source to sink.

    Parameters
    ----------
    n
        Number of nodes; they are called 0 … n − 1.
    tail, head
        Node each link leaves and enters, shape (m,); parallel links add up, links from a node to itself carry nothing.
    capacity
        What each link can carry, whole numbers from 0, shape (m,).
    source, sink
        A node, or several: then the flow from any of the sources to any of the sinks.

    Raises
    ------
    InputError
        Lengths differ, a node is outside 0 … n − 1, a capacity is negative, a node is source and sink at once, or
        the capacities add up to more than 2,147,483,647.

    Notes
    -----
    Dinic's algorithm (scipy.sparse.csgraph.maximum_flow). Ford, L. R. & Fulkerson, D. R. (1956), Maximal flow through
    a network, Canadian J. Mathematics 8, 399-404.

    Examples
    --------
    >>> max_flow(4, [0, 0, 1, 2], [1, 2, 3, 3], [2, 3, 5, 1], 0, 3)
    3
    """
    wrong: list[str] = []
    named = (("tail", tail), ("head", head), ("capacity", capacity))
    tails, heads, amount = (whole_numbers(name, values, wrong) for name, values in named)
    sources = {int(source)} if isinstance(source, int | np.integer) else {int(i) for i in source}
    sinks = {int(sink)} if isinstance(sink, int | np.integer) else {int(i) for i in sink}
    _check(n, tails, heads, amount, sources, sinks, wrong)
    if not sources or not sinks:
        return 0
    # One node stands before all sources and one behind all sinks; what they pass on is not bounded.
    bound = max(int(amount.sum()), 1)
    first, last = sorted(sources), sorted(sinks)
    rows = np.concatenate([tails, np.full(len(first), n), last])
    columns = np.concatenate([heads, first, np.full(len(last), n + 1)])
    values = np.concatenate([amount, np.full(len(first) + len(last), bound)])
    keep = (rows != columns) & (values > 0)
    matrix = coo_array((values[keep], (rows[keep], columns[keep])), shape=(n + 2, n + 2)).tocsr()
    matrix.sum_duplicates()
    whole = matrix.astype(np.int32)
    return int(maximum_flow(whole, n, n + 1, method="dinic").flow_value)


def _check(
    n: int,
    tail: NDArray[np.int64],
    head: NDArray[np.int64],
    capacity: NDArray[np.int64],
    sources: set[int],
    sinks: set[int],
    wrong: list[str],
) -> None:
    """Raise InputError with everything that is wrong, what was found before included."""
    if not tail.size == head.size == capacity.size:
        wrong.append(
            _("The lists differ in length: {tail} tails, {head} heads, {capacity} capacities.").format(
                tail=tail.size, head=head.size, capacity=capacity.size
            )
        )
    named = np.concatenate([tail, head, list(sources), list(sinks)]).astype(np.int64)
    outside = named[(named < 0) | (named >= n)]
    if outside.size:
        wrong.append(_("There is no node {node}: nodes go from 0 to {last}.").format(node=int(outside[0]), last=n - 1))
    if (capacity < 0).any():
        wrong.append(_("A capacity is {capacity}; it cannot be below 0.").format(capacity=int(capacity.min())))
    elif int(capacity.sum()) > _MOST:
        wrong.append(_("The capacities add up to more than {most:,}.").format(most=_MOST))
    if sources & sinks:
        wrong.append(_("Node {node} is both source and sink.").format(node=min(sources & sinks)))
    if wrong:
        raise InputError(" ".join(wrong))
