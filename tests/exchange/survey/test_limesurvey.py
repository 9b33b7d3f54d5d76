"""LimeSurvey responses by a mapping file. The samples are written for the test, after LimeSurvey's manual and the
structure of its files (versions 3 and 6); no real export was at hand."""

from __future__ import annotations

import tomllib

import numpy as np
import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from clusterdynamics.exchange import ExchangeError
from clusterdynamics.exchange.survey import SurveyOptions, SurveyReport, read_survey
from clusterdynamics.exchange.survey.files import SurveyFile
from clusterdynamics.exchange.survey.limesurvey import limesurvey_template
from clusterdynamics.exchange.survey.limesurvey.structure import read_structure
from clusterdynamics.study.network import STATE_CODES
from clusterdynamics.study.tables import TieState
from tests.exchange.survey.studies import full_study

STUDY = full_study(("en",), ("core",))

QUESTIONS = [
    # qid, type, code, text
    (1, "M", "PICK", "<p>With whom do you have contact?</p>"),
    (2, "F", "DEPTH", "How do you work with this organisation today?"),
    (3, "F", "TRUST", "We can rely on what they promise."),
    (4, "F", "STATE", "Do you agree?"),
    (5, "M", "BARR", "What stands in the way of working more with others here?"),
    (6, "T", "STORY", "A story"),
    (7, "L", "ORG", "Who are you?"),
]
ORGS = [("SQ001", "Örn &amp; Søn"), ("SQ002", "BOIS DU NORD sarl"), ("SQ003", 'The "C" Institute')]
STATEMENTS = [("S1", "We know which organisations here work on things that matter to us.")]
BARRIERS = [("B1", "time"), ("B2", "money")]


def rows(table: str, fields: list[dict[str, object]]) -> str:
    def cell(name: str, value: object) -> str:
        return f"<{name}><![CDATA[{value}]]></{name}>"

    body = "".join("<row>" + "".join(cell(k, v) for k, v in row.items()) + "</row>" for row in fields)
    return f"<{table}><fields><fieldname>x</fieldname></fields><rows>{body}</rows></{table}>"


def lss(version: int) -> bytes:
    """Return a structure file as LimeSurvey 3 (texts beside the questions) or 6 (texts apart) writes it."""
    subs = [(10 * q + n, q, code, text) for q in (1, 2, 3) for n, (code, text) in enumerate(ORGS)]
    subs += [(40, 4, *STATEMENTS[0])] + [(50 + n, 5, *b) for n, b in enumerate(BARRIERS)]
    answers = [(200 + n, q, f"A{n}", f"{n} - level {n}") for q in (2, 3) for n in range(1, 6)]
    answers += [(300 + n, 4, f"A{n}", f"Level {n}") for n in range(1, 6)]
    answers += [(400 + n, 7, code, text) for n, (code, text) in enumerate(ORGS)]
    apart = version >= 4
    main = [
        {"qid": i, "parent_qid": 0, "type": t, "title": c} | ({} if apart else {"question": x, "language": "en"})
        for i, t, c, x in QUESTIONS
    ]
    parts = [
        {"qid": i, "parent_qid": p, "type": "T", "title": c} | ({} if apart else {"question": x, "language": "en"})
        for i, p, c, x in subs
    ]
    given_ = [
        {"aid": a, "qid": q, "code": c} | ({} if apart else {"answer": x, "language": "en"}) for a, q, c, x in answers
    ]
    text = "<?xml version='1.0' encoding='UTF-8'?><document><LimeSurveyDocType>Survey</LimeSurveyDocType>"
    text += "<DBVersion>640</DBVersion><languages><language>en</language><language>sv</language></languages>"
    text += rows("questions", main) + rows("subquestions", parts) + rows("answers", given_)
    if apart:
        texts = [{"qid": i, "question": x, "language": "en"} for i, *_rest, x in [*QUESTIONS, *subs]]
        texts += [{"qid": 1, "question": "På svenska", "language": "sv"}]
        text += rows("question_l10ns", texts)
        text += rows("answer_l10ns", [{"aid": a, "answer": x, "language": "en"} for a, _q, _c, x in answers])
    return (text + "</document>").encode()


HEAD = (
    "id,submitdate,lastpage,startlanguage,token,ORG,"
    "PICK[SQ001],PICK[SQ002],PICK[SQ003],PICK[NONE],DEPTH[SQ001],DEPTH[SQ002],DEPTH[SQ003],"
    "ADV_SQ001,ADV_SQ002,ADV_SQ003,TRUST[SQ002],STATE[S1],BARR[B1],BARR[B2],AREA1,AREA2[d],AREA2[n],"
    "STORY,TAKE,QUOTE,CH,WHO,WHY,STAFF,OUT,KIND[K1],KIND[K2],FOR"
)
MAPPING = """
pick = "PICK"
nobody = "PICK[NONE]"
[survey]
wave = "2026"
organisation = "ORG"
[organisations]
SQ001 = "a-1"
SQ002 = "b.2"
SQ003 = "C"
[[relations]]
question = "DEPTH"
relation = "depth"
values = { A1 = 1, A2 = 2, A3 = 3 }
dont_know = ["A9"]
[[relations]]
question = "ADV_{organisation}"
relation = "advice"
[[ratings]]
question = "TRUST"
item = "trust.reliable"
values = { A1 = 1, A4 = 4 }
[[items]]
question = "STATE[S1]"
item = "s1.1"
values = { A1 = 1, A5 = 5 }
dont_know = ["A9"]
[[items]]
question = "BARR"
item = "barriers"
values = { B1 = "time", B2 = "money" }
[[items]]
question = "STAFF"
item = "staff"
[[areas]]
question = "AREA1"
area = "research"
answers = { A1 = "doing", A2 = "would_join" }
[[areas]]
question = "AREA2"
area = "export"
answers = { d = "doing", n = "not_for_us" }
[[stories]]
question = "STORY"
worked = true
[[consents]]
question = "TAKE"
choice = "take_part"
values = { Y = "yes", N = "no" }
[[consents]]
question = "QUOTE"
choice = "quote"
values = { A1 = "nobody", A2 = "network" }
[[nominations]]
organisation = "CH"
person = "WHO"
reason = "WHY"
[outside]
question = "OUT"
kinds_question = "KIND"
kinds = { K1 = "customer", K2 = "research" }
purpose = "FOR"
""".replace('area = "export"', 'area = "fairs"')


def read(*lines: str, mapping: str = MAPPING, head: str = HEAD, name: str = "results-survey.csv") -> SurveyReport:
    data = "\n".join([head, *lines]).encode()
    return read_survey(data, name=name, options=SurveyOptions(STUDY, mapping=mapping))


FULL = (
    "1,2026-09-07 10:00:00,5,sv,r1,SQ001,,Y,Y,,,A3,A9,,Y,N,A4,A5,Y,Y,A2,Y,,"
    '"Well, it worked",Y,A2,SQ003,Anna B.,calls,12,Y,Y,,fairs'
)


def test_one_response_in_all_tables() -> None:
    report = read(FULL)
    study = report.study

    def rows_of(table: str, *columns: str) -> list[tuple[object, ...]]:
        return sorted(study[table].select(columns).rows(), key=str)

    person = study["respondents"].filter(study["respondents"]["id"] == "r1").to_dicts()[0]
    assert (person["actor"], person["status"], person["language"], person["is_lead"]) == (
        "a-1",
        "submitted",
        "sv",
        True,
    )
    assert str(person["submitted_at"]) == "2026-09-07 10:00:00"
    assert rows_of("offered", "respondent", "actor") == [("r1", "C"), ("r1", "b.2")]
    assert rows_of("ties", "relation", "to", "value", "state") == [
        ("advice", "C", 0.0, "no_tie"),
        ("advice", "b.2", 1.0, "tie"),
        ("depth", "C", None, "dont_know"),
        ("depth", "b.2", 3.0, "tie"),
    ]
    assert rows_of("ratings", "item", "to", "value", "state") == [("trust.reliable", "b.2", 4.0, "answered")]
    assert rows_of("answers", "item", "value", "state") == [
        ("barriers", "time|money", "answered"),
        ("s1.1", "5", "answered"),
        ("staff", "12", "answered"),
    ]
    assert rows_of("area_answers", "area", "answer") == [("fairs", "doing"), ("research", "would_join")]
    assert rows_of("stories", "text", "worked", "class") == [("Well, it worked", True, "network")]
    assert rows_of("consents", "choice", "class") == [("quote", "network"), ("take_part", "yes")]
    assert rows_of("nominations", "actor", "person", "reason") == [("C", "person-1", "calls")]
    links = rows_of("outside_links", "has_links", "partner_type", "purpose")
    assert links == [(True, "customer", "fairs")]
    assert report.people == {"person-1": "Anna B."}
    assert report.warnings == ()


def test_states_of_those_who_did_not_choose() -> None:
    report = read(
        "1,2026-09-07 10:00:00,5,en,r1,SQ001,,Y,,,,A1,,,,,,,,,,,,,Y,,,,,",  # chose b.2 only
        "2,2026-09-07 10:00:00,5,en,r2,SQ002,,,,,,,,,,,,,,,,,,,Y,,,,,",  # ticked nothing at all
        "3,,2,en,r3,SQ003,,Y,,,,,,,,,,,,,,,,,Y,,,,,",  # not sent yet
    )
    network = report.study.network("depth", "2026")
    place = {a: i for i, a in enumerate(network.nodes)}
    found = {
        (a, b): network.states[place[a], place[b]] for a in ("a-1", "b.2", "C") for b in ("a-1", "b.2", "C") if a != b
    }
    codes = {state: STATE_CODES[state] for state in TieState}
    assert found == {
        ("a-1", "b.2"): codes[TieState.TIE],
        ("a-1", "C"): codes[TieState.NO_TIE],
        ("b.2", "a-1"): codes[TieState.NOT_ANSWERED],
        ("b.2", "C"): codes[TieState.NOT_ANSWERED],
        ("C", "a-1"): codes[TieState.NOT_ANSWERED],
        ("C", "b.2"): codes[TieState.NOT_ANSWERED],
    }
    assert np.isnan(network.values[place["C"], place["b.2"]])
    assert network.states[place["a-1"], place["5th"]] == codes[TieState.NOT_OFFERED]
    assert any("ticked no organisation" in w for w in report.warnings)


def test_nobody_is_an_answer_and_a_refusal_is_kept() -> None:
    report = read(
        "1,1980-01-01 00:00:00,5,en,r1,SQ001,,,,Y,,,,,,,,,,,,,,,Y,,,,,",
        "2,2026-09-07 10:00:00,1,en,r2,SQ002,,Y,,,,,,,,,,A5,,,,,,,N,A2,,,,",
    )
    network = report.study.network("depth", "2026")
    place = {a: i for i, a in enumerate(network.nodes)}
    assert network.states[place["a-1"], place["b.2"]] == STATE_CODES[TieState.NO_TIE]
    people = {r["id"]: r for r in report.study["respondents"].to_dicts()}
    assert people["r1"]["submitted_at"] is None  # the day of anonymous surveys is none
    assert people["r2"]["status"] == "declined"
    assert report.study["consents"].filter(report.study["consents"]["respondent"] == "r2")["choice"].to_list() == [
        "take_part"
    ]
    assert "r2" not in report.study["answers"]["respondent"].to_list()


@pytest.mark.parametrize("style", ["{q}[{s}]", "{q}_{s}", "{q}.{s}.", "{q}[{s}]. What do you think?"])
@pytest.mark.parametrize("delimiter", [",", ";"])
def test_headers_as_the_exports_write_them(style: str, delimiter: str) -> None:
    head = ["id", "submitdate", "lastpage", "startlanguage", "token"]
    head += [style.format(q="DEPTH", s=s) for s in ("SQ001", "SQ002", "SQ003")]
    mapping = MAPPING[MAPPING.index("[organisations]") : MAPPING.index('[[relations]]\nquestion = "ADV')]
    line = delimiter.join(["1", "2026-09-07 10:00:00", "5", "en", "r1", "", "A3", ""])
    report = read(line, head=delimiter.join(head), mapping=mapping)
    found = {r["to"]: (r["value"], r["state"]) for r in report.study["ties"].to_dicts()}
    assert found == {"b.2": (3.0, "tie"), "C": (None, "not_answered")}


@pytest.mark.parametrize("version", [3, 6])
def test_the_template_finds_what_it_can(version: int) -> None:
    structure = SurveyFile("survey.lss", lss(version))
    assert [(q.code, q.type) for q in read_structure(structure)] == [(c, t) for _i, t, c, _x in QUESTIONS]
    text = limesurvey_template((structure,), STUDY)
    found = tomllib.loads(text)
    assert found["organisations"] == {"SQ001": "a-1", "SQ002": "b.2", "SQ003": "C"}
    assert found["relations"] == [
        {"question": "DEPTH", "relation": "depth", "values": {f"A{n}": n for n in range(1, 6)}}
    ]
    assert [r["item"] for r in found["ratings"]] == ["trust.reliable"]
    assert [(i["question"], i["item"]) for i in found["items"]] == [("STATE[S1]", "s1.1"), ("BARR", "barriers")]
    assert found["items"][1]["values"] == {"B1": "time", "B2": "money"}
    assert '# pick = "PICK"' in text
    assert '# question = "STORY"' in text
    assert "5th" in text  # organisations without a code are listed to be filled in
    # What stands in the template can be read at once.
    ready = text.replace('# pick = "PICK"', 'pick = "PICK"')
    data = (HEAD + "\n" + FULL).encode()
    with pytest.raises(ExchangeError, match="'A9' means nothing"):
        read_survey(data, name="a.csv", options=SurveyOptions(STUDY, mapping=ready))


def test_a_template_from_the_responses_alone() -> None:
    text = limesurvey_template((SurveyFile("a.csv", (HEAD + "\n" + FULL).encode()),), STUDY)
    assert '# question = "DEPTH"' in text
    assert tomllib.loads(text)["survey"]["wave"] == "2026"


def test_everything_wrong_with_a_mapping_is_told_at_once() -> None:
    wrong = (
        MAPPING.replace('relation = "depth"', 'relation = "dept"')
        .replace('item = "s1.1"', 'item = "trust.open"')
        .replace('SQ003 = "C"', 'SQ003 = "CC"')
        .replace('wave = "2026"', 'wave = "2030"')
    )
    with pytest.raises(ExchangeError) as caught:
        read(FULL, mapping=wrong)
    assert {f.column for f in caught.value.faults} == {"relations.1", "items.1", "organisations.SQ003", "survey.wave"}
    assert "Did you mean 'depth'?" in str(caught.value)


@pytest.mark.parametrize(
    ("mapping", "message"),
    [
        ("pick = ", "no TOML"),
        ("pik = 'X'", "column pik"),
        ("[[relations]]\nquestion='Q'\nrelation='depth'", "No organisation has a code"),
        ("pick = 'PICKED'\n[organisations]\nSQ001='a-1'", "'PICKED', which the export does not have"),
        ("[[areas]]\nquestion='Q'\narea='research'\nanswers={A='perhaps'}", "column areas.1.answers.A"),
        (None, "a mapping file has to say"),
    ],
)
def test_mappings_that_cannot_be_used(mapping: str | None, message: str) -> None:
    with pytest.raises(ExchangeError, match=message):
        read(FULL, mapping=mapping)  # type: ignore[arg-type]


def test_links_outside_are_yes_or_no() -> None:
    none = read(FULL.replace(",12,Y,Y,,fairs", ",12,N,,,"))
    assert none.study["outside_links"]["has_links"].to_list() == [False]
    some = read(FULL.replace(",12,Y,Y,,fairs", ",12,Y,,,"))
    assert some.study["outside_links"].select("has_links", "partner_type").rows() == [(True, None)]
    with pytest.raises(ExchangeError, match="yes or no"):
        read(FULL.replace(",12,Y,Y,,fairs", ",12,maybe,,,"))


def test_a_refusal_of_an_area_beside_an_offer_is_left_out() -> None:
    report = read(FULL.replace(",A2,Y,,", ",A2,Y,Y,"))
    assert report.study["area_answers"].filter(report.study["area_answers"]["area"] == "fairs")["answer"].to_list() == [
        "doing"
    ]
    assert any("not for us" in w for w in report.warnings)


def test_who_is_not_known_and_who_answers_twice() -> None:
    report = read(FULL, FULL.replace(",A5,Y,Y,", ",A1,Y,Y,"), FULL.replace("r1,SQ001", "r77,"))
    assert report.study["answers"].filter(report.study["answers"]["item"] == "s1.1")["value"].to_list() == ["1"]
    assert any("more than once" in w for w in report.warnings)
    assert any("r77 does not say" in w for w in report.warnings)
    with pytest.raises(ExchangeError, match="Give the organisation a code"):
        read(FULL.replace("SQ003,Anna", "SQ9,Anna"))


def test_answers_without_a_meaning_are_told_with_their_line() -> None:
    with pytest.raises(ExchangeError) as caught:
        read(FULL.replace("A3,A9", "A7,A9").replace(",A4,A5,", ",A4,A8,"), "2,x,5,en,r2,SQ777,,,,,,,,,,,,,,,,,,,,,,,,")
    assert {(f.line, f.column) for f in caught.value.faults} == {(2, "DEPTH[SQ002]"), (2, "STATE[S1]"), (3, "ORG")}


def test_a_structure_with_entities_is_refused() -> None:
    bomb = b'<?xml version="1.0"?><!DOCTYPE d [<!ENTITY a "aaaa">]><document>&a;</document>'
    with pytest.raises(ExchangeError, match="entities"):
        read_structure(SurveyFile("a.lss", bomb))
    with pytest.raises(ExchangeError, match="no structure"):
        read_structure(SurveyFile("a.lss", b"<document/>"))


@given(st.lists(st.lists(st.sampled_from(["Y", "A1", "", "x", "SQ001", "2026"]), min_size=30, max_size=30), max_size=3))
@hypothesis_settings(max_examples=25)
def test_any_answers_are_read_or_refused(cells: list[list[str]]) -> None:
    try:
        told = str(read(*(",".join(row) for row in cells)).assumptions)
    except ExchangeError as error:
        told = str(error)
    assert told
