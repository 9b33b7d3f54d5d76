"""Submissions of a form back into the study it was made from, in every shape in which they are exported."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import Phase, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from clusterdynamics.exchange import ExchangeError
from clusterdynamics.exchange.survey import SurveyOptions, SurveyReport, read_survey
from clusterdynamics.exchange.survey.form import Form, build_form
from clusterdynamics.exchange.survey.form.draft import NOBODY
from clusterdynamics.study.model import Study
from clusterdynamics.study.network import STATE_CODES
from clusterdynamics.study.package import check_study, write_study
from clusterdynamics.study.tables import TieState
from tests.exchange.survey import fill
from tests.exchange.survey.expected import COLUMNS, expected_rows
from tests.exchange.survey.studies import full_study

STUDY = full_study(("en",))
FORM = build_form(STUDY)

Writer = Callable[[Form, Sequence[fill.Answer]], bytes]
SHAPES: dict[str, tuple[str, Writer]] = {
    "kobo API": ("a.json", fill.kobo_json),
    "kobo list": ("a.json", lambda f, s: fill.kobo_json(f, s, wrapped=False)),
    "kobo workbook": ("a.xlsx", fill.kobo_workbook),
    "kobo workbook, choices apart": ("a.xlsx", lambda f, s: fill.kobo_workbook(f, s, split=True)),
    "central zip": ("a.zip", fill.central_zip),
    "central zip, choices apart": ("a.zip", lambda f, s: fill.central_zip(f, s, split=True)),
    "central OData": ("a.json", fill.odata_json),
}


def read(data: bytes, name: str, study: Study = STUDY, **options: Any) -> SurveyReport:
    return read_survey(data, name=name, options=SurveyOptions(study, **options))


def rows_of(study: Study, table: str, people: set[str]) -> list[tuple[Any, ...]]:
    frame = study[table]
    who = "id" if table == "respondents" else "respondent"
    rows = [r for r in frame.to_dicts() if r[who] in people]
    return [tuple(tuple(v) if isinstance(v, list) else v for v in (r[c] for c in COLUMNS[table])) for r in rows]


def sheet(own: str = "a-1", code: str = "r1", **changes: Any) -> fill.Answer:
    """Return the answers of somebody who takes part, and says nothing but `changes`."""
    inside = frozenset[str]().union(*FORM.repeats.values())
    said: fill.Answer = dict.fromkeys(n for n in FORM.fields if n not in inside)
    actors = " ".join(c.name for c in FORM.lists["actors"].choices if c.group == "actor")
    said |= {"respondent": code, "own": own, "consent_take_part": "yes", "wave": "2026", "roster": actors}
    return said | {"cards": [], "champions": [], "other_regions": []} | changes


def region(which: str | None, **changes: Any) -> fill.Answer:
    """Return the page of a region, with nothing said but `changes`."""
    names = FORM.repeats["other_regions"]
    said = {f"other_region_{k}": v for k, v in changes.items()}
    return dict.fromkeys(n for n in FORM.fields if n in names) | {"other_region": which} | said


def card(partner: str, **changes: Any) -> fill.Answer:
    return dict.fromkeys(n for n in FORM.fields if n in FORM.repeats["cards"]) | {"partner": partner} | changes


# Shrinking a whole form takes hours, so a failure is shown as it was found.
_PHASES = [Phase.explicit, Phase.generate]


@given(st.data())
@hypothesis_settings(max_examples=3, phases=_PHASES)
def test_round_trip(data: st.DataObject) -> None:
    round_trip(data, ("x1", "x2"))


@pytest.mark.verify
@given(st.data())
@hypothesis_settings(max_examples=300, phases=_PHASES)
def test_round_trip_of_many(data: st.DataObject) -> None:
    round_trip(data, ("x1", "x2", "x3"))


def round_trip(data: st.DataObject, codes: tuple[str, ...]) -> None:
    """Expected rows: `expected_rows`, written down from the method independently of the import."""
    said = [data.draw(fill.answers(FORM, code)) for code in codes]
    name, write = SHAPES[data.draw(st.sampled_from(sorted(SHAPES)))]
    report = read(write(FORM, said), name)
    expected = expected_rows(FORM, said)
    for table in COLUMNS:
        found = rows_of(report.study, table, set(codes))
        assert len(set(found)) == len(found), table
        assert set(found) == expected[table], table


def test_every_shape_gives_the_same_study() -> None:
    said = [
        sheet(
            pick=["b.2", "C"],
            cards=[
                card("b.2", depth="3", advice="yes", card_areas=["research"], card_purposes=["new"], trust_open="4"),
                card("C", depth="dont_know", advice="no", supply_chain="2"),
            ],
            wishes=["C", "5th"],
            s1_1="5",
            colour=["red & white", "5 shades"],
            staff="12",
            area_research=["doing", "could_offer"],
            outside="yes",
            outside_types=["research"],
            outside_purposes=["new"],
            other_regions_n="2",
            other_regions=[
                region("NO02", depth="3", areas=["research"], barriers=["border", "language"], door="research"),
                region("another_region", name="Länsi-Suomi", depth="dont_know", gets="Birch.", door_name="Aino"),
            ],
            champions=[{"champion_actor": "C", "champion_person": "Anna Berg", "champion_because": "She calls."}],
            story_worked="It worked; really.",
            consent_quote="network",
        ),
        sheet("b.2", "r2", pick=[NOBODY], other_regions_n="0"),
        sheet("C", "r9", consent_take_part="no"),
    ]
    said[2] = {k: said[2][k] for k in ("respondent", "own", "consent_take_part", "wave", "roster")}
    expected = expected_rows(FORM, said)
    for shape, (name, write) in SHAPES.items():
        report = read(write(FORM, said), name)
        for table in COLUMNS:
            assert set(rows_of(report.study, table, {"r1", "r2", "r9"})) == expected[table], (shape, table)
        assert report.people == {"person-1": "Anna Berg"}
        assert report.study["respondents"]["submitted_at"].drop_nulls().dt.strftime("%d %H:%M").to_list() == [
            "01 07:30",
            "02 07:30",
        ]


def test_the_five_states(tmp_path: Path) -> None:
    """Unchosen is no link only once the answers are in; each state once, as Network shows it."""
    said = [
        sheet(pick=["b.2", "C", "c"], cards=[card("b.2", depth="4"), card("C", depth="dont_know"), card("c")]),
        sheet("C", "r3"),  # sent in without any pick, not even "nobody"
    ]
    study = read(fill.kobo_json(FORM, said), "a.json").study
    network = study.network("depth", "2026")
    place = {a: i for i, a in enumerate(network.nodes)}
    states = {
        (a, b): network.states[place[a], place[b]]
        for a, b in (("a-1", "b.2"), ("a-1", "C"), ("a-1", "c"), ("a-1", "5th"), ("C", "5th"), ("b.2", "C"))
    }
    assert states == {
        ("a-1", "b.2"): STATE_CODES[TieState.TIE],
        ("a-1", "C"): STATE_CODES[TieState.DONT_KNOW],
        ("a-1", "c"): STATE_CODES[TieState.NOT_ANSWERED],
        ("a-1", "5th"): STATE_CODES[TieState.NO_TIE],
        ("C", "5th"): STATE_CODES[TieState.NOT_ANSWERED],
        ("b.2", "C"): STATE_CODES[TieState.NOT_ANSWERED],  # invited, and silent
    }
    assert network.values[place["a-1"], place["5th"]] == 0
    assert np.isnan(network.values[place["C"], place["5th"]])
    write_study(study, tmp_path / "s")
    again, problems = check_study(tmp_path / "s")
    assert again is not None, [str(p) for p in problems]


def test_other_regions_that_cannot_be_told_apart_or_have_no_name() -> None:
    """A region written in is the one on the list, whatever its spelling; of two pages about one the first counts."""
    pages = [
        region("another_region", name=" innlandet", depth="2"),
        region("NO02", depth="5"),
        region(None, depth="4"),
        region(None),
    ]
    said = [sheet(other_regions_n="4", other_regions=pages), sheet("C", "r9")]
    report = read(fill.kobo_json(FORM, said), "a.json")
    rows = report.study["partner_regions"].to_dicts()
    assert [(r["respondent"], r["has_partners"], r["region"], r["depth"]) for r in rows] == [("r1", True, "NO02", 2.0)]
    assert any("NO02 twice" in w for w in report.warnings)
    assert sum("without saying which one" in w for w in report.warnings) == 1


def test_who_came_later_was_not_offered() -> None:
    """SU-11: an organisation that joined the roster after the form was made counts as not asked."""
    early = " ".join(c.name for c in FORM.lists["actors"].choices if c.group == "actor" and c.value != "5th")
    study = read(fill.kobo_json(FORM, [sheet(pick=[NOBODY], roster=early)]), "a.json").study
    assert sorted(study["offered"]["actor"].to_list()) == ["C", "b.2", "c"]
    network = study.network("depth", "2026")
    place = {a: i for i, a in enumerate(network.nodes)}
    assert network.states[place["a-1"], place["5th"]] == STATE_CODES[TieState.NOT_OFFERED]


def test_what_is_known_about_a_respondent_is_kept() -> None:
    report = read(fill.kobo_json(FORM, [sheet(pick=[NOBODY])]), "a.json", mode="phone")
    rows = {r["id"]: r for r in report.study["respondents"].to_dicts()}
    assert (rows["r1"]["status"], rows["r1"]["is_lead"], rows["r1"]["mode"]) == ("submitted", True, "phone")
    assert rows["r2"]["status"] == "invited"
    assert not report.warnings


def test_the_last_of_two_submissions_counts_and_a_second_import_replaces() -> None:
    said = [sheet(pick=["C"], cards=[card("C", depth="1")]), sheet(pick=["C"], cards=[card("C", depth="5")])]
    first = read(fill.kobo_json(FORM, said), "a.json")
    assert any("more than once" in w for w in first.warnings)
    assert rows_of(first.study, "ties", {"r1"})[0][4] == 5.0
    second = read(fill.kobo_json(FORM, [sheet(pick=[NOBODY])]), "a.json", first.study)
    assert rows_of(second.study, "ties", {"r1"}) == []
    assert any("replaced" in w for w in second.warnings)


def test_a_choice_changed_after_the_cards_moves_no_answer() -> None:
    """The form keeps a card with its organisation; what then fits nobody is left out and said."""
    said = [sheet(pick=["C", "c"], cards=[card("b.2", depth="5"), card("C", depth="2")])]
    report = read(fill.kobo_json(FORM, said), "a.json")
    depths = {r[3]: r[4:6] for r in rows_of(report.study, "ties", {"r1"}) if r[1] == "depth"}
    assert depths == {"C": (2.0, "tie"), "c": (None, "not_answered")}
    assert any("changed the choice" in w for w in report.warnings)


def test_asking_again_is_kept_beside_the_first_answers() -> None:
    first = read(fill.kobo_json(FORM, [sheet(pick=["C"], cards=[card("C", depth="3")], s1_1="4")]), "a.json").study
    again = [sheet(pick=[NOBODY], s1_1="2"), sheet("b.2", "r2", pick=[NOBODY], s1_1="5")]
    report = read(fill.kobo_json(FORM, again), "a.json", first, occasion="again")
    found = {
        (r["respondent"], r["occasion"], r["value"]) for r in report.study["answers"].to_dicts() if r["item"] == "s1.1"
    }
    assert found == {("r1", "first", "4"), ("r1", "again", "2")}
    assert report.study["ties"].equals(first["ties"])
    assert any("left out: r2" in w for w in report.warnings)
    once_more = read(fill.kobo_json(FORM, again), "a.json", report.study, occasion="again").study
    assert once_more["answers"].height == report.study["answers"].height


def test_a_second_informant_is_a_respondent_of_their_own() -> None:
    first = read(fill.kobo_json(FORM, [sheet(pick=[NOBODY], s1_1="4")]), "a.json").study
    other = [sheet("a-1", "r1b", pick=["C"], cards=[card("C", depth="3")], s1_1="2")]
    study = read(fill.kobo_json(FORM, other), "a.json", first, occasion="second_informant").study
    found = {(r["respondent"], r["occasion"], r["value"]) for r in study["answers"].to_dicts() if r["item"] == "s1.1"}
    assert found == {("r1", "first", "4"), ("r1b", "second_informant", "2")}
    assert [r["respondent"] for r in study["ties"].to_dicts() if r["relation"] == "depth"] == ["r1b"]


def test_who_declines_is_declined_and_who_does_not_say_is_not_read() -> None:
    declined = sheet(consent_take_part="no", consent_name="public", pick=["C"], s1_1="5")
    silent = sheet("b.2", "r2", consent_take_part=None, pick=["C"], s1_1="5")
    nobody_knows = sheet(None, "r9", pick=[NOBODY])  # type: ignore[arg-type]
    report = read(fill.kobo_json(FORM, [declined, silent, nobody_knows]), "a.json")
    people = {r["id"]: r["status"] for r in report.study["respondents"].to_dicts()}
    assert people == {"r1": "declined", "r2": "opened"}
    assert report.study["answers"].is_empty()
    assert report.study["ties"].is_empty()
    assert [(r["choice"], r["class"]) for r in report.study["consents"].to_dicts()] == [("take_part", "no")]
    assert any("r2 did not say whether" in w for w in report.warnings)
    assert any("r9 does not say for which" in w for w in report.warnings)


def test_a_consent_names_the_words_that_were_agreed_to() -> None:
    said = sheet(pick=[NOBODY], consent_quote="public", consent_version="v-of-the-form")
    rows = read(fill.kobo_json(FORM, [said]), "a.json").study["consents"].to_dicts()
    assert {r["text_version"] for r in rows} == {"v-of-the-form"}
    version = next(r.calculation for r in FORM.rows if r.name == "consent_version")
    fewer = Study(STUDY.settings, {**STUDY.tables, "actors": STUDY["actors"].head(4)})
    assert next(r.calculation for r in build_form(fewer).rows if r.name == "consent_version") == version
    settings = STUDY.settings.model_copy(update={"boundary": "Others"})
    changed = build_form(Study(settings, STUDY.tables))
    assert next(r.calculation for r in changed.rows if r.name == "consent_version") != version


def test_without_a_code_the_submission_names_the_respondent() -> None:
    report = read(fill.kobo_json(FORM, [sheet(code="", pick=[NOBODY])]), "a.json")
    new = [r for r in report.study["respondents"].to_dicts() if r["id"].startswith("s-")]
    assert [r["actor"] for r in new] == ["a-1"]
    assert any("not in the table of respondents" in w for w in report.warnings)


def test_columns_that_are_missing_were_not_asked() -> None:
    with zipfile.ZipFile(io.BytesIO(fill.central_zip(FORM, [sheet(pick=[NOBODY])]))) as archive:
        text = archive.read("form.csv").decode().replace("interview-statements-s1_1,", "interview-statements-other,")
    report = read(text.encode(), "form.csv")
    items = report.study["answers"]["item"].to_list()
    assert "s1.1" not in items
    assert "s1.2" in items
    assert any("no column for" in n and "s1_1" in n for n in report.assumptions)
    assert any("interview-statements-other" in n for n in report.assumptions)


def test_all_faults_are_told_with_line_and_question() -> None:
    said = [sheet(pick=["C"], cards=[card("C")]), sheet("b.2", "r1", pick=[NOBODY])]
    document = json.loads(fill.kobo_json(FORM, said))
    way = fill.paths(FORM)
    one = document["results"][0]
    one[way["respondent"]] = "r5"
    one[way["s1_1"]] = "9"
    one[way["staff"]] = "many"
    one[way["cards"]][0][way["depth"]] = "often"
    with pytest.raises(ExchangeError) as caught:
        read(json.dumps(document).encode(), "a.json")
    told = {(f.line, f.column) for f in caught.value.faults}
    assert told == {(1, "s1_1"), (1, "staff"), (1, "depth"), (2, "own")}
    assert all(f.remedy for f in caught.value.faults)


def deep(n: int) -> Any:
    return {"a": deep(n - 1)} if n else {"own": "x"}


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        ("a.json", b'[{"_submission_time": ', "no JSON"),
        ("a.json", b'{"_submission_time": 1, "results": [1, 2]}', "no list of submissions"),
        ("a.json", json.dumps([{"_submission_time": "2026", **deep(30)}]).encode(), "nested too deeply"),
        ("a.csv", b"KEY,Which organisation?\n1,A\n", "No column belongs to the form"),
        ("a.csv", b"KEY,own\n1,nobody_we_know\n", "not among the choices of 'own'"),
        ("a.csv", b'KEY,own\n1,"open\n', "quotation marks"),
        ("a.csv", b"_uuid,wave\n1,2024\n2,2026\n", "several waves: 2024, 2026"),
        ("a.csv", b"_uuid,wave\n1,2030\n", "wave '2030', which the study does not have"),
    ],
)
def test_files_that_cannot_be_read(name: str, data: bytes, message: str) -> None:
    with pytest.raises(ExchangeError, match=message):
        read(data, name)


def test_entries_of_a_repeat_that_belong_to_nobody() -> None:
    packed = fill.central_zip(FORM, [sheet(pick=["C"], cards=[card("C")])])
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        parts = {n: archive.read(n) for n in archive.namelist()}
    again = io.BytesIO()
    with zipfile.ZipFile(again, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content.replace(b"uuid:" + b"0" * 31 + b"1,uuid", b"uuid:lost,uuid"))
    with pytest.raises(ExchangeError, match="There is no submission 'uuid:lost'"):
        read(again.getvalue(), "a.zip")


def test_without_the_study_nothing_can_be_read() -> None:
    with pytest.raises(ExchangeError, match="only with the study"):
        read_survey(b"KEY,own\n1,a_1\n", name="a.csv")


@given(st.binary(max_size=200))
@hypothesis_settings(max_examples=40)
def test_any_bytes_are_refused_or_read(data: bytes) -> None:
    try:
        read_survey(data, "odk", name="a.csv", options=SurveyOptions(STUDY))
    except ExchangeError as error:
        told = str(error)
    else:
        told = "read"
    assert told
