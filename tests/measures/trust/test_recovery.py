"""Simulated ratings with known components: recovery inside a region that was fixed before the first run.

Declared beforehand: the truth (data.TRUTH), the design, the number of data sets, the seeds, and the region. For each of
six components the mean of the estimates may miss the truth by no more than the t quantile at α = .001 / 7 times its
standard error; the 80 % interval of one pair of each data set, drawn by chance beforehand, may hold the truth as often
as an exact binomial test at α = .001 / 7 allows.
"""

from __future__ import annotations

from dataclasses import astuple

import numpy as np
import pytest
from scipy import stats

from clusterdynamics.measures.redraws import bounds
from clusterdynamics.measures.trust import social_relations

from .data import TRUTH, simulate

ALPHA = 0.001 / 7


def check(n: int, density: float, data_sets: int, seed: int) -> None:
    estimates, hits = [], 0
    for k in range(data_sets):
        rng = np.random.default_rng([seed, k])
        drawn = simulate(rng, n, density=density, silent=0.15, missing=0.04)
        fit = social_relations(drawn.values)
        estimates.append(astuple(fit.components))
        one = int(rng.integers(fit.rater.size))
        truth = drawn.pair[fit.rater[one], fit.partner[one]]
        hits += abs(fit.pair.value[one] - truth) <= 1.2815515655446004 * fit.pair.error[one]
    found = np.array(estimates)
    error = found.std(axis=0, ddof=1) / np.sqrt(data_sets)
    off = (found.mean(axis=0) - np.array(astuple(TRUTH))) / error
    assert np.abs(off).max() <= stats.t.ppf(1 - ALPHA / 2, data_sets - 1), off
    assert stats.binomtest(hits, data_sets, 0.8).pvalue >= ALPHA, hits


def test_recovery() -> None:
    check(20, 0.6, 80, 2026)


@pytest.mark.verify
@pytest.mark.parametrize(("n", "density"), [(30, 0.5), (42, 0.2), (60, 0.3)])
def test_recovery_in_many_data_sets(n: int, density: float) -> None:
    check(n, density, 400, 1979)


@pytest.mark.verify
@pytest.mark.parametrize(("n", "density"), [(30, 0.5), (40, 0.2)])
def test_bounds_of_shares_and_correlations_hold_the_truth(n: int, density: float) -> None:
    # 95 % bounds of four shares and two correlations; exact binomial region at α = .001 / 12 (six in two designs).
    truth = TRUTH.shares(3) | {
        "generalised": TRUTH.generalised_reciprocity,
        "dyadic": TRUTH.dyadic_reciprocity,
    }
    held = dict.fromkeys(truth, 0)
    for k in range(400):
        rng = np.random.default_rng([1984, n, k])
        fit = social_relations(simulate(rng, n, density=density, silent=0.15, missing=0.04).values)
        draws = fit.draw(rng, 500)
        for name, value in truth.items():
            low, high = bounds(draws[name])
            held[name] += low is not None and high is not None and low <= value <= high
    assert min(stats.binomtest(count, 400, 0.95).pvalue for count in held.values()) >= 0.001 / 12, held
