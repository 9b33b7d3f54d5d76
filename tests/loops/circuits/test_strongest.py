"""The strongest loops: the same as sorting all of them."""

from __future__ import annotations

import numpy as np
import pytest

from clusterdynamics.errors import InputError
from clusterdynamics.loops.circuits import SignedGraph, iter_loops, top_loops

from .graphs import gnm, random_graph


def sorted_loops(graph: SignedGraph, strength: np.ndarray) -> list:
    """All loops by the definition of the order."""
    return sorted(
        iter_loops(graph),
        key=lambda loop: (
            -min(strength[list(loop.links)]),
            -np.mean(strength[list(loop.links)]),
            len(loop),
            loop.nodes,
            loop.links,
        ),
    )


@pytest.mark.parametrize("values", [1, 3, 100])
def test_the_order_of_all_loops(values: int) -> None:
    """With few values of strength most loops are tied, with many hardly any."""
    rng = np.random.default_rng(values)
    for _graph in range(100):
        graph = random_graph(rng, 7, 20)
        strength = rng.integers(0, values, graph.m)
        every = sorted_loops(graph, strength)
        for k in (0, 1, 4, len(every) + 1):
            assert list(top_loops(graph, strength, k)) == every[:k]
        short = [loop for loop in every if len(loop) <= 3]
        assert list(top_loops(graph, strength, 5, max_length=3)) == short[:5]
        assert top_loops(graph, strength, 5, max_length=0) == ()


def test_weak_links_are_not_searched() -> None:
    """Three strong links make a loop; the 40 other nodes are a complete graph of weak links, without end to search."""
    tail, head = np.nonzero(~np.eye(40, dtype=bool))
    graph = SignedGraph(40, np.r_[[0, 1, 2], tail], np.r_[[1, 2, 0], head], np.ones(tail.size + 3))
    (loop,) = top_loops(graph, np.r_[[5, 5, 4], np.ones(tail.size)], 1)
    assert loop.links == (0, 1, 2)


def test_many_ties_take_bounded_memory() -> None:
    graph = gnm(20, 70, 3)
    strength = np.ones(70)
    best = top_loops(graph, strength, 5)
    assert list(best) == sorted_loops(graph, strength)[:5]


@pytest.mark.parametrize("strength", [[1.0], [1.0, np.nan], [np.inf, 1.0], [[1.0, 2.0]]])
def test_strengths_that_cannot_be_used(strength: list) -> None:
    graph = SignedGraph(2, [0, 1], [1, 0], [1, 1])
    with pytest.raises(InputError, match="one finite strength for each of the 2 links"):
        top_loops(graph, strength, 1)
    with pytest.raises(InputError, match="k is -1"):
        top_loops(graph, [1, 1], -1)
