"""What counts as answered twice: the same person again, a second informant, two reports about links."""

from __future__ import annotations

from datetime import datetime, timedelta

import numpy as np
import pytest

from clusterdynamics.measures.repeats import repeated_answers, repeated_reports
from clusterdynamics.study.settings import Item

from ..build import DEPTH, make_study

ITEMS = (Item(id="s1.1", text="One"), Item(id="s1.2", text="Two"))
START = datetime(2024, 9, 1)


def a_study(answers: list[tuple], ties: list[tuple] = (), people: list[tuple] = ()):
    """Answers are (person, item, value, occasion, day); people (id, actor, status, lead)."""
    listed = people or [("r1", "a", "submitted", True), ("r2", "b", "submitted", True), ("r3", "a", "submitted", False)]
    return make_study(
        ["a", "b", "c"],
        relations=(DEPTH,),
        items=ITEMS,
        tables={
            "respondents": [
                {"id": i, "wave": "2024", "actor": a, "status": s, "is_lead": lead} for i, a, s, lead in listed
            ],
            "answers": [
                {
                    "wave": "2024",
                    "respondent": p,
                    "item": item,
                    "value": None if value is None else str(value),
                    "occasion": occasion,
                    "saved_at": None if day is None else START + timedelta(days=day),
                }
                for p, item, value, occasion, day in answers
            ],
            "ties": [
                {"wave": "2024", "relation": "depth", "from": a, "to": b, "value": float(v), "respondent": p}
                for p, a, b, v in ties
            ],
        },
    )


def test_the_same_person_again() -> None:
    found = repeated_answers(
        a_study([("r1", "s1.1", 4, None, 0), ("r1", "s1.2", 2, "first", 0), ("r1", "s1.1", 5, "again", 20)]),
        "2024",
        ["s1.1", "s1.2"],
    )
    assert (found.actors, found.kinds, found.organisations) == (("a",), ("again",), 1)
    assert found.first.tolist() == [[4, 2]]
    assert found.second[0, 0] == 5
    assert np.isnan(found.second[0, 1])


def test_too_late_or_without_a_first_answer_does_not_count() -> None:
    late = a_study([("r1", "s1.1", 4, None, 0), ("r1", "s1.1", 5, "again", 29)])
    found = repeated_answers(late, "2024", ["s1.1"], weeks=4)
    assert (found.actors, found.late) == ((), 1)
    assert repeated_answers(late, "2024", ["s1.1"], weeks=5).actors == ("a",)
    undated = a_study([("r1", "s1.1", 4, None, None), ("r1", "s1.1", 5, "again", 29)])
    assert repeated_answers(undated, "2024", ["s1.1"]).actors == ("a",)
    assert repeated_answers(a_study([("r1", "s1.1", 5, "again", 3)]), "2024", ["s1.1"]).actors == ()


def test_a_second_informant_beside_the_lead() -> None:
    study = a_study(
        [
            ("r1", "s1.1", 4, None, 0),
            ("r3", "s1.1", 2, "second_informant", 1),
            ("r2", "s1.1", 3, "second_informant", 1),
        ]
    )
    found = repeated_answers(study, "2024", ["s1.1"])
    # Nobody of b answered first, so r2 has nobody to be compared with.
    assert (found.actors, found.kinds) == (("a",), ("second_informant",))
    assert (found.first[0, 0], found.second[0, 0]) == (4, 2)
    assert found.of("again").organisations == 0
    assert found.of(None).organisations == 1


def test_who_did_not_send_it_in_does_not_count() -> None:
    people = [("r1", "a", "started", True)]
    study = a_study([("r1", "s1.1", 4, None, 0), ("r1", "s1.1", 5, "again", 3)], people=people)
    assert repeated_answers(study, "2024", ["s1.1"]).actors == ()


def test_two_reports_of_one_organisation() -> None:
    study = a_study([], ties=[("r1", "a", "b", 3), ("r3", "a", "c", 2), ("r2", "b", "a", 1)])
    found = repeated_reports(study, "depth", "2024")
    assert found.actors == ("a",)
    # Columns a, b, c: oneself is not asked about, what is not picked is 0.
    assert found.first[0, 1:].tolist() == [3, 0]
    assert found.second[0, 1:].tolist() == [0, 2]
    assert np.isnan(found.first[0, 0])


def test_who_reports_no_link_at_all_may_not_have_been_asked() -> None:
    assert repeated_reports(a_study([], ties=[("r1", "a", "b", 3)]), "depth", "2024").actors == ()


@pytest.mark.parametrize("columns", [1, 2])
def test_nothing_twice_has_the_right_shape(columns: int) -> None:
    found = repeated_answers(a_study([]), "2024", ["s1.1", "s1.2"][:columns])
    assert found.first.shape == found.second.shape == (0, columns)
