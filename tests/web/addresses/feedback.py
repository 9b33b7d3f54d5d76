"""Addresses of giving back: the private report by the personal link, and the pages of the team."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from clusterdynamics_web.feedback.models import Objection
from clusterdynamics_web.studies.models import Actor
from clusterdynamics_web.survey.models import Respondent
from tests.web.conftest import House

TABLE: tuple[tuple[str, str, str], ...] = (
    # an account opens no report: only the personal link does
    ("GET", "feedback", "333 333 33333"),
    ("GET", "feedback_pdf", "333 333 33333"),
    ("POST", "feedback_useful", "333 333 33333"),
    ("GET", "feedback_object", "333 333 33333"),
    ("POST", "feedback_object", "333 333 33333"),
    ("GET", "feedback_words", "333 333 33333"),
    ("GET", "feedback_home", "L44 443 ++333"),
    ("POST", "feedback_automatic", "L44 443 ++333"),
    ("GET", "feedback_send", "L44 443 ++333"),
    ("POST", "feedback_send", "L44 443 ++333"),
    ("GET", "feedback_objections", "L44 443 +3333"),
    ("GET", "feedback_answer", "L44 443 +3333"),
    ("POST", "feedback_answer", "L44 443 +3333"),
    ("POST", "feedback_sheets", "L44 443 +3333"),
    ("GET", "feedback_sheets_file", "L44 443 43333"),  # none have been made
)


def _objection(house: House) -> str:
    wave = house.study.waves.get()
    actor, _new = Actor.objects.get_or_create(study=house.study, code="a-objects", label="Organisation that objects")
    person, _new = Respondent.objects.get_or_create(study=house.study, wave=wave, code="r-objects", actor=actor)
    return Objection.objects.create(respondent=person, about="own", text="This is wrong.").key


SAMPLES: dict[str | tuple[str, str], Callable[[House], Any]] = {("feedback_answer", "objection"): _objection}

PLAIN: set[str] = set()
