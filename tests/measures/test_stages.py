"""Values of the stages, the reading, weights, redraws."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import t as student

from clusterdynamics.measures.stages import (
    StageItems,
    expanded_bounds,
    item_shares,
    moved_shares,
    reading,
    redraw_values,
    response_weights,
    stage_values,
)


def test_shares_are_weighted_and_leave_out_who_did_not_answer() -> None:
    agrees = np.array([[1.0, 0.0], [0.0, np.nan], [1.0, np.nan]])
    assert item_shares(agrees, np.array([1.0, 2.0, 1.0])) == pytest.approx([0.5, 0.0])
    assert np.isnan(item_shares(np.full((2, 1), np.nan), np.ones(2))[0])


def test_the_value_is_half_core_and_half_the_mean_of_the_other_dimensions() -> None:
    # Core (.8 + .6) / 2 = .7; others: one dimension .2, one (.4 + 0) / 2 = .2 → ½·.7 + ½·.2 = .45.
    stage = StageItems((0, 1), ((2,), (3, 4)))
    assert stage_values(np.array([0.8, 0.6, 0.2, 0.4, 0.0]), [stage])[0] == pytest.approx(0.45)


def test_what_was_not_answered_does_not_count() -> None:
    stage = StageItems((0, 1), ((2,), (3,)))
    assert stage_values(np.array([0.8, np.nan, 0.2, np.nan]), [stage])[0] == pytest.approx(0.5)
    assert stage_values(np.array([0.8, 0.6, np.nan, np.nan]), [stage])[0] == pytest.approx(0.7)
    assert np.isnan(stage_values(np.array([np.nan, np.nan, 0.2, 0.2]), [stage])[0])
    assert stage_values(np.array([0.3]), [StageItems((0,))])[0] == 0.3
    assert stage_values(np.array([0.3]), []).shape == (0,)


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ([0.4, 0.9, 0.9], 0),  # a gap at the first stage: not yet
        ([0.5, 0.5, 0.4], 2),  # exactly at the threshold counts
        ([0.9, 0.4, 0.9], 1),  # what comes after a gap does not count
        ([0.9, 0.9, 0.9], 3),
        ([np.nan, 0.9, 0.9], 0),
    ],
)
def test_reading(values: list[float], expected: int) -> None:
    assert reading(np.array(values), 0.5) == expected


def test_rounding_does_not_decide() -> None:
    assert reading(np.array([0.1 + 0.2]), 0.3) == reading(np.array([0.3 - 1e-16]), 0.3) == 1


@given(st.lists(st.floats(0, 1), min_size=1, max_size=7), st.floats(0, 1), st.floats(0, 1))
def test_a_higher_threshold_never_reads_higher(values: list[float], a: float, b: float) -> None:
    low, high = sorted((a, b))
    assert reading(np.array(values), high) <= reading(np.array(values), low)


def test_weights_make_up_for_the_kind_that_answered_less() -> None:
    # Four firms asked, two answered: weight 2 each; one research body asked and answered: weight 1.
    weights = response_weights(["firm", "firm", "research"], ["firm"] * 4 + ["research"], np.ones(3))
    assert weights.tolist() == [2.0, 2.0, 1.0]
    drawn = response_weights(["firm", "firm", "research"], ["firm"] * 4 + ["research"], np.array([[3.0, 0.0, 0.0]]))
    assert drawn.tolist() == [[4.0, 0.0, 0.0]]


def test_organisations_without_a_kind_are_a_kind() -> None:
    assert response_weights([None, None], [None, None, "firm"], np.ones(2)).tolist() == [1.0, 1.0]


def test_redraws_vary_around_the_value() -> None:
    agrees = np.repeat([[1.0], [0.0]], [30, 10], axis=0)
    kinds = ("firm",) * 40
    draws = redraw_values(np.random.default_rng(1), 4000, agrees, kinds, kinds, (StageItems((0,)),))
    # A mean of 40 draws with p = .75: standard deviation sqrt(.75·.25/40) = .0685.
    assert draws.mean() == pytest.approx(0.75, abs=0.005)
    assert draws.std() == pytest.approx(0.0685, abs=0.004)


def test_those_who_did_not_answer_moved() -> None:
    # p = .5, SD .5: moved up by half a SD the silent have .75; with .8 coverage .8·.5 + .2·.75 = .55.
    assert moved_shares(np.array([0.5]), 0.8, 0.5)[0] == pytest.approx(0.55)
    assert moved_shares(np.array([0.5]), 0.8, -0.5)[0] == pytest.approx(0.45)
    assert moved_shares(np.array([0.95]), 0.5, 5)[0] == pytest.approx(0.975)  # never more than everybody
    assert moved_shares(np.array([0.3]), 1.0, 0.5)[0] == pytest.approx(0.3)


def test_expanded_bounds_are_those_of_a_t_interval() -> None:
    # For normal draws with the bootstrap's variance s²(n−1)/n², the expanded percentiles are mean ± t·s/√n.
    n, s = 10, 2.0
    draws = np.random.default_rng(1).normal(0, s * np.sqrt((n - 1) / n) / np.sqrt(n), 400_000)
    low, high = expanded_bounds(draws, n)
    expected = student.ppf(0.975, n - 1) * s / np.sqrt(n)
    assert low == pytest.approx(-expected, rel=0.02)
    assert high == pytest.approx(expected, rel=0.02)


def test_no_bounds_of_one_organisation_or_of_nothing() -> None:
    assert expanded_bounds(np.array([0.5]), 1) == (None, None)
    assert expanded_bounds(np.array([np.nan]), 9) == (None, None)
