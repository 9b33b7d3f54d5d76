"""The example cluster with its stories, in the field: everything that stories need, read from the package once."""

from __future__ import annotations

from functools import cache

import pytest
from django.utils import timezone

from clusterdynamics.examples import skogsbygden
from clusterdynamics.study.model import Study as StudyPackage
from clusterdynamics_web.regions.models import Role
from clusterdynamics_web.stories.models import Door
from clusterdynamics_web.stories.operations import open_door
from clusterdynamics_web.studies.models import Actor, StudyRole
from clusterdynamics_web.studies.state import current_wave
from clusterdynamics_web.survey.models import Consent, Respondent, Story
from tests.web.conftest import STUDY_ROLES, House


@cache
def package() -> StudyPackage:
    return skogsbygden.build()


@pytest.fixture
def told(home: House) -> House:
    """Four stories in the questionnaire: of two organisations, one of them only for the study team."""
    wave = current_wave(home.study)
    for code, visibility in (("A", "public"), ("B", "nobody")):
        actor = Actor.objects.create(study=home.study, code=code, label=f"Organisation {code}")
        person = Respondent.objects.create(
            study=home.study, wave=wave, code=f"r{code.lower()}", actor=actor, submitted_at=timezone.now()
        )
        Consent.objects.create(respondent=person, choice="quote", visibility="public")
        for worked in (True, False):
            Story.objects.create(
                study=home.study,
                code=f"{code}-{'worked' if worked else 'failed'}",
                wave=wave,
                respondent=person,
                actor=actor,
                title=f"Story of {code} that {'worked' if worked else 'failed'}",
                text=f"We met at lunch. Then we trusted each other. That was in {code}.",
                worked=worked,
                language="en",
                visibility=visibility,
            )
    return home


@pytest.fixture
def door(home: House) -> Door:
    return open_door(home.lead, home.study, label="Spring meeting")[0]


@pytest.fixture
def interviewed(told: House) -> Respondent:
    """Somebody of organisation A, whom the interviewer is to ask."""
    person = told.study.respondents.get(code="ra")
    person.assigned_to = told.people[Role.INTERVIEWER]
    person.save()
    return person


__all__ = ["STUDY_ROLES", "StudyRole", "door", "interviewed", "package", "told"]
