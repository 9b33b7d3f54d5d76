"""A wave in the field: organisations, people to ask, and some of them further than others."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

import pytest
from django.utils import timezone

from clusterdynamics_web.fieldwork.models import Contact, ContactKey
from clusterdynamics_web.studies.models import Actor, Study, Wave
from clusterdynamics_web.studies.state import current_wave
from clusterdynamics_web.survey.models import Respondent
from tests.web.conftest import House


@dataclass
class Field:
    """A study in the field."""

    home: House
    wave: Wave
    people: dict[str, Respondent]

    @property
    def study(self) -> Study:
        return self.home.study

    def contact(self, code: str) -> Contact:
        return Contact.objects.get(keys__respondent=self.people[code])


@pytest.fixture
def field(home: House) -> Field:
    """Ten organisations A to J, each with one person to ask, in an open wave of three weeks; nobody is invited."""
    wave = current_wave(home.study)
    today = timezone.localdate()
    wave.opens, wave.closes = today, today + timedelta(days=21)
    wave.opened_at = timezone.now()
    wave.save()
    actors = Actor.objects.bulk_create(
        Actor(study=home.study, code=c, label=f"Organisation {c}", type="firm" if c < "G" else "research")
        for c in "ABCDEFGHIJ"
    )
    people = Respondent.objects.bulk_create(
        Respondent(study=home.study, wave=wave, code=f"r{a.code.lower()}", actor=a) for a in actors
    )
    contacts = Contact.objects.bulk_create(
        Contact(
            study=home.study,
            actor=a,
            name=f"Person {a.code}",
            email=f"{a.code.lower()}@example.org",
            language="sv" if a.code == "B" else "en",
        )
        for a in actors
    )
    ContactKey.objects.bulk_create(ContactKey(contact=c, respondent=p) for c, p in zip(contacts, people, strict=True))
    return Field(home, wave, {a.code: p for a, p in zip(actors, people, strict=True)})
