"""The analysis of trust: gates and words, small studies counted by hand, a study with known components."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import altair as alt
import numpy as np
import polars as pl
import pytest

from clusterdynamics import compute
from clusterdynamics.measures.analyses.trust import Trust, TrustParams, trust
from clusterdynamics.measures.trust import Components
from clusterdynamics.study.model import Study
from clusterdynamics.study.settings import Item

from ...build import ADVICE, DEPTH, make_study
from ..trust.data import simulate
from ..trust.test_ratings_and_pairs import ITEMS

FEW = TrustParams(100)
ASKED = tuple(Item(id=i, text=i, kind="rating") for i in ITEMS)


def rated_study(
    n: int = 30,
    *,
    seed: int = 1,
    density: float = 0.5,
    truth: Components | None = None,
    change: Any = None,
    **more: Any,
) -> Study:
    """Return a study in which everybody that has rated somebody cooperates with it (depth 2 or 4)."""
    drawn = simulate(np.random.default_rng(seed), n, *([truth] if truth else []), density=density)
    values = drawn.values if change is None else change(drawn.values)
    ids = [f"o{i:02d}" for i in range(n)]
    rows, ties = [], []
    for i, j in np.argwhere(np.isfinite(values).any(axis=2)):
        ties.append(("2024", "depth", ids[i], ids[j], 4 if (i + j) % 3 == 0 else 2))
        for k, item in enumerate(ITEMS):
            if np.isfinite(values[i, j, k]):
                rows.append(
                    {"wave": "2024", "item": item, "from": ids[i], "to": ids[j], "value": float(values[i, j, k])}
                )
    actors = [{"id": a, "type": "firm" if i % 3 else "public"} for i, a in enumerate(ids)]
    more = {"items": ASKED, "tables": {"ratings": rows}} | more
    return make_study(actors, ties, **more)


@pytest.fixture(scope="module")
def found() -> Trust:
    return trust(rated_study(), FEW, 1)


def whole(result: Trust, name: str) -> Any:
    return result.find(name, subject="whole")


# -- figures --------------------------------------------------------------------------------------------------


def test_shares_are_those_of_the_ratings(found: Trust) -> None:
    # Every rating has all three items, so that its value is their plain mean.
    values = simulate(np.random.default_rng(1), 30, density=0.5).values.mean(axis=2)
    off = np.isfinite(values)
    trusted = off & (np.nan_to_num(values) >= 3)
    both = off & off.T
    assert whole(found, "trust.share").value == pytest.approx(trusted.sum() / off.sum())
    assert whole(found, "trust.mean").value == pytest.approx(values[off].mean())
    assert whole(found, "trust.mutual").value == pytest.approx((trusted & trusted.T).sum() / both.sum())
    assert whole(found, "trust.returned").value == pytest.approx((trusted & trusted.T).sum() / (trusted & both).sum())
    gap = np.abs(values - values.T)[both]
    assert whole(found, "trust.mismatch.mean").value == pytest.approx(gap.mean())
    assert found.find("trust.mismatch", subject="o00–o01" if both[0, 1] else "o00–o02") is not None
    for name in ("trust.share", "trust.mean", "trust.mutual", "trust.returned", "trust.mismatch.mean", "trust.omega"):
        e = whole(found, name)
        assert e.low < e.value < e.high
        assert e.interval == "redraws"


def test_by_depth_and_by_kind(found: Trust) -> None:
    depths = [e.subject for e in found.estimates if e.name == "trust.by_depth"]
    assert depths == ["depth:2", "depth:4"]
    cells = {e.subject: e for e in found.estimates if e.name == "trust.block"}
    assert set(cells) == {f"type:{g}→{h}" for g in ("firm", "public") for h in ("firm", "public")}
    assert sum(e.n for e in cells.values()) == whole(found, "trust.share").n
    assert cells["type:public→firm"].details["raters"] == 10
    assert cells["type:public→firm"].details["rated"] == 20


def no_public_raters(values: np.ndarray) -> np.ndarray:
    values[::3] = np.nan
    return values


def test_cells_without_ratings_and_one_kind_only() -> None:
    result = trust(rated_study(change=no_public_raters), FEW, 1)
    assert [e.subject for e in result.estimates if e.name == "trust.block"] == ["type:firm→firm", "type:firm→public"]
    study = rated_study()
    alike = study["actors"].with_columns(type=pl.lit("firm"))
    one_kind = trust(Study(study.settings, {**study.tables, "actors": alike}), FEW, 1)
    assert not [e for e in one_kind.estimates if e.name == "trust.block"]


def test_parts_add_up_and_pairs_are_listed_where_the_interval_excludes_zero(found: Trust) -> None:
    parts = [whole(found, f"trust.part.{p}") for p in ("generosity", "reputation", "pair", "chance")]
    assert sum(e.value for e in parts) == pytest.approx(1)
    assert all(e.low <= e.value <= e.high and e.interval == "model" for e in parts)
    pairs = [e for e in found.estimates if e.name == "trust.pair"]
    assert len(pairs) == whole(found, "trust.pairs_apart").value > 0
    assert all(e.low > 0 or e.high < 0 for e in pairs)
    assert {e.interval for e in pairs} == {"model_80"}
    assert {e.visibility for e in found.estimates} == {"C1"}
    assert len([e for e in found.estimates if e.name == "trust.generosity"]) == 30


def test_sentences_say_it_and_name_nobody(found: Trust) -> None:
    text = found.explain()
    assert "of the partners that were rated are trusted" in text
    assert "come from how generous the rater is" in text
    assert "omega" in text
    assert not any(label in text for label in ("O00", "o00", "O11", "o11"))
    assert len(found.sentences()) == 8


# -- gates ------------------------------------------------------------------------------------------------------


def test_not_asked() -> None:
    result = trust(make_study(list("abc"), [("2024", "depth", "a", "b", 3)], items=ASKED), FEW, 1)
    assert {e.reason for e in result.estimates} == {"not_asked"}
    assert result.sentences() == ("2024, trust: This was not asked.",)


def test_asked_of_those_who_cooperate_and_nobody_does() -> None:
    result = trust(make_study(list("abc"), [("2024", "depth", "a", "b", 1)], items=ASKED), FEW, 1)
    assert whole(result, "trust.share").reason == "none_to_judge"


def test_too_few_pairs_and_too_few_raters() -> None:
    result = trust(rated_study(8, density=1.0), FEW, 1)  # 28 pairs
    assert whole(result, "trust.mutual").reason == "too_few_pairs"
    assert whole(result, "trust.mismatch.mean").reason == "too_few_pairs"
    assert not [e for e in result.estimates if e.name == "trust.mismatch"]
    e = whole(result, "trust.part.pair")
    assert (e.reason, e.details["n"], e.details["gate"]) == ("too_few_raters", 8, 15)
    assert "8 organisations rated at least 3 partners and this needs 15" in result.explain()
    assert whole(result, "trust.share").value is not None


def one_way(values: np.ndarray) -> np.ndarray:
    values[np.tril_indices(len(values))] = np.nan
    return values


def test_none_both_ways_is_none_to_judge() -> None:
    result = trust(rated_study(20, density=1.0, change=one_way), FEW, 1)
    for name in ("trust.mutual", "trust.returned", "trust.mismatch.mean", "trust.reciprocity.dyadic"):
        assert whole(result, name).reason == "none_to_judge", name


def test_too_few_answered() -> None:
    ids = [f"o{i:02d}" for i in range(30)]
    study = rated_study(answered={"2024": ids[:18]})  # 60 %: under the .65 of density and blocks
    result = trust(study, FEW, 1)
    for name in ("trust.share", "trust.mean", "trust.alpha", "trust.omega"):
        assert whole(result, name).reason == "coverage"
    assert {e.reason for e in result.estimates if e.name in ("trust.block", "trust.by_depth")} == {"coverage"}
    assert whole(result, "trust.mutual").value is not None  # pairs in which both answered: enough of them
    assert whole(result, "trust.part.pair").value is not None
    assert "We cannot say, because 60% answered" in result.explain()


def test_without_depth_pairs_that_cooperate_are_not_known() -> None:
    study = rated_study()
    other = replace(study, settings=study.settings.model_copy(update={"relations": (ADVICE,)}))
    result = trust(other, FEW, 1)
    assert whole(result, "trust.mutual").reason == "not_asked"
    assert whole(result, "trust.returned").value is not None
    plain = DEPTH.model_copy(update={"waves": ("2026",)})
    later = replace(study, settings=study.settings.model_copy(update={"relations": (plain,)}))
    assert whole(trust(later, FEW, 1), "trust.mutual").reason == "not_asked"


def all_alike(values: np.ndarray) -> np.ndarray:
    return np.where(np.isfinite(values), 3.0, np.nan)


def items_alike(values: np.ndarray) -> np.ndarray:
    return np.repeat(values[:, :, :1], 3, axis=2)


@pytest.mark.parametrize(
    ("change", "why"), [(all_alike, "all ratings are alike"), (items_alike, "pair and chance cannot be told apart")]
)
def test_ratings_that_cannot_be_decomposed(change: Any, why: str) -> None:
    result = trust(rated_study(change=change), FEW, 1)
    assert whole(result, "trust.part.pair").reason == "undefined"
    assert why in result.explain()


def two_items(values: np.ndarray) -> np.ndarray:
    values[:, :, 2] = np.nan
    return values


def test_two_items_have_an_alpha_and_no_omega() -> None:
    result = trust(rated_study(change=two_items), FEW, 1)
    assert whole(result, "trust.omega").reason == "undefined"
    assert whole(result, "trust.alpha").value > 0
    assert "(alpha;" in result.explain()


# -- words --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("truth", "words"),
    [
        (Components(1.5, 0.05, 0.0, 0.1, 0.05, 0.2), "some organisations rate higher than others"),
        (Components(0.05, 1.5, 0.0, 0.1, 0.05, 0.2), "some partners are trusted more by everybody"),
        (Components(0.05, 0.05, 0.0, 1.5, 0.8, 0.2), "above all a matter of the pair"),
        (Components(0.3, 0.3, 0.0, 0.3, 0.1, 0.2), "no single source of trust stands out"),
        (Components(0.3, 0.3, 0.25, 0.3, 0.25, 0.2), "also rated high themselves"),
        (Components(0.3, 0.3, -0.25, 0.3, 0.25, 0.2), "are rated low themselves"),
        (Components(0.3, 0.3, 0.0, 0.6, 0.5, 0.2), "special trust is returned"),
        (Components(0.3, 0.3, 0.0, 0.6, -0.5, 0.2), "special trust is not returned"),
        (Components(0.3, 0.3, 0.0, 0.6, 0.0, 0.2), "we cannot say whether special trust"),
    ],
)
def test_what_was_planted_is_said(truth: Components, words: str) -> None:
    assert words in trust(rated_study(40, truth=truth, seed=7), FEW, 1).explain()


def test_no_interval_where_nothing_is_redrawn() -> None:
    assert "no interval" in trust(rated_study(), TrustParams(0), 1).explain()


# -- as every analysis, on a study that has ratings -----------------------------------------------------------------


def test_same_seed_same_result_on_any_number_of_workers_and_read_back(found: Trust) -> None:
    study = rated_study()
    with compute.using(workers=2, backend="threading"):
        assert trust(study, FEW, 1) == found
    assert Trust.from_dict(json.loads(json.dumps(found.to_dict(), allow_nan=False))) == found


def test_another_seed_changes_bounds_only(found: Trust) -> None:
    other = trust(rated_study(), FEW, 2)
    assert [e.value for e in other.estimates] == [e.value for e in found.estimates]
    assert [e.low for e in other.estimates] != [e.low for e in found.estimates]


def test_names_are_given_once_and_charts_are_drawn(found: Trust) -> None:
    places = [(e.wave, e.network, e.subject, e.name) for e in found.estimates]
    assert len(set(places)) == len(places)
    assert isinstance(found.chart(), alt.TopLevelMixin)
    assert isinstance(found.chart_parts(), alt.TopLevelMixin)


def test_no_wave_nothing_to_say() -> None:
    empty = Trust(FEW, (), {})
    assert empty.sentences() == ("The study has no wave, so nothing can be said about trust.",)


def test_a_wave_that_is_left_out_is_not_spoken_of(found: Trust) -> None:
    rest = tuple(e for e in found.estimates if e.name == "trust.pair")
    assert replace(found, estimates=rest).sentences() == ()
