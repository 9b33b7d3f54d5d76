"""Calls, call-backs, refusals, and who calls whom."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from clusterdynamics.errors import InputError
from clusterdynamics_web.fieldwork.models import MailKind
from clusterdynamics_web.fieldwork.recipients import Why, recipients
from clusterdynamics_web.interviews import operations
from clusterdynamics_web.interviews.models import Note, Outcome
from clusterdynamics_web.interviews.read import Turn, call_list
from clusterdynamics_web.regions.models import AuditEntry, Role
from clusterdynamics_web.survey.models import Respondent
from tests.web.fieldwork.conftest import Field

pytestmark = pytest.mark.django_db


def _interviewer(calls: Field):
    return calls.home.people[Role.INTERVIEWER]


def test_only_interviewers_of_the_study_are_assigned(calls: Field) -> None:
    person = calls.people["D"]
    with pytest.raises(InputError, match="interviewers"):
        operations.assign(calls.home.lead, calls.study, {person.pk: calls.home.manager.pk})
    assert operations.assign(calls.home.lead, calls.study, {calls.people["A"].pk: None, person.pk: None}) == 1
    assert Respondent.objects.filter(assigned_to=_interviewer(calls)).count() == 2


def test_a_call_back_needs_a_time_to_come(calls: Field) -> None:
    now = timezone.now()
    for when in (None, now - timedelta(minutes=1)):
        with pytest.raises(InputError, match="call back"):
            operations.log_attempt(_interviewer(calls), calls.people["A"], Outcome.CALL_BACK, call_back_at=when)
    operations.log_attempt(
        _interviewer(calls), calls.people["A"], Outcome.CALL_BACK, call_back_at=now + timedelta(hours=2)
    )
    assert calls.people["A"].attempts.count() == 1


def test_a_refusal_is_a_no_and_stops_every_mail(calls: Field) -> None:
    operations.log_attempt(_interviewer(calls), calls.people["B"], Outcome.REFUSED, note="No time, she said")
    why = {r.respondent.actor.code: r.why_not for r in recipients(calls.wave, MailKind.INVITATION)}
    assert why["B"] == Why.DECLINED
    assert "She said" not in str(list(AuditEntry.objects.values_list("details", flat=True)))


def test_the_list_begins_with_promises_that_are_due(calls: Field) -> None:
    now = timezone.now()
    user = _interviewer(calls)
    a, b, c = (calls.people[x] for x in "ABC")
    operations.log_attempt(user, a, Outcome.CALL_BACK, call_back_at=now + timedelta(hours=1))
    operations.log_attempt(user, b, Outcome.NO_ANSWER)
    turns = {x.person.actor.code: x.turn for x in call_list([a, b, c])}
    assert turns == {"A": Turn.LATER, "B": Turn.AGAIN, "C": Turn.NEW}
    a.attempts.update(call_back_at=now - timedelta(minutes=5))
    assert [x.person.actor.code for x in call_list([a, b, c])] == ["A", "C", "B"]
    c.submitted_at = now
    assert [x.turn for x in call_list([a, b, c])] == [Turn.DUE, Turn.AGAIN, Turn.DONE]


def test_a_note_in_the_margin_is_kept_changed_and_taken_away(calls: Field) -> None:
    user, person = _interviewer(calls), calls.people["A"]
    operations.take_note(user, person, "pick", "knows them only by name")
    operations.take_note(user, person, "pick", "met once")
    assert Note.objects.get().text == "met once"
    operations.take_note(user, person, "pick", "  ")
    assert not Note.objects.exists()
