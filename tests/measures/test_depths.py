"""Depth of pairs, what they work on, and wishes: by hand."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from clusterdynamics.measures.asked import advice_relation, asked_parts
from clusterdynamics.measures.depths import depth_levels, depth_of_pairs, depth_relation, stated, wishes
from clusterdynamics.models import load_model
from clusterdynamics.study.network import Network
from clusterdynamics.study.settings import Item, Relation

from ..build import ADVICE, DEPTH, make_study

MODEL = load_model()
W = "2024"
NAN = float("nan")


def test_either_and_both() -> None:
    # a says 3, b says 2: either 3, both 2. a says 1 of c, who is silent: either 1, both unknown.
    net = Network.from_matrix([[0, 3, 1], [2, 0, 0], [NAN, NAN, 0]])
    either, both = depth_of_pairs(net), depth_of_pairs(net, "both")
    assert either[0, 1] == either[1, 0] == 3
    assert both[0, 1] == both[1, 0] == 2
    assert either[0, 2] == either[2, 0] == 1
    assert np.isnan(both[0, 2])
    assert either[1, 2] == 0


def test_levels() -> None:
    # Between two levels the lower one; above the highest that; unknown −1.
    assert depth_levels(np.array([0.0, 1.9, 5.0, 7.0, NAN]), 5).tolist() == [0, 1, 5, 5, -1]


@given(st.lists(st.one_of(st.just(NAN), st.integers(0, 5).map(float)), min_size=9, max_size=9))
def test_either_is_symmetric_and_at_least_both(values: list[float]) -> None:
    net = Network.from_matrix(np.array(values).reshape(3, 3))
    either, both = depth_of_pairs(net), depth_of_pairs(net, "both")
    np.testing.assert_array_equal(either, either.T)
    known = np.isfinite(both)
    assert (either[known] >= both[known]).all()


def test_which_relation_is_depth() -> None:
    assert depth_relation(make_study(["a"]), MODEL) == "depth"
    other = Relation(id="work", label="Work", directed=False, levels={"cooperation": 1})
    assert depth_relation(make_study(["a"], relations=(ADVICE, other)), MODEL) == "work"
    assert depth_relation(make_study(["a"], relations=(ADVICE,)), MODEL) is None
    assert advice_relation(make_study(["a"]), MODEL) == "advice"
    assert advice_relation(make_study(["a"], relations=(DEPTH,)), MODEL) is None


def _ties(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [{"wave": W, "relation": "depth", **r} for r in rows]


def test_areas_and_purposes_of_reports() -> None:
    study = make_study(
        ["a", "b", "c"],
        tables={
            "ties": _ties(
                [
                    {"from": "a", "to": "b", "value": 4.0, "area": ["x", "y"], "purpose": ["p"]},
                    {"from": "b", "to": "a", "value": 2.0, "purpose": ["q"]},
                    {"from": "b", "to": "c", "value": None, "area": ["x"]},
                    {"from": "c", "to": "a", "value": 0.0, "state": "no_tie", "area": ["z"]},
                ]
            )
        },
    )
    nodes = ("a", "b", "c")
    areas = stated(study, "depth", W, "area", nodes)
    assert {k: np.argwhere(v).tolist() for k, v in areas.items()} == {"x": [[0, 1], [1, 2]], "y": [[0, 1]]}
    assert list(stated(study, "depth", W, "purpose", nodes)) == ["p", "q"]
    assert list(stated(study, "depth", W, "purpose", nodes, 4)) == ["p"]


WISH_ROWS = [
    {"wave": W, "from": "a", "to": "b", "kind": "more", "area": ["x"], "respondent": "a1"},
    {"wave": W, "from": "a", "to": "b", "kind": "start", "respondent": "a2"},
    {"wave": W, "from": "a", "to": "c", "kind": None, "respondent": "a2"},
    {"wave": W, "from": "b", "to": "a", "kind": None, "respondent": "b1"},
    {"wave": W, "from": "b", "to": "c", "kind": "start", "respondent": "b1"},
    {"wave": W, "from": "c", "to": "a", "kind": "start", "respondent": "c1"},
]
PEOPLE = [
    {"id": "a1", "wave": W, "actor": "a", "status": "submitted", "is_lead": True},
    {"id": "a2", "wave": W, "actor": "a", "status": "submitted"},
    {"id": "b1", "wave": W, "actor": "b", "status": "submitted"},
    {"id": "c1", "wave": W, "actor": "c", "status": "started"},
]
REPORT = [{"from": "a", "to": "b", "value": 2.0, "respondent": "a1"}]


def _wishing(**settings: Any) -> Any:
    study = make_study(
        ["a", "b", "c"],
        tables={"wishes": WISH_ROWS, "respondents": PEOPLE, "ties": _ties(REPORT)},
        **settings,
    )
    return wishes(study, W, study.network("depth", W))


def _pairs(matrix: Any) -> list[list[int]]:
    return np.argwhere(np.nan_to_num(matrix) > 0).tolist()  # type: ignore[no-any-return]


@pytest.mark.parametrize(
    ("rule", "wished"),
    [
        ("any", [[0, 1], [0, 2], [1, 0], [1, 2]]),
        ("all", [[0, 1], [1, 0], [1, 2]]),  # both respondents of a wish b, one of two wishes c
        ("lead", [[0, 1], [1, 0], [1, 2]]),  # a1 leads
    ],
)
def test_wishes_of_several_respondents(rule: str, wished: list[list[int]]) -> None:
    assert _pairs(_wishing(informants=rule).network.values) == wished


def test_kinds_of_wishes() -> None:
    found = _wishing()
    # "More" of one respondent outweighs "start" of another; without a kind, contact now (a–b at 2) means more.
    assert _pairs(found.more) == [[0, 1], [1, 0]]
    # a and c have no contact: to start.
    assert _pairs(found.start) == [[0, 2], [1, 2]]
    assert {k: _pairs(v) for k, v in found.areas.items()} == {"x": [[0, 1]]}
    # c did not send its answers: what it wishes is not known.
    assert np.isnan(found.network.values[2]).all()


def test_a_wish_without_kind_where_depth_is_not_known() -> None:
    study = make_study(["a", "b"], tables={"wishes": [{"wave": W, "from": "a", "to": "b"}]})
    found = wishes(study, W)
    assert found.network.values[0, 1] == 1
    assert not found.more.any()
    assert not found.start.any()


def test_no_wish_at_all_is_not_asked() -> None:
    assert not wishes(make_study(["a", "b"]), W).network.observed.any()


def test_a_wish_that_speaks_for_the_organisation_is_unanimous() -> None:
    rows = [{"wave": W, "from": "a", "to": "b", "kind": "more"}]
    study = make_study(["a", "b", "c"], informants="all", tables={"wishes": rows, "respondents": PEOPLE})
    assert _pairs(wishes(study, W).network.values) == [[0, 1]]


def test_parts_that_were_asked() -> None:
    assert asked_parts(make_study(["a"]), W, MODEL) == {"pick", "card", "advice"}
    later = Relation(id="depth", label="Depth", levels={"contact": 1}, waves=("2026",))
    study = make_study(["a"], relations=(later,), waves=("2024", "2026"))
    assert asked_parts(study, "2024", MODEL) == frozenset()
    assert asked_parts(study, "2026", MODEL) == {"pick", "card"}
    # Somebody was asked in the second wave only.
    nobody = make_study(["a"], waves=(W, "2026"), answered={"2026": ["a"]}, asked={W: [], "2026": ["a"]})
    assert asked_parts(nobody, W, MODEL) == frozenset()
    full = make_study(
        ["a", "b"],
        relations=(),
        answered={W: ["a"]},
        items=(Item(id="s1.1", text="?"), Item(id="barriers", text="?", kind="choice")),
        tables={
            "answers": [
                {"wave": W, "respondent": "r-a", "item": "s1.1", "value": "4"},
                {"wave": W, "respondent": "r-a", "item": "barriers", "value": None, "state": "not_offered"},
            ],
            "ratings": [{"wave": W, "item": "trust.reliable", "from": "a", "to": "b", "value": 3.0}],
            "area_answers": [{"wave": W, "respondent": "r-a", "area": "training", "answer": "doing"}],
        },
    )
    assert asked_parts(full, W, MODEL) == {"statements", "trust", "areas"}
