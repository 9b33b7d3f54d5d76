"""Brokerage: who stands between two others that are not tied, and between which groups."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from clusterdynamics.measures.graph import Groups, group_codes
from clusterdynamics.study.network import Network

__all__ = ["ROLES", "Brokerage", "brokerage"]

FloatArray = NDArray[np.float64]

#: Order of the columns of ``expected`` and ``sd``.
ROLES = ("coordinator", "itinerant", "representative", "gatekeeper", "liaison", "total")


@dataclass(frozen=True, eq=False)
class Brokerage:
    """Brokerage roles of every actor, and what chance would give.

    An actor b brokers where a → b → c, without a → c. Letters are groups:

    Attributes
    ----------
    coordinator
        (n,) A → A → A: all three of one group.
    itinerant
        (n,) A → B → A: between two of another group (also called consultant).
    representative
        (n,) A → A → B: from its own group to another.
    gatekeeper
        (n,) A → B → B: from another group to its own.
    liaison
        (n,) A → B → C: three groups.
    total
        (n,) All of these. NaN for actors whose group is not known.
    expected, sd
        (n, 6) Mean and standard deviation in random graphs of the same density, in the order of ``ROLES``.
    network, network_expected, network_sd
        (6,) The sums over actors, and their mean and standard deviation.
    """

    coordinator: FloatArray
    itinerant: FloatArray
    representative: FloatArray
    gatekeeper: FloatArray
    liaison: FloatArray
    total: FloatArray
    expected: FloatArray
    sd: FloatArray
    network: FloatArray
    network_expected: FloatArray
    network_sd: FloatArray

    @property
    def raw(self) -> FloatArray:
        """(n, 6) The counts, in the order of ``ROLES``."""
        return np.column_stack([getattr(self, role) for role in ROLES])

    @property
    def z(self) -> FloatArray:
        """(n, 6) Counts less expected, by standard deviations; NaN where they cannot vary."""
        return _z(self.raw, self.expected, self.sd)

    @property
    def network_z(self) -> FloatArray:
        """(6,) The same for the whole network."""
        return _z(self.network, self.network_expected, self.network_sd)


def brokerage(net: Network, groups: Groups) -> Brokerage:
    """Count the brokerage roles of every actor.

    A path a → b → c counts where a → c was observed and is no tie. Actors whose group is not known are left
    out, with their ties. Mean and variance are those of a random graph in which each tie is there with the
    network's density. The standard deviations of the network's sums are the published ones; they leave out that
    a tie cannot be a step of one path and missing from another, and so are a little too large (by up to a tenth
    in small networks): values of z are on the cautious side.

    Parameters
    ----------
    net
        The network, ties as reported.
    groups
        A group, or None, for each actor.

    Raises
    ------
    ValueError
        There is not one group per actor.

    References
    ----------
    Gould, R. V. & Fernandez, R. M. (1989). Structures of mediation. Sociological Methodology 19, 89-126.
    """
    names, codes = group_codes(net, groups)
    known = np.flatnonzero(codes >= 0)
    block = np.ix_(known, known)
    ties, observed, own = net.ties[block].astype(np.float64), net.observed[block], codes[known]
    alike = own[:, None] == own[None, :]
    open_ = (observed & (ties == 0)).astype(np.float64)
    inner, outer = ties * alike, ties * ~alike

    def count(first: FloatArray, second: FloatArray, ends: FloatArray) -> FloatArray:
        """Return for every b the open paths a → b → c, a → b in `first`, b → c in `second`, (a, c) in `ends`."""
        paths: FloatArray = (first * (ends @ second.T)).sum(axis=0)
        return paths

    counts = np.column_stack(
        [
            count(inner, inner, open_),
            count(outer, outer, open_ * alike),
            count(inner, outer, open_),
            count(outer, inner, open_),
            count(outer, outer, open_ * ~alike),
        ]
    )
    counts = np.column_stack([counts, counts.sum(axis=1)])
    cells = int(observed.sum())
    d = float(ties.sum()) / cells if cells else float("nan")
    sizes = np.bincount(own, minlength=len(names)).astype(np.float64)
    mean, variance = _group_moments(sizes, d)
    network_mean, network_variance = _network_moments(sizes, d)

    def spread(rows: FloatArray) -> FloatArray:
        full = np.full((net.n, 6), np.nan)
        full[known] = rows
        return full

    columns = spread(counts)
    return Brokerage(
        coordinator=columns[:, 0],
        itinerant=columns[:, 1],
        representative=columns[:, 2],
        gatekeeper=columns[:, 3],
        liaison=columns[:, 4],
        total=columns[:, 5],
        expected=spread(mean[own]),
        sd=spread(np.sqrt(variance[own])),
        network=counts.sum(axis=0),
        network_expected=network_mean,
        network_sd=np.sqrt(network_variance),
    )


def _z(raw: FloatArray, mean: FloatArray, sd: FloatArray) -> FloatArray:
    result = np.full(raw.shape, np.nan)
    np.divide(raw - mean, sd, out=result, where=sd > 0)
    return result


def _group_moments(sizes: FloatArray, d: float) -> tuple[FloatArray, FloatArray]:
    """Return (g, 6) mean and variance of the roles of an actor of each group.

    A role is a sum over the pairs (a, c) that fit it, of which each is brokered with the chance p = d²(1 − d).
    Two pairs are dependent where they share a or c: they share one of the two ties through the broker.
    """
    p = d**2 * (1 - d)
    shared = d**3 * (1 - d) ** 3
    N = sizes.sum()
    inside, beyond = sizes - 1, N - sizes

    def others(f: FloatArray) -> FloatArray:
        """Return for each group the sum of f over the other groups."""
        rest: FloatArray = f.sum() - f
        return rest

    pairs = np.column_stack(
        [
            inside * (sizes - 2),
            others(sizes * (sizes - 1)),
            beyond * inside,
            beyond * inside,
            beyond**2 - others(sizes**2),
            np.broadcast_to((N - 1) * (N - 2), sizes.shape),
        ]
    )
    crossing = inside * beyond * (beyond - 1) + beyond * inside * (inside - 1)
    # For a group g and the groups h of a: the ways to choose two from neither g nor h.
    third = N - sizes[:, None] - sizes[None, :]
    free = sizes[None, :] * third * (third - 1) / 2
    liaison = free.sum(axis=1) - np.diag(free)
    overlaps = np.column_stack(
        [
            2 * inside * (sizes - 2) * (sizes - 3),
            2 * others(sizes * (sizes - 1) * (sizes - 2)),
            crossing,
            crossing,
            4 * liaison,
            np.broadcast_to(2 * (N - 1) * (N - 2) * (N - 3), sizes.shape),
        ]
    )
    mean = p * pairs
    return mean, mean * (1 - p) + overlaps * shared


def _network_moments(sizes: FloatArray, d: float) -> tuple[FloatArray, FloatArray]:
    """Return (6,) mean and variance of the sums of the roles over all actors.

    Besides pairs that share a tie in the same place (x), a tie can be the open one of one path and a step of
    another (y), or the first step of one and the second step of another (z).
    """
    p = d**2 * (1 - d)
    x, y, z = d**3 * (1 - d) ** 3, d**4 * (1 - d) ** 2, d**5 * (1 - d)
    N, n = sizes.sum(), sizes

    def all_alike(size: FloatArray) -> tuple[float, float]:
        """Return the number of triples of one group, and the covariance of their overlaps."""
        triples = size * (size - 1) * (size - 2)
        return float(triples.sum()), float(
            (triples * ((4 * size - 10) * x - 4 * (size - 3) * y + (size - 3) * z)).sum()
        )

    one, one_overlap = all_alike(n)
    everyone, everyone_overlap = all_alike(np.array([N]))
    two = float((n * (n - 1) * (N - n)).sum())
    a, b = n[:, None], n[None, :]
    itinerant = a * b * (a - 1) * ((2 * a + 2 * b - 6) * x + (N - a - 1) * z)
    itinerant_overlap = float(itinerant.sum() - np.trace(itinerant))
    crossing_overlap = float((n * (N - n) * (n - 1) * ((N - 3) * x + (n - 2) * z)).sum())
    i, j, k = n[:, None, None], n[None, :, None], n[None, None, :]
    g = np.arange(n.size)
    apart = (
        (g[:, None, None] != g[None, :, None])
        & (g[None, :, None] != g[None, None, :])
        & (g[:, None, None] != g[None, None, :])
    )
    three = float((i * j * k * apart).sum())
    ends = i + k + 1
    liaison = i * j * k * ((4 * (N - j) - 2 * ends) * x - (4 * (N - k) - 2 * (i + j + 1)) * y + (N - ends) * z)
    mean = p * np.array([one, two, two, two, three, everyone])
    overlap = np.array(
        [
            one_overlap,
            itinerant_overlap,
            crossing_overlap,
            crossing_overlap,
            float((liaison * apart).sum()),
            everyone_overlap,
        ]
    )
    # In tiny networks the approximation of the liaison's variance can fall below zero.
    return mean, np.maximum(mean * (1 - p) + overlap, 0.0)
