"""A session from its agenda to its record: what may be done when, and what is never seen."""

from __future__ import annotations

import pytest

from clusterdynamics.errors import InputError
from clusterdynamics_web.sensemaking import operations as do
from clusterdynamics_web.sensemaking.access import access_screen
from clusterdynamics_web.sensemaking.models import Guest, SceneKind, Session, Vote
from clusterdynamics_web.sensemaking.shown import votes_shown
from tests.web.conftest import House

pytestmark = pytest.mark.django_db


def scene_of(session: Session, kind: SceneKind):
    return session.scenes.filter(kind=kind).first()


def test_an_agenda_shows_only_what_the_room_may_see(session: Session) -> None:
    kinds = [s.kind for s in session.scenes.all()]
    assert kinds == ["look", "guess", "look", "look", "agree", "dots"]
    assert [s.section for s in session.scenes.all()] == [
        *("coverage", "stage", "depth", "change", "", "easy_cooperation"),
    ]


def test_a_vote_is_hidden_until_it_is_closed_and_then_only_counts_are_kept(session: Session, read_house: House) -> None:
    opened = do.open_session(read_house.lead, session)
    scene = scene_of(opened, SceneKind.AGREE)
    guest, _token = do.join(opened.join_code, "Ida")
    with pytest.raises(InputError, match="closed"):
        do.vote(guest, scene, {scene.statements.first().pk: 5})
    do.open_vote(opened, scene)
    lines = list(scene.statements.values_list("pk", flat=True))
    others = [do.join(opened.join_code.upper(), "")[0] for _ in range(3)]
    do.vote(guest, scene, {lines[0]: 1})
    do.vote(guest, scene, {lines[0]: 5, lines[1]: 0})  # a later vote takes the place of the earlier one
    do.vote(others[0], scene, {lines[0]: 5})
    scene.refresh_from_db()
    assert votes_shown(scene) is None
    assert scene.result == {}
    do.close_vote(opened, scene)
    scene.refresh_from_db()
    assert scene.result["lines"][0]["counts"] == {"5": 2}
    assert scene.result["lines"][1]["counts"] == {"0": 1}
    assert {k: scene.result[k] for k in ("guests", "voted", "abstained")} == {"guests": 4, "voted": 2, "abstained": 2}
    assert not Vote.objects.exists()
    with pytest.raises(InputError, match="closed"):
        do.vote(guest, scene, {lines[0]: 5})
    with pytest.raises(InputError, match="lines stay"):
        do.change_scene(read_house.lead, scene, {}, ["one", "two"])
    with pytest.raises(InputError, match="stays in the record"):
        do.remove_scene(read_house.lead, scene)


@pytest.mark.parametrize(
    ("stacking", "given", "fault"),
    [
        (True, [5, 0], None),
        (True, [3, 3], "5 dots"),
        (True, [-1, 2], "5 dots"),
        (False, [1, 1], None),
        (False, [2, 0], "at most 1"),
    ],
)
def test_dots_are_counted(session: Session, read_house: House, stacking: bool, given: list[int], fault: str) -> None:
    opened = do.open_session(read_house.lead, session)
    scene = scene_of(opened, SceneKind.DOTS)
    scene.stacking = stacking
    scene.save()
    do.open_vote(opened, scene)
    guest, _token = do.join(opened.join_code, "")
    lines = scene.statements.values_list("pk", flat=True)[:2]
    votes = dict(zip(lines, given, strict=True))
    if fault:
        with pytest.raises(InputError, match=fault):
            do.vote(guest, scene, votes)
        return
    do.vote(guest, scene, votes)
    do.close_vote(opened, scene)
    scene.refresh_from_db()
    assert [line["sum"] for line in scene.result["lines"]][:2] == given


def test_what_nobody_may_vote(session: Session, read_house: House) -> None:
    opened = do.open_session(read_house.lead, session)
    guess, agree = scene_of(opened, SceneKind.GUESS), scene_of(opened, SceneKind.AGREE)
    do.open_vote(opened, guess)
    do.open_vote(opened, agree)
    guest, _token = do.join(opened.join_code, "")
    mine, theirs = guess.statements.first().pk, agree.statements.first().pk
    for scene, given in (
        (guess, {mine: 2}),
        (guess, {theirs: 1}),
        (guess, {}),
        (agree, {theirs: 6}),
        (agree, {mine: 3}),
    ):
        with pytest.raises(InputError):
            do.vote(guest, scene, given)
    with pytest.raises(InputError, match="no session with this code"):
        do.join("abcdef", "")
    with pytest.raises(InputError, match="no session with this code"):
        do.join("", "")


def test_the_end_needs_a_finding_or_a_reason_and_forgets_who_was_there(session: Session, read_house: House) -> None:
    opened = do.open_session(read_house.lead, session)
    token = do.new_screen(read_house.lead, opened)
    assert access_screen(token) == session
    guest, _token = do.join(opened.join_code, "Ida")
    scene = scene_of(opened, SceneKind.AGREE)
    do.open_vote(opened, scene)
    do.vote(guest, scene, {scene.statements.first().pk: 4})
    note = do.add_note(scene, "It has to begin small.", guest=guest, signed="Ida")
    story = do.keep_note(read_house.lead, note)
    assert do.keep_note(read_house.lead, note) == story
    assert (story.text, story.visibility) == ("It has to begin small.", "nobody")
    with pytest.raises(InputError, match="at least one finding"):
        do.close_session(read_house.lead, opened, findings=0)
    do.close_session(read_house.lead, opened, findings=0, none_because="Too few came.")
    scene.refresh_from_db()
    note.refresh_from_db()
    assert scene.result["voted"] == 1  # a vote that was open counts
    assert not Guest.objects.exists()
    assert (note.guest, note.signed) == (None, "Ida")
    session.refresh_from_db()
    assert (session.join_code, session.screen_hash) == (None, "")
    with pytest.raises(InputError, match="not open"):
        do.add_note(note.scene, "Too late")


def test_what_is_shown_is_fixed_when_it_begins(session: Session, read_house: House) -> None:
    do.change_audience(read_house.lead, session, "network")
    opened = do.open_session(read_house.lead, session)
    with pytest.raises(InputError, match="fixed before"):
        do.change_audience(read_house.lead, opened, "participants")
    with pytest.raises(InputError, match="begun already"):
        do.open_session(read_house.lead, opened)
