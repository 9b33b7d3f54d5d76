"""From a study to every format, and ``convert`` in all directions."""

from __future__ import annotations

from pathlib import Path

import pytest

from clusterdynamics.exchange import (
    ExchangeError,
    convert,
    export_network,
    formats,
    graph_from_study,
    import_study,
    read_graph,
    write_graph,
)
from clusterdynamics.study.model import Study
from clusterdynamics.study.network import Network
from clusterdynamics.study.package import read_study, write_study


@pytest.fixture
def study(tmp_path: Path) -> Study:
    (tmp_path / "one.csv").write_text(";a;b;c\na;0;2;11\nb;10;0;NA\nc;NA;NA;0\n")
    (tmp_path / "two.csv").write_text(";a;b\na;0;1\nb;0;0\n")
    (tmp_path / "actors.csv").write_text(
        "id;label;type;aliases;size\na;Alpha;firm;A|Al;3\nb;Beta;;;\nc;Gamma;firm;;1\n"
    )
    from clusterdynamics.exchange import ReadOptions

    return import_study(
        {"1": tmp_path / "one.csv", "2": {"other": tmp_path / "two.csv"}},
        actors=tmp_path / "actors.csv",
        relation="depth",
        title="Small",
        options=ReadOptions(structural=True),
    ).study


def test_graph_of_a_wave(study: Study) -> None:
    graph = graph_from_study(study, "1")
    assert graph.title == "Small"
    assert [(n.id, n.label, n.attributes["size"], n.attributes["aliases"]) for n in graph.nodes] == [
        ("a", "Alpha", 3, "A|Al"), ("b", "Beta", None, None), ("c", "Gamma", 1, None),
    ]  # fmt: skip
    assert [r.name for r in graph.relations] == ["depth"]
    found = {(e.source, e.target): (e.value, e.structural, e.attributes["state"]) for e in graph.relation().edges}
    assert found == {
        ("a", "b"): (2.0, False, None),
        ("a", "c"): (1.0, True, None),
        ("b", "a"): (0.0, True, None),
        ("b", "c"): (None, False, "not_answered"),
        ("c", "a"): (None, False, "not_answered"),
        ("c", "b"): (None, False, "not_answered"),
    }
    assert [r.name for r in graph_from_study(study).relations] == ["other"]  # the latest wave
    with pytest.raises(KeyError):
        graph_from_study(study, "9")


def test_a_network_alone() -> None:
    graph = export_network(Network.from_matrix([[0, 1], [0, 0]], ["a", "b"], name="trust"))
    assert (graph.title, graph.ids, graph.ties("trust")) == ("trust", ("a", "b"), 1)


@pytest.mark.parametrize("form", [f.name for f in formats()])
def test_every_writer_takes_a_study(study: Study, form: str, tmp_path: Path) -> None:
    graph = graph_from_study(study, "1")
    suffix = next(f.suffixes[0] for f in formats() if f.name == form)
    path = tmp_path / f"out{suffix}"
    told = write_graph(graph, path, form)
    back = read_graph(path, form)
    assert len([e for _r, e in back.edges() if e.value]) == 2  # a → b and a → c
    assert all(isinstance(sentence, str) for sentence in told)


def test_convert_in_all_directions(study: Study, tmp_path: Path) -> None:
    write_study(study, tmp_path / "study")
    for suffix in (".zip", ".xlsx"):
        write_study(study, tmp_path / f"study{suffix}")
    assert convert(tmp_path / "study", tmp_path / "a.graphml", wave="1") == ()
    assert read_graph(tmp_path / "a.graphml").ties() == 2
    convert(tmp_path / "study.zip", tmp_path / "b.gexf")
    assert read_graph(tmp_path / "b.gexf").ties() == 1
    convert(tmp_path / "study.xlsx", tmp_path / "c.gexf")
    assert read_graph(tmp_path / "c.gexf").ties() == 1
    told = convert(tmp_path / "a.graphml", tmp_path / "d.txt", to_format="rsiena")
    assert "Names of the nodes are not in the file, only their order." in told
    convert(tmp_path / "study", tmp_path / "copy.zip")
    assert read_study(tmp_path / "copy.zip").actor_ids == ("a", "b", "c")
    told = convert(tmp_path / "a.graphml", tmp_path / "new")
    assert any("3 organisations" in sentence for sentence in told)
    assert read_study(tmp_path / "new").title == "new"
    convert(tmp_path / "a.graphml", tmp_path / "named.xlsx", to_format="study")
    convert(tmp_path / "named.xlsx", tmp_path / "e.gexf", from_format="study")
    assert read_graph(tmp_path / "e.gexf").ties() == 2
    convert(tmp_path / "a.graphml", tmp_path / "ties.xlsx")  # a workbook of ties is no study
    convert(tmp_path / "ties.xlsx", tmp_path / "f.gexf")
    assert read_graph(tmp_path / "f.gexf").ties() == 2


def test_convert_overwrites_only_when_told(study: Study, tmp_path: Path) -> None:
    write_study(study, tmp_path / "study")
    (tmp_path / "a.gexf").write_text("before")
    with pytest.raises(ExchangeError, match="is there already"):
        convert(tmp_path / "study", tmp_path / "a.gexf")
    assert (tmp_path / "a.gexf").read_text() == "before"
    convert(tmp_path / "study", tmp_path / "a.gexf", overwrite=True)
    assert read_graph(tmp_path / "a.gexf").ties() == 1
    with pytest.raises(ExchangeError, match=r"no wave '9'\. The waves are: 1, 2"):
        convert(tmp_path / "study", tmp_path / "b.gexf", wave="9")
