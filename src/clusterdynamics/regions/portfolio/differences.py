"""Did clusters in which something was done change otherwise than the others? Difference in differences of two waves."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from itertools import combinations
from math import comb, isfinite, nan, sqrt

import numpy as np
from numpy.typing import NDArray

from clusterdynamics.charts.numbers import number, span, whole
from clusterdynamics.i18n import _
from clusterdynamics.measures.estimate import Estimate, Interval, Reason

__all__ = ["LEAST", "DifferenceInDifferences", "difference_in_differences"]

FloatArray = NDArray[np.float64]

#: Fewest clusters on either side; below, the comparison is refused (method, "Several clusters").
LEAST = 5
#: Up to so many ways to deal the label out, all are looked at.
_ALL = 50_000


@dataclass(frozen=True)
class DifferenceInDifferences:
    """How much more clusters with something changed than those without.

    Attributes
    ----------
    estimate
        Mean change with, minus mean change without; bounds by the spread of both sides (Welch). Without a value, and
        with the reason, where there are fewer than five clusters on a side.
    p
        Share of all ways to deal the label out to the clusters in which the difference is at least as large, either
        way; None where it is refused.
    with_, without
        Cluster → its change.
    exact
        Whether all ways were looked at, or a random sample of them.
    """

    estimate: Estimate
    p: float | None
    with_: Mapping[str, float]
    without: Mapping[str, float]
    exact: bool

    def sentences(self) -> tuple[str, ...]:
        """Return what can be said, and that it is a comparison and no proof of an effect."""
        e = self.estimate
        if e.value is None or self.p is None or e.low is None or e.high is None:
            return (
                _(
                    "Whether clusters with it changed otherwise than those without cannot be said: {given} with and "
                    "{others} without have two waves, and this needs {least} of each."
                ).format(given=len(self.with_), others=len(self.without), least=LEAST),
            )
        facts = {
            "difference": number(e.value, 3),
            "bounds": span(e.low, e.high, digits=3),
            "p": number(self.p, 3),
            "given": whole(len(self.with_)),
            "others": whole(len(self.without)),
        }
        text = _(
            "Between the waves the {given} clusters with it changed by {difference} more than the {others} without "
            "({bounds}); dealt out at random, the label gives as much with p = {p}."
        )
        return (
            text.format(**facts),
            _("Who got it was not drawn by lot: the difference can come from what else sets the clusters apart."),
        )


def difference_in_differences(
    before: Mapping[str, float | None],
    after: Mapping[str, float | None],
    given: Collection[str],
    *,
    seed: int = 0,
    draws: int = 20_000,
    least: int = LEAST,
) -> DifferenceInDifferences:
    r"""Compare the change of clusters with something (a programme, say) and without.

    .. math:: \hat\delta = \frac{1}{n_1}\sum_{c \in T} \Delta y_c - \frac{1}{n_0}\sum_{c \notin T} \Delta y_c

    The p-value is that of randomisation inference: under the hypothesis that the label does nothing to any cluster, all
    ways to deal it out are as likely as the one there is. With few clusters nothing else holds what it promises.

    Parameters
    ----------
    before, after
        Cluster → the figure in the first and in the second wave; clusters without one of them are left out.
    given
        Clusters with the label.
    seed, draws
        Of the random sample, where there are too many ways to look at all.
    least
        Fewest clusters on either side.

    References
    ----------
    Fisher, R. A. (1935). The Design of Experiments. Oliver & Boyd.
    Rosenbaum, P. R. (2002). Observational Studies, 2nd ed. Springer. Chapter 2.
    Conley, T. G., & Taber, C. R. (2011). Inference with "difference in differences" with a small number of policy
    changes. Review of Economics and Statistics 93(1), 113-125.
    """
    change = {
        c: float(y2) - float(y1)
        for c, y1 in sorted(before.items())
        if (y2 := after.get(c)) is not None and y1 is not None and isfinite(y1) and isfinite(y2)
    }
    with_ = {c: v for c, v in change.items() if c in given}
    without = {c: v for c, v in change.items() if c not in given}
    facts = {"n": len(change), "method": "regions/portfolio"}
    if min(len(with_), len(without)) < least:
        details = {"n": min(len(with_), len(without)), "gate": least}
        shut = Estimate("difference", None, reason=Reason.TOO_FEW_CLUSTERS, details=details, **facts)  # type: ignore[arg-type]
        return DifferenceInDifferences(shut, None, with_, without, exact=False)
    values = np.array([*with_.values(), *without.values()])
    n1 = len(with_)
    observed = _difference(values, np.arange(n1))
    p, exact = _randomised(values, n1, observed, seed, draws)
    low, high = _welch(values[:n1], values[n1:], observed)
    estimate = Estimate("difference", observed, low, high, Interval.MODEL, **facts)  # type: ignore[arg-type]
    return DifferenceInDifferences(estimate, p, with_, without, exact)


def _difference(values: FloatArray, chosen: NDArray[np.int64]) -> float:
    inside = values[chosen].sum()
    return float(inside / chosen.size - (values.sum() - inside) / (values.size - chosen.size))


def _randomised(values: FloatArray, n1: int, observed: float, seed: int, draws: int) -> tuple[float, bool]:
    n = values.size
    slack = 1e-9 * max(1.0, float(np.abs(values).max()))
    if comb(n, n1) <= _ALL:
        ways = np.array(list(combinations(range(n), n1)), dtype=np.int64)
        inside = values[ways].sum(axis=1)
        all_ = inside / n1 - (values.sum() - inside) / (n - n1)
        return float((np.abs(all_) >= abs(observed) - slack).mean()), True
    rng = np.random.default_rng(seed)
    inside = np.array([values[rng.permutation(n)[:n1]].sum() for _k in range(draws)])
    drawn = inside / n1 - (values.sum() - inside) / (n - n1)
    # The way there is counts among the drawn ones, so that p is never 0.
    return float(((np.abs(drawn) >= abs(observed) - slack).sum() + 1) / (draws + 1)), False


def _welch(a: FloatArray, b: FloatArray, observed: float) -> tuple[float, float]:
    from scipy.special import stdtrit

    va, vb = a.var(ddof=1) / a.size, b.var(ddof=1) / b.size
    if va + vb == 0:
        return observed, observed
    free = (va + vb) ** 2 / (va**2 / (a.size - 1) + vb**2 / (b.size - 1))
    t = float(stdtrit(free, 0.975)) if free > 0 else nan
    return observed - t * sqrt(va + vb), observed + t * sqrt(va + vb)
