"""WS-07: a note is about the scene, a group of links, or an organisation that the room may name; nobody else's name."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from clusterdynamics.disclosure import leaks
from clusterdynamics.errors import InputError
from clusterdynamics_web.accounts.models import User
from clusterdynamics_web.actions.models import Finding
from clusterdynamics_web.fieldwork.models import Contact
from clusterdynamics_web.sensemaking import operations as do
from clusterdynamics_web.sensemaking.masking import agreed_in, masked
from clusterdynamics_web.sensemaking.models import Mask, MissingLink, Note, Preview, Ripple, Scene, SceneKind, Session
from clusterdynamics_web.sensemaking.notes import notes_csv, notes_shown
from clusterdynamics_web.sensemaking.record import record_html
from clusterdynamics_web.studies.models import Actor
from clusterdynamics_web.survey.models import Respondent
from clusterdynamics_web.survey.operations import erase_answers, opt_out
from tests.web.conftest import House

pytestmark = pytest.mark.django_db


def told(session: Session, *actors: Actor) -> None:
    """Let organisations know in time that a session names them."""
    sent = timezone.now() - timedelta(hours=72)
    for actor in actors:
        Preview.objects.create(session=session, actor=actor, token_hash=f"hash-{actor.pk}", sent_at=sent)


def phone(session: Session) -> Client:
    client = Client()
    client.post("/session/", {"code": session.join_code, "name": "Ida"})
    return client


def test_a_note_is_about_what_the_room_may_name(
    session: Session, read_house: House, log_in: Callable[[User], Client]
) -> None:
    study = read_house.study
    agreed = agreed_in(session)
    free = list(study.actors.filter(code__in=agreed.named).order_by("pk")[:2])
    secret = study.actors.exclude(code__in=agreed.named).order_by("pk")[0]
    one, left_out = free
    told(session, one, left_out, secret)
    opened = do.open_session(read_house.lead, session)
    Mask.objects.get_or_create(session=session, actor=left_out)
    there, scene = phone(opened), opened.current
    page = there.get("/session/now/").content.decode()
    # The room reads whom it may choose; no other name is in the source of the page.
    assert f'<option value="organisation:{one.pk}">' in page
    others = [n for a in study.actors.exclude(pk=one.pk) for n in (a.label, *([a.short_label] if a != one else []))]
    assert not leaks(page, {n for n in others if n in agreed.secrets or n in {left_out.label, secret.label}})
    for key in (f"organisation:{left_out.pk}", f"organisation:{secret.pk}", "area:nowhere", "kinds:a|b"):
        there.post("/session/note/", {"text": "About whom?", "about": key})
        with pytest.raises(InputError, match="cannot be about this"):
            do.add_note(scene, "About whom?", about=key)
    assert not Note.objects.exists()
    kinds = list(study.parsed.types.items())[:2]
    pair = f"kinds:{kinds[0][0]}|{kinds[1][0]}"
    area = study.areas[0]
    given = {
        "": "The picture is right",
        f"organisation:{one.pk}": "They open doors",
        f"area:{area['id']}": "=We should begin here",
        f"purpose:{study.purposes[0]['id']}": "Not yet",
        "depth:2": "Too few",
        pair: f"{secret.label} and {left_out.label} could do more",
    }
    for key, text in given.items():
        there.post("/session/note/", {"text": text, "about": key, "signed": "on" if not key else ""})
    assert Note.objects.count() == len(given)
    about = [note.about for note in notes_shown(scene)]
    assert about[:3] == ["", one.label, area["label"]]
    assert about[4].startswith("Links: 2: ")
    assert about[5] == f"Links: {kinds[0][1]} and {kinds[1][1]}"
    # The facilitator pins one as well, and hides another; the text names nobody who may not be named.
    team = log_in(read_house.people["facilitator"])
    run = read_house.url(f"sense/{session.key}/run/")
    team.post(f"{run}{scene.pk}/note/", {"text": "Said at table two", "about": f"area:{area['id']}"})
    assert Note.objects.get(text="Said at table two").guest is None
    team.post(f"{run}note/{Note.objects.get(text='Not yet').pk}/hide/")
    screen = Client().get(f"/screen/{do.new_screen(read_house.lead, opened)}/").content.decode()
    control = team.get(run).content.decode()
    overview = team.get(read_house.url(f"sense/{session.key}/")).content.decode()
    for text in (screen, control, overview, record_html(session, []), notes_csv(session)):
        assert "They open doors" in text
        assert "Said at table two" in text
        assert "Not yet" not in text
        assert not leaks(text, [secret.label, left_out.label])
        assert one.label in text
    answer = team.get(read_house.url(f"sense/{session.key}/notes.csv"))
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert rows[0] == ["Scene", "Title", "About", "Note", "Signed", "Written"]
    assert [r[3] for r in rows if r[2] == area["label"]] == ["'=We should begin here", "Said at table two"]
    # Whoever asks later not to be named is named from then on neither by the note nor by what it is about.
    do.ask_mask(session, one)
    assert not leaks(notes_csv(session), [one.label])
    assert notes_shown(scene)[1].about == "(not named)"


def test_what_people_wrote_names_nobody_who_has_left(session: Session, read_house: House) -> None:
    study = read_house.study
    people = list(Respondent.objects.filter(study=study, submitted_at__isnull=False).order_by("actor", "pk"))
    person, other = people[0].actor, people[-1].actor
    Respondent.objects.filter(study=study, actor=person).exclude(pk=people[0].pk).update(submitted_at=None)
    left = {"Zz": person, "Yy": other}
    for name, actor in left.items():
        named = {"label": f"{name} Timber  AB", "short_label": f"{name}timber", "aliases": [f"{name} old name"]}
        Actor.objects.filter(pk=actor.pk).update(**named)
    do.add_scene(read_house.lead, session, SceneKind.RIPPLE, "With Zz timber ab")
    opened = do.open_session(read_house.lead, session)
    scene = opened.scenes.get(kind="ripple")
    pinned, finding = {}, {}
    for name, actor in left.items():
        guest, _token = do.join(opened.join_code, f"{name}timber")
        do.add_note(
            scene, f"Ask {name}  timber AB, or {name.upper()}TIMBER-people", guest=guest, signed=f"{name}timber"
        )
        pinned[name] = do.add_note(scene, "They begin")
        Note.objects.filter(pk=pinned[name].pk).update(actor=actor)
        do.add_ripple(guest, scene, {"what": f"{name} old name lent a kiln", "who": f"{name}timber", "went": "well"})
        for ends in ((f"{name} TIMBER AB", "Somebody"), ("A firm", f"the people of {name}timber")):
            do.miss_link(guest, scene, {"origin": ends[0], "target": ends[1], "relation": "depth"})
        assert MissingLink.objects.filter(origin=actor).count() == 1
        given = {"statement": f"{name} Timber AB carries us", "to_do": f"Ask {name}timber"}
        finding[name] = Finding.objects.create(study=study, code=name, wave=session.snapshot.wave, **given)
    do.miss_link(guest, scene, {"origin": "A firm", "target": "Somebody", "relation": "depth"})
    lines = [{"text": "With Zztimber", "counts": {}}, {"text": "With Yytimber", "counts": {}}]
    Scene.objects.filter(pk=scene.pk).update(result={"lines": lines})
    contact = Contact.objects.create(study=study, actor=study.actors.first(), name="Zz Person")
    signed = do.add_note(opened.current, "zz person said so", signed="Zz Person")

    def found(name: str) -> list[str]:
        """Return where an organisation is still named."""
        names = [f"{name} Timber AB", f"{name}timber", f"{name} old name"]
        rows = [str(row) for m in (Note, Ripple, MissingLink, Scene, Finding) for row in m.objects.values()]
        rows += [str(row) for row in session.guests.values("name")]
        return [row for row in rows if leaks(row, names)]

    assert len(found("Zz")) == len(found("Yy")) > 6  # the test itself reaches every place
    erase_answers(people[0])
    assert found("Zz") == []
    assert found("Yy")
    opt_out(Actor.objects.get(pk=other.pk), session.snapshot.wave)
    assert found("Yy") == []
    for name in left:
        pinned[name].refresh_from_db()
        finding[name].refresh_from_db()
        assert pinned[name].actor is None
        assert finding[name].statement == "(inte namngiven) carries us"  # in the language of the study
    assert [m.target_words for m in MissingLink.objects.all()] == ["Somebody"]  # who has nothing to do with it stays
    assert Note.objects.filter(text="Ask (not named), or (not named)-people", signed="(not named)").count() == 2
    # What is said about it afterwards is not even kept.
    assert do.add_note(scene, "Yytimber once more").text == "(not named) once more"
    # The name of a person who is erased goes as well.
    contact.delete()
    signed.refresh_from_db()
    assert (signed.text, signed.signed) == ("(not named) said so", "(not named)")


def test_names_are_found_as_words() -> None:
    hidden = ["Nova", "Nova Forest"]
    assert masked("Nova  forest, NOVA_x, Novated, Nova", hidden) == "(not named), (not named)_x, Novated, (not named)"
    assert masked("Nova", []) == "Nova"
