"""Agreement of coders beyond chance: Krippendorff's alpha and Fleiss' kappa for nominal codes."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

__all__ = ["counts_of", "fleiss_kappa", "krippendorff_alpha"]

FloatArray = NDArray[np.float64]


def counts_of(codes: FloatArray) -> FloatArray:
    """Return (units, K) how many coders gave each of the K codes that occur.

    Parameters
    ----------
    codes
        (coders, units) codes as numbers; NaN where a coder did not code the unit.
    """
    values = np.unique(codes[np.isfinite(codes)])
    counts: FloatArray = (codes[:, :, None] == values).sum(axis=0).astype(np.float64)
    return counts


def krippendorff_alpha(codes: FloatArray) -> float:
    r"""Return Krippendorff's alpha for nominal codes, any number of coders, missing codings allowed.

    .. math:: \alpha = 1 - \frac{D_o}{D_e} = 1 - (n - 1) \frac{n - \sum_c o_{cc}}{n^2 - \sum_c n_c^2}, \qquad
              o_{ck} = \sum_u \frac{\text{pairs } c\text{-}k \text{ in } u}{m_u - 1}

    with the coincidences :math:`o`, their margins :math:`n_c`, and :math:`m_u` coders of unit u; units with fewer than
    two coders have no part in it.

    Parameters
    ----------
    codes
        (coders, units) codes as numbers; NaN where a coder did not code the unit.

    Returns
    -------
    float
        1: all agree; 0: as by chance. NaN where nothing was coded twice, or one code only was used.

    References
    ----------
    Krippendorff, K. (2011). Computing Krippendorff's alpha-reliability. University of Pennsylvania.
    """
    counts = counts_of(np.asarray(codes, dtype=np.float64))
    coders = counts.sum(axis=1)
    kept = counts[coders >= 2]
    m = coders[coders >= 2]
    n = float(m.sum())
    margins = kept.sum(axis=0)
    expected = n * n - float((margins**2).sum())
    if not n or expected <= 0:
        return float("nan")
    same = float((kept * (kept - 1) / (m[:, None] - 1)).sum())
    return 1 - (n - 1) * (n - same) / expected


def fleiss_kappa(counts: FloatArray) -> float:
    r"""Return Fleiss' kappa: agreement of several coders beyond chance, where as many coded each unit.

    .. math:: \kappa = \frac{\bar P - \bar P_e}{1 - \bar P_e}

    Parameters
    ----------
    counts
        (units, K) how many coders gave each code. Units that fewer coders coded than the most are left out.

    Returns
    -------
    float
        NaN with fewer than two coders, no unit, or one code only.

    References
    ----------
    Fleiss, J. L. (1971). Measuring nominal scale agreement among many raters. Psychological Bulletin 76(5), 378-382.
    """
    coders = counts.sum(axis=1)
    n = float(coders.max(initial=0.0))
    kept = counts[coders == n]
    if n < 2:
        return float("nan")
    seen = float((((kept**2).sum(axis=1) - n) / (n * (n - 1))).mean())
    shares = kept.sum(axis=0) / kept.sum()
    by_chance = float((shares**2).sum())
    return (seen - by_chance) / (1 - by_chance) if by_chance < 1 else float("nan")
