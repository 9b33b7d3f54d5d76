"""A map as a scene: what was chosen is kept, and the room sees no more of it than it may."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import unquote

import pytest
from django.test import Client

from clusterdynamics.disclosure import Audience, leaks
from clusterdynamics.errors import InputError
from clusterdynamics.report.audience import secret_names
from clusterdynamics_web.accounts.models import User
from clusterdynamics_web.results.maps.build import map_for
from clusterdynamics_web.results.maps.kept import study_of
from clusterdynamics_web.sensemaking import operations as do
from clusterdynamics_web.sensemaking.maps import lost_in_the_room, map_shown, state_of
from clusterdynamics_web.sensemaking.models import Mask, SceneKind, Session
from clusterdynamics_web.sensemaking.shown import named_in, scene_shown
from tests.web.conftest import House

pytestmark = pytest.mark.django_db

#: As the study team looks: links of two waves compared, values, a measure as area, its own part of the map.
TEAM = "net=cooperation&wave=2026&since=2024&level=2&area=betweenness&view=1,2,3.00&focus=n3&as=study"


def test_the_map_of_the_team_becomes_a_scene_of_the_room(
    session: Session, read_house: House, log_in: Callable[[User], Client]
) -> None:
    client = log_in(read_house.lead)
    page = f"{read_house.url('sense/map/')}?{TEAM}"
    assert "Use in a session" in client.get(f"{read_house.url('results/map/')}?{TEAM}").content.decode()
    shown = client.get(page)
    assert shown.context["form"]["session"].value() == session.key
    given = {"session": session.key, "title": "Our network", "question": "Who is missing?"}
    wrong = client.post(f"{page}&net2=x&wave=nowhere", given)
    assert "cannot be shown" in wrong.content.decode()
    answer = client.post(page, given, follow=True)
    text = answer.content.decode()
    assert "Changes are not shown link by link" in text  # said, not kept back
    assert "The values of links are not shown" in text
    scene = session.scenes.get(title="Our network")
    assert scene.map_state == "net=cooperation&wave=2026"
    told = scene_shown(scene)
    audience = Audience.PARTICIPANTS
    drawn = map_for(session.snapshot, audience, "en", {"net": "cooperation", "wave": "2026"})
    assert told is not None
    assert drawn is not None
    same = drawn.picture
    assert told["answer"] == same.finding
    assert [t["caption"] for t in told["map"]["tables"]] == [t.caption for t in same.tables]
    # The projector shows it, with nothing that participants may not see; the phone shows the question only.
    opened = do.open_session(read_house.lead, session)
    do.go_to(opened, scene)
    screen = Client().get(f"/screen/{do.new_screen(read_house.lead, opened)}/").content.decode()
    assert same.finding in screen
    assert not leaks(unquote(screen), secret_names(study_of(session.snapshot), audience))
    phone = Client()
    phone.post("/session/", {"code": opened.join_code})
    on_phone = phone.get("/session/now/").content.decode()
    assert "Who is missing?" in on_phone
    assert same.finding not in on_phone
    # The board was to look, and no map of its scene may outlive the change of the room.
    Session.objects.filter(pk=session.pk).update(audience="network")
    scene = session.scenes.get(title="Our network")
    network = map_shown(scene)
    assert network is not None
    assert network["names"] == []


def test_whoever_asked_is_not_named_on_the_map(
    session: Session, read_house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    scene = do.add_map(read_house.lead, session, state_of(session, "net=cooperation"), "Map")
    before = map_shown(scene)
    assert before is not None
    named = named_in(session)
    if not named:  # the example's participants see groups only: one organisation lends its name to a group
        actor = read_house.study.actors.first()
        actor.label = actor.short_label = before["tables"][0]["rows"][0][0]
        actor.save()
        named = named_in(session)
    assert named
    hidden = named[0]
    names = [n for n in (hidden.label, hidden.short_label) if n]
    assert leaks(str(before["tables"]) + before["alt"] + str(before["names"]), names)
    Mask.objects.create(session=session, actor=hidden)
    after = map_shown(scene)
    assert after is not None
    assert not leaks(unquote(after["picture"]), names)
    assert not leaks(str({k: v for k, v in after.items() if k != "picture"}), names)


def test_the_sentence_says_who_is_blank_in_the_picture(session: Session, read_house: House) -> None:
    Session.objects.filter(pk=session.pk).update(audience="board")
    session.refresh_from_db()
    scene = do.add_map(read_house.lead, session, state_of(session, "net=cooperation"), "Map")
    drawn = map_for(session.snapshot, Audience.BOARD, "en", {"net": "cooperation"})
    assert drawn is not None
    labelled = {dot.node for dot in drawn.picture.scene.dots if dot.label}
    blank = list(read_house.study.actors.filter(code__in=labelled))[:2]
    shown = map_shown(scene, blank)
    assert shown is not None
    assert len(blank) == 2
    assert shown["answer"].endswith("In this session 2 organisations are left unnamed.")


def test_an_address_is_read_or_refused(session: Session) -> None:
    assert state_of(session, "https://example.org/r/x/results/map/?wave=2024&view=0,0,1.00").startswith("net=")
    for address in ("https://example.org/", "hello", "", "wave=w9"):
        with pytest.raises(InputError):
            state_of(session, address)
    assert lost_in_the_room(session, "net=cooperation&wave=2026") == []
    # Filters that would cut the groups too small are refused in words, not drawn.
    cut = lost_in_the_room(session, "net=cooperation&wave=2026&type=firm&large=yes")
    assert all(sentence.endswith(".") for sentence in cut)


def test_a_scene_shows_a_result_or_a_map(session: Session, read_house: House, log_in: Callable[[User], Client]) -> None:
    client = log_in(read_house.lead)
    scene = do.add_scene(read_house.lead, session, SceneKind.LOOK, "Map")
    page = read_house.url(f"sense/{session.key}/scenes/{scene.pk}/")
    given = {"kind": "look", "title": "Map", "question": "", "section": "depth", "dots": "5", "lines": ""}
    both = client.post(page, given | {"map_state": "?net=cooperation"}).content.decode()
    assert "a result or a map" in both
    assert "Paste the whole address" in client.post(page, given | {"map_state": "here"}).content.decode()
    assert client.post(page, given | {"section": "", "map_state": "?net=cooperation&wave=2024"}).status_code == 302
    scene.refresh_from_db()
    assert scene.map_state == "net=cooperation&wave=2024"
    # A snapshot that was taken down shows nothing any more.
    scene.session.snapshot.taken_down_at = scene.session.created_at
    assert map_shown(scene) is None
