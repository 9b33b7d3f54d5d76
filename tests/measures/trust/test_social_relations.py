"""The social relations model: classical formulas, brute force, and what must hold of any decomposition."""

from __future__ import annotations

from dataclasses import astuple

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clusterdynamics.measures.trust import Components, SocialRelationsError, kernels, social_relations
from clusterdynamics.measures.trust.cross_products import collect, pair_weights
from clusterdynamics.measures.trust.likelihood import Criterion

from .data import TRUTH, anova, dense, simulate


def sparse_ratings(seed: int = 1, n: int = 18) -> np.ndarray:
    return simulate(np.random.default_rng(seed), n, density=0.5, silent=0.15, missing=0.08).values


@pytest.mark.parametrize(("seed", "n", "items"), [(1, 15, 3), (2, 24, 2), (3, 20, 4)])
def test_equals_the_classical_formulas_on_a_complete_round_robin(seed: int, n: int, items: int) -> None:
    # In a balanced design restricted maximum likelihood is the analysis of variance (if no variance is negative):
    # expected values by Warner, Kenny & Stoto (1979), written out in data.anova.
    values = simulate(np.random.default_rng(seed), n, items=items).values
    np.testing.assert_allclose(
        astuple(social_relations(values).components), astuple(anova(values)), rtol=1e-5, atol=1e-7
    )


@pytest.mark.parametrize("seed", [1, 2])
def test_equals_brute_force_on_incomplete_ratings(seed: int) -> None:
    # Expected values: the covariance matrix of all answers written out and inverted, data.dense.
    values = sparse_ratings(seed)
    fit = social_relations(values)
    expected = dense(values, fit.components)
    assert fit.criterion == pytest.approx(expected.criterion, abs=1e-6)
    np.testing.assert_allclose(fit.items, expected.items, atol=1e-9)
    rated = np.isfinite(fit.generosity.value)
    np.testing.assert_allclose(fit.generosity.value[rated], expected.generosity[rated], atol=1e-9)
    np.testing.assert_allclose(fit.generosity.error[rated], expected.generosity_error[rated], atol=1e-9)
    np.testing.assert_allclose(fit.pair.value, expected.pair, atol=1e-9)
    np.testing.assert_allclose(fit.pair.error, expected.pair_error, atol=1e-9)


def test_no_other_components_are_more_likely() -> None:
    values = sparse_ratings()
    fit = social_relations(values)
    best = astuple(fit.components)
    for k in range(6):
        for factor in (0.9, 1.1):
            other = list(best)
            other[k] *= factor
            assert dense(values, Components(*other)).criterion > fit.criterion


@pytest.mark.parametrize("theta", [(0.5, 0.1, 0.4, 0.7, 0.6), (0.0, 0.0, 0.3, 0.2, 0.9), (-0.4, 0.2, 1.5, 0.0, 0.1)])
def test_the_slope_is_the_slope(theta: tuple[float, ...]) -> None:
    # Expected: differences of the criterion itself.
    fit = Criterion(collect(sparse_ratings()), role_covariance=True)
    at = np.array(theta)
    steps = np.eye(5) * 1e-5
    expected = [(fit.value_and_slope(at + s)[0] - fit.value_and_slope(at - s)[0]) / 2e-5 for s in steps]
    np.testing.assert_allclose(fit.value_and_slope(at)[1], expected, atol=2e-4)


def test_pair_weights_by_hand() -> None:
    # Γ = [[1, ½], [½, 1]], D = diag(2, 1): I + ΓD = [[3, ½], [1, 2]] with determinant 5½, and so
    # H = (I + ΓD)⁻¹Γ = [[7/22, 1/11], [1/11, 5/11]].
    w = pair_weights(1.0, 0.5, np.array([[2, 1], [3, 0]]))
    np.testing.assert_allclose(w.h[0], [7 / 22, 1 / 11, 5 / 11])
    np.testing.assert_allclose(w.log_det, np.log([5.5, 4.0]))  # one-sided: 1 + 3 · 1
    assert w.h[1, 0] == pytest.approx(1 / 4)


def test_inverse() -> None:
    rng = np.random.default_rng(5)
    a = rng.normal(size=(12, 12))
    a = a @ a.T + np.eye(12)
    for function in (kernels.inverse, kernels.inverse.py_func):
        inverse, log_det = function(a)
        np.testing.assert_allclose(inverse @ a, np.eye(12), atol=1e-10)
        assert log_det == pytest.approx(np.linalg.slogdet(a)[1])


# -- what must hold ---------------------------------------------------------------------------------------------


@settings(max_examples=8)
@given(st.integers(0, 10_000), st.floats(0.2, 5), st.floats(-10, 10))
def test_units_and_zero_of_the_scale(seed: int, factor: float, shift: float) -> None:
    values = sparse_ratings(seed, 14)
    one, other = social_relations(values), social_relations(factor * values + shift)
    scale = factor**2 * sum(astuple(one.components)[k] for k in (0, 1, 3, 5))
    np.testing.assert_allclose(
        astuple(other.components), factor**2 * np.array(astuple(one.components)), atol=1e-4 * scale
    )
    np.testing.assert_allclose(other.items, factor * one.items + shift, atol=1e-3 * (1 + factor))


@settings(max_examples=6)
@given(st.integers(0, 10_000))
def test_turned_round_generosity_and_reputation_change_places(seed: int) -> None:
    values = sparse_ratings(seed, 14)
    one, other = social_relations(values).components, social_relations(values.transpose(1, 0, 2)).components
    expected = (one.reputation, one.generosity, one.role_covariance, one.pair, one.pair_covariance, one.error)
    np.testing.assert_allclose(astuple(other), expected, atol=2e-4)


def test_the_order_of_organisations_does_not_matter() -> None:
    values = sparse_ratings()
    order = np.random.default_rng(2).permutation(len(values))
    one, other = social_relations(values), social_relations(values[np.ix_(order, order)])
    np.testing.assert_allclose(astuple(other.components), astuple(one.components), atol=1e-5)
    np.testing.assert_allclose(other.generosity.value, one.generosity.value[order], atol=1e-4)


# -- shares, correlations, draws ------------------------------------------------------------------------------------


def test_shares_and_correlations_by_hand() -> None:
    c = Components(0.2, 0.1, 0.05, 0.4, -0.1, 0.9)
    # A rating is the mean of 3 items: total .2 + .1 + .4 + .9/3 = 1.
    assert c.shares(3) == pytest.approx({"generosity": 0.2, "reputation": 0.1, "pair": 0.4, "chance": 0.3})
    assert c.generalised_reciprocity == pytest.approx(0.05 / np.sqrt(0.02))
    assert c.dyadic_reciprocity == pytest.approx(-0.25)
    assert np.isnan(Components(0.0, 0.1, 0.0, 0.0, 0.0, 1.0).generalised_reciprocity)
    assert np.isnan(Components(0.0, 0.1, 0.0, 0.0, 0.0, 1.0).dyadic_reciprocity)


def test_draws_lie_around_the_estimates() -> None:
    fit = social_relations(simulate(np.random.default_rng(4), 40).values)
    draws = fit.draw(np.random.default_rng(1), 400)
    for name, share in fit.components.shares(3).items():
        assert np.quantile(draws[name], 0.1) < share < np.quantile(draws[name], 0.9)
        assert ((draws[name] >= 0) & (draws[name] <= 1)).all()
    total = sum(draws[name] for name in ("generosity", "reputation", "pair", "chance"))
    np.testing.assert_allclose(total, 1)
    again = fit.draw(np.random.default_rng(1), 400)
    assert all(np.array_equal(again[name], draws[name], equal_nan=True) for name in draws)


def test_the_wider_the_fewer_ratings() -> None:
    few = social_relations(simulate(np.random.default_rng(4), 16).values).draw(np.random.default_rng(1), 400)
    many = social_relations(simulate(np.random.default_rng(4), 60).values).draw(np.random.default_rng(1), 400)
    assert np.std(few["pair"]) > 2 * np.std(many["pair"])


# -- what cannot be told apart ---------------------------------------------------------------------------------------


def test_no_generosity_and_no_reputation() -> None:
    truth = Components(0.0, 0.0, 0.0, 0.5, 0.2, 0.3)
    fit = social_relations(simulate(np.random.default_rng(9), 30, truth).values)
    assert fit.components.generosity < 0.03
    assert min(astuple(fit.components)[k] for k in (0, 1, 3, 5)) >= 0


def test_without_pairs_that_rated_each_other_dyadic_reciprocity_is_left_out() -> None:
    values = simulate(np.random.default_rng(1), 24).values
    values[np.tril_indices(24)] = np.nan
    fit = social_relations(values)
    assert fit.mutual == 0
    assert fit.components.pair_covariance == 0
    assert fit.criterion == pytest.approx(dense(values, fit.components).criterion, abs=1e-6)


def test_raters_and_rated_that_never_change_places() -> None:
    values = simulate(np.random.default_rng(1), 24).values
    values[12:] = np.nan
    values[:, :12] = np.nan
    fit = social_relations(values)
    assert fit.components.role_covariance == 0
    assert np.isnan(fit.generosity.value[12:]).all()
    assert np.isnan(fit.reputation.value[:12]).all()
    assert np.isfinite(fit.generosity.value[:12]).all()


def test_role_covariance_can_be_left_out() -> None:
    values = sparse_ratings()
    fit = social_relations(values, role_covariance=False)
    assert fit.components.role_covariance == 0
    assert fit.criterion >= social_relations(values).criterion - 1e-6


def nothing(values: np.ndarray) -> np.ndarray:
    return np.full_like(values, np.nan)


def first_item(values: np.ndarray) -> np.ndarray:
    return values[:, :, :1]


def one_each(values: np.ndarray) -> np.ndarray:
    cut = values.copy()
    cut[::2, :, 0] = np.nan
    cut[1::2, :, 1] = np.nan
    return cut[:, :, :2]


def item_never_answered(values: np.ndarray) -> np.ndarray:
    cut = values.copy()
    cut[:, :, 2] = np.nan
    return cut


def all_alike(values: np.ndarray) -> np.ndarray:
    return np.where(np.isfinite(values), 3.0, np.nan)


def items_alike(values: np.ndarray) -> np.ndarray:
    return np.repeat(values[:, :, :1], 3, axis=2)


@pytest.mark.parametrize(
    ("change", "kind"),
    [
        (nothing, "no_ratings"),
        (first_item, "one_item"),
        (one_each, "one_item"),
        (item_never_answered, "one_item"),
        (all_alike, "no_spread"),
        (items_alike, "no_error"),
    ],
)
def test_what_cannot_be_decomposed(change, kind: str) -> None:
    with pytest.raises(SocialRelationsError) as caught:
        social_relations(change(simulate(np.random.default_rng(1), 12, TRUTH).values))
    assert caught.value.kind == kind
