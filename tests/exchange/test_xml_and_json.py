"""What Gephi, yEd, D3 and Kumu write, in small."""

from __future__ import annotations

import json

import pytest

from clusterdynamics.exchange import (
    Edge,
    GraphData,
    Node,
    ReadOptions,
    Relation,
    Spell,
    Timed,
    WriteOptions,
    get_format,
    read_graph,
    sniff_format,
)
from clusterdynamics.exchange.sheets import write_sheets


def test_graphml_defaults_types_and_directions() -> None:
    graph = read_graph(
        b"""<?xml version="1.0"?><!DOCTYPE graphml>
<graphml xmlns="http://graphml.graphdrawing.org/xmlns">
 <key id="k" for="node" attr.name="kind" attr.type="string"><default>firm</default></key>
 <key id="o" for="node" attr.name="open" attr.type="boolean"/>
 <key id="s" for="all" attr.name="size" attr.type="int"/>
 <key id="w" for="edge" attr.name="weight" attr.type="double"/>
 <key id="i" for="node" attr.name="id" attr.type="string"/>
 <graph edgedefault="undirected">
  <desc>ignored</desc>
  <node id="a"><data key="o">1</data><data key="s"> 7 </data><data key="i">x</data></node>
  <node id="b"><data key="k"/><data key="o">FALSE</data><data key="s"></data></node>
  <edge source="a" target="b"><data key="w">NaN</data></edge>
  <edge source="a" target="b" directed="true"><data key="w">2</data></edge>
 </graph>
</graphml>""",
        name="a.graphml",
    )
    assert [n.attributes for n in graph.nodes] == [
        {"kind": "firm", "open": True, "size": 7, "id_": "x"},
        {"kind": "", "open": False, "size": None, "id_": None},
    ]
    assert [(r.name, r.directed, [e.value for e in r.edges]) for r in graph.relations] == [
        ("ties", False, [1.0]), ("ties (directed)", True, [2.0]),
    ]  # fmt: skip
    assert "Ties without a weight count as 1." in graph.notes


def test_graphml_of_yed_has_its_labels_in_drawings() -> None:
    graph = read_graph(
        b"""<graphml xmlns:y="urn:y"><key for="node" id="d6" yfiles.type="nodegraphics"/>
<graph edgedefault="directed"><node id="n0"><data key="d6"><y:ShapeNode><y:NodeLabel> Red Cross
</y:NodeLabel></y:ShapeNode></data></node><node id="n1"><data key="d6"/></node></graph></graphml>""",
        name="a.graphml",
    )
    assert [(n.id, n.label) for n in graph.nodes] == [("n0", "Red Cross"), ("n1", None)]
    assert graph.node_columns == ()


def test_relations_of_others_that_look_like_ours() -> None:
    text = """<graphml><key id="r" for="graph" attr.name="relations" attr.type="string"/>
<key id="s" for="node" attr.name="spells" attr.type="string"/>
<graph edgedefault="directed"><data key="r">{}</data><node id="a"><data key="s">soon</data></node></graph></graphml>"""
    for content in ("not a list", '{"a": 1}', '[1, ["x"]]'):
        graph = read_graph(text.format(content).encode(), name="a.graphml")
        assert graph.relations == ()
        assert graph.nodes[0].spells == ()


GEXF = b"""<gexf xmlns:viz="http://gexf.net/1.2/viz" version="1.2"><meta><description>Firms</description></meta>
<graph defaultedgetype="undirected" mode="dynamic" timeformat="date">
<attributes class="node" mode="dynamic"><attribute id="0" title="size" type="integer"><default>1</default></attribute>
</attributes><attributes class="edge"><attribute id="0" title="relation" type="string"><options>quiet|loud</options>
</attribute><attribute id="1" title="weight" type="float"/><attribute id="2" title="id" type="string"/></attributes>
<nodes><node id="a" label="A" start="2012-01-01" endopen="2015-01-01"><attvalues>
<attvalue for="0" value="3" start="2012-01-01" end="2013-01-01"/><attvalue for="0" value="5" start="2013-01-01"/>
</attvalues><viz:position x="1.5" y="2" z="0"/><viz:size value="9"/><viz:color r="1" g="2" b="3"/></node>
<node id="b"><spells><spell start="2012-01-01" end="2012-06-01"/><spell startopen="2014-01-01"/></spells>
<nodes><node id="c" pid="b"/></nodes><edges><edge source="b" target="c"/></edges></node></nodes>
<edges><edge id="0" source="a" target="b" weight="2.5" label="why"/>
<edge id="1" source="a" target="b" type="mutual" kind="trust"><attvalues>
<attvalue for="1" value="4"/></attvalues></edge>
<edge id="2" source="b" target="a" weight=""><attvalues><attvalue for="2" value="x"/></attvalues></edge>
<edge id="3" source="b" target="a" weight="2"><attvalues><attvalue for="1" value="4"/></attvalues></edge>
</edges></graph></gexf>"""


def test_gexf_dates_drawings_and_nested_nodes() -> None:
    graph = read_graph(GEXF, name="a.gexf")
    assert graph.title == "Firms"
    a, b, c = graph.nodes
    assert a.label == "A"
    assert a.spells == (Spell("2012-01-01", "2015-01-01"),)
    assert a.attributes["size"] == (Timed(3, "2012-01-01", "2013-01-01"), Timed(5, "2013-01-01", None))
    assert (a.attributes["x"], a.attributes["y"], a.attributes["z"]) == (1.5, 2.0, 0.0)
    assert b.attributes["size"] == c.attributes["size"] == 1  # the default
    assert b.spells == (Spell("2012-01-01", "2012-06-01"), Spell("2014-01-01", None))
    found = {r.name: (r.directed, [(e.source, e.target, e.value) for e in r.edges]) for r in graph.relations}
    assert found == {
        "quiet": (False, []),
        "loud": (False, []),
        "ties": (False, [("b", "c", 1.0), ("a", "b", 2.5), ("b", "a", 1.0), ("b", "a", 2.0)]),
        "trust": (True, [("a", "b", 4.0), ("b", "a", 4.0)]),
    }
    edges = graph.relation("ties").edges
    assert edges[1].attributes["label"] == "why"
    assert edges[2].attributes["id_"] == "x"
    assert edges[3].attributes["weight_"] == 4.0
    assert any("Nodes inside nodes" in n for n in graph.notes)


@pytest.mark.parametrize(
    ("time", "expected"), [("2012", "double"), ("2012-01-01", "date"), ("2012-01-01T10:00:00", "dateTime")]
)
def test_gexf_says_how_times_are_written(time: str, expected: str) -> None:
    graph = GraphData((Node("a", spells=(Spell(time),)),))
    data = get_format("gexf").write(graph, WriteOptions())
    assert f'timeformat="{expected}"'.encode() in data
    assert b'mode="dynamic"' in data
    assert b'mode="static"' in get_format("gexf").write(GraphData((Node("a"),)), WriteOptions())


def test_gexf_writes_mixed_directions() -> None:
    relations = (Relation("r", (Edge("a", "b"),)), Relation("s", (Edge("a", "b"),), directed=False))
    data = get_format("gexf").write(GraphData((Node("a"), Node("b")), relations), WriteOptions())
    assert data.count(b'type="undirected"') == 1
    assert b'defaultedgetype="directed"' in data


def test_xml_in_other_encodings() -> None:
    text = '<?xml version="1.0" encoding="{}"?><graphml><graph edgedefault="directed"><node id="å"/></graph></graphml>'
    for encoding in ("iso-8859-1", "utf-16", "utf-8"):
        assert read_graph(text.format(encoding).encode(encoding), "graphml", name="a.graphml").ids == ("å",)


# -- JSON -----------------------------------------------------------------------------------------------


def node_link(document: object) -> GraphData:
    return read_graph(json.dumps(document).encode(), name="a.json")


def test_node_link_of_d3() -> None:
    graph = node_link(
        {
            "nodes": [{"name": "A", "group": 1}, {"name": "B", "group": 2}],
            "links": [{"source": 0, "target": 1, "value": 3}],
        }
    )
    assert graph.ids == ("A", "B")
    assert [(e.source, e.target, e.value) for e in graph.relation().edges] == [("A", "B", 3.0)]
    by_object = node_link({"nodes": [{"id": "a"}, {"id": 2.0}], "links": [{"source": {"id": "a"}, "target": 2}]})
    assert [(e.source, e.target) for e in by_object.relation().edges] == [("a", "2")]
    assert node_link({"nodes": [{"id": 2.5}], "links": []}).ids == ("2.5",)


def test_node_link_values_of_all_kinds() -> None:
    graph = node_link(
        {
            "directed": False,
            "graph": {"name": "Firms", "relations": [["quiet", True], 7]},
            "nodes": [
                {
                    "id": "a",
                    "label": 5,
                    "tags": ["x", "y"],
                    "place": {"lat": 1},
                    "spells": [["2012", None], 3],
                    "none": None,
                },
                {
                    "id": "b",
                    "t": [{"value": 1, "start": "1", "end": None}, 2],
                    "u": [{"value": 1, "start": 2, "end": 3}],
                },
                {"id": "c", "t": [{"value": [{"value": 1, "start": "1", "end": None}], "start": "1", "end": "2"}]},
            ],
            "edges": [
                {"source": "a", "target": "b", "weight": None, "directed": True, "weird": 1e999},
                {"source": "a", "target": "b"},
            ],
        }
    )
    a, b, c = graph.nodes
    assert graph.title == "Firms"
    assert (a.label, a.spells, a.attributes["tags"], a.attributes["place"]) == (
        "5", (Spell("2012", None),), '["x", "y"]', '{"lat": 1}',
    )  # fmt: skip
    assert a.attributes["none"] is None
    assert isinstance(b.attributes["t"], str)
    assert isinstance(b.attributes["u"], str)
    assert isinstance(c.attributes["t"], str)
    found = {r.name: (r.directed, [e.value for e in r.edges]) for r in graph.relations}
    assert found == {"quiet": (True, []), "ties": (True, [None]), "ties (undirected)": (False, [1.0])}
    assert graph.edge_columns == ("weird",)


def test_node_link_keeps_directions() -> None:
    relations = (Relation("r", (Edge("a", "b"),)), Relation("s", (Edge("a", "b"),), directed=False))
    graph = GraphData((Node("a"), Node("b")), relations)
    data = json.loads(get_format("node-link").write(graph, WriteOptions()))
    assert [link.get("directed") for link in data["links"]] == [None, False]


# -- Kumu -----------------------------------------------------------------------------------------------


def test_kumu_workbook() -> None:
    book = write_sheets(
        {
            "Elements": [["Label", "Type", "Size"], ["Red Cross", "NGO", 3], ["City", "public", None]],
            "Connections": [
                ["From", "To", "Direction", "Type", "Strength", "Note"],
                ["red cross", "City", "mutual", "trust", 2, "x"],
                ["City", "School", "undirected", None, "NA", None],
                ["City", "School", None, None, None, None],
            ],
        }
    )
    assert sniff_format(book, "a.xlsx").name == "kumu"
    graph = read_graph(book, name="a.xlsx")
    assert graph.ids == ("Red Cross", "City", "School")
    assert graph.nodes[0].attributes == {"Type": "NGO", "Size": 3}
    assert [(r.name, r.directed, e.source, e.target, e.value) for r, e in graph.edges()] == [
        ("trust", True, "Red Cross", "City", 2.0),
        ("trust", True, "City", "Red Cross", 2.0),
        ("ties", False, "City", "School", None),
        ("ties (directed)", True, "City", "School", 1.0),
    ]
    assert any("School" in n for n in graph.notes)


def test_kumu_blueprint() -> None:
    document = {
        "name": "Map",
        "elements": [{"_id": "elem-1", "attributes": {"label": "A", "size": 3}}, {"_id": "elem-2", "label": "B"}],
        "connections": [
            {"_id": "conn-1", "from": "elem-1", "to": "B", "attributes": {"strength": 2.5, "tags": ["x"]}},
            {"from": "A", "to": 2.0, "strength": None},
        ],
    }
    graph = read_graph(json.dumps(document).encode(), name="a.json")
    assert graph.title == "Map"
    assert [(n.id, n.label) for n in graph.nodes] == [("elem-1", "A"), ("elem-2", "B"), ("2", None)]
    assert [(e.source, e.target, e.value) for e in graph.relation().edges] == [
        ("elem-1", "elem-2", 2.5), ("elem-1", "2", 1.0),
    ]  # fmt: skip
    assert read_graph(b'{"elements": [{"label": "A"}]}', name="a.json").relations == ()


def test_a_workbook_that_is_none_is_not_kumu() -> None:
    assert not get_format("kumu").sniff(b"PK\x03\x04 broken", "a.xlsx")
    assert not get_format("matrix").sniff(b"PK\x03\x04 broken", "a.xlsx")
    assert not get_format("edge-list").sniff(b"PK\x03\x04 broken", "a.xlsx")


@pytest.mark.parametrize(
    ("data", "name", "form"),
    [
        (b"<graphml/>", "whatever", "graphml"),
        (b"\xef\xbb\xbf*network x", "whatever", "pajek"),
        (b"\xef\xbb\xbfDL n=3", "whatever", "dl"),
        (b"0 1 0\n0 0 1\n1 0 0\n", "a.txt", "rsiena"),
        (b"0 NA 10\n11 0 1\n1 0 0\n", "a.dat", "rsiena"),
        (b"0 1\n1 0\n1 1\n", "a.2sm", "two-mode"),
        (b"source target\na b\n", "a.txt", "edge-list"),
        (b"a,b\nc,b\nd,c\nb,d\n", "a.csv", "edge-list"),
        (b"a,b,c\n0,1,0\n0,1,0\n0,1,0\n", "a.csv", "matrix"),
        (b'{"nodes": []}', "whatever", "node-link"),
        (b'{"elements": []}', "whatever", "kumu"),
        (b"broken", "a.dl", "dl"),
        (b"broken", "a.gexf", "gexf"),
    ],
)
def test_formats_are_known_by_their_content(data: bytes, name: str, form: str) -> None:
    assert sniff_format(data, name).name == form


def test_bytes_without_a_name() -> None:
    assert read_graph(b"*Vertices 1\n", options=ReadOptions()).ids == ("1",)
