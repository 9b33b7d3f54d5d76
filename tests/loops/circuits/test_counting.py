"""Counts of loops: known numbers, stopping honestly, any number of workers, too large to follow at once."""

from __future__ import annotations

from math import comb, factorial

import numpy as np
import pytest

from clusterdynamics.compute import using
from clusterdynamics.errors import Cancelled
from clusterdynamics.loops.circuits import LoopCounts, SignedGraph, count_loops, iter_loops
from clusterdynamics.loops.circuits import counting as module
from clusterdynamics.loops.circuits.condensed import condense
from clusterdynamics.loops.circuits.states import MOST

from .graphs import counted, gnm, random_graph


def complete(n: int, sign: int = 1) -> SignedGraph:
    tail, head = np.nonzero(~np.eye(n, dtype=bool))
    return SignedGraph(n, tail, head, np.full(tail.size, sign))


def same(a: LoopCounts, b: LoopCounts) -> bool:
    return (
        a.total == b.total
        and a.complete == b.complete
        and np.array_equal(a.by_length, b.by_length)
        and np.array_equal(a.participation, b.participation)
    )


@pytest.mark.parametrize("n", [2, 5, 9, 13])
def test_complete_graphs(n: int) -> None:
    """C(n, l) · (l − 1)! loops of l links; with negative links those of odd length are balancing."""
    counts = count_loops(complete(n, -1))
    expected = [comb(n, length) * factorial(length - 1) if length > 1 else 0 for length in range(n + 1)]
    assert counts.by_length.sum(axis=1).tolist() == expected
    assert counts.by_length[::2, 1].sum() == counts.by_length[1::2, 0].sum() == 0
    # Every link is on equally many loops.
    assert np.unique(counts.participation, axis=0).shape[0] == 1
    assert counts.participation.sum() == sum(length * number for length, number in enumerate(expected))


def test_a_random_graph_of_nine_million_loops() -> None:
    """networkx and rustworkx count 9,165,588 loops in gnm_random_graph(30, 120, seed=1, directed=True)."""
    counts = count_loops(gnm(30, 120, 1))
    assert counts.total == 9_165_588 == counts.reinforcing + counts.balancing
    lengths = np.arange(len(counts.by_length))
    assert counts.participation.sum() == (counts.by_length.sum(axis=1) * lengths).sum()


def test_what_does_not_fit_at_once_is_split(monkeypatch: pytest.MonkeyPatch) -> None:
    rng = np.random.default_rng(8)
    graph = gnm(14, 60, 3)
    small = [random_graph(rng, 9, 30) for _graph in range(40)]
    whole = [count_loops(g) for g in (graph, *small)]
    bounded = count_loops(graph, max_length=8)
    monkeypatch.setattr(module, "STATES", 64)
    assert all(same(count_loops(g), expected) for g, expected in zip((graph, *small), whole, strict=True))
    assert same(count_loops(graph, max_length=8), bounded)


@pytest.mark.parametrize("states", [64, 1 << 21])
def test_any_number_of_workers(states: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "STATES", states)
    monkeypatch.setattr("clusterdynamics.compute.WORTHWHILE", 0.0)
    graph = gnm(13, 50, 4)
    for limit in (None, 500):
        alone = count_loops(graph, limit=limit)
        for backend in ("loky", "threading"):
            with using(workers=3, backend=backend):
                assert same(count_loops(graph, limit=limit), alone)


def test_counting_can_be_cancelled() -> None:
    with using(cancelled=lambda: True), pytest.raises(Cancelled):
        count_loops(gnm(10, 30, 1))


def test_progress_is_told() -> None:
    told: list[tuple[str, int, int]] = []
    with using(progress=lambda *step: told.append(step)):
        count_loops(gnm(10, 30, 1))
    assert told[0][:2] == ("Counting loops", 1)


def test_a_limit_is_told_honestly() -> None:
    """What is counted up to a stop is consistent, and no more than there is."""
    rng = np.random.default_rng(9)
    stopped = 0
    for _graph in range(150):
        graph = random_graph(rng, 8, 24)
        loops = list(iter_loops(graph))
        _by_length, most = counted(graph, loops)
        limit = int(rng.integers(0, len(loops) + 2))
        counts = count_loops(graph, limit=limit)
        assert counts.complete == (len(loops) <= limit)
        assert limit < counts.total <= len(loops) or counts.complete
        lengths = np.arange(len(counts.by_length))
        assert counts.by_length.sum() == counts.total
        assert counts.participation.sum() == (counts.by_length.sum(axis=1) * lengths).sum()
        assert (counts.participation <= most).all()
        stopped += not counts.complete
    assert stopped > 30


def test_sentences() -> None:
    graph = complete(6)
    assert count_loops(graph, max_length=2).explain() == (
        "15 loops: 15 reinforcing, 0 balancing. Only loops of at most 2 links were asked for."
    )
    assert count_loops(graph, limit=3).explain().startswith("At least ")
    assert count_loops(SignedGraph(1, [0], [0], [-1])).explain() == "1 loop: 0 reinforcing, 1 balancing."


def test_counts_that_do_not_fit_64_bits_stop_below() -> None:
    """Ten links of each sign between neighbours on a ring of 16: 20^16 ≈ 6.6e20 loops, more than 2^63."""
    ring = np.repeat(np.arange(16), 20)
    graph = SignedGraph(16, ring, (ring + 1) % 16, np.tile([1, -1], 160))
    counts = count_loops(graph)
    assert not counts.complete
    assert 0 <= counts.total <= MOST
    assert (counts.participation >= 0).all()
    # With 20^14 ≈ 1.6e18 loops, all are counted; half are reinforcing.
    ring = np.repeat(np.arange(14), 20)
    counts = count_loops(SignedGraph(14, ring, (ring + 1) % 14, np.tile([1, -1], 140)))
    assert counts.complete
    assert counts.total == 20**14 == 2 * counts.reinforcing
    assert counts.participation.tolist() == [[20**13 // 2] * 2] * 280


def test_a_dense_graph_stops_at_the_limit() -> None:
    counts = count_loops(complete(60), limit=5_000)
    assert not counts.complete
    assert counts.total > 5_000


def test_chains_and_rings_are_condensed() -> None:
    """A ring of 500 nodes with one short cut: two nodes and three links are left to search; of a ring, nothing."""
    n = 500
    tail, head = np.r_[np.arange(n), 0], np.r_[(np.arange(n) + 1) % n, 250]
    graph = SignedGraph(n, tail, head, np.r_[-np.ones(n), 1])
    small = condense(graph)
    (part,) = small.parts
    assert (part.starts.size - 1, sorted(part.length.tolist()), small.closed) == (2, [1, 250, 250], ())
    ring = condense(SignedGraph(n, tail[:n], head[:n], -np.ones(n)))
    assert ring.parts == ()
    assert [(sign, len(members)) for sign, members in ring.closed] == [(1, 500)]
    counts = count_loops(graph)
    # 250 negative links and the short cut: reinforcing; 500 negative links: reinforcing.
    assert counts.by_length[251].tolist() == counts.by_length[500].tolist() == [1, 0]
    assert counts.participation[0].tolist() == [1, 0]
    assert counts.participation[300].tolist() == [2, 0]
    assert count_loops(graph, max_length=300).total == 1
