"""From a network to a graph."""

from __future__ import annotations

import random

import numpy as np
import pytest

from clusterdynamics.measures.graph import adjacency, group_codes, neighbour_lists, seeded_igraph, to_igraph
from clusterdynamics.study.network import Network


def net(directed: bool = True) -> Network:
    return Network.from_matrix([[0, 3, np.nan], [1, 0, 0], [2, np.nan, 0]], ["a", "b", "c"], directed=directed)


def test_directed() -> None:
    g = to_igraph(net(), weighted=True)
    assert g.is_directed()
    assert g.vs["name"] == ["a", "b", "c"]
    assert dict(zip(g.get_edgelist(), g.es["weight"], strict=True)) == {(0, 1): 3, (1, 0): 1, (2, 0): 2}


@pytest.mark.parametrize(
    "graph", [to_igraph(net(), directed=False, weighted=True), to_igraph(net(False), weighted=True)]
)
def test_undirected_takes_the_higher_report(graph) -> None:
    assert not graph.is_directed()
    assert dict(zip(graph.get_edgelist(), graph.es["weight"], strict=True)) == {(0, 1): 3, (0, 2): 2}


def test_without_weights() -> None:
    assert to_igraph(net()).es.attributes() == []
    assert to_igraph(Network.from_matrix(np.zeros((0, 0)))).vcount() == 0


def test_neighbour_lists() -> None:
    starts, targets = neighbour_lists(adjacency(net()))
    assert starts.tolist() == [0, 1, 2, 3]
    assert targets.tolist() == [1, 0, 0]
    assert neighbour_lists(np.zeros((0, 0), dtype=bool))[0].tolist() == [0]


def test_group_codes() -> None:
    names, codes = group_codes(net(), ["y", None, "x"])
    assert names == ("x", "y")
    assert codes.tolist() == [1, -1, 0]
    assert group_codes(net(), np.array(["y", "x", "y"]))[1].tolist() == [1, 0, 1]
    with pytest.raises(ValueError, match="3 actors need 3 groups, not 1"):
        group_codes(net(), ["x"])


def test_igraph_gets_its_own_chance_back() -> None:
    import igraph

    def draw(seed: int) -> list[tuple[int, int]]:
        with seeded_igraph(np.random.default_rng(seed)):
            return igraph.Graph.Erdos_Renyi(20, 0.3).get_edgelist()

    assert draw(1) == draw(1) != draw(2)
    random.seed(5)
    after = igraph.Graph.Erdos_Renyi(20, 0.3).get_edgelist()
    random.seed(5)
    draw(9)
    assert igraph.Graph.Erdos_Renyi(20, 0.3).get_edgelist() == after
