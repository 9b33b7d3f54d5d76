"""Studies made of network files: who is part of which wave, what a cell means, what is assumed and asked."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import polars as pl
import pytest

from clusterdynamics.exchange import ExchangeError, ImportReport, import_study
from clusterdynamics.exchange.actors import identifier
from clusterdynamics.study.network import STATE_CODES
from clusterdynamics.study.package import check_study, read_study, write_study


@pytest.fixture
def files(tmp_path: Path) -> Path:
    """Two waves of four organisations; d has no link in the second wave."""
    (tmp_path / "one.csv").write_text(";a;b;c;d\na;0;1;0;1\nb;1;0;NA;0\nc;0;0;0;1\nd;0;1;0;0\n")
    (tmp_path / "two.csv").write_text(";a;b;c;d\na;0;1;1;0\nb;1;0;0;0\nc;0;1;0;0\nd;0;0;0;0\n")
    return tmp_path


def imported(files: Path, **options: object) -> ImportReport:
    waves = {"2012": files / "one.csv", "2015": files / "two.csv"}
    return import_study(**{"waves": waves, "relation": "advice", **options})


def faults(call: object) -> list[str]:
    with pytest.raises(ExchangeError) as caught:
        call()
    return [str(f) for f in caught.value.faults]


def test_ties_states_and_respondents(files: Path) -> None:
    study = imported(files).study
    assert study.wave_ids == ("2012", "2015")
    assert study.settings.network_names == ("advice",)
    network = study.network("advice", "2012")
    nan = np.nan
    np.testing.assert_array_equal(network.values, [[nan, 1, 0, 1], [1, nan, nan, 0], [0, 0, nan, 1], [0, 1, 0, nan]])
    assert network.states[1, 2] == STATE_CODES["not_answered"]
    assert network.answered.all()
    assert study["respondents"].height == 8
    assert study["respondents"]["status"].unique().to_list() == ["submitted"]
    assert study["ties"]["mode"].unique().to_list() == ["import"]


def test_the_study_written_is_a_study_without_problems(files: Path, tmp_path: Path) -> None:
    report = imported(files, title="Two waves", absent={"2015": ["d"]})
    write_study(report.study, tmp_path / "out")
    study, problems = check_study(tmp_path / "out")
    assert study is not None
    assert [str(p) for p in problems if p.severity == "error"] == []
    np.testing.assert_array_equal(study.network("advice", "2012").values, report.study.network("advice", "2012").values)
    assert study.present("2015") == ("a", "b", "c")


def test_no_link_in_one_wave_only_is_a_question(files: Path) -> None:
    report = imported(files)
    assert len(report.questions) == 1
    assert "d has no link in 2015" in report.questions[0]
    assert "--absent 2015=d" in report.questions[0]
    assert "--present 2015=d" in report.questions[0]
    assert report.study.present("2015") == ("a", "b", "c", "d")  # until somebody says so
    there = imported(files, present={"2015": ["d"]})
    assert there.questions == ()
    assert there.study.present("2015") == ("a", "b", "c", "d")
    gone = imported(files, absent={"2015": ["d"]})
    assert gone.questions == ()
    assert gone.study.present("2015") == ("a", "b", "c")
    assert any("Not part of 2015, as you said: d." in a for a in gone.assumptions)


def test_never_linked_is_no_question(tmp_path: Path) -> None:
    (tmp_path / "m.csv").write_text(";a;b;c\na;0;1;0\nb;0;0;0\nc;0;0;0\n")
    report = import_study({"1": tmp_path / "m.csv", "2": tmp_path / "m.csv"})
    assert report.questions == ()
    assert "Not linked in any wave: c." in report.assumptions


def test_absent_before_is_joined_and_absent_after_is_left(files: Path) -> None:
    (files / "early.csv").write_text(";a;b;c;d\na;0;1;0;0\nb;1;0;0;0\nc;0;0;0;0\nd;0;0;0;0\n")
    waves = {"2009": files / "early.csv", "2012": files / "one.csv", "2015": files / "two.csv"}
    report = import_study(waves, absent={"2009": ["c", "d"], "2015": ["d"]})
    rows = report.study["actors"].select("id", "joined", "left").rows()
    assert rows == [("a", None, None), ("b", None, None), ("c", "2012", None), ("d", "2012", "2015")]


def test_what_does_not_fit_is_told_together(files: Path) -> None:
    waves = {"1": files / "two.csv", "2": files / "one.csv", "3": files / "two.csv"}
    zero = files / "zero.csv"
    zero.write_text(";a;b;c;d\na;0;1;1;0\nb;1;0;0;0\nc;0;1;0;0\nd;0;0;0;0\n")
    told = faults(
        lambda: import_study(
            waves, absent={"1": ["d", "x"], "2": ["a"], "9": ["a"], "3": ["d"]}, present={"3": ["d", "y"]}
        )
    )
    text = "\n".join(told)
    assert "--absent names 'x', which is in no file." in text
    assert "--present names 'y'" in text
    assert "--absent names the wave '9', which there is not. The waves are: 1, 2, 3." in text
    assert "'a' is said to be absent in 2, but has 3 links there." in text
    assert "'d' is said to be both absent and present in 3." in text
    assert "'a' is there before and after 2, but absent in between." in text
    gap = faults(lambda: import_study({"1": files / "one.csv", "2": zero, "3": files / "one.csv"}, absent={"2": ["d"]}))
    assert len(gap) == 1
    assert "name the old one as its predecessor" in gap[0]
    none = faults(lambda: import_study({"1": zero}, absent={"1": ["d"]}))
    assert none == ["import: 'd' is absent in all waves. Leave it out of the files, or say in which wave it was there."]


def test_all_bad_files_are_told_together(files: Path) -> None:
    (files / "bad.csv").write_text(";a;b;c\na;0;x;0\nb;1;0;0\nc;0;0;0\n")
    (files / "clubs.csv").write_text(";x;y;z;u;v\na;0;1;0;1;1\nb;1;0;1;0;0\n")
    told = faults(lambda: import_study({"1": files / "bad.csv", "2": [files / "clubs.csv", files / "nothing.csv"]}))
    assert len(told) == 3
    assert told[0].startswith("bad.csv, line 2, column 3: 'x' is not a number.")
    assert "two different sets, not links among organisations" in told[1]
    assert "There is no file" in told[2]
    assert "There is no wave" in faults(lambda: import_study({}))[0]
    assert (
        "'two words' cannot be the name of a wave" in faults(lambda: import_study({"two words": files / "one.csv"}))[0]
    )


def test_files_that_list_other_organisations(tmp_path: Path) -> None:
    (tmp_path / "one.csv").write_text(";a;b\na;0;1\nb;1;0\n")
    (tmp_path / "two.csv").write_text(";a;c\na;0;1\nc;1;0\n")
    report = import_study({"1": tmp_path / "one.csv", "2": tmp_path / "two.csv"})
    assert report.study.present("1") == ("a", "b")
    assert report.study.present("2") == ("a", "c")
    assert "Not part of 1, because its files do not list them: c." in report.assumptions
    assert report.questions == ()
    # The person knows better than the file.
    kept = import_study({"1": tmp_path / "one.csv", "2": tmp_path / "two.csv"}, present={"2": ["b"]})
    assert kept.study.present("2") == ("a", "b", "c")


def test_a_bare_list_of_ties_says_nothing_about_who_was_there(tmp_path: Path) -> None:
    (tmp_path / "one.csv").write_text("source,target\na,b\nb,c\n")
    (tmp_path / "two.csv").write_text("source,target\na,b\n")
    report = import_study({"1": tmp_path / "one.csv", "2": tmp_path / "two.csv"})
    assert report.study.present("2") == ("a", "b", "c")
    assert "c has no link in 2" in report.questions[0]


def test_values_scales_and_levels(tmp_path: Path) -> None:
    (tmp_path / "m.csv").write_text(";a;b;c\na;0;4;0\nb;1;0;0\nc;0;2;0\n")
    report = import_study({"1": tmp_path / "m.csv"}, relation="depth", levels={"depth": {"cooperation": 2}})
    relation = report.study.settings.relations[0]
    scale = report.study.settings.scale(relation.scale)
    assert (scale.low, scale.high) == (0, 4)
    assert report.study.network("cooperation").ties.sum() == 2  # 4 and 2
    assert any("'depth' has values from 0 to 4" in a for a in report.assumptions)
    given = import_study({"1": tmp_path / "m.csv"}, scale=(0, 5)).study.settings.scales[0]
    assert (given.low, given.high) == (0, 5)
    told = faults(lambda: import_study({"1": tmp_path / "m.csv"}, scale=(0, 3)))
    assert told == ["m.csv: 'a' gives 'b' the value 4, which is not on the scale. Correct it, or the scale."]
    assert "no relation 'x'" in faults(lambda: import_study({"1": tmp_path / "m.csv"}, levels={"x": {"y": 1}}))[0]


def test_values_where_one_is_most(tmp_path: Path) -> None:
    (tmp_path / "m.csv").write_text(";a;b;c\na;0;4;0\nb;1;0;0\nc;0;2;0\n")
    report = import_study({"1": tmp_path / "m.csv"}, relation="contact", reverse=True)
    values = np.nan_to_num(report.study.network("contact").values)
    # v → 1 + 4 − v
    np.testing.assert_array_equal(values, [[0, 1, 0], [4, 0, 0], [0, 3, 0]])
    assert any("turned round" in a for a in report.assumptions)
    scaled = import_study({"1": tmp_path / "m.csv"}, relation="contact", reverse=True, scale=(0, 5))
    # v → 1 + 5 − v
    assert np.nan_to_num(scaled.study.network("contact").values)[0, 1] == 2


def test_negative_values_are_refused(tmp_path: Path) -> None:
    (tmp_path / "m.csv").write_text(";a;b\na;0;-1\nb;1;0\n")
    assert "value -1, which is not on the scale" in faults(lambda: import_study({"1": tmp_path / "m.csv"}))[0]


def test_structural_values_self_ties_and_second_links(tmp_path: Path) -> None:
    (tmp_path / "m.csv").write_text(";a;b;c\na;1;10;11\nb;1;0;9\nc;0;0;0\n")
    report = import_study({"1": tmp_path / "m.csv"}, relation="r")
    network = report.study.network("r")
    assert network.structural is not None
    assert network.structural[0].tolist() == [False, True, True]
    assert network.values[0, 1:].tolist() == [0.0, 1.0]
    assert network.states[1, 2] == STATE_CODES["not_answered"]
    assert any("m.csv: 1 value on the diagonal was left out" in a for a in report.assumptions)
    (tmp_path / "l.csv").write_text("source,target,value\na,b,2\na,b,NA\na,b,3\nb,a,NA\nb,a,1\n")
    double = import_study({"1": tmp_path / "l.csv"}, relation="r")
    assert np.nan_to_num(double.study.network("r").values).tolist() == [[0, 3], [1, 0]]
    assert any("l.csv: 3 pairs have a second link in 'r'" in w for w in double.warnings)


def test_a_row_of_nothing_but_missing_did_not_answer(tmp_path: Path) -> None:
    (tmp_path / "m.csv").write_text(";a;b;c\na;0;NA;NA\nb;1;0;0\nc;0;1;0\n")
    report = import_study({"1": tmp_path / "m.csv"}, relation="r")
    study = report.study
    assert study.answered("1") == {"b", "c"}
    assert study.asked("1") == {"a", "b", "c"}
    assert study.coverage("1") == pytest.approx(2 / 3)  # two of three
    assert (study.network("r").states[0, 1:] == STATE_CODES["not_answered"]).all()
    assert study["ties"].height == 2
    assert any("Did not answer in 1" in a for a in report.assumptions)


def test_undirected(tmp_path: Path) -> None:
    (tmp_path / "m.net").write_text('*Vertices 3\n1 "a"\n2 "b"\n3 "c"\n*Edges\n1 2 3\n')
    report = import_study({"1": tmp_path / "m.net"}, relation="depth")
    network = report.study.network("depth")
    assert not network.directed
    assert np.nan_to_num(network.values).tolist() == [[0, 3, 0], [3, 0, 0], [0, 0, 0]]
    assert any("reported by both sides" in a for a in report.assumptions)
    # Two reports of the same relation need not agree: a matrix stays as it is.
    (tmp_path / "m.csv").write_text(";a;b\na;0;2\nb;1;0\n")
    own = import_study({"1": tmp_path / "m.csv"}, relation="depth", directed=False).study.network("depth")
    assert not own.directed
    assert np.nan_to_num(own.values).tolist() == [[0, 2], [1, 0]]


def test_several_relations(files: Path) -> None:
    (files / "p.paj").write_text(
        '*Vertices 2\n1 "a"\n2 "b"\n*Arcs :1 "Information exchange"\n1 2\n*Arcs :2 "Money"\n2 1\n'
    )
    study = import_study({"1": files / "p.paj"}).study
    assert [(r.id, r.label) for r in study.settings.relations] == [
        ("Information-exchange", "Information exchange"), ("Money", "Money"),
    ]  # fmt: skip
    assert study.network("Money").ties.tolist() == [[False, False], [True, False]]
    named = import_study({"1": [f"advice:{files / 'one.csv'}", f"trust:{files / 'two.csv'}"]}).study
    assert [r.id for r in named.settings.relations] == ["advice", "trust"]
    mapped = import_study({"1": {"advice": files / "one.csv"}, "2": {"trust": files / "two.csv"}}).study
    assert [(r.id, r.waves) for r in mapped.settings.relations] == [("advice", ("1",)), ("trust", ("2",))]
    stems = import_study({"1": [files / "one.csv", files / "two.csv"]}).study
    assert [r.id for r in stems.settings.relations] == ["one", "two"]
    twice = faults(lambda: import_study({"1": [f"rr:{files / 'one.csv'}", f"rr:{files / 'two.csv'}"]}))
    assert twice == [
        "two.csv: 'rr' in 1 is also in one.csv. Name the relation in front of the file, for example 1=trust:two.csv."
    ]


def test_a_file_with_nodes_and_no_ties(tmp_path: Path) -> None:
    (tmp_path / "m.net").write_text('*Vertices 2\n1 "a"\n2 "b"\n')
    study = import_study({"1": tmp_path / "m.net"}, relation="r").study
    assert study.network("r").ties.sum() == 0
    assert study.actor_ids == ("a", "b")


def test_names_become_identifiers_and_stay_labels(tmp_path: Path) -> None:
    (tmp_path / "m.csv").write_text(";Red Cross;Å, bruk AB;Å, bruk\nRed Cross;0;1;0\nÅ, bruk AB;0;0;0\nÅ, bruk;1;0;0\n")
    report = import_study({"1": tmp_path / "m.csv"})
    assert dict(report.study["actors"].select("id", "label").rows()) == {
        "Red-Cross": "Red Cross", "Å-bruk-AB": "Å, bruk AB", "Å-bruk": "Å, bruk",
    }  # fmt: skip
    assert any("may be the same organisation" in w for w in report.warnings)
    assert identifier("x" * 99) == "x" * 64
    assert identifier(" ,; ") == "-"
    (tmp_path / "n.csv").write_text(";a b;a-b\na b;0;1\na-b;0;0\n")
    assert (
        "'a b' and 'a-b' would get the same identifier 'a-b'"
        in faults(lambda: import_study({"1": tmp_path / "n.csv"}))[0]
    )
    # Names may be said in either spelling.
    gone = import_study({"1": tmp_path / "m.csv", "2": tmp_path / "m.csv"}, present={"2": ["Red-Cross", "Å, bruk"]})
    assert gone.questions == ()


# -- tables of organisations ----------------------------------------------------------------------------


def test_attributes_from_several_files(files: Path) -> None:
    (files / "age.csv").write_bytes(b";Years in industry\ra;20\rb;24\rc;3\rd;NA\r")
    (files / "firms.csv").write_text(
        "id;name;type;is_anchor;lat;aliases;Years in industry\n"
        "a;Alpha;firm;yes;59,5;A|Al;1\nb;Beta;firm;;;;2\nc;Gamma;research;no;60;;3\ne;Extra;firm;;;;4\n"
    )
    report = imported(files, actors=[files / "age.csv", files / "firms.csv"])
    frame = report.study["actors"]
    assert frame["label"].to_list() == ["Alpha", "Beta", "Gamma", "d", "Extra"]
    assert frame["Years in industry"].to_list() == [20, 24, 3, None, None]
    assert frame["Years in industry (firms)"].to_list() == [1, 2, 3, None, 4]
    assert frame["is_anchor"].to_list() == [True, None, False, None, None]
    assert frame["lat"].to_list() == [59.5, None, 60.0, None, None]
    assert frame["aliases"].to_list() == [["A", "Al"], None, None, None, None]
    assert any("in no network file, so kept as not asked: e." in w for w in report.warnings)
    assert report.study.present("2012") == ("a", "b", "c", "d", "e")
    assert report.study.asked("2012") == {"a", "b", "c", "d"}
    one = imported(files, actors=files / "firms.csv")
    assert any("not in the table of organisations: d." in w for w in one.warnings)


def test_attributes_by_a_first_column_of_any_name(files: Path) -> None:
    (files / "t.csv").write_text("Företag,size\na,1\nb,2.5\n")
    assert imported(files, actors=files / "t.csv").study["actors"]["size"].to_list() == [1.0, 2.5, None, None]
    (files / "n.csv").write_text("name,kind\na,x\nb,y\n")
    assert imported(files, actors=files / "n.csv").study["actors"]["label"].to_list() == ["a", "b", "c", "d"]


def test_attributes_of_network_files(tmp_path: Path) -> None:
    nodes = '"nodes": [{{"id": "a", "label": "Alpha", "size": {}, "x": 5}}, {{"id": "b", "size": {}, "mix": {}}}]'
    for name, sizes in (("one", (1, 2.5, 7)), ("two", (3, 4, '"z"'))):
        links = '"links": [{"source": "a", "target": "b", "note": "x", "spells": [["2012", null]]}]'
        (tmp_path / f"{name}.json").write_text("{" + nodes.format(*sizes) + "," + links + "}")
    report = import_study({"1": tmp_path / "one.json", "2": tmp_path / "two.json"})
    frame = report.study["actors"]
    assert frame["label"].to_list() == ["Alpha", "b"]
    assert frame["size"].to_list() == [3, 4]  # the latest wave says it
    assert frame["mix"].to_list() == [None, "z"]
    assert "x" not in frame.columns  # a place in a drawing
    assert any("attributes of links are left out (note)" in w for w in report.warnings)
    (tmp_path / "odd.json").write_text(
        '{"nodes": [{"id": "a", "Type": "big firm", "lat": "north", "joined": "1999",'
        '"q": [{"value": 1, "start": "1", "end": null}]}], "links": []}'
    )
    odd = import_study({"1": tmp_path / "odd.json"})
    assert odd.study["actors"].select("type", "lat", "joined").rows() == [("big-firm", None, None)]
    assert odd.warnings == (
        "odd.json: the attribute 'lat' of 'a' is left out.", "odd.json: the attribute 'q' of 'a' is left out.",
    )  # fmt: skip
    assert any("dates of links are left out" in w for w in report.warnings)
    single = import_study({"1": tmp_path / "one.json"}).study["actors"]
    assert single.schema["size"] == pl.Float64


def test_whole_numbers_larger_than_any_table_holds_become_text(tmp_path: Path) -> None:
    (tmp_path / "one.json").write_text('{"nodes": [{"id": "a", "q": 99999999999999999999}, {"id": "b"}], "links": []}')
    column = import_study({"1": tmp_path / "one.json"}).study["actors"]["q"]
    assert column.to_list() == ["99999999999999999999", None]


def test_mixed_types_become_text(tmp_path: Path) -> None:
    (tmp_path / "one.json").write_text('{"nodes": [{"id": "a", "q": 1}, {"id": "b", "q": "z"}], "links": []}')
    assert import_study({"1": tmp_path / "one.json"}).study["actors"]["q"].to_list() == ["1", "z"]


def test_faults_in_tables_of_organisations(files: Path) -> None:
    (files / "t.csv").write_text("id,is_anchor,lat,\na,perhaps,north,x\na,1,2,\n,1,2,\n")
    told = faults(lambda: imported(files, actors=[files / "t.csv", files / "nothing.csv"]))
    assert [t.split(":")[0] for t in told] == [
        "t.csv, line 3", "t.csv, line 4", "t.csv, line 2, column is_anchor", "t.csv, line 2, column lat",
        "t.csv, line 1, column 4", "nothing.csv",
    ]  # fmt: skip


def test_the_table_of_organisations_knows_who_joined_left_and_opted_out(files: Path) -> None:
    (files / "early.csv").write_text(";a;b;c;d;e\na;0;1;0;0;0\nb;1;0;0;0;0\nc;0;1;0;0;0\nd;0;0;0;0;0\ne;0;0;0;0;0\n")
    (files / "t.csv").write_text(
        "id,type,joined,left,opted_out,predecessor\na,research institute,,,,\nb,firm,,,,\nc,firm,,,2,\n"
        "d,firm,2,,,x y|b\ne,firm,,2,,\n"
    )
    (files / "late.csv").write_text(";a;b;c;d;e\na;0;1;0;1;0\nb;1;0;0;0;0\nc;0;0;0;0;0\nd;0;0;0;0;0\ne;0;0;0;0;0\n")
    report = import_study({"1": files / "early.csv", "2": files / "late.csv"}, actors=files / "t.csv")
    study = report.study
    assert study.present("1") == ("a", "b", "c", "e")
    assert study.present("2") == ("a", "b", "d")
    assert study["actors"].select("id", "joined", "left", "opted_out").rows()[2:] == [
        ("c", None, None, "2"), ("d", "2", None, None), ("e", None, "2", None),
    ]  # fmt: skip
    assert study["actors"]["predecessor"].to_list()[3] == ["x-y", "b"]
    assert study["actors"]["type"].to_list()[0] == "research-institute"
    assert study.settings.types == {"research-institute": "research institute"}
    assert report.questions == ()
    (files / "t.csv").write_text("id,joined\na,7\n")
    told = faults(lambda: imported(files, actors=files / "t.csv"))
    assert told == ["t.csv, line 2, column joined: There is no wave '7'. The waves are: 2012, 2015."]


# -- the real cluster -----------------------------------------------------------------------------------


def test_kecskemet(shared_data: Path, tmp_path: Path) -> None:
    folder = shared_data / "kecskemet"
    waves = {"2012": folder / "KNetwork1.csv", "2015": folder / "KNetwork2.csv"}
    open_ = import_study(waves, relation="advice")
    # README of the data: P31, P32 are absent in 2012; P7, P13 in 2015; P25 and P12 are named, so present.
    assert [q.split(" have ")[0] for q in open_.questions] == ["P31, P32", "P7, P13"]
    report = import_study(
        waves,
        actors=[folder / "age.csv", folder / "emp.csv", folder / "core_periphery.csv"],
        relation="advice",
        absent={"2012": ["P31", "P32"], "2015": ["P7", "P13"]},
    )
    assert report.questions == ()
    write_study(report.study, tmp_path / "k")
    study = read_study(tmp_path / "k")
    for wave, ties, density in (("2012", 223, 0.343), ("2015", 181, 0.278)):  # README of the data
        network = study.network("advice", wave)
        assert network.n == 26
        assert network.ties.sum() == ties
        assert network.ties.sum() / (26 * 25) == pytest.approx(density, abs=5e-4)
    stayers = study.stayers("2012", "2015")
    assert len(stayers) == 24  # README of the data
    first, second = (
        study.network("advice", w).subset([study.network("advice", w).index(s) for s in stayers]).ties
        for w in ("2012", "2015")
    )
    # README of the data: 39 born, 88 died, 110 kept among the stayers; Jaccard .464; densities .359 and .270.
    assert ((second & ~first).sum(), (first & ~second).sum(), (first & second).sum()) == (39, 88, 110)
    assert (first & second).sum() / (first | second).sum() == pytest.approx(0.464, abs=5e-4)
    assert first.sum() / (24 * 23) == pytest.approx(0.3587, abs=5e-5)
    assert second.sum() / (24 * 23) == pytest.approx(0.2699, abs=5e-5)
    first_firm = report.study["actors"].filter(pl.col("id") == "P1")
    assert first_firm["Years in industry"].to_list() == [20]  # first line of age.csv
