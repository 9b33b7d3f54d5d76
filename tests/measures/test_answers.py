"""Answers as a matrix: who counts, several respondents of one organisation."""

from __future__ import annotations

import numpy as np

from clusterdynamics.measures.answers import by_organisation, raw_answers
from clusterdynamics.study.settings import Item

from ..build import frame, make_study

ITEMS = [Item(id="s1", text="One"), Item(id="s2", text="Two")]
PEOPLE = [
    {"id": "r1", "wave": "2024", "actor": "a", "status": "submitted", "is_lead": True},
    {"id": "r0", "wave": "2024", "actor": "a", "status": "submitted"},
    {"id": "r2", "wave": "2024", "actor": "b", "status": "submitted"},
    {"id": "r3", "wave": "2024", "actor": "c", "status": "started"},
]


def a_study(**settings: object):
    answers = [
        {"wave": "2024", "respondent": p, "item": i, "value": v, "state": s, "occasion": o}
        for p, i, v, s, o in (
            ("r1", "s1", "5", None, None),
            ("r0", "s1", "2", None, "first"),
            ("r1", "s1", "1", None, "again"),
            ("r2", "s1", None, "dont_know", None),
            ("r3", "s1", "4", None, None),
        )
    ]
    return make_study(
        list("abc"),
        tables={"respondents": PEOPLE, "answers": answers},
        items=tuple(ITEMS),
        **settings,  # type: ignore[arg-type]
    )


def test_first_answers_of_those_who_sent_them_in() -> None:
    raw = raw_answers(a_study(), "2024", ["s1", "s2"])
    assert raw.respondents == ("r0", "r1", "r2")
    assert raw.actors == ("a", "a", "b")
    assert np.array_equal(raw.values[:, 0], [2.0, 5.0, np.nan], equal_nan=True)
    assert raw.asked.tolist() == [True, False]


def test_the_lead_alone() -> None:
    raw = raw_answers(a_study(informants="lead"), "2024", ["s1"])
    assert raw.respondents == ("r1", "r2")


def test_an_organisation_is_the_mean_of_its_respondents() -> None:
    names, means = by_organisation(np.array([[2.0], [5.0], [np.nan]]), ["a", "a", "b"])
    assert names == ("a", "b")
    assert np.array_equal(means, [[3.5], [np.nan]], equal_nan=True)


def test_nobody() -> None:
    names, means = by_organisation(np.empty((0, 2)), [])
    assert names == ()
    assert means.shape == (0, 2)
    assert frame("answers", []).height == 0
