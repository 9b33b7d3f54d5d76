"""Agreement within a group and intraclass correlation."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from clusterdynamics.measures.agreement import intraclass, r_wg, r_wg_j

#: Shrout, P. E., & Fleiss, J. L. (1979). Intraclass correlations. Psychological Bulletin 86(2), table 2:
#: four judges rate six targets; table 4 gives ICC(1,1) = .17 and ICC(1,4) = .44.
SHROUT_FLEISS = np.array([[9, 2, 5, 8], [6, 1, 3, 2], [8, 4, 6, 8], [7, 1, 2, 6], [10, 5, 6, 9], [6, 2, 4, 7]], float)


def test_intraclass_as_published() -> None:
    found = intraclass(SHROUT_FLEISS.ravel(), [f"t{i}" for i in range(6) for _ in range(4)])
    assert found.single == pytest.approx(0.17, abs=0.005)
    assert found.mean == pytest.approx(0.44, abs=0.005)
    assert (found.groups, found.answers) == (6, 24)


def test_intraclass_of_unequal_groups_by_hand() -> None:
    # Groups (1, 3) and (5): means 2 and 5, grand mean 3. MSB = 2·1 + 1·4 = 6, MSW = 2 / 1 = 2, k0 = 3 − 5/3 = 4/3.
    found = intraclass(np.array([1.0, 3.0, 5.0, np.nan]), ["a", "a", "b", "b"])
    assert found.single == pytest.approx((6 - 2) / (6 + (4 / 3 - 1) * 2))
    assert found.mean == pytest.approx(4 / 6)


@pytest.mark.parametrize("groups", [["a", "a"], ["a", "b"]])
def test_intraclass_needs_two_groups_and_two_answers_in_one(groups: list[str]) -> None:
    assert np.isnan(intraclass(np.array([1.0, 2.0]), groups).single)


def test_no_spread_at_all() -> None:
    found = intraclass(np.array([2.0, 2.0, 2.0]), ["a", "a", "b"])
    assert np.isnan(found.single)
    assert np.isnan(found.mean)


def test_r_wg_by_hand() -> None:
    # Variance of 4, 4, 5, 5 is 1/3; even spread over five categories has variance 2.
    assert r_wg(np.array([4.0, 4, 5, 5])) == pytest.approx(1 - (1 / 3) / 2)
    assert r_wg(np.array([3.0, 3, 3, np.nan])) == 1
    assert r_wg(np.array([1.0, 5, 1, 5])) == 0  # more spread than even
    assert np.isnan(r_wg(np.array([4.0, np.nan])))


def test_r_wg_j_by_hand() -> None:
    # Two items with variances 1/3 and 1/3: ratio 1/6, J = 2: 2·5/6 / (2·5/6 + 1/6) = 10/11.
    answers = np.array([[4.0, 2], [4, 2], [5, 3], [5, 3]])
    assert r_wg_j(answers) == pytest.approx(10 / 11)
    assert r_wg_j(np.array([[1.0], [5.0], [1.0], [5.0]])) == 0
    assert np.isnan(r_wg_j(np.array([[4.0, np.nan]])))


@given(st.lists(st.integers(1, 5), min_size=2, max_size=20))
def test_agreement_lies_between_none_and_full(answers: list[int]) -> None:
    values = np.array(answers, float)
    assert 0 <= r_wg(values) <= 1
    assert r_wg_j(values[:, None]) == pytest.approx(r_wg(values))  # one item: J = 1 is r_wg
