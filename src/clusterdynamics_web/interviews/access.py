"""An interviewer reaches the people assigned to them, and their answers only until these are sent in."""

from __future__ import annotations

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404

from clusterdynamics_web.access import Access, access_study
from clusterdynamics_web.accounts.models import User
from clusterdynamics_web.rights import Right
from clusterdynamics_web.studies.models import Study
from clusterdynamics_web.studies.state import current_wave
from clusterdynamics_web.survey.models import Respondent

__all__ = ["access_interview", "access_open_interview", "assigned_to", "may_ask"]

type Visitor = User | AnonymousUser


def assigned_to(user: Visitor, study: Study) -> QuerySet[Respondent]:
    """Return the people of the current wave whom `user` is to interview."""
    if not isinstance(user, User):
        return Respondent.objects.none()
    return Respondent.objects.filter(wave=current_wave(study), assigned_to=user, is_test=False).select_related(
        "actor", "wave", "study__cluster__region", "contact_key__contact"
    )


def may_ask(person: Respondent) -> bool:
    """Return whether somebody may still be asked: nothing is sent in yet, and they have not said no."""
    return person.submitted_at is None and person.declined_at is None


def access_interview(user: Visitor, region: str, study: str, code: str) -> tuple[Access[Study], Respondent]:
    """Return somebody whom `user` is to interview; others are not there."""
    granted = access_study(user, region, study, Right.INTERVIEW)
    person = assigned_to(user, granted.object).filter(code=code).first()
    if person is None:
        raise Http404
    return granted, person


def access_open_interview(user: Visitor, region: str, study: str, code: str) -> tuple[Access[Study], Respondent]:
    """Return somebody whose answers `user` may still read and write: nothing is sent in yet, and nobody said no."""
    granted, person = access_interview(user, region, study, code)
    if not may_ask(person):
        raise PermissionDenied
    return granted, person
