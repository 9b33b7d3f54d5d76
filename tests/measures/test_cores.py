"""Core and periphery against all possible cores, and against cores put there."""

from __future__ import annotations

import math
from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clusterdynamics.measures.cores import core_periphery
from clusterdynamics.study.network import Network
from tests.measures.data import DEGENERATE, networks, random_network


def best_of_all(net: Network, between: str) -> float:
    """The highest correlation over all 2ⁿ cores; NaN where none is defined."""
    best = math.nan
    for bits in product([False, True], repeat=net.n):
        core = np.array(bits, dtype=bool)
        both, neither = np.outer(core, core), np.outer(~core, ~core)
        cells = net.observed & (both | neither | (between == "ties"))
        pattern, ties = (~neither)[cells], net.ties[cells]
        if cells.any() and pattern.min() != pattern.max() and ties.min() != ties.max():
            fit = np.corrcoef(pattern, ties)[0, 1]
            best = fit if math.isnan(best) or fit > best else best
    return best


@pytest.mark.parametrize("between", ["ignored", "ties"])
def test_finds_the_best_of_all_cores(between: str) -> None:
    rng = np.random.default_rng(5)
    for k in range(60):
        net = random_network(rng, int(rng.integers(3, 11)), rng.uniform(0.1, 0.7), directed=k % 3 > 0, missing=0.1)
        found = core_periphery(net, between=between, rng=rng)
        best = best_of_all(net, between)
        assert found.fit == pytest.approx(best, abs=1e-9, nan_ok=True)


def planted(n: int, core: int) -> Network:
    matrix = np.zeros((n, n))
    matrix[:core, :core] = 1
    return Network.from_matrix(matrix)


@pytest.mark.parametrize("kind", ["discrete", "continuous"])
def test_a_perfect_core_is_found(kind: str) -> None:
    found = core_periphery(planted(20, 6), kind=kind, rng=np.random.default_rng(0))
    assert np.flatnonzero(found.core).tolist() == list(range(6))
    assert found.size == 6
    assert found.fit == pytest.approx(1, abs=1e-6)
    np.testing.assert_allclose(found.coreness, [1] * 6 + [0] * 14, atol=1e-3)


def test_search_near_a_known_core() -> None:
    net = random_network(np.random.default_rng(2), 30, 0.2)
    best = core_periphery(net, rng=np.random.default_rng(0))
    again = core_periphery(net, rng=np.random.default_rng(1), near=best.core)
    assert again.fit == best.fit
    assert (again.core == best.core).all()
    # From another start the search stays at or below the best.
    far = core_periphery(net, rng=np.random.default_rng(1), near=~best.core)
    assert far.fit <= best.fit + 1e-12


def test_ties_between_core_and_periphery_can_be_part_of_the_ideal() -> None:
    star = np.zeros((8, 8))
    star[0, 1:] = star[1:, 0] = 1
    found = core_periphery(Network.from_matrix(star), between="ties", rng=np.random.default_rng(0))
    assert found.fit == pytest.approx(1)
    assert np.flatnonzero(found.core).tolist() == [0]


def test_continuous_fit_is_the_correlation_and_not_beaten_nearby() -> None:
    rng = np.random.default_rng(3)
    for missing in (0.0, 0.2):
        net = random_network(rng, 12, 0.4, missing=missing)
        found = core_periphery(net, kind="continuous", rng=rng)

        def fit(c: np.ndarray, net: Network = net) -> float:
            return float(np.corrcoef(np.outer(c, c)[net.observed], net.ties[net.observed])[0, 1])

        assert found.fit == pytest.approx(fit(found.coreness), abs=1e-9)
        nearby = [fit(np.clip(found.coreness + rng.normal(0, s, 12), 0, None)) for s in (0.01, 0.1) for _ in range(300)]
        assert max(nearby) < found.fit + 1e-6
        assert found.coreness.max() == 1
        assert 0 < found.core.sum() < 12


@pytest.mark.parametrize("name", DEGENERATE)
@pytest.mark.parametrize("kind", ["discrete", "continuous"])
def test_degenerate(name: str, kind: str) -> None:
    net = DEGENERATE[name]
    found = core_periphery(net, kind=kind, rng=np.random.default_rng(0))
    assert found.core.shape == found.coreness.shape == (net.n,)
    if name != "disconnected":
        assert math.isnan(found.fit)
        assert not found.core.any()
        assert np.isnan(found.coreness).all()


def test_no_core_can_be_told_where_every_pattern_leaves_one_cell() -> None:
    # With three actors, core and periphery cannot both hold a pair, so nothing varies.
    net = Network.from_matrix([[0, 1, 0], [0, 0, 0], [0, 0, 0]])
    assert math.isnan(core_periphery(net, rng=np.random.default_rng(0)).fit)


@given(networks(), st.data())
@settings(max_examples=30)
def test_the_same_for_the_same_seed_whatever_the_order(net: Network, data: st.DataObject) -> None:
    order = np.array(data.draw(st.permutations(range(net.n))), dtype=int)
    first = core_periphery(net, rng=np.random.default_rng(1), starts=5)
    second = core_periphery(net.subset(order), rng=np.random.default_rng(1), starts=5)
    assert (first.core[order] == second.core).all()
    assert first.fit == second.fit or math.isnan(first.fit)
    assert math.isnan(first.fit) or -1 - 1e-12 <= first.fit <= 1 + 1e-12


def test_unknown_choices() -> None:
    rng = np.random.default_rng(0)
    with pytest.raises(ValueError, match="fuzzy"):
        core_periphery(DEGENERATE["no tie"], kind="fuzzy", rng=rng)
    with pytest.raises(ValueError, match="some"):
        core_periphery(DEGENERATE["no tie"], between="some", rng=rng)
