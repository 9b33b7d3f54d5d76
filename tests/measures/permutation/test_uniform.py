"""Conditional uniform graph tests: the conditions hold, all graphs are equally likely, R's sna, bad input."""

from __future__ import annotations

import itertools
from collections import Counter
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import chisquare

from clusterdynamics import compute
from clusterdynamics.errors import InputError
from clusterdynamics.measures import cug_test, whole
from clusterdynamics.measures.permutation.uniform import CONDITIONS, STATISTICS, uniform_graph
from clusterdynamics.study.network import Network
from tests.measures.data import kecskemet_regression_data, networks


@given(networks(), st.sampled_from(sorted(CONDITIONS)), st.integers(0, 2**32))
def test_the_conditions_hold(net: Network, condition: str, seed: int) -> None:
    values = net.values if net.directed else np.fmax(net.values, net.values.T)
    drawn = uniform_graph(values, condition, net.directed, np.random.default_rng(seed))
    found = Network.from_matrix(drawn, net.nodes, directed=net.directed)
    before = Network.from_matrix(values, net.nodes, directed=net.directed)
    np.testing.assert_array_equal(np.isnan(drawn), np.isnan(values))
    assert set(np.unique(drawn[np.isfinite(drawn)])) <= {0.0, 1.0}
    if not net.directed:
        np.testing.assert_array_equal(drawn, drawn.T)
    if condition != "size":
        assert found.ties.sum() == before.ties.sum()
    if condition == "dyads":
        assert whole.dyad_census(found) == whole.dyad_census(before)


@pytest.mark.parametrize("condition", sorted(CONDITIONS))
@pytest.mark.parametrize("directed", [True, False])
def test_all_graphs_that_meet_it_are_equally_likely(condition: str, directed: bool) -> None:
    """Three actors, all graphs written out; chi-squared at α = .001, seed fixed beforehand."""
    start = np.array([[np.nan, 1, 0], [1, np.nan, 1], [0, 0 if directed else 1, np.nan]])
    places = [(i, j) for i in range(3) for j in range(3) if i != j]
    possible = set()
    for cells in itertools.product((0.0, 1.0), repeat=6):
        graph = dict(zip(places, cells, strict=True))
        pairs = Counter(graph[i, j] + graph[j, i] for i, j in places if i < j)
        own = Counter(start[i, j] + start[j, i] for i, j in places if i < j)
        fits = {"size": True, "edges": sum(cells) == np.nansum(start), "dyads": pairs == own}[condition]
        if fits and (directed or all(graph[i, j] == graph[j, i] for i, j in places)):
            possible.add(cells)
    rng = np.random.default_rng(20261125)
    drawn = Counter(
        tuple(g[i, j] for i, j in places)
        for g in (uniform_graph(start, condition, directed, rng) for _k in range(6400))
    )
    assert set(drawn) == possible
    assert len(possible) == {"size": (64, 8), "edges": (20, 3), "dyads": (12, 3)}[condition][not directed]
    assert chisquare(list(drawn.values())).pvalue > 0.001


def test_equal_to_r(shared_data: Path) -> None:
    """cug.test of sna 2.7-1 with 4,000 graphs: mean and standard deviation of gtrans and grecip, and p."""
    y, _xs = kecskemet_regression_data(shared_data)
    for condition, mean, spread in (
        ("size", 0.498801528, 0.021576706),
        ("edges", 0.340670598, 0.012468632),
        ("dyads", 0.340253048, 0.015327563),
    ):
        found = cug_test(y, "transitivity", condition=condition, replicates=1000, seed=3)
        assert found.observed == pytest.approx(0.526159921, abs=1e-9)
        # Four standard errors of the difference of two means; 1/4000 + 1/1000 = 1/800.
        assert found.expected == pytest.approx(mean, abs=4 * spread / 800**0.5)
        assert found.spread == pytest.approx(spread, rel=4 / 1600**0.5)
        assert found.p_high == pytest.approx(0.101 if condition == "size" else 0.0, abs=0.043)
    found = cug_test(y, "reciprocity", condition="edges", replicates=1000, seed=3)
    assert found.expected == pytest.approx(0.342432735, abs=4 * 0.037038472 / 800**0.5)
    assert cug_test(y, "reciprocity", condition="dyads", replicates=50, seed=3).spread == pytest.approx(0, abs=1e-12)


def triangles(ties: np.ndarray) -> float:
    return float(np.trace(ties @ ties @ ties))


def test_a_function_of_the_matrix_and_workers() -> None:
    ties = (np.random.default_rng(0).random((8, 8)) < 0.3).astype(float)
    one = cug_test(ties, triangles, replicates=600, seed=1, condition="edges")
    with compute.using(workers=2, backend="threading"):
        two = cug_test(ties, triangles, replicates=600, seed=1, condition="edges")
    np.testing.assert_array_equal(one.distribution, two.distribution)
    plain = ties.copy()
    np.fill_diagonal(plain, 0)
    assert one.observed == triangles(plain)
    assert one.statistic == "triangles"
    assert one.to_frame()["observed"].to_list() == [one.observed]


def test_words() -> None:
    # Two cliques of six: closed more often than chance; all ties from one half to the other: never; a coin: neither.
    cliques = np.kron(np.eye(2), np.ones((6, 6)))
    halves = 1 - cliques
    assert (
        "higher than in most" in cug_test(cliques, "transitivity", condition="edges", replicates=200, seed=0).explain()
    )
    assert "lower than in most" in cug_test(halves, "transitivity", condition="edges", replicates=200, seed=0).explain()
    coin = (np.random.default_rng(5).random((10, 10)) < 0.5).astype(float)
    assert "no more unusual" in cug_test(coin, "reciprocity", replicates=200, seed=0).explain()
    nothing = cug_test(np.zeros((4, 4)), "transitivity", condition="edges", replicates=5, seed=0)
    assert "not defined" in nothing.explain()
    assert nothing.undefined == 5
    assert np.isnan(nothing.p_high)


@pytest.mark.parametrize("name", sorted(STATISTICS))
def test_every_name_works(name: str) -> None:
    ties = (np.random.default_rng(1).random((6, 6)) < 0.5).astype(float)
    assert 0 < cug_test(ties, name, replicates=9, seed=0).p_high <= 1


BAD = {
    "statistic": ({"network": np.eye(3), "statistic": "x"}, "no statistic “x”"),
    "condition": ({"network": np.eye(3), "statistic": "density", "condition": "x"}, "not x"),
    "replicates": ({"network": np.eye(3), "statistic": "density", "replicates": 0}, "at least 1"),
    "nothing": ({"network": np.full((3, 3), np.nan), "statistic": "density"}, "Nothing was observed"),
    "shape": ({"network": np.zeros((2, 3)), "statistic": "density"}, "square"),
    "direction": ({"network": np.ones((3, 3)), "statistic": "reciprocity"}, "without direction"),
}


@pytest.mark.parametrize("what", BAD)
def test_bad_input(what: str) -> None:
    given_, told = BAD[what]
    with pytest.raises(InputError, match=told):
        cug_test(**given_, seed=0)
