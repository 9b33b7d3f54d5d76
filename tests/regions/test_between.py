"""The block on other regions: counted by organisation, with what was not asked kept apart."""

from __future__ import annotations

from typing import Any

import polars as pl

from clusterdynamics.assessment import assess
from clusterdynamics.disclosure import decide
from clusterdynamics.models import load_model
from clusterdynamics.models.instrument import instrument
from clusterdynamics.regions.between import BetweenRegionsParams, between_regions
from clusterdynamics.regions.partners import partner_answers
from clusterdynamics.report.build import build_report
from clusterdynamics.study.model import Study
from clusterdynamics.study.package import read_study, write_study
from tests.build import frame, make_study

FEW = BetweenRegionsParams(replicates=50)


def _row(who: str, region: str | None = None, wave: str = "2024", **more: Any) -> dict[str, Any]:
    return {"wave": wave, "respondent": f"r-{who}", "has_partners": region is not None, "region": region, **more}


def _study(rows: list[dict[str, Any]], waves: tuple[str, ...] = ("2024",), **more: Any) -> Study:
    names = list("abcdef")
    answered = dict.fromkeys(waves, names)
    tables = {"partner_regions": rows, "areas": [{"id": "skills", "label": "Training", "sensitivity": 1}]}
    return make_study(names, [], waves=waves, answered=answered, tables=tables, **more)


ROWS = [
    _row("a", "NO08", depth=3, areas=["skills"], barriers=["border", "rules"], door="public", gets="A test bed"),
    _row("a", "FI1B", depth=2),
    _row("b", "NO08", depth=5, barriers=["border"]),
    _row("c"),
    _row("d"),
]


def test_figures_worked_out_by_hand() -> None:
    found = between_regions(_study(ROWS), FEW, 1)
    values = {(e.name, e.subject): (e.value, e.n) for e in found.estimates}
    assert values == {
        ("between.share", "whole"): (0.5, 4),
        ("between.region", "region:NO08"): (0.5, 4),
        ("between.region", "region:FI1B"): (0.25, 4),
        ("between.depth", "region:NO08"): (4.0, 2),
        ("between.depth", "region:FI1B"): (2.0, 1),
        ("between.area", "area:skills"): (0.5, 2),
        ("between.barrier", "barrier:border"): (1.0, 2),
        ("between.barrier", "barrier:rules"): (0.5, 2),
        ("between.door", "door:public"): (0.5, 2),
        ("between.wrote", "whole"): (1.0, 2),
        ("between.names_door", "whole"): (0.0, 2),
    }
    words = found.explain()
    assert "In 2024 50% of 4 organisations work with partners in another region." in words
    assert "What stands in the way: The border (100%); Different rules (50%)." in words
    assert "What they get only there: Training (50%)." in words


def test_two_people_of_one_organisation_weigh_once() -> None:
    people = [
        {"id": "r-a", "wave": "2024", "actor": "a", "status": "submitted"},
        {"id": "r-b", "wave": "2024", "actor": "a", "status": "submitted"},
        {"id": "r-c", "wave": "2024", "actor": "c", "status": "submitted"},
        {"id": "r-d", "wave": "2024", "actor": "d", "status": "started"},
    ]
    study = _study([*ROWS[:4], _row("d", "NO08")])
    study = Study(study.settings, {**study.tables, "respondents": frame("respondents", people)})
    given = partner_answers(study, "2024")
    assert given.organisations == ("a", "c")  # d has not sent its answers in
    north = next(p for p in given.partners if p.region == "NO08")
    assert north.depth == 5
    assert north.barriers == {"border", "rules"}


def test_not_asked_is_no_answer() -> None:
    found = between_regions(_study([]), FEW, 1)
    assert {e.reason for e in found.estimates} == {"not_asked"}
    assert found.sentences() == ("Nobody was asked about partners in other regions.",)
    assert not build_report(assess(_study([]), analyses=("between_regions",)), section="between_regions").sections


def test_change_is_among_those_that_answered_both_times() -> None:
    rows = [
        *(_row(x) for x in "abcde"),
        *(_row(x, "NO08", "2026") for x in "abc"),
        _row("d", wave="2026"),
        _row("f", "NO08", "2026"),
    ]
    found = between_regions(_study(rows, ("2024", "2026")), FEW, 1)
    change = found.find("between.change")
    assert (change.value, change.n, change.wave) == (0.75, 4, "2024→2026")


def test_the_block_asks_into_its_table_in_every_language() -> None:
    for language in ("en", "sv", "fi"):
        model = load_model("reference", language)
        mine = [q for q in model.questions if q.part == "between_regions"]
        assert {q.stored_in for q in mine} == {"partner_regions"}
        asked = instrument(model, ("core", "between_regions"))
        assert not [i for i in asked.items if i.block == "between_regions"]  # they are no items of their own
    assert asked.areas.height


def test_the_table_is_written_and_read_back(tmp_path: Any) -> None:
    study = _study(ROWS)
    write_study(study, tmp_path / "s")
    back = read_study(tmp_path / "s")["partner_regions"]
    given = study["partner_regions"]
    assert back.sort(back.columns[:4]).equals(given.select(back.columns).sort(back.columns[:4]))


def test_small_groups_and_words_are_for_the_team() -> None:
    names = [f"o{i:02d}" for i in range(20)]
    rows = [
        {"wave": "2024", "respondent": f"r-{a}", "has_partners": i < 12, "region": "NO08" if i < 10 else "FI1B"}
        | ({"depth": 3.0 if i % 2 else 4.0} if i < 12 else {"region": None})
        for i, a in enumerate(names)
    ]
    study = make_study(names, [], answered={"2024": names}, tables={"partner_regions": rows})
    reading = assess(study, seed=1, replicates=20, analyses=("between_regions",))
    shown = {(e.name, e.subject): e.value for e in decide(reading, study, "participants")}
    assert shown["between.region", "region:NO08"] == 0.5
    assert shown["between.depth", "region:NO08"] == 3.5
    assert shown["between.depth", "region:FI1B"] is None  # two organisations
    assert ("between.wrote", "whole") not in shown


def test_the_section(tmp_path: Any) -> None:
    reading = assess(_study(ROWS), seed=1, replicates=20, analyses=("between_regions",))
    (section,) = build_report(reading, section="regions").sections
    assert section.title == "What do partners in other regions give us, and what stands in the way?"
    assert section.blocks[0].kind == "figure"
    captions = {b.table.caption for b in section.blocks if b.kind == "table"}
    assert "Who should open the door" in captions
    assert isinstance(reading.between_regions.to_frame(), pl.DataFrame)
