"""What a signed graph accepts, and how a loop is written."""

from __future__ import annotations

import numpy as np
import pytest

from clusterdynamics.errors import InputError
from clusterdynamics.loops.circuits import Loop, SignedGraph


def test_arrays_are_copied_and_closed() -> None:
    tail = np.array([0, 1])
    graph = SignedGraph(2, tail, [1.0, 0.0], [1, -1])
    tail[0] = 1
    assert graph.tail.tolist() == [0, 1]
    assert (graph.tail.dtype, graph.head.dtype, graph.sign.dtype) == (np.int64, np.int64, np.int8)
    assert graph.m == 2
    with pytest.raises(ValueError, match="read-only"):
        graph.sign[0] = 1


def test_all_that_is_wrong_is_told_at_once() -> None:
    with pytest.raises(InputError) as told:
        SignedGraph(2, [0, 5], [1, -1], [0, 1, 1])
    for part in ("2 tails, 2 heads, 3 signs", "its tail is node 5", "its head is node -1", "its sign is 0"):
        assert part in str(told.value)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((-1, [], [], []), "number of nodes is -1"),
        ((2, [[0]], [1], [1]), "tail must be a list of one dimension"),
        ((2, [0], [0.5], [1]), "head must hold whole numbers"),
        ((2, [0], ["a"], [1]), "head must hold whole numbers"),
        ((2, [0], [1], [300]), "its sign is 300"),
    ],
)
def test_what_is_not_accepted(arguments: tuple, message: str) -> None:
    with pytest.raises(InputError, match=message):
        SignedGraph(*arguments)


def test_a_loop_starts_at_its_smallest_node() -> None:
    graph = SignedGraph(3, [0, 1, 2, 1], [1, 2, 0, 2], [1, -1, 1, 1])
    assert graph.loop((1, 2, 0)) == Loop(links=(0, 1, 2), nodes=(0, 1, 2), polarity=-1)
    assert graph.loop((3, 2, 0)).reinforcing
    assert len(graph.loop((2, 0, 3))) == 3


@pytest.mark.parametrize("links", [(), (9,), (0, 1), (0, 2), (0, 1, 0, 1)])
def test_links_that_make_no_loop(links: tuple[int, ...]) -> None:
    graph = SignedGraph(3, [0, 1, 2], [1, 2, 0], [1, 1, 1])
    with pytest.raises(InputError, match="links"):
        graph.loop(links)
    two = SignedGraph(2, [0, 1], [1, 0], [1, 1])
    with pytest.raises(InputError, match="do not make a loop"):
        two.loop((0, 1, 0, 1))
