"""Nominations, links outside the region, large companies in a network: small cases counted by hand."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given

from clusterdynamics.measures import whole
from clusterdynamics.measures.key_players import distance_fragmentation
from clusterdynamics.measures.large_companies import STRUCTURE, cross_type_share, structure, tie_share
from clusterdynamics.measures.nominations import Nominee, nominations, top_shares
from clusterdynamics.measures.outside import POSITIONS, outside_answers, positions
from clusterdynamics.study.model import Study
from clusterdynamics.study.network import Network

from ..build import make_study
from .data import networks

WAVE = "2024"
FOUR = list("abcd")


def nominated(rows: list[tuple[Any, ...]], **more: Any) -> Study:
    people = more.pop(
        "people",
        [
            {
                "id": f"r-{a}",
                "wave": WAVE,
                "actor": a,
                "status": "invited" if a == "d" else "submitted",
                "is_lead": True,
            }
            for a in FOUR
        ]
        + [{"id": "r-a2", "wave": WAVE, "actor": "a", "status": "submitted", "is_lead": False}],
    )
    table = [{"wave": WAVE, "respondent": r, "actor": a, "person": p} for r, a, p in rows]
    return make_study(
        more.pop("actors", FOUR),
        (),
        tables={"respondents": people, "nominations": table, **more.pop("tables", {})},
        **more,
    )


ROWS = [
    ("r-a", "b", "p1"),
    ("r-a2", "b", "p1"),  # the same organisation: counts once
    ("r-a2", "c", None),
    ("r-b", "b", "p1"),  # its own person
    ("r-b", "c", None),
    ("r-c", None, "p1"),  # the organisation of the person is known from the others
    ("r-c", "c", None),  # itself
    ("r-d", "a", None),  # was not sent in
    ("r-c", None, None),  # says nothing
]


def test_organisations_are_counted_and_not_respondents() -> None:
    told = nominations(nominated(ROWS), WAVE)
    assert told.organisations == ("a", "b", "c")
    assert told.nominees == (Nominee("c", None), Nominee("b", "p1"))
    assert told.counts.tolist() == [2, 2]  # c by a and b; the person by a and c
    assert told.own.sum() == 2  # b names its person, c itself
    assert told.by_actor() == {"b": 2, "c": 2}
    assert told.most_named(2) == (0, 1)
    assert told.asked
    assert [n.subject for n in told.nominees] == ["c", "person:p1"]
    # Nominations of a: 2, of b and c: one each; the first of the most named (c) has those of a and b.
    assert top_shares(told.others, told.most_named(1)).tolist() == [[1, 2], [1, 1], [0, 1]]


def test_an_organisation_named_and_a_person_of_it_count_together_for_the_organisation() -> None:
    told = nominations(nominated([("r-a", "b", None), ("r-c", "b", "p1"), ("r-a", "b", "p2")]), WAVE)
    assert told.by_actor() == {"b": 2}  # a and c
    assert told.counts.tolist() == [1, 1, 1]


def test_the_lead_alone_counts_where_the_rule_says_so() -> None:
    told = nominations(nominated(ROWS, informants="lead"), WAVE)
    assert told.counts.tolist() == [1, 2]  # without r-a2, a does not name c


def test_who_asked_not_to_appear_is_not_named() -> None:
    actors = [{"id": "a"}, {"id": "b", "opted_out": WAVE}, {"id": "c"}, {"id": "d"}]
    told = nominations(nominated(ROWS, actors=actors), WAVE)
    assert told.nominees == (Nominee("c", None),)


def test_the_organisation_told_most_often_is_that_of_the_person() -> None:
    told = nominations(nominated([("r-a", "c", "p1"), ("r-b", "d", "p1"), ("r-c", "d", "p1")]), WAVE)
    assert told.nominees == (Nominee("d", "p1"),)
    assert nominations(nominated([("r-a", None, "p1")]), WAVE).nominees == (Nominee(None, "p1"),)


def test_nobody_was_asked() -> None:
    told = nominations(nominated([]), WAVE)
    assert not told.asked
    assert told.counts.size == 0
    assert told.most_named(2) == ()


# -- links outside ----------------------------------------


def test_one_respondent_with_links_is_enough() -> None:
    rows = [
        ("r-a", False, None),
        ("r-a2", True, "customer"),
        ("r-b", False, "customer"),
        ("r-c", True, None),
        ("r-d", True, "customer"),  # was not sent in
        ("r-b", None, None),
    ]
    table = [{"wave": WAVE, "respondent": r, "has_links": h, "partner_type": p} for r, h, p in rows]
    found = outside_answers(nominated([], tables={"outside_links": table}), WAVE)
    assert found.organisations == ("a", "b", "c")
    assert found.has_links.tolist() == [True, False, True]
    assert found.partners == {"customer": frozenset("a")}
    assert found.asked
    assert not outside_answers(nominated([]), WAVE).asked


def test_four_positions() -> None:
    links = np.array([True, True, False, False, True])
    given_ = np.array([2.0, 0.0, 1.0, 0.0, np.nan])
    found = positions(links, given_)
    assert POSITIONS == ("gatekeeper", "star", "local_source", "neither")
    assert found[:4].tolist() == np.eye(4).tolist()
    assert np.isnan(found[4]).all()  # nobody could say whether it gives advice
    assert positions(links, given_, least=2)[2].tolist() == [0, 0, 0, 1]  # one does not make a giver of advice


# -- large companies in the network ----------------------------------------

#: L is tied with a, b, c; a with b.
STAR = Network.from_matrix([[0, 1, 1, 1], [1, 0, 1, 0], [1, 1, 0, 0], [1, 0, 0, 0]], list("Labc"), directed=False)
TYPES = {"L": "firm", "a": "firm", "b": "public", "c": None}


def test_with_and_without_by_hand() -> None:
    # 8 of 12 cells are ties, 6 of them L's; 6 of 12 pairs are L's.
    assert tie_share(STAR, {"L"}) == (6 / 8, 6 / 12)
    assert tie_share(STAR, {"z"}) == (0.0, 0.0)
    # Ties of known types: L–a (same), L–b and a–b (different).
    assert cross_type_share(STAR, [TYPES[n] for n in STAR.nodes]) == pytest.approx(2 / 3)
    with_ = dict(zip(STRUCTURE, structure(STAR, TYPES), strict=True))
    without = dict(zip(STRUCTURE, structure(STAR, TYPES, ("L", "z")), strict=True))
    assert with_["density"] == pytest.approx(8 / 12)
    assert with_["largest_component"] == 1
    assert with_["distance"] == pytest.approx((8 + 4 * 2) / 12)
    assert without["density"] == pytest.approx(2 / 6)
    assert without["largest_component"] == pytest.approx(2 / 3)
    assert without["distance"] == 1
    assert without["cross_type"] == 1
    assert without["distance_fragmentation"] == pytest.approx(1 - 2 / 6)


@given(networks(max_n=7))
def test_structure_is_that_of_the_measures_one_by_one(net: Network) -> None:
    types = {a: "xy"[k % 2] for k, a in enumerate(net.nodes)}
    for gone in ((), net.nodes[:1]):
        rest = net.subset([a for a in net.nodes if a not in gone])
        found = structure(net, types, gone)
        if rest.n < 2 or not rest.observed.any():
            assert np.isnan(found).all()
            continue
        expected = [
            whole.density(rest),
            whole.largest_component(rest),
            whole.mean_distance(rest),
            distance_fragmentation(rest),
            cross_type_share(rest, [types[a] for a in rest.nodes]),
        ]
        assert found.tolist() == pytest.approx(expected, nan_ok=True)
    ties, pairs = tie_share(net, set(net.nodes))
    assert ties in (1.0,) or math.isnan(ties)
    assert pairs in (1.0,) or math.isnan(pairs)


def test_one_type_per_actor() -> None:
    with pytest.raises(ValueError, match="4 actors need 4 types, not 1"):
        cross_type_share(STAR, ["firm"])
