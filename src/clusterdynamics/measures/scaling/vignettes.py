"""Anchoring vignettes: where one's own cluster stands among invented clusters that everybody rates."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

__all__ = ["relative_ranks", "uniform_ranks"]

FloatArray = NDArray[np.float64]


def relative_ranks(own: FloatArray, vignettes: FloatArray) -> FloatArray:
    r"""Return the relative rank C of one's own cluster among the vignettes, as the lowest and highest it can be.

    With vignettes rated :math:`z_1 < \dots < z_J`, C is 1 where :math:`y < z_1`, 2 where :math:`y = z_1`, 3 where
    :math:`z_1 < y < z_2`, …, 2J + 1 where :math:`y > z_J`. Where vignettes are rated alike, or in another order than
    they are meant, every statement that holds gives a value, and C runs from the lowest to the highest of them.

    Parameters
    ----------
    own
        (respondents,) rating of one's own cluster; NaN not answered.
    vignettes
        (respondents, J) ratings of the vignettes, in the order in which they are meant, the lowest first.

    Returns
    -------
    (respondents, 2) lowest and highest C; NaN where a rating is missing.

    References
    ----------
    King, G., Murray, C. J. L., Salomon, J. A., & Tandon, A. (2004). Enhancing the validity and cross-cultural
    comparability of measurement in survey research. American Political Science Review 98(1), 191-207.
    King, G., & Wand, J. (2007). Comparing incomparable survey responses: evaluating and selecting anchoring vignettes.
    Political Analysis 15(1), 46-66.
    """
    y = np.asarray(own, dtype=np.float64)
    z = np.asarray(vignettes, dtype=np.float64)
    meant = z.shape[1]
    holds = np.zeros((y.size, 2 * meant + 1), dtype=np.bool_)
    with np.errstate(invalid="ignore"):
        for j in range(meant):
            below = y > z[:, j - 1] if j else np.ones(y.size, dtype=np.bool_)
            holds[:, 2 * j] = below & (y < z[:, j])
            holds[:, 2 * j + 1] = y == z[:, j]
        holds[:, 2 * meant] = y > z[:, meant - 1] if meant else True
    known = np.isfinite(y) & np.isfinite(z).all(axis=1)
    ends = np.stack([holds.argmax(axis=1) + 1, 2 * meant + 1 - holds[:, ::-1].argmax(axis=1)], axis=1)
    ranks: FloatArray = np.where(known[:, None], ends.astype(np.float64), np.nan)
    return ranks


def uniform_ranks(ranks: FloatArray, vignettes: int) -> FloatArray:
    """Return (2J + 1,) how often each rank occurs, as shares; a range is spread evenly over its values.

    Parameters
    ----------
    ranks
        (respondents, 2) lowest and highest rank, see :func:`relative_ranks`; NaN rows are left out.
    vignettes
        Number J of vignettes.
    """
    good = ranks[np.isfinite(ranks).all(axis=1)]
    total = np.zeros(2 * vignettes + 1)
    for low, high in good.astype(np.int64):
        total[low - 1 : high] += 1 / (high - low + 1)
    share: FloatArray = total / good.shape[0] if good.shape[0] else np.full(total.shape, np.nan)
    return share
