"""Who links regions: organisations that bridge, and what each region has around it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from clusterdynamics.measures.graph import adjacency, group_codes
from clusterdynamics.study.network import Network

__all__ = ["Bridges", "EgoRegions", "bridges", "ego_regions", "region_graph"]

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Bridges:
    """Organisations whose ties reach other regions.

    Attributes
    ----------
    partners, elsewhere, reached
        (n,) partners with a known region, those of them in another region, and how many other regions they are in.
    crossing
        Pairs of organisations of different regions that are tied.
    sole
        Two regions → the organisation through which all their ties run, where there is exactly one.
    """

    partners: IntArray
    elsewhere: IntArray
    reached: IntArray
    crossing: int
    sole: Mapping[tuple[str, str], str]


def bridges(net: Network, regions: Sequence[str | None]) -> Bridges:
    """Return which organisations link regions.

    Two organisations are tied where either reports it; what was not observed is no tie. An organisation is the *sole
    bridge* of two regions where each of their ties has it as one end; where a single tie joins them, both its ends
    would do, and neither is called sole.

    Parameters
    ----------
    net
        The network.
    regions
        (n,) region of each actor; None where it is not known: its ties are left out.

    Raises
    ------
    ValueError
        There is not one region per actor.
    """
    names, codes = group_codes(net, regions)
    joined = adjacency(net, directed=False) & (codes >= 0)[:, None] & (codes >= 0)[None, :]
    other = joined & (codes[:, None] != codes[None, :])
    member = codes[:, None] == np.arange(len(names))
    reached = (other.astype(np.int64) @ member.astype(np.int64)) > 0
    sole: dict[tuple[str, str], str] = {}
    rows, columns = np.nonzero(np.triu(other))
    between: dict[tuple[int, int], list[tuple[int, int]]] = {}
    for i, j in zip(rows.tolist(), columns.tolist(), strict=True):
        g, h = sorted((int(codes[i]), int(codes[j])))
        between.setdefault((g, h), []).append((i, j))
    for (g, h), pairs in sorted(between.items()):
        ends = set(pairs[0]).intersection(*(set(p) for p in pairs))
        if len(ends) == 1:
            sole[names[g], names[h]] = net.nodes[ends.pop()]
    return Bridges(
        joined.sum(axis=1).astype(np.int64),
        other.sum(axis=1).astype(np.int64),
        reached.sum(axis=1).astype(np.int64),
        int(rows.size),
        sole,
    )


def region_graph(ties: NDArray[np.generic]) -> FloatArray:
    """Return (g, g) symmetric weights between regions, both directions together, without what lies within.

    Parameters
    ----------
    ties
        (g, g) ties from the region of the row to that of the column; for an undirected network the symmetric matrix
        in which each pair stands in both its cells.
    """
    weights = np.asarray(ties, dtype=np.float64)
    both: FloatArray = weights + weights.T if not np.array_equal(weights, weights.T) else weights.copy()
    np.fill_diagonal(both, 0.0)
    return both


@dataclass(frozen=True, eq=False)
class EgoRegions:
    """What each of g regions has around it.

    Attributes
    ----------
    partners
        (g,) other regions it has ties with.
    between_partners
        (g,) pairs of these partners that have ties with one another, of all such pairs; NaN with fewer than two.
    constraint
        (g,) Burt's constraint: near 1 all its ties go where one other region controls them; NaN without ties.
    """

    partners: IntArray
    between_partners: FloatArray
    constraint: FloatArray


def ego_regions(weights: FloatArray) -> EgoRegions:
    r"""Return what each region has around it.

    .. math:: c_i = \sum_{j \ne i} \Bigl(p_{ij} + \sum_{q \ne i, j} p_{iq} p_{qj}\Bigr)^2, \qquad
        p_{ij} = \frac{w_{ij} + w_{ji}}{\sum_k (w_{ik} + w_{ki})}

    summed over the partners j of i.

    Parameters
    ----------
    weights
        (g, g) symmetric weights, as :func:`region_graph` gives them.

    References
    ----------
    Burt, R. S. (1992). Structural Holes. Harvard University Press. Chapter 2.
    """
    w = np.asarray(weights, dtype=np.float64)
    linked = w > 0
    partners = linked.sum(axis=1)
    closed = np.einsum("ij,jk,ki->i", linked.astype(np.float64), linked.astype(np.float64), linked.astype(np.float64))
    pairs = partners * (partners - 1)
    total = w.sum(axis=1, keepdims=True)
    p = np.divide(w, total, out=np.zeros_like(w), where=total > 0)
    indirect = p @ p
    # p has no diagonal, so neither q = i nor q = j adds anything.
    constraint = np.where(linked, (p + indirect) ** 2, 0.0).sum(axis=1)
    return EgoRegions(
        partners.astype(np.int64),
        np.divide(closed, pairs, out=np.full(closed.shape, np.nan), where=pairs > 0),
        np.where(partners > 0, constraint, np.nan),
    )
