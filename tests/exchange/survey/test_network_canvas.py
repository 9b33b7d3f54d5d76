"""Network Canvas interviews. The samples are written for the test, with the columns that the exporter documents
(``networkCanvasEgoUUID``, ``nodeID``, …); no real export was at hand."""

from __future__ import annotations

import io
import tomllib
import zipfile

import numpy as np
import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from clusterdynamics.exchange import ExchangeError
from clusterdynamics.exchange.survey import SurveyOptions, SurveyReport, read_survey
from clusterdynamics.exchange.survey.files import gather
from clusterdynamics.exchange.survey.network_canvas import network_canvas_template
from clusterdynamics.study.network import STATE_CODES
from clusterdynamics.study.tables import TieState
from tests.exchange.survey.studies import full_study

STUDY = full_study(("en",), ("core",))
EGO = """networkCanvasEgoUUID,networkCanvasCaseID,networkCanvasSessionID,networkCanvasProtocolName,sessionStart,\
sessionFinish,sessionExported,APP_VERSION,COMMIT_HASH,organisation,staff,colour_blue,colour_red,s11
e1,r1,s1,Cluster,2026-09-07T08:00:00.000Z,2026-09-07T08:41:52.000Z,2026-10-01T09:00:00Z,6,abc,ÖRN & SØN,12,true,false,4
e2,r2,s2,Cluster,2026-09-08T08:00:00.000Z,,2026-10-01T09:00:00Z,6,abc,Bois du Nord SARL,,,,
"""
ALTERS = """nodeID,networkCanvasEgoUUID,networkCanvasUUID,name,closeness,advice,trust
1,e1,a1,bois du nord,3,true,4
2,e1,a2,"The ""C"" Institute",99,false,
3,e1,a3,Somebody Else Ltd,1,false,
4,e1,a4,Örn & Søn AB,1,false,
1,e2,a5,"The ""C"" <Institute>",2,,ENCRYPTED
"""
EDGES = """edgeID,from,to,networkCanvasEgoUUID,networkCanvasUUID,networkCanvasSourceUUID,networkCanvasTargetUUID
1,1,2,e1,x1,a1,a2
"""
PEOPLE = "nodeID,networkCanvasEgoUUID,networkCanvasUUID,name\n9,e1,p1,Anna Berg\n"
MAPPING = """
[survey]
types = ["Organisation"]
[[relations]]
question = "closeness"
relation = "depth"
dont_know = ["99"]
[[relations]]
question = "advice"
relation = "advice"
[[ratings]]
question = "trust"
item = "trust.open"
values = { "4" = 4 }
[[items]]
question = "staff"
item = "staff"
[[items]]
question = "colour"
item = "colour"
values = { blue = "blue", red = "red & white" }
"""


def packed(**changes: str) -> bytes:
    files = {
        "r1_s1_ego.csv": EGO,
        "r1_s1_attributeList_Organisation.csv": ALTERS,
        "r1_s1_attributeList_Person.csv": PEOPLE,
        "r1_s1_edgeList_Knows.csv": EDGES,
        "r1_s1_adjacencyMatrix_Knows.csv": ",a1,a2\na1,0,1\na2,1,0\n",
    } | changes
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        for name, text in files.items():
            archive.writestr(f"networkCanvasExport/{name}", text)
    return data.getvalue()


def read(data: bytes, mapping: str | None = MAPPING, name: str = "export.zip") -> SurveyReport:
    return read_survey(data, name=name, options=SurveyOptions(STUDY, mapping=mapping))


def test_into_a_study_by_a_mapping() -> None:
    report = read(packed())
    study = report.study
    ties = {(r["relation"], r["from"], r["to"]): (r["value"], r["state"]) for r in study["ties"].to_dicts()}
    assert ties == {
        ("depth", "a-1", "b.2"): (3.0, "tie"),
        ("advice", "a-1", "b.2"): (1.0, "tie"),
        ("depth", "a-1", "C"): (None, "dont_know"),
        ("advice", "a-1", "C"): (0.0, "no_tie"),
        ("depth", "b.2", "C"): (2.0, "tie"),
        ("advice", "b.2", "C"): (None, "not_answered"),
    }
    assert [(r["item"], r["to"], r["value"]) for r in study["ratings"].to_dicts()] == [("trust.open", "b.2", 4.0)]
    assert {(r["item"], r["value"]) for r in study["answers"].to_dicts()} == {("staff", "12"), ("colour", "blue")}
    people = {r["id"]: (r["actor"], r["status"]) for r in study["respondents"].to_dicts()}
    assert people == {"r1": ("a-1", "submitted"), "r2": ("b.2", "started")}
    assert any("Somebody Else Ltd (1)" in w for w in report.warnings)
    assert any("1 link that a respondent saw" in n for n in report.assumptions)
    assert any("adjacencyMatrix" in n for n in report.assumptions)
    # Who was not named was not asked about: an interview without a list asks only about those who come to mind.
    network = study.network("depth", "2026")
    place = {a: i for i, a in enumerate(network.nodes)}
    assert network.states[place["a-1"], place["5th"]] == STATE_CODES[TieState.NOT_OFFERED]
    assert np.isnan(network.values[place["a-1"], place["5th"]])


def test_with_a_roster_not_to_name_is_an_answer() -> None:
    report = read(packed(), MAPPING.replace("[survey]", "[survey]\nroster = true"))
    network = report.study.network("depth", "2026")
    place = {a: i for i, a in enumerate(network.nodes)}
    assert network.states[place["a-1"], place["5th"]] == STATE_CODES[TieState.NO_TIE]
    assert network.states[place["b.2"], place["5th"]] == STATE_CODES[TieState.NOT_ANSWERED]  # not finished


def test_a_new_study_of_who_named_whom() -> None:
    report = read_survey(packed(), name="export.zip")
    labels = report.study.labels
    ties = {(labels[r["from"]], labels[r["to"]]) for r in report.study["ties"].to_dicts()}
    assert ties == {
        ("ÖRN & SØN", "Bois du Nord SARL"),
        ("ÖRN & SØN", 'The "C" Institute'),
        ("ÖRN & SØN", "Somebody Else Ltd"),
        ("ÖRN & SØN", "Anna Berg"),
        ("Bois du Nord SARL", 'The "C" Institute'),
    }
    assert report.study.settings.network_names == ("named",)


def graphml(on_graph: bool = True) -> bytes:
    """Return an interview as GraphML: data of the session on the graph (newer), or on the root (older versions)."""
    session = 'nc:caseId="r1" nc:sessionUUID="s1" nc:sessionFinishTime="2026-09-07T08:41:52.000Z"'
    root, graph = ("", session) if on_graph else (session, "")
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<graphml xmlns="http://graphml.graphdrawing.org/xmlns" xmlns:nc="http://schema.networkcanvas.com/xmlns" {root}>
 <key id="networkCanvasUUID" for="all" attr.name="networkCanvasUUID" attr.type="string"/>
 <key id="networkCanvasType" for="all" attr.name="networkCanvasType" attr.type="string"/>
 <key id="k1" for="graph" attr.name="organisation" attr.type="string"/>
 <key id="k2" for="node" attr.name="name" attr.type="string"/>
 <key id="k3" for="node" attr.name="closeness" attr.type="int"/>
 <graph edgedefault="undirected" {graph}>
  <data key="networkCanvasUUID">e1</data><data key="k1">Örn &amp; Søn</data>
  <node id="1"><data key="networkCanvasUUID">a1</data><data key="networkCanvasType">Organisation</data>
   <data key="k2">Bois du Nord</data><data key="k3">3</data></node>
  <node id="2"><data key="networkCanvasType">Person</data><data key="k2">Little c, same letter</data></node>
  <edge source="1" target="2"><data key="networkCanvasType">Knows</data></edge>
 </graph>
</graphml>""".encode()


@pytest.mark.parametrize("on_graph", [True, False])
def test_graphml(on_graph: bool) -> None:
    mapping = MAPPING[: MAPPING.index('[[relations]]\nquestion = "advice')]
    report = read(graphml(on_graph), mapping, "r1.graphml")
    assert [(r["from"], r["to"], r["value"]) for r in report.study["ties"].to_dicts()] == [("a-1", "b.2", 3.0)]
    person = report.study["respondents"].to_dicts()[0]
    assert (person["id"], person["status"], str(person["submitted_at"])) == ("r1", "submitted", "2026-09-07 08:41:52")


def test_an_interview_in_both_forms_is_read_once() -> None:
    report = read(packed(**{"r1_s1.graphml": graphml().decode()}))
    assert len(report.study["ties"]) == 6


def test_the_template_lists_the_variables_and_can_be_read() -> None:
    files = gather(packed(), "export.zip")
    text = network_canvas_template(files, STUDY)
    found = tomllib.loads(text)
    assert found["survey"]["organisation"] == "organisation"
    assert found["survey"]["types"] == ["Organisation", "Person"]
    assert "# closeness: 3; 99; 1; 2" in text
    assert '# question = "staff"' in text
    assert read(packed(), text).study["ties"].is_empty()


@pytest.mark.parametrize(
    ("data", "mapping", "message"),
    [
        (packed(), None, "a mapping file has to say"),
        (packed(), MAPPING.replace('"closeness"', '"close"'), "No interview has a variable 'close'"),
        (packed(), MAPPING.replace('"depth"', '"dept"'), "Did you mean 'depth'"),
        (packed(), MAPPING.replace('dont_know = ["99"]', 'values = { "3" = 3 }'), "'99' means nothing"),
        (
            packed(**{"r1_s1_attributeList_Organisation.csv": ALTERS.replace(",e2,", ",e9,")}),
            MAPPING,
            "no interview 'e9'",
        ),
        (packed(**{"r1_s1_ego.csv": EGO.splitlines()[0]}), MAPPING, "no interview"),
    ],
)
def test_what_cannot_be_read(data: bytes, mapping: str | None, message: str) -> None:
    with pytest.raises(ExchangeError, match=message):
        read(data, mapping)


def test_entities_are_refused() -> None:
    bomb = graphml().replace(b"<graphml", b'<!DOCTYPE g [<!ENTITY a "b">]><graphml', 1)
    with pytest.raises(ExchangeError, match="entities"):
        read(bomb, name="a.graphml")


@given(
    st.lists(
        st.lists(st.sampled_from(["e1", "1", "", "true", "Bois du Nord", "x"]), min_size=7, max_size=7), max_size=5
    )
)
@hypothesis_settings(max_examples=25)
def test_any_alters_are_read_or_refused(cells: list[list[str]]) -> None:
    text = "\n".join([ALTERS.splitlines()[0], *(",".join(row) for row in cells)])
    try:
        told = str(read(packed(**{"r1_s1_attributeList_Organisation.csv": text})).assumptions)
    except ExchangeError as error:
        told = str(error)
    assert told
