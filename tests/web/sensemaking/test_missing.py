"""WS-15: a link that the room misses waits for review, lies beside the data, and is drawn only where both agreed."""

from __future__ import annotations

import base64
from collections.abc import Callable
from itertools import combinations
from typing import Any
from urllib.parse import unquote

import pytest
from django.test import Client

from clusterdynamics.disclosure import leaks
from clusterdynamics.errors import InputError
from clusterdynamics_web.accounts.models import User
from clusterdynamics_web.sensemaking import operations as do
from clusterdynamics_web.sensemaking.maps import map_shown, state_of
from clusterdynamics_web.sensemaking.masking import agreed_in
from clusterdynamics_web.sensemaking.missing import told_to_the_room
from clusterdynamics_web.sensemaking.models import MissingLink, Session
from clusterdynamics_web.sensemaking.record import record_html
from clusterdynamics_web.survey.package import build_study
from tests.web.conftest import House
from tests.web.sensemaking.test_notes import phone, told

pytestmark = pytest.mark.django_db


def svg_of(shown: dict[str, Any]) -> str:
    return base64.b64decode(shown["picture"].partition("base64,")[2]).decode()


def test_a_missing_link_is_reviewed_and_drawn_beside_the_answers(
    session: Session, read_house: House, log_in: Callable[[User], Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    study = read_house.study
    scene = do.add_map(read_house.lead, session, state_of(session, "net=cooperation"), "Map")
    agreed = agreed_in(session)
    told(session, *study.actors.filter(code__in=agreed.named))
    before = map_shown(scene)
    assert before is not None
    drawn = {a.code: a for a in study.actors.filter(code__in=agreed.drawn)}
    partners = {row[0]: row[2] for table in before["tables"] for row in table["rows"] if len(row) == 3}
    pairs = combinations(sorted(drawn), 2)
    ends = next((drawn[a], drawn[b]) for a, b in pairs if drawn[b].map_label not in partners[drawn[a].label])
    undrawn = study.actors.filter(code__in=agreed.named - agreed.drawn).first()
    secret = study.actors.exclude(code__in=agreed.named).order_by("pk")[0]
    opened = do.open_session(read_house.lead, session)
    scene = opened.scenes.select_related("session__snapshot__wave").get(pk=scene.pk)
    do.go_to(opened, scene)
    there = phone(opened)
    assert "A link is missing on the map" in there.get("/session/now/").content.decode()
    form = there.get("/session/missing/").content.decode()
    assert f'<option value="{ends[0].label}">' in form
    assert not leaks(form, [secret.label])
    assert "This field is required" in there.post("/session/missing/", {"origin": "A firm"}).content.decode()
    given = {"origin": ends[0].label, "target": ends[1].label.upper(), "relation": "depth", "depth": "2"}
    assert "two different" in there.post("/session/missing/", given | {"target": given["origin"]}).content.decode()
    answers = build_study(study)["ties"].rows()
    for target in (given["target"], secret.label, *([undrawn.label] if undrawn else [])):
        there.post("/session/missing/", given | {"target": target, "signed": "on"})
    links = list(MissingLink.objects.all())
    assert [link.target for link in links[:2]] == [ends[1], secret]
    # Nobody sees it before it was looked at, and the cluster manager never.
    screen = f"/screen/{do.new_screen(read_house.lead, opened)}/"
    for url in (screen, "/session/now/"):
        assert "missed" not in there.get(url).content.decode()
    team = log_in(read_house.people["facilitator"])
    page = read_house.url(f"sense/{session.key}/missing/")
    assert given["target"] in team.get(page).content.decode()
    assert log_in(read_house.manager).get(page).status_code == 403
    first = f"{page}{links[0].pk}/"
    assert "Say why" in team.post(first, {"keep": "1", "reason": " "}, follow=True).content.decode()
    for link in links:
        team.post(f"{page}{link.pk}/", {"keep": "1", "reason": "Ask both in the next wave"})
    links[0].refresh_from_db()
    assert (links[0].state, links[0].reviewed_by) == ("kept", read_house.people["facilitator"])
    # Drawn is what both agreed to: the link to the organisation nobody may name is told to nobody.
    shown = map_shown(scene)
    assert shown is not None
    assert shown["tables"][-1]["rows"] == [
        [ends[0].label, ends[1].label, "Depth of cooperation", told_to_the_room(session)[0].depth]
    ]
    assert shown["answer"].endswith("1 dashed link is what the room missed. It is not in the answers.")
    assert shown["alt"].endswith("It is not in the answers.")
    picture, first_picture = svg_of(shown), svg_of(before)
    assert 'stroke-dasharray="7 5"' in picture
    assert "dashed: missed by the room" in picture
    assert 'stroke-dasharray="7 5"' not in first_picture
    everywhere = f"{Client().get(screen).content.decode()}{record_html(session, [])}"
    assert ends[1].label in everywhere
    assert not leaks(unquote(everywhere), [secret.label])
    table = team.get(read_house.url(f"sense/{session.key}/missing.csv")).content.decode("utf-8-sig")
    assert "Ask both in the next wave" in table
    assert secret.label in table  # for those who review
    # The answers of the wave are what they were.
    assert build_study(study)["ties"].rows() == answers
    # Maps of other links, of deeper ones and of an earlier wave do not show it, nor does one without these names.
    for state in ("net=advice", "net=deep", "net=cooperation&wave=2024"):
        scene.map_state = state_of(session, state)
        other = map_shown(scene)
        assert other is not None
        assert "dashed" not in other["answer"]
    scene.map_state = state_of(session, "net=cooperation")
    do.ask_mask(session, ends[1])
    unnamed = map_shown(scene)
    assert unnamed is not None
    assert "dashed" not in unnamed["answer"]
    assert told_to_the_room(session) == []
    team.post(first, {"aside": "1", "reason": "It ended last year"})
    links[0].refresh_from_db()
    assert links[0].state == "aside"
    # What cannot be missed, and how much.
    guest, _token = do.join(opened.join_code, "")
    firms = {"origin": "A firm", "target": "B firm", "relation": "depth", "depth": "99"}
    assert do.miss_link(guest, scene, firms).depth == ""
    for wrong in ({"target": " a FIRM "}, {"target": " "}, {"relation": "trust"}):
        with pytest.raises(InputError):
            do.miss_link(guest, scene, firms | wrong)
    with pytest.raises(InputError, match="Choose"):
        do.review_link(read_house.lead, links[0], "new", "why not")
    monkeypatch.setattr("clusterdynamics_web.sensemaking.operations.missing._OWN", 1)
    with pytest.raises(InputError, match="enough"):
        do.miss_link(guest, scene, firms)
    do.close_session(read_house.lead, opened, findings=1)
    scene.session.refresh_from_db()
    with pytest.raises(InputError, match="not open"):
        do.miss_link(guest, scene, firms)
