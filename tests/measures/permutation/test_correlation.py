"""QAP correlation: brute force, gaps, blocks, R's sna, any number of workers, bad input."""

from __future__ import annotations

import itertools
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from clusterdynamics import compute
from clusterdynamics.errors import InputError
from clusterdynamics.measures import qap_correlation
from clusterdynamics.measures.permutation.shuffles import _parts, draw, p_values
from clusterdynamics.study.network import Network
from tests.measures.data import kecskemet_regression_data


def matrix(rng: np.random.Generator, n: int, *, symmetric: bool = False, missing: float = 0.0) -> np.ndarray:
    found = rng.normal(size=(n, n))
    found[rng.random((n, n)) < missing] = np.nan
    return np.triu(found, 1) + np.triu(found, 1).T if symmetric else found


def plain(a: np.ndarray, b: np.ndarray, order: tuple[int, ...], directed: bool) -> float:
    """The correlation in numpy's own words."""
    moved = b[np.ix_(order, order)]
    cells = ~np.eye(len(a), dtype=bool) if directed else np.triu(np.ones(a.shape, dtype=bool), 1)
    cells &= np.isfinite(a) & np.isfinite(moved)
    return float(np.corrcoef(a[cells], moved[cells])[0, 1])


@pytest.mark.parametrize("n", [4, 5])
@pytest.mark.parametrize("symmetric", [False, True])
@pytest.mark.parametrize("missing", [0.0, 0.1])
def test_all_permutations_equal_brute_force(n: int, symmetric: bool, missing: float) -> None:
    rng = np.random.default_rng(n)
    a, b = (matrix(rng, n, symmetric=symmetric, missing=missing) for _k in range(2))
    found = qap_correlation(a, b, seed=0)
    every = np.array([plain(a, b, order, not symmetric) for order in itertools.permutations(range(n))])
    assert found.exact
    assert found.permutations == len(every)
    assert found.directed is not symmetric
    np.testing.assert_allclose(found.distribution, every, atol=1e-12)
    assert found.correlation == pytest.approx(every[0], abs=1e-12)
    assert found.p_high == (every >= every[0] - 1e-12).mean()
    assert found.p_low == (every <= every[0] + 1e-12).mean()
    assert found.p_two_sided == (abs(every) >= abs(every[0]) - 1e-12).mean()


@given(st.lists(st.sampled_from(["a", "b", "c", None]), min_size=1, max_size=7), st.integers(0, 2**32))
def test_blocks_are_never_crossed(labels: list[str | None], seed: int) -> None:
    names = {name: k for k, name in enumerate(dict.fromkeys(x for x in labels if x is not None))}
    codes = np.array([-1 if x is None else names[x] for x in labels])
    drawn = draw(np.random.default_rng(seed), 20, codes)
    every = np.concatenate(list(_parts(codes)))
    for orders in (drawn, every):
        assert (codes[orders] == codes).all()
        assert (orders[:, codes == -1] == np.flatnonzero(codes == -1)).all()
        assert (np.sort(orders, axis=1) == np.arange(len(labels))).all()
    assert len(np.unique(every, axis=0)) == len(every)
    assert {tuple(o) for o in drawn.tolist()} <= {tuple(o) for o in every.tolist()}


def test_blocks_in_the_correlation() -> None:
    # Two blocks of two: 2! × 2! permutations, tried by hand.
    rng = np.random.default_rng(3)
    a, b = matrix(rng, 5), matrix(rng, 5)
    found = qap_correlation(a, b, seed=0, blocks=["x", "y", "x", "y", None])
    orders = [(0, 1, 2, 3, 4), (0, 3, 2, 1, 4), (2, 1, 0, 3, 4), (2, 3, 0, 1, 4)]
    np.testing.assert_allclose(sorted(found.distribution), sorted(plain(a, b, o, True) for o in orders))
    assert "within their blocks" in found.explain()
    assert "All 4 ways" in found.explain()


def test_equal_to_r(shared_data: Path) -> None:
    # qaptest(list(y, geo), gcor), sna 2.7-1, 20,000 permutations: 0.1210497008, p 0.06235 and 0.94015.
    y, xs = kecskemet_regression_data(shared_data)
    found = qap_correlation(y, xs["geo"], seed=5, permutations=10_000)
    assert found.correlation == pytest.approx(0.1210497008, abs=1e-9)
    # Four standard errors of the difference of two shares: sqrt(.062 * .938 * (1/20000 + 1/10000)) = .0030.
    assert found.p_high == pytest.approx(0.06235, abs=0.012)
    assert found.p_low == pytest.approx(0.94015, abs=0.012)


def test_the_same_on_any_number_of_workers() -> None:
    rng = np.random.default_rng(1)
    a, b = matrix(rng, 12, missing=0.1), matrix(rng, 12)
    one = qap_correlation(a, b, seed=4, permutations=600)
    told: list[tuple[int, int]] = []
    with compute.using(workers=2, backend="threading", progress=lambda _label, done, total: told.append((done, total))):
        two = qap_correlation(a, b, seed=4, permutations=600)
    np.testing.assert_array_equal(one.distribution, two.distribution)
    assert told == [(1, 3), (2, 3), (3, 3)]


def test_words_and_frame() -> None:
    rng = np.random.default_rng(1)
    a = matrix(rng, 20)
    first, second = (Network.from_matrix(x, name="advice") for x in (a, a + 0.1 * matrix(rng, 20)))
    found = qap_correlation(first, second, seed=0, permutations=99)
    assert found.names == ("advice (1)", "advice (2)")
    assert found.to_frame()["p_high"].to_list() == [0.01]  # (0 + 1) / (99 + 1)
    assert "went along with each other" in found.explain()
    assert "went against each other" in qap_correlation(a, -a, seed=0, permutations=99).explain()
    assert "below 0.001" in qap_correlation(a, -a, seed=0, permutations=1999).explain()
    assert "cannot be told from chance" in qap_correlation(a, matrix(rng, 20), seed=0, permutations=99).explain()


def test_p_values_by_hand() -> None:
    shuffled = np.array([-3.0, 1.0, 2.0, np.nan])
    # Low: −3, 1, 2 and the undefined one; high: 2 and it; far: −3, 2 and it.
    assert p_values(2.0, shuffled, exact=True) == (1.0, 0.5, 0.75, 1)
    assert p_values(2.0, shuffled, exact=False) == (1.0, 3 / 5, 4 / 5, 1)
    assert np.isnan(p_values(np.nan, shuffled, exact=True).low)
    assert p_values(np.inf, np.array([np.inf, 1.0]), exact=True).high == 0.5


def test_a_correlation_that_is_undefined_counts_as_extreme() -> None:
    # Only the pair (0, 1) varies in b, and most permutations bring it to where a was not observed.
    a, b = np.full((6, 6), np.nan), np.zeros((6, 6))
    a[0, 1], a[1, 2], a[2, 3], b[0, 1] = 1, 0, 2, 1
    found = qap_correlation(a, b, seed=0)
    # 30 ordered pairs, of which 3 are observed in a.
    assert found.undefined == 720 * 27 // 30
    assert found.p_two_sided > 0.9


BAD = {
    "square": ({"a": np.zeros((3, 2)), "b": np.zeros((3, 3))}, "must be a square matrix; it is 3 × 2"),
    "size": ({"a": np.eye(3), "b": np.eye(4)}, "not on equally many actors"),
    "numbers": ({"a": [["x"]], "b": np.eye(3)}, "not a matrix of numbers"),
    "infinite": ({"a": np.full((3, 3), np.inf), "b": np.eye(3)}, "infinite"),
    "flat": ({"a": np.ones((3, 3)), "b": np.arange(9).reshape(3, 3)}, "“first” has the same value"),
    "few": ({"a": np.arange(4).reshape(2, 2), "b": np.eye(2)}, "Only 2 cells"),
    "lopsided": ({"a": np.arange(9).reshape(3, 3), "b": np.eye(3), "directed": False}, "“first” is not symmetric"),
    "labels": ({"a": np.eye(3), "b": np.eye(3), "blocks": ["x"]}, "1 labels of blocks for 3 actors"),
    "alone": ({"a": np.eye(3), "b": np.eye(3), "blocks": ["x", "y", "z"]}, "No two actors"),
    "exact": ({"a": np.eye(9), "b": np.eye(9), "exact": True}, "too many permutations"),
    "none": ({"a": np.eye(3), "b": np.eye(3), "permutations": 0}, "at least 1, not 0"),
    "actors": (
        {"a": Network.from_matrix(np.eye(3), ["a", "b", "c"]), "b": Network.from_matrix(np.eye(3), ["a", "b", "d"])},
        "not on the same actors",
    ),
}


@pytest.mark.parametrize("what", BAD)
def test_bad_input(what: str) -> None:
    given, told = BAD[what]
    with pytest.raises(InputError, match=told):
        qap_correlation(**given, seed=0)
