"""Communities: groups with more ties inside than their actors' numbers of ties would give by chance."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from clusterdynamics.measures.graph import seeded_igraph, sorted_order, to_igraph
from clusterdynamics.measures.whole.paths import number_groups
from clusterdynamics.study.network import Network

__all__ = ["Communities", "leiden"]


@dataclass(frozen=True, eq=False)
class Communities:
    """Communities of a network.

    Attributes
    ----------
    membership
        (n,) The community of each actor, numbered by size (largest 0), then by its first actor.
    modularity
        Of this division, at resolution 1; NaN where there is no tie.
    n
        Number of communities.
    """

    membership: NDArray[np.int64]
    modularity: float
    n: int


def leiden(net: Network, rng: np.random.Generator, *, resolution: float = 1.0, runs: int = 10) -> Communities:
    r"""Find communities of high modularity in the undirected graph, the best of several runs.

    .. math:: Q = \frac{1}{2m} \sum_{ij} \Bigl(a_{ij} - \gamma \frac{k_i k_j}{2m}\Bigr) [c_i = c_j]

    with m ties, k neighbours and γ the resolution. An actor without ties is a community of its own.

    Parameters
    ----------
    net
        The network; what was not observed is no tie.
    rng
        The same generator gives the same communities.
    resolution
        γ; higher makes more and smaller communities.
    runs
        How many times to try; of equally good divisions the first found is kept.

    References
    ----------
    Traag, V. A., Waltman, L. & van Eck, N. J. (2019). From Louvain to Leiden. Scientific Reports 9, 5233.
    """
    order = sorted_order(net)
    graph = to_igraph(net.subset(order), directed=False)
    if graph.ecount() == 0:
        return Communities(number_groups(np.arange(net.n), net.nodes), float("nan"), net.n)
    best, quality = list(range(net.n)), -np.inf
    with seeded_igraph(rng):
        for _run in range(runs):
            found = graph.community_leiden(objective_function="modularity", resolution=resolution, n_iterations=-1)
            here = graph.modularity(found.membership, resolution=resolution)
            if here > quality + 1e-12:
                best, quality = found.membership, here
    membership = np.empty(net.n, dtype=np.int64)
    membership[order] = best
    membership = number_groups(membership, net.nodes)
    return Communities(membership, float(graph.modularity(best)), int(membership.max()) + 1)
