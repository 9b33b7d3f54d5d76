"""How well an order of pairs tells which of them begin to cooperate: AUC, lift, and how sure both are."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.stats import norm, rankdata

__all__ = ["Measured", "PairOutcomes", "auc", "lift", "measured_auc", "measured_lift", "precision_at"]

FloatArray = NDArray[np.float64]
BoolArray = NDArray[np.bool_]
IndexArray = NDArray[np.intp]


class PairOutcomes(NamedTuple):
    """The pairs that are looked at, and what became of them.

    Attributes
    ----------
    n
        Number of organisations.
    i, j
        (P,) positions of the two organisations of each pair.
    begun
        (P,) True where the pair began to cooperate.
    """

    n: int
    i: IndexArray
    j: IndexArray
    begun: BoolArray


class Measured(NamedTuple):
    """A figure with its 95 % interval; NaN where it is not defined."""

    value: float
    low: float
    high: float


def auc(values: FloatArray, begun: BoolArray) -> float:
    r"""Return the area under the ROC curve: how often a pair that began has the higher value.

    .. math:: \frac{1}{n_1 n_0} \sum_{p \in 1} \sum_{q \in 0} \left( [v_p > v_q] + \tfrac12 [v_p = v_q] \right)

    Parameters
    ----------
    values, begun
        (P,) values of the pairs, and whether they began.

    Returns
    -------
    .5 is chance; NaN where all pairs or none began.

    References
    ----------
    Hanley, J. A., & McNeil, B. J. (1982). The meaning and use of the area under a receiver operating characteristic
    (ROC) curve. Radiology 143(1), 29-36.
    """
    ones, zeros = int(begun.sum()), int((~begun).sum())
    if not ones or not zeros:
        return float("nan")
    ranks = rankdata(values)
    return float((ranks[begun].sum() - ones * (ones + 1) / 2) / (ones * zeros))


def precision_at(values: FloatArray, begun: BoolArray, top: int) -> float:
    """Return the share that began among the `top` pairs with the highest values.

    Where several pairs share the value at the cut, each counts with the chance of being among the `top`.
    """
    k = min(top, values.size)
    if k <= 0:
        return float("nan")
    cut = float(np.partition(values, values.size - k)[values.size - k])
    above, at = values > cut, values == cut
    room = k - int(above.sum())
    return float((begun[above].sum() + room * begun[at].mean()) / k)


def lift(values: FloatArray, begun: BoolArray, top: int) -> float:
    """Return `precision_at` divided by the share of all pairs that began; NaN where none began."""
    base = float(begun.mean()) if begun.size else 0.0
    return precision_at(values, begun, top) / base if base else float("nan")


def measured_auc(values: FloatArray, pairs: PairOutcomes) -> Measured:
    """Return the AUC with its node-jackknife interval.

    Each organisation is left out with all its pairs; because two organisations share one pair only, these
    replicates stay near each other and the variance is (n − 2) / (2 n) Σ (θ₋ᵢ − θ̄)². The values themselves stay
    as they were: what is uncertain is which pairs began.

    References
    ----------
    Snijders, T. A. B., & Borgatti, S. P. (1999). Non-parametric standard errors and tests for network statistics.
    Connections 22(2), 161-170.
    """
    value = auc(values, pairs.begun)
    return _interval(value, _auc_without_each(values, pairs), 1.0)


def measured_lift(values: FloatArray, pairs: PairOutcomes, top: int) -> Measured:
    """Return the lift among the `top` pairs with its node-jackknife interval (see `measured_auc`)."""
    value = lift(values, pairs.begun, top)
    left = np.array(
        [
            lift(values[keep], pairs.begun[keep], top)
            for keep in ((pairs.i != a) & (pairs.j != a) for a in range(pairs.n))
        ]
    )
    return _interval(value, left, np.inf)


def _interval(value: float, left: FloatArray, most: float) -> Measured:
    n = left.size
    if not np.isfinite(value) or not np.isfinite(left).all() or n < 3:
        return Measured(value, float("nan"), float("nan"))
    error = float(np.sqrt((n - 2) / (2 * n) * np.square(left - left.mean()).sum()))
    reach = float(norm.ppf(0.975)) * error
    return Measured(value, max(0.0, value - reach), min(most, value + reach))


def _auc_without_each(values: FloatArray, pairs: PairOutcomes) -> FloatArray:
    """Return the AUC without the pairs of each organisation in turn.

    The count of won comparisons loses those in which a pair of the organisation takes part; those between two of
    its pairs would be taken away twice and are put back.
    """
    begun = pairs.begun
    ones, zeros = np.sort(values[begun]), np.sort(values[~begun])
    # For each pair: comparisons that are won in which it takes part, as one that began or as one that did not.
    below = (np.searchsorted(zeros, values) + np.searchsorted(zeros, values, side="right")) / 2
    above = ones.size - (np.searchsorted(ones, values) + np.searchsorted(ones, values, side="right")) / 2
    part = np.where(begun, below, above)
    won = float(part[begun].sum())
    lost = np.bincount(pairs.i, part, pairs.n) + np.bincount(pairs.j, part, pairs.n)
    out_ones = np.bincount(pairs.i, begun, pairs.n) + np.bincount(pairs.j, begun, pairs.n)
    out_all = np.bincount(pairs.i, minlength=pairs.n) + np.bincount(pairs.j, minlength=pairs.n)
    within = np.zeros(pairs.n)
    for a in np.flatnonzero(out_ones):
        mine = (pairs.i == a) | (pairs.j == a)
        yes, no = values[mine & begun], np.sort(values[mine & ~begun])
        within[a] = ((np.searchsorted(no, yes) + np.searchsorted(no, yes, side="right")) / 2).sum()
    left_ones = ones.size - out_ones
    left_zeros = zeros.size - (out_all - out_ones)
    below_line = left_ones * left_zeros
    result = np.full(pairs.n, np.nan)
    np.divide(won - lost + within, below_line, out=result, where=below_line > 0)
    return result
