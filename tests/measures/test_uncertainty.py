"""Resampled actors, actors left out, random graphs, weights."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from clusterdynamics import compute
from clusterdynamics.measures import uncertainty, whole
from clusterdynamics.measures.redraws import redraw_weights
from clusterdynamics.study.network import Network
from tests.measures.data import DEGENERATE, networks, random_network


def rng(seed: int = 0) -> np.random.Generator:
    return np.random.default_rng(seed)


def bootstrap_cell_by_cell(net: Network, n: int, source: np.random.Generator) -> np.ndarray:
    """Snijders & Borgatti 1999, written out: build every resampled matrix."""
    result = []
    for _ in range(n):
        drawn = source.integers(net.n, size=net.n)
        values = []
        for k in range(net.n):
            for m in range(k + 1, net.n):
                i, j = drawn[k], drawn[m]
                if i == j:
                    i, j = source.choice(net.n, 2, replace=False)
                values += [net.values[i, j], net.values[j, i]]
        result.append(np.nanmean(values))
    return np.array(result)


@pytest.mark.parametrize("missing", [0.0, 0.2])
def test_vertex_bootstrap_has_the_distribution_of_its_definition(missing: float) -> None:
    net = random_network(rng(3), 12, 0.3, missing=missing)
    fast = uncertainty.vertex_bootstrap(net, "density", 20_000, rng(1))
    slow = bootstrap_cell_by_cell(net, 2_000, rng(2))
    # Four standard errors of the difference; the standard deviations within 8 %, their own error being 2 %.
    assert fast.mean() == pytest.approx(slow.mean(), abs=4 * slow.std() / np.sqrt(slow.size))
    assert fast.std() == pytest.approx(slow.std(), rel=0.08)


def test_vertex_bootstrap_of_values() -> None:
    base = random_network(rng(3), 10, 0.5, missing=0.1)
    tripled = Network.from_matrix(base.values * 3)
    a = uncertainty.vertex_bootstrap(base, "density", 50, rng(1))
    np.testing.assert_allclose(uncertainty.vertex_bootstrap(tripled, "mean", 50, rng(1)), 3 * a)
    np.testing.assert_allclose(uncertainty.vertex_bootstrap(tripled, "density", 50, rng(1)), a)
    with pytest.raises(ValueError, match="median"):
        uncertainty.vertex_bootstrap(base, "median", 5, rng())


@pytest.mark.parametrize("name", DEGENERATE)
def test_vertex_bootstrap_degenerate(name: str) -> None:
    net = DEGENERATE[name]
    values = uncertainty.vertex_bootstrap(net, "density", 20, rng())
    assert values.shape == (20,)
    expected = {"no tie": 0.0, "undirected, no tie": 0.0, "all ties": 1.0, "two actors": 0.5}
    if not net.observed.any():
        assert np.isnan(values).all()
    elif name in expected:
        assert (values == expected[name]).all()


def test_a_network_with_few_observed_cells_can_be_drawn_without_any() -> None:
    matrix = np.full((5, 5), np.nan)
    matrix[0, 1] = 1
    values = uncertainty.vertex_bootstrap(Network.from_matrix(matrix), "density", 200, rng())
    assert np.isnan(values).any()
    assert (values[~np.isnan(values)] == 1).all()


def test_leave_out() -> None:
    net = random_network(rng(4), 60, 0.1)
    found = uncertainty.leave_out(net, whole.density)
    for i in (0, 26, 59):
        rest = np.delete(np.delete(net.values, i, 0), i, 1)
        assert found[i] == pytest.approx(np.nanmean(rest))
    two = uncertainty.leave_out(net, lambda g: (whole.density(g), whole.mean_distance(g)))
    assert two.shape == (60, 2)
    np.testing.assert_array_equal(two[:, 0], found)
    assert uncertainty.leave_out(DEGENERATE["no actor"], whole.density).shape == (0,)
    assert np.isnan(uncertainty.leave_out(DEGENERATE["one actor"], whole.density)).all()


def betweenness(net: Network) -> float:
    return whole.centralisation(net, "betweenness")


def test_leave_out_is_the_same_on_two_threads() -> None:
    net = random_network(rng(4), 60, 0.1)
    alone = uncertainty.leave_out(net, betweenness)
    with compute.using(workers=2, backend="threading"):
        assert np.array_equal(uncertainty.leave_out(net, betweenness), alone)


@given(networks(), st.integers(0, 5))
def test_random_graphs_keep_ties_and_observed_cells(net: Network, seed: int) -> None:
    drawn = uncertainty.random_graph(net, rng(seed))
    if net.directed:
        assert (drawn.observed == net.observed).all()
        assert drawn.ties.sum() == net.ties.sum()
    else:
        assert (drawn.observed == (net.observed | net.observed.T)).all()
        assert (drawn.ties == drawn.ties.T).all()
        assert drawn.ties.sum() == (net.ties | net.ties.T).sum()
    assert drawn.nodes == net.nodes
    # States say the same as values.
    again = Network.from_matrix(drawn.values, drawn.nodes)
    assert (again.states[drawn.observed] == drawn.states[drawn.observed]).all()


@pytest.mark.parametrize("directed", [True, False])
def test_every_cell_is_as_likely(directed: bool) -> None:
    net = random_network(rng(5), 6, 0.3, directed=directed, missing=0.2)
    size = 3000
    total = sum(uncertainty.random_graph(net, rng(seed)).ties.astype(int) for seed in range(size))
    base = uncertainty.random_graph(net, rng(0))
    p = base.ties.sum() / base.observed.sum()
    # Five standard errors of a share.
    assert (np.abs(total[base.observed] / size - p) < 5 * np.sqrt(p * (1 - p) / size)).all()
    assert (total[~base.observed] == 0).all()


def test_random_graphs_of_one_or_several_measures() -> None:
    net = random_network(rng(5), 15, 0.2)
    one = uncertainty.random_graphs(net, whole.mean_distance, 30, rng(1))
    two = uncertainty.random_graphs(net, lambda g: [whole.mean_distance(g), whole.density(g)], 30, rng(1))
    assert one.shape == (30,)
    assert two.shape == (30, 2)
    np.testing.assert_array_equal(two[:, 0], one)
    np.testing.assert_allclose(two[:, 1], whole.density(net))
    parts = compute.replicate(uncertainty.random_graphs_work, 300, net, whole.reciprocity, seed=1)
    assert [p.shape for p in parts] == [(250,), (50,)]
    assert uncertainty.random_graphs(net, whole.density, 0, rng()).shape == (0,)


@given(st.integers(1, 30), st.integers(0, 20))
def test_weights_sum_to_the_number_of_respondents(m: int, size: int) -> None:
    weights = redraw_weights(rng(1), size, np.ones(m, dtype=np.bool_))
    assert weights.shape == (size, m)
    assert (weights.sum(axis=1) == m).all()
    assert (weights >= 0).all()


def test_weights_are_those_of_drawing_with_replacement() -> None:
    weights = redraw_weights(rng(1), 20_000, np.ones(10, dtype=np.bool_))
    # The chance not to be drawn is (1 − 1/10)¹⁰; four standard errors.
    assert (weights == 0).mean() == pytest.approx(0.9**10, abs=4 * np.sqrt(0.35 * 0.65 / 200_000))
    assert redraw_weights(rng(1), 3, np.zeros(0, dtype=np.bool_)).shape == (3, 0)
