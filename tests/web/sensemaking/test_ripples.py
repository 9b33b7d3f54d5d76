"""What came of working together: told on phones, seen on the screen, kept in the record."""

from __future__ import annotations

import csv
import io
import xml.etree.ElementTree as ET
from collections.abc import Callable

import pytest
from django.test import Client

from clusterdynamics.errors import InputError
from clusterdynamics_web.accounts.models import User
from clusterdynamics_web.sensemaking import operations as do
from clusterdynamics_web.sensemaking.models import Guest, Mask, Ripple, Scene, SceneKind, Session
from clusterdynamics_web.sensemaking.record import record_html
from clusterdynamics_web.sensemaking.ripple_map import draw_ripples
from clusterdynamics_web.sensemaking.ripples import chains_of, outline_of, to_csv
from clusterdynamics_web.sensemaking.shown import ripples_shown
from clusterdynamics_web.survey.models import Story
from tests.web.conftest import House

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene(session: Session, read_house: House) -> Scene:
    made = do.add_scene(read_house.lead, session, SceneKind.RIPPLE, "What came of it")
    opened = do.open_session(read_house.lead, session)
    do.go_to(opened, made)
    return Scene.objects.select_related("session__study", "session__snapshot__study").get(pk=made.pk)


def phone(scene: Scene, name: str) -> Client:
    client = Client()
    client.post("/session/", {"code": scene.session.join_code, "name": name})
    return client


def test_pairs_tell_what_led_to_what(scene: Scene, read_house: House, log_in: Callable[[User], Client]) -> None:
    ida, bo = phone(scene, "Ida and Per"), phone(scene, "Bo")
    assert "Tell what changed" in ida.get("/session/now/").content.decode()
    assert "This field is required" in ida.post("/session/ripple/", {"went": "well"}).content.decode()
    told = {"what": "Two sawmills share a kiln", "who": "sawmills", "when": "2024", "went": "well", "signed": "on"}
    assert ida.post("/session/ripple/", told).headers["Location"] == "/session/now/"
    first = Ripple.objects.get()
    assert first.signed == "Ida and Per"
    # Another pair goes on from there, and begins something of its own.
    assert "what did it lead to" in bo.get(f"/session/ripple/{first.pk}/then/").content.decode()
    bo.post(f"/session/ripple/{first.pk}/then/", {"what": "=They sold the old one", "went": "not"})
    bo.post("/session/ripple/", {"what": "A course for <drivers>", "went": "open", "domain": "skills"})
    second = Ripple.objects.get(parent=first)
    steps = outline_of(scene)
    assert [(s.number, s.parent, s.depth) for s in steps] == [("1", "", 0), ("1.1", "1", 1), ("2", "", 0)]
    # Only those who told it change it, and nothing is taken back on which others have built.
    assert bo.get(f"/session/ripple/{first.pk}/").status_code == 302
    bo.post(f"/session/ripple/{first.pk}/", told | {"what": "Mine"})
    assert Ripple.objects.get(pk=first.pk).what == "Two sawmills share a kiln"
    assert "Take that back first" in ida.post(f"/session/ripple/{first.pk}/", {"remove": "1"}).content.decode()
    ida.post(f"/session/ripple/{first.pk}/", told | {"what": "Three sawmills share a kiln"})
    # The screen shows drawing and outline, the phone the outline, the control page what can be hidden.
    screen = Client().get(f"/screen/{do.new_screen(read_house.lead, scene.session)}/").content.decode()
    assert "Three sawmills share a kiln" in screen
    assert "data:image/svg+xml" in screen
    assert "Three sawmills share a kiln" in bo.get("/session/now/").content.decode()
    team = log_in(read_house.lead)
    run = read_house.url(f"sense/{scene.session.key}/run/")
    assert f"ripple/{second.pk}/hide/" in team.get(run).content.decode()
    team.post(f"{run}ripple/{second.pk}/hide/")
    assert [s.number for s in outline_of(scene)] == ["1", "2"]
    assert bo.get(f"/session/ripple/{second.pk}/then/").status_code == 404
    Ripple.objects.filter(pk=second.pk).update(hidden_at=None)
    # Files for the team say the same; a spreadsheet computes nothing of it.
    base = read_house.url(f"sense/{scene.session.key}/scenes/{scene.pk}/ripples.")
    rows = list(csv.reader(io.StringIO(team.get(f"{base}csv").content.decode("utf-8-sig"))))
    assert [r[2] for r in rows[1:]] == [
        "Three sawmills share a kiln",
        "'=They sold the old one",
        "A course for <drivers>",
    ]
    assert team.get(f"{base}svg").content.startswith(b"<svg")
    assert team.get(f"{base}exe").status_code == 404
    # At the end it is in the record, as chains for others to read, and of names only those under what was signed.
    do.close_session(read_house.lead, scene.session, findings=1)
    assert not Guest.objects.exists()
    assert list(Ripple.objects.values_list("signed", flat=True)) == ["Ida and Per", "", ""]
    record = record_html(Session.objects.get(pk=scene.session.pk), [])
    assert "Three sawmills share a kiln" in record
    assert "A course for &lt;drivers&gt;" in record
    chains = chains_of(scene.session)
    assert [[s.number for s in c.steps] for c in chains] == [["1", "1.1"], ["2"]]
    assert [c.worked for c in chains] == [False, None]
    assert chains[0].text.splitlines() == ["Three sawmills share a kiln (sawmills · 2024)", "=They sold the old one"]
    # They go on as stories, once, which only the study team reads at first.
    page = read_house.url(f"sense/{scene.session.key}/")
    assert "Take it into the stories" in team.get(page).text
    for _twice in range(2):
        assert "2 stories are with the others." in team.post(f"{page}stories/", follow=True).text
    kept = list(Story.objects.filter(study=read_house.study, telling__reference__startswith="ripple:").order_by("pk"))
    assert [(s.text, s.worked, s.visibility) for s in kept] == [(c.text, c.worked, "nobody") for c in chains]
    assert ida.get("/session/ripple/").headers["Location"] == "/session/"


def test_limits_and_wrong_places(scene: Scene, session: Session, read_house: House) -> None:
    guest, _token = do.join(str(scene.session.join_code), "")
    other = session.scenes.exclude(pk=scene.pk).first()
    with pytest.raises(InputError, match="something else"):
        do.add_ripple(guest, Scene.objects.select_related("session").get(pk=other.pk), {"what": "x"})
    with pytest.raises(InputError, match="Say what changed"):
        do.add_ripple(guest, scene, {"what": "  "})
    last = None
    for k in range(8):
        last = do.add_ripple(guest, scene, {"what": f"Step {k}"}, parent=last)
    with pytest.raises(InputError, match="Begin a new line"):
        do.add_ripple(guest, scene, {"what": "Too deep"}, parent=last)
    do.remove_ripple(guest, last)
    for k in range(33):
        do.add_ripple(guest, scene, {"what": f"More {k}"})
    with pytest.raises(InputError, match="40 changes"):
        do.add_ripple(guest, scene, {"what": "One more"})
    assert len(outline_of(scene)) == 40


def test_the_drawing_holds_every_step_and_nothing_overlaps(scene: Scene, read_house: House) -> None:
    guest, _token = do.join(str(scene.session.join_code), "")
    actor = read_house.study.actors.first()
    root = do.add_ripple(guest, scene, {"what": f"{actor.label} opened its doors " + "very long words " * 12})
    for k in range(4):
        one = do.add_ripple(guest, scene, {"what": f"Then {k}", "when": "2025", "went": "not"}, parent=root)
        do.add_ripple(guest, scene, {"what": f"And {k}"}, parent=one)
    do.add_ripple(guest, scene, {"what": "Another beginning"})
    svg = draw_ripples(outline_of(scene), "What came of it")
    tree = ET.fromstring(svg)  # noqa: S314 - our own
    space = "{http://www.w3.org/2000/svg}"
    boxes = [
        tuple(float(r.get(a, 0)) for a in ("x", "y", "width", "height"))
        for g in tree.iter(f"{space}g")
        for r in g.findall(f"{space}rect")
    ]
    assert len(boxes) == 10
    for k, (x, y, w, h) in enumerate(boxes):
        for x2, y2, w2, h2 in boxes[k + 1 :]:
            assert x + w <= x2 or x2 + w2 <= x or y + h <= y2 or y2 + h2 <= y
    height = float(tree.get("viewBox", "").split()[3])
    assert max(y + h for _x, y, _w, h in boxes) < height
    assert "10 changes, from 2 beginnings. 4 did not work." in svg
    # An organisation that asked not to be named is not, wherever it is told of.
    Mask.objects.create(session=scene.session, actor=actor)
    shown = ripples_shown(scene)
    assert shown is not None
    assert "(not named) opened its doors" in shown["steps"][0].what
    assert actor.label not in to_csv(shown["steps"])
