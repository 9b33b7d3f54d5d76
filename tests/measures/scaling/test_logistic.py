"""Logistic regression: R's glm and sandwich, and data that cannot be fitted."""

from __future__ import annotations

from math import isnan

import numpy as np
import pytest
from scipy.stats import binom

from clusterdynamics.measures.scaling import item_functioning, logistic

# R 4.2.2: glm(y ~ x + g, binomial): coefficients, standard errors, deviance; sandwich 3.0-2:
# vcovCL(f, cluster = c, type = "HC0", cadjust = TRUE): standard errors, equal to the formula in R to 1e-8.
GLM = {
    (31, 240, 8): (
        [0.657338155550, 0.641005497898, -0.846005770006],
        [0.199671488501, 0.157496351243, 0.276558618808],
        301.005203543,
        [0.243697597371, 0.144492920720, 0.286315724020],
    ),
    (32, 400, 6): (
        [0.774698878802, 0.753535705656, -1.196623976825],
        [0.160548929216, 0.122582938336, 0.223567063151],
        479.096978239,
        [0.217562344054, 0.145550185333, 0.529266884948],
    ),
}


def data(seed: int, n: int, groups: int) -> tuple[np.ndarray, np.ndarray, list[str]]:
    rng = np.random.default_rng(seed)
    cluster = np.arange(n) % groups
    x, g = rng.normal(size=n), (cluster % 2).astype(float)
    chance = 1 / (1 + np.exp(-(0.3 + 0.8 * x - 0.5 * g + rng.normal(0, 0.5, groups)[cluster])))
    y = (rng.random(n) < chance).astype(float)
    return np.stack([np.ones(n), x, g], axis=1), y, [str(c) for c in cluster]


@pytest.mark.parametrize("which", GLM)
def test_equals_glm_and_sandwich(which: tuple[int, int, int]) -> None:
    X, y, clusters = data(*which)
    coefficients, se, deviance, robust = GLM[which]
    plain, clustered = logistic(X, y), logistic(X, y, clusters)
    assert plain.settled
    assert plain.coefficients == pytest.approx(coefficients, abs=1e-9)
    assert np.sqrt(np.diag(plain.covariance)) == pytest.approx(se, abs=1e-6)
    assert plain.deviance == pytest.approx(deviance, abs=1e-8)
    assert np.sqrt(np.diag(clustered.covariance)) == pytest.approx(robust, abs=1e-6)


def test_what_cannot_be_fitted_says_so() -> None:
    X = np.stack([np.ones(20), np.arange(20.0)], axis=1)
    perfect = logistic(X, (np.arange(20) >= 10).astype(float))
    assert not perfect.settled
    assert np.isnan(perfect.coefficients).all()
    assert not logistic(np.ones((20, 2)), np.ones(20)).settled
    assert not logistic(np.zeros((0, 2)), np.zeros(0)).settled
    assert not logistic(X, np.tile([0.0, 1.0], 10), steps=1).settled


def test_one_cluster_has_no_robust_error() -> None:
    X, y, _clusters = data(31, 240, 8)
    assert np.isnan(logistic(X, y, ["a"] * 240).covariance).all()


# -- item functioning ---------------------------------------------------------------------------------------------


def two_countries(
    seed: int, shift: float, n: int = 6000, clusters: int = 30
) -> tuple[np.ndarray, np.ndarray, list[str]]:
    rng = np.random.default_rng(seed)
    cluster = np.arange(n) % clusters
    group = cluster % 2 == 1
    # Countries differ in how developed their clusters are; that alone is no difference of understanding.
    level = rng.normal(size=n) + 0.5 * group + rng.normal(0, 0.3, clusters)[cluster]
    eta = level[:, None] - np.linspace(-1, 1, 8)
    eta[:, 2] += shift * group
    return (rng.random(eta.shape) < 1 / (1 + np.exp(-eta))).astype(float), group, [str(c) for c in cluster]


def test_a_statement_that_is_understood_otherwise_is_found() -> None:
    found = item_functioning(*two_countries(7, 1.5))
    assert found[2].answer == "differs"
    assert found[2].low > 0.64
    equal = item_functioning(*two_countries(7, 0.0))
    # 1.5 on the delta scale: log odds ratio 1.5 / 2.35 = .638.
    assert [f.answer for f in equal] == ["equivalent"] * 8
    assert all(-0.638 < f.low < f.difference < f.high < 0.638 for f in equal)


def test_few_answers_cannot_say() -> None:
    found = item_functioning(*two_countries(8, 0.4, 200, 6))
    assert {f.answer for f in found} == {"cannot_say"}


def test_too_few_clusters_or_none_to_compare() -> None:
    agrees, group, clusters = two_countries(9, 0.0, 200, 2)
    found = item_functioning(agrees, group, clusters)
    assert all(f.answer == "cannot_say" and isnan(f.p) for f in found)
    agrees[:, 0] = 1.0
    assert isnan(item_functioning(agrees, group, [str(k % 10) for k in range(200)])[0].difference)


def test_equals_the_regression_it_is() -> None:
    agrees, group, clusters = two_countries(10, 0.3, 600, 12)
    agrees[::7, 3] = np.nan
    kept = np.isfinite(agrees[:, 0])
    rest = np.nanmean(agrees[:, 1:], axis=1)
    X = np.stack([np.ones(600), rest, group], axis=1)
    fit, plain = logistic(X[kept], agrees[kept, 0], clusters), logistic(X[kept], agrees[kept, 0])
    found = item_functioning(agrees, group, clusters)[0]
    # t quantile .975 with 12 − 2 degrees of freedom: 2.228139 (table).
    half = 2.228139 * np.sqrt(max(fit.covariance[2, 2], plain.covariance[2, 2]))
    assert (found.low, found.high) == pytest.approx((fit.coefficients[2] - half, fit.coefficients[2] + half), abs=1e-5)


@pytest.mark.verify
def test_no_difference_is_rarely_called_one() -> None:
    """400 pairs of countries with three clusters each of 70; the statement is understood alike in both.

    Fixed beforehand: seed, and the acceptance region for p < .05 in at most 5 %: exact binomial, α = .001.
    """
    rng = np.random.default_rng(20261124)
    cluster = np.arange(420) % 6
    below = 0
    for _k in range(400):
        level = rng.normal(size=420) + rng.normal(0, 0.5, 6)[cluster]
        eta = level[:, None] - np.linspace(-1, 1, 8) + rng.normal(0, 0.4, (6, 8))[cluster]
        agrees = (rng.random(eta.shape) < 1 / (1 + np.exp(-eta))).astype(float)
        below += item_functioning(agrees, cluster % 2 == 1, [str(c) for c in cluster])[0].p < 0.05
    assert below <= binom.ppf(1 - 0.001, 400, 0.05), below / 400
