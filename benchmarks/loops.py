"""Loops of random graphs counted and listed, beside networkx, rustworkx and graph-tool where they are installed.

The others list loops without polarity and without counting them per link; ours does both. Seconds of processor time,
so that other work on the machine counts less.
"""

from __future__ import annotations

import time
from collections.abc import Callable

import networkx as nx
import numpy as np
from rich.console import Console
from rich.table import Table

from clusterdynamics.loops.circuits import SignedGraph, count_loops, iter_loops, top_loops

#: Nodes, links, and whether networkx (slow) and whatever lists (slow for nine million) take part.
SIZES = ((20, 70, True, True), (25, 100, False, True), (30, 120, False, False))
WANTED = 15e6


def seconds(work: Callable[[], int], runs: int = 1) -> tuple[int, float]:
    """What the work counted, and the shortest processor time of several runs."""
    best = np.inf
    for _run in range(runs):
        start = time.process_time()
        number = work()
        best = min(best, time.process_time() - start)
    return number, float(best)


def others(graph: nx.DiGraph, *, with_networkx: bool) -> dict[str, Callable[[], int]]:
    """How the other programmes count: by listing."""
    found: dict[str, Callable[[], int]] = {}
    if with_networkx:
        found["networkx"] = lambda: sum(1 for _cycle in nx.simple_cycles(graph))
    try:
        import rustworkx as rx
    except ImportError:
        pass
    else:
        same = rx.PyDiGraph()
        same.add_nodes_from(list(graph))
        same.add_edges_from_no_data(list(graph.edges))
        found["rustworkx"] = lambda: sum(1 for _cycle in rx.simple_cycles(same))
    try:
        import graph_tool.all as gt
    except ImportError:
        pass
    else:
        tool = gt.Graph(list(graph.edges), directed=True)
        found["graph-tool"] = lambda: sum(1 for _cycle in gt.all_circuits(tool))
    return found


def main() -> None:
    small = nx.gnm_random_graph(8, 20, seed=1, directed=True)
    for work in (count_loops, lambda g: list(iter_loops(g)), lambda g: top_loops(g, np.ones(20), 3)):
        ends = np.array(small.edges)
        work(SignedGraph(8, ends[:, 0], ends[:, 1], np.ones(20)))  # compile
    table = Table(title="Loops of random graphs, one core")
    for heading in ("nodes, links", "programme", "loops", "seconds", "loops/s, million"):
        table.add_column(heading, justify="right")
    for n, m, with_networkx, listed in SIZES:
        graph = nx.gnm_random_graph(n, m, seed=1, directed=True)
        ends = np.array(graph.edges)
        signs = np.random.default_rng(1).choice([-1, 1], m)
        signed = SignedGraph(n, ends[:, 0], ends[:, 1], signs)
        number, took = seconds(lambda g=signed: count_loops(g).total, runs=3)
        rows = {"ours, counted": (number, took)}
        if listed:
            rows["ours, listed"] = seconds(lambda g=signed: sum(1 for _loop in iter_loops(g)))
            for name, work in others(graph, with_networkx=with_networkx).items():
                rows[name] = seconds(work)
        assert all(loops == number for loops, _took in rows.values()), rows
        strength = np.random.default_rng(2).integers(1, 9, m)
        rows["ours, the 10 strongest"] = seconds(lambda g=signed, s=strength: len(top_loops(g, s, 10)))
        for name, (loops, took) in rows.items():
            rate = f"{loops / max(took, 1e-9) / 1e6:.2f}" if "strongest" not in name else "–"
            table.add_row(f"{n}, {m}", name, f"{loops:,}", f"{took:.3f}", rate)
        if (n, m) == (30, 120) and number / took_of(rows) < WANTED:
            Console(width=110).print(f"Below {WANTED / 1e6:.0f} million loops a second: is the machine busy?")
    Console(width=110).print(table)


def took_of(rows: dict[str, tuple[int, float]]) -> float:
    """Seconds of our count."""
    return rows["ours, counted"][1]


if __name__ == "__main__":
    main()
