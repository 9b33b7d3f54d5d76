"""The causal map, robustness and threads: by hand, by brute force, and on the QuIP example."""

from __future__ import annotations

from itertools import combinations
from pathlib import Path

import networkx as nx
import numpy as np
import polars as pl
import pytest

from clusterdynamics.errors import InputError
from clusterdynamics.loops.causal_map import CausalMap, causal_map
from clusterdynamics.loops.circuits import iter_loops
from clusterdynamics.loops.threads import robustness, threads
from tests.loops.build import claims, made
from tests.loops.quip import read


def test_one_arrow_for_each_pair() -> None:
    found = made("a: x > y", "b: x > y", "b/2: x > y", "c: x > y -", "c: y > z fails", "a: y > x -")
    assert found.factors == ("x", "y", "z")
    assert found.tellers == ("a", "b", "c")
    arrow = found.arrows["x", "y"]
    assert dict(arrow.claims) == {"+": 3, "-": 1, "fails": 0}
    assert arrow.tellers["+"] == ("a", "b")
    assert arrow.told(-1) == ("c",)
    assert arrow.sources == ("a", "b", "c")
    assert arrow.homes == ("A", "B", "C")
    assert (arrow.count, arrow.contested, arrow.sign) == (4, True, 1)
    assert arrow.stories == ("s-a", "s-b", "s-b/2", "s-c")
    broken = found.arrows["y", "z"]
    assert (broken.sign, broken.stories, broken.contested) == (1, (), False)
    assert found.arrows["y", "x"].sign == -1
    graph = found.graph()
    assert (graph.n, graph.m) == (3, 3)
    row = found.to_frame().row(0, named=True)
    assert row == {
        "cause": "x",
        "effect": "y",
        "claims": 4,
        "plus": 3,
        "minus": 1,
        "fails": 0,
        "tellers": 3,
        "organisations": 3,
        "contested": True,
        "delay": "none",
    }


def test_two_coders_of_a_story_are_one_teller() -> None:
    # Coder p found the link twice in the story, coder q once: two claims, one teller.
    frame = claims("a: x > y", "a: x > y", "a: x > y", coder=["p", "p", "q"], delay=["weeks", "years", "years"])
    arrow = causal_map(frame).arrows["x", "y"]
    assert (arrow.claims["+"], len(arrow.sources), arrow.delay) == (2, 1, "years")


def test_bad_claims_are_clear_errors() -> None:
    with pytest.raises(InputError, match="lack the columns teller"):
        causal_map(claims("a: x > y").drop("teller"))
    with pytest.raises(InputError, match="not 'maybe'"):
        causal_map(claims("a: x > y maybe"))
    bare = claims("a: x > y").drop("coder", "delay")
    assert causal_map(bare).arrows["x", "y"].count == 1
    assert causal_map(claims().clear()).arrows == {}


def least_cut(links: list[tuple[str, str]], causes: set[str], effects: set[str]) -> int:
    """Smallest number of claims without which no effect is reached: every set is tried, the smallest first."""
    for size in range(len(links) + 1):
        for gone in combinations(range(len(links)), size):
            graph = nx.DiGraph()
            graph.add_nodes_from(causes | effects)
            graph.add_edges_from(link for k, link in enumerate(links) if k not in gone)
            if not any(nx.has_path(graph, c, e) for c in causes for e in effects):
                return size
    raise AssertionError


@pytest.mark.parametrize("seed", range(12))
def test_robustness_equals_the_least_cut(seed: int) -> None:
    rng = np.random.default_rng(seed)
    lines = []
    for teller in "abc":
        for _k in range(int(rng.integers(2, 5))):
            cause, effect = rng.choice(list("uvwxyz"), size=2, replace=False)
            lines.append(f"{teller}: {cause} > {effect}{' fails' if rng.random() < 0.15 else ''}")
    found = made(*lines, "d: u > z fails", "d: v > y fails")
    works = found.claims.filter(pl.col("polarity") != "fails")
    causes, effects = {"u", "v"}, {"y", "z"}
    got = robustness(found, causes, effects)
    assert got.claims == least_cut(list(works.select("cause", "effect").iter_rows()), causes, effects)
    for teller in "abcd":
        own = works.filter(pl.col("teller") == teller).select("cause", "effect")
        assert got.by_teller[teller] == least_cut(list(own.iter_rows()), causes, effects)
    pairs = works.select("teller", "cause", "effect").unique().select("cause", "effect")
    assert got.tellings == least_cut(list(pairs.iter_rows()), causes, effects)
    chains = threads(found, causes, effects)
    assert set(chains.whole) == {t for t, flow in got.by_teller.items() if flow}
    assert got.threads == len(chains.whole)


def test_a_thread_told_whole_is_kept_apart_from_a_joined_chain() -> None:
    joined = made("a: x > y", "b: y > z")
    assert threads(joined, ["x"], ["z"]).whole == {}
    assert threads(joined, ["x"], ["z"]).joined == ("x", "y", "z")
    assert robustness(joined, ["x"], ["z"]).claims == 1
    assert robustness(joined, ["x"], ["z"]).threads == 0
    whole = made("a: x > y", "a: y > z", "b: y > z")
    assert threads(whole, ["x"], ["z"]).whole == {"a": ("x", "y", "z")}
    assert threads(whole, ["x"], ["z"]).joined is None
    assert threads(made("a: x > y", "b: z > w"), ["x"], ["z"]).joined is None


def test_ends_that_are_not_there() -> None:
    with pytest.raises(InputError, match=r"not on the map: q.*cause and effect at once: x"):
        robustness(made("a: x > y"), ["x", "q"], ["x"])


@pytest.fixture(scope="module")
def quip(shared_data: Path) -> CausalMap:
    return causal_map(read(shared_data)[0])


def test_quip_counts(quip: CausalMap) -> None:
    # 19 sources, 853 links in 240 bundles of 130 factors, 5 loops: shared data, README, causal/quip.
    assert len(quip.tellers) == 19
    assert sum(a.count for a in quip.arrows.values()) == 853
    assert len(quip.arrows) == 240
    assert len(quip.factors) == 130
    loops = list(iter_loops(quip.graph()))
    assert len(loops) == 5
    assert sorted(len(loop) for loop in loops) == [1, 1, 2, 3, 4]


def test_quip_robustness_is_that_of_networkx(quip: CausalMap) -> None:
    causes, effects = ["Increased knowledge; Farming"], ["Income"]
    causes = [f for f in causes if f in quip.factors] or [max(quip.arrows.values(), key=lambda a: a.count).cause]
    got = robustness(quip, causes, effects)
    graph = nx.DiGraph()
    for arrow in quip.arrows.values():
        graph.add_edge(arrow.cause, arrow.effect, capacity=arrow.count)
    assert got.claims == nx.maximum_flow_value(graph, causes[0], effects[0])
    for teller in quip.tellers:
        own = nx.DiGraph()
        own.add_nodes_from([causes[0], effects[0]])
        mine = quip.claims.filter(pl.col("teller") == teller).group_by("cause", "effect").len()
        for cause, effect, n in mine.iter_rows():
            own.add_edge(cause, effect, capacity=n)
        assert got.by_teller[teller] == nx.maximum_flow_value(own, causes[0], effects[0])
    assert got.threads == len(threads(quip, causes, effects).whole) > 0
