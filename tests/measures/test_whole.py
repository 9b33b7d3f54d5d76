"""Measures of whole networks against igraph, networkx, brute force and their own properties."""

from __future__ import annotations

import math
from itertools import combinations

import networkx as nx
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from clusterdynamics.measures import whole
from clusterdynamics.measures.graph import to_igraph
from clusterdynamics.measures.whole.counts import TRIAD_CLASSES
from clusterdynamics.study.network import Network
from tests.measures.data import DEGENERATE, GRAPH_12, networks, sample

KINDS = ("in_degree", "out_degree", "degree", "betweenness", "closeness")
SCALARS = {
    "density": whole.density,
    **{f"reciprocity.{d}": lambda g, d=d: whole.reciprocity(g, d) for d in ("edgewise", "non_null", "all_dyads")},
    "transitivity.weak": whole.transitivity,
    "transitivity.global": lambda g: whole.transitivity(g, "global"),
    "largest.weak": whole.largest_component,
    "largest.strong": lambda g: whole.largest_component(g, "strong"),
    "mean_distance": whole.mean_distance,
    "mean_distance.undirected": lambda g: whole.mean_distance(g, directed=False),
    "reach": whole.reach,
    "efficiency": whole.efficiency,
    **{f"centralisation.{k}": lambda g, k=k: whole.centralisation(g, k) for k in KINDS},
}


def same(mine: float, other: float) -> bool:
    return (math.isnan(mine) and math.isnan(other)) or abs(mine - other) <= 1e-9


def as_nx(net: Network) -> nx.DiGraph:
    return nx.from_numpy_array(net.ties.astype(int), create_using=nx.DiGraph if net.directed else nx.Graph)


@pytest.mark.parametrize("directed", [True, False])
def test_equal_igraph_and_networkx_on_200_random_graphs(directed: bool) -> None:
    for net in sample(200, directed=directed):
        g, x = to_igraph(net), as_nx(net)
        simple = to_igraph(net, directed=False)
        n, m = net.n, net.ties.sum()
        if n > 1:
            assert same(whole.density(net), g.density())
            assert same(whole.density(net), nx.density(x))
            ordered = n * (n - 1)
            lengths = [d for _i, to in nx.all_pairs_shortest_path_length(x) for d in to.values() if d > 0]
            assert same(whole.reach(net, 2), sum(d <= 2 for d in lengths) / ordered)
            assert same(whole.efficiency(net), sum(1 / d for d in lengths) / ordered)
            if not directed:
                assert same(whole.efficiency(net), nx.global_efficiency(x))
        assert same(whole.mean_distance(net), g.average_path_length(unconn=True))
        assert same(whole.transitivity(net, "global"), simple.transitivity_undirected(mode="nan"))
        if directed and m:
            assert same(whole.reciprocity(net, "edgewise"), nx.overall_reciprocity(x))
            assert same(whole.reciprocity(net, "edgewise"), g.reciprocity(mode="default"))
            assert same(whole.reciprocity(net, "non_null"), g.reciprocity(mode="ratio"))
        if directed:
            census = whole.dyad_census(net)
            assert (census.mutual, census.asymmetric, census.null) == tuple(g.dyad_census())
            triads = whole.triad_census(net)
            assert triads == dict(nx.triadic_census(x)) if n > 2 else sum(triads.values()) == 0
            if n > 2:
                theirs = g.triad_census()
                assert triads == {k: int(getattr(theirs, "t" + k)) for k in TRIAD_CLASSES}
        for kind in ("weak", "strong"):
            theirs = sorted(map(frozenset, g.connected_components(mode=kind)), key=sorted)
            labels = whole.components(net, kind)
            mine = sorted((frozenset(np.flatnonzero(labels == k).tolist()) for k in set(labels)), key=sorted)
            assert mine == theirs
            if n > 1:
                assert same(whole.largest_component(net, kind), max(map(len, theirs)) / n)


def test_centralisation_of_stars_and_rings() -> None:
    # Freeman 1979: 1 for a star, 0 where all are alike.
    star = np.zeros((6, 6))
    star[0, 1:] = star[1:, 0] = 1
    ring = np.roll(np.eye(6), 1, axis=1)
    for kind in ("degree", "betweenness", "closeness"):
        assert whole.centralisation(Network.from_matrix(star, directed=False), kind) == pytest.approx(1)
    for kind in KINDS:
        assert whole.centralisation(Network.from_matrix(ring), kind) == pytest.approx(0)
    into = np.zeros((6, 6))
    into[1:, 0] = 1
    assert whole.centralisation(Network.from_matrix(into), "in_degree") == 1
    # The centre receives 5; each of the others sends one: (1 − 0 + 4 × 0) / 25.
    assert whole.centralisation(Network.from_matrix(into), "out_degree") == pytest.approx(1 / 25)
    assert math.isnan(whole.centralisation(Network.from_matrix(into), "closeness"))


def test_values_of_sna_2_7_1() -> None:
    # Computed with R 4.2.2, sna 2.7-1 on this graph (gtrans, centralization, triad.census).
    net = Network.from_matrix(GRAPH_12)
    assert whole.transitivity(net) == pytest.approx(0.3017241, abs=5e-8)
    expected = {"in_degree": 0.3719008, "out_degree": 0.1735537, "betweenness": 0.185124, "closeness": 0.1570864}
    for kind, value in expected.items():
        assert whole.centralisation(net, kind) == pytest.approx(value, abs=5e-8)
    assert list(whole.triad_census(net).values()) == [32, 69, 19, 8, 9, 21, 19, 18, 7, 1, 3, 3, 2, 6, 2, 1]
    either = net.symmetrise()
    for kind, value in {"degree": 0.4181818, "betweenness": 0.1272727, "closeness": 0.4269489}.items():
        assert whole.centralisation(either, kind) == pytest.approx(value, abs=5e-8)
    assert whole.transitivity(either) == pytest.approx(0.4583333, abs=5e-8)


def brute_triads(net: Network) -> int:
    full = net.observed & net.observed.T
    return sum(full[i, j] and full[i, k] and full[j, k] for i, j, k in combinations(range(net.n), 3))


@given(networks())
def test_missing_cells_are_never_counted(net: Network) -> None:
    seen = net.observed
    assert same(whole.density(net), net.values[seen].mean() if seen.any() else math.nan)
    census = whole.dyad_census(net)
    assert census.observed == (seen & seen.T).sum() / 2
    assert census.observed + census.unobserved == net.n * (net.n - 1) / 2
    assert sum(whole.triad_census(net).values()) == brute_triads(net)
    closed = paths = 0
    for i in range(net.n):
        for j in range(net.n):
            for k in range(net.n):
                if net.ties[i, j] and net.ties[j, k] and i != k and seen[i, k]:
                    paths += 1
                    closed += net.ties[i, k]
    assert same(whole.transitivity(net), closed / paths if paths else math.nan)


def test_reciprocity_counts_only_pairs_observed_on_both_sides() -> None:
    # Pairs: a-b mutual, a-c asymmetric, b-c null; d did not answer, though a and b name it.
    nan = np.nan
    net = Network.from_matrix([[nan, 1, 1, 1], [1, nan, 0, 1], [0, 0, nan, 0], [nan] * 4])
    census = whole.dyad_census(net)
    assert (census.mutual, census.asymmetric, census.null, census.unobserved) == (1, 1, 1, 3)
    assert whole.reciprocity(net) == pytest.approx(2 / 3)
    assert whole.reciprocity(net, "non_null") == pytest.approx(1 / 2)
    assert whole.reciprocity(net, "all_dyads") == pytest.approx(2 / 3)
    assert whole.density(net) == pytest.approx(5 / 9)


@given(networks(), st.randoms(use_true_random=False))
def test_does_not_depend_on_the_order_of_actors(net: Network, random) -> None:
    order = list(range(net.n))
    random.shuffle(order)
    other = net.subset(np.array(order, dtype=int))
    for name, measure in SCALARS.items():
        assert same(measure(net), measure(other)), name
    assert whole.triad_census(net) == whole.triad_census(other)
    for kind in ("weak", "strong"):
        assert (whole.components(net, kind)[order] == whole.components(other, kind)).all()


@given(networks())
def test_bounds(net: Network) -> None:
    for name, measure in SCALARS.items():
        value = measure(net)
        low, high = (1, max(net.n, 1)) if name.startswith("mean") else (0, 1)
        # sna's bound for the closeness of a directed graph is one that no graph attains from above or below.
        if name != "centralisation.closeness":
            assert math.isnan(value) or low - 1e-12 <= value <= high + 1e-12, name


@given(networks(missing=False, directed=True))
def test_complement_and_transposition(net: Network) -> None:
    other = Network.from_matrix(1 - np.nan_to_num(net.values))
    turned = Network.from_matrix(net.values.T)
    assert same(whole.density(other), 1 - whole.density(net))
    assert same(whole.reciprocity(net, "all_dyads"), whole.reciprocity(other, "all_dyads"))
    assert same(whole.centralisation(net, "in_degree"), whole.centralisation(turned, "out_degree"))
    for name in ("reciprocity.edgewise", "transitivity.weak", "mean_distance", "reach", "efficiency", "largest.strong"):
        assert same(SCALARS[name](net), SCALARS[name](turned)), name
    swap = {"021D": "021U", "021U": "021D", "111D": "111U", "111U": "111D", "120D": "120U", "120U": "120D"}
    turned_census = whole.triad_census(turned)
    assert {swap.get(k, k): v for k, v in whole.triad_census(net).items()} == turned_census


@pytest.mark.parametrize("name", DEGENERATE)
def test_says_nan_where_it_is_undefined(name: str) -> None:
    net = DEGENERATE[name]
    values = {key: measure(net) for key, measure in SCALARS.items()}
    if name in ("no actor", "one actor") or "nothing observed" in name:
        assert all(math.isnan(v) for v in values.values())
        assert sum(whole.triad_census(net).values()) == 0
    if name in ("no tie", "undirected, no tie"):
        defined = {k for k, v in values.items() if not math.isnan(v)}
        assert defined == set(SCALARS) - {
            "reciprocity.edgewise",
            "reciprocity.non_null",
            "transitivity.weak",
            "transitivity.global",
            "mean_distance",
            "mean_distance.undirected",
            "centralisation.closeness",
        }
    if name == "disconnected":
        assert values["mean_distance"] == 1
        assert values["largest.weak"] == 0.5
    assert whole.components(net).shape == (net.n,)


def test_components_are_numbered_by_size_then_first_actor() -> None:
    matrix = np.zeros((6, 6))
    matrix[3, 4] = matrix[4, 5] = 1
    matrix[0, 2] = 1
    assert whole.components(Network.from_matrix(matrix)).tolist() == [1, 2, 1, 0, 0, 0]
    assert whole.components(Network.from_matrix(matrix), "strong").tolist() == [0, 1, 2, 3, 4, 5]


def test_an_undirected_network_is_an_undirected_graph_where_one_side_reports_a_tie() -> None:
    net = Network.from_matrix([[0, 1, 0], [0, 0, 0], [0, 1, 0]], directed=False)
    assert whole.mean_distance(net) == pytest.approx((1 + 1 + 2) / 3)
    assert whole.largest_component(net, "strong") == 1
    assert whole.density(net) == pytest.approx(2 / 6)


def test_unknown_kinds_are_refused() -> None:
    net = DEGENERATE["two actors"]
    for call in (whole.reciprocity, whole.transitivity, whole.components, whole.centralisation):
        with pytest.raises(ValueError, match="nonsense"):
            call(net, "nonsense")


# -- two networks -----------------------------------------------------------------------------------------


@given(networks(), st.data())
def test_comparisons_against_their_definitions(net: Network, data: st.DataObject) -> None:
    n = net.n
    cells = st.lists(st.sampled_from([0.0, 1.0, 2.0, np.nan]), min_size=n * n, max_size=n * n)
    other = Network.from_matrix(np.array(data.draw(cells)).reshape(n, n))
    both = net.observed & other.observed
    a, b = net.ties[both], other.ties[both]
    assert same(whole.hamming(net, other), float((a != b).sum()) if both.any() else math.nan)
    assert same(whole.simple_matching(net, other), (a == b).mean() if both.any() else math.nan)
    assert same(whole.jaccard(net, other), (a & b).sum() / (a | b).sum() if (a | b).any() else math.nan)
    x, y = net.values[both], other.values[both]
    varies = both.any() and np.ptp(x) > 0 and np.ptp(y) > 0
    assert same(whole.graph_correlation(net, other), np.corrcoef(x, y)[0, 1] if varies else math.nan)
    for measure in (whole.hamming, whole.simple_matching, whole.jaccard, whole.graph_correlation):
        assert same(measure(net, other), measure(other, net))


def test_hamming_counts_pairs_once_in_undirected_networks() -> None:
    a = Network.from_matrix([[0, 1, 0], [1, 0, 0], [0, 0, 0]], directed=False)
    b = Network.from_matrix([[0, 0, 0], [0, 0, 1], [0, 1, 0]], directed=False)
    assert whole.hamming(a, b) == 2


def test_comparison_needs_the_same_actors() -> None:
    a, b = Network.from_matrix([[0, 1], [0, 0]], ["a", "b"]), Network.from_matrix([[0, 1], [0, 0]], ["a", "c"])
    for measure in (whole.hamming, whole.simple_matching, whole.jaccard, whole.graph_correlation):
        with pytest.raises(ValueError, match="same actors"):
            measure(a, b)
