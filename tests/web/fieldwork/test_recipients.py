"""Who gets a mail, and why somebody does not (RT-02)."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from clusterdynamics_web.fieldwork.models import Mail, MailKind
from clusterdynamics_web.fieldwork.recipients import Why, recipients
from clusterdynamics_web.survey.models import Respondent
from tests.web.fieldwork.conftest import Field

pytestmark = pytest.mark.django_db


def _why(field: Field, code: str, kind: MailKind) -> Why | None:
    return {r.respondent.actor.code: r.why_not for r in recipients(field.wave, kind)}[code]


def _set(field: Field, code: str, **values: object) -> None:
    Respondent.objects.filter(pk=field.people[code].pk).update(**values)


def test_everybody_is_invited_once(field: Field) -> None:
    assert all(r.why_not is None for r in recipients(field.wave, MailKind.INVITATION))
    _set(field, "A", invited_at=timezone.now())
    assert _why(field, "A", MailKind.INVITATION) == Why.INVITED
    assert _why(field, "A", MailKind.REMINDER) is None
    assert _why(field, "B", MailKind.REMINDER) == Why.NOT_INVITED


@pytest.mark.parametrize("kind", [MailKind.INVITATION, MailKind.REMINDER, MailKind.LAST_CALL])
@pytest.mark.parametrize(
    ("name", "why"),
    [("submitted_at", Why.SUBMITTED), ("declined_at", Why.DECLINED), ("bounced_at", Why.BOUNCED)],
)
def test_who_answered_declined_or_cannot_be_reached_gets_none(
    field: Field, kind: MailKind, name: str, why: Why
) -> None:
    _set(field, "C", invited_at=timezone.now(), **{name: timezone.now()})
    assert _why(field, "C", kind) == why


def test_an_organisation_that_asked_not_to_appear_gets_none(field: Field) -> None:
    actor = field.people["D"].actor
    actor.opted_out = field.wave
    actor.save()
    assert _why(field, "D", MailKind.INVITATION) == Why.OPTED_OUT


def test_nobody_without_an_address(field: Field) -> None:
    contact = field.contact("E")
    contact.email = ""
    contact.save()
    assert _why(field, "E", MailKind.INVITATION) == Why.NO_ADDRESS


def test_never_two_mails_in_48_hours_and_never_more_than_four(field: Field) -> None:
    person = field.people["F"]
    now = timezone.now()
    _set(field, "F", invited_at=now - timedelta(days=20))

    def mailed(ago: timedelta, **more: object) -> Mail:
        mail = Mail.objects.create(respondent=person, kind=MailKind.REMINDER, sent_at=now - ago, **more)
        Mail.objects.filter(pk=mail.pk).update(created_at=now - ago)
        return mail

    last = mailed(timedelta(hours=47))
    assert _why(field, "F", MailKind.REMINDER) == Why.RECENT
    Mail.objects.filter(pk=last.pk).update(sent_at=now - timedelta(hours=49))
    assert _why(field, "F", MailKind.REMINDER) is None
    for days in (5, 8, 12):
        mailed(timedelta(days=days))
    assert _why(field, "F", MailKind.REMINDER) == Why.ENOUGH


def test_a_mail_that_failed_or_was_asked_for_does_not_count_and_one_without_an_end_does(field: Field) -> None:
    person = field.people["G"]
    _set(field, "G", invited_at=timezone.now() - timedelta(days=9))
    Mail.objects.create(respondent=person, kind=MailKind.REMINDER, failed_at=timezone.now())
    Mail.objects.create(respondent=person, kind=MailKind.FRESH_LINK, sent_at=timezone.now())
    assert _why(field, "G", MailKind.REMINDER) is None
    Mail.objects.create(respondent=person, kind=MailKind.REMINDER)
    assert _why(field, "G", MailKind.REMINDER) == Why.RECENT


def test_answers_of_the_test_mode_are_not_written_to(field: Field) -> None:
    _set(field, "H", is_test=True)
    assert "H" not in {r.respondent.actor.code for r in recipients(field.wave, MailKind.INVITATION)}
