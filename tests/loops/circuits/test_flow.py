"""Maximum flow: equal to the smallest cut, found by trying every one."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest

from clusterdynamics.errors import InputError
from clusterdynamics.loops.circuits import max_flow


def smallest_cut(n: int, tail: np.ndarray, head: np.ndarray, capacity: np.ndarray, first: set, last: set) -> int:
    """The smallest capacity from a set that holds all sources to the rest, which holds all sinks."""
    between = [v for v in range(n) if v not in first | last]
    sides = [first | set(more) for size in range(len(between) + 1) for more in combinations(between, size)]
    return min(
        sum(int(c) for t, h, c in zip(tail, head, capacity, strict=True) if t in side and h not in side)
        for side in sides
    )


def test_flow_equals_the_smallest_cut() -> None:
    rng = np.random.default_rng(4)
    for i in range(400):
        n, m = int(rng.integers(2, 8)), int(rng.integers(0, 20))
        tail, head, capacity = rng.integers(0, n, m), rng.integers(0, n, m), rng.integers(0, 6, m)
        order = rng.permutation(n)
        cut = int(rng.integers(1, n))
        sources, sinks = set(order[: min(cut, 2)].tolist()), set(order[cut : cut + 2].tolist())
        if i % 2:
            sources, sinks = {int(order[0])}, {int(order[-1])}
            assert max_flow(n, tail, head, capacity, order[0], order[-1]) == smallest_cut(
                n, tail, head, capacity, sources, sinks
            )
        assert max_flow(n, tail, head, capacity, sources, sinks) == smallest_cut(
            n, tail, head, capacity, sources, sinks
        )


def test_parallel_links_add_up_and_links_to_oneself_carry_nothing() -> None:
    assert max_flow(2, [0, 0, 0, 1], [1, 1, 0, 0], [2, 3, 7, 4], 0, 1) == 5


def test_nothing_flows() -> None:
    assert max_flow(3, [], [], [], 0, 2) == 0
    assert max_flow(3, [0], [1], [1], [], [2]) == 0


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((2, [0], [1, 1], [1], 0, 1), "1 tails, 2 heads, 1 capacities"),
        ((2, [0], [2], [1], 0, 1), "no node 2: nodes go from 0 to 1"),
        ((2, [0], [1], [1], 0, 3), "no node 3"),
        ((2, [0], [1], [-1], 0, 1), "capacity is -1"),
        ((2, [0], [1], [2**31], 0, 1), "add up to more than 2,147,483,647"),
        ((2, [0], [1], [1], 1, [0, 1]), "Node 1 is both source and sink"),
        ((2, [0], [1], [0.5], 0, 1), "capacity must hold whole numbers"),
    ],
)
def test_what_cannot_be_used(arguments: tuple, message: str) -> None:
    with pytest.raises(InputError, match=message):
        max_flow(*arguments)
