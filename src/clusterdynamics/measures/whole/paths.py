"""Measures of who can reach whom: components, distances, reach, efficiency. All read the network as a graph."""

from __future__ import annotations

from typing import Literal

import numpy as np
from numpy.typing import NDArray

from clusterdynamics.measures import kernels
from clusterdynamics.measures.graph import adjacency, is_directed, neighbour_lists, nothing_observed
from clusterdynamics.study.network import Network

__all__ = ["components", "efficiency", "largest_component", "mean_distance", "reach"]

type Kind = Literal["weak", "strong"]


def components(net: Network, kind: Kind = "weak") -> NDArray[np.int64]:
    """Return the component of every actor.

    Weak: joined by ties whatever their direction. Strong: each reaches the other along the ties' direction
    (the same as weak where the network is undirected).

    Returns
    -------
    (n,) integers from 0: the largest component is 0; of two of equal size, the one with the first actor by
    identifier comes first.

    Raises
    ------
    ValueError
        The kind is unknown.
    """
    from scipy.sparse import csr_array
    from scipy.sparse.csgraph import connected_components

    if kind not in ("weak", "strong"):
        raise ValueError(f"kind must be weak or strong, not {kind!r}")
    if net.n == 0:
        return np.zeros(0, dtype=np.int64)
    strong = kind == "strong" and is_directed(net)
    starts, targets = neighbour_lists(adjacency(net, directed=strong))
    matrix = csr_array((np.ones(targets.size, dtype=np.int8), targets, starts), shape=(net.n, net.n))
    _count, raw = connected_components(matrix, directed=strong, connection=kind)
    return number_groups(np.asarray(raw), net.nodes)


def number_groups(raw: NDArray[np.integer], nodes: tuple[str, ...]) -> NDArray[np.int64]:
    """Return the same grouping, numbered by size (largest 0), then by the groups' first actor."""
    labels, inverse, sizes = np.unique(raw, return_inverse=True, return_counts=True)
    first = ["" for _ in labels]
    for position in sorted(range(len(nodes)), key=nodes.__getitem__, reverse=True):
        first[inverse[position]] = nodes[position]
    place = np.empty(len(labels), dtype=np.int64)
    for number, label in enumerate(sorted(range(len(labels)), key=lambda k: (-int(sizes[k]), first[k]))):
        place[label] = number
    return place[inverse]


def largest_component(net: Network, kind: Kind = "weak") -> float:
    """Return the share of the actors that are in the largest component; NaN where nothing was observed."""
    if nothing_observed(net):
        return float("nan")
    return int(np.bincount(components(net, kind)).max()) / net.n


def _at_distance(net: Network, directed: bool) -> NDArray[np.int64]:
    """Return (n,) ordered pairs at distance 0, 1, 2, …; the first is not used."""
    counts: NDArray[np.int64] = kernels.reach_levels(*neighbour_lists(adjacency(net, directed=directed)))[0]
    return counts


def mean_distance(net: Network, *, directed: bool = True) -> float:
    r"""Return the mean number of steps between actors that reach each other.

    .. math:: L = \frac{\sum_{d_{ij} < \infty} d_{ij}}{|\{(i, j): i \ne j,\; d_{ij} < \infty\}|}

    Returns
    -------
    float
        At least 1; NaN where nobody reaches anybody. Look at :func:`reach` beside it: pairs that do not reach
        each other are left out.

    References
    ----------
    Wasserman, S. & Faust, K. (1994), section 4.3.
    """
    counts = _at_distance(net, directed)
    pairs = int(counts.sum())
    return float(counts @ np.arange(counts.size)) / pairs if pairs else float("nan")


def reach(net: Network, steps: int = 2, *, directed: bool = True) -> float:
    """Return the share of ordered pairs in which the first reaches the second in at most `steps` steps.

    Returns
    -------
    float
        In [0, 1]; NaN where nothing was observed.
    """
    if nothing_observed(net):
        return float("nan")
    counts = _at_distance(net, directed)
    return int(counts[1 : steps + 1].sum()) / (net.n * (net.n - 1))


def efficiency(net: Network, *, directed: bool = True) -> float:
    r"""Return global efficiency: the mean of 1 / distance over ordered pairs, 0 where there is no way.

    .. math:: E = \frac{1}{n(n-1)} \sum_{i \ne j} \frac{1}{d_{ij}}

    Returns
    -------
    float
        In [0, 1]; NaN where nothing was observed.

    References
    ----------
    Latora, V. & Marchiori, M. (2001). Physical Review Letters 87(19), 198701.
    """
    if nothing_observed(net):
        return float("nan")
    counts = _at_distance(net, directed)
    return float((counts[1:] / np.arange(1, counts.size)).sum()) / (net.n * (net.n - 1))
