"""Is a statement understood alike in two groups (countries, languages)? Differential item functioning."""

from __future__ import annotations

from collections.abc import Sequence
from math import isfinite, sqrt
from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from clusterdynamics.measures.scaling.logistic import Logistic, logistic

__all__ = ["BOUND", "Answer", "ItemFunctioning", "item_functioning"]

FloatArray = NDArray[np.float64]
Answer = Literal["differs", "equivalent", "cannot_say"]

#: Log odds ratio up to which a difference is small enough to be called equivalent: 1.5 on the delta scale of
#: Holland & Thayer, where the largest class of difference begins (1.5 / 2.35).
BOUND = 1.5 / 2.35


class ItemFunctioning(NamedTuple):
    """How one statement works in a group, beside the group that it is compared with.

    Attributes
    ----------
    difference
        Log odds ratio of agreeing, group against reference, among respondents who agree equally often otherwise.
    low, high
        95 % interval.
    p
        Two-sided p-value of no difference.
    answer
        ``equivalent``: the interval lies within the bound. ``differs``: p is below .05 divided by the statements
        tested. ``cannot_say``: neither.
    """

    difference: float
    low: float
    high: float
    p: float
    answer: Answer


def item_functioning(
    agrees: FloatArray,
    group: NDArray[np.bool_],
    clusters: Sequence[str],
    *,
    bound: float = BOUND,
    level: float = 0.95,
) -> tuple[ItemFunctioning, ...]:
    r"""Compare two groups, statement by statement, among respondents who agree equally often otherwise.

    .. math:: logit\,P(Y_j = 1) = \alpha + \beta\, \bar Y_{-j} + \gamma\, g

    with the mean :math:`\bar Y_{-j}` of the other statements; :math:`\gamma` is uniform differential item functioning.
    Standard errors are cluster-robust. Because the group is a trait of whole clusters and clusters are few, the
    interval takes a t distribution with G − 2 degrees of freedom, and the standard error is never taken smaller than
    that of independent answers (the robust one of few clusters is, by chance, often too small).

    Parameters
    ----------
    agrees
        (respondents, statements) 1 agrees, 0 does not, NaN not answered.
    group
        (respondents,) True for the group, False for the reference.
    clusters
        (respondents,) cluster of each.
    bound
        Log odds ratio within which a difference counts as none.
    level
        Level of the intervals.

    References
    ----------
    Swaminathan, H., & Rogers, H. J. (1990). Detecting differential item functioning using logistic regression
    procedures. Journal of Educational Measurement 27(4), 361-370.
    Holland, P. W., & Thayer, D. T. (1988). Differential item performance and the Mantel-Haenszel procedure. In Wainer
    & Braun (eds.), Test validity, 129-145.
    """
    from scipy.special import stdtr, stdtrit

    names = np.asarray(clusters, dtype=np.str_)
    free = len(set(names.tolist())) - 2
    found = []
    for j in range(agrees.shape[1]):
        others = np.delete(agrees, j, axis=1)
        seen = np.isfinite(others)
        count = seen.sum(axis=1)
        rest = np.divide(
            np.where(seen, others, 0.0).sum(axis=1), count, out=np.full(count.shape, np.nan), where=count > 0
        )
        kept = np.isfinite(agrees[:, j]) & np.isfinite(rest)
        X = np.stack([np.ones(int(kept.sum())), rest[kept], group[kept].astype(np.float64)], axis=1)
        fit = logistic(X, agrees[kept, j], names[kept].tolist())
        gamma = float(fit.coefficients[2])
        se = max(_error(fit), _error(logistic(X, agrees[kept, j])))
        if free < 1 or not isfinite(gamma):
            nan = float("nan")
            found.append(ItemFunctioning(gamma, nan, nan, nan, "cannot_say"))
            continue
        t = float(stdtrit(free, 0.5 + level / 2))
        low, high = gamma - t * se, gamma + t * se
        p = 2 * float(stdtr(free, -abs(gamma) / se))
        answer: Answer = "cannot_say"
        if -bound < low and high < bound:
            answer = "equivalent"
        elif p < (1 - level) / agrees.shape[1]:
            answer = "differs"
        found.append(ItemFunctioning(gamma, low, high, p, answer))
    return tuple(found)


def _error(fit: Logistic) -> float:
    """Return the standard error of the group's coefficient; 0 where there is none."""
    variance = float(fit.covariance[2, 2])
    return sqrt(variance) if variance > 0 else 0.0
