"""E-I index and block densities."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from clusterdynamics import compute
from clusterdynamics.measures import groups
from clusterdynamics.study.network import Network
from tests.measures.data import DEGENERATE, networks, random_network

NAN = np.nan
#: a, b in x; c, d in y; e in none. Ties: a→b, b→c, c→d, d→c, c→e, e→a; c was not asked about a.
NET = Network.from_matrix(
    [[NAN, 1, 0, 0, 0], [0, NAN, 1, 0, 0], [NAN, 0, NAN, 1, 1], [0, 0, 1, NAN, 0], [1, 0, 0, 0, NAN]]
)
KINDS = ["x", "x", "y", "y", None]


def test_by_hand() -> None:
    table = groups.block_density(NET, KINDS)
    assert table.groups == ("x", "y")
    assert table.ties.tolist() == [[1, 1], [0, 2]]
    assert table.pairs.tolist() == [[2, 4], [3, 2]]
    assert table.density.tolist() == [[0.5, 0.25], [0, 1]]
    # One tie between, three within; the ties of e, whose group is not known, are left out.
    assert groups.ei_index(NET, KINDS) == pytest.approx((1 - 3) / 4)
    assert groups.ei_by_group(NET, KINDS) == {"x": 0.0, "y": pytest.approx((1 - 2) / 3)}
    # 12 ordered pairs of the four of known group, 4 of them within.
    assert groups.ei_expected(NET, KINDS) == pytest.approx((8 - 4) / 12)


def test_expected_is_the_mean_of_all_permutations() -> None:
    rng = np.random.default_rng(1)
    net = random_network(rng, 20, 0.2)
    kinds = ["a"] * 5 + ["b"] * 12 + ["c"] * 3
    drawn = groups.ei_permutation(net, kinds, 20_000, rng)
    # Four standard errors of the mean.
    assert drawn.mean() == pytest.approx(groups.ei_expected(net, kinds), abs=4 * drawn.std() / np.sqrt(drawn.size))
    assert drawn.std() > 0.01


def test_permutations_run_in_chunks() -> None:
    parts = compute.replicate(groups.ei_permutation_work, 600, NET, KINDS, seed=3)
    assert [len(p) for p in parts] == [250, 250, 100]
    again = compute.replicate(groups.ei_permutation_work, 600, NET, KINDS, seed=3)
    assert np.array_equal(np.concatenate(parts), np.concatenate(again))
    # Dealing out two groups of two leaves only these values possible: k of the 4 ties within.
    assert set(np.concatenate(parts)) <= {1 - 2 * k / 4 for k in range(5)}


@pytest.mark.parametrize("name", DEGENERATE)
def test_degenerate(name: str) -> None:
    net = DEGENERATE[name]
    one = ["x"] * net.n
    index = groups.ei_index(net, one)
    assert math.isnan(index) == (not net.ties.any())
    assert np.isnan(groups.ei_permutation(net, one, 3, np.random.default_rng(0))).all() == (not net.ties.any())
    assert groups.ei_index(net, [None] * net.n) != groups.ei_index(net, [None] * net.n)
    assert math.isnan(groups.ei_expected(net, [None] * net.n))
    assert groups.ei_by_group(net, [None] * net.n) == {}
    assert groups.block_density(net, one).density.shape == ((1, 1) if net.n else (0, 0))


def test_a_group_without_ties_has_no_index() -> None:
    assert math.isnan(groups.ei_by_group(DEGENERATE["no tie"], list("xxyy"))["x"])


@given(networks(), st.data())
def test_properties(net: Network, data: st.DataObject) -> None:
    kinds = data.draw(st.lists(st.sampled_from(["a", "b", None]), min_size=net.n, max_size=net.n))
    order = np.array(data.draw(st.permutations(range(net.n))), dtype=int)
    value = groups.ei_index(net, kinds)
    assert math.isnan(value) or -1 <= value <= 1
    other = groups.ei_index(net.subset(order), [kinds[i] for i in order])
    assert value == other or (math.isnan(value) and math.isnan(other))
    table = groups.block_density(net, kinds)
    known = np.array([k is not None for k in kinds], dtype=bool)
    assert table.pairs.sum() == net.observed[np.ix_(known, known)].sum()
    assert table.ties.sum() == net.ties[np.ix_(known, known)].sum()
    assert (table.ties <= table.pairs).all()
