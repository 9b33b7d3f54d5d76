"""The depth profile: by hand, gates, words, several informants, the demo cluster."""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clusterdynamics.examples import skogsbygden
from clusterdynamics.measures.analyses import DepthProfile, DepthProfileParams, depth_profile
from clusterdynamics.study.settings import Gates, Relation

from ...build import make_study, random_study

W = "2024"
LOW = Gates(pairs=1)
ACTORS = [
    {"id": "a", "type": "firm", "size_class": "small"},
    {"id": "b", "type": "firm", "size_class": "small"},
    {"id": "c", "type": "public", "size_class": "large"},
    {"id": "d", "type": "public", "size_class": None},
]
TIES: list[dict[str, Any]] = [
    # a–b: 4 and 2 → 4, confirmed 2; the deep report says what for. a–c: 5 and 4 → 5, confirmed 4, no purpose in a
    # deep report. b–c: 1 and 0 → 1, confirmed 0. The other three pairs (a–d, b–d, c–d): 0.
    {"from": "a", "to": "b", "value": 4.0, "purpose": ["new"], "area": ["training"]},
    {"from": "b", "to": "a", "value": 2.0, "area": ["training", "energy"]},
    {"from": "a", "to": "c", "value": 5.0},
    {"from": "c", "to": "a", "value": 4.0},
    {"from": "b", "to": "c", "value": 1.0, "purpose": ["new"]},
]
WISHES: list[dict[str, Any]] = [
    {"from": "a", "to": "b", "kind": "more", "area": ["energy"]},
    {"from": "b", "to": "a", "kind": "more", "area": ["energy", "training"]},
    {"from": "d", "to": "a", "kind": "start"},
]


def by_hand(**more: Any) -> Any:
    tables: dict[str, Any] = {
        "ties": [{"wave": W, "relation": "depth", **r} for r in TIES],
        "wishes": [{"wave": W, **r} for r in WISHES],
    }
    return make_study(ACTORS, tables=tables | more.pop("tables", {}), gates=LOW, **more)


@cache
def found() -> DepthProfile:
    return depth_profile(by_hand(), DepthProfileParams(replicates=200), 1)


def figures(result: DepthProfile, name: str) -> dict[str, float | None]:
    return {e.subject: e.value for e in result.estimates if e.name == name}


def test_pairs_spread_over_depth() -> None:
    # Six pairs: three at 0, one each at 1, 4, 5.
    assert figures(found(), "depth.pairs") == {f"depth={d}": n for d, n in enumerate([3, 1, 0, 0, 1, 1])}
    assert figures(found(), "depth.share")["depth=0"] == 0.5
    # By what both confirm: b–c falls to 0, a–b to 2, a–c to 4.
    confirmed = figures(found(), "depth.confirmed.share")
    assert confirmed == {f"depth={d}": pytest.approx(n / 6) for d, n in enumerate([4, 0, 1, 0, 1, 0])}


def test_by_groups_areas_and_purposes() -> None:
    cells = figures(found(), "depth.cell.share")
    # Firm–firm is a–b alone; firm–public: a–c at 5, b–c at 1, a–d and b–d at 0; public–public: c–d.
    assert cells["type:firm–firm|depth=4"] == 1
    assert cells["type:firm–public|depth=0"] == 0.5
    assert cells["type:firm–public|depth=5"] == 0.25
    assert cells["type:public–public|depth=0"] == 1
    # d gives no size: not_given; large–large has no pair.
    assert cells["size_class:not_given–small|depth=0"] == 1
    assert cells["size_class:large–large|depth=0"] is None
    # a–b names training (both) and energy (one); the purpose "new" is named of a–b (4) and b–c (1).
    assert cells["area:energy|depth=4"] == cells["area:training|depth=4"] == 1
    assert cells["purpose:new|depth=1"] == cells["purpose:new|depth=4"] == 0.5
    assert "area:energy|depth=0" not in cells


def test_deep_ties_with_a_purpose() -> None:
    e = found().find("deep.purpose")
    assert (e.value, e.n) == (0.5, 2)  # a–b says, a–c does not


def test_links_by_purpose() -> None:
    # Three pairs are linked; "new" is named of a–b and of b–c.
    assert figures(found(), "purpose.share") == {"purpose=new": pytest.approx(2 / 3)}
    assert found().find("purpose.share").n == 3
    assert found().purposes_sentence(W).endswith("(67%).")
    assert "67%" in str(found().purposes_chart(W).to_dict())


def test_purposes_that_nobody_was_asked() -> None:
    ties = [{k: v for k, v in r.items() if k != "purpose"} | {"wave": W, "relation": "depth"} for r in TIES]
    result = depth_profile(by_hand(tables={"ties": ties}), DepthProfileParams(replicates=20), 1)
    assert result.find("deep.purpose").reason == "not_asked"
    assert result.purposes(W) == ()
    assert result.purposes_sentence(W) == "2024: what links are for cannot be told."
    assert "Deep relations and their purposes, 2024: This was not asked." in result.sentences()


def test_wishes() -> None:
    result = found()
    assert figures(result, "wish.count") == {
        "whole": 3, "kind=more": 2, "kind=start": 1,
        "depth=0": 1, "depth=1": 0, "depth=2": 0, "depth=3": 0, "depth=4": 2, "depth=5": 0,
    }  # fmt: skip
    shares = figures(result, "wish.share")
    # Of the six directed pairs at depth 0 one is wished, of the two at depth 4 both; nobody is at depth 2.
    assert shares["depth=0"] == pytest.approx(1 / 6)
    assert shares["depth=4"] == 1
    assert shares["depth=2"] is None
    assert shares["kind=more"] == pytest.approx(2 / 3)
    # Pairs with a wish: a–b (4) and a–d (0), of six; in the first both wish.
    assert figures(result, "wish.pairs")["depth=4"] == pytest.approx(1 / 6)
    assert figures(result, "wish.mutual") == {"whole": 1}
    assert figures(result, "wish.mutual.share") == {"whole": 0.5}
    assert figures(result, "wish.organisations") == {"whole": 0.75}  # a, b, d of four
    assert figures(result, "wish.area.count") == {"area=energy": 2, "area=training": 1}
    # Two wishes name an area; both name energy, one training.
    assert figures(result, "wish.area.share") == {"area=energy": 1, "area=training": 0.5}


def test_words() -> None:
    assert found().sentences() == (
        "In 2024 50% of 6 pairs have no contact, 33% cooperate, 33% work deeply together.",
        "Of 2 pairs that work deeply together, 50% say what it is for.",
        "3 wishes: 2 to do more with a partner, 1 to start with somebody.",
        "75% of 4 organisations that answered wish to do more with somebody, or to start.",
        "In 1 of 2 pairs with a wish, both sides wish it.",
        "The wishes name most often: Energy, environment and circular flows (2), Training and skills (1).",
    )
    confirmed = depth_profile(by_hand(), DepthProfileParams("both", replicates=20), 1)
    assert confirmed.sentences()[0].startswith("In 2024, by what both sides confirm, 67% of 6 pairs have no contact")


def test_without_wishes() -> None:
    result = depth_profile(by_hand(tables={"wishes": []}), DepthProfileParams(replicates=20), 1)
    assert result.find("wish.count", subject="whole").reason == "not_asked"
    assert result.sentences()[-1] == "Wishes to do more or to start, 2024: This was not asked."


def test_too_low_coverage_closes_the_profile_and_too_few_pairs_what_is_confirmed() -> None:
    study = make_study(ACTORS, [(W, "depth", "a", "b", 3)], answered={W: ["a", "b"]})
    result = depth_profile(study, DepthProfileParams(replicates=20), 1)
    assert {e.reason for e in result.estimates if e.name == "depth.share"} == {"coverage"}
    # a and b answered: one pair, and 30 are needed.
    assert result.find("depth.confirmed.share", subject="depth=3").why == (
        "We cannot say, because both sides answered in 1 pairs and this needs 30."
    )
    assert result.sentences()[0] == ("2024: no depth profile. We cannot say, because 50% answered and this needs 65%.")


def test_depth_that_was_not_asked() -> None:
    result = depth_profile(make_study(["a", "b"], relations=()), DepthProfileParams(replicates=20), 1)
    assert result.estimates == ()
    assert result.sentences() == ("How deeply organisations work together was not asked.",)


def test_a_relation_without_a_scale_has_the_depths_that_occur() -> None:
    work = Relation(id="work", label="Work", directed=False, levels={"cooperation": 1})
    result = depth_profile(
        make_study(["a", "b"], [(W, "work", "a", "b", 3)], relations=(work,)), DepthProfileParams(replicates=20), 1
    )
    assert result.depths == ("", "", "", "")
    assert result.profile(W)["label"].to_list() == ["0", "1", "2", "3"]


@settings(max_examples=20)
@given(st.integers(2, 9), st.integers(0, 100))
def test_shares_sum_to_one_and_the_order_of_reports_does_not_matter(n: int, seed: int) -> None:
    study = random_study(n, seed=seed, missing=0.2)
    result = depth_profile(study, DepthProfileParams(replicates=5), 1)
    for wave in study.wave_ids:
        shares = [e.value for e in result.estimates if e.name == "depth.share" and e.wave == wave]
        if None not in shares:
            assert sum(shares) == pytest.approx(1)  # type: ignore[arg-type]
    tables = {k: v if k == "waves" else v.sample(fraction=1.0, shuffle=True, seed=1) for k, v in study.tables.items()}
    assert depth_profile(type(study)(study.settings, tables), DepthProfileParams(replicates=5), 1) == result


@cache
def demo() -> DepthProfile:
    return depth_profile(skogsbygden.build(), DepthProfileParams(replicates=300), 1)


def test_the_demo_is_as_it_was_planned() -> None:
    # examples/README.md: 69 % of the pairs have no contact in 2024; reports blur it a little.
    none = demo().find("depth.share", wave="2024", subject="depth=0")
    assert none.value == pytest.approx(0.69, abs=0.05)
    assert none.low is not None
    assert none.high is not None
    assert none.low < 0.69 < none.high
    # Cooperation grows from 2024 to 2026.
    grown = [
        sum(demo().find("depth.share", wave=w, subject=f"depth={d}").value or 0 for d in range(2, 6))
        for w in ("2024", "2026")
    ]
    assert grown[1] > grown[0]
    # What they do together is mostly of sensitivity 1 and 2: so are the areas of wishes.
    areas = dict(skogsbygden.build()["areas"].select("id", "sensitivity").iter_rows())
    named = [
        (areas[e.subject.partition("=")[2]], e.value or 0)
        for e in demo().estimates
        if e.name == "wish.area.count" and e.wave == "2026"
    ]
    assert sum(n for s, n in named if s <= 2) > 0.8 * sum(n for _s, n in named)


def test_the_profile_equals_counting_rows_of_the_demo() -> None:
    # Another way: the deepest report of each pair straight from the table, respondents not told apart ("any").
    study = skogsbygden.build()
    present = study.present("2026")
    sent = study["respondents"].filter((pl.col("wave") == "2026") & (pl.col("status") == "submitted"))["id"]
    rows = study["ties"].filter(
        (pl.col("wave") == "2026")
        & (pl.col("relation") == "depth")
        & pl.col("respondent").is_in(sent.to_list())
        & pl.col("from").is_in(present)
        & pl.col("to").is_in(present)
        & (pl.col("value") > 0)
    )
    deepest: dict[frozenset[str], float] = {}
    for i, j, value in rows.select("from", "to", "value").iter_rows():
        deepest[frozenset((i, j))] = max(deepest.get(frozenset((i, j)), 0), value)
    counted = np.bincount(np.array(list(deepest.values()), dtype=int), minlength=6)[1:]
    assert [
        demo().find("depth.pairs", wave="2026", subject=f"depth={d}").value for d in range(1, 6)
    ] == counted.tolist()


def test_what_a_reader_may_not_see_is_not_told() -> None:
    kept = found().with_estimates(
        e for e in found().estimates if not e.name.startswith(("wish", "depth.pairs", "deep"))
    )
    assert kept.sentences() == ("In 2024 50% of 6 pairs have no contact, 33% cooperate, 33% work deeply together.",)
    assert kept.profile(W)["pairs"].to_list() == [None] * 6
    kept.chart()
