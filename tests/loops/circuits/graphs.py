"""Small signed graphs, and the slow but plain ways to find what the library finds fast."""

from __future__ import annotations

import json
from itertools import permutations, product
from pathlib import Path

import networkx as nx
import numpy as np
from hypothesis import strategies as st

from clusterdynamics.loops.circuits import Loop, SignedGraph


def random_graph(rng: np.random.Generator, max_n: int, max_m: int) -> SignedGraph:
    """Any number of nodes and links, parallel ones and links from a node to itself among them."""
    n, m = int(rng.integers(1, max_n + 1)), int(rng.integers(0, max_m + 1))
    return SignedGraph(n, rng.integers(0, n, m), rng.integers(0, n, m), rng.choice([-1, 1], m))


def gnm(n: int, m: int, seed: int) -> SignedGraph:
    """networkx's random graph, with signs by the same seed."""
    ends = np.array(nx.gnm_random_graph(n, m, seed=seed, directed=True).edges)
    return SignedGraph(n, ends[:, 0], ends[:, 1], np.random.default_rng(seed).choice([-1, 1], m))


@st.composite
def graphs(draw: st.DrawFn, max_n: int = 6, max_m: int = 14) -> SignedGraph:
    """Signed multigraphs for Hypothesis."""
    n = draw(st.integers(1, max_n))
    node = st.integers(0, n - 1)
    links = draw(st.lists(st.tuples(node, node, st.sampled_from([-1, 1])), max_size=max_m))
    tail, head, sign = (list(column) for column in zip(*links, strict=True)) if links else ([], [], [])
    return SignedGraph(n, tail, head, sign)


def by_networkx(graph: SignedGraph) -> list[tuple[int, ...]]:
    """Links of every loop, sorted; each link becomes a node of its own, so that parallel links are told apart."""
    halved = nx.DiGraph()
    for e, (t, h) in enumerate(zip(graph.tail.tolist(), graph.head.tolist(), strict=True)):
        halved.add_edges_from([(t, graph.n + e), (graph.n + e, h)])
    return sorted(
        graph.loop(tuple(x - graph.n for x in cycle if x >= graph.n)).links for cycle in nx.simple_cycles(halved)
    )


def by_brute_force(graph: SignedGraph) -> list[tuple[int, ...]]:
    """The same, from the definition: every order of every set of nodes, every choice of parallel links."""
    between: dict[tuple[int, int], list[int]] = {}
    for e, (t, h) in enumerate(zip(graph.tail.tolist(), graph.head.tolist(), strict=True)):
        between.setdefault((t, h), []).append(e)
    loops: list[tuple[int, ...]] = []
    for size in range(1, graph.n + 1):
        for nodes in permutations(range(graph.n), size):
            if nodes[0] == min(nodes):
                ways = [between.get(pair, []) for pair in zip(nodes, nodes[1:] + nodes[:1], strict=True)]
                loops += product(*ways)
    return sorted(loops)


def counted(graph: SignedGraph, loops: list[Loop]) -> tuple[np.ndarray, np.ndarray]:
    """Loops by length and polarity, and through each link, counted one by one."""
    by_length = np.zeros((graph.n + 1, 2), dtype=np.int64)
    participation = np.zeros((graph.m, 2), dtype=np.int64)
    for loop in loops:
        column = 0 if np.prod(graph.sign[list(loop.links)]) > 0 else 1
        by_length[len(loop.links), column] += 1
        participation[list(loop.links), column] += 1
    return by_length, participation


def arms_race(parties: int) -> SignedGraph:
    """Each party's weapons, change and wish: a wish raises change, change raises weapons, weapons lower change, and
    the weapons of each party raise what the others wish for."""
    links = []
    for i in range(parties):
        weapons, change, wish = 3 * i, 3 * i + 1, 3 * i + 2
        links += [(wish, change, 1), (change, weapons, 1), (weapons, change, -1)]
        links += [(weapons, 3 * j + 2, 1) for j in range(parties) if j != i]
    tail, head, sign = (list(column) for column in zip(*links, strict=True))
    return SignedGraph(3 * parties, tail, head, sign)


def stella_model(path: Path) -> tuple[SignedGraph, dict[str, int], list[dict]]:
    """The links of a model, the numbers of its variables, and the loops that Stella lists.

    Signs are those of the listed loops; a link on no listed loop is given +1, which must then lie on no loop at all.
    """
    content = json.loads(path.read_text(encoding="utf-8"))
    listed = content["feedback"]["feedbackLoops"]
    signs = {
        (link["from"], link["to"]): 1 if link["polarity"] == "+" else -1 for loop in listed for link in loop["links"]
    }
    pairs = [(link["from"], link["to"]) for link in content["model"]["relationships"]]
    number = {name: i for i, name in enumerate(sorted({name for pair in pairs for name in pair}))}
    graph = SignedGraph(
        len(number),
        [number[a] for a, _b in pairs],
        [number[b] for _a, b in pairs],
        [signs.get(pair, 1) for pair in pairs],
    )
    return graph, number, listed
