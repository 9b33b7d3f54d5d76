"""Where nothing is to be found, tests at 5 % reject in 5 %: 5,000 data sets each.

Fixed beforehand: the seeds, and the acceptance region, the exact binomial one at α = .001 for 5,000 trials.
"""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import binom

from clusterdynamics.measures import cug_test, mrqap, qap_correlation

pytestmark = pytest.mark.verify

SETS = 5000
#: 99 permutations: p ≤ .05 has a chance of exactly 5/100 where permutations are exchangeable.
PERMUTATIONS = 99
LOW, HIGH = (int(binom.ppf(q, SETS, 0.05)) for q in (0.0005, 0.9995))


def autocorrelated(rng: np.random.Generator, n: int) -> np.ndarray:
    """A matrix whose rows and columns hang together: senders, receivers, and pairs."""
    return rng.normal(size=(n, 1)) + rng.normal(size=(1, n)) + rng.normal(size=(n, n))


def test_qap() -> None:
    rng = np.random.default_rng(20261126)
    below = 0
    for k in range(SETS):
        a, b = autocorrelated(rng, 10), autocorrelated(rng, 10)
        below += qap_correlation(a, b, seed=k, permutations=PERMUTATIONS).p_two_sided <= 0.05
    assert LOW <= below <= HIGH, below / SETS


def test_double_semi_partialling() -> None:
    """The predictor hangs together with another one that matters; both and the error are autocorrelated."""
    rng = np.random.default_rng(20261127)
    below = 0
    for k in range(SETS):
        z = autocorrelated(rng, 20)
        x = 0.5 * z + autocorrelated(rng, 20)
        y = 0.5 * z + autocorrelated(rng, 20)
        below += mrqap(y, {"x": x, "z": z}, seed=k, permutations=PERMUTATIONS)["x"].p_two_sided <= 0.05
    assert LOW <= below <= HIGH, below / SETS


def test_double_semi_partialling_of_a_logistic_model() -> None:
    """The same with ties: an outcome above its median."""
    rng = np.random.default_rng(20261129)
    below = 0
    for k in range(SETS):
        z = autocorrelated(rng, 20)
        x = 0.5 * z + autocorrelated(rng, 20)
        y = 0.5 * z + autocorrelated(rng, 20)
        ties = (y > np.median(y)).astype(float)
        found = mrqap(ties, {"x": x, "z": z}, seed=k, permutations=PERMUTATIONS, model="logistic")
        below += found["x"].p_two_sided <= 0.05
    assert LOW <= below <= HIGH, below / SETS


def density_of_a_half(ties: np.ndarray) -> float:
    return float(ties[:6, :6].sum())


def test_cug() -> None:
    """A count has equal values, so the test is careful: it rejects at most as often as it says."""
    rng = np.random.default_rng(20261128)
    below = 0
    for k in range(SETS):
        ties = (rng.random((12, 12)) < 0.3).astype(float)
        found = cug_test(ties, density_of_a_half, condition="edges", replicates=PERMUTATIONS, seed=k, directed=True)
        below += found.p_high <= 0.05
    assert 0 < below <= HIGH, below / SETS
