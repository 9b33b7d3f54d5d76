"""The example cluster, read, with a person to write to in every organisation."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

import pytest
from django.core import mail as outbox
from django.test import Client

from clusterdynamics.disclosure import Audience
from clusterdynamics_web.fieldwork.models import Contact, ContactKey
from clusterdynamics_web.introductions import operations
from clusterdynamics_web.introductions.models import Introduction, PairList, Side
from clusterdynamics_web.introductions.read import pairs_of
from clusterdynamics_web.studies.models import Snapshot, Study
from clusterdynamics_web.survey.models import Respondent
from tests.web.conftest import House

WAVE = "2026"


@dataclass
class Meeting:
    """A study whose second wave is closed and read."""

    house: House
    snapshot: Snapshot

    @property
    def study(self) -> Study:
        return self.house.study

    def pairs(self, audience: Audience = Audience.CLUSTER_MANAGER) -> list[tuple[str, str]]:
        """Pairs that this reader may ask now."""
        return [(p.first.code, p.second.code) for p in pairs_of(self.snapshot, audience, "en") if p.reachable]

    def ask(self, pair: tuple[str, str]) -> Introduction:
        """Ask a pair and send the letters; the list is made where there is none."""
        if not PairList.objects.filter(wave=self.snapshot.wave).exists():
            operations.prepare_list(self.house.manager, self.snapshot, holds_out=False)
        asked = operations.ask_pairs(self.house.manager, self.snapshot, Audience.CLUSTER_MANAGER, [pair])
        operations.send_due()
        return asked[0]

    def contact(self, code: str) -> Contact:
        return Contact.objects.get(study=self.study, actor__code=code)


@pytest.fixture
def meeting(read_house: House) -> Meeting:
    study = read_house.study
    actors = list(study.actors.all())
    contacts = Contact.objects.bulk_create(
        Contact(
            study=study,
            actor=a,
            name=f"Person {a.code}",
            email=f"{a.code.lower()}@example.org",
            phone=f"+46 70 {k:06}",
            language="en",
        )
        for k, a in enumerate(actors)
    )
    by_actor = {c.actor_id: c for c in contacts}
    people: dict[int, Respondent] = {}
    for person in Respondent.objects.filter(study=study, wave__code=WAVE).order_by("code"):
        people.setdefault(person.actor_id, person)
    ContactKey.objects.bulk_create(ContactKey(contact=by_actor[a], respondent=p) for a, p in people.items())
    return Meeting(read_house, study.snapshots.select_related("study__cluster__region", "wave").get())


def letters_to(code: str) -> list[Any]:
    """Mails that went to the person of an organisation."""
    return [m for m in outbox.outbox if f"{code.lower()}@example.org" in m.to[0]]


def link_in(text: str) -> str:
    """The path of the personal link in a mail."""
    found = re.search(r"https?://[^/\s]+(/(?:meet|named)/\S+)", text)
    assert found, text
    return found[1]


def opened(path: str) -> Client:
    """A browser in which the personal link was opened."""
    client = Client()
    assert client.post(path).status_code == 302
    return client


def side(introduction: Introduction, code: str) -> Side:
    return introduction.sides.get(actor__code=code)


def say(introduction: Introduction, code: str, value: str) -> None:
    """Answer for one side."""
    operations.answer(side(introduction, code), value, name=f"Person {code}", email=f"{code.lower()}@example.org")
