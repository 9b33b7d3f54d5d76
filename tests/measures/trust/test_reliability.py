"""Alpha and omega: by hand, on the edges, and redrawn."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clusterdynamics.measures.trust import alpha, omega, one_factor, reliability


def factor(loadings: list[float], unique: list[float]) -> np.ndarray:
    return np.outer(loadings, loadings) + np.diag(unique)


def test_alpha_by_hand() -> None:
    # Three items of variance 1 with correlations ½: 3/2 · (1 − 3/6) = ¾.
    assert alpha(np.full((3, 3), 0.5) + 0.5 * np.eye(3)) == pytest.approx(0.75)
    assert alpha(np.eye(3)) == 0
    assert np.isnan(alpha(np.eye(1)))
    assert np.isnan(alpha(np.zeros((3, 3))))


@settings(max_examples=30)
@given(st.lists(st.tuples(st.floats(0.3, 2), st.floats(0.3, 2)), min_size=3, max_size=6))
def test_a_model_that_holds_is_found(parts: list[tuple[float, float]]) -> None:
    loadings, unique = (list(p) for p in zip(*parts, strict=True))
    s = factor(loadings, unique)
    fit = one_factor(s)
    np.testing.assert_allclose(fit.loadings, loadings, atol=2e-4)
    common = sum(loadings) ** 2
    assert omega(s) == pytest.approx(common / (common + sum(unique)), abs=2e-4)
    assert omega(s) >= alpha(s) - 1e-4  # equal only where all loadings are


def test_items_that_run_against_the_others() -> None:
    fit = one_factor(factor([1.0, 1.0, -0.5], [1, 1, 1]))
    np.testing.assert_allclose(fit.loadings, [1, 1, -0.5], atol=1e-9)


@pytest.mark.parametrize("r", [(0.9, 0.9, 0.5), (0.5, 0.4, -0.3)])
def test_improper_solutions_stay_inside(r: tuple[float, float, float]) -> None:
    # .9 · .9 / .5 > 1 and a negative product have no proper loadings: the unique variances stop at .005.
    s = np.eye(3)
    s[0, 1] = s[1, 0] = r[0]
    s[0, 2] = s[2, 0] = r[1]
    s[1, 2] = s[2, 1] = r[2]
    fit = one_factor(s)
    assert (fit.unique >= 0.005 - 1e-12).all()
    assert (np.abs(fit.loadings) <= 1).all()
    assert omega(s) <= 1


@pytest.mark.parametrize("s", [np.eye(2), np.diag([1.0, 1.0, 0.0]), 1.5 * np.eye(3) - 0.5])
def test_where_omega_is_not_defined(s: np.ndarray) -> None:
    assert np.isnan(omega(s))


def ratings(rng: np.random.Generator, raters: int = 20, each: int = 8) -> tuple[np.ndarray, np.ndarray]:
    who = np.repeat(np.arange(raters), each)
    level = rng.normal(size=raters)[who] + rng.normal(size=who.size)
    return level[:, None] + rng.normal(size=(who.size, 3)), who


def test_the_whole_equals_the_plain_coefficients() -> None:
    answers, who = ratings(np.random.default_rng(1))
    found = reliability(answers, who, 50, np.random.default_rng(2))
    assert found.alpha == pytest.approx(alpha(np.cov(answers.T)))
    assert found.omega == pytest.approx(omega(np.cov(answers.T)))
    assert (found.ratings, found.raters) == (160, 20)


def test_redraws_take_whole_raters() -> None:
    # Expected: raters drawn and their rows stacked, one redraw after another.
    answers, who = ratings(np.random.default_rng(1), raters=6)
    found = reliability(answers, who, 40, np.random.default_rng(2))
    again = np.random.default_rng(np.random.default_rng(2).bit_generator.seed_seq.spawn(1)[0])
    weights = again.multinomial(6, np.full(6, 1 / 6), size=40)
    for drawn, w in zip(found.alpha_draws, weights, strict=True):
        rows = np.concatenate([np.tile(answers[who == i], (w[i], 1)) for i in range(6)])
        assert drawn == pytest.approx(alpha(np.cov(rows.T)))


def test_rows_with_an_answer_missing_are_left_out() -> None:
    answers, who = ratings(np.random.default_rng(1))
    answers[::3, 1] = np.nan
    found = reliability(answers, who, 10, np.random.default_rng(2))
    full = np.isfinite(answers).all(axis=1)
    assert found.ratings == full.sum()
    assert found.alpha == pytest.approx(alpha(np.cov(answers[full].T)))


@pytest.mark.parametrize("rows", [0, 1])
def test_too_little_to_say(rows: int) -> None:
    found = reliability(np.ones((rows, 3)), np.zeros(rows, dtype=int), 10, np.random.default_rng(2))
    assert np.isnan(found.alpha)
    assert np.isnan(found.omega)
    assert not found.alpha_draws.size
