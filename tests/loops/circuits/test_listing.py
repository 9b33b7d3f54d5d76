"""Every loop is found once: against the definition, networkx, and the loops that Stella lists."""

from __future__ import annotations

from itertools import islice
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings

from clusterdynamics.errors import InputError
from clusterdynamics.loops.circuits import SignedGraph, count_loops, iter_loops
from clusterdynamics.loops.circuits.components import components
from clusterdynamics.loops.circuits.search import Search

from .graphs import arms_race, by_brute_force, by_networkx, counted, gnm, graphs, random_graph, stella_model


def check(graph: SignedGraph, expected: list[tuple[int, ...]]) -> None:
    """Listing and counting agree with the expected loops."""
    loops = list(iter_loops(graph))
    assert sorted(loop.links for loop in loops) == expected
    assert all(loop == graph.loop(loop.links) for loop in loops)
    by_length, participation = counted(graph, [graph.loop(links) for links in expected])
    counts = count_loops(graph)
    assert counts.complete
    assert counts.total == len(expected)
    assert np.array_equal(counts.by_length, by_length[: len(counts.by_length)])
    assert counts.by_length.sum() == len(expected)
    assert np.array_equal(counts.participation, participation)


@given(graphs())
@settings(max_examples=150)
def test_every_loop_of_small_multigraphs(graph: SignedGraph) -> None:
    expected = by_brute_force(graph)
    assert by_networkx(graph) == expected
    check(graph, expected)


def test_a_seeded_set_of_multigraphs() -> None:
    rng = np.random.default_rng(20)
    for _graph in range(400):
        graph = random_graph(rng, 8, 22)
        check(graph, by_networkx(graph))


@pytest.mark.verify
def test_ten_thousand_multigraphs() -> None:
    rng = np.random.default_rng(21)
    for i in range(10_000):
        graph = random_graph(rng, 6, 16) if i % 2 else random_graph(rng, 12, 26)
        expected = by_networkx(graph)
        if i % 2:
            assert expected == by_brute_force(graph)
        check(graph, expected)


@pytest.mark.parametrize(("n", "m", "seed"), [(70, 110, 1), (130, 200, 2), (200, 290, 3)])
def test_components_of_more_than_64_nodes(n: int, m: int, seed: int) -> None:
    """A ring through all nodes makes one component of them; the expected loops are networkx's."""
    rng = np.random.default_rng(seed)
    tail = np.r_[np.arange(n), rng.integers(0, n, m - n)]
    head = np.r_[(np.arange(n) + 1) % n, rng.integers(0, n, m - n)]
    graph = SignedGraph(n, tail, head, rng.choice([-1, 1], m))
    assert components(graph)[0].nodes.size == n
    expected = by_networkx(graph) if m - n <= 40 else None
    loops = list(iter_loops(graph, limit=20_000))
    if expected is None or len(expected) > len(loops):
        assert len({loop.links for loop in loops}) == len(loops)
        assert all(loop == graph.loop(loop.links) for loop in loops)
    else:
        check(graph, expected)


def test_more_than_64_nodes_without_chains() -> None:
    """80 nodes of two ways in and two ways out each, loops of up to 9 links; networkx lists them as well."""
    n = 80
    rng = np.random.default_rng(5)
    tail = np.r_[np.arange(n), np.arange(n)]
    head = np.r_[rng.permutation(n), (np.arange(n) + 1) % n]
    graph = SignedGraph(n, tail, head, rng.choice([-1, 1], 2 * n))
    loops = list(iter_loops(graph, max_length=9))
    nx_loops = sorted(links for links in by_networkx_up_to(graph, 9))
    assert sorted(loop.links for loop in loops) == nx_loops
    by_length, participation = counted(graph, loops)
    counts = count_loops(graph, max_length=9)
    assert counts.total == len(loops) > 50
    assert np.array_equal(counts.by_length, by_length[: len(counts.by_length)])
    assert np.array_equal(counts.participation, participation)


def by_networkx_up_to(graph: SignedGraph, longest: int) -> list[tuple[int, ...]]:
    import networkx as nx

    halved = nx.DiGraph()
    for e, (t, h) in enumerate(zip(graph.tail.tolist(), graph.head.tolist(), strict=True)):
        halved.add_edges_from([(t, graph.n + e), (graph.n + e, h)])
    cycles = nx.simple_cycles(halved, length_bound=2 * longest)
    return [graph.loop(tuple(x - graph.n for x in cycle if x >= graph.n)).links for cycle in cycles]


@given(graphs())
@settings(max_examples=50)
def test_a_bound_on_length(graph: SignedGraph) -> None:
    loops = list(iter_loops(graph))
    for longest in range(graph.n + 2):
        short = [loop for loop in loops if len(loop) <= longest]
        assert sorted(iter_loops(graph, max_length=longest), key=str) == sorted(short, key=str)
        counts = count_loops(graph, max_length=longest)
        by_length, participation = counted(graph, short)
        assert np.array_equal(counts.by_length, by_length[: len(counts.by_length)])
        assert np.array_equal(counts.participation, participation)


def test_a_limit_gives_the_first_loops() -> None:
    graph = gnm(12, 40, 1)
    loops = list(iter_loops(graph))
    assert len(loops) > 50
    assert list(iter_loops(graph, limit=50)) == loops[:50]
    assert list(iter_loops(graph, limit=0)) == []
    assert list(iter_loops(graph, limit=len(loops) + 1)) == loops


def test_listing_starts_at_once_where_it_would_never_end() -> None:
    """The complete graph of 40 nodes has more than 10^46 loops."""
    tail, head = np.nonzero(~np.eye(40, dtype=bool))
    graph = SignedGraph(40, tail, head, np.ones(tail.size))
    loops = list(islice(iter_loops(graph), 1000))
    assert len(set(loops)) == 1000


def test_blocks_join_without_a_seam() -> None:
    """A buffer that holds one or two loops at a time tells the same as a large one."""
    graph = gnm(10, 35, 2)
    (part,) = components(graph)
    search = Search(part, graph.n, block=1)
    links: list[int] = []
    blocks = 0
    while (block := search.block())[1].size:
        links += block[0].tolist()
        blocks += 1
    assert links == [e for loop in iter_loops(graph) for e in loop.links]
    assert blocks > 50


def test_the_arms_race_of_three_parties_has_eight_loops() -> None:
    """Three balancing ones (each adjusts its own weapons), three of two parties, two of all three, reinforcing."""
    loops = list(iter_loops(arms_race(3)))
    assert sorted((len(loop), loop.polarity) for loop in loops) == [(2, -1)] * 3 + [(6, 1)] * 3 + [(9, 1)] * 2
    assert [loop.reinforcing for loop in loops] == [loop.polarity == 1 for loop in loops]


@pytest.mark.parametrize(("name", "number"), [("armsRace", 3), ("bassDiffusion", 2), ("predatorPrey", 5)])
def test_the_loops_that_stella_lists(shared_data: Path, name: str, number: int) -> None:
    """The files list 3, 2 and 5 loops, with links and polarity."""
    graph, names, listed = stella_model(shared_data / "causal" / "ltm" / f"{name}.json")
    expected = {
        (frozenset((names[link["from"]], names[link["to"]]) for link in loop["links"]), loop["polarity"])
        for loop in listed
    }
    found = {
        (frozenset((int(graph.tail[e]), int(graph.head[e])) for e in loop.links), "+" if loop.reinforcing else "-")
        for loop in iter_loops(graph)
    }
    assert found == expected
    assert len(found) == number == count_loops(graph).total


def test_nothing_to_find() -> None:
    for graph in (SignedGraph(0, [], [], []), SignedGraph(3, [], [], []), SignedGraph(3, [0, 1], [1, 2], [1, 1])):
        assert list(iter_loops(graph)) == []
        assert count_loops(graph).explain() == "0 loops: 0 reinforcing, 0 balancing."


def test_a_bound_below_zero() -> None:
    with pytest.raises(InputError, match="limit is -1"):
        iter_loops(SignedGraph(1, [0], [0], [1]), limit=-1)
    with pytest.raises(InputError, match="max_length is -2"):
        count_loops(SignedGraph(1, [0], [0], [1]), max_length=-2)
