"""networkx as an oracle: it reads what we write, and we read what it writes."""

from __future__ import annotations

import io
import json

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clusterdynamics.exchange import Edge, GraphData, Node, Relation, WriteOptions, get_format, read_graph

GRAPH = GraphData(
    (
        Node("1", "Ångström & Co", {"size": 12, "share": 0.5, "open": True, "kind": "firm"}),
        Node("2", 'The "B"', {"size": None, "share": None, "open": False, "kind": None}),
        Node("3"),
    ),
    (Relation("depth", (Edge("1", "2", 3.0), Edge("1", "2", 1.5), Edge("2", "1", None))),),
    title="Two firms",
)


def written(name: str) -> io.BytesIO:
    return io.BytesIO(get_format(name).write(GRAPH, WriteOptions()))


def check(found: nx.MultiDiGraph) -> None:
    assert sorted(found) == ["1", "2", "3"]
    assert found.nodes["1"]["size"] == 12
    assert type(found.nodes["1"]["size"]) is int
    assert found.nodes["1"]["share"] == 0.5
    assert found.nodes["1"]["open"] is True
    assert found.nodes["1"]["kind"] == "firm"
    assert found.nodes["1"]["label"] == "Ångström & Co"
    assert found.nodes["2"]["label"] == 'The "B"'
    assert found.is_directed()
    assert found.is_multigraph()
    assert found.number_of_edges("1", "2") == 2
    assert sorted(d["weight"] for d in found.get_edge_data("1", "2").values()) == [1.5, 3.0]


def test_networkx_reads_our_graphml() -> None:
    check(nx.read_graphml(written("graphml"), force_multigraph=True))


def test_networkx_reads_our_gexf() -> None:
    check(nx.read_gexf(written("gexf"), version="1.3"))


def test_networkx_reads_our_node_link() -> None:
    check(nx.node_link_graph(json.load(written("node-link")), edges="links"))


labels = st.text("aB7 åäö\"'<&>€", min_size=1, max_size=6)


@st.composite
def foreign(draw: st.DrawFn) -> nx.Graph:
    """Graphs as people have them in networkx: whole numbers as nodes, attributes of one type each."""
    kind = draw(st.sampled_from([nx.Graph, nx.DiGraph, nx.MultiDiGraph]))
    graph = kind()
    for i in range(draw(st.integers(1, 5))):
        graph.add_node(i, name=draw(labels), size=draw(st.integers(-99, 99)), share=draw(st.floats(-9, 9)))
    nodes = list(graph)
    for _k in range(draw(st.integers(0, 6))):
        a, b = draw(st.sampled_from(nodes)), draw(st.sampled_from(nodes))
        graph.add_edge(a, b, weight=draw(st.floats(-9, 9)), note=draw(labels))
    return graph


def same(ours: GraphData, theirs: nx.Graph) -> None:
    assert ours.ids == tuple(map(str, theirs))
    for node in ours.nodes:
        assert node.attributes == theirs.nodes[int(node.id)]
    edges = [e for _r, e in ours.edges()]

    def key(source: str, target: str) -> tuple[str, str]:
        return (source, target) if theirs.is_directed() else (min(source, target), max(source, target))

    assert sorted((*key(e.source, e.target), e.value, e.attributes["note"]) for e in edges) == sorted(
        (*key(str(a), str(b)), d["weight"], d["note"]) for a, b, d in theirs.edges(data=True)
    )
    assert all(r.directed == theirs.is_directed() for r in ours.relations)


@settings(max_examples=40)
@given(foreign())
def test_we_read_graphml_of_networkx(theirs: nx.Graph) -> None:
    out = io.BytesIO()
    nx.write_graphml(theirs, out)
    same(read_graph(out.getvalue(), name="x.graphml"), theirs)


@settings(max_examples=40)
@given(foreign(), st.sampled_from(["1.1draft", "1.2draft", "1.3"]))
def test_we_read_gexf_of_networkx(theirs: nx.Graph, version: str) -> None:
    out = io.BytesIO()
    nx.write_gexf(theirs, out, version=version)
    graph = read_graph(out.getvalue(), name="x.gexf")
    same(graph, theirs)


@settings(max_examples=40)
@given(foreign(), st.sampled_from(["links", "edges"]))
def test_we_read_node_link_of_networkx(theirs: nx.Graph, key: str) -> None:
    data = json.dumps(nx.node_link_data(theirs, edges=key)).encode()
    same(read_graph(data, name="x.json"), theirs)


def test_we_read_pajek_of_networkx() -> None:
    theirs = nx.MultiDiGraph([("a b", "c"), ("a b", "c")])
    out = io.BytesIO()
    nx.write_pajek(theirs, out)
    ours = read_graph(out.getvalue(), name="x.net")
    assert ours.ids == ("a b", "c")
    assert ours.ties() == 2


def test_what_networkx_cannot_do() -> None:
    # Known defects of networkx that made writing our own necessary; if one is gone, so is the reason.
    graph = nx.Graph()
    graph.add_node(1, kind=None)
    with pytest.raises((nx.NetworkXError, TypeError), match="NoneType"):  # which of the two depends on the version
        nx.write_graphml(graph, io.BytesIO())
