"""Whom one may bring together: only who can be found, for reasons that both may be told, and no link given away."""

from __future__ import annotations

import polars as pl
import pytest

from clusterdynamics.disclosure import Audience, candidates_for, pairs_for
from clusterdynamics.examples import skogsbygden
from clusterdynamics.measures.easy.inputs import cooperation
from clusterdynamics.models.of_study import model_of
from clusterdynamics.study.model import Study

WAVE = "2026"


@pytest.fixture(scope="module")
def demo() -> Study:
    return skogsbygden.build()


@pytest.fixture(scope="module")
def findable(demo: Study) -> set[str]:
    """Organisations of which every respondent who said anything ticked it last, by hand."""
    people = demo["respondents"].filter(pl.col("wave") == WAVE).select("id", "actor")
    rows = demo["consents"].filter(pl.col("choice") == "findable").sort("time")
    latest = dict(rows.select("respondent", "class").iter_rows())
    said: dict[str, list[str]] = {}
    for person, actor in people.iter_rows():
        if person in latest:
            said.setdefault(actor, []).append(latest[person])
    return {actor for actor, words in said.items() if set(words) == {"yes"}}


def ticks(study: Study, answers: set[str]) -> set[tuple[str, str]]:
    """(organisation, area) of those who sent such an answer in, from the tables."""
    sent = study["respondents"].filter((pl.col("wave") == WAVE) & (pl.col("status") == "submitted"))
    rows = study["area_answers"].filter((pl.col("wave") == WAVE) & pl.col("answer").is_in(sorted(answers)))
    rows = rows.join(sent.select(respondent="id", actor="actor"), on="respondent")
    return set(rows.select("actor", "area").iter_rows())


def test_pairs_are_those_who_can_be_found_and_share_an_area(demo: Study, findable: set[str]) -> None:
    network = cooperation(demo, WAVE, model_of(demo))
    assert network is not None
    wants, offers = ticks(demo, {"would_join"}), ticks(demo, {"could_offer"})
    expected = set()
    for a in sorted(findable):
        for b in sorted(findable):
            areas = {area for _who, area in wants | offers}
            fit = any(
                ((a, x) in wants and ((b, x) in wants or (b, x) in offers)) or ((a, x) in offers and (b, x) in wants)
                for x in areas
            )
            if a < b and fit and not network.ties[network.index(a), network.index(b)]:
                expected.add((a, b))
    found = pairs_for(demo, Audience.STUDY, WAVE, most=10_000)
    assert {(p.first, p.second) for p in found} == expected
    assert len(expected) >= 5
    assert all(p.trusted == 0 and p.wishes == 0 and p.value == 0 for p in found)


def test_the_order_does_not_rest_on_trust_or_wishes(demo: Study) -> None:
    bare = {name: demo[name].clear() for name in ("ratings", "wishes")}
    assert pairs_for(Study(demo.settings, dict(demo.tables) | bare), "study", WAVE) == pairs_for(demo, "study", WAVE)


def test_who_may_not_read_links_learns_none_from_what_is_missing(demo: Study) -> None:
    """With the relation closed to the manager, the list is the same whatever anybody said of partners."""
    shut = demo.settings.model_copy(update={"disclosure": demo.settings.disclosure.model_copy(update={"opens": {}})})
    closed = Study(shut, dict(demo.tables))
    none = Study(shut, dict(demo.tables) | {"ties": demo["ties"].filter(pl.col("value") <= 1)})
    seen = pairs_for(closed, "cluster_manager", WAVE, most=10_000)
    assert seen == pairs_for(none, "cluster_manager", WAVE, most=10_000)
    assert len(seen) > len(pairs_for(demo, "cluster_manager", WAVE, most=10_000))  # where the agreement opens it


def test_candidates_of_a_group(demo: Study, findable: set[str]) -> None:
    wanted = ticks(demo, {"would_join", "could_offer"})
    everybody = candidates_for(demo, "study", WAVE)
    assert {(a, area) for area, actors in everybody.items() for a in actors} == wanted
    seen = candidates_for(demo, "cluster_manager", WAVE)
    assert {(a, area) for area, actors in seen.items() for a in actors} == {t for t in wanted if t[0] in findable}


@pytest.mark.parametrize("audience", ["board", "participants", "network", "public"])
def test_nobody_else_brings_organisations_together(demo: Study, audience: str) -> None:
    assert pairs_for(demo, audience) == ()
    assert candidates_for(demo, audience) == {}


def test_who_took_it_back_is_in_no_pair(demo: Study) -> None:
    actor = pairs_for(demo, "study", WAVE)[0].first
    who = demo["respondents"].filter((pl.col("actor") == actor) & (pl.col("wave") == WAVE))["id"].to_list()
    back = demo["consents"].with_columns(
        withdrawn_at=pl.when(pl.col("respondent").is_in(who)).then("time").otherwise("withdrawn_at")
    )
    after = pairs_for(Study(demo.settings, dict(demo.tables) | {"consents": back}), "study", WAVE, most=10_000)
    assert actor not in {n for p in after for n in (p.first, p.second)}
