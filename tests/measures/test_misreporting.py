"""Reports given again: tables by hand, and the smallest detectable change against its formula for means."""

from __future__ import annotations

import math
from math import sqrt

import numpy as np
import pytest

from clusterdynamics.measures.misreporting import ReReports, detectable_by_redrawn_reports
from clusterdynamics.measures.reliability import smallest_detectable_change
from clusterdynamics.measures.repeats import SECOND, Repeats


def repeats(first, second) -> Repeats:
    first, second = np.array(first, dtype=float), np.array(second, dtype=float)
    names = tuple(f"o{i:02d}" for i in range(len(first)))
    return Repeats(names, (SECOND,) * len(first), first, second)


def test_the_table_by_hand() -> None:
    # Both ways: no → no twice, no → yes and yes → no once each, yes → yes twice.
    found = ReReports(repeats([[0, 0, 1, np.nan]], [[0, 1, 1, 1]]), (0.0, 1.0))
    assert found.turned.tolist() == pytest.approx([1 / 3, 1 / 3])
    assert found.organisations == 1
    assert found.differ
    # d = 1/3 for every report: √(d / d(1−d)) = √1.5.
    assert found.spread_factor(np.array([[np.nan, 1.0], [0.0, np.nan]])) == pytest.approx(sqrt(1.5))


def test_reports_stay_where_there_are_reports() -> None:
    rng = np.random.default_rng(1)
    values = np.array([[np.nan, 1, 3], [np.nan, np.nan, 0], [2, 5, np.nan]])
    asked = ReReports(repeats([[0, 1, 3, 5], [2, 2, 0, 1]], [[1, 1, 2, 5], [2, 3, 0, 0]]), range(6))
    again = asked.draw(rng, values)
    np.testing.assert_array_equal(np.isnan(again), np.isnan(values))
    assert set(again[np.isfinite(again)].tolist()) <= set(range(6))


def test_exact_reports_never_change() -> None:
    exact = ReReports(repeats([[0, 1, 1], [1, 0, 0]], [[0, 1, 1], [1, 0, 0]]), (0.0, 1.0))
    values = np.array([[np.nan, 1.0], [0.0, np.nan]])
    np.testing.assert_array_equal(exact.draw(np.random.default_rng(1), values), values)
    assert exact.spread_factor(values) == 1.0
    (found,) = detectable_by_redrawn_reports(
        exact,
        [(values, lambda v: np.array([np.nansum(v)]))],
        np.array([True]),
        np.zeros(2),
        20,
        np.random.default_rng(1),
    )
    assert math.isnan(found.value)


@pytest.mark.parametrize("draws", [0, 1])
def test_nothing_follows_from_too_few_draws(draws: int) -> None:
    asked = ReReports(repeats([[0, 1], [1, 1]], [[1, 1], [0, 1]]), (0.0, 1.0))
    values = np.array([[np.nan, 1.0], [0.0, np.nan]])
    (found,) = detectable_by_redrawn_reports(
        asked,
        [(values, lambda v: np.array([np.nansum(v)]))],
        np.array([True]),
        np.ones(2),
        draws,
        np.random.default_rng(1),
    )
    assert math.isnan(found.value)


def test_for_a_mean_it_is_the_formula_of_the_standard_error() -> None:
    """Reports that flip by chance alone: both ways must agree (1.96 · √2 · SEM / √n, reliability.py)."""
    rng = np.random.default_rng(3)
    n, e = 40, 0.1
    truth = rng.random((n, n)) < 0.25
    told = [np.where(rng.random((n, n)) < e, ~truth, truth).astype(float) for _ in range(2)]
    for x in told:
        np.fill_diagonal(x, np.nan)
    asked = repeats(*told)
    differences = np.nanmean(told[1], axis=1) - np.nanmean(told[0], axis=1)
    by_formula = smallest_detectable_change(differences).over(n, n).value
    (found,) = detectable_by_redrawn_reports(
        ReReports(asked, (0.0, 1.0)),
        [(x, lambda v: np.array([np.nanmean(v)])) for x in told],
        np.array([True]),
        differences,
        400,
        rng,
    )
    exact = 1.959964 * sqrt(2 * e * (1 - e) / (n * (n - 1)))
    assert found.value == pytest.approx(exact, rel=0.15)
    assert by_formula == pytest.approx(exact, rel=0.3)  # rests on 40 differences
    assert found.low < found.value < found.high
    assert found.organisations == n


def test_a_moved_mean_counts_where_the_measure_is_no_mean() -> None:
    asked = ReReports(repeats([[0, 1, 0, 0]] * 8, [[1, 1, 0, 0]] * 8), (0.0, 1.0))
    values = np.zeros((6, 6))
    np.fill_diagonal(values, np.nan)
    found = [
        detectable_by_redrawn_reports(
            asked,
            [(values, lambda v: np.array([np.nansum(v)]))],
            np.array([mean]),
            np.ones(8),
            50,
            np.random.default_rng(1),
        )[0].value
        for mean in (True, False)
    ]
    assert found[1] > found[0]


def test_lumps_by_hand() -> None:
    # One of two organisations names all four partners less the second time, the other none. Both ways of the table:
    # yes → yes 8, yes → no 4, no → yes 4, so a yes turns in 1/3 of the cases, a no always.
    found = ReReports(repeats([[1, 1, 1, 1], [1, 1, 1, 1]], [[0, 0, 0, 0], [1, 1, 1, 1]]), (0.0, 1.0))
    assert found.turned.tolist() == pytest.approx([1.0, 1 / 3])
    # Sums moved by 4 and 0; by chance alone 8 · 1/3 in squares: 16 / (8/3).
    assert found.lumps == pytest.approx(6.0)
