"""The parts of a graph in which loops can lie: strongly connected components, nodes numbered afresh."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from clusterdynamics.loops.circuits.bits import words_for
from clusterdynamics.loops.circuits.graph import SignedGraph

__all__ = ["Component", "components", "strong_labels"]


@dataclass(frozen=True, eq=False)
class Component:
    """One strongly connected component that holds a loop, with k nodes and l links.

    Attributes
    ----------
    nodes
        Nodes of the graph, ascending, shape (k,); the component calls them 0 … k − 1.
    starts, heads, links
        Links by tail: those of node v are ``starts[v] : starts[v + 1]``, ordered by head and then by index;
        `heads` are nodes of the component, `links` indices in the graph. Shapes (k + 1,), (l,), (l,).
    before
        Predecessors of each node as bits, uint64, shape (k, words).
    """

    nodes: NDArray[np.int64]
    starts: NDArray[np.int64]
    heads: NDArray[np.int64]
    links: NDArray[np.int64]
    before: NDArray[np.uint64]


def strong_labels(n: int, tail: NDArray[np.int64], head: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return the number of each node's strongly connected component, shape (n,)."""
    if n == 0:
        return np.zeros(0, dtype=np.int64)
    links = coo_array((np.ones(tail.size, dtype=np.int8), (tail, head)), shape=(n, n)).tocsr()
    return np.asarray(connected_components(links, connection="strong")[1], dtype=np.int64)


def components(graph: SignedGraph, keep: NDArray[np.bool_] | None = None) -> list[Component]:
    """Return the components that hold at least one loop, by their smallest node.

    Parameters
    ----------
    graph
        The graph.
    keep
        Which links count, shape (m,); all by default.
    """
    index = np.arange(graph.m) if keep is None else np.flatnonzero(keep)
    label = strong_labels(graph.n, graph.tail[index], graph.head[index])
    index = index[label[graph.tail[index]] == label[graph.head[index]]]
    order = np.lexsort((index, graph.head[index], graph.tail[index], label[graph.tail[index]]))
    index = index[order]
    parts = np.split(index, np.flatnonzero(np.diff(label[graph.tail[index]])) + 1) if index.size else []
    return sorted((_component(graph, part) for part in parts), key=lambda c: int(c.nodes[0]))


def _component(graph: SignedGraph, links: NDArray[np.int64]) -> Component:
    """Return the component of these links, which are ordered by tail, head and index."""
    nodes, tails = np.unique(graph.tail[links], return_inverse=True)
    heads = np.searchsorted(nodes, graph.head[links])
    before = np.zeros((nodes.size, words_for(nodes.size)), dtype=np.uint64)
    np.bitwise_or.at(before, (heads, tails >> 6), np.uint64(1) << (tails & 63).astype(np.uint64))
    starts = np.zeros(nodes.size + 1, dtype=np.int64)
    np.cumsum(np.bincount(tails, minlength=nodes.size), out=starts[1:])
    return Component(nodes, starts, heads.astype(np.int64), links.astype(np.int64), before)
