"""Loevinger's H: R's mokken, the definition by brute force, and what holds of all answers."""

from __future__ import annotations

from itertools import combinations
from math import isnan, nan

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from clusterdynamics.measures.scaling import centred_within, loevinger

# R 4.2.2, mokken 3.1.2: coefH(x, se = TRUE): H, its standard error, H_i, their standard errors, H_12.
MOKKEN = {
    (21, 300, 6): (
        0.575314024075,
        0.0264533882555,
        [0.590126291619, 0.549493043322, 0.587900850785, 0.590729290614, 0.544068743810, 0.589347403567],
        [0.0299675841850, 0.0336967460928, 0.0309937770379, 0.0296863718120, 0.0325258715906, 0.0331426169491],
        0.551581843191,
    ),
    (22, 280, 5): (
        0.618265920078,
        0.0264303916420,
        [0.593090392063, 0.610275713920, 0.605067344824, 0.641692025765, 0.640950178684],
        [0.0338594200283, 0.0312400258360, 0.0317816434189, 0.0291695441985, 0.0306139032074],
        0.550066701702,
    ),
}


def answers(seed: int, n: int, items: int) -> np.ndarray:
    rng = np.random.default_rng(seed)
    ability = rng.normal(size=(n, 1))
    return np.clip(np.round(3 + 1.1 * (ability - np.linspace(-1, 1, items)) + rng.normal(0, 0.9, (n, items))), 1, 5)


@pytest.mark.parametrize("data", MOKKEN)
def test_equals_mokken(data: tuple[int, int, int]) -> None:
    scale, se, items, items_se, first_pair = MOKKEN[data]
    found = loevinger(answers(*data))
    assert found.scale == pytest.approx(scale, abs=1e-11)
    assert found.items == pytest.approx(items, abs=1e-11)
    assert found.pairs[0, 1] == pytest.approx(first_pair, abs=1e-11)
    # mokken's errors are by the delta method, ours by the jackknife: the same but for terms of higher order.
    assert found.scale_se == pytest.approx(se, rel=0.05)
    assert found.items_se == pytest.approx(items_se, rel=0.05)


def brute_force(values: np.ndarray) -> float:
    """1 − errors / expected errors for 0/1 items: the first definition of H."""
    errors = expected = 0.0
    for i, j in combinations(range(values.shape[1]), 2):
        both = np.isfinite(values[:, i]) & np.isfinite(values[:, j])
        x, y = values[both, i], values[both, j]
        easy, hard = (x, y) if x.mean() >= y.mean() else (y, x)
        errors += float(((easy == 0) & (hard == 1)).mean())
        expected += float((easy == 0).mean() * (hard == 1).mean())
    return 1 - errors / expected


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_equals_counting_errors(seed: int) -> None:
    values = (answers(seed, 80, 4) >= 4).astype(float)
    assert loevinger(values, errors=False).scale == pytest.approx(brute_force(values))
    values[np.random.default_rng(seed).random(values.shape) < 0.1] = nan
    assert loevinger(values, errors=False).scale == pytest.approx(brute_force(values))


def test_missing_answers_and_none_missing_go_the_same_way() -> None:
    values = answers(4, 60, 4)
    # A fifth column that nobody but one answered makes the slow way necessary; the other pairs stay as they are.
    fifth = np.full((60, 1), nan)
    slow = loevinger(np.hstack([values, fifth]), errors=False)
    assert slow.pairs[:4, :4] == pytest.approx(loevinger(values, errors=False).pairs, nan_ok=True)
    assert isnan(slow.items[4])


def test_an_item_that_does_not_vary_is_left_out() -> None:
    values = answers(5, 50, 3)
    with_constant = np.hstack([values, np.full((50, 1), 4.0)])
    assert loevinger(with_constant, errors=False).scale == pytest.approx(loevinger(values, errors=False).scale)


def test_nothing_to_scale() -> None:
    assert isnan(loevinger(np.zeros((0, 3))).scale)
    assert isnan(loevinger(np.ones((1, 3))).scale_se)


def test_centring_takes_away_what_clusters_have_in_common() -> None:
    rng = np.random.default_rng(6)
    clusters = [f"c{k % 10}" for k in range(500)]
    level = rng.normal(0, 1.5, 10)[np.arange(500) % 10][:, None]
    # Within clusters the statements have nothing to do with each other.
    values = level + rng.normal(size=(500, 5))
    assert loevinger(values, errors=False).scale > 0.5
    found = loevinger(centred_within(values, clusters), clusters)
    assert abs(found.scale) < 3 * found.scale_se


def test_centring_by_hand() -> None:
    values = np.array([[1, nan], [3, 4], [5, 2]])
    found = centred_within(values, ["a", "a", "b"])
    assert found == pytest.approx(np.array([[-1, nan], [1, 0], [0, 0]]), nan_ok=True)


@given(arrays.arrays(np.float64, (12, 3), elements=st.integers(1, 5).map(float)))
def test_at_most_one_and_the_order_of_respondents_does_not_matter(values: np.ndarray) -> None:
    one, other = loevinger(values, errors=False).scale, loevinger(values[::-1], errors=False).scale
    assert one == pytest.approx(other, nan_ok=True)
    assert isnan(one) or one <= 1 + 1e-9
