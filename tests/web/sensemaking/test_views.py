"""The screen, the phones, and those who see their place beforehand."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core import mail
from django.http import Http404
from django.test import Client
from django.utils import timezone

from clusterdynamics.disclosure import leaks
from clusterdynamics_web.accounts.models import User
from clusterdynamics_web.actions.models import Finding
from clusterdynamics_web.fieldwork.models import Contact
from clusterdynamics_web.jobs.worker import Worker
from clusterdynamics_web.sensemaking import operations as do
from clusterdynamics_web.sensemaking.access import access_screen
from clusterdynamics_web.sensemaking.models import Mask, Preview, SceneKind, Session
from clusterdynamics_web.sensemaking.shown import lines_about, named_in, scene_shown
from clusterdynamics_web.sensemaking.views import room
from tests.web.conftest import House

pytestmark = pytest.mark.django_db


def joined(session: Session) -> Client:
    client = Client()
    client.post("/session/", {"code": session.join_code, "name": "Ida"})
    return client


def test_counts_are_nowhere_before_the_vote_is_closed(
    session: Session, read_house: House, log_in: Callable[[User], Client]
) -> None:
    opened = do.open_session(read_house.lead, session)
    scene = session.scenes.get(kind=SceneKind.AGREE)
    do.go_to(opened, scene)
    do.open_vote(opened, scene)
    phones = [joined(opened) for _ in range(2)]
    line = scene.statements.first()
    for phone in phones:
        assert phone.post(f"/session/vote/{scene.pk}/", {f"line-{line.pk}": "5"}).headers["Location"] == "/session/now/"
    team = log_in(read_house.lead)
    screen = f"/screen/{do.new_screen(read_house.lead, opened)}/"
    control = read_house.url(f"sense/{session.key}/run/")
    for client, url in ((Client(), screen), (phones[0], "/session/now/"), (team, control)):
        text = client.get(url).content.decode()
        assert "agree fully" not in text or "radio" in text
        assert "votes" not in text or '<div class="votes">' not in text
    do.close_vote(opened, scene)
    text = Client().get(screen).content.decode()
    assert '<div class="votes">' in text
    assert "2 of 2 voted" in text


def test_a_result_waits_until_the_room_has_guessed(session: Session, read_house: House) -> None:
    opened = do.open_session(read_house.lead, session)
    scene = session.scenes.get(kind=SceneKind.GUESS)
    do.go_to(opened, scene)
    screen = f"/screen/{do.new_screen(read_house.lead, opened)}/"
    answer = scene_shown(scene)["answer"]
    assert answer not in Client().get(screen).content.decode()
    do.open_vote(opened, scene)
    assert answer not in Client().get(screen).content.decode()
    do.close_vote(opened, scene)
    assert answer in Client().get(screen).content.decode()


def test_the_projector_dies_with_the_session_with_a_new_link_and_with_time(
    session: Session, read_house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened = do.open_session(read_house.lead, session)
    first = do.new_screen(read_house.lead, opened)
    second = do.new_screen(read_house.lead, opened)
    assert Client().get(f"/screen/{first}/").status_code == 404
    assert Client().get(f"/screen/{second}/").status_code == 200
    Session.objects.update(screen_until=timezone.now() - timedelta(seconds=1))
    with pytest.raises(Http404):
        access_screen(second)
    third = do.new_screen(read_house.lead, opened)
    monkeypatch.setattr(room, "close_old_connections", lambda: None)  # the test's own
    monkeypatch.setattr(room, "LOOK", 0.01)
    stream = Client().get(f"/screen/{third}/events/")
    parts = iter(stream.streaming_content)
    assert b"event: change" in next(parts)
    do.close_session(read_house.lead, opened, findings=1)
    begin = time.monotonic()
    assert b"event: over" in next(parts)
    assert time.monotonic() - begin < 2
    assert list(parts) == []
    assert Client().get(f"/screen/{third}/").status_code == 404


def test_a_phone_sees_the_question_and_nothing_when_it_is_over(session: Session, read_house: House) -> None:
    opened = do.open_session(read_house.lead, session)
    phone = joined(opened)
    assert phone.get("/session/now/").context["scene"] == opened.current
    before = phone.get("/session/state/").json()["version"]
    phone.post("/session/note/", {"text": "Who pays?", "signed": "on"})
    assert phone.get("/session/state/").json()["version"] == before + 1
    assert opened.current.notes.get().signed == "Ida"
    do.close_session(read_house.lead, opened, findings=1)
    assert phone.get("/session/state/").json() == {"version": -1}
    assert phone.get("/session/now/").headers["Location"] == "/session/"
    assert phone.post("/session/note/", {"text": "Late"}).headers["Location"] == "/session/"
    assert Client().get("/session/now/").headers["Location"] == "/session/"


def test_codes_cannot_be_guessed(session: Session, read_house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(room, "WRONG", 3)
    opened = do.open_session(read_house.lead, session)
    client = Client()
    for k in range(5):
        assert client.post("/session/", {"code": f"wrong{k}"}).status_code == 200
    assert client.post("/session/", {"code": opened.join_code}).status_code == 200  # no longer let in


def test_who_is_named_is_told_and_can_ask_to_be_left_out(
    session: Session, read_house: House, log_in: Callable[[User], Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    easy = session.scenes.get(section="easy_cooperation")
    actor = read_house.study.actors.first()
    # The example names nobody to participants here: so one sentence does.
    told = {"sections": [{"id": easy.section, "title": "Easy", "answer": f"{actor.label} begins.", "blocks": []}]}
    monkeypatch.setattr("clusterdynamics_web.results.store.told_of", lambda *_: told)
    assert named_in(session) == [actor]
    Contact.objects.create(study=read_house.study, actor=actor, name="Ida", email="ida@example.org")
    client = log_in(read_house.lead)
    page = read_house.url(f"sense/{session.key}/")
    assert actor.label in client.get(page).content.decode()
    Session.objects.update(starts_at=timezone.now() + timedelta(hours=47))
    client.post(f"{page}previews/")
    assert not mail.outbox  # too late
    Session.objects.update(starts_at=timezone.now() + timedelta(hours=72))
    client.post(f"{page}previews/")
    assert Worker().work_once()
    assert [m.to for m in mail.outbox] == [["Ida <ida@example.org>"]]
    link = next(line for line in mail.outbox[0].body.splitlines() if "/preview/" in line)
    path = "/" + link.split("/", 3)[3]
    shown = Client().get(path)
    assert f"{actor.label} begins." in shown.content.decode()
    assert Preview.objects.get().opened_at is not None
    Client().post(path)
    assert "You are not named in this session" in Client().get(path).content.decode()
    session.refresh_from_db()
    assert scene_shown(session.scenes.get(pk=easy.pk))["answer"] == "(not named) begins."
    assert lines_about(session, actor)
    # Whoever was not told in time is not named either, and neither is who comes in with a scene that is changed later.
    Mask.objects.all().delete()
    opened = do.open_session(read_house.lead, session)
    assert Mask.objects.get().asked_at is None
    assert scene_shown(opened.scenes.get(pk=easy.pk))["answer"] == "(not named) begins."
    Mask.objects.all().delete()
    Preview.objects.update(sent_at=timezone.now() - timedelta(hours=49))
    scene = opened.scenes.get(pk=easy.pk)
    do.change_scene(read_house.lead, scene, {}, [s.text for s in scene.statements.all()])
    assert scene_shown(scene)["answer"] == f"{actor.label} begins."
    Preview.objects.all().delete()
    do.change_scene(read_house.lead, scene, {}, [s.text for s in scene.statements.all()])
    assert scene_shown(scene)["answer"] == "(not named) begins."
    assert not leaks(str(scene_shown(session.scenes.get(pk=easy.pk))), [actor.label])


def test_a_finding_rests_on_its_scene_and_the_record_tells_it(
    session: Session, read_house: House, log_in: Callable[[User], Client]
) -> None:
    do.open_session(read_house.lead, session)
    client = log_in(read_house.lead)
    scene = session.scenes.get(kind=SceneKind.AGREE)
    page = read_house.url(f"sense/{session.key}/run/")
    client.post(f"{page}close/")
    assert "at least one finding" in client.get(page).content.decode()
    client.post(f"{page}{scene.pk}/finding/", {"statement": "We begin with training.", "verdict": "agree"})
    finding = Finding.objects.get(statement="We begin with training.")
    assert [e.kind for e in finding.rests_on.all()] == ["scene"]
    client.post(f"{page}close/")
    session.refresh_from_db()
    assert session.closed_at is not None
    over = client.get(read_house.url(f"sense/{session.key}/")).content.decode()
    assert "We begin with training." in over
    record = client.get(read_house.url(f"sense/{session.key}/record.pdf"))
    assert record.content.startswith(b"%PDF")
    assert record.headers["Content-Disposition"].startswith('attachment; filename="session-')


def test_scenes_are_changed_moved_and_removed(
    session: Session, read_house: House, log_in: Callable[[User], Client]
) -> None:
    client = log_in(read_house.lead)
    page = read_house.url(f"sense/{session.key}/scenes/")
    made = client.post(f"{page}new/").headers["Location"]
    given = {
        "kind": "agree",
        "title": "Ours",
        "question": "",
        "section": "",
        "dots": "5",
        "lines": "One",
    }
    assert "at least two lines" in client.post(made, given).content.decode()
    assert "stands there twice" in client.post(made, given | {"lines": "One\nOne"}).content.decode()
    assert client.post(made, given | {"lines": "One\nTwo"}).status_code == 302
    mine = session.scenes.get(title="Ours")
    assert [s.text for s in mine.statements.all()] == ["One", "Two"]
    client.post(f"{page}{mine.pk}/move/", {"up": "1"})
    assert [s.title for s in session.scenes.all()][-2] == "Ours"
    client.post(f"{page}{mine.pk}/remove/")
    assert not session.scenes.filter(title="Ours").exists()
    assert client.post(made, given | {"section": "map"}).status_code == 404


def test_a_new_session_is_prepared_in_one_page(read_house: House, log_in: Callable[[User], Client]) -> None:
    client = log_in(read_house.people["facilitator"])
    page = read_house.url("sense/new/")
    assert client.get(page).status_code == 200
    given = {"kind": "board", "title": "Board", "language": "en", "audience": "board", "place": "", "starts_at": ""}
    assert "Select a valid choice" in client.post(page, given | {"audience": "study"}).content.decode()
    assert client.post(page, given).status_code == 302
    assert Session.objects.get().scenes.count() >= 3
