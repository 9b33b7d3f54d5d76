"""Every loop of a graph, one after the other."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from clusterdynamics.errors import InputError
from clusterdynamics.i18n import _
from clusterdynamics.loops.circuits.components import components
from clusterdynamics.loops.circuits.graph import Loop, SignedGraph
from clusterdynamics.loops.circuits.search import Search

__all__ = ["iter_loops"]


def iter_loops(graph: SignedGraph, *, max_length: int | None = None, limit: int | None = None) -> Iterator[Loop]:
    """Yield every elementary loop of the graph, each once.

    A loop is elementary if it passes each of its nodes once. Loops that share their nodes but not their links are
    different loops. The order is always the same: by component, by smallest node, then by the nodes and links
    passed. Memory does not grow with the number of loops.

    Parameters
    ----------
    graph
        The signed graph.
    max_length
        Leave out loops of more links.
    limit
        Stop after this many loops.

    Raises
    ------
    InputError
        A bound is below 0.

    Notes
    -----
    Depth-first search from each node through nodes above it, as in Johnson, D. B. (1975), Finding all the
    elementary circuits of a directed graph, SIAM J. Computing 4(1), 77-84; instead of his blocked nodes, the nodes
    that still reach the start are recomputed with bit sets.

    Examples
    --------
    >>> [loop.nodes for loop in iter_loops(SignedGraph(2, [0, 1, 1], [1, 0, 1], [1, -1, 1]))]
    [(0, 1), (1,)]
    """
    check_bounds(max_length, limit)
    return _loops(graph, graph.n if max_length is None else max_length, limit)


def check_bounds(max_length: int | None, limit: int | None) -> None:
    """Raise InputError unless both bounds are None or at least 0."""
    for name, bound in (("max_length", max_length), ("limit", limit)):
        if bound is not None and bound < 0:
            raise InputError(_("{name} is {bound}; it cannot be below 0.").format(name=name, bound=bound))


def _loops(graph: SignedGraph, longest: int, limit: int | None) -> Iterator[Loop]:
    left = limit
    if longest < 1 or left == 0:
        return
    for part in components(graph):
        search = Search(part, longest)
        while True:
            links, ends = search.block()
            if not ends.size:
                break
            nodes = graph.tail[links].tolist()
            polarity = np.multiply.reduceat(graph.sign[links].astype(np.int64), np.r_[0, ends[:-1]]).tolist()
            begin = 0
            flat = links.tolist()
            for end, sign in zip(ends.tolist(), polarity, strict=True):
                yield Loop(tuple(flat[begin:end]), tuple(nodes[begin:end]), sign)
                begin = end
                if left is not None:
                    left -= 1
                    if left == 0:
                        return
