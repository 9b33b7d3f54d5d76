"""What can be reached from a session: its own class, while its link lives, and nothing else."""

from __future__ import annotations

import time
from collections.abc import Callable
from urllib.parse import unquote

import pytest
from django.db import transaction
from django.test import Client

from clusterdynamics.disclosure import Audience, leaks
from clusterdynamics.report.audience import secret_names
from clusterdynamics_web.accounts.models import User
from clusterdynamics_web.results.maps.kept import study_of
from clusterdynamics_web.routes import Visitors
from clusterdynamics_web.sensemaking import operations as do
from clusterdynamics_web.sensemaking.maps import state_of
from clusterdynamics_web.sensemaking.models import Session
from clusterdynamics_web.sensemaking.views import room
from tests.web.conftest import House
from tests.web.test_routes import address, ask, mark, own_routes

pytestmark = pytest.mark.django_db


def test_changing_what_is_shown_ends_the_projector_within_two_seconds(
    session: Session, read_house: House, log_in: Callable[[User], Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    """WS-04: with the pauses of the real stream."""
    monkeypatch.setattr(room, "close_old_connections", lambda: None)  # the test's own
    assert room.LOOK < 2
    token = do.new_screen(read_house.lead, session)
    parts = iter(Client().get(f"/screen/{token}/events/").streaming_content)
    assert b"event: change" in next(parts)
    team = log_in(read_house.people["facilitator"])
    page = read_house.url(f"sense/{session.key}/")
    assert team.post(f"{page}audience/", {"audience": "study"}).status_code == 302  # never as the study team
    session.refresh_from_db()
    assert session.audience == "participants"
    assert Client().get(f"/screen/{token}/").status_code == 200
    begin = time.monotonic()
    team.post(f"{page}audience/", {"audience": "network"})
    assert b"event: over" in next(parts)
    assert time.monotonic() - begin < 2
    assert Client().get(f"/screen/{token}/").status_code == 404
    assert Client().get(f"/screen/{token}/events/").status_code == 404
    assert "audience/" in team.get(page).content.decode()
    do.open_session(read_house.lead, session)
    assert "audience/" not in team.get(page).content.decode()  # fixed from here on
    assert "fixed before it began" in team.post(f"{page}audience/", {"audience": "board"}, follow=True).content.decode()
    session.refresh_from_db()
    assert session.audience == "network"


def test_a_session_link_leads_nowhere_else(session: Session, read_house: House, elsewhere: House) -> None:
    """Every address of the application, with what a phone in the room carries: no more than a passer-by sees."""
    do.add_map(read_house.lead, session, state_of(session, "net=cooperation"), "Map")
    opened = do.open_session(read_house.lead, session)
    phone = Client()
    phone.post("/session/", {"code": opened.join_code, "name": "Ida"})
    token = do.new_screen(read_house.lead, opened)
    phone.get(f"/screen/{token}/")  # the same browser shows the projector's page
    wrong = []
    for name, arguments, declaration in own_routes():
        team = bool({"region", "study"} & set(arguments))
        if not team and (declaration.who == Visitors.ROOM or name in {"session_join", "preview", "screen"}):
            continue  # the room itself
        for method in declaration.methods:
            with transaction.atomic():
                url = address(name, arguments, elsewhere)
                got = mark(ask(phone, method, url))
                outside = mark(ask(Client(), method, url))
                transaction.set_rollback(True)
            if (team and got not in {"L", "4"}) or got != outside:
                wrong.append(f"{method} {name}: {got}")
    assert not wrong, "\n".join(wrong)
    # Its own study opens no more than another one.
    for rest in (
        "",
        "results/",
        "results/map/",
        "results/map/data.json",
        "sense/",
        f"sense/{session.key}/run/",
        "log/",
    ):
        assert mark(phone.get(read_house.url(rest))) in {"L", "4"}, rest
    # The room itself says nothing that its readers may not know, scene after scene.
    secrets = secret_names(study_of(session.snapshot), Audience.PARTICIPANTS)
    assert len(secrets) >= 10
    for scene in session.scenes.all():
        do.go_to(opened, scene)
        for url in (f"/screen/{token}/", "/session/now/"):
            assert leaks(unquote(phone.get(url).content.decode()), secrets) == [], (url, scene.title)
