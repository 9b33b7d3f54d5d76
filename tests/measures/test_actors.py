"""Measures of actors against igraph, networkx and their own properties."""

from __future__ import annotations

import warnings

import networkx as nx
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from clusterdynamics.measures import actors
from clusterdynamics.measures.graph import to_igraph
from clusterdynamics.study.network import Network
from tests.measures.data import DEGENERATE, networks, sample

EVERY = {name: getattr(actors, name) for name in actors.__all__} | {
    "betweenness.normalised": lambda g: actors.betweenness(g, normalised=True),
    "betweenness.undirected": lambda g: actors.betweenness(g, directed=False),
    "closeness.undirected": lambda g: actors.closeness(g, directed=False),
    "harmonic.undirected": lambda g: actors.harmonic(g, directed=False),
}


def equal(mine: np.ndarray, other, what: str = "", tolerance: float = 1e-9) -> None:
    np.testing.assert_allclose(mine, np.asarray(other, dtype=float), atol=tolerance, rtol=tolerance, err_msg=what)


@pytest.mark.parametrize("directed", [True, False])
def test_equal_igraph_and_networkx_on_200_random_graphs(directed: bool) -> None:
    for net in sample(200, directed=directed, seed=2):
        g = to_igraph(net)
        simple = to_igraph(net, directed=False)
        x = nx.from_numpy_array(net.ties.astype(int), create_using=nx.DiGraph if directed else nx.Graph)
        u = nx.Graph(x)

        def listed(theirs: dict[int, float], n: int = net.n) -> list[float]:
            return [theirs.get(i, np.nan) for i in range(n)]

        if net.n > 1:
            equal(actors.in_degree(net), g.degree(mode="in"))
            equal(actors.out_degree(net), g.degree(mode="out"))
            equal(actors.degree(net), simple.degree())
            equal(actors.in_degree_share(net), np.array(g.degree(mode="in")) / (net.n - 1))
            equal(actors.harmonic(net), g.harmonic_centrality(mode="out"))
            turned = x.reverse() if directed else x
            equal(actors.closeness(net), listed(nx.closeness_centrality(turned)), "closeness")
            equal(actors.harmonic(net) * (net.n - 1), listed(nx.harmonic_centrality(turned)))
        equal(actors.betweenness(net), g.betweenness())
        equal(actors.betweenness(net, directed=False), simple.betweenness())
        equal(actors.betweenness(net), listed(nx.betweenness_centrality(x, normalized=False)))
        if net.n > 2:
            equal(actors.betweenness(net, normalised=True), listed(nx.betweenness_centrality(x, normalized=True)))
        equal(actors.coreness(net), simple.coreness())
        equal(actors.coreness(net), listed(nx.core_number(u)))
        equal(actors.clustering(net), simple.transitivity_local_undirected(mode="nan"))
        equal(np.nan_to_num(actors.clustering(net)), listed(nx.clustering(u)))
        equal(actors.constraint(net), listed(nx.constraint(x)), "constraint")
        # igraph solves to 1e-9 or so; networkx iterates to the tolerance given.
        equal(actors.pagerank(net), g.pagerank(), "pagerank")
        equal(actors.pagerank(net), listed(nx.pagerank(x, tol=1e-13, max_iter=1000)))
        if net.ties.any():
            joined = (net.ties | net.ties.T).astype(float)
            roots = np.linalg.eigvalsh(joined)
            central = actors.eigenvector(net)
            equal(joined @ central, roots[-1] * central, "eigenvector")
            assert central.max() == 1
            if roots[-1] - roots[-2] > 1e-3:
                with warnings.catch_warnings():
                    # igraph warns that a disconnected graph leaves zeros; that is what we want to compare.
                    warnings.simplefilter("ignore")
                    theirs = simple.eigenvector_centrality()
                equal(central, theirs, "eigenvector")


def test_constraint_equals_igraph_where_everybody_is_in_reach() -> None:
    # igraph and networkx agree with Burt's sum over contacts.
    for net in sample(30, directed=False, seed=4):
        equal(actors.constraint(net), to_igraph(net).constraint())


def test_constraint_by_hand() -> None:
    # A middle with two contacts that do not know each other: two shares of a half, 2 × .5²; the ends: 1.
    path = Network.from_matrix([[0, 1, 0], [1, 0, 1], [0, 1, 0]])
    equal(actors.constraint(path), [1, 0.5, 1])
    # Each report of an undirected network stands for the pair.
    equal(actors.constraint(Network.from_matrix([[0, 1, 0], [0, 0, 1], [0, 0, 0]], directed=False)), [1, 0.5, 1])


def test_what_was_not_observed() -> None:
    # c did not answer; nobody was asked about d, and d names a.
    nan = np.nan
    net = Network.from_matrix([[nan, 2, 3, nan], [0, nan, 1, nan], [nan] * 4, [1, 0, 0, nan]])
    equal(actors.in_degree(net), [1, 1, 2, nan])
    equal(actors.out_degree(net), [2, 1, nan, 1])
    equal(actors.in_degree_share(net), [1 / 2, 1 / 2, 2 / 3, nan])
    equal(actors.in_strength(net), [1, 2, 4, nan])
    equal(actors.out_strength(net), [5, 1, nan, 1])
    equal(actors.degree(net), [3, 2, 2, 1])


def test_eigenvector_of_two_equal_parts_counts_both() -> None:
    # Two separate pairs: the eigenvalue 1 belongs to both, and nothing tells them apart.
    equal(actors.eigenvector(DEGENERATE["disconnected"]), [1, 1, 1, 1])


@pytest.mark.parametrize("name", DEGENERATE)
def test_gives_a_number_or_nan_for_every_actor(name: str) -> None:
    net = DEGENERATE[name]
    for key, measure in EVERY.items():
        values = measure(net)
        assert values.shape == (net.n,), key
        assert values.dtype == np.float64, key
    for key in ("in_degree", "out_degree", "closeness", "harmonic", "clustering", "constraint", "eigenvector"):
        if name == "one actor":
            assert np.isnan(EVERY[key](net)).all(), key
    if net.n < 3:
        assert np.isnan(actors.betweenness(net, normalised=True)).all()


@given(networks(), st.randoms(use_true_random=False))
def test_follows_the_order_of_actors(net: Network, random) -> None:
    order = np.arange(net.n)
    random.shuffle(order)
    other = net.subset(order)
    for name, measure in EVERY.items():
        equal(measure(other), measure(net)[order], name)


@given(networks(missing=False))
def test_bounds_and_sums(net: Network) -> None:
    ties = net.ties.sum()
    if net.n > 1:
        assert actors.in_degree(net).sum() == ties == actors.out_degree(net).sum()
    for name in ("closeness", "harmonic", "clustering", "eigenvector", "in_degree_share"):
        values = EVERY[name](net)
        assert ((np.isnan(values)) | ((values >= 0) & (values <= 1 + 1e-12))).all(), name
    assert np.isclose(actors.pagerank(net).sum(), 1) or net.n == 0
    assert (actors.coreness(net) <= np.nan_to_num(actors.degree(net))).all()


@given(networks(missing=False, directed=True))
def test_transposition(net: Network) -> None:
    turned = Network.from_matrix(net.values.T)
    equal(actors.in_degree(net), actors.out_degree(turned))
    equal(actors.in_strength(net), actors.out_strength(turned))
    for name in ("betweenness", "constraint", "eigenvector", "coreness", "clustering"):
        equal(EVERY[name](net), EVERY[name](turned), name)
