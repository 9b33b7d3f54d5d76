"""Organisations and people one by one."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from clusterdynamics.errors import InputError
from clusterdynamics_web.accounts.models import User
from clusterdynamics_web.fieldwork.models import Contact
from clusterdynamics_web.regions.models import AuditEntry
from clusterdynamics_web.setup.duplicates import unresolved
from clusterdynamics_web.setup.operations import people, roster
from clusterdynamics_web.studies.models import Actor
from tests.web.conftest import House
from tests.web.setup.cases import opened, with_members

pytestmark = pytest.mark.django_db
type LogIn = Callable[[User], Client]


def form(**values: str) -> dict[str, str]:
    return {"label": "", "short_label": "", "domain": "", "nuts": "", "aliases_text": ""} | values


def test_an_organisation_is_added_with_a_code_and_a_short_name(home: House, log_in: LogIn) -> None:
    with_members(home, 1)
    client = log_in(home.lead)
    values = form(label="  Örn & Søn   AB ", domain="https://www.orn.example/about", aliases_text="Örnen\nÖrnen\n")
    response = client.post(home.url("organisations/add/"), values)
    actor = home.study.actors.get(code="orn-son")
    assert response.url == home.url("organisations/o/orn-son/")
    assert (actor.label, actor.domain, actor.aliases) == ("Örn & Søn AB", "orn.example", ["Örnen"])
    assert actor.short_label == "Örn & Søn"


def test_a_name_on_maps_is_given_once_whatever_the_case(home: House, log_in: LogIn) -> None:
    with_members(home, 2)
    client = log_in(home.lead)
    response = client.post(home.url("organisations/add/"), form(label="New", short_label="ASPEN"))
    assert "already stands on the map" in response.content.decode()
    response = client.post(home.url("organisations/o/o01/"), form(label="Birch Papers", short_label="aspen"))
    assert "already stands on the map" in response.content.decode()
    assert home.study.actors.count() == 2


def test_bad_cells_are_refused_at_their_fields(home: House, log_in: LogIn) -> None:
    response = log_in(home.lead).post(home.url("organisations/add/"), form(label="New", nuts="?", domain="no web"))
    errors = response.context["form"].errors
    assert set(errors) == {"nuts", "domain"}
    assert not home.study.actors.exists()


def test_changes_are_on_record_with_the_names_of_the_fields(home: House, log_in: LogIn) -> None:
    with_members(home, 1)
    log_in(home.lead).post(home.url("organisations/o/o00/"), form(label="Aspen Mill", short_label="Aspen", type="firm"))
    assert Actor.objects.get(code="o00").label == "Aspen Mill"
    assert AuditEntry.objects.get(verb="actor.changed").details == {"fields": ["label"]}
    assert Actor.history.filter(label="Aspen Mill").exists()


def test_an_organisation_of_an_earlier_wave_has_left_and_is_not_deleted(home: House) -> None:
    from clusterdynamics_web.studies.models import Wave

    actors = with_members(home, 2)
    first = home.study.waves.get()
    first.opened_at = first.closed_at = home.study.created_at
    first.save()
    second = Wave.objects.create(study=home.study, code="next", position=1)
    roster.remove_actor(home.lead, home.study, actors[0])
    actors[0].refresh_from_db()
    assert actors[0].left == second
    new = roster.add_actor(home.lead, home.study, {"label": "New", "short_label": "New"}, code="new")
    assert new.joined == second
    roster.remove_actor(home.lead, home.study, new)
    assert not Actor.objects.filter(code="new").exists()


def test_an_actor_has_none_or_several_people_to_ask(home: House, log_in: LogIn) -> None:
    actor = with_members(home, 1, contacts=False)[0]
    client = log_in(home.lead)
    add = home.url("organisations/o/o00/people/add/")
    assert client.post(add, {"name": "", "email": "", "phone": ""}).context["form"].errors
    client.post(add, {"name": "Eva", "email": "eva@aspen.example", "is_lead": "on", "role": "CEO"})
    client.post(add, {"name": "Per", "phone": "070", "is_lead": "on"})
    assert {(c.name, c.is_lead) for c in actor.contacts.all()} == {("Eva", False), ("Per", True)}
    eva = actor.contacts.get(name="Eva")
    client.post(home.url(f"organisations/o/o00/people/{eva.pk}/"), {"name": "Eva B", "email": "eva@aspen.example"})
    eva.refresh_from_db()
    assert eva.name == "Eva B"
    assert client.post(home.url(f"organisations/o/o00/people/{eva.pk}/forget/")).status_code == 302
    assert actor.contacts.count() == 1
    entries = AuditEntry.objects.filter(verb__startswith="contact.")
    assert entries.count() == 4
    assert not any("Eva" in str(e.details) + e.object for e in entries)  # the log holds no person's name


def test_the_contact_of_another_organisation_is_not_there(home: House, log_in: LogIn) -> None:
    with_members(home, 2)
    other = Contact.objects.get(actor__code="o01")
    assert log_in(home.lead).get(home.url(f"organisations/o/o00/people/{other.pk}/")).status_code == 404


def test_two_that_look_alike_are_put_together_or_kept(home: House, log_in: LogIn) -> None:
    study = home.study
    for code, label in (("a", "Sandvik AB"), ("b", "SANDVIK"), ("c", "Skog och Trä"), ("d", "Skog & Trä AB")):
        actor = Actor.objects.create(study=study, code=code, label=label, short_label=code)
        Contact.objects.create(study=study, actor=actor, email=f"{code}@x.example")
    assert len(unresolved(study)) == 2
    client = log_in(home.lead)
    page = home.url("organisations/alike/")
    client.post(page, {"one": "a", "other": "b", "choice": "merge"})
    assert not study.actors.filter(code="b").exists()
    kept = study.actors.get(code="a")
    assert kept.aliases == ["SANDVIK"]
    assert kept.contacts.count() == 2
    client.post(page, {"one": "c", "other": "d", "choice": "both"})
    study.refresh_from_db()
    assert unresolved(study) == []
    assert "Say whether they are one or two." in client.post(page, {"one": "c"}, follow=True).content.decode()


def test_a_person_who_is_added_to_an_open_wave_can_answer_and_is_forgotten_with_the_invitation(home: House) -> None:
    wave = opened(home)
    actor = home.study.actors.first()
    contact = people.add_contact(home.lead, home.study, actor, Contact(name="New", email="new@x.example"))
    respondent = contact.keys.get().respondent
    assert respondent.wave == wave
    people.remove_contact(home.lead, home.study, contact)
    assert not wave.respondents.filter(pk=respondent.pk).exists()


def test_answers_of_a_person_who_is_forgotten_stay_without_a_name(home: House) -> None:
    from django.utils import timezone

    wave = opened(home)
    contact = Contact.objects.filter(study=home.study).first()
    person = contact.keys.get().respondent
    person.started_at = timezone.now()
    person.save()
    people.remove_contact(home.lead, home.study, contact)
    person.refresh_from_db()
    assert not hasattr(person, "contact_key")
    assert wave.respondents.filter(pk=person.pk).exists()


def test_the_same_contact_keeps_the_code_from_wave_to_wave(home: House) -> None:
    from clusterdynamics_web.studies.models import Wave

    wave = opened(home)
    codes = {r.contact_key.contact_id: r.code for r in wave.respondents.select_related("contact_key")}
    second = Wave.objects.create(study=home.study, code="next", position=1)
    again = people.ask(second, Contact.objects.filter(study=home.study))
    assert {r.contact_key.contact_id: r.code for r in again} == codes
    assert people.ask(second, Contact.objects.filter(study=home.study)) == []


def test_taking_off_the_list_is_refused_while_people_answer(home: House, log_in: LogIn) -> None:
    opened(home)
    actor = home.study.actors.first()
    with pytest.raises(InputError, match="opt out"):
        roster.remove_actor(home.lead, home.study, actor)
    response = log_in(home.lead).post(home.url(f"organisations/o/{actor.code}/remove/"), follow=True)
    assert "stays on the list" in response.content.decode()
    assert Actor.objects.filter(pk=actor.pk).exists()
