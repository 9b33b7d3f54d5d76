"""Redraws of respondents: weights, ratios over pairs, means over rows, bounds."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from clusterdynamics.measures.redraws import (
    bounds,
    pair_ratio,
    redraw_block_ratio,
    redraw_pair_ratio,
    redraw_row_means,
    redraw_weights,
)


@given(st.lists(st.booleans(), max_size=12), st.integers(0, 2**31))
def test_only_those_who_answered_are_drawn_and_each_redraw_has_as_many(answered: list[bool], seed: int) -> None:
    drawn = np.array(answered, dtype=np.bool_)
    weights = redraw_weights(np.random.default_rng(seed), 5, drawn)
    assert weights.shape == (5, drawn.size)
    assert (weights[:, ~drawn] == 1).all()
    assert (weights[:, drawn].sum(axis=1) == drawn.sum()).all()


def test_the_ratio_of_a_redraw_is_that_of_the_network_drawn() -> None:
    # By hand: the weights of the redraw, put into Σ w_i w_j x_ij / Σ w_i w_j o_ij pair by pair.
    rng = np.random.default_rng(3)
    x = (rng.random((6, 6)) < 0.4).astype(float)
    o = np.ones((6, 6))
    np.fill_diagonal(x, 0)
    np.fill_diagonal(o, 0)
    drawn = np.array([True, True, False, True, True, True])
    draws = redraw_pair_ratio(x, o, drawn, 40, np.random.default_rng(8))
    seed = np.random.SeedSequence(8).spawn(1)[0]
    weights = redraw_weights(np.random.default_rng(seed), 40, drawn)
    for b in range(40):
        above = sum(weights[b, i] * weights[b, j] * x[i, j] for i in range(6) for j in range(6))
        below = sum(weights[b, i] * weights[b, j] * o[i, j] for i in range(6) for j in range(6))
        assert draws[b] == pytest.approx(above / below, abs=1e-12)


def test_a_redraw_without_a_pair_is_undefined() -> None:
    # Two respondents: half of the redraws draw one of them twice and leave no pair.
    x = np.array([[0.0, 1.0], [1.0, 0.0]])
    draws = redraw_pair_ratio(x, x, np.array([True, True]), 200, np.random.default_rng(1))
    assert np.isnan(draws).any()
    assert set(draws[np.isfinite(draws)]) == {1.0}


def test_row_means_weigh_the_respondents() -> None:
    x = np.array([[0.0, 1.0, 1.0], [1.0, 0.0, 0.0], [0.0, 0.0, 0.0]])
    o = 1 - np.eye(3)
    draws = redraw_row_means(x, o, np.array([True, True, True]), 30, np.random.default_rng(2))
    weights = redraw_weights(np.random.default_rng(np.random.SeedSequence(2).spawn(1)[0]), 30, np.ones(3, dtype=bool))
    for b in range(30):
        for j in range(3):
            below = sum(weights[b, i] * o[i, j] for i in range(3))
            expected = sum(weights[b, i] * x[i, j] for i in range(3)) / below if below else np.nan
            assert draws[b, j] == pytest.approx(expected, nan_ok=True)


def test_no_redraws() -> None:
    x = np.zeros((3, 3))
    drawn = np.ones(3, dtype=bool)
    assert redraw_pair_ratio(x, x, drawn, 0, np.random.default_rng(1)).shape == (0,)
    assert redraw_row_means(x, x, drawn, 0, np.random.default_rng(1)).shape == (0, 3)


def test_bounds_are_quantiles_of_what_is_defined() -> None:
    draws = np.append(np.arange(101.0), np.nan)
    assert bounds(draws) == pytest.approx((2.5, 97.5))  # quantiles of 0 … 100
    assert bounds(draws, 0.5) == (25.0, 75.0)
    assert bounds(np.array([np.nan])) == (None, None)


def test_a_ratio_without_a_denominator_is_undefined() -> None:
    assert np.isnan(pair_ratio(np.zeros((2, 2)), np.zeros((2, 2))))
    assert pair_ratio(np.eye(2), np.full((2, 2), 1.0)) == 0.5


def test_several_ratios_share_their_redraws() -> None:
    rng = np.random.default_rng(3)
    x = (rng.random((2, 6, 6)) < 0.4) * (1 - np.eye(6))
    o = np.broadcast_to(1 - np.eye(6), (2, 6, 6))
    drawn = np.ones(6, dtype=bool)
    together = redraw_pair_ratio(x, o, drawn, 300, np.random.default_rng(1))
    assert together.shape == (300, 2)
    for k in (0, 1):
        assert np.array_equal(together[:, k], redraw_pair_ratio(x[k], o[k], drawn, 300, np.random.default_rng(1)), True)


@pytest.mark.parametrize("directed", [True, False])
def test_cells_of_groups_are_the_ratios_of_the_pairs_in_them(directed: bool) -> None:
    rng = np.random.default_rng(4)
    n, groups = 17, 4
    code = rng.integers(0, groups, n)
    ties = (rng.random((n, n)) < 0.3).astype(float)
    seen = (rng.random((n, n)) < 0.8).astype(float)
    if not directed:
        ties, seen = np.maximum(ties, ties.T), np.maximum(seen, seen.T)
    np.fill_diagonal(ties, 0)
    np.fill_diagonal(seen, 0)
    answered = rng.random(n) < 0.8
    cells = [(g, h) for g in range(groups) for h in range(groups) if directed or g <= h]
    masks = np.array([np.outer(code == g, code == h) for g, h in cells])
    if not directed:
        masks = masks | masks.transpose(0, 2, 1)
    member = (code[:, None] == np.arange(groups)).astype(float)
    found = redraw_block_ratio(ties * seen, seen, member, cells, answered, 60, np.random.default_rng(1))
    expected = redraw_pair_ratio(ties * seen * masks, seen * masks, answered, 60, np.random.default_rng(1))
    np.testing.assert_allclose(found, expected, atol=1e-12)
    assert redraw_block_ratio(ties, seen, member, cells, answered, 0, np.random.default_rng(1)).shape == (0, len(cells))
