"""Kappa, intraclass correlation, smallest detectable change: R's psych, by hand, and what they promise."""

from __future__ import annotations

from math import isnan, nan, sqrt

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays
from scipy.stats import binom, chi2

from clusterdynamics.measures.reliability import (
    Detectable,
    called,
    crossing,
    differing,
    disagreement,
    kappa,
    pair_tables,
    smallest_detectable_change,
    two_way_intraclass,
)

CATEGORIES = (1.0, 2.0, 3.0, 4.0, 5.0)


def two_answers(seed: int) -> tuple[np.ndarray, np.ndarray, np.random.Generator]:
    rng = np.random.default_rng(seed)
    first = rng.integers(1, 6, 60).astype(float)
    return first, np.clip(first + rng.choice([-1, 0, 1], 60, p=[0.15, 0.7, 0.15]), 1, 5), rng


# psych 2.2.9: cohen.kappa(x) and cohen.kappa(x, w = 1 - |i - j|/4); seed → none, quadratic, linear.
KAPPA = {
    11: (0.580712788259958, 0.921187442532510, 0.796541200406918),
    12: (0.727653631284916, 0.948453608247423, 0.867617107942973),
}
# psych 2.2.9: ICC(x, lmer = FALSE), rows ICC2 and ICC3: value, lower, upper.
ICC = {
    11: ((0.588419339287, 0.139715266749, 0.843203623054), (0.615239824159, 0.148091862252, 0.857924821500)),
    12: ((0.730020868607, 0.264285659109, 0.909819412951), (0.793065093510, 0.471127450806, 0.928549469876)),
}


@pytest.mark.parametrize("seed", KAPPA)
def test_kappa_equals_psych(seed: int) -> None:
    first, second, _rng = two_answers(seed)
    table = pair_tables(first[:, None], second[:, None], ["a"] * 60, CATEGORIES)[0]
    for weighting, expected in zip(("none", "quadratic", "linear"), KAPPA[seed], strict=True):
        assert kappa(table, disagreement(CATEGORIES, weighting)) == pytest.approx(expected, abs=1e-12)
        # Counts or shares: the same.
        assert kappa(60 * table, disagreement(CATEGORIES, weighting)) == pytest.approx(expected, abs=1e-12)


def test_kappa_by_hand() -> None:
    # Cohen (1960): 20 yes-yes, 5 yes-no, 10 no-yes, 15 no-no: seen .7, by chance .5·.6 + .5·.4 = .5, kappa .4.
    table = np.array([[20, 5], [10, 15]], dtype=float)
    assert kappa(table, disagreement((0.0, 1.0))) == pytest.approx(0.4)
    assert differing(table) == pytest.approx(0.3)


def test_kappa_of_one_answer_is_not_defined() -> None:
    table = np.diag([10.0, 0.0])
    assert isnan(kappa(table, disagreement((0.0, 1.0))))
    assert isnan(kappa(np.zeros((2, 2)), disagreement((0.0, 1.0))))
    assert isnan(differing(np.zeros((2, 2))))


def test_each_organisation_weighs_one() -> None:
    # Organisation a gives 3 pairs, one of which differs; b one that differs: (1/3 + 1)/2.
    first = np.array([[1, 2, 3], [1, nan, nan]])
    second = np.array([[1, 2, 4], [2, nan, 5]])
    tables = pair_tables(first, second, ["a", "b"], CATEGORIES)
    assert differing(tables.sum(axis=0)) == pytest.approx((1 / 3 + 1) / 2)
    # Only a's 3 → 4 crosses the line between 3 and 4.
    inside = np.array([False, False, False, True, True])
    assert crossing(tables.sum(axis=0), inside) == pytest.approx(1 / 6)


@given(arrays.arrays(np.float64, (4, 4), elements=st.integers(0, 9).map(float)))
def test_kappa_is_symmetric_and_at_most_one(table: np.ndarray) -> None:
    for weighting in ("none", "linear", "quadratic"):
        weights = disagreement((1.0, 2.0, 3.0, 4.0), weighting)
        one, other = float(kappa(table, weights)), float(kappa(table.T, weights))
        assert one == pytest.approx(other, nan_ok=True)
        assert isnan(one) or one <= 1 + 1e-12


@pytest.mark.parametrize("seed", ICC)
def test_intraclass_equals_psych(seed: int) -> None:
    _first, _second, rng = two_answers(seed)
    values = rng.normal(3, 1, 14)[:, None] + [0, 0.4] + rng.normal(0, 0.5, (14, 2))
    found = two_way_intraclass(np.vstack([values, [[nan, 1.0]]]))
    mine = (
        (found.agreement, *found.agreement_bounds),
        (found.consistency, *found.consistency_bounds),
    )
    assert found.targets == 14
    for one, theirs in zip(mine, ICC[seed], strict=True):
        assert one == pytest.approx(theirs, abs=1e-9)


def test_intraclass_where_there_is_nothing_to_compare() -> None:
    assert isnan(two_way_intraclass(np.array([[1.0, 2.0]])).agreement)
    assert isnan(two_way_intraclass(np.ones((5, 2))).consistency)
    shifted = two_way_intraclass(np.array([[1.0, 2.0], [2.0, 3.0], [3.0, 4.0]]))
    # Targets vary by MS 2, occasions by 1.5, no error: 2 / (2 + 2·1.5/3) = 2/3; without the shift 1.
    assert shifted.agreement == pytest.approx(2 / 3)
    assert shifted.consistency == 1


# -- smallest detectable change -----------------------------------------------------------------------------------


def test_detectable_change_by_hand() -> None:
    # Σd²/2k = 8/16 = .5, SEM = .7071, SDC = 1.959964·√2·.7071 = 1.959964; f = min(8, 2/0) = 8 since all are alike.
    found = smallest_detectable_change(np.array([1.0, -1.0] * 4))
    assert found.sem == pytest.approx(sqrt(0.5))
    assert found.value == pytest.approx(1.959964, abs=1e-6)
    assert found.freedom == 8
    assert found.low == pytest.approx(found.value * sqrt(8 / chi2.ppf(0.975, 8)))
    assert found.high == pytest.approx(found.value * sqrt(8 / chi2.ppf(0.025, 8)))
    # The mean of 25 organisations, twice: a fifth of it.
    assert found.over(25, 25).value == pytest.approx(found.value / 5)
    assert isnan(found.over(0, 4).value)


def test_rare_differences_leave_few_degrees_of_freedom() -> None:
    # One of 8 differs: squares (1, 0 × 7), mean 1/8, variance 1/8, v = (1/8)/(8/64) = 1, f = 2.
    found = smallest_detectable_change(np.array([1.0] + [0.0] * 7))
    assert found.freedom == pytest.approx(2)


def test_pooling_leaves_out_what_is_missing() -> None:
    found = smallest_detectable_change(np.array([[1.0, nan], [nan, -1.0], [nan, nan]]))
    assert found.organisations == 2
    assert found.sem == pytest.approx(sqrt(0.5))


def test_no_difference_among_a_few_shows_nothing() -> None:
    found = smallest_detectable_change(np.zeros(9))
    assert isnan(found.value)
    assert found.organisations == 9
    assert called(0.2, found) == "cannot_say"
    assert isnan(smallest_detectable_change(np.array([0.5])).value)


def test_what_a_change_is_called() -> None:
    known = Detectable(0.1, 0.07, 0.2, 0.05, 8, 8)
    assert called(0.1, known) == called(-0.05, known) == "unchanged"
    assert called(0.15, known) == called(nan, known) == "cannot_say"
    assert called(-0.21, known) == "changed"


@given(arrays.arrays(np.float64, 10, elements=st.floats(-5, 5)), st.floats(0.1, 10))
def test_the_unit_does_not_matter(differences: np.ndarray, unit: float) -> None:
    one, other = smallest_detectable_change(differences), smallest_detectable_change(unit * differences)
    if not isnan(one.value) and not isnan(other.value):
        assert other.value == pytest.approx(unit * one.value)
        assert one.low <= one.value <= one.high


@pytest.mark.verify
@pytest.mark.parametrize("again", [8, 12])
def test_misreporting_without_change_is_rarely_called_change(again: int) -> None:
    """2,000 clusters of 32, 24 statements, 10 % of answers misreported by a step in both waves, none truly changed.

    Fixed beforehand: seed, and the acceptance region for "called changed in at most 5 %": exact binomial,
    α = .001 divided by the two sizes.
    """
    clusters, n, statements = 2000, 32, 24
    rng = np.random.default_rng(20261123 + again)
    share = np.linspace(0.85, 0.15, statements)

    def misreported(true: np.ndarray) -> np.ndarray:
        return np.clip(true + rng.choice([-1, 0, 1], true.shape, p=[0.05, 0.9, 0.05]), 1, 5)

    wrong = told = 0
    for _k in range(clusters):
        agrees = rng.random((n, statements)) < share
        true = np.where(agrees, rng.integers(4, 6, agrees.shape), rng.integers(1, 4, agrees.shape))
        waves = [misreported(true) >= 4 for _wave in range(2)]
        asked = rng.choice(n, again, replace=False)
        first, second = waves[1][asked], misreported(true[asked]) >= 4
        # Five stages, each the mean of its statements.
        parts = np.array_split(np.arange(statements), 5)
        differences = np.stack([(second[:, p].mean(axis=1) - first[:, p].mean(axis=1)) for p in parts], axis=1)
        detectable = smallest_detectable_change(differences).over(n, n)
        verdicts = [called(float(waves[1][:, p].mean() - waves[0][:, p].mean()), detectable) for p in parts]
        wrong += verdicts[2] == "changed"
        # A true change of the third stage by a quarter of all answers is seen.
        told += called(0.25, detectable) == "changed"
    assert wrong <= binom.ppf(1 - 0.001 / 2, clusters, 0.05), wrong / clusters
    assert told >= 0.8 * clusters, told / clusters
