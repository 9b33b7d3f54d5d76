"""The kernels as plain Python: the same results as compiled, and covered line by line."""

from __future__ import annotations

import numpy as np
import pytest

from clusterdynamics.measures import kernels
from clusterdynamics.measures.graph import adjacency, neighbour_lists
from clusterdynamics.measures.whole.counts import _CLASS_OF_CODE
from tests.measures.data import random_network


def lists(n: int, p: float, seed: int) -> tuple[np.ndarray, np.ndarray]:
    return neighbour_lists(adjacency(random_network(np.random.default_rng(seed), n, p)))


@pytest.mark.parametrize("word", [0, 1, 2**63, 2**64 - 1, 0x123456789ABCDEF0])
def test_count_bits(word: int) -> None:
    assert kernels.count_bits(np.uint64(word)) == word.bit_count()
    assert kernels.count_bits.py_func(np.uint64(word)) == word.bit_count()


# 70 actors need two words of bits; 0 and 1 none and one.
@pytest.mark.parametrize(("n", "p"), [(0, 0.0), (1, 0.0), (6, 0.3), (70, 0.03)])
def test_paths(n: int, p: float) -> None:
    starts, targets = lists(n, p, 3)
    for mine, plain in zip(
        kernels.reach_levels(starts, targets), kernels.reach_levels.py_func(starts, targets), strict=True
    ):
        np.testing.assert_allclose(mine, plain)
    np.testing.assert_allclose(kernels.betweenness(starts, targets), kernels.betweenness.py_func(starts, targets))


def test_a_long_path_is_followed_to_its_end() -> None:
    # On a path of 100 actors, 100 − d pairs are at distance d.
    chain = np.eye(100, k=1, dtype=bool)
    levels = kernels.reach_levels(*neighbour_lists(chain))[0]
    assert levels[1:].tolist() == list(range(99, 0, -1))


def test_triads() -> None:
    rng = np.random.default_rng(0)
    ties = rng.random((8, 8)) < 0.4
    dyads = ties.astype(np.int64) + 2 * ties.T
    dyads[0, 1] = dyads[1, 0] = dyads[5, 7] = dyads[7, 5] = 4
    compiled = kernels.triads(dyads, _CLASS_OF_CODE)
    np.testing.assert_array_equal(compiled, kernels.triads.py_func(dyads, _CLASS_OF_CODE))
    # 56 triples less 6 of the pair (0, 1) and 6 of the pair (5, 7); they share none.
    assert compiled.sum() == 44


def test_two_steps() -> None:
    # 0 → 1 → 2 closed by 0 → 2; 1 → 2 → 3 and 0 → 2 → 3 open; 1 → 3 was not observed.
    ties, observed = np.zeros((4, 4), dtype=bool), ~np.eye(4, dtype=bool)
    ties[0, 1] = ties[1, 2] = ties[0, 2] = ties[2, 3] = True
    observed[1, 3] = False
    assert kernels.two_steps(ties, observed) == kernels.two_steps.py_func(ties, observed) == (1, 2)


@pytest.mark.parametrize("ties_between", [True, False])
def test_core_search(ties_between: bool) -> None:
    rng = np.random.default_rng(7)
    cells = np.array([np.triu(rng.integers(0, 3, (9, 9)), 1) for _ in range(3)], dtype=float)
    cells[0] = 2 * (1 - np.eye(9))
    cells[1] = np.minimum(cells[1] + cells[1].T, 2)
    cells[2] = cells[1]
    begin = rng.random((6, 9)) < 0.5
    core, fit = kernels.core_search(cells, begin, ties_between)
    plain_core, plain_fit = kernels.core_search.py_func(cells, begin, ties_between)
    assert fit == pytest.approx(plain_fit)
    assert (core == plain_core).all()


def test_ideal_fit_is_a_correlation() -> None:
    # Cells 1, 1, 0 where the pattern is 1, and 0, 0, 1, 0 where it is 0.
    values, pattern = [1, 1, 0, 0, 0, 1, 0], [1, 1, 1, 0, 0, 0, 0]
    one, zero = np.array([3.0, 2.0, 2.0]), np.array([4.0, 1.0, 1.0])
    expected = np.corrcoef(values, pattern)[0, 1]
    for function in (kernels.ideal_fit, kernels.ideal_fit.py_func):
        assert function(one, zero) == pytest.approx(expected)
        assert function(one, np.zeros(3)) == -2


def test_an_actor_that_may_as_well_be_in_the_core_is_taken_in() -> None:
    # Four actors all tied to each other, five tied to nobody: cores of 2, 3 and 4 all fit perfectly.
    matrix = np.zeros((9, 9))
    matrix[:4, :4] = 1 - np.eye(4)
    cells = np.stack([2 * (1 - np.eye(9)), 2 * matrix, 2 * matrix])
    begin = np.array([[True, True] + [False] * 7])
    for search in (kernels.core_search, kernels.core_search.py_func):
        core, fit = search(cells, begin, False)
        assert core.tolist() == [True] * 4 + [False] * 5
        assert fit == pytest.approx(1)
