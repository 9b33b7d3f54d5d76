"""Pajek's many ways to write the same."""

from __future__ import annotations

import pytest

from clusterdynamics.exchange import (
    Edge,
    ExchangeError,
    GraphData,
    Node,
    ReadOptions,
    Relation,
    Spell,
    WriteOptions,
    get_format,
    read_graph,
)


def pajek(text: str, **options: object) -> GraphData:
    return read_graph(text.encode(), "pajek", name="a.net", options=ReadOptions(**options))


def ends(graph: GraphData) -> list[tuple[str, str, str, float | None]]:
    return [(r.name, e.source, e.target, e.value) for r, e in graph.edges()]


def test_arcs_edges_and_lists() -> None:
    graph = pajek(
        '*Vertices 3\r\n1 "a b"\r\n2 c\r\n3 "d"\r\n% a comment\r\n'
        "*Arcs\r\n1 2 2.5\r\n\r\n*Edges\r\n2 3\r\n*Arcslist\r\n3 1 2\r\n*Edgeslist\r\n1 3\r\n"
    )
    assert graph.ids == ("a b", "c", "d")
    assert ends(graph) == [
        ("ties", "a b", "c", 2.5), ("ties", "d", "a b", 1.0), ("ties", "d", "c", 1.0),
        ("ties (undirected)", "c", "d", 1.0), ("ties (undirected)", "a b", "d", 1.0),
    ]  # fmt: skip
    assert [r.directed for r in graph.relations] == [True, False]


def test_numbered_relations_with_and_without_names() -> None:
    graph = pajek('*Vertices 2\n*Arcs :1 "advice"\n1 2\n*Arcs :2\n2 1\n*Arcs :1\n2 1 3\n*Arcs\n2: 1 2 7\n1: 1 1\n')
    assert ends(graph) == [
        ("advice", "1", "2", 1.0), ("advice", "2", "1", 3.0), ("advice", "1", "1", 1.0),
        ("ties 2", "2", "1", 1.0), ("ties 2", "1", "2", 7.0),
    ]  # fmt: skip


def test_an_empty_section_is_no_relation_but_a_named_one_is() -> None:
    assert pajek("*Vertices 2\n*Arcs\n1 2\n*Edges\n").relations[0].ties == 1
    assert len(pajek("*Vertices 2\n*Arcs\n1 2\n*Edges\n").relations) == 1
    assert [r.name for r in pajek('*Vertices 2\n*Arcs :1 "quiet"\n').relations] == ["quiet"]


def test_vertices_with_shapes_times_and_without_lines() -> None:
    graph = pajek(
        '*Vertices 4\n1 "a" 0.1 0.2 box ic Red x_fact 2 [1-3,5-*]\n3 "c" [7]\n4 "4"\n'
        '*Arcs\n1 2 1 l "why" c Blue [2012]\n'
    )
    first = graph.nodes[0]
    assert first.attributes["x"] == 0.1
    assert first.attributes["shape"] == "box"
    assert first.attributes["pajek_ic"] == "Red"
    assert first.attributes["pajek_x_fact"] == 2.0
    assert first.spells == (Spell("1", "3"), Spell("5", None))
    assert graph.ids == ("a", "2", "c", "4")
    assert graph.nodes[2].spells == (Spell("7", "7"),)
    edge = graph.relation().edges[0]
    assert edge.attributes == {"label": "why", "pajek_c": "Blue"}
    assert edge.spells == (Spell("2012", "2012"),)
    assert any("1 of 4 vertices have no line" in n for n in graph.notes)


def test_labels_that_occur_twice_become_numbers() -> None:
    graph = pajek('*Vertices 2\n1 "a"\n2 "a"\n*Arcs\n1 2\n')
    assert [(n.id, n.label) for n in graph.nodes] == [("1", "a"), ("2", "a")]


def test_two_mode_and_matrix() -> None:
    graph = pajek('*Vertices 3 2\n1 "p"\n2 "q"\n3 "club"\n*Matrix\n1\n0\n')
    assert (graph.rows, graph.columns) == (("p", "q"), ("club",))
    assert ends(graph) == [("ties", "p", "club", 1.0)]
    bare = pajek("*Vertices 2\nAnn\nBo\n*Matrix\n0 10\n11 0\n")  # as UCINET exports .mat
    assert bare.ids == ("Ann", "Bo")
    assert [(e.value, e.structural) for e in bare.relation().edges] == [(0.0, True), (1.0, True)]
    nine = pajek("*Vertices 2\n*Matrix\n9 10\n9 0\n")
    assert [(e.value, e.structural) for e in nine.relation().edges] == [(None, False), (0.0, True), (None, False)]


def test_missing_numbers() -> None:
    graph = pajek("*Vertices 2\n*Arcs\n1 2 999999998\n*Partition p\n*Vertices 2\n9999998\n3\n*Vector\n1.5\n999999998\n")
    assert ends(graph) == [("ties", "1", "2", None)]
    assert [n.attributes for n in graph.nodes] == [{"p": None, "vector": 1.5}, {"p": 3, "vector": None}]


def test_projects() -> None:
    same = '*Network {}\n*Vertices 2\n1 "a"\n2 "b"\n*Arcs\n{}\n'
    graph = pajek(same.format("2012", "1 2") + same.format("2015", "2 1") + "*Permutation x\n*Vertices 2\n2\n1\n")
    assert ends(graph) == [("2012", "a", "b", 1.0), ("2015", "b", "a", 1.0)]
    assert any("*Permutation is left out" in n for n in graph.notes)
    several = same.format("one", "1 2") + '*Edges :2 "x"\n1 2\n' + same.format("two", "2 1")
    assert [r.name for r in pajek(several).relations] == ["one: ties", "one: x", "two"]
    other = same.format("one", "1 2") + '*Network two\n*Vertices 1\n1 "z"\n'
    with pytest.raises(ExchangeError, match=r"option 'network' \(1: one, 2: two\)"):
        pajek(other)
    assert pajek(other, network="two").ids == ("z",)
    assert pajek(other, network=1).ids == ("a", "b")
    assert pajek(other, network="1").ids == ("a", "b")
    with pytest.raises(ExchangeError, match="no network 'three'"):
        pajek(other, network="three")
    unnamed = "*Vertices 2\n*Arcs\n1 2\n*Vertices 2\n*Arcs\n2 1\n"
    assert ends(pajek(unnamed)) == [("ties", "1", "2", 1.0), ("ties", "2", "1", 1.0)]


def test_entities_of_letters() -> None:
    assert pajek('*Vertices 1\n1 "&#197;ngstr&#246;m &#9999999; &#55296;"\n').ids == ("Ångström &#9999999; &#55296;",)


def write(graph: GraphData) -> str:
    return get_format("pajek").write(graph, WriteOptions()).decode("utf-8-sig")


def test_labels_stand_in_the_file_where_they_are_unique() -> None:
    assert '1 "Alpha"' in write(GraphData((Node("a", "Alpha"), Node("b"))))
    assert '1 "a"' in write(GraphData((Node("a", "Same"), Node("b", "Same"))))
    assert '1 "a"' in write(GraphData((Node("a", ""), Node("b"))))


def test_text_is_left_out_and_places_without_all_numbers_are_a_vector() -> None:
    nodes = (Node("a", attributes={"x": 0.5, "kind": "firm", "ok": True}), Node("b", attributes={"x": 0.25}))
    assert write(GraphData(nodes)) == ('*Network\n*Vertices 2\n1 "a"\n2 "b"\n*Vector x\n*Vertices 2\n0.5\n0.25\n')
    assert '1 "a" 0.5 0.25\n' in write(GraphData((Node("a", attributes={"x": 0.5, "y": 0.25}),)))


def test_a_byte_order_mark_where_letters_need_it() -> None:
    form = get_format("pajek")
    assert form.write(GraphData((Node("å"),)), WriteOptions()).startswith(b"\xef\xbb\xbf")
    assert form.write(GraphData((Node("a"),)), WriteOptions()).startswith(b"*Network")


def test_second_set_stands_behind_the_first() -> None:
    graph = GraphData((Node("club", second=True), Node("p")), (Relation("r", (Edge("p", "club"),), directed=False),))
    assert write(graph).splitlines() == ["*Network", "*Vertices 2 1", '1 "p"', '2 "club"', '*Edges :1 "r"', "1 2 1"]
