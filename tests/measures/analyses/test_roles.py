"""Champions, large companies, gatekeepers: counted by hand, and what is planted in Skogsbygden."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from itertools import combinations
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from clusterdynamics.disclosure.rules import rule_for
from clusterdynamics.disclosure.treatment import Treatment
from clusterdynamics.examples import skogsbygden
from clusterdynamics.measures.analyses import (
    BrokerageRolesParams,
    Champions,
    ChampionsParams,
    Gatekeepers,
    GatekeepersParams,
    LargeCompanies,
    LargeCompaniesParams,
    brokerage_roles,
    champions,
    gatekeepers,
    large_companies,
)
from clusterdynamics.measures.analyses.large_companies import large_items
from clusterdynamics.measures.brokers import brokerage
from clusterdynamics.measures.estimate import Interval, Reason
from clusterdynamics.measures.key_players import distance_fragmentation
from clusterdynamics.measures.protocol import Result
from clusterdynamics.models import load_model
from clusterdynamics.study.model import Study

from ...build import ADVICE, DEPTH, make_study
from .test_whole_network import kecskemet_study

WAVE = "2024"
SIX = list("abcdef")
AGREEMENT = {"agree": "5", "disagree": "1"}


@cache
def demo() -> Study:
    return skogsbygden.build()


@cache
def demo_champions() -> Champions:
    return champions(demo(), ChampionsParams(replicates=200), 1)


@cache
def demo_large() -> LargeCompanies:
    return large_companies(demo(), LargeCompaniesParams(replicates=200), 1)


# -- champions ----------------------------------------


def named(rows, answered=SIX, ties=(), **tables) -> Study:
    return make_study(
        SIX,
        [(WAVE, "depth", *t) for t in ties],
        relations=(DEPTH, ADVICE),
        answered={WAVE: answered},
        tables={
            "nominations": [{"wave": WAVE, "respondent": f"r-{r}", "actor": a, "person": p} for r, a, p in rows],
            **tables,
        },
    )


ROWS = [
    ("a", "b", "p1"),
    ("c", "b", "p1"),
    ("d", "b", "p1"),
    ("d", "e", None),
    ("c", "a", None),
    ("e", "a", None),
    ("b", "b", "p1"),  # its own
]


def test_nominations_and_succession_by_hand() -> None:
    found = champions(named(ROWS), ChampionsParams(replicates=50), 1)
    assert found.find("champions.organisations").value == 4  # a, c, d, e; b names only its own person
    assert found.find("champions.nominees").value == 3
    assert found.find("champions.several").value == 1  # p1, by three
    assert found.find("champions.self", subject="whole").value == 1
    assert found.find("champions.self", subject="b").value == 1
    assert found.find("champions.nominations", subject="b").value == 3
    assert found.find("champions.nominations", subject="person:p1").value == 3
    # Six nominations of others: three on p1, two on a, one on e.
    assert found.find("succession.top1").value == pytest.approx(3 / 6)
    assert found.find("succession.top2").value == pytest.approx(5 / 6)
    assert found.find("succession.only_top2").value == pytest.approx(3 / 4)  # all but d
    top = found.find("succession.top2")
    assert top.interval is Interval.REDRAWS
    assert top.low is not None
    assert top.high is not None
    assert top.low <= 5 / 6 <= top.high
    said = found.sentences()
    assert said[0] == "In 2024 50% of the nominations fall on the one named most, 83% on the two named most."
    assert "4 organisations name somebody" in " ".join(said)
    assert "They name 3 people or organisations. Named by at least 3 organisations in 2024: 1." in " ".join(said)
    assert not any("p1" in s for s in said)


def test_what_the_network_loses_without_them() -> None:
    # b and a hold three chains together: c – b – d, b – a, e – a – f.
    ties = [(i, j, 3) for i, j in ("cb", "bd", "ba", "ea", "af")]
    ties += [(j, i, v) for i, j, v in ties]
    found = champions(named(ROWS, ties=ties), ChampionsParams(replicates=20), 1)
    where = {"network": "cooperation"}
    assert found.find("fragmentation", **where).value == 0
    # Without b: c | d | a e f, 6 of 20 ordered pairs reach each other. Without b and a: nobody does.
    assert found.find("fragmentation.top1", **where).value == pytest.approx(1 - 6 / 20)
    assert found.find("fragmentation.top2", **where).value == 1
    assert found.find("fragmentation.worst2", **where).value == 1
    # b reaches c, d, a in one step, e and f in two; D_R = (1 + 3 + 2/2) / 6.
    assert found.find("reach.top1", **where).value == 1
    assert found.find("distance_reach.top1", **where).value == pytest.approx(5 / 6)
    assert found.find("champions.distance_reach", subject="b").value == pytest.approx(5 / 6)
    network = named(ROWS, ties=ties).network("cooperation").symmetrise()
    pairs = [distance_fragmentation(network, p) for p in combinations(SIX, 2)]
    assert found.find("distance_fragmentation.any2").value == pytest.approx(np.mean(pairs))
    said = " ".join(found.sentences())
    assert "0% of the pairs do not reach each other (cooperation); without the organisations of the two it" in said
    assert "it would be 100%" in said


def test_one_nominee_is_not_called_two() -> None:
    found = champions(named([("a", "b", None), ("c", "b", None)]), ChampionsParams(replicates=20), 1)
    assert found.find("succession.top2").value == 1
    assert not any("two" in s for s in found.sentences())


def test_gates_of_champions() -> None:
    # 2 of 6 answered: below the gate of in-degree (50 %).
    found = champions(named(ROWS, answered=["a", "c"]), ChampionsParams(replicates=20), 1)
    assert found.find("succession.top1").reason == "coverage"
    assert found.sentences() == ("Champions, 2024: We cannot say, because 33% answered and this needs 50%.",)
    # 4 of 6: enough for nominations, too few for distances (80 %).
    found = champions(named(ROWS, answered=list("acde")), ChampionsParams(replicates=20), 1)
    assert found.find("succession.top1").value is not None
    assert found.find("reach.top2").reason == "coverage"
    assert any(
        s.startswith("What depends on their organisations in 2024 (cooperation): We cannot") for s in found.sentences()
    )


def test_champions_not_asked_is_not_zero() -> None:
    found = champions(named([]), ChampionsParams(replicates=20), 1)
    assert found.find("champions.nominees").reason == "not_asked"
    assert found.sentences() == ("Champions, 2024: This was not asked.",)


def test_energy_received() -> None:
    ratings = [
        {"wave": WAVE, "item": "energy", "from": i, "to": j, "value": v}
        for i, j, v in (
            ("a", "b", 5.0),
            ("c", "b", 4.0),
            ("c", "a", 4.0),
            ("a", "e", 2.0),
            ("d", "e", 1.0),
            ("d", "f", None),
        )
    ]
    found = champions(named(ROWS, ratings=ratings), ChampionsParams(replicates=50), 1)
    # Two named most: b (person p1) and a. All: 16/5; theirs 13/3; the others' 3/2.
    assert found.find("energy.received", subject="whole").value == pytest.approx(16 / 5)
    assert found.find("energy.champions").value == pytest.approx(13 / 3)
    assert found.find("energy.others").value == pytest.approx(3 / 2)
    assert found.find("energy.received", subject="b").value == 4.5
    assert any("take more energy from the organisations of the two" in s for s in found.sentences())
    flat = [r | {"value": 3.0} for r in ratings]
    same = champions(named(ROWS, ratings=flat), ChampionsParams(replicates=50), 1)
    assert any("no more energy" in s for s in same.sentences())
    assert champions(named(ROWS), ChampionsParams(replicates=20), 1).find("energy.champions").reason == "not_asked"


def test_planted_champions_of_skogsbygden() -> None:
    """README of the example: I01 and R01 get 64 % and 63 % of the nominations, and bridge the two halves."""
    found = demo_champions()
    table = demo()["nominations"]
    for wave, share in (("2024", 0.64), ("2026", 0.63)):
        assert found.find("succession.top2", wave=wave).value == pytest.approx(share, abs=0.005)
        # Counted again from the table: organisations that name the person of I01.
        people = demo()["respondents"].filter((pl.col("wave") == wave) & (pl.col("status") == "submitted"))
        rows = table.filter((pl.col("wave") == wave) & (pl.col("actor") == "I01")).join(
            people.select(pl.col("id").alias("respondent"), pl.col("actor").alias("who")), on="respondent"
        )
        expected = rows.filter(pl.col("who") != "I01")["who"].n_unique()
        assert found.find("champions.nominations", wave=wave, subject="I01").value == expected
        assert found.find("champions.nominations", wave=wave, subject="person:person-1").value == expected
    top = {e.subject: e.value for e in found.estimates if e.name == "champions.nominations" and e.wave == "2024"}
    assert set(sorted(top, key=lambda s: -(top[s] or 0))[:4]) == {"I01", "R01", "person:person-1", "person:person-2"}
    # They bridge: without them more pairs are cut off than without two others, on average.
    values = {
        n: found.find(n, wave="2024", network="cooperation").value or 0
        for n in ("fragmentation.top2", "fragmentation.any2", "fragmentation.worst2")
    }
    assert values["fragmentation.any2"] < values["fragmentation.top2"] <= values["fragmentation.worst2"]
    assert (
        found.find("distance_fragmentation.top2", wave="2024").value
        > found.find("distance_fragmentation.any2", wave="2024").value
    )  # type: ignore[operator]
    # The statement that holds stage 3 back: well under one half.
    assert (found.find("champions.statement", wave="2024", subject="s3.4").value or 1) < 0.45
    # Coverage of 2026 is 76 %, under the gate of distances.
    assert found.find("fragmentation.top2", wave="2026").reason == "coverage"


def test_sentences_name_nobody() -> None:
    study = demo()
    names = {*study.labels.values(), *study.short_labels.values(), "person-1", "person-2"}
    for result in (demo_champions(), demo_large(), gatekeepers(study, GatekeepersParams(replicates=50), 1)):
        text = " ".join(result.sentences())
        assert not [n for n in names if n in text]


# -- large companies ----------------------------------------


def asked(answers: dict[str, dict[str, str]], large: str = "a", ties=(), outside=None) -> Study:
    """Organisation → item → answer."""
    actors = [{"id": x, "type": "firm" if x < "e" else "public", "is_anchor": x in large} for x in SIX]
    links = outside or {}
    return make_study(
        actors,
        [(WAVE, "depth", *t) for t in ties],
        relations=(DEPTH,),
        answered={WAVE: SIX},
        tables={
            "answers": [
                {"wave": WAVE, "respondent": f"r-{a}", "item": item, "value": v, "state": "answered"}
                for a, given in answers.items()
                for item, v in given.items()
            ],
            "outside_links": [{"wave": WAVE, "respondent": f"r-{a}", "has_links": yes} for a, yes in links.items()],
        },
    )


ANSWERS = {
    "a": {"large.driver": "5", "large.barrier": "1", "large.dependence": "5", "s5.4": "5"},
    "b": {"large.driver": "4", "large.barrier": "4", "large.dependence": "1", "s5.4": "1"},
    "c": {"large.driver": "2", "large.barrier": "5", "large.dependence": "2", "s5.4": "3"},
    "d": {"large.driver": "1", "large.barrier": "2", "large.dependence": "4", "s5.4": "4"},
    "e": {"large.driver": "3", "large.barrier": "4", "large.dependence": "9", "s5.4": "2"},
    "f": {"large.driver": "5", "large.barrier": "3", "large.dependence": "3", "s5.4": "5"},
}


def test_both_sides_by_hand() -> None:
    found = large_companies(asked(ANSWERS), LargeCompaniesParams(replicates=100), 1)
    assert found.find("large.statement", subject="large.driver").value == pytest.approx(3 / 6)  # a b f
    assert found.find("large.statement", subject="large.barrier").value == pytest.approx(3 / 6)  # b c e
    # Dependence is reversed: b and c could not say no, of five (9 is no answer on the scale).
    assert found.find("large.statement", subject="large.dependence").value == pytest.approx(2 / 5)
    assert found.find("large.statement", subject="s5.4").value == pytest.approx(2 / 6)  # b and e disagree
    assert found.find("large.statement", subject="s2.5").reason == "not_asked"
    # Driver: large.driver only. Barrier: mean of the three.
    assert found.find("large.driver", subject="whole").value == pytest.approx(3 / 6)
    dependence = found.find("large.statement", subject="large.dependence").value or 0
    barrier = found.find("large.barrier", subject="whole")
    assert barrier.value == pytest.approx((3 / 6 + dependence + 2 / 6) / 3)
    assert barrier.interval is Interval.REDRAWS
    assert barrier.low is not None
    # By kind: firms a b c d, of which a and b say driver.
    assert found.find("large.driver", subject="type:firm").value == pytest.approx(2 / 4)
    assert found.find("large.driver", subject="type:firm").n == 4
    assert found.find("large.driver.large").value == 1  # a says so
    assert found.find("large.driver.large").details == {"large_answered": 1, "large_needed": 3}
    assert found.find("large.companies").value == 1
    said = found.sentences()
    assert said[0].startswith("Large companies as a driver, 2024: 50% agree that “Large companies here start")
    assert "disagree that “We could say no to our largest customer here”" in said[1]
    assert "neither is a verdict" in said[2]


def test_sides_of_the_model() -> None:
    sides = {(i.id, i.side, i.turned) for i in large_items(load_model("reference"))}
    assert sides == {
        ("large.driver", "driver", False),
        ("s2.5", "driver", False),
        ("s4.4", "driver", False),
        ("large.barrier", "barrier", False),
        ("large.dependence", "barrier", True),
        ("s5.4", "barrier", True),
    }


def test_with_and_without_and_novelty() -> None:
    # a is tied with all others, b with c.
    pairs = ["ab", "ac", "ad", "ae", "af", "bc"]
    ties = [(i, j, 3) for i, j in pairs] + [(j, i, 3) for i, j in pairs]
    study = asked(ANSWERS, ties=ties, outside={"a": True, "b": True, "c": False, "d": False})
    found = large_companies(study, LargeCompaniesParams(replicates=100), 1)
    where = {"network": "cooperation"}
    assert found.find("large.tie_share", **where).value == pytest.approx(5 / 6)
    assert found.find("large.pair_share", **where).value == pytest.approx(5 / 15)
    assert found.find("large.density.with", **where).value == pytest.approx(6 / 15)
    assert found.find("large.density.without", **where).value == pytest.approx(1 / 10)
    assert found.find("large.largest_component.without", **where).value == pytest.approx(2 / 5)
    assert found.find("large.distance.without", **where).value == 1
    assert found.find("large.outside.large").value == 1
    assert found.find("large.outside.others").value == pytest.approx(1 / 3)
    for e in found.estimates:
        if e.network or e.name.startswith("large.outside"):
            assert e.details["large_needed"] == 3, e.name
    assert any("100% of 1 large company" in s for s in found.sentences())
    # All others work with a: those not linked are none to judge.
    assert found.find("large.driver.not_linked").reason == "none_to_judge"
    assert found.find("large.driver.linked").value == pytest.approx(2 / 5)  # b, f


def test_without_large_companies_and_without_answers() -> None:
    found = large_companies(asked({}, large=""), LargeCompaniesParams(replicates=20), 1)
    assert found.find("large.driver", subject="whole").reason == "not_asked"
    assert found.sentences() == (
        "Large companies as a driver or a barrier, 2024: This was not asked.",
        "No organisation is marked as a large company in 2024.",
    )
    assert not [e for e in found.estimates if e.network]


def test_planted_large_companies_of_skogsbygden() -> None:
    found = demo_large()
    for wave in ("2024", "2026"):
        assert found.find("large.companies", wave=wave).value == 3
        assert found.find("large.answered", wave=wave).value == 3
        # Three of 42 are part of a third of the cooperation: far more than their share of the pairs.
        ties = found.find("large.tie_share", wave=wave, network="cooperation")
        pairs = found.find("large.pair_share", wave=wave, network="cooperation")
        assert ties.value is not None
        assert pairs.value is not None
        assert ties.value > 2 * pairs.value
    # Both readings have something to say; neither is empty nor certain.
    for side in ("driver", "barrier"):
        e = found.find(f"large.{side}", wave="2024", subject="whole")
        assert e.value is not None
        assert 0.2 < e.value < 0.6
    assert found.find("large.distance.with", wave="2026", network="cooperation").reason == "coverage"


def test_the_plane_has_a_point_with_bars_for_each_wave() -> None:
    chart = demo_large().chart().to_dict()
    rows = next(iter(chart["datasets"].values())) if "datasets" in chart else chart["data"]["values"]
    assert {r["label"] for r in rows} == {"Autumn 2024", "Autumn 2026"}
    assert all(r["x_low"] < r["x"] < r["x_high"] and r["y_low"] < r["y"] < r["y_high"] for r in rows)


# -- gatekeepers ----------------------------------------


def advised(outside: dict[str, bool], advice: list[str], answered=SIX) -> Study:
    return make_study(
        SIX,
        [(WAVE, "advice", i, j) for i, j in advice],
        relations=(ADVICE,),
        answered={WAVE: answered},
        tables={
            "outside_links": [
                {"wave": WAVE, "respondent": f"r-{a}", "has_links": yes, "partner_type": "research" if yes else None}
                for a, yes in outside.items()
            ]
        },
    )


def test_four_positions_by_hand() -> None:
    outside = {"a": True, "b": True, "c": True, "d": False, "e": False}
    found = gatekeepers(advised(outside, ["ba", "ca", "ab", "fd"]), GatekeepersParams(replicates=50), 1)
    # Give advice: a (to b, c), b (to a), d (to f). f did not tell about links outside.
    values = {p: found.find(f"outside.{p}").value for p in ("gatekeeper", "star", "local_source", "neither")}
    assert values == {"gatekeeper": 2 / 5, "star": 1 / 5, "local_source": 1 / 5, "neither": 1 / 5}
    assert found.find("outside.share").value == pytest.approx(3 / 5)
    assert found.find("outside.gatekeeper.expected").value == pytest.approx(3 / 5 * 3 / 5)
    assert found.find("outside.gives_advice").value == pytest.approx(2 / 3)
    assert found.find("outside.gives_advice").n == 3
    assert found.find("outside.partners", subject="partner_type:research").value == pytest.approx(3 / 5)
    assert found.find("outside.advice_given", subject="a").value == 2
    assert found.find("outside.advice_given", subject="c").value == 0
    # The model: supports from 30 % up.
    assert [(s.evidence, s.verdict) for s in found.says] == [("n5.2", "supports")]
    assert "In 2024 this share supports the stage Distinctiveness." in found.sentences()
    few = gatekeepers(advised(outside, ["ba", "ca", "ab", "fd"]), GatekeepersParams(least=2, replicates=50), 1)
    assert few.find("outside.gatekeeper").value == pytest.approx(1 / 5)


@pytest.mark.parametrize(("advice", "verdict"), [(["fe"], "contradicts"), (["ba"], "cannot_say")])
def test_other_verdicts(advice: list[str], verdict: str) -> None:
    # Of five with links outside, none or one gives advice: at most 10 %, and between 10 and 30 %.
    outside = dict.fromkeys("abcdf", True)
    found = gatekeepers(advised(outside, advice), GatekeepersParams(replicates=20), 1)
    assert [s.verdict for s in found.says] == [verdict]


def test_gates_of_gatekeepers() -> None:
    found = gatekeepers(advised({"a": True}, ["ab"], answered=["a", "b"]), GatekeepersParams(replicates=20), 1)
    assert found.find("outside.gatekeeper").reason == "coverage"
    assert found.sentences() == (
        "Links outside the region, 2024: We cannot say, because 33% answered and this needs 50%.",
    )
    nothing = gatekeepers(advised({}, ["ab"]), GatekeepersParams(replicates=20), 1)
    assert nothing.find("outside.share").reason == "not_asked"
    other = gatekeepers(advised({"a": True}, []), GatekeepersParams(network="friendship", replicates=20), 1)
    assert other.find("outside.gatekeeper").reason == "not_asked"
    assert other.find("outside.share").value == 1


def test_without_links_outside_there_is_none_to_judge() -> None:
    found = gatekeepers(advised({"a": False, "b": False}, ["ab"]), GatekeepersParams(replicates=20), 1)
    assert found.find("outside.gives_advice").reason == "none_to_judge"
    # None of the two is a gatekeeper: that much can be said.
    assert [s.verdict for s in found.says] == ["contradicts"]


def test_gatekeepers_of_skogsbygden_counted_again() -> None:
    found: Gatekeepers = gatekeepers(demo(), GatekeepersParams(replicates=50), 1)
    for wave in ("2024", "2026"):
        people = demo()["respondents"].filter((pl.col("wave") == wave) & (pl.col("status") == "submitted"))
        told = (
            demo()["outside_links"]
            .filter(pl.col("wave") == wave)
            .join(people.select(pl.col("id").alias("respondent"), "actor"), on="respondent")
        )
        linked = set(told.filter("has_links")["actor"].to_list())
        advice = demo().network("advice", wave)
        givers = {a for a, n in zip(advice.nodes, advice.ties.sum(axis=0), strict=True) if n}
        share = len(linked & givers) / told["actor"].n_unique()
        assert found.find("outside.gatekeeper", wave=wave).value == pytest.approx(share)


# -- brokerage beside chance ----------------------------------------


def test_brokerage_stands_beside_what_chance_gives(shared_data: Path) -> None:
    study = kecskemet_study(shared_data)
    kinds = study.attribute("id", study.present(study.wave_ids[0]))
    assert len(set(kinds)) > 1
    params = BrokerageRolesParams(attribute="id")
    found = brokerage_roles(study, params)
    wave = study.wave_ids[0]
    network = study.network(study.settings.relations[0].id, wave)
    expected = brokerage(network, kinds)
    name = network.name
    z = found.find("brokerage.liaison.z", wave=wave, network=name).value
    assert z == pytest.approx(expected.network_z[4])
    assert found.find("brokerage.liaison.expected", wave=wave, network=name).value == pytest.approx(
        expected.network_expected[4]
    )
    assert found.find("brokerage.liaison.sd", wave=wave, network=name).value == pytest.approx(expected.network_sd[4])
    # Each firm is its own kind: no coordinator can be, so there is none to judge.
    assert found.find("brokerage.coordinator.z", wave=wave, network=name).reason == "none_to_judge"
    # The firms advise each other in closed groups: open paths are rarer than by chance.
    assert z is not None
    assert z < -1.96
    assert any(
        "less often than by chance an organisation links two different other kinds" in s for s in found.sentences()
    )


def test_the_spread_is_known_for_links_with_a_direction_only() -> None:
    found = brokerage_roles(demo())
    assert found.find("brokerage.liaison.expected", wave="2024", network="cooperation").value is not None
    assert found.find("brokerage.liaison.z", wave="2024", network="cooperation").reason == "undefined"
    assert found.find("brokerage.liaison.z", wave="2024", network="advice").value is not None


# -- for other audiences ----------------------------------------------------------------


@cache
def roles_of_the_demo() -> tuple[Result, ...]:
    outside = gatekeepers(demo(), GatekeepersParams(replicates=50), 1)
    return (demo_champions(), demo_large(), outside, brokerage_roles(demo()))


def names_of_figures() -> list[tuple[int, str]]:
    return [(k, n) for k, r in enumerate(roles_of_the_demo()) for n in dict.fromkeys(e.name for e in r.estimates)]


def test_a_hidden_or_missing_figure_is_never_told_as_zero() -> None:
    for k, name in names_of_figures():
        result = roles_of_the_demo()[k]
        open_ = set(result.sentences())
        hidden = tuple(
            replace(e, value=None, low=None, high=None, interval=Interval.NONE, reason=Reason.TEAM_ONLY)
            if e.name == name
            else e
            for e in result.estimates
        )
        dropped = tuple(e for e in result.estimates if e.name != name)
        for estimates in (hidden, dropped):
            other = replace(result, estimates=estimates)
            said = other.sentences()
            assert said
            # What is said of the rest stays, save that it is shorter, or says why.
            for sentence in set(said) - open_:
                shorter = any(sentence.rstrip(".") in s for s in open_)
                why = ("study team", "asked", "nothing to tell")
                assert shorter or any(w in sentence for w in why), sentence


def test_figures_that_point_at_few_are_for_the_team() -> None:
    for result in roles_of_the_demo():
        for e in result.estimates:
            rule = rule_for(e.name)
            if e.name.endswith((".top1", ".top2")) and not e.name.startswith("succession"):
                assert rule.treatment is Treatment.TEAM
            if e.name.endswith((".with", ".without", ".large", ".others")) and e.name.startswith("large."):
                assert rule.treatment is Treatment.LARGE


def test_pictures_without_any_figure() -> None:
    for result in roles_of_the_demo():
        hidden = (replace(e, value=None, low=None, high=None, reason=Reason.TEAM_ONLY) for e in result.estimates)
        replace(result, estimates=tuple(hidden)).chart()
        replace(result, estimates=()).chart()
