"""Robustness: how far a network falls apart when some of its actors stop.

Ties are read both ways here: what counts is whether there is a way at all.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations
from math import comb
from typing import Any

import numpy as np
from numpy.typing import NDArray

from clusterdynamics.measures.graph import adjacency, nothing_observed
from clusterdynamics.study.network import Network

__all__ = ["apart_left_out", "apart_without", "removals"]

FloatArray = NDArray[np.float64]
BoolArray = NDArray[np.bool_]


def _apart(matrix: BoolArray, left: NDArray[np.int64]) -> float:
    """Return the share of pairs among the actors at `left` without a way between them; NaN for fewer than two."""
    from scipy.sparse import csr_array
    from scipy.sparse.csgraph import connected_components

    n = left.size
    if n < 2:
        return float("nan")
    graph: Any = csr_array(matrix[np.ix_(left, left)])
    _number, part = connected_components(graph, directed=False)
    sizes = np.bincount(part)
    return float(1 - (sizes * (sizes - 1)).sum() / (n * (n - 1)))


def apart_without(net: Network, without: Sequence[str] = ()) -> float:
    r"""Return the share of pairs that have no way to each other, after some actors have gone.

    .. math:: F = 1 - \frac{\sum_k s_k (s_k - 1)}{n (n - 1)}

    over the components k of size :math:`s_k` of the n actors that are left; ties are read both ways. On a network
    without directions it is :func:`~clusterdynamics.measures.fragmentation`.

    Parameters
    ----------
    net
        The network.
    without
        Identifiers of the actors that go; those that are not in the network are passed over.

    Returns
    -------
    float
        0 where everybody reaches everybody, 1 where nobody is tied; NaN where fewer than two are left or nothing was
        observed.

    References
    ----------
    Borgatti (2006), F.
    """
    if nothing_observed(net):
        return float("nan")
    gone = set(without)
    left = np.array([i for i, node in enumerate(net.nodes) if node not in gone], dtype=np.int64)
    return _apart(adjacency(net, directed=False), left)


def apart_left_out(net: Network, without: Sequence[str] = ()) -> FloatArray:
    """Return :func:`apart_without` with each of the actors that stay left out in turn, too: one number for each."""
    if nothing_observed(net):
        return np.empty(0)
    gone = set(without)
    left = np.array([i for i, node in enumerate(net.nodes) if node not in gone], dtype=np.int64)
    matrix = adjacency(net, directed=False)
    return np.array([_apart(matrix, np.delete(left, k)) for k in range(left.size)])


def removals(net: Network, pool: Sequence[str], size: int, draws: int, rng: np.random.Generator) -> FloatArray:
    """Return :func:`apart_without` for sets of `size` actors out of `pool`.

    All sets are tried where there are at most `draws` of them; else `draws` sets are drawn at random, each as
    likely as the others.

    Parameters
    ----------
    net
        The network.
    pool
        Identifiers of the actors that can go; all must be in the network.
    size
        Actors that go at once, at most as many as there are in the pool.
    draws
        Sets at most.
    rng
        Where chance comes from.

    Returns
    -------
    (sets,) floats; empty where nothing was observed.

    References
    ----------
    Albert, R., Jeong, H., & Barabási, A.-L. (2000). Error and attack tolerance of complex networks. Nature 406,
    378-382.
    """
    if nothing_observed(net):
        return np.empty(0)
    place = {node: i for i, node in enumerate(net.nodes)}
    positions = np.array(sorted(place[a] for a in pool), dtype=np.int64)
    matrix = adjacency(net, directed=False)
    if comb(positions.size, size) <= draws:
        sets = (np.array(s, dtype=np.int64) for s in combinations(positions.tolist(), size))
    else:
        sets = (rng.choice(positions, size, replace=False) for _draw in range(draws))
    everybody = np.arange(net.n)
    return np.array([_apart(matrix, np.setdiff1d(everybody, gone, assume_unique=True)) for gone in sets])
