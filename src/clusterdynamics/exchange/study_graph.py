"""From a study to a network that every format can write."""

from __future__ import annotations

import numpy as np

from clusterdynamics.exchange.graph import NODE_WORDS, Edge, GraphData, Node, Relation, Value
from clusterdynamics.study.model import Study
from clusterdynamics.study.network import STATE_CODES, Network
from clusterdynamics.study.tables import LIST_SEPARATOR, TIE_STATES, TieState

__all__ = ["export_network", "graph_from_study"]

_MISSING = (STATE_CODES[TieState.DONT_KNOW], STATE_CODES[TieState.NOT_ANSWERED])


def export_network(network: Network, study: Study | None = None) -> GraphData:
    """Return a network as interchange data.

    Parameters
    ----------
    network
        The network of one relation in one wave. "Not answered" and "don't know" become missing ties with
        the attribute ``state``; what was not offered is left out, like no tie.
    study
        The study it comes from, for labels and attributes of the organisations.
    """
    nodes = tuple(_node(node, study) for node in network.nodes)
    return GraphData(nodes, (_relation(network),), title=study.title if study is not None else network.name)


def graph_from_study(study: Study, wave: str | None = None) -> GraphData:
    """Return all relations of a study in one wave.

    Parameters
    ----------
    study
        The study.
    wave
        The wave; the latest where none is given.

    Raises
    ------
    KeyError
        There is no such wave.
    """
    chosen = wave if wave is not None else study.wave_ids[-1]
    nodes = tuple(_node(node, study) for node in study.present(chosen))
    relations = [r for r in study.settings.relations if not r.waves or chosen in r.waves]
    return GraphData(nodes, tuple(_relation(study.network(r.id, chosen)) for r in relations), title=study.title)


def _relation(network: Network) -> Relation:
    edges = []
    structural = network.structural if network.structural is not None else np.zeros_like(network.observed)
    for i, source in enumerate(network.nodes):
        for j, target in enumerate(network.nodes):
            state, fixed = int(network.states[i, j]), bool(structural[i, j])
            if i == j:
                continue
            if state in _MISSING:
                attributes: dict[str, Value] = {"state": str(TIE_STATES[state])}
                edges.append(Edge(source, target, None, attributes, structural=fixed))
            elif network.observed[i, j] and (network.values[i, j] != 0 or fixed):
                edges.append(Edge(source, target, float(network.values[i, j]), structural=fixed))
    # Each side has said something of its own, so the ties stay directed even where the relation is not.
    return Relation(network.name, tuple(edges))


def _node(node: str, study: Study | None) -> Node:
    if study is None:
        return Node(node)
    row = study["actors"].row(study["actors"]["id"].to_list().index(node), named=True)
    attributes: dict[str, Value] = {}
    for name, value in row.items():
        if name in NODE_WORDS:
            continue
        if isinstance(value, list):
            value = LIST_SEPARATOR.join(value)
        attributes[name] = value if value is None or isinstance(value, str | int | float) else str(value)
    return Node(node, row["label"], attributes)
