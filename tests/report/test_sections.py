"""What the sections say and show, on a study made for it."""

from dataclasses import replace

import pytest

from clusterdynamics.assessment import Assessment, assess
from clusterdynamics.measures.identity import succession
from clusterdynamics.report.build import build_report
from clusterdynamics.report.model import FigureBlock, NetworkBlock, Report, Section, TableBlock
from clusterdynamics.report.sections import Context
from clusterdynamics.report.sections.maps import drawn_networks
from clusterdynamics.report.words import questions
from tests.build import ADVICE, make_study


@pytest.fixture(scope="session")
def report(reading: Assessment) -> Report:
    return build_report(reading)


def section(report: Report, name: str) -> Section:
    return next(s for s in report.sections if s.id == name)


def test_all_questions_are_answered_in_their_order(report: Report) -> None:
    told = [s.id for s in report.sections]
    assert told == [name for name in questions() if name in told]
    assert [s.title for s in report.sections] == [questions()[name] for name in told]
    # Depth and measures between waves stand in the section on change.
    inside = {"depth_change", "network_change", "tie_choices"}
    # Scenarios are told only where somebody asks for them.
    # The small study has no places and no statistics, asks for no ratings, asks nobody twice and has no suggestions;
    # the demo cluster tells these.
    unasked = {"trust", "re_asking", "model_test", "back_test", "stories", "loops", "scenarios"}
    unasked |= {"regions", "between_regions", "hard_figures"}
    assert set(questions()) - set(told) - inside <= unasked
    assert all(s.answer for s in report.sections)


def test_every_block_carries_its_source_and_its_verdict(report: Report, reading: Assessment) -> None:
    for block in report.blocks():
        assert block.source == reading.snapshot
        assert block.verdict == "study"
        assert block.method
        assert block.basis


def test_the_answer_is_about_cooperation_in_the_latest_wave(report: Report) -> None:
    for name in ("whole_network", "map", "mixing", "actor_measures"):
        assert "Autumn 2026" in section(report, name).answer
        assert "cooperation" in section(report, name).answer.lower()
    assert "kept" in section(report, "change").answer


def test_there_is_a_map_for_each_wave_and_a_change_map(report: Report) -> None:
    titles = [b.title for b in section(report, "map").blocks if isinstance(b, NetworkBlock)]
    assert titles == ["Cooperation, Autumn 2026", "Cooperation, Autumn 2024"]
    change = [b for b in section(report, "change").blocks if isinstance(b, NetworkBlock)]
    assert len(change) == 1


def test_the_table_of_a_map_holds_all_its_links(report: Report, reading: Assessment) -> None:
    block = next(b for b in section(report, "map").blocks if isinstance(b, NetworkBlock))
    links = sum(len(str(row[1]).split(", ")) for row in block.table.rows if row[1] != "not yet linked")
    network = reading.study.network("cooperation", "2026").symmetrise("either")
    assert links == int(network.ties.sum())  # each pair is named from both sides
    assert len(block.table.rows) == network.n
    names = [str(row[0]).casefold() for row in block.table.rows]
    assert names == sorted(names)


def test_the_numbers_of_the_change_map_are_those_of_the_analysis(report: Report, reading: Assessment) -> None:
    block = next(b for b in section(report, "change").blocks if isinstance(b, NetworkBlock))
    change = reading.results["change"]
    where = {"wave": "2024→2026", "network": "cooperation", "subject": "stayers"}
    for name in ("kept", "new", "lost"):
        value = change.find(name, **where).value
        assert value is not None
        assert f"{name} ({value:.0f})" in block.svg


def test_maps_show_only_links_of_the_level_with_their_depth(reading: Assessment) -> None:
    networks = drawn_networks(Context(reading))
    for network in networks:
        assert network.values[network.ties].min() == 2  # cooperation is depth 2 and more
        assert network.values[network.ties].max() == 5
        plain = reading.study.network("cooperation", network.wave)
        assert (network.ties == plain.ties).all()
        assert (network.observed == plain.observed).all()


def test_a_renamed_organisation_stays_in_its_place_on_the_maps(reading: Assessment) -> None:
    assert succession(reading.study, "2024", "2026").renamed == {"o04": "o03"}  # o03 came out of o04
    context = Context(reading)
    places = context.places(drawn_networks(context)).places
    assert places["o03"] == places["o04"]


def test_tables_of_organisations_are_in_alphabetical_order(report: Report) -> None:
    for name in ("actor_measures",):
        for block in section(report, name).blocks:
            if isinstance(block, TableBlock):
                names = [str(row[0]).casefold() for row in block.table.rows]
                assert names == sorted(names)


def test_a_study_without_ties_tells_who_answered(bare: Assessment) -> None:
    assert [s.id for s in build_report(bare).sections][:1] == ["coverage"]
    assert "map" not in {s.id for s in build_report(bare).sections}


def test_it_is_told_where_people_saw_their_last_answers(bare: Assessment) -> None:
    assert "Last answers" not in dict(build_report(bare).limits)
    first, *_others = bare.study.wave_ids
    settings = bare.study.settings.model_copy(update={"last_answers": (first, "another")})
    told = dict(build_report(replace(bare, study=replace(bare.study, settings=settings))).limits)["Last answers"]
    assert told.startswith(f"In {first}, people who had answered before saw")


def test_a_directed_relation_without_levels() -> None:
    names = ["a", "b", "c", "d"]
    ties = [(w, "advice", i, j) for w in ("1", "2") for i in names for j in names if i < j]
    study = make_study(names, ties[:-2], relations=(ADVICE,), waves=("1", "2"))
    report = build_report(assess(study, seed=1, replicates=5))
    assert "confirmation" not in {s.id for s in report.sections}  # nothing was asked of both sides
    assert "mixing" not in {s.id for s in report.sections}  # no kinds are given
    block = next(b for b in section(report, "map").blocks if isinstance(b, NetworkBlock))
    assert block.table.columns[1].title == "Names"
    assert report.notice == ""


def test_too_few_answers_are_said_and_not_drawn() -> None:
    names = [f"o{i}" for i in range(10)]
    ties = [(w, "depth", a, b, 3) for w in ("1", "2") for a in names[:3] for b in names if a != b]
    actors = [{"id": n, "type": "firm" if i % 2 else "public"} for i, n in enumerate(names)]
    study = make_study(actors, ties, waves=("1", "2"), answered={"1": names[:3], "2": names[:3]})
    report = build_report(assess(study, seed=1, replicates=5))
    for name in ("mixing", "change"):
        assert not [b for b in section(report, name).blocks if isinstance(b, FigureBlock | NetworkBlock)]
        assert "cannot say" in section(report, name).answer
    assert not [b for b in section(report, "brokerage").blocks if isinstance(b, FigureBlock)]


def test_an_assessment_of_some_analyses_has_their_sections(reading: Assessment) -> None:
    none = build_report(replace(reading, results={}))
    assert [s.id for s in none.sections] == ["map"]  # the map needs no analysis
    some = build_report(replace(reading, results={"coverage": reading.results["coverage"]}))
    assert [s.id for s in some.sections] == ["coverage", "map"]


def test_an_empty_wave_label_and_missing_dates_do_no_harm() -> None:
    study = make_study(["a", "b"], [("2024", "depth", "a", "b", 3)])
    report = build_report(assess(study, seed=1, replicates=2))
    assert section(report, "map").answer.startswith("In 2024 1 link joins 2 organisations")
