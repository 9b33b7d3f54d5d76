"""Ties within and between regions: how many, how deep, and how much of it was observed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from clusterdynamics.measures.depths import depth_of_pairs
from clusterdynamics.measures.graph import group_codes
from clusterdynamics.study.network import Network

__all__ = ["RegionBlocks", "region_blocks"]

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class RegionBlocks:
    """Ties within and between g regions.

    Attributes
    ----------
    regions
        Names of the regions, sorted.
    ties, observed, possible
        (g, g) ordered pairs from the region of the row to that of the column: tied, observed, and all there are.
        In an undirected network each pair counts once in its cell, and the matrix is symmetric.
    depth
        (g, g) mean value among the tied pairs; NaN where none is tied.
    """

    regions: tuple[str, ...]
    ties: IntArray
    observed: IntArray
    possible: IntArray
    depth: FloatArray

    @property
    def density(self) -> FloatArray:
        """(g, g) ties, of the observed pairs; NaN where none was observed."""
        return _ratio(self.ties, self.observed)

    @property
    def coverage(self) -> FloatArray:
        """(g, g) observed pairs, of all; NaN where there is no pair."""
        return _ratio(self.observed, self.possible)


def region_blocks(net: Network, regions: Sequence[str | None]) -> RegionBlocks:
    r"""Return density, mean depth and observed share within and between regions.

    .. math::
        \Delta_{gh} = \frac{\sum_{i \in g, j \in h} o_{ij} x_{ij}}{\sum_{i \in g, j \in h} o_{ij}}, \qquad
        \bar d_{gh} = \frac{\sum_{i \in g, j \in h} x_{ij} d_{ij}}{\sum_{i \in g, j \in h} x_{ij}}

    with o = 1 where the pair was observed, x = 1 where it is tied, and d its value. In an undirected network a pair
    has the deeper of its two reports, or the only one there is.

    Parameters
    ----------
    net
        The network, 0/1 or with values; not symmetrised.
    regions
        (n,) region of each actor; ties of an actor without one (None) are left out.

    Raises
    ------
    ValueError
        There is not one region per actor.

    References
    ----------
    Wasserman, S. & Faust, K. (1994). Social Network Analysis. Cambridge University Press. Section 9.3.
    """
    names, codes = group_codes(net, regions)
    member = (codes[:, None] == np.arange(len(names))).astype(np.float64)
    values = net.values if net.directed else depth_of_pairs(net)
    seen = np.isfinite(values)
    tied = seen & (np.nan_to_num(values) > 0)
    sums = [
        member.T @ matrix @ member
        for matrix in (tied.astype(np.float64), seen.astype(np.float64), np.where(tied, values, 0.0))
    ]
    sizes = member.sum(axis=0)
    pairs = np.outer(sizes, sizes) - np.diag(sizes)
    halves = np.ones_like(pairs) if net.directed else np.where(np.eye(len(names), dtype=np.bool_), 2.0, 1.0)
    ties, observed, total, possible = (matrix / halves for matrix in (*sums, pairs))
    return RegionBlocks(
        names,
        np.rint(ties).astype(np.int64),
        np.rint(observed).astype(np.int64),
        np.rint(possible).astype(np.int64),
        _ratio(total, ties),
    )


def _ratio(above: NDArray[np.generic], below: NDArray[np.generic]) -> FloatArray:
    found = np.full(np.shape(below), np.nan)
    np.divide(above, below, out=found, where=np.asarray(below) > 0)
    return found
