"""Reports given again: what all organisations might have said, had they been asked a second time.

From the organisations of which two people reported on the same partners follows how one report turns into another.
Applied to the reports of everybody, it gives networks between which nothing changed but the reports.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import sqrt
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

from clusterdynamics.measures.reliability import Detectable, pair_tables, smallest_detectable_change
from clusterdynamics.measures.repeats import Repeats

__all__ = ["ReReports", "detectable_by_redrawn_reports"]

FloatArray = NDArray[np.float64]
BoolArray = NDArray[np.bool_]


class ReReports:
    """How reports about partners turn into others when they are given again.

    Parameters
    ----------
    repeats
        Two reports of each organisation that was asked twice.
    categories
        The K values that can be reported.

    Attributes
    ----------
    organisations
        How many were asked twice.
    shares
        (K, K) how often a report of the value of the row becomes one of the value of the column.
    turned
        (K,) how often a report of each value becomes another one.
    differ
        Whether any report does.
    lumps
        By how much the sum of the reports of one organisation varies more than if every report changed by itself: some
        people name more partners than others of the same organisation. At least 1.
    """

    def __init__(self, repeats: Repeats, categories: Sequence[float]) -> None:
        self.categories = np.asarray(categories, dtype=np.float64)
        self.organisations = repeats.organisations
        table = pair_tables(repeats.first, repeats.second, ["all"] * len(repeats.actors), categories).sum(axis=0)
        # Which of two people is asked first means nothing: both directions count.
        self.shares: FloatArray = _rows(table + table.T)
        self.turned: FloatArray = 1 - np.diag(self.shares)
        self.differ = bool(self.turned.sum() > 0)
        self.lumps = self._lumps(repeats)

    def _lumps(self, repeats: Repeats) -> float:
        codes = [self.codes(x) for x in (repeats.first, repeats.second)]
        seen = (codes[0] >= 0) & (codes[1] >= 0)
        moved = np.where(seen, self.categories[codes[1]] - self.categories[codes[0]], 0.0).sum(axis=1)
        squares = (self.shares * (self.categories[:, None] - self.categories[None, :]) ** 2).sum(axis=1)
        expected = float(np.where(seen, squares[codes[0]], 0.0).sum())
        return max(1.0, float((moved**2).sum()) / expected) if expected > 0 else 1.0

    def codes(self, values: FloatArray) -> NDArray[np.int64]:
        """Return the position of each value among the categories (the nearest lower one); −1 where it is missing."""
        place = np.searchsorted(self.categories, np.nan_to_num(values), side="right") - 1
        codes: NDArray[np.int64] = np.where(np.isfinite(values), np.clip(place, 0, None), -1).astype(np.int64)
        return codes

    def draw(self, rng: np.random.Generator, values: FloatArray) -> FloatArray:
        """Return what might have been reported instead.

        Parameters
        ----------
        values
            (n, n) reports, NaN where there is none; where there is one, there is one again.
        """
        codes = self.codes(values)
        chance = np.cumsum(self.shares, axis=1)[np.maximum(codes, 0)]
        drawn = (rng.random(values.shape)[..., None] >= chance[..., :-1]).sum(axis=-1)
        again: FloatArray = np.where(codes >= 0, self.categories[drawn], np.nan)
        return again

    def spread_factor(self, values: FloatArray) -> float:
        r"""Return by how much the spread of a redrawn sum is smaller than that of a true second report.

        A report that is drawn given the other one varies by :math:`d(1-d)` where it differs with the chance d; two
        reports of the same link differ by d. The factor is :math:`\sqrt{\sum d / \sum d(1-d)}` over the reports.
        """
        codes = self.codes(values)
        d = self.turned[codes[codes >= 0]]
        below = float((d * (1 - d)).sum())
        return sqrt(float(d.sum()) / below) if below > 0 else 1.0


def _rows(table: FloatArray) -> FloatArray:
    """Return the shares in each row; a value that was never reported stays what it is."""
    whole = table.sum(axis=1, keepdims=True)
    shares: FloatArray = np.where(whole > 0, table / np.where(whole > 0, whole, 1.0), np.eye(len(table)))
    return shares


def detectable_by_redrawn_reports(
    reports: ReReports,
    waves: Sequence[tuple[FloatArray, Callable[[FloatArray], FloatArray]]],
    means: BoolArray,
    differences: FloatArray,
    draws: int,
    rng: np.random.Generator,
    level: float = 0.95,
) -> list[Detectable]:
    r"""Return the smallest change of measures that is more than misreporting.

    .. math:: SDC = z_{.975} \sqrt{\varphi\, c^2\, \mathrm{Var}\, T(X') + (\mathrm{E}\, T(X') - T(X))^2}

    for a measure T of the reports X and :math:`X'`, the same given again (:meth:`ReReports.draw`), pooled over the
    waves, with the factor c of :meth:`ReReports.spread_factor` and the overdispersion :math:`\varphi`
    (``ReReports.lumps``), as of a quasi-likelihood. It holds for any measure, where the standard error
    of measurement of one organisation (:func:`~clusterdynamics.measures.reliability.smallest_detectable_change`) is
    for means only. Reports that are drawn again hold chance twice; where a measure is not a mean over pairs, that
    moves its mean (the second term; for means over pairs it is left out, since there it says nothing).

    Parameters
    ----------
    reports
        How reports turn into others.
    waves
        For each wave its (n, n) reports, and the function from such reports to the (m,) measures.
    means
        (m,) True for the measures that are means over pairs.
    differences
        (k,) how much the answers of each organisation that was asked twice differ on average, for the degrees of
        freedom: few organisations give a wide interval.
    draws
        Networks drawn for each wave.

    Returns
    -------
    One for each measure; NaN where nothing differed, or the measure is not defined in the drawn networks.
    """
    base = smallest_detectable_change(differences, level)
    z = NormalDist().inv_cdf(0.5 + level / 2)
    squares = []
    for values, function in waves:
        if draws < 2:
            squares.append(np.full(means.size, np.nan))
            continue
        drawn = np.array([function(reports.draw(rng, values)) for _k in range(draws)]).reshape(draws, means.size)
        scale = reports.lumps * reports.spread_factor(values) ** 2
        moved = np.where(means, 0.0, drawn.mean(axis=0) - function(values)) ** 2
        squares.append(drawn.var(axis=0, ddof=1) * scale + moved)
    found = []
    known = np.isfinite(squares)
    total = np.where(known, squares, 0.0).sum(axis=0)
    for square in np.divide(total, known.sum(axis=0), out=np.zeros(total.shape), where=known.any(axis=0)).tolist():
        value = z * sqrt(square) if square > 1e-24 and reports.differ else float("nan")
        ratio = (base.low / base.value, base.high / base.value) if base.value > 0 else (float("nan"),) * 2
        found.append(
            Detectable(value, value * ratio[0], value * ratio[1], value / z / sqrt(2), base.organisations, base.freedom)
        )
    return found
