"""PV-19: a participant's suggestions rest on own answers and on findable organisations, and on nothing else."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import polars as pl
import pytest

from clusterdynamics.disclosure.consents import Consents
from clusterdynamics.examples import skogsbygden
from clusterdynamics.measures.easy.inputs import participant_suggestions
from clusterdynamics.measures.easy.participant import ParticipantSuggestions
from clusterdynamics.study.model import Study
from tests.build import make_study

WAVE = "2026"


@pytest.fixture(scope="module")
def demo() -> Study:
    return skogsbygden.build()


def findable(study: Study) -> set[str]:
    consents = Consents(study, WAVE)
    return {a for a in study.present(WAVE) if consents.of(a).findable}


def without(study: Study, **frames: pl.DataFrame) -> Study:
    return Study(study.settings, dict(study.tables) | frames)


def all_of(study: Study, who: Sequence[str], agreed: set[str]) -> dict[str, ParticipantSuggestions]:
    return {a: participant_suggestions(study, a, agreed, WAVE) for a in who}


def test_nothing_that_others_said_of_partners_changes_a_suggestion(demo: Study) -> None:
    """An attacker who compares two reports learns nothing of picks, trust, wishes or ties of third parties."""
    agreed, here = findable(demo), demo.present(WAVE)
    before = all_of(demo, here, agreed)
    assert sum(bool(p.pairs) for p in before.values()) > 15  # there is something to compare
    bare = without(demo, ratings=demo["ratings"].clear(), wishes=demo["wishes"].clear())
    assert all_of(bare, here, agreed) == before
    for actor in here:
        own = demo["ties"].filter((pl.col("from") == actor) | (pl.col("wave") != WAVE))
        assert participant_suggestions(without(demo, ties=own), actor, agreed, WAVE) == before[actor]


def test_who_is_not_findable_neither_appears_nor_matters(demo: Study) -> None:
    agreed, here = findable(demo), demo.present(WAVE)
    hidden = set(here) - agreed
    people = set(demo["respondents"].filter(pl.col("actor").is_in(sorted(hidden)))["id"])
    for actor in sorted(agreed):
        found = participant_suggestions(demo, actor, agreed, WAVE)
        named = {n for p in found.pairs for n in (p.first, p.second)} | {
            o for a in found.areas for o in a.organisations
        }
        assert not named & hidden
        kept = demo["area_answers"].filter(~pl.col("respondent").is_in(sorted(people)))
        moved = demo["actors"].with_columns(lat=pl.when(pl.col("id").is_in(sorted(hidden))).then(0.0).otherwise("lat"))
        assert participant_suggestions(without(demo, area_answers=kept, actors=moved), actor, agreed, WAVE) == found


def test_no_number_from_others_reaches_the_participant(demo: Study) -> None:
    for found in all_of(demo, demo.present(WAVE), findable(demo)).values():
        assert {(p.value, p.trusted, p.wishes) for p in found.pairs} <= {(0.0, 0, 0)}
        assert len(found.pairs) <= 8


def small(ties: list[tuple[Any, ...]] = [], **settings: Any) -> Study:  # noqa: B006 (never changed)
    ticks = {"a": "would_join", "b": "could_offer", "c": "would_join", "d": "doing", "e": "would_join"}
    return make_study(
        ["a", "b", "c", "d", "e"],
        ties,
        answered={"2024": "abcde"},
        tables={
            "area_answers": [
                {"wave": "2024", "respondent": f"r-{k}", "area": "training", "answer": x} for k, x in ticks.items()
            ]
        },
        **settings,
    )


def named(found: ParticipantSuggestions) -> set[str]:
    return {n for p in found.pairs for n in (p.first, p.second)}


def test_areas_first_then_organisations() -> None:
    found = participant_suggestions(small(), "a", {"b", "c", "d"})
    assert [(a.area, a.organisations) for a in found.areas] == [("training", ("b", "c"))]  # d only does it
    assert [(p.first, p.second, p.both, p.second_offers) for p in found.pairs] == [
        # equal weights and equal areas, so in alphabetical order
        ("a", "b", (), ("training",)),
        ("a", "c", ("training",), ()),
    ]
    assert participant_suggestions(small(), "d", {"a", "b"}) == ParticipantSuggestions((), ())  # wants nothing


def test_own_partners_are_left_out_and_those_who_name_the_participant_are_not() -> None:
    agreed = {"a", "b", "c"}
    mine = small([("2024", "depth", "a", "b", 3)])
    assert named(participant_suggestions(mine, "a", agreed)) == {"a", "c"}
    assert named(participant_suggestions(mine, "b", agreed)) == {"a", "b", "c"}  # a names b; b does not
    shallow = small([("2024", "depth", "a", "b", 1)])
    assert named(participant_suggestions(shallow, "a", agreed)) == {"a", "b", "c"}  # contact is no cooperation


def test_studies_without_the_level_or_without_links() -> None:
    from tests.build import DEPTH

    bare = small([("2024", "depth", "a", "b", 3)], relations=(DEPTH.model_copy(update={"levels": {}}),))
    assert named(participant_suggestions(bare, "a", {"b", "c"})) == {"a", "c"}  # cut at the model's threshold
    assert named(participant_suggestions(small(relations=()), "a", {"b", "c"})) == {"a", "b", "c"}


def test_length_and_unknown_organisation() -> None:
    assert len(participant_suggestions(small(), "a", {"b", "c", "e"}, most=1).pairs) == 1
    with pytest.raises(KeyError):
        participant_suggestions(small(), "z", set())
    from clusterdynamics.measures.easy.areas import AreaAnswers
    from clusterdynamics.measures.easy.participant import for_participant

    empty = AreaAnswers((), (), np.zeros((0, 0, 4)), np.zeros((0, 0, 4), dtype=np.bool_))
    with pytest.raises(KeyError):
        for_participant(empty, "z", set(), set(), (np.empty(0), np.empty(0), ()), {})
