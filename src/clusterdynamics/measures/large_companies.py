"""What large companies mean for a network: their part in its ties, and the network without them."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import numpy as np
from numpy.typing import NDArray

from clusterdynamics.measures import kernels, whole
from clusterdynamics.measures.graph import adjacency, neighbour_lists, nothing_observed
from clusterdynamics.study.network import Network

__all__ = ["STRUCTURE", "cross_type_share", "structure", "tie_share"]

FloatArray = NDArray[np.float64]

#: Order of the figures of :func:`structure`.
STRUCTURE = ("density", "largest_component", "distance", "distance_fragmentation", "cross_type")


def cross_type_share(net: Network, types: Sequence[str | None]) -> float:
    """Return the share of ties between actors of different types, among ties whose types are known.

    Returns
    -------
    float
        In [0, 1]; NaN where there is no such tie.

    Raises
    ------
    ValueError
        There is not one type per actor.
    """
    if len(types) != net.n:
        raise ValueError(f"{net.n} actors need {net.n} types, not {len(types)}")
    names = np.array([t or "" for t in types], dtype=np.str_)
    known = names != ""
    ties = net.ties & known[:, None] & known[None, :]
    total = int(ties.sum())
    return float((ties & (names[:, None] != names[None, :])).sum()) / total if total else float("nan")


def structure(net: Network, types: dict[str, str | None], without: tuple[str, ...] = ()) -> FloatArray:
    """Return how a network hangs together, with or without some actors.

    Parameters
    ----------
    net
        The network.
    types
        Actor → its type.
    without
        Actors that are taken out; those that are not in the network are passed over.

    Returns
    -------
    (5,) floats in the order of ``STRUCTURE``: density, share of actors in the largest component, mean distance
    among pairs that reach each other, distance-weighted fragmentation, share of ties between types. NaN where a
    figure cannot be told.
    """
    gone = set(without)
    rest = net.subset([a for a in net.nodes if a not in gone]) if gone & set(net.nodes) else net
    if rest.n < 2 or nothing_observed(rest):
        return np.full(len(STRUCTURE), np.nan)
    # Distances are followed once for the three figures that need them.
    counts, partners, _total, inverse = kernels.reach_levels(*neighbour_lists(adjacency(rest)))
    reached = int(counts.sum())
    if rest.directed:
        # The largest part is that of ties whatever their direction.
        partners = kernels.reach_levels(*neighbour_lists(adjacency(rest, directed=False)))[1]
    return np.array(
        [
            whole.density(rest),
            (int(partners.max()) + 1) / rest.n,
            float(counts @ np.arange(counts.size)) / reached if reached else np.nan,
            1 - float(inverse.sum()) / (rest.n * (rest.n - 1)),
            cross_type_share(rest, [types.get(a) for a in rest.nodes]),
        ]
    )


def tie_share(net: Network, large: Collection[str]) -> tuple[float, float]:
    """Return the share of ties that have a large company at one end or both, and the same share of observed pairs.

    The second is what to expect of the first if ties fell on pairs at random.

    Parameters
    ----------
    large
        Identifiers of the large companies; those that are not in the network are passed over.

    Returns
    -------
    tuple
        Two shares in [0, 1]; NaN where there is no tie, or no observed pair.
    """
    flags = np.array([a in large for a in net.nodes], dtype=np.bool_)
    touched = flags[:, None] | flags[None, :]
    ties, pairs = int(net.ties.sum()), int(net.observed.sum())
    return (
        float((net.ties & touched).sum()) / ties if ties else float("nan"),
        float((net.observed & touched).sum()) / pairs if pairs else float("nan"),
    )
