"""What the worker does for actions: reminds those who see to them, forgets addresses whose time is over."""

from __future__ import annotations

import smtplib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from clusterdynamics_web.actions.mails import reminder
from clusterdynamics_web.actions.models import Action, Reminder, Status
from clusterdynamics_web.audit import record
from clusterdynamics_web.fieldwork.models import Mail
from clusterdynamics_web.jobs.operations import enqueue
from clusterdynamics_web.jobs.registry import Running, handles
from clusterdynamics_web.jobs.worker import every
from clusterdynamics_web.studies.models import Study

__all__ = ["due_letters", "forget_owners", "look_for_due", "remind_owners"]

#: One letter a week at most to a person about a study, and none within two days of a mail of the survey.
WEEK, APART = timedelta(days=7), timedelta(hours=48)
_OPEN = (Status.PLANNED, Status.RUNNING)


@dataclass
class Due:
    """What somebody is to be reminded of."""

    name: str
    address: str
    language: str
    overdue: list[Action] = field(default_factory=list)
    unreviewed: list[Action] = field(default_factory=list)

    @property
    def actions(self) -> list[Action]:
        return list({a.pk: a for a in (*self.overdue, *self.unreviewed)}.values())


def _waiting() -> Any:
    today = timezone.localdate()
    passed = Q(due__lt=today) | Q(next_review__lte=today)
    reached = Q(owner_user__isnull=False, owner_user__is_active=True) | ~Q(owner_email="")
    return Action.objects.filter(passed, reached, status__in=_OPEN)


@every(3600)
def look_for_due() -> None:
    """Queue letters in studies where a date has passed and the last letter is a week ago."""
    recent = Reminder.objects.filter(created_at__gt=timezone.now() - WEEK).values("action")
    for study in _waiting().exclude(pk__in=recent).values_list("study", flat=True).distinct():
        enqueue("remind_owners", study_id=study, name=f"remind_owners:{study}")


@handles("remind_owners")
def remind_owners(running: Running) -> dict[str, Any]:
    """Write to everybody of a study who has waited a week; done twice, nobody is written to twice."""
    study = Study.objects.select_related("cluster__region").get(pk=running.job.study_id or 0)
    sent = failed = 0
    for due in due_letters(study):
        with transaction.atomic():
            Study.objects.select_for_update().get(pk=study.pk)
            if _written_to(study, due.address):
                continue
            # The rows are there before the mail is: rather one letter too few than two.
            rows = [Reminder.objects.create(action=a) for a in due.actions]
        letter = reminder(study, due.name, due.address, due.overdue, due.unreviewed, due.language)
        chosen = Reminder.objects.filter(pk__in=[r.pk for r in rows])
        try:
            letter.send()
        except (smtplib.SMTPException, OSError):
            chosen.update(failed_at=timezone.now())
            failed += 1
        else:
            chosen.update(sent_at=timezone.now())
            sent += 1
    if sent or failed:
        record(running.job.created_by, "actions.reminded", study, sent=sent, failed=failed)
    return {"sent": sent, "failed": failed}


def due_letters(study: Study) -> Iterator[Due]:
    """Yield who is to be reminded of what, each person once; not those who were written to lately."""
    today = timezone.localdate()
    found: dict[str, Due] = {}
    for action in _waiting().filter(study=study).select_related("owner_user").order_by("due", "pk"):
        user = action.owner_user if action.owner_user is not None and action.owner_user.is_active else None
        address = user.email if user else action.owner_email
        language = user.language if user else study.parsed.languages[0]
        due = found.setdefault(address.casefold(), Due(user.name if user else action.owner_name, address, language))
        if action.due is not None and action.due < today:
            due.overdue.append(action)
        if action.next_review is not None and action.next_review <= today:
            due.unreviewed.append(action)
    yield from (due for due in found.values() if not _written_to(study, due.address))


def _written_to(study: Study, address: str) -> bool:
    """Say whether somebody had a letter about this study within a week, or a mail of a survey within two days."""
    now = timezone.now()
    own = Q(action__owner_user__email__iexact=address) | Q(action__owner_email__iexact=address)
    letters = Reminder.objects.filter(own, action__study=study, failed_at=None, created_at__gt=now - WEEK)
    mails = Mail.objects.filter(
        respondent__contact_key__contact__email__iexact=address, failed_at=None, created_at__gt=now - APART
    )
    return letters.exists() or mails.exists()


@every(6 * 3600)
def forget_owners() -> None:
    """Erase names and addresses given for actions that ended longer ago than the region keeps contacts."""
    ended = Action.objects.exclude(status__in=_OPEN).exclude(owner_name="", owner_email="")
    for study in Study.objects.select_related("cluster__region").filter(actions__in=ended).distinct():
        before = timezone.now() - timedelta(days=round(study.region.retention_months * 30.44))
        with transaction.atomic():
            number = ended.filter(study=study, updated_at__lt=before).update(owner_name="", owner_email="")
            if number:
                record(None, "owners.forgotten", study, count=number)
