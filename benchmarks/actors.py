"""Measures of actors beside networkx and R's sna, on the same data."""

from __future__ import annotations

import networkx as nx
import numpy as np
from _side_by_side import Board, as_networkx, example, groups, run_r

from clusterdynamics.measures import actors
from clusterdynamics.measures.brokers import brokerage

R_LINES = {
    "in_degree": 'degree(e, cmode = "indegree")',
    "betweenness": "betweenness(e)",
    "harmonic": 'closeness(e, cmode = "suminvdir")',
    "eigenvector": "{ v <- abs(evcent(eu, gmode = 'graph')); v / max(v) }",
    "coreness": 'kcores(eu, mode = "graph")',
    "brokerage": "brokerage(e, cl)$raw.nli",
}


def main() -> None:
    net = example()
    graph = as_networkx(net)
    turned, undirected = graph.reverse(), graph.to_undirected()
    kinds = groups(net)
    board = Board("Actors", run_r(net, R_LINES))

    def values(result: dict[int, float]) -> list[float]:
        return list(result.values())

    board.add("in_degree", lambda: actors.in_degree(net), lambda: values(dict(graph.in_degree())))
    board.add(
        "betweenness",
        lambda: actors.betweenness(net),
        lambda: values(nx.betweenness_centrality(graph, normalized=False)),
    )
    board.add("closeness", lambda: actors.closeness(net), lambda: values(nx.closeness_centrality(turned)))
    board.add(
        "harmonic",
        lambda: actors.harmonic(net),
        lambda: np.array(values(nx.harmonic_centrality(turned))) / (net.n - 1),
    )

    def eigenvector() -> np.ndarray:
        central = np.array(values(nx.eigenvector_centrality(undirected, tol=1e-9, max_iter=1000)))
        return central / central.max()

    board.add("eigenvector", lambda: actors.eigenvector(net), eigenvector, tolerance=1e-3)
    board.add("coreness", lambda: actors.coreness(net), lambda: values(nx.core_number(undirected)))
    board.add("clustering", lambda: actors.clustering(net), lambda: values(nx.clustering(undirected)))
    board.add("constraint", lambda: actors.constraint(net), lambda: values(nx.constraint(graph)))
    board.add("pagerank", lambda: actors.pagerank(net), lambda: values(nx.pagerank(graph, tol=1e-12, max_iter=1000)))
    board.add("brokerage", lambda: brokerage(net, kinds).raw)
    board.show()


if __name__ == "__main__":
    main()
