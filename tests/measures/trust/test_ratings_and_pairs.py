"""Ratings from the rows of the table, and who trusts whom: small studies counted by hand."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from clusterdynamics.measures.trust import (
    mutual_trust,
    pair_mismatch,
    trust_items,
    trust_ratings,
    trust_returned,
    trust_share,
)
from clusterdynamics.models import load_model
from clusterdynamics.study.model import Study

from ...build import frame, make_study

MODEL = load_model()
ITEMS = ("trust.reliable", "trust.shared_aims", "trust.open")


def rated(who: str, whom: str, *values: float | None, person: str | None = None, state: str | None = None):
    return [
        {"wave": "2024", "item": item, "from": who, "to": whom, "value": value, "respondent": person, "state": state}
        for item, value in zip(ITEMS, values, strict=False)
        if value is not None
    ]


def study(*rows: list[dict[str, Any]], people: list[dict[str, Any]] | None = None, **settings: Any) -> Study:
    tables = {"ratings": [r for part in rows for r in part]}
    if people is not None:
        tables["respondents"] = [{"wave": "2024", "status": "submitted", **p} for p in people]
    return make_study(list("abcd"), [], tables=tables, **settings)


def test_items_come_from_the_model() -> None:
    assert tuple(trust_items(MODEL)) == ITEMS


def test_a_rating_is_the_mean_of_at_least_two_items() -> None:
    r = trust_ratings(study(rated("a", "b", 4, 3, 3), rated("a", "c", 2, None, 4), rated("a", "d", 4)), "2024", MODEL)
    assert r.values[0, 1] == pytest.approx(10 / 3)
    assert r.values[0, 2] == 3  # mean of 2 and 4
    assert np.isnan(r.values[0, 3])  # one item of three
    assert np.isnan(r.item_values[0, 3]).all()
    assert r.items == ITEMS
    assert r.trusted[0].tolist() == [False, True, True, False]
    assert r.partners.tolist() == [2, 0, 0, 0]


def test_a_mean_that_is_exactly_the_threshold_is_trust() -> None:
    r = trust_ratings(study(rated("a", "b", 2, 3, 4)), "2024", MODEL)
    assert r.trusted[0, 1]


def test_dont_know_and_ratings_of_oneself_or_strangers_do_not_count() -> None:
    rows = [*rated("a", "b", 4, 4), *rated("a", "a", 4, 4, 4), *rated("a", "x", 4, 4, 4)]
    rows += rated("b", "a", 4, 4, 4, state="dont_know") + rated("c", "a", 3, 3, state="answered")
    r = trust_ratings(study(rows), "2024", MODEL)
    assert np.argwhere(r.rated).tolist() == [[0, 1], [2, 0]]
    assert r.items == ITEMS[:2]  # nobody who counts has answered the third


PEOPLE = [
    {"id": "p1", "actor": "a", "is_lead": True},
    {"id": "p2", "actor": "a"},
    {"id": "p3", "actor": "a"},
    {"id": "p4", "actor": "b", "status": "started"},
]
ROWS = [
    rated("a", "b", 4, 4, 4, person="p1"),
    rated("a", "b", 1, 2, None, person="p2"),
    rated("a", "b", 1, person="p3"),  # too few items: this respondent has not rated b
    rated("b", "a", 4, 4, 4, person="p4"),  # not sent in
    rated("c", "a", 4, 4, 4),
]


def test_respondents_of_one_organisation_share_its_weight() -> None:
    r = trust_ratings(study(*ROWS, people=PEOPLE), "2024", MODEL)
    assert r.values[0, 1] == pytest.approx((4 + 1.5) / 2)
    assert r.item_values[0, 1].tolist() == [2.5, 3.0, 4.0]  # means over p1 and p2; p2 left the third out
    assert r.rated.sum() == 1  # b has not sent in, c was not asked


def test_with_the_rule_lead_only_the_lead_counts() -> None:
    r = trust_ratings(study(*ROWS, people=PEOPLE, informants="lead"), "2024", MODEL)
    assert r.values[0, 1] == 4


def test_a_row_without_respondent_speaks_for_its_organisation() -> None:
    r = trust_ratings(study(rated("a", "b", 2, 2, 2), people=PEOPLE), "2024", MODEL)
    assert r.values[0, 1] == 2


def test_reversed_items_are_turned() -> None:
    questions = tuple(q.model_copy(update={"reversed": True}) if q.id == "trust.open" else q for q in MODEL.questions)
    model = MODEL.model_copy(update={"questions": questions})
    assert trust_items(model)["trust.open"] == (1, 4)
    r = trust_ratings(study(rated("a", "b", 4, 4, 1)), "2024", model)
    assert r.values[0, 1] == 4


def test_the_order_of_the_rows_does_not_matter() -> None:
    one = study(*ROWS, people=PEOPLE)
    other = Study(one.settings, {**one.tables, "ratings": one["ratings"].reverse()})
    a, b = (trust_ratings(s, "2024", MODEL) for s in (one, other))
    np.testing.assert_array_equal(a.item_values, b.item_values)


# -- pairs ------------------------------------------------------------------------------------------------------


def four():
    # a and b trust each other; a trusts c, c does not trust a; b rates d, d is silent about b.
    return trust_ratings(
        study(
            rated("a", "b", 4, 4, 4),
            rated("b", "a", 3, 3, 3),
            rated("a", "c", 3, 3, 4),
            rated("c", "a", 2, 2, 2),
            rated("b", "d", 1, 1, 1),
        ),
        "2024",
        MODEL,
    )


def test_shares_by_hand() -> None:
    r = four()
    cooperate = np.ones((4, 4), dtype=bool)
    assert (trust_share(r).value, trust_share(r).n) == (3 / 5, 5)  # ab, ba, ac of five ratings
    assert (mutual_trust(r, cooperate).value, mutual_trust(r, cooperate).n) == (1 / 2, 2)  # ab of ab, ac
    # Trust ties with an answer: ab, ba (returned), ac (not returned).
    assert (trust_returned(r).value, trust_returned(r).n) == (2 / 3, 3)
    gap = pair_mismatch(r)
    assert gap[0, 1] == 1
    assert gap[0, 2] == gap[2, 0] == pytest.approx(10 / 3 - 2)
    assert np.isnan(gap[1, 3])  # never reconstructed


def test_pairs_that_do_not_cooperate_are_not_judged() -> None:
    cooperate = np.zeros((4, 4), dtype=bool)
    cooperate[2, 0] = True  # one report is enough
    assert mutual_trust(four(), cooperate)[2] == 1
    assert mutual_trust(four(), cooperate).value == 0


def test_none_of_none_is_not_zero() -> None:
    r = trust_ratings(make_study(list("ab"), [], tables={"ratings": frame("ratings", []).to_dicts()}), "2024", MODEL)
    assert np.isnan(trust_share(r).value)
    assert np.isnan(trust_returned(r).value)
