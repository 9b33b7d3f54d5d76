"""Guttman errors: by hand, by counting pairs, and what holds of all profiles."""

from __future__ import annotations

from itertools import combinations
from math import isnan

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from clusterdynamics.measures.scaling import guttman_errors


def test_by_hand() -> None:
    # 11000: none. 10100: stage 3 without 2, one. 00011: both later ones miss three each, six, the most there is.
    found = guttman_errors(np.array([[1, 1, 0, 0, 0], [1, 0, 1, 0, 0], [0, 0, 0, 1, 1]], dtype=bool))
    assert found.errors.tolist() == [0, 1, 6]
    assert found.most.tolist() == [6, 6, 6]
    assert found.in_order == pytest.approx(1 / 3)
    assert found.share == pytest.approx(7 / 18)


def test_perfect_order_is_one_and_chance_is_none() -> None:
    assert guttman_errors(np.tri(5, 5, dtype=bool)).scalability == 1
    # Stage 1 and 2 reached by half each, independently: as many errors as expected.
    assert guttman_errors(np.array([[1, 1], [1, 0], [0, 1], [0, 0]], dtype=bool)).scalability == pytest.approx(0)


def test_nothing_to_order() -> None:
    assert isnan(guttman_errors(np.zeros((0, 5), dtype=bool)).in_order)
    alike = guttman_errors(np.ones((4, 3), dtype=bool))
    assert alike.in_order == 1
    assert isnan(alike.share)
    assert isnan(alike.scalability)


@given(arrays.arrays(np.bool_, st.tuples(st.integers(1, 8), st.integers(1, 6))))
def test_equals_counting_pairs(reached: np.ndarray) -> None:
    found = guttman_errors(reached)
    counted = [sum(p[t] and not p[s] for s, t in combinations(range(p.size), 2)) for p in reached]
    assert found.errors.tolist() == counted
    assert (found.errors <= found.most).all()
