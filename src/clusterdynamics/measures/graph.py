"""From a network to a graph: which ties count, sparse neighbour lists for the kernels, igraph.

Two readings of a network are used by the measures, and each measure says which:

*cells*, as reported
    ``net.ties`` and ``net.observed``. Density, reciprocity, in-degree, blocks and brokerage count cells.
*graph*
    Actors joined by ties, a cell that was not observed being no tie. Distances, components, betweenness and
    the like need one. A network with ``directed=False`` is an undirected graph, in which two actors are joined
    where either of them reports a tie; so is a directed one where a measure is asked for ``directed=False``.
"""

from __future__ import annotations

import random
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from clusterdynamics.study.network import Network

if TYPE_CHECKING:
    import igraph

__all__ = [
    "Groups",
    "adjacency",
    "group_codes",
    "is_directed",
    "neighbour_lists",
    "nothing_observed",
    "seeded_igraph",
    "sorted_order",
    "to_igraph",
    "undirected",
]

BoolArray = NDArray[np.bool_]
IntArray = NDArray[np.int64]
#: A name per actor, None where the group is not known.
type Groups = Sequence[str | None] | NDArray[Any]

# igraph has one source of random numbers for the whole process.
_IGRAPH_RANDOM = threading.RLock()


def is_directed(net: Network, directed: bool = True) -> bool:
    """Return whether the graph read from `net` is directed, given what the measure was asked for."""
    return net.directed and directed


def nothing_observed(net: Network) -> bool:
    """Return True where no cell was observed, so that nothing can be said about the whole network."""
    return not bool(net.observed.any())


def undirected(net: Network) -> BoolArray:
    """Return (n, n) True where either of two actors reports a tie."""
    ties = net.ties
    joined: BoolArray = ties | ties.T
    return joined


def adjacency(net: Network, *, directed: bool = True) -> BoolArray:
    """Return the adjacency matrix of the graph: who is joined to whom.

    Parameters
    ----------
    net
        The network; what was not observed is no tie.
    directed
        False joins two actors where either reports a tie; so does a network that is itself undirected.

    Returns
    -------
    (n, n) booleans; the diagonal is False.
    """
    return net.ties if is_directed(net, directed) else undirected(net)


def neighbour_lists(matrix: BoolArray) -> tuple[IntArray, IntArray]:
    """Return the neighbours of every actor as compressed sparse rows, for the kernels.

    Returns
    -------
    tuple
        ``starts`` (n + 1,) and ``targets`` (ties,): the neighbours of i are ``targets[starts[i]:starts[i+1]]``.
    """
    n = matrix.shape[0]
    starts = np.zeros(n + 1, dtype=np.int64)
    np.cumsum(np.count_nonzero(matrix, axis=1), out=starts[1:])
    targets = np.flatnonzero(matrix) % max(n, 1)
    return starts, targets.astype(np.int64)


def sorted_order(net: Network) -> IntArray:
    """Return the positions of the actors, sorted by identifier.

    Searches with random starts run in this order, so that their result does not depend on the order of rows.
    """
    return np.array(sorted(range(net.n), key=net.nodes.__getitem__), dtype=np.int64)


def group_codes(net: Network, groups: Groups) -> tuple[tuple[str, ...], IntArray]:
    """Return the groups' names, sorted, and the position of each actor's group (−1 where unknown).

    Raises
    ------
    ValueError
        There is not exactly one group (or None) per actor.
    """
    if len(groups) != net.n:
        raise ValueError(f"{net.n} actors need {net.n} groups, not {len(groups)}")
    names = tuple(sorted({str(g) for g in groups if g is not None}))
    place = {name: k for k, name in enumerate(names)}
    return names, np.array([-1 if g is None else place[str(g)] for g in groups], dtype=np.int64)


def to_igraph(net: Network, *, directed: bool = True, weighted: bool = False) -> igraph.Graph:
    """Return the network as an igraph graph.

    Parameters
    ----------
    net
        The network; what was not observed is no tie.
    directed
        False joins two actors where either reports a tie.
    weighted
        Give the edges the attribute ``weight``: the value, the higher of both in an undirected graph.

    Returns
    -------
    igraph.Graph
        Vertices in the order of ``net.nodes``, their identifiers in the attribute ``name``.
    """
    import igraph

    matrix = adjacency(net, directed=directed)
    arrows = is_directed(net, directed)
    rows, columns = np.nonzero(matrix if arrows else np.triu(matrix))
    graph = igraph.Graph(n=net.n, edges=list(zip(rows.tolist(), columns.tolist(), strict=True)), directed=arrows)
    graph.vs["name"] = list(net.nodes)
    if weighted:
        values = net.values if arrows else np.fmax(net.values, net.values.T)
        graph.es["weight"] = values[rows, columns].tolist()
    return graph


@contextmanager
def seeded_igraph(rng: np.random.Generator) -> Iterator[None]:
    """Let igraph draw from `rng` inside the block, one thread at a time, and give it back its own source.

    Everything in the project that uses chance in igraph goes through here, because its source of random
    numbers belongs to the process: two threads that set it would disturb each other.
    """
    import igraph

    with _IGRAPH_RANDOM:
        igraph.set_random_number_generator(random.Random(int(rng.integers(2**63))))  # noqa: S311 - no secret
        try:
            yield
        finally:
            igraph.set_random_number_generator(random)
