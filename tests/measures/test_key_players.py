"""Key players: by hand, against networkx, the R package keyplayer, and brute force."""

from __future__ import annotations

import math
from itertools import combinations
from pathlib import Path

import networkx as nx
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from clusterdynamics.measures import key_players
from clusterdynamics.measures.key_players import (
    all_removals,
    distance_fragmentation,
    distance_reach,
    distances,
    fragmentation,
    key_set,
    set_reach,
)
from clusterdynamics.study.network import Network

from .data import DEGENERATE, kecskemet, networks, random_network, read_pajek_matrices

CRITERIA = ("fragmentation", "distance_fragmentation", "reach", "distance_reach")


def undirected(edges: list[str], nodes: str) -> Network:
    matrix = np.zeros((len(nodes), len(nodes)))
    for a, b in edges:
        matrix[nodes.index(a), nodes.index(b)] = matrix[nodes.index(b), nodes.index(a)] = 1
    return Network.from_matrix(matrix, list(nodes), directed=False)


#: Two triangles a b c and e f g, held together by d.
BOW = undirected(["ab", "ac", "bc", "cd", "de", "ef", "eg", "fg"], "abcdefg")


def test_by_hand() -> None:
    assert fragmentation(BOW) == 0  # all reach all
    # Without d two parts of three: 6 + 6 of 6·5 ordered pairs reach each other.
    assert fragmentation(BOW, ["d"]) == pytest.approx(1 - 12 / 30)
    assert distance_fragmentation(BOW, ["d"]) == pytest.approx(1 - 12 / 30)  # all of them tied
    # A path a - b - c: 4 ordered pairs at distance 1, 2 at distance 2.
    path = undirected(["ab", "bc"], "abc")
    assert distance_fragmentation(path) == pytest.approx(1 - (4 + 2 / 2) / 6)
    # From d: c and e in one step, the other four in two.
    assert set_reach(BOW, ["d"], 1) == pytest.approx(2 / 6)
    assert set_reach(BOW, ["d"], 2) == 1
    assert distance_reach(BOW, ["d"]) == pytest.approx((1 + 2 + 4 / 2) / 7)
    # c and e reach everybody in one step: the set is dominating, D_R is 1.
    assert distance_reach(BOW, ["c", "e"]) == 1
    assert key_set(BOW, 1, "fragmentation").members == ("d",)
    # a and e do so too (a – b, c; e – d, f, g), and come first by name.
    assert key_set(BOW, 2, "distance_reach") == key_players.KeyPlayers(("a", "e"), 1.0, exact=True)


def test_ties_have_a_direction_where_the_network_has() -> None:
    star = Network.from_matrix([[0, 1, 1], [0, 0, 0], [0, 0, 0]], list("abc"))
    assert fragmentation(star) == pytest.approx(1 - 2 / 6)  # a → b, a → c of six ordered pairs
    assert set_reach(star, ["a"], 1) == 1
    assert set_reach(star, ["b"], 2) == 0
    assert distance_reach(star, ["b"]) == pytest.approx(1 / 3)  # only itself


# -- against the R package keyplayer 1.0.4 (source of CRAN; sna 2.7-1, igraph 1.3.5, R 4.2.2), run once ----------
# fragment(d, nodes); group.mreach.closeness(d, nodes, method="union", cmode="outdegree", large=FALSE), the mean of
# 1/distance to those outside the set; group.mreach.degree(d, nodes, M=2, …), the number of them within two steps.
# Positions count from 1: rows of the friendship matrix of Krackhardt's managers, and of the firms of 2015 in the order
# of their identifiers as text.
R_SETS: dict[str, list[tuple[tuple[int, ...], float, float, int]]] = {
    "krackhardt": [
        ((1,), 0.487324561, 0.520833333, 8),
        ((7,), 0.445657895, 0.0, 0),
        ((2, 18), 0.468957115, 0.442982456, 7),
        ((3, 10, 20), 0.461928105, 0.740740741, 17),
        ((4, 11, 17, 19), 0.710661765, 1.0, 17),
    ],
    "kecskemet": [
        ((1,), 0.405277778, 0.433333333, 10),
        ((7,), 0.460138889, 0.633333333, 24),
        ((2, 18), 0.396739130, 0.666666667, 21),
        ((3, 10, 20), 0.398386034, 0.724637681, 21),
        ((4, 11, 17, 19), 0.438816739, 0.840909091, 22),
    ],
}
# max over all sets (combn) of fragment, with the only set that has it, and of group.mreach.closeness.
R_BEST = {
    "krackhardt": {1: (0.615350877, (17,), 0.95), 2: (0.662768031, (11, 17), 1.0), 3: (0.695806100, (11, 15, 17), 1.0)},
    "kecskemet": {
        1: (0.460138889, (7,), 0.84),
        2: (0.490942029, (5, 7), 0.9375),
        3: (0.525230567, (7, 19, 26), 0.978260870),
    },
}


def real(name: str, folder: Path) -> Network:
    if name == "kecskemet":
        return kecskemet(folder)[1]
    return read_pajek_matrices(folder / "formats" / "Krackhardt_High-tech_managers.paj")[1]


@pytest.mark.parametrize("name", R_SETS)
def test_equals_the_r_package_keyplayer(name: str, shared_data: Path) -> None:
    net = real(name, shared_data)
    for positions, fragment, closeness, within in R_SETS[name]:
        members = [net.nodes[p - 1] for p in positions]
        k, outside = len(members), net.n - len(members)
        assert distance_fragmentation(net, members) == pytest.approx(fragment, abs=1e-9)
        # Members count as distance 1 here, and not at all there.
        assert distance_reach(net, members) == pytest.approx((k + closeness * outside) / net.n, abs=1e-8)
        assert set_reach(net, members, 2) == pytest.approx(within / outside, abs=1e-12)


@pytest.mark.parametrize("name", R_BEST)
def test_best_sets_equal_all_sets_tried_in_r(name: str, shared_data: Path) -> None:
    net = real(name, shared_data)
    for size, (fragment, positions, closeness) in R_BEST[name].items():
        best = key_set(net, size)
        assert best.exact
        assert best.members == tuple(sorted(net.nodes[p - 1] for p in positions))
        assert best.value == pytest.approx(fragment, abs=1e-9)
        reach = key_set(net, size, "distance_reach").value
        assert reach == pytest.approx((size + closeness * (net.n - size)) / net.n, abs=1e-8)


# -- against networkx and brute force ----------------------------------------


def by_networkx(net: Network, criterion: str, members: tuple[str, ...], steps: int = 2) -> float:
    """The same figures from networkx' shortest paths."""
    graph = nx.DiGraph() if net.directed else nx.Graph()
    graph.add_nodes_from(net.nodes)
    graph.add_edges_from((net.nodes[i], net.nodes[j]) for i, j in zip(*np.nonzero(net.ties), strict=True))
    if criterion in ("fragmentation", "distance_fragmentation"):
        graph.remove_nodes_from(members)
        n = graph.number_of_nodes()
        if n < 2:
            return math.nan
        ways = [d for _a, far in nx.all_pairs_shortest_path_length(graph) for d in far.values() if d]
        return 1 - (len(ways) if criterion == "fragmentation" else sum(1 / d for d in ways)) / (n * (n - 1))
    nearest: dict[str, int] = {}
    for m in members:
        for node, d in nx.single_source_shortest_path_length(graph, m).items():
            nearest[node] = min(d, nearest.get(node, d))
    outside = [node for node in net.nodes if node not in members]
    if criterion == "reach":
        return sum(nearest.get(node, 99) <= steps for node in outside) / len(outside) if outside else math.nan
    return sum(1 / max(d, 1) for d in nearest.values()) / net.n


FUNCTIONS = {
    "fragmentation": fragmentation,
    "distance_fragmentation": distance_fragmentation,
    "reach": set_reach,
    "distance_reach": distance_reach,
}


@pytest.mark.parametrize("criterion", CRITERIA)
def test_every_set_equals_networkx_and_the_best_is_the_best(criterion: str) -> None:
    rng = np.random.default_rng(3)
    for directed in (True, False):
        for n, p in ((2, 0.5), (5, 0.2), (7, 0.3), (8, 0.15)):
            net = random_network(rng, n, p, directed=directed, missing=0.1)
            for size in (1, 2):
                found = {m: by_networkx(net, criterion, m) for m in combinations(net.nodes, size)}
                for members, value in found.items():
                    assert FUNCTIONS[criterion](net, members) == pytest.approx(value, nan_ok=True)
                best = key_set(net, size, criterion)
                if all(math.isnan(v) for v in found.values()):
                    assert best.members == ()
                    assert math.isnan(best.value)
                else:
                    highest = max(v for v in found.values() if not math.isnan(v))
                    assert best.value == pytest.approx(highest)
                    # Of equally good sets the first by identifier.
                    assert best.members == min(m for m, v in found.items() if v == pytest.approx(highest, abs=1e-12))


@pytest.mark.parametrize("criterion", CRITERIA)
def test_the_search_by_exchange_finds_the_best_of_most_networks(
    criterion: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    rng = np.random.default_rng(8)
    nets = [random_network(rng, 12, 0.2, directed=False) for _ in range(12)]
    exact = [key_set(net, 3, criterion) for net in nets]
    monkeypatch.setattr(key_players, "_MOST_SETS", 10)
    searched = [key_set(net, 3, criterion) for net in nets]
    assert all(e.exact and not s.exact for e, s in zip(exact, searched, strict=True))
    for net, e, s in zip(nets, exact, searched, strict=True):
        assert s.value <= e.value + 1e-12
        assert FUNCTIONS[criterion](net, s.members) == pytest.approx(s.value)
        # No exchange of one member for another actor does better.
        for k in range(3):
            for other in set(net.nodes) - set(s.members):
                tried = [*s.members[:k], other, *s.members[k + 1 :]]
                assert FUNCTIONS[criterion](net, tried) <= s.value + 1e-12
    assert sum(s.value == pytest.approx(e.value) for e, s in zip(exact, searched, strict=True)) >= 9


def test_all_removals_are_those_of_each_set() -> None:
    every = all_removals(BOW, 2)
    assert every is not None
    sets = list(combinations(BOW.nodes, 2))
    assert every.shape == (len(sets), 2)
    for row, members in zip(every, sets, strict=True):
        assert row[0] == pytest.approx(fragmentation(BOW, members))
        assert row[1] == pytest.approx(distance_fragmentation(BOW, members))


def test_too_many_sets_are_not_tried(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(key_players, "_MOST_SETS", 20)
    assert all_removals(BOW, 2) is None  # 21 sets
    assert all_removals(BOW, 1) is not None
    assert all_removals(DEGENERATE["nothing observed"], 1) is None


# -- properties ----------------------------------------


@given(networks(max_n=7), st.data())
def test_properties(net: Network, data: st.DataObject) -> None:
    gone = data.draw(st.lists(st.sampled_from(net.nodes), max_size=3, unique=True)) if net.n else []
    f, d = fragmentation(net, gone), distance_fragmentation(net, gone)
    if math.isnan(f):
        assert math.isnan(d)
        assert net.n - len(gone) < 2 or not net.observed.any()
    else:
        assert 0 <= f <= d <= 1
        # Removing is the same as never having been there.
        rest = net.subset([a for a in net.nodes if a not in gone])
        if rest.observed.any():
            assert fragmentation(rest) == pytest.approx(f)
    if gone and net.observed.any():
        near = distance_reach(net, gone)
        assert len(gone) / net.n - 1e-12 <= near <= 1 + 1e-12
        reach = [set_reach(net, gone, m) for m in (1, 2, net.n)]
        assert all(math.isnan(r) for r in reach) or reach == sorted(reach)
        more = data.draw(st.sampled_from(net.nodes))
        assert distance_reach(net, [*gone, more]) >= near - 1e-12
        assert set_reach(net, gone, 2, ways=distances(net)) == pytest.approx(reach[1], nan_ok=True)


@given(networks(max_n=6), st.randoms(use_true_random=False), st.sampled_from(CRITERIA))
def test_the_order_of_the_actors_does_not_matter(net: Network, random: object, criterion: str) -> None:
    if not net.n:
        return
    order = list(range(net.n))
    random.shuffle(order)  # type: ignore[attr-defined]
    first, second = key_set(net, 1, criterion), key_set(net.subset(order), 1, criterion)
    assert first.members == second.members
    assert first.value == pytest.approx(second.value, nan_ok=True)


@pytest.mark.parametrize("net", DEGENERATE.values(), ids=DEGENERATE.keys())
def test_degenerate_networks(net: Network) -> None:
    assert distances(net).shape == (net.n, net.n)
    expected = {"no tie": 1.0, "all ties": 0.0, "two actors": 0.5, "undirected, no tie": 1.0, "disconnected": 2 / 3}
    name = next(k for k, v in DEGENERATE.items() if v is net)
    assert fragmentation(net) == pytest.approx(expected.get(name, math.nan), nan_ok=True)
    if net.n:
        found = key_set(net, net.n, "distance_reach")
        assert math.isnan(found.value) or found.value == 1
        assert math.isnan(key_set(net, net.n, "reach").value)  # nobody is outside


def test_wrong_arguments() -> None:
    with pytest.raises(ValueError, match="size must be from 1 to 7, not 0"):
        key_set(BOW, 0)
    with pytest.raises(ValueError, match="size must be from 1 to 7, not 8"):
        key_set(BOW, 8)
    with pytest.raises(ValueError, match="criterion is unknown"):
        key_set(BOW, 1, "betweenness")  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="set of actors is empty"):
        set_reach(BOW, [])
    with pytest.raises(KeyError):
        fragmentation(BOW, ["z"])
