"""Measures of every actor: (n,) floats in the order of ``net.nodes``.

In- and out-degree count ties as they were reported and are NaN where nothing was observed about the actor: an
organisation that did not answer has no out-degree. The others read the network as a graph, in which a cell
that was not observed is no tie.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from clusterdynamics.measures import kernels
from clusterdynamics.measures.graph import adjacency, is_directed, neighbour_lists, undirected
from clusterdynamics.study.network import Network

__all__ = [
    "betweenness",
    "closeness",
    "clustering",
    "constraint",
    "coreness",
    "degree",
    "eigenvector",
    "harmonic",
    "in_degree",
    "in_degree_share",
    "in_strength",
    "out_degree",
    "out_strength",
    "pagerank",
]

FloatArray = NDArray[np.float64]


def _divide(part: NDArray[np.generic], whole: NDArray[np.generic]) -> FloatArray:
    """Return part / whole, NaN where whole is 0."""
    result = np.full(part.shape, np.nan)
    np.divide(part, whole, out=result, where=whole != 0)
    return result


def _where_observed(counts: NDArray[np.generic], observed: NDArray[np.bool_]) -> FloatArray:
    return np.where(observed, counts.astype(np.float64), np.nan)


def in_degree(net: Network) -> FloatArray:
    """Return by how many each actor is named; NaN where nobody could name it."""
    return _where_observed(net.ties.sum(axis=0), net.observed.any(axis=0))


def out_degree(net: Network) -> FloatArray:
    """Return how many each actor names; NaN where it did not answer."""
    return _where_observed(net.ties.sum(axis=1), net.observed.any(axis=1))


def in_degree_share(net: Network) -> FloatArray:
    """Return by what share of those who could name it each actor is named; NaN where nobody could."""
    return _divide(net.ties.sum(axis=0), net.observed.sum(axis=0))


def degree(net: Network) -> FloatArray:
    """Return the number of each actor's neighbours: those it names or that name it.

    NaN where nothing was observed, neither from the actor nor about it.
    """
    return _where_observed(undirected(net).sum(axis=1), net.observed.any(axis=0) | net.observed.any(axis=1))


def in_strength(net: Network) -> FloatArray:
    """Return the sum of the values that others report about each actor; NaN where there is none."""
    return _where_observed(np.nansum(net.values, axis=0), net.observed.any(axis=0))


def out_strength(net: Network) -> FloatArray:
    """Return the sum of the values that each actor reports; NaN where it did not answer."""
    return _where_observed(np.nansum(net.values, axis=1), net.observed.any(axis=1))


def betweenness(net: Network, *, directed: bool = True, normalised: bool = False) -> FloatArray:
    r"""Return betweenness: how many shortest ways between others go through each actor.

    .. math:: b_k = \sum_{i \ne j \ne k} \frac{g_{ikj}}{g_{ij}}

    with g the numbers of shortest paths, over ordered pairs (unordered ones in an undirected network).

    Parameters
    ----------
    net
        The network.
    directed
        False joins two actors where either reports a tie.
    normalised
        Divide by the number of pairs of others.

    Returns
    -------
    (n,) floats; with `normalised`, NaN with fewer than 3 actors.

    References
    ----------
    Freeman, L. C. (1977). Sociometry 40(1), 35-41. Brandes, U. (2001). J. Mathematical Sociology 25(2), 163-177.
    """
    between: FloatArray = kernels.betweenness(*neighbour_lists(adjacency(net, directed=directed)))
    pairs = (net.n - 1) * (net.n - 2)
    if normalised:
        return between / pairs if net.n > 2 else np.full(net.n, np.nan)
    return between if is_directed(net, directed) else between / 2


def closeness(net: Network, *, directed: bool = True) -> FloatArray:
    r"""Return closeness, with the improvement for networks in which not everyone is reached.

    .. math:: c_i = \frac{r_i}{n - 1} \cdot \frac{r_i}{\sum_{j} d_{ij}}

    with r the number of others that i reaches; 0 where it reaches nobody. In a connected network this is
    Freeman's closeness. Distances go along the ties, away from the actor.

    Returns
    -------
    (n,) floats in [0, 1]; NaN with one actor.

    References
    ----------
    Freeman, L. C. (1979). Social Networks 1(3), 215-239. Wasserman, S. & Faust, K. (1994), formula 5.22.
    """
    _levels, reached, total, _inverse = kernels.reach_levels(*neighbour_lists(adjacency(net, directed=directed)))
    if net.n < 2:
        return np.full(net.n, np.nan)
    near: FloatArray = reached.astype(np.float64) ** 2 / (np.maximum(total, 1) * (net.n - 1))
    return near


def harmonic(net: Network, *, directed: bool = True) -> FloatArray:
    r"""Return harmonic centrality: the mean of 1 / distance to all others, 0 for those not reached.

    .. math:: h_i = \frac{1}{n-1} \sum_{j \ne i} \frac{1}{d_{ij}}

    Returns
    -------
    (n,) floats in [0, 1]; NaN with one actor.

    References
    ----------
    Marchiori, M. & Latora, V. (2000). Physica A 285, 539-546. Rochat, Y. (2009). ASNA conference.
    """
    inverse = kernels.reach_levels(*neighbour_lists(adjacency(net, directed=directed)))[3]
    if net.n < 2:
        return np.full(net.n, np.nan)
    near: FloatArray = inverse / (net.n - 1)
    return near


def eigenvector(net: Network) -> FloatArray:
    """Return eigenvector centrality in the undirected graph, the largest being 1.

    The centrality of an actor is proportional to the sum of those of its neighbours. Where several parts of a
    network have the same largest eigenvalue, all of them count: the vector is the limit of repeated averaging
    that starts with all actors equal.

    Returns
    -------
    (n,) floats in [0, 1]; NaN where there is no tie.

    References
    ----------
    Bonacich, P. (1972). Journal of Mathematical Sociology 2(1), 113-120.
    """
    joined = undirected(net)
    if not joined.any():
        return np.full(net.n, np.nan)
    roots, vectors = np.linalg.eigh(joined.astype(np.float64))
    space = vectors[:, roots > roots[-1] - 1e-9 * max(1.0, roots[-1])]
    central = np.clip(space @ space.sum(axis=0), 0.0, None)
    largest: FloatArray = central / central.max()
    return largest


def coreness(net: Network) -> FloatArray:
    """Return the largest k such that the actor is in the k-core of the undirected graph.

    In the k-core everybody has at least k neighbours inside it.

    Returns
    -------
    (n,) whole numbers as floats.

    References
    ----------
    Seidman, S. B. (1983). Social Networks 5(3), 269-287.
    """
    joined = undirected(net)
    left = joined.sum(axis=1)
    core = np.zeros(net.n)
    remaining = np.ones(net.n, dtype=np.bool_)
    k = 0
    while remaining.any():
        goes = remaining & (left <= k)
        if goes.any():
            core[goes] = k
            remaining &= ~goes
            left = left - joined[goes].sum(axis=0)
        else:
            k = int(left[remaining].min())
    return core


def clustering(net: Network) -> FloatArray:
    r"""Return local clustering: the share of the pairs of an actor's neighbours that are themselves joined.

    .. math:: C_i = \frac{t_i}{k_i (k_i - 1) / 2}

    in the undirected graph, with t the triangles at i and k its neighbours.

    Returns
    -------
    (n,) floats in [0, 1]; NaN with fewer than two neighbours.

    References
    ----------
    Watts, D. J. & Strogatz, S. H. (1998). Nature 393, 440-442.
    """
    joined = undirected(net).astype(np.float64)
    triangles = ((joined @ joined) * joined).sum(axis=1)
    k = joined.sum(axis=1)
    return _divide(triangles, k * (k - 1))


def constraint(net: Network) -> FloatArray:
    r"""Return Burt's constraint: how far an actor's contacts are tied to each other.

    .. math::

        c_i = \sum_{j} \Bigl(p_{ij} + \sum_{q} p_{iq} p_{qj}\Bigr)^2, \qquad
        p_{ij} = \frac{x_{ij} + x_{ji}}{\sum_k (x_{ik} + x_{ki})}

    over the contacts j of i, with x the ties.

    Returns
    -------
    (n,) floats; NaN for an actor without contacts.

    References
    ----------
    Burt, R. S. (1992). Structural Holes, formula 2.4.
    """
    ties = net.ties.astype(np.float64)
    if not net.directed:
        ties = undirected(net).astype(np.float64)
    both = ties + ties.T
    whole = both.sum(axis=1)
    shares = np.nan_to_num(_divide(both, np.broadcast_to(whole[:, None], both.shape)))
    invested = (shares + shares @ shares) ** 2
    return np.where(whole > 0, np.where(both > 0, invested, 0.0).sum(axis=1), np.nan)


def pagerank(net: Network, *, damping: float = 0.85) -> FloatArray:
    r"""Return PageRank: where a walker is found who follows ties and sometimes jumps anywhere.

    .. math:: r_j = \frac{1 - d}{n} + d \sum_i r_i p_{ij}

    with p = 1 / out-degree along ties, and 1/n everywhere for an actor that names nobody.

    Returns
    -------
    (n,) floats with the sum 1.

    References
    ----------
    Brin, S. & Page, L. (1998). Computer Networks 30, 107-117.
    """
    n = net.n
    ties = adjacency(net).astype(np.float64)
    named = ties.sum(axis=1)
    steps = np.where(named[:, None] > 0, ties / np.maximum(named, 1)[:, None], 1 / max(n, 1))
    ranks: FloatArray = np.linalg.solve(np.eye(n) - damping * steps.T, np.full(n, (1 - damping) / max(n, 1)))
    return ranks
