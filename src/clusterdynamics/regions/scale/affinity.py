"""Ties between regions set beside their sizes: Salton's measure, and probabilistic affinity."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import polars as pl
from numpy.typing import ArrayLike, NDArray

__all__ = ["probabilistic_affinity", "salton", "square"]

FloatArray = NDArray[np.float64]


def square(
    flows: pl.DataFrame, regions: Sequence[str] = (), *, value: str = "ties", directed: bool = False
) -> tuple[tuple[str, ...], FloatArray]:
    """Return the regions and the (g, g) matrix of a table of flows; flows of unknown regions are left out.

    Parameters
    ----------
    flows
        Columns ``origin``, ``destination`` and `value`; several rows of a pair are added up.
    regions
        Which, in which order; all, sorted, where empty.
    directed
        False puts each flow in both its cells.
    """
    known = flows.drop_nulls(["origin", "destination"])
    names = tuple(regions) or tuple(sorted({*known["origin"].to_list(), *known["destination"].to_list()}))
    place = {r: k for k, r in enumerate(names)}
    matrix = np.zeros((len(names), len(names)))
    sums = known.group_by("origin", "destination").agg(pl.col(value).sum())
    for a, b, v in sums.iter_rows():
        if a in place and b in place:
            matrix[place[a], place[b]] += v
            if not directed and a != b:
                matrix[place[b], place[a]] += v
    return names, matrix


def _margins(matrix: ArrayLike) -> tuple[FloatArray, FloatArray, FloatArray, float]:
    m = np.array(matrix, dtype=np.float64)
    np.fill_diagonal(m, 0.0)
    return m, m.sum(axis=1), m.sum(axis=0), float(m.sum())


def salton(matrix: ArrayLike) -> FloatArray:
    r"""Return Salton's measure of each pair of regions.

    .. math:: S_{rs} = \frac{T_{rs}}{\sqrt{T_{r\cdot} T_{\cdot s}}}

    with the ties of each region to all others; what lies within a region is left out.

    Parameters
    ----------
    matrix
        (g, g) ties.

    Returns
    -------
    (g, g), 0 to 1 for symmetric ties; NaN on the diagonal and for regions without ties.

    References
    ----------
    Salton, G., & McGill, M. J. (1983). Introduction to Modern Information Retrieval. McGraw-Hill.
    Glänzel, W., & Schubert, A. (2004). Analysing scientific networks through co-authorship. Handbook of Quantitative
    Science and Technology Research, 257-276.
    """
    m, out, into, _total = _margins(matrix)
    below = np.sqrt(np.outer(out, into))
    found: FloatArray = np.divide(m, below, out=np.full(m.shape, np.nan), where=below > 0)
    np.fill_diagonal(found, np.nan)
    return found


def probabilistic_affinity(matrix: ArrayLike) -> FloatArray:
    r"""Return how many ties a pair has beside what the ties of both to all others make likely.

    .. math:: A_{rs} = \frac{T_{rs} \, T_{\cdot\cdot}}{T_{r\cdot} T_{\cdot s}}

    1 is as likely, 2 twice as many; what lies within a region is left out.

    Parameters
    ----------
    matrix
        (g, g) ties.

    Returns
    -------
    (g, g); NaN on the diagonal and for regions without ties.

    References
    ----------
    Zitt, M., Bassecoulard, E., & Okubo, Y. (2000). Shadows of the past in international cooperation. Scientometrics
    47(3), 627-657.
    """
    m, out, into, total = _margins(matrix)
    below = np.outer(out, into)
    found: FloatArray = np.divide(m * total, below, out=np.full(m.shape, np.nan), where=below > 0)
    np.fill_diagonal(found, np.nan)
    return found
