"""What is written reads back as it was, for every format and everything the format says it holds."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clusterdynamics.exchange import Edge, GraphData, Node, ReadOptions, Relation, Spell, WriteOptions, get_format
from tests.exchange.graphs import NASTY, WILD, plain, rich, texts

# The suite has a minute for all formats; together they see many hundred networks.
some = settings(max_examples=40)
few = settings(max_examples=15)  # a workbook takes ten milliseconds


def there_and_back(graph: GraphData, name: str, suffix: str = "", **options: object) -> GraphData:
    form = get_format(name)
    data = form.write(graph, WriteOptions(suffix=suffix))
    return form.read(data, f"file{suffix or form.suffixes[0]}", ReadOptions(**options))


@some
@given(rich(alphabet=WILD))
def test_graphml_keeps_everything(graph: GraphData) -> None:
    assert there_and_back(graph, "graphml") == graph


@some
@given(rich(alphabet=WILD, changing=True))
def test_gexf_keeps_everything_and_values_that_change(graph: GraphData) -> None:
    assert there_and_back(graph, "gexf") == graph


@some
@given(rich(alphabet=WILD, changing=True))
def test_node_link_keeps_everything_and_values_that_change(graph: GraphData) -> None:
    assert there_and_back(graph, "node-link") == graph


def test_types_survive_not_only_values() -> None:
    # 1, 1.0, True and "1" are equal or look equal; == on graphs would not see that they changed places.
    cells = {"i": 1, "f": 1.0, "b": True, "s": "1"}
    graph = GraphData((Node("1", None, cells), Node("2", "2", {"i": None, "f": 2, "b": "x", "s": 0.5})))
    for name in ("graphml", "gexf", "node-link"):
        back = there_and_back(graph, name)
        for before, after in zip(graph.nodes, back.nodes, strict=True):
            kinds = {k: type(v) for k, v in before.attributes.items()}
            assert {k: type(v) for k, v in after.attributes.items()} == kinds, name


relation_names = st.lists(texts(NASTY), min_size=1, max_size=3, unique=True)
both = st.booleans()


@some
@given(plain(relations=relation_names, parallel=True, directed=both, names=texts(WILD)))
def test_pajek_keeps_names_relations_and_parallel_ties(graph: GraphData) -> None:
    assert there_and_back(graph, "pajek") == graph


@some
@given(plain(relations=relation_names, two_mode=True, names=texts(WILD)))
def test_pajek_keeps_two_modes(graph: GraphData) -> None:
    assert there_and_back(graph, "pajek") == graph


@some
@given(
    plain(),
    st.lists(st.none() | st.integers(-99, 99), min_size=6, max_size=6),
    st.lists(st.none() | st.floats(-1e6, 1e6), min_size=6, max_size=6),
    st.lists(st.floats(0, 1), min_size=12, max_size=12),
    st.lists(st.builds(Spell, st.none() | st.integers(1, 99).map(str), st.integers(1, 99).map(str)), max_size=2),
)
def test_pajek_keeps_partitions_vectors_places_and_times(
    graph: GraphData,
    classes: list[int | None],
    numbers: list[float | None],
    places: list[float],
    spells: list[Spell],
) -> None:
    # A vector of nothing but missing values would come back as a partition of nothing.
    numbers[0] = 0.5
    nodes = [
        replace(
            node,
            attributes={"x": places[i], "y": places[i + 6], "class": classes[i], "size": numbers[i]},
            spells=tuple(spells),
        )
        for i, node in enumerate(graph.nodes)
    ]
    edges = tuple(replace(e, attributes={"label": 'a "b"'}, spells=tuple(spells)) for e in graph.relation().edges)
    full = GraphData(tuple(nodes), (replace(graph.relation(), edges=edges),), title="Kärna")
    assert there_and_back(full, "pajek") == full


dl_names = texts(NASTY).filter(lambda t: not ('"' in t and "'" in t))
dl_relations = st.lists(dl_names, min_size=1, max_size=3, unique=True)


@some
@given(plain(names=dl_names, relations=dl_relations))
def test_dl_keeps_names_relations_and_what_is_missing(graph: GraphData) -> None:
    assert there_and_back(graph, "dl", structural=False) == graph


@some
@given(plain(names=dl_names, relations=dl_relations, two_mode=True))
def test_dl_keeps_two_modes(graph: GraphData) -> None:
    assert there_and_back(graph, "dl") == graph


#: A matrix knows names from numbers by their look, so these look like names.
names = texts(WILD).map(lambda t: f"n{t}")


@some
@given(plain(names=names))
def test_matrix_csv(graph: GraphData) -> None:
    assert there_and_back(graph, "matrix", ".csv", structural=False) == graph


@some
@given(plain(names=names, structural=True))
def test_matrix_keeps_structural_codes(graph: GraphData) -> None:
    assert there_and_back(graph, "matrix", ".csv", structural=True) == graph


@some
@given(plain(names=names, two_mode=True))
def test_matrix_two_mode(graph: GraphData) -> None:
    assert there_and_back(graph, "matrix", ".csv", two_mode=True) == graph


@some
@given(plain(names=names, directed=st.just(False)))
def test_matrix_undirected(graph: GraphData) -> None:
    assert there_and_back(graph, "matrix", ".csv", structural=False, directed=False) == graph


sheet_names = st.lists(st.text("abcåäö 1", min_size=1, max_size=8).map(lambda t: f"r{t.strip()}"), min_size=1,
                       max_size=3, unique_by=str.lower)  # fmt: skip


@few
@given(plain(names=names, relations=sheet_names))
def test_matrix_workbook_has_a_sheet_for_each_relation(graph: GraphData) -> None:
    assert there_and_back(graph, "matrix", ".xlsx", structural=False) == graph


@some
@given(plain(names=texts(WILD), relations=relation_names, parallel=True, directed=both, structural=True))
def test_edge_list_csv(graph: GraphData) -> None:
    back = there_and_back(graph, "edge-list", ".csv")
    # A list of ties has its own order of nodes: that of the ties.
    order = {node: i for i, node in enumerate(back.ids)}
    assert replace(graph, nodes=tuple(sorted(graph.nodes, key=lambda n: order[n.id])), relations=()) == replace(
        back, relations=()
    )
    assert [r for r in graph.relations if r.edges] == list(back.relations)


@st.composite
def tabular(draw: st.DrawFn) -> GraphData:
    """Networks for tables: every column has one type, texts have no white space around them."""
    graph = draw(plain(names=texts(WILD), relations=relation_names, parallel=True, directed=both))
    kinds = {
        "whole": st.none() | st.integers(-999, 999),
        "number": st.none() | st.integers(-999, 999).map(lambda v: v + 0.5),
        "text": st.none() | texts("abcåäö=+", least=1),
        "yes": st.none() | st.booleans(),
    }
    cells = {k: draw(st.lists(s, min_size=40, max_size=40)) for k, s in kinds.items()}
    cells["number"][0] = 0.5
    nodes = tuple(
        replace(n, label=draw(st.none() | texts(WILD)), attributes={k: v[i] for k, v in cells.items()})
        for i, n in enumerate(graph.nodes)
    )
    relations, k = [], 0
    for relation in graph.relations:
        edges = []
        for edge in relation.edges:
            edges.append(replace(edge, attributes={"whole": cells["whole"][k], "text": cells["text"][k]}))
            k += 1
        relations.append(replace(relation, edges=tuple(edges)))
    return GraphData(nodes, tuple(relations))


@few
@given(tabular(), st.lists(st.builds(Spell, st.just("2012"), st.none() | st.just("2015-06-01")), max_size=2))
def test_edge_list_workbook_keeps_nodes_and_attributes(graph: GraphData, spells: list[Spell]) -> None:
    nodes = tuple(replace(n, spells=tuple(spells)) for n in graph.nodes)
    graph = replace(graph, nodes=nodes)
    assert there_and_back(graph, "edge-list", ".xlsx") == graph


@few
@given(tabular(), st.sampled_from([".xlsx", ".json"]))
def test_kumu_keeps_elements_and_connections(graph: GraphData, suffix: str) -> None:
    # Kumu knows elements by their labels whatever the case, so the labels are made different here.
    nodes = tuple(replace(n, id=f"n{i}", label=f"{i} {n.id}") for i, n in enumerate(graph.nodes))
    ids = {old.id: new.id for old, new in zip(graph.nodes, nodes, strict=True)}
    relations = tuple(
        replace(r, edges=tuple(replace(e, source=ids[e.source], target=ids[e.target]) for e in r.edges))
        for r in graph.relations
        if r.edges
    )
    graph = GraphData(nodes, relations)
    assert there_and_back(graph, "kumu", suffix) == graph


numbers = st.integers(1, 99).map(str)


@some
@given(plain(names=numbers, least=3, missing=True))
def test_rsiena_keeps_values_in_their_order(graph: GraphData) -> None:
    back = there_and_back(graph, "rsiena", structural=False)
    assert (back.matrix() == graph.matrix()).sum() + (back.matrix() != back.matrix()).sum() == len(graph.nodes) ** 2
    assert [e.value for e in back.relation().edges] == [e.value for e in graph.relation().edges]


@some
@given(plain(names=numbers, structural=True))
def test_rsiena_keeps_structural_codes(graph: GraphData) -> None:
    before, after = graph.relation().edges, there_and_back(graph, "rsiena", structural=True).relation().edges
    assert [(e.value, e.structural) for e in after] == [(e.value, e.structural) for e in before]


@some
@given(plain(names=numbers, two_mode=True, missing=True))
def test_two_mode_text(graph: GraphData) -> None:
    back = there_and_back(graph, "two-mode")
    assert [e.value for e in back.relation().edges] == [e.value for e in graph.relation().edges]
    assert (len(back.rows), len(back.columns)) == (len(graph.rows), len(graph.columns))


@pytest.mark.parametrize("name", ["matrix", "dl", "rsiena"])
def test_matrices_refuse_parallel_ties_instead_of_losing_them(name: str) -> None:
    from clusterdynamics.exchange import ExchangeError

    graph = GraphData((Node("a"), Node("b")), (Relation("r", (Edge("a", "b"), Edge("a", "b", 2.0))),))
    with pytest.raises(ExchangeError, match="'a' and 'b' have more than one tie in 'r'"):
        there_and_back(graph, name)
