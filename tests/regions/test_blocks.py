"""Density, depth and observed share within and between regions."""

from __future__ import annotations

import numpy as np
import pytest

from clusterdynamics.measures.groups import block_density
from clusterdynamics.regions import region_blocks
from clusterdynamics.study.network import Network
from tests.build import random_study

NAN = float("nan")


def test_a_small_network_worked_out_by_hand() -> None:
    # a, b in one region, c, d in another; depths, NaN not observed. The pair a-b: 2 and 4, the deeper counts.
    net = Network.from_matrix(
        [[NAN, 2, 0, NAN], [4, NAN, 3, 0], [1, NAN, NAN, 0], [NAN, 0, NAN, NAN]], list("abcd"), directed=False
    )
    found = region_blocks(net, ["east", "east", "west", "west"])
    assert found.regions == ("east", "west")
    assert found.ties.tolist() == [[1, 2], [2, 0]]
    assert found.observed.tolist() == [[1, 3], [3, 1]]  # nobody reported on a-d
    assert found.possible.tolist() == [[1, 4], [4, 1]]
    np.testing.assert_allclose(found.density, [[1, 2 / 3], [2 / 3, 0]])
    np.testing.assert_allclose(found.coverage, [[1, 3 / 4], [3 / 4, 1]])
    np.testing.assert_allclose(found.depth, [[4, 2], [2, NAN]])


def test_a_directed_network_agrees_with_the_measure_of_groups() -> None:
    study = random_study(18, seed=3)
    net = study.network("advice", "2024")
    kinds = study.attribute("type", net.nodes)
    mine, other = region_blocks(net, kinds), block_density(net, kinds)
    assert mine.regions == other.groups
    np.testing.assert_array_equal(mine.ties, other.ties)
    np.testing.assert_array_equal(mine.observed, other.pairs)
    np.testing.assert_allclose(mine.density, other.density)


def test_all_pairs_are_in_exactly_one_cell() -> None:
    study = random_study(15, seed=4)
    for name in ("depth", "advice"):
        net = study.network(name, "2026")
        found = region_blocks(net, study.attribute("type", net.nodes))
        once = found.possible if net.directed else np.triu(found.possible)
        assert once.sum() == net.n * (net.n - 1) / (1 if net.directed else 2)
        assert (found.observed <= found.possible).all()
        assert (found.ties <= found.observed).all()


def test_who_has_no_region_is_left_out() -> None:
    net = Network.from_matrix(np.ones((3, 3)), list("abc"))
    found = region_blocks(net, ["x", "x", None])
    assert found.ties.tolist() == [[2]]


@pytest.mark.parametrize("n", [0, 1])
def test_empty_and_one(n: int) -> None:
    found = region_blocks(Network.from_matrix(np.zeros((n, n))), ["x"] * n)
    assert found.ties.sum() == 0
