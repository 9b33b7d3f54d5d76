"""The stories of the example: quotes at their positions, and the states of the loops that are planted."""

from __future__ import annotations

import itertools
from collections.abc import Iterable

import polars as pl
import pytest

from clusterdynamics.examples import skogsbygden
from clusterdynamics.examples.skogsbygden.stories import STORIES, find_quote
from clusterdynamics.study.model import Study

type Link = tuple[str, str]

#: Factors and loops: the draft of the reference model (``reference-model.md``, "Factors" and "Loops").
FACTORS = """
    contact awareness easy_cooperation easy_areas_left small_wins expected_benefit willingness
    commitments_kept trust openness exposure shared_purpose joint_projects joint_results
    coordination_burden slack champion_energy champion_load large_company_engagement dependence
    readiness_for_radical_change knowledge_homogeneity novelty outside_links
    critical_knowledge_sharing innovation_platform competitive_innovation firm_performance
    overall_performance competitive_threat motivation_to_innovate relevant_research
"""


def chain(text: str) -> list[Link]:
    factors = text.split()
    return list(itertools.pairwise(factors))


LOOPS = {
    "L1": chain("contact awareness easy_cooperation contact"),
    "L2": chain("easy_cooperation small_wins expected_benefit willingness easy_cooperation"),
    "L3": [
        *chain(
            "easy_cooperation commitments_kept trust openness joint_results expected_benefit willingness "
            "easy_cooperation"
        ),
        ("trust", "willingness"),
    ],
    "L4": [
        *chain("trust shared_purpose joint_projects joint_results trust"),
        *chain("joint_results champion_energy joint_projects"),
    ],
    "L5": chain(
        "openness critical_knowledge_sharing innovation_platform competitive_innovation firm_performance "
        "overall_performance competitive_threat motivation_to_innovate relevant_research critical_knowledge_sharing"
    ),
    "B4": chain("joint_projects champion_load champion_energy joint_projects"),
}


@pytest.fixture(scope="module")
def study() -> Study:
    return skogsbygden.build()


@pytest.fixture(scope="module")
def told(study: Study) -> dict[tuple[Link, str], set[str]]:
    """(Link, said of it) → organisations whose teller says so; "+" and "−" both count as "works"."""
    rows = study["claims"].join(study["stories"].select("actor", story="id"), on="story")
    result: dict[tuple[Link, str], set[str]] = {}
    for cause, effect, polarity, actor in rows.select("cause", "effect", "polarity", "actor").iter_rows():
        said = "fails" if polarity == "fails" else "works"
        result.setdefault(((cause, effect), said), set()).add(actor)
    return result


def tellers(told: dict[tuple[Link, str], set[str]], links: Iterable[Link], said: str = "works") -> dict[Link, int]:
    return {link: len(told.get((link, said), set())) for link in links}


def test_twelve_stories_by_twelve_tellers_three_in_swedish(study: Study) -> None:
    stories = study["stories"]
    assert stories.height == 12
    assert stories["actor"].n_unique() == 12
    assert stories["respondent"].n_unique() == 12
    assert (stories["language"] == "sv").sum() == 3
    assert (~stories["worked"]).sum() == 5
    assert set(stories["class"]) == {"nobody", "participants", "network", "public"}
    for story in STORIES:
        assert 90 <= len(story.text.split()) <= 200, story.id


def test_every_teller_sent_in_answers_for_that_organisation(study: Study) -> None:
    people = study["respondents"].filter(pl.col("status") == "submitted").select("wave", "actor", respondent="id")
    assert study["stories"].join(people, on=["wave", "actor", "respondent"]).height == 12


def test_quotes_stand_verbatim_at_their_positions(study: Study) -> None:
    text = dict(study["stories"].select("id", "text").iter_rows())
    claims = study["claims"]
    assert claims.height >= 40
    for story, start, end, quote in claims.select("story", "start", "end", "quote").iter_rows():
        assert text[story][start:end] == quote
    for story, start, end in study["codings"].select("story", "start", "end").iter_rows():
        assert 0 <= start < end <= len(text[story])
        assert text[story][start:end].strip() == text[story][start:end]


def test_positions_count_code_points_not_bytes(study: Study) -> None:
    # "En monter i stället för sju" has å, ä, ö before its first quote: a position in bytes would be higher.
    row = study["claims"].filter(pl.col("story") == "st03").row(0, named=True)
    text = study["stories"].filter(pl.col("id") == "st03")["text"][0]
    assert len(text[: row["start"]].encode()) > row["start"]
    assert text[row["start"] :].startswith("Att dela monter")


def test_factors_are_those_of_the_reference_model(study: Study) -> None:
    assert set(study["claims"]["cause"]) | set(study["claims"]["effect"]) <= set(FACTORS.split())


@pytest.mark.parametrize("loop", ["L1", "L2", "B4"])
def test_running_loops(study: Study, told: dict[tuple[Link, str], set[str]], loop: str) -> None:
    # method, section 5: each link told by ≥ 2 tellers of ≥ 2 organisations, one telling joins two adjacent links
    assert min(tellers(told, LOOPS[loop]).values()) >= 2
    assert max(tellers(told, LOOPS[loop], "fails").values()) == 0
    links = set(LOOPS[loop])
    by_story: dict[str, set[Link]] = {}
    for story, cause, effect in study["claims"].select("story", "cause", "effect").iter_rows():
        by_story.setdefault(story, set()).add((cause, effect))
    joined = [a for said in by_story.values() for a in said & links for b in said & links if a[1] == b[0]]
    assert joined


def test_trust_loop_is_broken_between_trust_and_openness(told: dict[tuple[Link, str], set[str]]) -> None:
    fails = tellers(told, LOOPS["L3"], "fails")
    assert fails.pop(("trust", "openness")) == 3
    assert told[("trust", "openness"), "fails"] == {"F16", "F10", "F22"}
    assert (("trust", "openness"), "works") not in told
    assert set(fails.values()) == {0}
    # every other link of the loop is told by two: mending the one link would close the loop
    others = [link for link in LOOPS["L3"] if link != ("trust", "openness")]
    assert min(tellers(told, others).values()) == 2


def test_purpose_loop_is_weak_and_distinctiveness_is_not_told(told: dict[tuple[Link, str], set[str]]) -> None:
    l4 = tellers(told, LOOPS["L4"])
    assert min(l4.values()) == 0
    assert max(l4.values()) == 2
    assert max(tellers(told, LOOPS["L4"], "fails").values()) == 0
    assert set(tellers(told, LOOPS["L5"]).values()) == {0}
    assert set(tellers(told, LOOPS["L5"], "fails").values()) == {0}


def test_second_coder_agrees_mostly_and_not_always(study: Study) -> None:
    links = {
        coder: set(rows.select("story", "cause", "effect").iter_rows())
        for (coder,), rows in study["claims"].group_by("coder")
    }
    coded_twice = {story for story, _cause, _effect in links["coder-b"]}
    assert coded_twice == {"st01", "st05", "st09"}
    first = {link for link in links["coder-a"] if link[0] in coded_twice}
    assert first & links["coder-b"]
    assert first - links["coder-b"]
    assert links["coder-b"] - first


def test_a_quote_that_is_not_in_the_story_is_refused() -> None:
    assert find_quote("å b c", "b c") == (2, 5)
    with pytest.raises(ValueError, match="0 times"):
        find_quote("å b c", "d")
    with pytest.raises(ValueError, match="2 times"):
        find_quote("b b", "b")
