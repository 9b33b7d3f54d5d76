"""Choices and words of organisations."""

from __future__ import annotations

import numpy as np
import pytest

from clusterdynamics.measures.choices import choices, organisations_that_replied, organisations_that_wrote
from clusterdynamics.study.model import Study

from ..build import make_study

W = "2024"


def _study(answers: list[tuple[str, str | None, str | None]], **settings: object) -> Study:
    """Respondents a1, a2 of organisation a (a2 leads), b1 of b, c1 of c who did not send."""
    people = [
        {"id": "a1", "wave": W, "actor": "a", "status": "submitted"},
        {"id": "a2", "wave": W, "actor": "a", "status": "submitted", "is_lead": True},
        {"id": "b1", "wave": W, "actor": "b", "status": "submitted"},
        {"id": "c1", "wave": W, "actor": "c", "status": "started"},
    ]
    rows = [{"wave": W, "respondent": r, "item": "q", "value": v, "state": s} for r, v, s in answers]
    return make_study(
        ["a", "b", "c"],
        relations=(),
        tables={"respondents": people, "answers": rows},
        **settings,  # type: ignore[arg-type]
    )


def test_respondents_share_the_weight_of_their_organisation() -> None:
    found = choices(
        _study([("a1", "x|y", None), ("a2", "x", None), ("b1", "y", None), ("c1", "x", None)]), W, "q", "xyz"
    )
    assert found.organisations == ("a", "b")  # c did not send
    assert found.options == ("x", "y", "z")
    # a: x by both, y by one of two; b: y only.
    assert found.chosen.tolist() == [[1.0, 0.5, 0.0], [0.0, 1.0, 0.0]]
    assert found.asked


def test_the_lead_alone_counts_where_the_rule_says_so() -> None:
    found = choices(_study([("a1", "x", None), ("a2", "y", None)], informants="lead"), W, "q", "xy")
    assert found.chosen.tolist() == [[0.0, 1.0]]


def test_nothing_chosen_is_an_answer_and_dont_know_is_none() -> None:
    study = _study([("a1", None, "answered"), ("a2", None, "dont_know"), ("b1", None, "dont_know")])
    found = choices(study, W, "q", "xy")
    assert found.organisations == ("a",)
    assert found.chosen.tolist() == [[0.0, 0.0]]
    assert organisations_that_replied(study, W, "q") == {"a", "b"}


def test_what_nobody_was_asked_is_not_asked() -> None:
    for study in (_study([]), _study([("a1", None, "not_offered")])):
        found = choices(study, W, "q", "xy")
        assert not found.asked
        assert found.chosen.shape == (0, 2)


def test_an_option_that_nobody_offered_comes_last_and_spaces_do_not_matter() -> None:
    found = choices(_study([("b1", " x | weather |", None)]), W, "q", "x")
    assert found.options == ("x", "weather")
    assert np.array_equal(found.chosen, [[1.0, 1.0]])


def test_answers_given_when_asked_again_do_not_count() -> None:
    study = make_study(
        ["a"],
        relations=(),
        answered={W: ["a"]},
        tables={"answers": [{"wave": W, "respondent": "r-a", "item": "q", "value": "x", "occasion": "again"}]},
    )
    assert choices(study, W, "q", "x").organisations == ()


@pytest.mark.parametrize(("text", "who"), [("because", {"b"}), ("  ", set()), (None, set())])
def test_who_wrote_something(text: str | None, who: set[str]) -> None:
    wrote, asked = organisations_that_wrote(_study([("b1", text, None)]), W, "q")
    assert wrote == who
    assert asked
