"""Beside R: numbers that R gave, with its version, and R itself where it is installed (``make verify``)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import astuple
from pathlib import Path

import numpy as np
import pytest

from clusterdynamics.measures.trust import alpha, omega, one_factor, social_relations

from .data import eies, kapferer_items, known, simulate, tobacco, tobacco_items
from .r_scripts import RELIABILITY, SOCIAL_RELATIONS, long_table, run_r

# lme4 1.1-31 by r_scripts.SOCIAL_RELATIONS: generosity, reputation, their covariance, pair, pair covariance, error,
# restricted criterion. Its optimiser stops within some 1e-6 of the minimum.
LME4: dict[Callable[[Path], np.ndarray], tuple[float, ...]] = {
    eies: (0.165658288, 0.266380599, 0.175419622, 0.687416145, 0.585719185, 0.258702823, 4550.18365),
    known: (
        0.0224296613965,
        0.0191391039316,
        -0.00565674331079,
        0.305320396222,
        0.244794098757,
        0.0890480335827,
        1405.80108938,
    ),
    # Both sides of these ratings are always alike: correlations of 1, on the edge of what is possible.
    tobacco: (0.0887964354, 0.0887964394, 0.0887964374, 0.462843279, 0.462843279, 0.553042545, 1860.15451),
}


@pytest.mark.parametrize("data", LME4, ids=lambda data: data.__name__)
def test_social_relations_equal_lme4(data: Callable[[Path], np.ndarray], shared_data: Path) -> None:
    fit = social_relations(data(shared_data))
    *components, criterion = LME4[data]
    np.testing.assert_allclose(astuple(fit.components), components, rtol=1e-5, atol=1e-6)
    assert fit.criterion == pytest.approx(criterion, abs=1e-5)


def test_draws_on_the_edge_are_possible_values(shared_data: Path) -> None:
    draws = social_relations(tobacco(shared_data)).draw(np.random.default_rng(1), 200)
    assert all(np.isfinite(d).all() for d in draws.values())
    assert (np.abs(draws["dyadic"]) <= 1 + 1e-9).all()


@pytest.mark.verify
@pytest.mark.parametrize("seed", range(3))
def test_social_relations_beside_lme4(seed: int) -> None:
    values = simulate(np.random.default_rng([11, seed]), 24, density=0.5, silent=0.1, missing=0.05).values
    fit = social_relations(values)
    theirs, means, generosity, reputation, _seconds = run_r(SOCIAL_RELATIONS, long_table(values), "lme4")
    np.testing.assert_allclose([*astuple(fit.components), fit.criterion], theirs, rtol=1e-4, atol=1e-4)
    np.testing.assert_allclose(fit.items, means, atol=1e-5)
    rates, rated = np.isfinite(fit.generosity.value), np.isfinite(fit.reputation.value)
    np.testing.assert_allclose(fit.generosity.value[rates], generosity[rates], atol=1e-4)
    np.testing.assert_allclose(fit.reputation.value[rated], reputation[rated], atol=1e-4)


# psych 2.2.9: raw and standardised alpha; omega of one factor by maximum likelihood (of the correlations, its only
# way); loadings. Its optimiser stops some 1e-6 away.
PSYCH = {
    tobacco_items: (0.57549687155, 0.668538837907, 0.67307609032, [0.533024289772, 0.67361377212, 0.701972518681]),
    kapferer_items: (
        0.643697445493,
        0.658753720017,
        0.661631144916,
        [0.565447792434, 0.470957052418, 0.683308208749, 0.562459195085],
    ),
}


@pytest.mark.parametrize("data", PSYCH, ids=lambda data: data.__name__)
def test_reliability_equals_psych(data: Callable[[Path], np.ndarray], shared_data: Path) -> None:
    items = data(shared_data)
    covariance, correlation = np.cov(items.T), np.corrcoef(items.T)
    raw, standardised, total, loadings = PSYCH[data]
    assert alpha(covariance) == pytest.approx(raw, abs=1e-10)
    assert alpha(correlation) == pytest.approx(standardised, abs=1e-10)
    assert omega(correlation) == pytest.approx(total, abs=2e-6)
    np.testing.assert_allclose(one_factor(correlation).loadings, loadings, atol=2e-6)


@pytest.mark.verify
@pytest.mark.parametrize("seed", range(3))
def test_reliability_beside_psych(seed: int) -> None:
    rng = np.random.default_rng([12, seed])
    k = 3 + seed
    items = rng.normal(size=(200, 1)) * rng.uniform(0.5, 1.2, k) + rng.normal(size=(200, k))
    (raw, _standard), (total, _), loadings, unique = run_r(RELIABILITY, [float(k), *items.ravel().tolist()], "psych")
    correlation = np.corrcoef(items.T)
    fit = one_factor(correlation)
    assert alpha(np.cov(items.T)) == pytest.approx(raw, abs=1e-8)
    assert omega(correlation) == pytest.approx(total, abs=1e-4)
    np.testing.assert_allclose(fit.loadings, loadings, atol=1e-4)
    np.testing.assert_allclose(fit.unique, unique, atol=1e-4)
