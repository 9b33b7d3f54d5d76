"""Leiden communities."""

from __future__ import annotations

import math
from concurrent.futures import ThreadPoolExecutor

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clusterdynamics.measures.communities import leiden
from clusterdynamics.study.network import Network
from tests.measures.data import DEGENERATE, networks, random_network


def cliques(*sizes: int) -> Network:
    n = sum(sizes)
    matrix = np.zeros((n, n))
    start = 0
    for size in sizes:
        matrix[start : start + size, start : start + size] = 1
        start += size
    for k in np.cumsum(sizes)[:-1]:
        matrix[k - 1, k] = 1
    return Network.from_matrix(matrix)


def test_finds_cliques_and_numbers_them_by_size() -> None:
    found = leiden(cliques(4, 6, 5), np.random.default_rng(0))
    assert found.membership.tolist() == [2] * 4 + [0] * 6 + [1] * 5
    assert found.n == 3


def test_modularity_is_that_of_networkx() -> None:
    rng = np.random.default_rng(2)
    for _ in range(20):
        net = random_network(rng, 25, 0.1)
        found = leiden(net, rng)
        graph = nx.from_numpy_array((net.ties | net.ties.T).astype(int))
        parts = [set(np.flatnonzero(found.membership == k)) for k in range(found.n)]
        assert found.modularity == pytest.approx(nx.community.modularity(graph, parts), abs=1e-9)
        # As good as another algorithm for the same quality, or better.
        other = nx.community.louvain_communities(graph, seed=1)
        assert found.modularity >= nx.community.modularity(graph, other) - 1e-9


def test_resolution_makes_more_communities() -> None:
    net = random_network(np.random.default_rng(4), 40, 0.1)
    few, many = (leiden(net, np.random.default_rng(0), resolution=r).n for r in (0.3, 3.0))
    assert few < many


@pytest.mark.parametrize("name", DEGENERATE)
def test_degenerate(name: str) -> None:
    net = DEGENERATE[name]
    found = leiden(net, np.random.default_rng(0))
    assert found.membership.shape == (net.n,)
    if not net.ties.any():
        assert math.isnan(found.modularity)
        assert found.n == net.n
        assert found.membership.tolist() == list(range(net.n))


@given(networks(), st.data())
@settings(max_examples=30)
def test_the_same_for_the_same_seed_whatever_the_order(net: Network, data: st.DataObject) -> None:
    order = np.array(data.draw(st.permutations(range(net.n))), dtype=int)
    first = leiden(net, np.random.default_rng(1), runs=2)
    second = leiden(net.subset(order), np.random.default_rng(1), runs=2)
    assert (first.membership[order] == second.membership).all()
    sizes = np.bincount(first.membership)
    assert (np.diff(sizes) <= 0).all()


def test_threads_do_not_disturb_each_other() -> None:
    net = random_network(np.random.default_rng(8), 60, 0.06)
    alone = [leiden(net, np.random.default_rng(seed), runs=3).membership.tolist() for seed in range(12)]
    with ThreadPoolExecutor(4) as pool:
        together = list(
            pool.map(lambda s: leiden(net, np.random.default_rng(s), runs=3).membership.tolist(), range(12))
        )
    assert together == alone
