"""Transitions between depths: counts by hand, and Dirichlet bounds against scipy's beta distribution."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from clusterdynamics.measures.transitions import dirichlet_bounds, transition_counts


def symmetric(pairs: dict[tuple[int, int], int], n: int) -> np.ndarray:
    levels = np.full((n, n), -1)
    for (i, j), value in pairs.items():
        levels[i, j] = levels[j, i] = value
    return levels


def test_counts_by_hand() -> None:
    before = symmetric({(0, 1): 0, (0, 2): 1, (1, 2): 1, (0, 3): 2}, 4)
    after = symmetric({(0, 1): 1, (0, 2): 1, (1, 2): 0, (2, 3): 2}, 4)
    # 0–1 began, 0–2 stayed, 1–2 ended; 0–3 and 2–3 are known once.
    assert transition_counts(before, after, 3).tolist() == [[0, 1, 0], [1, 1, 0], [0, 0, 0]]


@given(st.integers(0, 7), st.integers(2, 6), st.integers(0, 2**32 - 1))
def test_rows_add_up_to_the_pairs_at_the_depth_before(n: int, levels: int, seed: int) -> None:
    rng = np.random.default_rng(seed)
    draw = [np.triu(rng.integers(-1, levels, (n, n)), 1) for _ in range(2)]
    before, after = (x + x.T + np.diag(np.full(n, -1)) for x in draw)
    counts = transition_counts(before, after, levels)
    known = np.triu((before >= 0) & (after >= 0), 1)
    assert counts.sum() == known.sum()
    for d in range(levels):
        assert counts[d].sum() == (known & (before == d)).sum()
        assert counts[:, d].sum() == (known & (after == d)).sum()
    low, high = dirichlet_bounds(counts)
    shares = counts / np.maximum(counts.sum(axis=1, keepdims=True), 1)
    given_rows = counts.sum(axis=1) > 0
    assert (low[given_rows] <= shares[given_rows] + 1e-12).all()
    assert (high[given_rows] >= shares[given_rows] - 1e-12).all()
    assert np.isnan(low[~given_rows]).all()


def test_bounds_are_those_of_a_beta_distribution() -> None:
    low, high = dirichlet_bounds(np.array([[3, 7, 0], [0, 5, 0]]))
    # A prior of 1 in all: 3 + ⅓ of 10 + 1 in the first cell (scipy.stats.beta).
    beta = stats.beta(3 + 1 / 3, 11 - 3 - 1 / 3)
    assert (low[0, 0], high[0, 0]) == pytest.approx(tuple(beta.ppf([0.025, 0.975])))
    assert (low[0, 2], high[1, 1]) == (0.0, 1.0)
    assert high[0, 2] == pytest.approx(stats.beta(1 / 3, 11 - 1 / 3).ppf(0.975))


def test_marginals_of_a_dirichlet_distribution() -> None:
    draws = np.random.default_rng(1).dirichlet([3 + 1 / 3, 7 + 1 / 3, 1 / 3], size=200_000)
    low, high = dirichlet_bounds(np.array([3, 7, 0]))
    ends = np.quantile(draws[:, 1], [0.025, 0.975])
    assert ends == pytest.approx([low[1], high[1]], abs=0.004)  # Monte Carlo error of 200,000 draws
