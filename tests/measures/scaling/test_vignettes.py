"""Relative ranks among vignettes: every case of two vignettes, and shares."""

from __future__ import annotations

from math import nan

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from clusterdynamics.measures.scaling import relative_ranks, uniform_ranks

# (own, first vignette, second vignette) → lowest and highest C, worked out from the definition of King et al. (2004);
# the thirteen ways in which three ratings can be ordered.
CASES = {
    (1, 2, 3): (1, 1),
    (2, 2, 3): (2, 2),
    (2, 1, 3): (3, 3),
    (3, 1, 3): (4, 4),
    (3, 1, 2): (5, 5),
    # vignettes rated alike
    (1, 2, 2): (1, 1),
    (2, 2, 2): (2, 4),
    (3, 2, 2): (5, 5),
    # vignettes in the wrong order
    (1, 3, 2): (1, 1),
    (2, 3, 2): (1, 4),
    (2, 3, 1): (1, 5),
    (3, 3, 2): (2, 5),
    (3, 2, 1): (5, 5),
}


@pytest.mark.parametrize(("ratings", "expected"), CASES.items())
def test_two_vignettes(ratings: tuple[int, int, int], expected: tuple[int, int]) -> None:
    own, *vignettes = ratings
    assert relative_ranks(np.array([float(own)]), np.array([vignettes], dtype=float)).tolist() == [list(expected)]


def test_missing_ratings_give_no_rank() -> None:
    ranks = relative_ranks(np.array([nan, 3, 3]), np.array([[1, 2], [nan, 2], [1, 2]]))
    assert np.isnan(ranks[:2]).all()
    assert ranks[2].tolist() == [5, 5]


def test_shares_spread_ranges_evenly() -> None:
    # Ranks 1 and 2 to 4: ½, and ½ · ⅓ each.
    shares = uniform_ranks(np.array([[1, 1], [2, 4], [nan, nan]]), 2)
    assert shares == pytest.approx([1 / 2, 1 / 6, 1 / 6, 1 / 6, 0])
    assert np.isnan(uniform_ranks(np.zeros((0, 2)), 2)).all()


@given(st.integers(1, 5), st.lists(st.integers(1, 5), min_size=1, max_size=4))
def test_a_style_of_answering_changes_nothing(own: int, vignettes: list[int]) -> None:
    plain = relative_ranks(np.array([float(own)]), np.array([vignettes], dtype=float))
    generous = relative_ranks(np.array([own**2 + 3.0]), np.array([vignettes], dtype=float) ** 2 + 3)
    assert plain.tolist() == generous.tolist()
    assert 1 <= plain[0, 0] <= plain[0, 1] <= 2 * len(vignettes) + 1
