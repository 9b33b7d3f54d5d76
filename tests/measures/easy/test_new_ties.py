"""Links, wishes and new ties as the study tells them."""

from __future__ import annotations

import itertools
from typing import Any

import numpy as np
import polars as pl
import pytest

from clusterdynamics.examples import skogsbygden
from clusterdynamics.measures.easy.inputs import cooperation, inputs, places, wishes
from clusterdynamics.measures.easy.new_ties import introductions, never_shown
from clusterdynamics.models.load import load_model
from clusterdynamics.study.model import Study
from tests.build import DEPTH, make_study

MODEL = load_model()
WAVES = ("2024", "2026")


@pytest.fixture(scope="module")
def demo() -> Study:
    return skogsbygden.build()


def two_waves(ties: list[tuple[Any, ...]], actors: Any = "abcd", **more: Any) -> Study:
    return make_study(list(actors), ties, waves=WAVES, **more)


def test_demo_has_its_planted_new_ties(demo: Study) -> None:
    found = never_shown(demo, *WAVES, MODEL)
    assert found is not None
    assert len(found.stayers) == 26  # examples/README.md: 26 of the 36 stayers answered both waves
    assert found.new_ties == 32  # "32 of the new ones were never shown as a suggestion"
    # counted by hand from the two networks
    before, after = (demo.network("cooperation", w).symmetrise("either") for w in WAVES)
    shown = {frozenset(p) for p in demo["suggestions"].filter("shown").select("from", "to").iter_rows()}
    pairs = left = 0
    for a, b in itertools.combinations(found.stayers, 2):
        one, two = (net.values[net.index(a), net.index(b)] for net in (before, after))
        if one == 0 and np.isfinite(two):
            pairs += frozenset((a, b)) not in shown
            left += frozenset((a, b)) in shown
    assert (found.pairs.begun.size, found.left_out) == (pairs, left)


def test_demo_has_its_planted_introductions(demo: Study) -> None:
    shown, begun, held, held_begun, lost = introductions(demo, *WAVES, MODEL)
    # examples/README.md: 13 of 24 shown and 2 of 24 held out cooperate in 2026 …
    assert (begun, held_begun) == (13, 2)
    # … of one pair of each kind nobody answered in 2026: missing is not "no"
    assert (shown, held, lost) == (23, 23, 2)
    after = demo.network("cooperation", "2026").symmetrise("either")
    rows = demo["suggestions"].filter(pl.col("shown") | pl.col("held_out")).select("from", "to").iter_rows()
    unseen = [p for p in rows if np.isnan(after.values[after.index(p[0]), after.index(p[1])])]
    assert len(unseen) == lost


def test_shown_pairs_and_merged_organisations_are_left_out() -> None:
    made = two_waves(
        [("2026", "depth", "a", "b", 3), ("2026", "depth", "c", "d", 2)],
        [{"id": "a"}, {"id": "b"}, {"id": "c"}, {"id": "d", "predecessor": ["e"]}, {"id": "e"}],
        tables={
            "suggestions": [
                {"wave": "2024", "from": "b", "to": "a", "shown": True, "held_out": False},
                {"wave": "2024", "from": "a", "to": "c", "shown": False, "held_out": True},
                {"wave": "2024", "from": "b", "to": "c", "shown": False, "held_out": False},
                {"wave": "2024", "from": "e", "to": "c", "shown": True, "held_out": False},
                {"wave": "2026", "from": "b", "to": "c", "shown": True, "held_out": False},
            ]
        },
    )
    found = never_shown(made, *WAVES, MODEL)
    assert found is not None
    # d came out of e: both are no stayers; a–b was shown; b–c was shown later, which changes nothing here
    assert found.stayers == ("a", "b", "c")
    pairs = [(found.stayers[i], found.stayers[j]) for i, j in zip(found.pairs.i, found.pairs.j, strict=True)]
    assert pairs == [("a", "c"), ("b", "c")]
    assert (found.new_ties, found.left_out) == (0, 1)
    # a–b was shown and cooperates, e–c was shown and does not; a–c was held out; b–c was dropped
    assert introductions(made, *WAVES, MODEL) == (2, 1, 1, 0, 0)


def test_introductions_that_cannot_be_judged() -> None:
    rows = [{"wave": "2024", "from": "a", "to": x, "shown": x == "b", "held_out": x != "b"} for x in "bcd"]
    actors = [{"id": "a"}, {"id": "b"}, {"id": "c", "left": "2026"}, {"id": "d"}]
    made = two_waves([("2024", "depth", "a", "b", 1)], actors, tables={"suggestions": rows})
    assert introductions(made, *WAVES, MODEL) == (1, 0, 1, 0, 1)  # c has left
    never_asked = two_waves([], actors, relations=(), tables={"suggestions": rows})
    assert introductions(never_asked, *WAVES, MODEL) == (0, 0, 0, 0, 3)
    assert never_shown(never_asked, *WAVES, MODEL) is None


def test_cooperation_by_level_by_threshold_or_not_at_all() -> None:
    ties = [("2024", "depth", "a", "b", 2), ("2024", "depth", "c", "d", 1)]
    for relation in (DEPTH, DEPTH.model_copy(update={"levels": {}})):  # thresholds.cooperation of the model is 2
        net = cooperation(make_study(list("abcd"), ties, relations=(relation,)), "2024", MODEL)
        assert net is not None
        assert net.ties[0].tolist() == [False, True, False, False]
        assert net.ties[1, 0]  # by either report
        assert not net.ties[2].any()
    assert cooperation(make_study(list("abcd"), [], relations=()), "2024", MODEL) is None
    later = DEPTH.model_copy(update={"waves": ("2026",)})
    assert cooperation(two_waves([], relations=(later,)), "2024", MODEL) is None


def test_wishes_that_were_sent_by_those_who_count() -> None:
    def made(informants: str, status: str = "submitted", respondents: bool = True) -> np.ndarray:
        people = [
            {"id": "a1", "wave": "2024", "actor": "a", "status": "submitted", "is_lead": True},
            {"id": "a2", "wave": "2024", "actor": "a", "status": status},
            {"id": "b1", "wave": "2024", "actor": "b", "status": "started"},
        ]
        rows = [
            {"wave": "2024", "from": "a", "to": "b", "respondent": "a1"},
            {"wave": "2024", "from": "a", "to": "c", "respondent": "a2"},
            {"wave": "2024", "from": "b", "to": "c", "respondent": "b1"},
            {"wave": "2024", "from": "a", "to": "a", "respondent": "a1"},
            {"wave": "2024", "from": "a", "to": "gone", "respondent": "a1"},
        ]
        tables = {"wishes": rows} | ({"respondents": people} if respondents else {})
        return wishes(make_study(list("abc"), tables=tables, informants=informants), "2024")

    assert made("any").tolist() == [[False, True, True], [False] * 3, [False] * 3]
    assert made("lead")[0].tolist() == [False, True, False]
    assert made("any", status="started")[0].tolist() == [False, True, False]
    assert made("any", respondents=False)[1].tolist() == [False, False, True]  # everybody counts as having answered


def test_places_as_they_are_given() -> None:
    made = make_study([{"id": "a", "lat": 60.0, "lon": 15.0, "nuts": "SE311"}, {"id": "b"}])
    lat, lon, nuts = places(made, ("b", "a"))
    assert np.isnan(lat[0])
    assert (lat[1], lon[1], nuts) == (60.0, 15.0, (None, "SE311"))


def test_only_pairs_known_not_to_cooperate_are_possible(demo: Study) -> None:
    given = inputs(demo, "2024", MODEL)
    assert given.network is not None
    nodes = given.answers.nodes
    reports = demo.network("depth", "2024").values
    for i, j in itertools.combinations(range(len(nodes)), 2):
        said = [x for x in (reports[i, j], reports[j, i]) if np.isfinite(x)]
        assert given.possible[i, j] == (bool(said) and max(said) < 2)


def test_a_model_without_trust_leaves_it_out(demo: Study) -> None:
    bare = MODEL.model_copy(update={"questions": tuple(q for q in MODEL.questions if q.part != "trust")})
    assert inputs(demo, "2024", bare).found.trusted is None
