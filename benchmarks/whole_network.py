"""Measures of a whole network beside networkx and R's sna, on the same data; and how long their bounds take."""

from __future__ import annotations

import time

import networkx as nx
import numpy as np
from _side_by_side import Board, as_networkx, example, run_r
from rich.console import Console
from rich.table import Table

from clusterdynamics import compute
from clusterdynamics.measures import uncertainty, whole
from clusterdynamics.measures.communities import leiden
from clusterdynamics.measures.cores import core_periphery
from clusterdynamics.study.network import Network

R_LINES = {
    "density": "gden(e)",
    "reciprocity": 'grecip(e, measure = "edgewise")',
    "transitivity": "gtrans(g)",
    "triad_census": "triad.census(e)",
    "mean_distance": "{ d <- geodist(e, count.paths = FALSE)$gdist; diag(d) <- Inf; mean(d[is.finite(d)]) }",
    "largest_component": 'max(component.dist(e, connected = "weak")$csize) / n',
    "in_degree_centralisation": 'centralization(e, degree, cmode = "indegree")',
    "betweenness_centralisation": "centralization(e, betweenness)",
    "closeness_centralisation": "centralization(eu, closeness, mode = 'graph')",
}


def freeman(values: dict[int, float], largest: float) -> float:
    return sum(max(values.values()) - v for v in values.values()) / largest


def nx_mean_distance(graph: nx.DiGraph) -> float:
    lengths = [d for _i, to in nx.all_pairs_shortest_path_length(graph) for d in to.values() if d]
    return sum(lengths) / len(lengths)


def betweenness_centralisation(net: Network) -> float:
    return whole.centralisation(net, "betweenness")


def three(net: Network) -> list[float]:
    return [whole.mean_distance(net), whole.reach(net), whole.largest_component(net)]


def main() -> None:
    net = example()
    either = net.symmetrise()
    graph = as_networkx(net)
    n = net.n
    board = Board("Whole network", run_r(net, R_LINES))
    board.add("density", lambda: whole.density(net), lambda: nx.density(graph))
    board.add("reciprocity", lambda: whole.reciprocity(net), lambda: nx.overall_reciprocity(graph))
    board.add("transitivity", lambda: whole.transitivity(net))
    undirected = graph.to_undirected()
    board.add("transitivity_global", lambda: whole.transitivity(net, "global"), lambda: nx.transitivity(undirected))
    board.add(
        "triad_census",
        lambda: list(whole.triad_census(net).values()),
        lambda: list(nx.triadic_census(graph).values()),
    )
    board.add("mean_distance", lambda: whole.mean_distance(net), lambda: nx_mean_distance(graph))
    board.add(
        "largest_component",
        lambda: whole.largest_component(net),
        lambda: max(map(len, nx.weakly_connected_components(graph))) / n,
    )
    board.add(
        "in_degree_centralisation",
        lambda: whole.centralisation(net, "in_degree"),
        lambda: freeman(dict(graph.in_degree()), (n - 1) ** 2),
    )
    board.add(
        "betweenness_centralisation",
        lambda: betweenness_centralisation(net),
        lambda: freeman(nx.betweenness_centrality(graph, normalized=False), (n - 1) ** 2 * (n - 2)),
    )
    board.add("closeness_centralisation", lambda: whole.centralisation(either, "closeness"))
    board.add("core_periphery", lambda: core_periphery(net, rng=np.random.default_rng(0)).fit)
    board.add("leiden", lambda: leiden(net, np.random.default_rng(0)).modularity)
    board.show()

    table = Table(title="Bounds, on two threads where they are cut into parts")
    table.add_column("what")
    table.add_column("seconds", justify="right")
    rng = np.random.default_rng(0)
    work = {
        "betweenness centralisation, each of 500 left out": lambda: uncertainty.leave_out(
            net, betweenness_centralisation
        ),
        "distance, reach, components, each of 500 left out": lambda: uncertainty.leave_out(net, three),
        "distance, reach, components in 200 random networks": lambda: uncertainty.random_graphs(net, three, 200, rng),
        "density, 2,000 vertex bootstraps": lambda: uncertainty.vertex_bootstrap(net, "density", 2000, rng),
    }
    with compute.using(workers=2, backend="threading"):
        for name, function in work.items():
            start = time.perf_counter()
            function()
            table.add_row(name, f"{time.perf_counter() - start:.2f}")
    Console().print(table)


if __name__ == "__main__":
    main()
