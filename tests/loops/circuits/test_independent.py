"""The shortest independent loop set."""

from __future__ import annotations

import numpy as np

from clusterdynamics.loops.circuits import SignedGraph, independent_loops, iter_loops

from .graphs import arms_race, random_graph


def test_the_arms_race_of_three_parties() -> None:
    """Six of its eight loops; both loops through all three parties are missing (Eberlein & Schoenberg 2020)."""
    assert (
        sorted((len(loop), loop.polarity) for loop in independent_loops(arms_race(3))) == [(2, -1)] * 3 + [(6, 1)] * 3
    )


def test_what_makes_the_set() -> None:
    """Each loop brings a link that the earlier ones lack, is as short as any loop through that link, and together
    they pass through every link that lies on a loop; they are linearly independent."""
    rng = np.random.default_rng(3)
    for _graph in range(200):
        graph = random_graph(rng, 7, 18)
        every = list(iter_loops(graph))
        shortest = {e: min(len(loop) for loop in every if e in loop.links) for loop in every for e in loop.links}
        taken = independent_loops(graph)
        covered: set[int] = set()
        for loop in taken:
            new = set(loop.links) - covered
            assert len(loop) == min(shortest[e] for e in new)
            covered |= new
        assert covered == set(shortest)
        assert [len(loop) for loop in taken] == sorted(len(loop) for loop in taken)
        incidence = np.array([[e in loop.links for e in range(graph.m)] for loop in taken], dtype=float)
        assert not taken or np.linalg.matrix_rank(incidence) == len(taken)


def test_among_equally_short_loops_the_one_with_fewest_new_links_comes_first() -> None:
    """0→1→2→0 is taken first (its nodes come first); 0→1→3→0 brings two new links, 4→5→6→4 three."""
    links = [(0, 1), (1, 2), (2, 0), (4, 5), (5, 6), (6, 4), (1, 3), (3, 0)]
    graph = SignedGraph(7, [a for a, _b in links], [b for _a, b in links], [1] * len(links))
    assert [loop.nodes for loop in independent_loops(graph)] == [(0, 1, 2), (0, 1, 3), (4, 5, 6)]


def test_no_loop() -> None:
    assert independent_loops(SignedGraph(2, [0], [1], [1])) == ()
