"""Centralisation: how far a network depends on its most central actor."""

from __future__ import annotations

from typing import Literal

import numpy as np
from numpy.typing import NDArray

from clusterdynamics.measures import kernels
from clusterdynamics.measures.graph import adjacency, is_directed, neighbour_lists, nothing_observed, undirected
from clusterdynamics.study.network import Network

__all__ = ["centralisation"]

type Kind = Literal["in_degree", "out_degree", "degree", "betweenness", "closeness"]


def centralisation(net: Network, kind: Kind = "in_degree") -> float:
    r"""Return Freeman's centralisation.

    .. math:: C = \frac{\sum_i (\max_j c_j - c_i)}{\max \sum_i (\max_j c_j - c_i)}

    The largest possible sum of differences is:

    - ``in_degree``, ``out_degree`` (ties as reported): :math:`(n-1)^2`;
    - ``degree`` (neighbours, in the undirected graph): :math:`(n-1)(n-2)`;
    - ``betweenness``: :math:`(n-1)^2(n-2)`, half of it in an undirected network;
    - ``closeness`` (mean distance to all others, inverted): :math:`(n-1)(1-1/n)`, and
      :math:`(n-1)(n-2)/(2n-3)` in an undirected network. Defined where everyone reaches everyone.

    Returns
    -------
    float
        1 for a star; NaN with fewer than 3 actors (2 for in- and out-degree) or nothing observed.

    Raises
    ------
    ValueError
        The kind is unknown.

    References
    ----------
    Freeman, L. C. (1979). Social Networks 1(3), 215-239. ``centralization`` of the R package sna.
    """
    n = net.n
    if kind not in ("in_degree", "out_degree", "degree", "betweenness", "closeness"):
        raise ValueError(f"no centralisation of kind {kind!r}")
    if nothing_observed(net) or n < (2 if kind in ("in_degree", "out_degree") else 3):
        return float("nan")
    centre: NDArray[np.float64]
    match kind:
        case "in_degree" | "out_degree":
            centre = net.ties.sum(axis=0 if kind == "in_degree" else 1).astype(np.float64)
            largest = float((n - 1) ** 2)
        case "degree":
            centre = undirected(net).sum(axis=1).astype(np.float64)
            largest = float((n - 1) * (n - 2))
        case "betweenness":
            # Ordered pairs count twice in an undirected network, in the figure and in its bound alike.
            centre = kernels.betweenness(*neighbour_lists(adjacency(net)))
            largest = float((n - 1) ** 2 * (n - 2))
        case "closeness":
            _levels, reached, total, _inverse = kernels.reach_levels(*neighbour_lists(adjacency(net)))
            if (reached < n - 1).any():
                return float("nan")
            centre = (n - 1) / total
            largest = (n - 1) * (1 - 1 / n) if is_directed(net) else (n - 1) * (n - 2) / (2 * n - 3)
    return float((centre.max() - centre).sum()) / largest
