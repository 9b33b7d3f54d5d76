"""Measures of how alike two networks on the same actors are."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from clusterdynamics.study.network import Network

__all__ = ["graph_correlation", "hamming", "jaccard", "simple_matching"]


def _both_observed(first: Network, second: Network) -> NDArray[np.bool_]:
    if first.nodes != second.nodes:
        raise ValueError("the two networks must have the same actors in the same order")
    both: NDArray[np.bool_] = first.observed & second.observed
    return both


def jaccard(first: Network, second: Network) -> float:
    r"""Return the Jaccard index: ties in both, of ties in either, among cells observed in both.

    .. math:: J = \frac{n_{11}}{n_{11} + n_{10} + n_{01}}

    Returns
    -------
    float
        In [0, 1]; NaN where neither has a tie.

    Raises
    ------
    ValueError
        The networks are not on the same actors in the same order.
    """
    both = _both_observed(first, second)
    either = int(((first.ties | second.ties) & both).sum())
    return int((first.ties & second.ties & both).sum()) / either if either else float("nan")


def hamming(first: Network, second: Network) -> float:
    """Return how many cells observed in both differ; unordered pairs where both networks are undirected.

    Returns
    -------
    float
        A count; NaN where no cell was observed in both.

    Raises
    ------
    ValueError
        The networks are not on the same actors in the same order.

    References
    ----------
    Butts, C. T. & Carley, K. M. (2005). Computational and Mathematical Organization Theory 11, 291-305.
    """
    both = _both_observed(first, second)
    if not both.any():
        return float("nan")
    differ = (first.ties != second.ties) & both
    if not (first.directed or second.directed):
        return float((differ | differ.T).sum()) / 2
    return float(differ.sum())


def simple_matching(first: Network, second: Network) -> float:
    """Return the share of cells observed in both that agree, tie or no tie.

    Returns
    -------
    float
        In [0, 1]; NaN where no cell was observed in both.

    Raises
    ------
    ValueError
        The networks are not on the same actors in the same order.
    """
    both = _both_observed(first, second)
    cells = int(both.sum())
    return int(((first.ties == second.ties) & both).sum()) / cells if cells else float("nan")


def graph_correlation(first: Network, second: Network) -> float:
    r"""Return the product-moment correlation of the values of two networks, over cells observed in both.

    Returns
    -------
    float
        In [−1, 1]; NaN where one of them does not vary.

    Raises
    ------
    ValueError
        The networks are not on the same actors in the same order.

    References
    ----------
    Krackhardt, D. (1987). Social Networks 9(2), 171-186. ``gcor`` of the R package sna.
    """
    both = _both_observed(first, second)
    if not both.any():
        return float("nan")
    a, b = first.values[both], second.values[both]
    if np.ptp(a) == 0 or np.ptp(b) == 0:
        return float("nan")
    a, b = a - a.mean(), b - b.mean()
    value = float(a @ b / np.sqrt((a @ a) * (b @ b)))
    return min(1.0, max(-1.0, value))
