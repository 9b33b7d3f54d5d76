"""Who links regions, and what regions have around them."""

from __future__ import annotations

import networkx as nx
import numpy as np

from clusterdynamics.regions import bridges, ego_regions, region_graph
from clusterdynamics.study.network import Network


def _net(edges: str, nodes: str) -> Network:
    matrix = np.zeros((len(nodes), len(nodes)))
    for a, b in edges.split():
        matrix[nodes.index(a), nodes.index(b)] = 1
    return Network.from_matrix(matrix, list(nodes), directed=False)


def test_bridges_by_hand() -> None:
    # Regions: abc east, de west, f north. b holds both ties between east and west; d-f is a single tie.
    net = _net("ab bd be df ca", "abcdef")
    found = bridges(net, ["e", "e", "e", "w", "w", "n"])
    assert found.elsewhere.tolist() == [0, 2, 0, 2, 1, 1]
    assert found.reached.tolist() == [0, 1, 0, 2, 1, 1]
    assert found.partners.tolist() == [2, 3, 1, 2, 1, 1]
    assert found.crossing == 3
    assert found.sole == {("e", "w"): "b"}  # between n and w either end would do


def test_an_unknown_region_bridges_nothing() -> None:
    found = bridges(_net("ab bc", "abc"), ["e", None, "w"])
    assert found.crossing == 0
    assert found.elsewhere.tolist() == [0, 0, 0]


def test_ego_regions_equal_networkx() -> None:
    rng = np.random.default_rng(2)
    for _k in range(10):
        weights = np.triu(rng.integers(0, 5, (9, 9)) * (rng.random((9, 9)) < 0.5), 1).astype(float)
        weights = weights + weights.T
        graph = nx.from_numpy_array(weights)
        found = ego_regions(weights)
        constraint = nx.constraint(graph, weight="weight")
        clustering = nx.clustering(graph)
        for i in range(9):
            degree = graph.degree(i)
            assert found.partners[i] == degree
            if degree:
                np.testing.assert_allclose(found.constraint[i], constraint[i])
            else:
                assert np.isnan(found.constraint[i])
            if degree > 1:
                np.testing.assert_allclose(found.between_partners[i], clustering[i])
            else:
                assert np.isnan(found.between_partners[i])


def test_the_graph_of_regions_adds_both_directions_and_nothing_within() -> None:
    np.testing.assert_array_equal(region_graph(np.array([[5, 1], [2, 7]])), [[0, 3], [3, 0]])
    np.testing.assert_array_equal(region_graph(np.array([[5, 2], [2, 7]])), [[0, 2], [2, 0]])
