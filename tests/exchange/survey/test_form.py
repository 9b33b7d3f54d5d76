"""The questionnaire of a study as an XLSForm: in the respondent's order, and accepted by pyxform without a word."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from clusterdynamics.errors import InputError
from clusterdynamics.exchange.sheets import write_sheets
from clusterdynamics.exchange.survey.form import Form, Kind, Role, build_form
from clusterdynamics.exchange.survey.form.sheets import form_sheets, write_form
from clusterdynamics.models import instrument
from clusterdynamics.study.model import Study
from clusterdynamics.study.package import read_study, write_template
from clusterdynamics.study.settings import Item, Relation, Scale, StudySettings
from tests.build import frame, make_study
from tests.conftest import ROOT
from tests.exchange.survey.studies import BLOCKS, full_study


def converted(form: Form) -> str:
    """Return the XForm that pyxform makes of the workbook; a warning of pyxform fails the test."""
    from pyxform.xls2xform import convert

    found = convert(io.BytesIO(write_form(form)), file_type=".xlsx")
    assert found.warnings == []
    return str(found.xform)


def order(form: Form) -> list[str]:
    """Return the roles in the order of the form, each once in a row."""
    roles = [f.role for f in form.fields.values()]
    return [str(r) for i, r in enumerate(roles) if i == 0 or r != roles[i - 1]]


def test_pyxform_takes_every_block_in_every_language() -> None:
    form = build_form(full_study(("en", "sv", "nb", "fi", "fr", "da")))
    xform = converted(form)
    for language in ("English (en)", "Svenska (sv)", "Norsk bokmål (nb)", "Suomi (fi)", "Français (fr)", "Dansk (da)"):
        assert f'lang="{language}"' in xform
    assert "Vilka av de här organisationerna" in xform
    assert 'lang="English (en)" default="true()"' in xform


def test_the_example_and_the_template_become_forms(tmp_path: Path) -> None:
    example = build_form(read_study(ROOT / "examples" / "skogsbygden"))
    assert "Hällmo" in converted(example)
    write_template(tmp_path / "new", language="en")
    converted(build_form(read_study(tmp_path / "new")))


@pytest.mark.parametrize("block", [b for b in BLOCKS if b != "core"])
def test_each_block_alone_beside_the_core(block: str) -> None:
    converted(build_form(full_study(("en",), ("core", block))))


def test_other_regions_are_asked_where_the_settings_or_earlier_answers_say_so() -> None:
    core = full_study(("sv", "en"), ("core",))
    assert not any(n.startswith("other_region") for n in build_form(core).fields)
    earlier = [{"wave": "2024", "respondent": "r1", "has_partners": True, "region": "The valley that Anna knows"}]
    known = Study(core.settings, {**core.tables, "partner_regions": frame("partner_regions", earlier)})
    written = build_form(known)
    # Nobody is offered another respondent's words.
    assert "other_region_name" in written.fields
    assert "other_region" not in written.fields
    assert "Anna" not in converted(written)
    form = build_form(full_study(("sv", "en")))
    rows = {r.name: r for r in form.rows}
    assert rows["other_regions"].repeat_count == "${other_regions_n}"
    assert rows["other_region_name"].relevant == "${other_region} = 'another_region'"
    assert rows["other_region_barriers"].label["sv"] == "Vad står i vägen för att arbeta mer med den regionen?"
    depth = rows["other_region_depth"].field
    assert depth is not None
    assert [c.value for c in form.lists[depth.list].choices] == ["1", "2", "3", "4", "5", "dont_know"]


def test_the_respondents_way() -> None:
    """The order is that of method.md, section 2, with consent first (RX-11) and ratings on the card."""
    assert order(build_form(full_study(blocks=("core",)))) == [
        "wave", "roster", "consent", "consent version", "respondent", "own", "pick", "partner", "nothing", "relation",
        "card areas", "card purposes", "rating", "wish", "answer", "area", "outside", "outside types",
        "outside purposes", "nothing", "champion actor", "champion person", "champion because", "answer", "story",
    ]  # fmt: skip


def test_depth_is_described_and_trust_waits_for_cooperation() -> None:
    form = build_form(full_study(("en", "sv")))
    depth = next(r for r in form.rows if r.field and r.field.ref == "depth")
    assert depth.label["en"].startswith("${partner_name}: How do you work with this organisation")
    choices = form.lists[depth.field.list].choices if depth.field else ()
    assert [c.value for c in choices] == ["1", "2", "3", "4", "5", "dont_know"]  # 0 is not to choose it
    assert choices[1].label["sv"].startswith("2 – ")
    gates = {f.ref: f.gate for f in form.fields.values() if f.role == Role.RATING}
    assert gates["trust.open"] == ("depth", 2.0)
    assert gates["energy"] is None
    rows = {r.name: r for r in form.rows}
    assert rows["trust_open"].relevant == "${depth} >= 2"


def test_ones_own_organisation_is_not_offered_and_nobody_stands_alone() -> None:
    form = build_form(full_study())
    pick = next(r for r in form.rows if r.name == "pick")
    assert pick.choice_filter == "kind = 'none' or name != ${own}"
    assert "count-selected(.) = 1" in pick.constraint
    assert [c.group for c in form.lists["actors"].choices] == ["actor"] * 5 + ["none"]
    assert "gone" not in form.lists["actors"].names


def test_names_are_plain_and_each_once() -> None:
    form = build_form(full_study())
    names = [r.name for r in form.rows if r.name]
    assert len({n.casefold() for n in names}) == len(names)
    assert all(re.fullmatch(r"[A-Za-z]\w*", n, re.ASCII) for n in names)
    for listed in form.lists.values():
        own = [c.name for c in listed.choices]
        assert len(set(own)) == len(own)
        assert not any(re.search(r"[\s'\"]", n) for n in own)
        assert len(listed.values) == len(listed.names) == len(own)


@given(st.lists(st.from_regex(r"[A-Za-z0-9_.\-&é]{1,6}", fullmatch=True), min_size=3, max_size=8, unique=True))
@hypothesis_settings(max_examples=20)
def test_the_name_of_a_choice_does_not_depend_on_the_others(ids: list[str]) -> None:
    """While a form is out the roster grows; nobody's answer may come to mean somebody else."""
    names = build_form(make_study(ids)).lists["actors"].names
    assert len(set(names.values())) == len(ids) + 1  # and the one that says "nobody"
    fewer = build_form(make_study(ids[1:])).lists["actors"].names
    assert all(names[a] == fewer[a] for a in ids[1:])


def test_a_text_cannot_refer_to_a_question() -> None:
    xform = converted(build_form(full_study()))
    assert "Fifth $ {label}" in xform
    assert "$ {everything}" in xform


def test_the_same_study_gives_the_same_bytes_and_another_roster_another_version() -> None:
    study = full_study()
    assert write_form(build_form(study)) == write_form(build_form(study))
    fewer = Study(study.settings, {**study.tables, "actors": study["actors"].head(4)})
    assert build_form(fewer).version != build_form(study).version
    assert build_form(fewer).id == build_form(study).id == "trariket_a_test_of_everything_2026"


def test_an_afternoon_study_asks_for_no_partner() -> None:
    asked = instrument(blocks=("afternoon",))
    settings = StudySettings(title="Afternoon", kind="afternoon", scales=asked.scales, items=asked.items)
    study = Study(settings, {"areas": asked.areas, "actors": frame("actors", [{"id": "a", "label": "A"}])})
    form = build_form(study)
    assert order(form) == [
        "wave",
        "roster",
        "consent",
        "consent version",
        "respondent",
        "own",
        "answer",
        "area",
        "story",
    ]
    converted(form)


def test_scales_without_labels_and_in_fractions() -> None:
    relations = (
        Relation(id="percent", label="Share of sales", scale="percent"),
        Relation(id="half", label="Half steps", scale="half"),
    )
    scales = (
        Scale(id="percent", low=0, high=100),
        Scale(id="half", low=0.5, high=1.5, labels={"0.5": "a", "1.5": "b"}),
    )
    study = make_study(["a", "b"], relations=relations, scales=scales)
    form = build_form(study)
    fields = {f.ref: f for f in form.fields.values() if f.role == Role.RELATION}
    assert fields["percent"].kind == Kind.NUMBER
    assert [c.value for c in form.lists[fields["half"].list].choices] == ["0.5", "1.5", "dont_know"]
    converted(form)


def test_what_stands_in_one_language_is_said() -> None:
    form = build_form(full_study(("en", "sv")))
    for own in ("How often do you deliver to them?", "How many people work for you?", "red & white", "blue"):
        assert own in form.notes[-1]
    for theirs in ("The metal cluster", "Which of these", "Not at all", "Training and skills"):
        assert theirs not in form.notes[-1]
    assert len(form.notes) == 1


def test_a_model_of_the_regions_own_speaks_its_own_words() -> None:
    model = 'extends = "reference"\nid = "ours"\ntitle = "Ours"\nlanguage = "en"\nlanguages = ["en"]\n'
    study = full_study(("en", "sv"), ("core",))
    settings = study.settings.model_copy(update={"model": "ours.toml"})
    form = build_form(Study(settings, study.tables, files={"ours.toml": model.encode()}))
    labels = {r.name: r.label for r in form.rows}
    assert labels["trust_reliable"]["en"] == "We can rely on what they promise."
    converted(form)


def test_what_cannot_become_a_form() -> None:
    with pytest.raises(InputError, match=r"There is no wave '2030'\. The waves are: 2024, 2026"):
        build_form(full_study(), "2030")
    with pytest.raises(InputError, match="at least two organisations"):
        build_form(make_study(["only"]))


def test_an_option_that_looks_like_a_formula_stays_a_text() -> None:
    study = full_study()
    items = (Item(id="formula", text="=1+1", kind="text"),)
    form = build_form(Study(study.settings.model_copy(update={"items": items}), study.tables))
    assert write_sheets(form_sheets(form)) == write_form(form)
    assert "=1+1" in converted(form)
