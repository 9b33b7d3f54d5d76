"""Who became whom: renamed, merged, split, taken over; names followed, and reports given both times."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from clusterdynamics.measures.identity import Event, compared, followed, one_voice, same_reports, succession
from clusterdynamics.study.network import Network

from ..build import ADVICE, make_study

NAN = np.nan


def between(actors, waves=("1", "2"), **more):
    return succession(make_study(actors, relations=(ADVICE,), waves=waves, **more), waves[-2], waves[-1])


def test_each_kind_by_hand() -> None:
    found = between(
        [
            {"id": "s"},  # stayed
            {"id": "l", "left": "2"},  # left
            {"id": "j", "joined": "2"},  # joined
            {"id": "old", "left": "2"},
            {"id": "new", "joined": "2", "predecessor": ["old"]},  # one → one
            {"id": "m1", "left": "2"},
            {"id": "m2", "left": "2"},
            {"id": "m", "joined": "2", "predecessor": ["m1", "m2"]},  # many → one
            {"id": "p", "left": "2"},
            {"id": "p1", "joined": "2", "predecessor": ["p"]},
            {"id": "p2", "joined": "2", "predecessor": ["p"]},  # one → many
        ]
    )
    assert found.events == (
        Event("merged", ("m1", "m2"), ("m",)),
        Event("renamed", ("old",), ("new",)),
        Event("split", ("p",), ("p1", "p2")),
    )
    assert (found.stayers, found.joined, found.left) == (("new", "s"), ("j",), ("l",))
    assert found.renamed == {"old": "new"}
    assert found.apart == {"m", "m1", "m2", "p", "p1", "p2"}
    assert [found.count(k) for k in ("renamed", "merged", "split", "regrouped")] == [1, 1, 1, 0]


@pytest.mark.parametrize(
    ("actors", "event"),
    [
        # b was there before and took a over.
        ([{"id": "a", "left": "2"}, {"id": "b", "predecessor": ["a"]}], Event("merged", ("a", "b"), ("b",))),
        # a lives on, a part of it became b.
        ([{"id": "a"}, {"id": "b", "joined": "2", "predecessor": ["a"]}], Event("split", ("a",), ("a", "b"))),
        # Two became two.
        (
            [
                {"id": "a", "left": "2"},
                {"id": "b", "left": "2"},
                {"id": "c", "joined": "2", "predecessor": ["a", "b"]},
                {"id": "d", "joined": "2", "predecessor": ["b"]},
            ],
            Event("regrouped", ("a", "b"), ("c", "d")),
        ),
    ],
)
def test_taken_over_spun_off_and_regrouped(actors, event) -> None:
    assert between(actors).events == (event,)


def test_what_happened_before_the_two_waves_is_no_event_between_them() -> None:
    waves = ("1", "2", "3")
    spun_off = [{"id": "a"}, {"id": "b", "joined": "2", "predecessor": ["a"]}]
    assert between(spun_off, waves).events == ()
    # b came out of a at the second wave; that a leaves later is no merger.
    assert between([{"id": "a", "left": "3"}, spun_off[1]], waves).left == ("a",)


def test_a_predecessor_that_was_never_measured_is_followed_to_its_own() -> None:
    waves = ("1", "2", "3")
    actors = [
        {"id": "a", "left": "2"},
        {"id": "b", "joined": "2", "left": "2", "predecessor": ["a"]},  # came and went between the waves
        {"id": "c", "joined": "2", "predecessor": ["b"]},
    ]
    assert succession(make_study(actors, relations=(ADVICE,), waves=waves), "1", "2").renamed == {"a": "c"}


def test_the_predecessors_unknown_to_the_earlier_wave_make_a_newcomer() -> None:
    actors = [{"id": "a", "left": "1"}, {"id": "b", "joined": "2", "predecessor": ["a"]}, {"id": "c"}]
    assert between(actors).joined == ("b",)


def test_a_renamed_organisation_keeps_its_ties() -> None:
    actors = [{"id": "z", "left": "2"}, {"id": "a", "joined": "2", "predecessor": ["z"]}, {"id": "k"}]
    study = make_study(actors, [("1", "advice", "z", "k"), ("2", "advice", "a", "k")], relations=(ADVICE,), waves="12")
    first, second = compared(study, "advice", succession(study, "1", "2"))
    assert first.nodes == second.nodes == ("a", "k")
    assert first.ties.tolist() == second.ties.tolist() == [[False, True], [False, False]]


def test_nothing_is_compared_that_was_asked_once() -> None:
    once = ADVICE.model_copy(update={"waves": ("1",)})
    study = make_study(["a", "b"], relations=(once,), waves="12")
    assert compared(study, "advice", succession(study, "1", "2")) is None


def test_only_reports_that_were_given_both_times() -> None:
    first = Network.from_matrix([[NAN, 1, 0], [NAN, NAN, 1], [1, 1, NAN]], ["a", "b", "c"])
    second = Network.from_matrix([[NAN, 0, NAN], [1, NAN, 1], [0, 1, NAN]], ["a", "b", "d"])
    one, two = same_reports(first, second)
    # Among a and b: a→b both times; b→a in the second wave only.
    np.testing.assert_array_equal(one.values, [[NAN, 1], [NAN, NAN]])
    np.testing.assert_array_equal(two.values, [[NAN, 0], [NAN, NAN]])


def test_one_voice_is_the_lead_who_answered() -> None:
    people = [
        {"id": "lead", "wave": "1", "actor": "a", "status": "submitted", "is_lead": True},
        {"id": "other", "wave": "1", "actor": "a", "status": "submitted"},
        {"id": "silent", "wave": "1", "actor": "b", "status": "invited", "is_lead": True},
        {"id": "deputy", "wave": "1", "actor": "b", "status": "submitted"},
    ]
    study = one_voice(make_study(["a", "b"], relations=(ADVICE,), waves="1", tables={"respondents": people}))
    assert sorted(study["respondents"]["id"].to_list()) == ["deputy", "lead"]
    assert study.answered("1") == {"a", "b"}


@given(st.data())
def test_every_organisation_has_one_fate(data) -> None:
    ids = "abcdef"
    actors = []
    for i, a in enumerate(ids):
        joined = data.draw(st.sampled_from([None, "2"]))
        left = data.draw(st.sampled_from([None, "2"])) if joined is None else None
        old = data.draw(st.lists(st.sampled_from(ids[:i]), unique=True, max_size=2)) if i else []
        actors.append({"id": a, "joined": joined, "left": left, "predecessor": old or None})
    study = make_study(actors, relations=(ADVICE,), waves="12")
    found = succession(study, "1", "2")
    before, after = set(study.present("1")), set(study.present("2"))
    old = [a for e in found.events for a in e.before]
    new = [a for e in found.events for a in e.after]
    assert len(old) == len(set(old))
    assert len(new) == len(set(new))
    plain = set(found.stayers) - set(found.renamed.values())
    assert sorted([*plain, *found.left, *old]) == sorted(before)
    assert sorted([*plain, *found.joined, *new]) == sorted(after)
    nodes = followed(study.network("advice", "1"), found.renamed).nodes
    assert len(nodes) == len(before)
