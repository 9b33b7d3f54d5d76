"""How unevenly something is spread: Herfindahl, Gini, Hoover, Theil, Krugman, variation, Williamson."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from clusterdynamics.indicators.location import location_quotients

__all__ = [
    "coefficient_of_variation",
    "equivalent_number",
    "gini",
    "gini_specialisation",
    "herfindahl",
    "hoover",
    "krugman",
    "theil",
    "williamson",
]

FloatArray = NDArray[np.float64]


def _shares(x: ArrayLike) -> FloatArray:
    values = np.asarray(x, dtype=np.float64)
    total = float(values.sum())
    found: FloatArray = values / total if total > 0 else np.full(values.shape, np.nan)
    return found


def herfindahl(x: ArrayLike, *, normalised: bool = False) -> float:
    r"""Return the Herfindahl–Hirschman index: the sum of squared shares.

    .. math:: H = \sum_i s_i^2, \qquad H^* = \frac{H - 1/n}{1 - 1/n}

    Parameters
    ----------
    x
        (n,) sizes, none of them negative. A missing one makes the index missing.
    normalised
        From 0 (all equal) to 1 (all in one) instead of from 1/n.

    References
    ----------
    Hirschman, A. O. (1964). The paternity of an index. American Economic Review 54(5), 761.
    """
    shares = _shares(x)
    value = float((shares**2).sum())
    if not normalised:
        return value
    n = shares.size
    return (value - 1 / n) / (1 - 1 / n) if n > 1 else float("nan")


def equivalent_number(x: ArrayLike) -> float:
    """Return how many of equal size would give the same Herfindahl index: 1 / H."""
    return 1 / herfindahl(x)


def gini(x: ArrayLike, *, normalised: bool = False) -> float:
    r"""Return the Gini coefficient.

    .. math:: G = \frac{2 \sum_i i\, x_{(i)}}{n \sum_i x_i} - \frac{n + 1}{n}

    Parameters
    ----------
    x
        (n,) values, none of them negative.
    normalised
        Multiplied with n / (n − 1), so that 1 is "all in one".

    References
    ----------
    Gini, C. (1912). Variabilità e mutabilità. Cuppini, Bologna.
    """
    values = np.sort(np.asarray(x, dtype=np.float64))
    n, total = values.size, float(values.sum())
    if n == 0 or not total > 0:
        return float("nan")
    value = 2 * float((np.arange(1, n + 1) * values).sum()) / (n * total) - (n + 1) / n
    if not normalised:
        return value
    return value * n / (n - 1) if n > 1 else float("nan")


def gini_specialisation(region: ArrayLike, whole: ArrayLike) -> float:
    """Return the Gini coefficient of a region's location quotients: 0 where it is built like the whole area.

    Parameters
    ----------
    region, whole
        (industries,) employment in the region, and in the whole area.

    References
    ----------
    Farhauer, O., & Kröll, A. (2014). Standorttheorien. Springer Gabler. Section 10.1.
    """
    mine, all_ = np.asarray(region, dtype=np.float64), np.asarray(whole, dtype=np.float64)
    quotients = location_quotients(
        mine[None, :], region_totals=[mine.sum()], industry_totals=all_, total=float(all_.sum())
    )
    return gini(quotients[0])


def hoover(x: ArrayLike, reference: ArrayLike) -> float:
    r"""Return the share that would have to move for `x` to be spread like `reference`.

    .. math:: HI = \frac12 \sum_i \left| \frac{x_i}{\sum x} - \frac{r_i}{\sum r} \right|

    References
    ----------
    Hoover, E. M. (1936). The measurement of industrial localization. Review of Economics and Statistics 18, 162-171.
    """
    return float(np.abs(_shares(x) - _shares(reference)).sum()) / 2


def krugman(region: ArrayLike, other: ArrayLike) -> float:
    r"""Return how differently two regions are built: the sum of absolute differences of their shares, 0 to 2.

    .. math:: K = \sum_i | s_{ir} - s_{iq} |

    References
    ----------
    Krugman, P. (1991). Geography and Trade. MIT Press. Appendix B.
    """
    return float(np.abs(_shares(region) - _shares(other)).sum())


def theil(x: ArrayLike) -> float:
    r"""Return Theil's second measure (mean log deviation): :math:`\frac1n \sum_i \ln(\bar x / x_i)`.

    It is not defined where a value is 0: NaN.

    References
    ----------
    Theil, H. (1967). Economics and Information Theory. North-Holland. Chapter 4.
    """
    values = np.asarray(x, dtype=np.float64)
    if values.size == 0 or (values <= 0).any():
        return float("nan")
    return float(np.log(values.mean() / values).mean())


def coefficient_of_variation(x: ArrayLike, *, sample: bool = True) -> float:
    """Return standard deviation by mean; with n − 1 in the variance where `sample`."""
    values = np.asarray(x, dtype=np.float64)
    if values.size <= int(sample) or values.mean() == 0:
        return float("nan")
    return float(values.std(ddof=int(sample)) / values.mean())


def williamson(x: ArrayLike, population: ArrayLike) -> float:
    r"""Return the weighted coefficient of variation between regions.

    .. math:: V_w = \frac{1}{\bar y} \sqrt{\sum_r \frac{f_r}{n} (y_r - \bar y)^2}

    with the mean :math:`\bar y` of all inhabitants.

    Parameters
    ----------
    x, population
        (regions,) income or product a head, and inhabitants.

    References
    ----------
    Williamson, J. G. (1965). Regional inequality and the process of national development. Economic Development and
    Cultural Change 13(4), 1-84.
    """
    y, weights = np.asarray(x, dtype=np.float64), _shares(population)
    mean = float((weights * y).sum())
    return float(np.sqrt((weights * (y - mean) ** 2).sum()) / mean) if mean else float("nan")
