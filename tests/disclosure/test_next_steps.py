"""Easy next steps: consents decide who can be found."""

from __future__ import annotations

import polars as pl
import pytest

from clusterdynamics.disclosure.next_steps import next_steps_for
from clusterdynamics.examples import skogsbygden
from clusterdynamics.measures.easy.participant import ParticipantSuggestions
from clusterdynamics.study.model import Study


@pytest.fixture(scope="module")
def demo() -> Study:
    return skogsbygden.build()


def named(found: ParticipantSuggestions) -> set[str]:
    return {n for p in found.pairs for n in (p.first, p.second)} | {o for a in found.areas for o in a.organisations}


def test_only_who_ticked_findable_is_named(demo: Study) -> None:
    people = dict(demo["respondents"].filter(pl.col("wave") == "2026").select("id", "actor").iter_rows())
    # the latest word of each respondent, taken from the table by hand
    rows = demo["consents"].filter(pl.col("choice") == "findable").sort("time")
    latest = {r: c for r, c in rows.select("respondent", "class").iter_rows() if r in people}
    agreed = {a for a in set(people.values()) if any(people[r] == a and c == "yes" for r, c in latest.items())}
    seen: set[str] = set()
    for actor in demo.present("2026"):
        found = named(next_steps_for(demo, actor)) - {actor}
        assert found <= agreed
        seen |= found
    assert len(seen) > 5


def test_nobody_is_found_who_took_it_back(demo: Study) -> None:
    back = demo["consents"].with_columns(pl.col("time").alias("withdrawn_at"))
    silent = Study(demo.settings, dict(demo.tables) | {"consents": back})
    for actor in demo.present("2026"):
        assert next_steps_for(silent, actor).pairs == ()


def test_length_wave_and_unknown_organisation(demo: Study) -> None:
    assert len(next_steps_for(demo, "R05", most=2).pairs) == 2
    assert next_steps_for(demo, "F16", "2024") != next_steps_for(demo, "F16", "2026")
    with pytest.raises(KeyError):
        next_steps_for(demo, "R05", "2024")  # joined in 2026
    with pytest.raises(KeyError):
        next_steps_for(demo, "F16", "1999")
