"""The example cluster after its second wave, with people to write to."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from clusterdynamics_web.fieldwork.models import Contact, ContactKey
from clusterdynamics_web.studies.models import Wave
from clusterdynamics_web.survey.models import Respondent
from clusterdynamics_web.survey.operations import create_link
from tests.web.conftest import DRAWN, House


@pytest.fixture
def wave(read_house: House, monkeypatch: pytest.MonkeyPatch) -> Wave:
    """The latest wave, closed; r001 and r003 have an address. The chart is drawn in the tests of the library."""
    monkeypatch.setattr("clusterdynamics.report.personal.cluster.to_svg", lambda _chart, alt, title: DRAWN)
    found: Wave = read_house.study.waves.latest("position")
    for code in ("r001", "r003"):
        person = Respondent.objects.get(wave=found, code=code)
        contact = Contact.objects.create(
            study=read_house.study, actor=person.actor, name="Anna", email=f"{code}@example.org", language="en"
        )
        ContactKey.objects.create(contact=contact, respondent=person)
    return found


@pytest.fixture
def reader(wave: Wave) -> Callable[..., Client]:
    """Return a function that opens the personal link of somebody, in English."""

    def reader(code: str = "r001", language: str = "en") -> Client:
        person = Respondent.objects.get(wave=wave, code=code)
        Respondent.objects.filter(pk=person.pk).update(language=language)
        client = Client()
        assert client.post(f"/a/{create_link(person)}/").status_code == 302
        return client

    return reader
