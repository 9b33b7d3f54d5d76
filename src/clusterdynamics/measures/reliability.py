"""How exact are answers? Kappa, intraclass correlation of two occasions, and the smallest detectable change."""

from __future__ import annotations

from collections.abc import Sequence
from math import isfinite, sqrt
from statistics import NormalDist
from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

__all__ = [
    "Called",
    "Detectable",
    "TwoWay",
    "called",
    "crossing",
    "differing",
    "disagreement",
    "kappa",
    "pair_tables",
    "smallest_detectable_change",
    "two_way_intraclass",
]

FloatArray = NDArray[np.float64]
Weighting = Literal["none", "linear", "quadratic"]
Called = Literal["changed", "unchanged", "cannot_say"]


def pair_tables(
    first: FloatArray, second: FloatArray, owners: Sequence[str], categories: Sequence[float]
) -> FloatArray:
    """Return for each organisation how often it answered a and then b, as shares: each organisation weighs 1.

    Parameters
    ----------
    first, second
        (rows, items) answers on the two occasions; NaN not answered. Only pairs of answers count.
    owners
        (rows,) organisation of each row.
    categories
        The K answers that can be given; others are left out.

    Returns
    -------
    (organisations, K, K) tables in the order of the sorted names; organisations without a pair have zeros.
    """
    names = sorted(set(owners))
    tables = np.zeros((len(names), len(categories), len(categories)))
    place = {name: k for k, name in enumerate(names)}
    row = np.array([place[o] for o in owners], dtype=np.int64)
    for a, before in enumerate(categories):
        for b, after in enumerate(categories):
            both = ((first == before) & (second == after)).sum(axis=1).astype(np.float64)
            tables[:, a, b] = np.bincount(row, weights=both, minlength=len(names))
    whole = tables.sum(axis=(1, 2), keepdims=True)
    shares: FloatArray = np.divide(tables, whole, out=np.zeros(tables.shape), where=whole > 0)
    return shares


def disagreement(categories: Sequence[float], weighting: Weighting = "none") -> FloatArray:
    """Return (K, K) how much it counts that a was answered first and b second: 0 the same, 1 the most."""
    values = np.asarray(categories, dtype=np.float64)
    if weighting == "none":
        other: FloatArray = (values[:, None] != values[None, :]).astype(np.float64)
        return other
    apart = np.abs(values[:, None] - values[None, :])
    width = max(float(apart.max(initial=0.0)), 1e-300)
    weights: FloatArray = (apart / width) ** (1 if weighting == "linear" else 2)
    return weights


def kappa(tables: FloatArray, weights: FloatArray) -> FloatArray:
    r"""Return Cohen's kappa: agreement beyond that of answers given without regard to each other.

    .. math:: \kappa = 1 - \frac{\sum_{ab} w_{ab}\, o_{ab}}{\sum_{ab} w_{ab}\, o_{a\cdot}\, o_{\cdot b}}

    with the shares :math:`o` of the table and the disagreement :math:`w` (0/1 for the kappa without weights).

    Parameters
    ----------
    tables
        (…, K, K) counts or shares.
    weights
        (K, K) disagreement, see :func:`disagreement`.

    Returns
    -------
    (…) kappa; NaN where nothing but one answer was given, or no answer.

    References
    ----------
    Cohen, J. (1968). Weighted kappa: nominal scale agreement with provision for scaled disagreement or partial credit.
    Psychological Bulletin 70(4), 213-220.
    """
    whole = tables.sum(axis=(-2, -1), keepdims=True)
    shares = np.divide(tables, whole, out=np.zeros(np.shape(tables)), where=whole > 0)
    by_chance = shares.sum(axis=-1)[..., :, None] * shares.sum(axis=-2)[..., None, :]
    seen, expected = (shares * weights).sum(axis=(-2, -1)), (by_chance * weights).sum(axis=(-2, -1))
    ratio = np.divide(seen, expected, out=np.full(np.shape(expected), np.nan), where=expected > 0)
    result: FloatArray = np.asarray(1 - ratio)
    return result


def differing(tables: FloatArray) -> FloatArray:
    """Return the share of answers that are not the same on the second occasion; (…) for (…, K, K) tables."""
    whole = tables.sum(axis=(-2, -1))
    same = np.trace(tables, axis1=-2, axis2=-1)
    share: FloatArray = np.divide(whole - same, whole, out=np.full(np.shape(whole), np.nan), where=whole > 0)
    return share


def crossing(tables: FloatArray, inside: NDArray[np.bool_]) -> FloatArray:
    """Return the share of answers that are on the other side of a line on the second occasion.

    Parameters
    ----------
    tables
        (…, K, K) counts or shares.
    inside
        (K,) True for the answers on the one side of the line (those that agree with a statement, say).
    """
    return differing(
        np.stack(
            [
                np.stack([tables[..., a, :][..., :, b].sum(axis=(-2, -1)) for b in (inside, ~inside)], axis=-1)
                for a in (inside, ~inside)
            ],
            axis=-2,
        )
    )


class TwoWay(NamedTuple):
    """Intraclass correlations of targets that were all measured on the same k occasions.

    Attributes
    ----------
    agreement
        ICC(2,1): occasions are drawn from many; a shift between them counts as disagreement.
    agreement_bounds
        95 % interval.
    consistency
        ICC(3,1): a shift between the occasions does not count.
    consistency_bounds
        95 % interval.
    targets
        Targets without a missing value, on which it was computed.
    """

    agreement: float
    agreement_bounds: tuple[float, float]
    consistency: float
    consistency_bounds: tuple[float, float]
    targets: int


def two_way_intraclass(values: FloatArray, level: float = 0.95) -> TwoWay:
    r"""Return ICC(2,1) and ICC(3,1) of single measurements.

    .. math::
        ICC(2,1) = \frac{MS_T - MS_E}{MS_T + (k-1) MS_E + k (MS_O - MS_E)/n}, \qquad
        ICC(3,1) = \frac{MS_T - MS_E}{MS_T + (k-1) MS_E}

    with the mean squares of targets, occasions and error of a two-way analysis of variance.

    Parameters
    ----------
    values
        (n targets, k occasions); targets with a missing value are left out.

    Returns
    -------
    TwoWay
        NaN with fewer than two targets or occasions, or where nothing varies.

    References
    ----------
    Shrout, P. E., & Fleiss, J. L. (1979). Intraclass correlations: uses in assessing rater reliability. Psychological
    Bulletin 86(2), 420-428.
    """
    from scipy.stats import f as fisher

    good = values[np.isfinite(values).all(axis=1)]
    n, k = good.shape
    nothing = (float("nan"), float("nan"))
    if n < 2 or k < 2:
        return TwoWay(float("nan"), nothing, float("nan"), nothing, n)
    rows, columns = good.mean(axis=1), good.mean(axis=0)
    targets = k * float(rows.var(ddof=1))
    occasions = n * float(columns.var(ddof=1))
    rest = good - rows[:, None] - columns[None, :] + good.mean()
    free = (n - 1) * (k - 1)
    error = float((rest**2).sum()) / free
    if targets + (k - 1) * error <= 0:
        return TwoWay(float("nan"), nothing, float("nan"), nothing, n)
    consistency = (targets - error) / (targets + (k - 1) * error)
    below = targets + (k - 1) * error + k * (occasions - error) / n
    agreement = (targets - error) / below
    if error <= 1e-12 * targets:
        # Only a shift is left, or nothing: the F ratio that the bounds are made of is infinite.
        return TwoWay(agreement, (agreement, agreement), 1.0, (1.0, 1.0), n)
    tail = 1 - (1 - level) / 2
    ratio = targets / error
    lower = ratio / float(fisher.ppf(tail, n - 1, free))
    upper = ratio * float(fisher.ppf(tail, free, n - 1))
    ends = ((lower - 1) / (lower + k - 1), (upper - 1) / (upper + k - 1))
    a = k * agreement / (n * (1 - agreement))
    b = 1 + k * agreement * (n - 1) / (n * (1 - agreement))
    nu = (a * occasions + b * error) ** 2 / ((a * occasions) ** 2 / (k - 1) + (b * error) ** 2 / free)
    high, low = float(fisher.ppf(tail, n - 1, nu)), float(fisher.ppf(tail, nu, n - 1))
    noise = k * occasions + (k * n - k - n) * error
    bounds = (
        n * (targets - high * error) / (high * noise + n * targets),
        n * (low * targets - error) / (noise + n * low * targets),
    )
    return TwoWay(agreement, bounds, consistency, ends, n)


class Detectable(NamedTuple):
    """The smallest change that misreporting alone does not make.

    Attributes
    ----------
    value
        Changes up to it are called unchanged; NaN where it cannot be estimated.
    low, high
        95 % interval of `value`: it rests on few organisations.
    sem
        Standard error of measurement of one organisation.
    organisations
        Organisations that were asked again.
    freedom
        Degrees of freedom behind the interval.
    """

    value: float
    low: float
    high: float
    sem: float
    organisations: int
    freedom: float

    def over(self, first: float, second: float) -> Detectable:
        """Return it for the difference of two means, over `first` and over `second` organisations."""
        by = sqrt((1 / first + 1 / second) / 2) if first > 0 and second > 0 else float("nan")
        return self._replace(value=self.value * by, low=self.low * by, high=self.high * by)


def smallest_detectable_change(differences: FloatArray, level: float = 0.95) -> Detectable:
    r"""Return the smallest change that is more than misreporting, for one organisation.

    .. math:: SDC = z_{.975} \sqrt 2\; SEM, \qquad SEM^2 = \frac{1}{2k} \sum_o \overline{d_o^2}

    where :math:`d_o` is how much the value of organisation o differs between two occasions between which nothing
    changed. For the mean of n organisations it is :math:`z \cdot SEM \sqrt{1/n_1 + 1/n_2}`, see
    :meth:`Detectable.over`.

    Parameters
    ----------
    differences
        (k,) second minus first value of each organisation that was asked again; or (k, m) for m measures alike
        (the values of the stages, say), whose misreporting is pooled because one alone rests on too little. NaN where
        one of the two is missing.
    level
        Level of the change, and of the interval.

    Returns
    -------
    Detectable
        NaN with fewer than two organisations, or where no answer differed: nothing misreported among a few does not
        show that nothing ever is.

    Notes
    -----
    The interval is that of a variance with :math:`f = \min(k, 2/v)` degrees of freedom, where v is the relative
    variance of the mean square among the organisations. Answers that differ seldom, and in lumps, give fewer degrees
    of freedom than the k of a normal distribution, hence a wider interval.

    References
    ----------
    de Vet, H. C. W., Terwee, C. B., Knol, D. L., & Bouter, L. M. (2006). When to use agreement versus reliability
    measures. Journal of Clinical Epidemiology 59(10), 1033-1039.
    Satterthwaite, F. E. (1946). An approximate distribution of estimates of variance components. Biometrics 2, 110-114.
    """
    from scipy.special import chdtri

    squares = np.asarray(differences, dtype=np.float64) ** 2
    if squares.ndim == 1:
        squares = squares[:, None]
    seen = np.isfinite(squares)
    mine = np.where(seen, squares, 0.0).sum(axis=1)[seen.any(axis=1)] / seen.sum(axis=1)[seen.any(axis=1)]
    k = mine.size
    mean = float(mine.mean()) if k else 0.0
    # Differences of sums that are equal but for rounding are no differences.
    if k < 2 or mean < 1e-24:
        nan = float("nan")
        return Detectable(nan, nan, nan, nan, k, nan)
    spread = float(mine.var(ddof=1)) / (k * mean**2)
    freedom = min(float(k), 2 / spread) if spread > 0 else float(k)
    sem = sqrt(mean / 2)
    value = NormalDist().inv_cdf(0.5 + level / 2) * sqrt(2) * sem
    tail = (1 - level) / 2
    low = value * sqrt(freedom / float(chdtri(freedom, tail)))
    high = value * sqrt(freedom / float(chdtri(freedom, 1 - tail)))
    return Detectable(value, low, high, sem, k, freedom)


def called(change: float, detectable: Detectable) -> Called:
    """Say what a change is called beside the smallest detectable one.

    ``unchanged``: within it. ``changed``: beyond the upper bound of its interval, so that the few who were asked
    again are allowed for. ``cannot_say``: between the two, or not known.
    """
    if not isfinite(change) or not isfinite(detectable.value):
        return "cannot_say"
    # A change that is equal but for rounding is within.
    if abs(change) <= detectable.value * (1 + 1e-12):
        return "unchanged"
    return "changed" if abs(change) > detectable.high else "cannot_say"
