"""A form as the settings of a study: ours comes back as it was; of others, what was left out is told with its line."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from clusterdynamics.exchange import ExchangeError
from clusterdynamics.exchange.sheets import write_sheets
from clusterdynamics.exchange.survey import SurveyOptions, SurveyReport, get_survey_format, read_survey
from clusterdynamics.exchange.survey.form import build_form
from clusterdynamics.study.package import check_study, write_study
from clusterdynamics.study.settings import StudySettings
from tests.exchange.survey.studies import full_study

XLSFORM = get_survey_format("xlsform")


def read(**sheets: list[list[Any]]) -> SurveyReport:
    return read_survey(write_sheets(sheets), name="form.xlsx")


@pytest.mark.parametrize("languages", [("en",), ("sv", "en"), ("fi", "fr", "da")])
def test_our_own_form_comes_back(languages: tuple[str, ...]) -> None:
    study = full_study(languages)
    assert XLSFORM.write is not None
    report = read_survey(XLSFORM.write(study, SurveyOptions()), name="form.xlsx")
    found, given_ = report.study.settings, study.settings
    assert found.languages == languages
    assert found.title == given_.title
    assert found.between_regions == given_.between_regions

    def shapes(settings: StudySettings) -> dict[str, tuple[Any, ...]]:
        return {i.id: (i.kind, i.scale, i.options, i.block, i.reversed) for i in settings.items}

    assert shapes(found) == shapes(given_)
    # A name of our own comes back without its point; the relation of another wave is not in the form.
    relations = {r.id: (r.scale, r.directed, r.levels) for r in given_.relations if r.id != "later"}
    relations["supply_chain"] = relations.pop("supply.chain")
    assert {r.id: (r.scale, r.directed, r.levels) for r in found.relations} == relations
    scales = {s.id: (s.low, s.high) for s in given_.scales} | {"frequency": (1, 3)}  # 0 is not in the form
    assert {s.id: (s.low, s.high) for s in found.scales} == scales
    assert sorted(report.study["actors"]["label"]) == sorted(study["actors"].head(5)["label"])
    assert report.study["areas"].drop("label").equals(study["areas"].drop("label"))
    assert report.study["purposes"]["id"].to_list() == study["purposes"]["id"].to_list()
    assert report.warnings == ()


def test_what_is_read_is_a_study_that_can_be_written(tmp_path: Path) -> None:
    assert XLSFORM.write is not None
    report = read_survey(XLSFORM.write(full_study(("sv", "en")), SurveyOptions()), name="form.xlsx")
    write_study(report.study, tmp_path / "s")
    again, problems = check_study(tmp_path / "s")
    assert again is not None, [str(p) for p in problems]
    assert again.settings == report.study.settings


def test_questions_that_are_asked_twice_are_kept_once() -> None:
    report = read(
        survey=[
            ["type", "name", "label", "repeat_count"],
            ["select_multiple orgs", "who", "Who?", ""],
            ["begin repeat", "each", "Each", "count-selected(${who})"],
            ["select_one yn", "a", "Do you turn to this organisation for technical advice?", ""],
            ["select_one yn", "b", "Do you turn to this organisation for technical advice?", ""],
            ["select_one words", "c", "Which?", ""],
            ["integer", "d", "How many?", ""],
            ["end repeat", "", "", ""],
            ["text", "e", "What help would matter most?", ""],
            ["text", "f", "What help would matter most?", ""],
            ["text", "", "No name", ""],
            ["text", "-", "Bad name", ""],
        ],
        choices=[
            ["list_name", "name", "label"],
            ["orgs", "o 1", "One"],
            ["orgs", "o 1", "One again"],
            ["orgs", "o2", "Two"],
            ["yn", "1", "Yes"],
            ["yn", "0", "No"],
            ["words", "x", "X"],
        ],
    )
    found = report.study.settings
    assert [r.id for r in found.relations] == ["advice"]
    assert [i.id for i in found.items] == ["downturn.help", "-", "--2"]
    assert sorted(report.study["actors"]["id"]) == ["o-1", "o2"]
    told = "\n".join(report.warnings)
    for name in ("b", "c", "d", "f"):
        assert f"'{name}' is left out" in told, told


def test_the_texts_of_the_model_come_back_in_the_language_of_the_form() -> None:
    assert XLSFORM.write is not None
    report = read_survey(XLSFORM.write(full_study(("sv", "en")), SurveyOptions()), name="form.xlsx")
    texts = {i.id: i.text for i in report.study.settings.items}
    assert texts["trust.reliable"] == "Vi kan lita på det de lovar."
    # … and a form made of that is in both languages again.
    labels = {r.name: r.label for r in build_form(report.study).rows}
    assert labels["trust_reliable"] == {"sv": "Vi kan lita på det de lovar.", "en": "We can rely on what they promise."}


def test_a_form_of_somebody_else() -> None:
    report = read(
        survey=[
            ["type", "name", "label::English", "label::Norsk", "relevant", "repeat_count"],
            ["begin group", "intro", "Intro", "Innledning", "", ""],
            ["select multiple orgs", "partners", "Your partners", "Partnere", "", ""],
            ["select_one orgs", "best", "Your best partner", "Beste partner", "", ""],
            ["end group", "", "", "", "", ""],
            ["begin repeat", "each", "Each", "Hver", "", "count-selected(${partners})"],
            ["select_one often", "contact", "How often?", "Hvor ofte?", "", ""],
            ["select_one good", "quality", "How good?", "Hvor bra?", "${contact} > 1", ""],
            ["select_one yn", "contract", "A contract?", "Kontrakt?", "", ""],
            ["select_multiple aims", "purpose_of_it", "What for?", "Hvorfor?", "", ""],
            ["select_multiple things", "things", "Which things?", "Hva?", "", ""],
            ["text", "remark", "Remark", "Merknad", "", ""],
            ["end repeat", "", "", "", "", ""],
            ["select_one agree", "likes", "We like it here", "Vi liker oss", "", ""],
            ["select_one colour", "hue", "Colour", "Farge", "", ""],
            ["select_multiple colour", "hues", "Colours", "Farger", "", ""],
            ["integer", "staff", "Staff", "Ansatte", "", ""],
            ["geopoint", "place", "Where?", "Hvor?", "", ""],
            ["begin repeat", "more", "More", "Mer", "", "2"],
            ["text", "extra", "Extra", "Ekstra", "", ""],
            ["end repeat", "", "", "", "", ""],
            ["note", "bye", "Thanks", "Takk", "", ""],
        ],
        choices=[
            ["list_name", "name", "label::English", "label::Norsk"],
            *[["orgs", f"o{i}", f"Org {i}", f"Org {i}"] for i in (1, 2, 3)],
            *[["often", i, f"{i} times", f"{i} ganger"] for i in (1.0, 2.0, 3.0)],
            ["often", 99.0, "Don't know", "Vet ikke"],
            *[["good", i, f"{i}", f"{i}"] for i in (1.0, 2.0)],
            ["yn", "yes", "Yes", "Ja"],
            ["yn", "no", "No", "Nei"],
            ["aims", "a", "Money", "Penger"],
            ["things", "t", "Things", "Ting"],
            *[["agree", i, f"{i}", f"{i}"] for i in (1.0, 2.0, 3.0)],
            ["colour", "r", "Red", "Rød"],
            ["colour", "dk", "Don't know", "Vet ikke"],
        ],
        settings=[["form_title", "default_language"], ["Theirs", "Norsk"]],
    )
    found = report.study.settings
    assert found.title == "Theirs"
    assert [(r.id, r.scale, r.question) for r in found.relations] == [
        ("contact", "often", "Hvor ofte?"),
        ("contract", None, "Kontrakt?"),
    ]
    assert [(s.id, s.low, s.high, s.labels) for s in found.scales] == [
        ("often", 1, 3, {"1": "1.0 ganger", "2": "2.0 ganger", "3": "3.0 ganger"}),
        ("good", 1, 2, {"1": "1.0", "2": "2.0"}),
        ("agree", 1, 3, {"1": "1.0", "2": "2.0", "3": "3.0"}),
    ]
    assert [(i.id, i.kind, i.scale, i.options) for i in found.items] == [
        ("quality", "rating", "good", ()),
        ("likes", "statement", "agree", ()),
        ("hue", "choice", None, ("Rød",)),
        ("hues", "choice", None, ("Rød",)),
        ("staff", "number", None, ()),
    ]
    assert report.study["actors"]["id"].to_list() == ["o1", "o2", "o3"]
    assert report.study["purposes"]["id"].to_list() == ["a"]
    told = "\n".join(report.warnings)
    for line, name in ((4, "best"), (11, "things"), (12, "remark"), (18, "place"), (20, "extra")):
        assert f"Line {line}, '{name}' is left out" in told
    assert "Line 15, 'hue' allows one answer" in told
    assert "Conditions, checks and calculations" in told
    assert len(report.warnings) == 7


@pytest.mark.parametrize(
    ("survey", "message"),
    [
        ([["type", "name"], ["select_one nothing", "a"]], "line 2, column type: There is no list of choices 'nothing'"),
        ([["type", "name"], ["end group", ""]], "line 2: Here ends a group"),
        ([["type", "name"], ["begin group", "g"], ["end repeat", ""]], "line 3: Here ends"),
        ([["type", "name"], ["begin repeat", "g"]], "'g' does not end"),
        ([["type", "name"], *[["begin group", f"g{i}"] for i in range(30)]], "too deeply"),
        ([["type", "name"], *[["text", f"q{i}"] for i in range(5001)]], "larger than 5000"),
    ],
)
def test_broken_forms(survey: list[list[Any]], message: str) -> None:
    with pytest.raises(ExchangeError, match=message):
        read(survey=survey)


def test_a_workbook_without_questions_is_no_form() -> None:
    with pytest.raises(ExchangeError, match="not clear which survey tool"):
        read(other=[["a"], ["b"]])
    with pytest.raises(ExchangeError, match="no sheet 'survey'"):
        read_survey(write_sheets({"other": [["a"], ["b"]]}), "xlsform", name="f.xlsx")


_CELLS = st.sampled_from(
    [
        "text",
        "select_one a",
        "select_multiple b",
        "begin repeat",
        "end repeat",
        "begin group",
        "end group",
        "",
        "note",
        "${a}",
        "1",
    ]
)


@given(st.lists(st.lists(_CELLS, min_size=3, max_size=3), max_size=12))
@hypothesis_settings(max_examples=30)
def test_any_form_is_read_or_refused(rows: list[list[str]]) -> None:
    choices = [["list_name", "name", "label"], ["a", "1", "One"], ["a", "2", "Two"], ["b", "x", "X"]]
    data = write_sheets({"survey": [["type", "name", "label"], *rows, ["text", "last", "Last"]], "choices": choices})
    try:
        told = str(read_survey(data, "xlsform", name="f.xlsx").study.settings.items)
    except ExchangeError as error:
        told = str(error)
    assert told
