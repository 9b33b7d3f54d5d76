"""UCINET DL: every form of data says the same network."""

from __future__ import annotations

import pytest

from clusterdynamics.exchange import GraphData, ReadOptions, read_graph


def dl(text: str, **options: object) -> GraphData:
    return read_graph(text.encode(), name="a.dl", options=ReadOptions(**options))


def ends(graph: GraphData) -> list[tuple[str, str, float | None]]:
    return [(e.source, e.target, e.value) for e in graph.relation().edges]


#: a → b 2, a → c 1, c → a 3.
VALUED = [("a", "b", 2.0), ("a", "c", 1.0), ("c", "a", 3.0)]
TIED = [("a", "b", 1.0), ("a", "c", 1.0), ("c", "a", 1.0)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("DL N=3\nLABELS:\na,b,c\nDATA:\n0 2 1\n0 0 0\n3 0 0\n", VALUED),
        ("dl n = 3, format = fullmatrix\nlabels:\na b\nc\ndata:\n0 2 1 0 0 0 3 0 0\n", VALUED),
        ("DL N 3 FORMAT: FM\nLABELS: \"a\", 'b' c\nDATA:\n0 2 1\n0 0 0\n3 0 0\n", VALUED),
        ("DL N=3 DIAGONAL=ABSENT\nLABELS:\na b c\nDATA:\n2 1\n0 0\n3 0\n", VALUED),
        ("DL N=3 DIAGONAL ABSENT LABELS EMBEDDED\nDATA:\na b c\na 2 1\nb 0 0\nc 3 0\n", VALUED),
        ("DL N=3\nLABELS EMBEDDED\nDATA:\na b c\na 0 2 1\nb 0 0 0\nc 3 0 0\n", VALUED),
        ("DL N=3\nROW LABELS EMBEDDED\nDATA:\na 0 2 1\nb 0 0 0\nc 3 0 0\n", VALUED),
        ("DL N=3\nROW LABELS:\na b c\nCOL LABELS:\na b c\nDATA:\n0 2 1\n0 0 0\n3 0 0\n", VALUED),
        ("DL NR=3, NC=3\nROW LABELS:\na b c\nCOLUMN LABELS:\na b c\nDATA:\n0 2 1\n0 0 0\n3 0 0\n", VALUED),
        ("DL N=3 FORMAT=EDGELIST1\nLABELS:\na b c\nDATA:\n1 2 2\n1 3\n3 1 3\n", VALUED),
        ("DL N=3 FORMAT=EL1\nLABELS:\na b c\nDATA:\na b 2\nA C 1\nc,a,3\n", VALUED),
        ("DL N=3 FORMAT=EDGELIST1 LABELS EMBEDDED\nDATA:\na b 2\na c 1\nc a 3\n", VALUED),
        ("DL N=3 FORMAT=EDGEARRAY\nLABELS:\na b c\nDATA:\n1 2 2\n1 3 1\n3 1 3\n", VALUED),
        ("DL N=3 FORMAT=NODELIST1\nLABELS:\na b c\nDATA:\n1 2 3\n3 1\n", TIED),
        ("DL N=3 FORMAT=NODELIST LABELS EMBEDDED\nDATA:\na b c\nc a\n", TIED),
        ("DL N=3 FORMAT=NODELIST1B\nLABELS:\na b c\nDATA:\n2 2 3\n0\n1 1\n", TIED),
        ("DL N=3 NM=1 FORMAT=EDGELIST1\nLABELS:\na b c\nDATA:\n1 2\n1 3\n3 1\n", TIED),
    ],
)
def test_forms_of_one_set(text: str, expected: list[tuple[str, str, float]]) -> None:
    graph = dl(text)
    assert ends(graph) == expected
    assert graph.ids == ("a", "b", "c")
    assert graph.relation().directed
    assert not graph.two_mode


@pytest.mark.parametrize(
    "text",
    [
        "DL N=3 FORMAT=LOWERHALF\nLABELS:\na b c\nDATA:\n0\n2 0\n1 0 0\n",
        "DL N=3 FORMAT=LH DIAGONAL=ABSENT\nLABELS:\na b c\nDATA:\n2\n1 0\n",
        "DL N=3 FORMAT=UPPERHALF DIAGONAL PRESENT\nLABELS:\na b c\nDATA:\n0 2 1\n0 0\n0\n",
        "DL N=3 FORMAT=UH DIAGONAL ABSENT\nLABELS:\na b c\nDATA:\n2 1\n0\n",
        "DL N=3 FORMAT=LOWERHALF ROW LABELS EMBEDDED\nDATA:\na 0\nb 2 0\nc 1 0 0\n",
    ],
)
def test_halves_are_undirected(text: str) -> None:
    graph = dl(text)
    assert sorted(ends(graph)) == [("a", "b", 2.0), ("a", "c", 1.0)]
    assert not graph.relation().directed


@pytest.mark.parametrize(
    "text",
    [
        "DL NR=2 NC=3\nROW LABELS:\np q\nCOLUMN LABELS:\nx y z\nDATA:\n0 2 0\n1 0 0\n",
        "DL NR=2 NC=3\nLABELS:\np q x y z\nDATA:\n0 2 0\n1 0 0\n",
        "DL NR=2 NC=3 LABELS EMBEDDED\nDATA:\nx y z\np 0 2 0\nq 1 0 0\n",
        "DL NR=2 NC=3 FORMAT=EDGELIST2\nROW LABELS:\np q\nCOLUMN LABELS:\nx y z\nDATA:\np y 2\n2 1\n",
        "DL NR=2 NC=3 FORMAT=EDGELIST2 ROW LABELS EMBEDDED COLUMN LABELS:\nx y z\nDATA:\np y 2\nq x\n",
    ],
)
def test_forms_of_two_sets(text: str) -> None:
    graph = dl(text)
    assert (graph.rows, graph.columns) == (("p", "q"), ("x", "y", "z"))
    assert ends(graph) == [("p", "y", 2.0), ("q", "x", 1.0)]


def test_node_lists_of_two_sets() -> None:
    graph = dl("DL NR=2 NC=3 FORMAT=NODELIST2\nDATA:\n1 2 3\n2 1\n")
    assert graph.columns == ("column1", "column2", "column3")
    assert ends(graph) == [("1", "column2", 1.0), ("1", "column3", 1.0), ("2", "column1", 1.0)]
    embedded = dl("DL NR=2 NC=3 FORMAT=NODELIST2 LABELS EMBEDDED\nDATA:\np x\n")
    assert (embedded.rows, embedded.columns) == (("p", "1"), ("x", "column1", "column2"))


def test_several_matrices() -> None:
    head = "DL N=2 NM=2\nLABELS:\na b\n{}DATA:\n"
    full = dl(head.format('MATRIX LABELS:\n"Time 1"\ntime-2\n') + "0 1\n0 0\n0 0\n1 0\n")
    assert [(r.name, [(e.source, e.target) for e in r.edges]) for r in full.relations] == [
        ("Time 1", [("a", "b")]), ("time-2", [("b", "a")]),
    ]  # fmt: skip
    lists = dl(head.format("").replace("NM=2", "NM=2 FORMAT=EDGELIST1") + "1 2\n!\n2 1\n")
    assert [(r.name, r.ties) for r in lists.relations] == [("ties 1", 1), ("ties 2", 1)]
    array = dl(head.format("").replace("NM=2", "NM=2 FORMAT=EDGEARRAY") + "1 2 3 0\n2 1 0 NA\n")
    assert [[e.value for e in r.edges] for r in array.relations] == [[3.0], [None]]
    again = dl("DL N=2 NM=2 LABELS EMBEDDED\nDATA:\na b\na 0 1\nb 0 0\na b\na 0 0\nb 1 0\n")
    assert [r.ties for r in again.relations] == [1, 1]


def test_title_missing_codes_and_quotes() -> None:
    graph = dl(
        'DL TITLE="Who asks whom" N=3\nLABELS:\n"Red Cross", \'O"Neill\' O\'Brien\nDATA:\n0 . NA\n10 0 11\n9 0 0\n'
    )
    assert graph.title == "Who asks whom"
    assert graph.ids == ("Red Cross", 'O"Neill', "O'Brien")
    assert [(e.value, e.structural) for e in graph.relation().edges] == [
        (None, False), (None, False), (0.0, True), (1.0, True), (None, False),
    ]  # fmt: skip


def test_labels_that_look_like_words_of_the_format() -> None:
    graph = dl('DL N=3\nLABELS:\n"data"\nrow labels\nDATA:\n0 1 0 0 0 0 0 0 0\n')
    assert graph.ids == ("data", "row", "labels")


def test_two_sets_when_told() -> None:
    assert dl("DL NR=2 NC=2\nDATA:\n0 1\n1 0\n").two_mode
    assert not dl("DL NR=2 NC=2\nDATA:\n0 1\n1 0\n", two_mode=False).two_mode


def test_labels_that_no_tie_names() -> None:
    graph = dl("DL N=3 FORMAT=EDGELIST1 LABELS EMBEDDED\nDATA:\na b\n")
    assert graph.ids == ("a", "b", "1")
