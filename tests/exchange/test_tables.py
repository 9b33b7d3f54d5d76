"""Matrices and lists of ties in the many forms that people send."""

from __future__ import annotations

import numpy as np
import pytest

from clusterdynamics.exchange import (
    Edge,
    ExchangeError,
    GraphData,
    Node,
    ReadOptions,
    Relation,
    Timed,
    WriteOptions,
    combine_parallel,
    get_format,
    losses,
    read_graph,
)
from clusterdynamics.exchange.matrix import r_name
from clusterdynamics.exchange.sheets import write_sheets


def matrix(text: str, **options: object) -> GraphData:
    return read_graph(text.encode(), "matrix", name="a.csv", options=ReadOptions(**options))


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        (";a;b\na;0;1\nb;0;0\n", ("a", "b")),
        ("id;a;b\na;0;1\nb;0;0\n", ("a", "b")),
        ('"a";"b"\n"a";0;1\n"b";0;0\n', ("a", "b")),  # R's write.table: no corner
        ("a;b\n0;1\n0;0\n", ("a", "b")),  # names of columns only
        ("a;0;1\nb;0;0\n", ("a", "b")),  # names of rows only
        ("0;1\n0;0\n", ("1", "2")),
        (";1;2\n1;0;1\n2;0;0\n", ("1", "2")),  # names are numbers
        (";5;3\n5;0;1\n3;0;0\n", ("5", "3")),
        ("firm;5;3\n5;0;1\n3;0;0\n", ("5", "3")),
        (";X5;X3\n5;0;1\n3;0;0\n", ("5", "3")),  # R puts an X before numbers
        (";V1;V2\nRed Cross;0;1\nB;0;0\n", ("Red Cross", "B")),  # R's names for columns without names
        (";Red.Cross;B\nRed Cross;0;1\nB;0;0\n", ("Red Cross", "B")),  # columns in R's spelling
        (";Red Cross;B\nRed.Cross;0;1\nB;0;0\n", ("Red Cross", "B")),  # rows in R's spelling
        (";b;a\na;1;0\nb;0;0\n", ("a", "b")),  # another order
        (";a;b\na;NA;1\nb;0;\n", ("a", "b")),  # nothing on the diagonal
        (";a;b;\na;0;1;\nb;0;0;\n;;;\n", ("a", "b")),  # empty rows and columns behind the table
    ],
)
def test_forms_of_square_matrices(text: str, ids: tuple[str, ...]) -> None:
    graph = matrix(text)
    assert graph.ids == ids
    assert [(e.source, e.target, e.value) for e in graph.relation().edges] == [(ids[0], ids[1], 1.0)]


def test_r_names() -> None:
    # By the documentation of R's make.names: invalid characters become dots; X in front of what may not begin.
    assert [r_name(n) for n in ("Red Cross", "1", "_a", ".2", "å b", "")] == [
        "Red.Cross", "X1", "X_a", "X.2", "å.b", "X",
    ]  # fmt: skip


def test_missing_is_not_zero() -> None:
    graph = matrix(";a;b;c\na;0;NA;0\nb;;0;1\nc;0;0;0\n")
    assert [(e.source, e.target, e.value) for e in graph.relation().edges] == [
        ("a", "b", None), ("b", "a", None), ("b", "c", 1.0),
    ]  # fmt: skip
    expected = np.array([[0, np.nan, 0], [np.nan, 0, 1], [0, 0, 0]])
    np.testing.assert_array_equal(graph.matrix(), expected)
    assert any("Empty cells are read as missing" in n for n in graph.notes)


def test_empty_cells_are_zeros_where_nobody_writes_zeros() -> None:
    graph = matrix(";a;b\na;;1\nb;;\n")
    assert [e.value for e in graph.relation().edges] == [1.0]
    assert any("Empty cells are read as 0" in n for n in graph.notes)
    assert [e.value for e in matrix(";a;b\na;;1\nb;;\n", blank="missing").relation().edges] == [1.0, None]
    assert [e.value for e in matrix(";a;b\na;0;1\nb;;0\n", blank="zero").relation().edges] == [1.0]


def test_structural_codes() -> None:
    graph = matrix("0;10;11\n1;0;9\n0;0;0\n")
    found = [(e.source, e.target, e.value, e.structural) for e in graph.relation().edges]
    assert found == [
        ("1", "2", 0.0, True), ("1", "3", 1.0, True), ("2", "1", 1.0, False), ("2", "3", None, False),
    ]  # fmt: skip
    assert any("fixed by circumstances" in n for n in graph.notes)
    assert not any(e.structural for e in matrix("0;10;11\n1;0;2\n0;0;0\n").relation().edges)
    assert not any(e.structural for e in matrix("0;10\n1;0\n", structural=False).relation().edges)


def test_self_ties_are_kept_in_a_file_of_their_own() -> None:
    assert [(e.source, e.target) for e in matrix("3;0\n0;0\n").relation().edges] == [("1", "1")]


def test_two_modes() -> None:
    graph = matrix(";c1;c2;c3\na;0;1;0\nb;1;0;0\n")
    assert graph.two_mode
    assert (graph.rows, graph.columns) == (("a", "b"), ("c1", "c2", "c3"))
    square = matrix(";c1;c2\na;0;1\nb;1;0\n", two_mode=True)
    assert square.columns == ("c1", "c2")
    assert matrix("0;1;0\n1;0;0\n").columns == ("column1", "column2", "column3")


def test_a_workbook_with_a_sheet_that_nobody_named() -> None:
    one = [["", "a", "b"], ["a", 0, 1], ["b", 0, 0]]
    graph = read_graph(write_sheets({"Blad1": one}), name="a.xlsx")
    assert [r.name for r in graph.relations] == ["ties"]
    book = write_sheets({"advice": one, "trust": one})
    assert [r.name for r in read_graph(book, name="a.xlsx").relations] == ["advice", "trust"]
    only = read_graph(book, name="a.xlsx", options=ReadOptions(sheet="trust"))
    assert [r.name for r in only.relations] == ["trust"]


def test_names_of_sheets_are_cut_to_what_a_workbook_allows() -> None:
    graph = GraphData((Node("na"), Node("nb")), (Relation("a/b" * 20, (Edge("na", "nb"),)),))
    back = read_graph(get_format("matrix").write(graph, WriteOptions(suffix=".xlsx")), "matrix", name="a.xlsx")
    assert back.ties() == 1
    assert back.relation().name.startswith("a b")


# -- lists of ties --------------------------------------------------------------------------------------


def ties(text: str, **options: object) -> GraphData:
    return read_graph(text.encode(), "edge-list", name="a.csv", options=ReadOptions(**options))


def test_list_with_everything() -> None:
    graph = ties(
        "From,To,Strength,Layer,Start,End,note\n"
        "a,b,2,advice,2012,2015,hello\n"
        "a,b,NA,advice,,,\n"
        "b,c,,trust,2013,,x\n"
        "d,,,,,,\n"
    )
    assert graph.ids == ("a", "b", "c", "d")
    assert not graph.roster
    assert [(r.name, e.source, e.target, e.value) for r, e in graph.edges()] == [
        ("advice", "a", "b", 2.0), ("advice", "a", "b", None), ("trust", "b", "c", 1.0),
    ]  # fmt: skip
    first, second, third = (e for _r, e in graph.edges())
    assert (first.spells[0].start, first.spells[0].end, first.attributes["note"]) == ("2012", "2015", "hello")
    assert second.spells == ()
    assert (third.spells[0].start, third.spells[0].end) == ("2013", None)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a,b\nb,c\nc,a\nd,a\n", [("a", "b", 1), ("b", "c", 1), ("c", "a", 1), ("d", "a", 1)]),
        (
            "1 2 4\n1 3 2\n2 1 4\n3 1 1\n4 1 1\n",
            [("1", "2", 4), ("1", "3", 2), ("2", "1", 4), ("3", "1", 1), ("4", "1", 1)],
        ),
        ("who,whom,much,note\na,b,2,x\na,c,3,y\n", [("a", "b", 2), ("a", "c", 3)]),
        ("a,b,2\na,c,3\n", [("a", "b", 2), ("a", "c", 3)]),
    ],
)
def test_lists_without_known_names_of_columns(text: str, expected: list[tuple[str, str, float]]) -> None:
    graph = ties(text)
    assert [(e.source, e.target, e.value) for e in graph.relation().edges] == expected
    assert any("names of columns" in n for n in graph.notes)


def test_header_when_told() -> None:
    assert ties("who,whom\na,b\n", header=True).ids == ("a", "b")
    assert ties("source,target\na,b\n", header=False).ids == ("source", "target", "a", "b")


def test_gephi_writes_the_direction_into_type() -> None:
    graph = ties("Source,Target,Type,Weight\na,b,Undirected,2\nb,c,Directed,1\n")
    assert [(r.name, r.directed, r.ties) for r in graph.relations] == [("ties", False, 1), ("ties (directed)", True, 1)]
    kinds = ties("source,target,type\na,b,advice\nb,c,trust\n")
    assert [r.name for r in kinds.relations] == ["advice", "trust"]
    assert [r.directed for r in ties("a,b\nb,c\n", directed=False).relations] == [False]


def test_list_of_two_sets() -> None:
    graph = ties("person,club\nAnn,Chess\nBo,Chess\n", header=True, two_mode=True)
    assert (graph.rows, graph.columns) == (("Ann", "Bo"), ("Chess",))


def test_numbers_as_names_in_a_workbook() -> None:
    book = write_sheets({"ties": [["source", "target"], [1, 2.5], ["1 ", 2]]})
    assert read_graph(book, name="a.xlsx").ids == ("1", "2.5", "1 ", "2")


def test_unlisted_nodes_of_a_workbook_with_nodes() -> None:
    book = write_sheets(
        {"edges": [["source", "target"], ["a", "b"]], "actors": [["name", "size"], ["a", 3], ["b", None]]}
    )
    graph = read_graph(book, name="a.xlsx")
    assert graph.roster
    assert [n.attributes["size"] for n in graph.nodes] == [3, None]
    two = write_sheets({"ties": [["source", "target"], ["a", "b"]], "nodes": [["id", "bipartite"], ["a", 0], ["b", 1]]})
    assert read_graph(two, name="a.xlsx").two_mode


# -- what formats cannot hold ---------------------------------------------------------------------------


def test_losses_are_told() -> None:
    edges = (Edge("a", "b", None, {"why": "x"}), Edge("b", "a", 1.0, structural=True))
    nodes = (Node("a", "A", {"kind": "firm", "size": 3}), Node("b"), Node("c", attributes={"t": (Timed(1, "2012"),)}))
    graph = GraphData(nodes, (Relation("r", edges, directed=False),))
    assert losses(graph, get_format("gexf")) == ()
    assert losses(graph, get_format("node-link")) == ()
    assert losses(graph, get_format("graphml")) == ("Values that change over time are written as text.",)
    said = losses(graph, get_format("rsiena"))
    assert "Attributes of the nodes are not in the file." in said
    assert "Names of the nodes are not in the file, only their order." in said
    assert not any("text" in s for s in said if s.startswith("Attributes of the nodes that"))
    assert "Attributes of the nodes that are text are not in the file." in losses(graph, get_format("pajek"))
    assert losses(GraphData((Node("a"), Node("b")), ()), get_format("matrix")) == ()
    named = GraphData((Node("a", "A"), Node("b", second=True)), (Relation("r", (Edge("a", "b"),)),))
    assert losses(named, get_format("edge-list"), ".xlsx") == ()
    assert losses(named, get_format("edge-list"), ".csv") == (
        "Labels are not in the file, only identifiers.", "Which nodes belong to the second set is not in the file.",
    )  # fmt: skip
    assert "The name of the relation is not in the file." in losses(named, get_format("matrix"), ".csv")
    assert "The name of the relation is not in the file." not in losses(named, get_format("matrix"), ".xlsx")


def test_combining_parallel_ties() -> None:
    edges = (Edge("a", "b", 2.0), Edge("b", "a", 3.0), Edge("b", "a", None), Edge("a", "a", None))
    graph = GraphData((Node("a"), Node("b")), (Relation("r", edges, directed=False),))
    assert [e.value for e in combine_parallel(graph).relation().edges] == [5.0, None]
    assert [e.value for e in combine_parallel(graph, "max").relation().edges] == [3.0, None]


def test_matrices_hold_no_parallel_ties() -> None:
    graph = GraphData((Node("a"), Node("b")), (Relation("r", (Edge("a", "b"), Edge("b", "a")), directed=False),))
    with pytest.raises(ExchangeError, match="more than one tie"):
        get_format("matrix").write(graph, WriteOptions())


def test_matrices_of_ties_without_direction() -> None:
    one = GraphData((Node("a"), Node("b")), (Relation("r", (Edge("a", "b", 2.0),), directed=False),))
    assert one.matrix().tolist() == [[0, 2], [2, 0]]
    two = GraphData((Node("a"), Node("b", second=True)), (Relation("r", (Edge("b", "a", 2.0),), directed=False),))
    assert two.matrix().tolist() == [[2]]


def test_matrix_of_nothing() -> None:
    graph = GraphData((Node("na"), Node("nb")))
    assert get_format("matrix").write(graph, WriteOptions()) == b",na,nb\nna,0,0\nnb,0,0\n"
    assert read_graph(get_format("dl").write(graph, WriteOptions()), name="a.dl").ties() == 0
    assert get_format("matrix").write(graph, WriteOptions(suffix=".xlsx")).startswith(b"PK")
