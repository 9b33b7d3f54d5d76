"""What the worker does for meetings: writes to whom it concerns, a week before as well, and forgets who came."""

from __future__ import annotations

import smtplib
from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import QuerySet
from django.utils import timezone

from clusterdynamics_web.accounts.models import User
from clusterdynamics_web.audit import record
from clusterdynamics_web.jobs.registry import Running, handles
from clusterdynamics_web.jobs.worker import every
from clusterdynamics_web.meetings import mails
from clusterdynamics_web.meetings.models import Meeting, Notice, NoticeKind, Preference, Talk
from clusterdynamics_web.meetings.operations import forget_people
from clusterdynamics_web.meetings.operations.common import queue_notices
from clusterdynamics_web.meetings.state import AHEAD, state_of

__all__ = ["forget", "look_ahead", "meeting_mails", "recipients"]

WEEK = timedelta(days=7)


@handles("meeting_mails")
def meeting_mails(running: Running) -> dict[str, Any]:
    """Write to everybody whom it concerns and who wants mails; done twice, nobody gets the same mail twice."""
    given = running.job.parameters
    meeting = Meeting.objects.select_related("host").filter(pk=given["meeting"]).first()
    if meeting is None:
        return {"sent": 0, "failed": 0}
    kind, number = NoticeKind(given["kind"]), int(given["number"])
    sent = failed = 0
    for user in recipients(meeting, kind, number):
        notice, _new = Notice.objects.get_or_create(meeting=meeting, user=user, kind=kind, number=number)
        try:
            _letter(user, meeting, kind, number).send()
        except (smtplib.SMTPException, OSError):
            notice.failed_at = timezone.now()
            failed += 1
        else:
            notice.sent_at = timezone.now()
            sent += 1
        notice.save(update_fields=["sent_at", "failed_at"])
    if sent or failed:
        record(None, "meeting.mails_sent", meeting.host, meeting.key, kind=kind.value, sent=sent, failed=failed)
    return {"sent": sent, "failed": failed}


def _letter(user: User, meeting: Meeting, kind: NoticeKind, number: int) -> Any:
    if kind == NoticeKind.TALK:
        return mails.about_talk(user, Talk.objects.select_related("meeting__host").get(pk=number))
    return mails.about_meeting(user, meeting, kind)


def recipients(meeting: Meeting, kind: NoticeKind, number: int = 0) -> QuerySet[User]:
    """Return who is to be written to: whom it concerns, who wants mails, and was not written to about it before."""
    state = state_of(meeting)
    if kind == NoticeKind.TALK:
        talks = Talk.objects.filter(pk=number, meeting=meeting, withdrawn_at=None).exclude(accepted=None)
        chosen = User.objects.filter(pk__in=talks.values("user"))
    else:
        coming = meeting.registrations.all()
        if kind == NoticeKind.WEEK_BEFORE:
            # Whoever registered within the week knows.
            coming = coming.filter(at__lt=meeting.starts - WEEK)
        fits = {NoticeKind.CALLED_OFF: not AHEAD & {state} and meeting.called_off_at is not None}
        if not fits.get(kind, state in AHEAD):
            return User.objects.none()
        chosen = User.objects.filter(pk__in=coming.values("user"))
    told = Notice.objects.filter(meeting=meeting, kind=kind, number=number).exclude(sent_at=None, failed_at=None)
    chosen = chosen.filter(is_active=True).exclude(pk__in=told.values("user"))
    chosen = chosen.exclude(pk__in=Preference.objects.filter(mails=False).values("user"))
    moved = Notice.objects.filter(meeting=meeting, kind=NoticeKind.MOVED)
    if kind == NoticeKind.MOVED and meeting.moved_at is not None:
        # Two moves one after the other: the first letter told of both.
        chosen = chosen.exclude(pk__in=moved.filter(sent_at__gte=meeting.moved_at).values("user"))
    if kind == NoticeKind.WEEK_BEFORE:
        chosen = chosen.exclude(pk__in=moved.filter(sent_at__gte=meeting.starts - WEEK).values("user"))
    return chosen.order_by("pk")


@every(3600)
def look_ahead() -> None:
    """Let those be reminded who registered for a meeting within a week; once for each day it is on."""
    now = timezone.now()
    near = Meeting.objects.filter(called_off_at=None, starts__gt=now, starts__lte=now + WEEK)
    for meeting in near.select_related("host"):
        day = meeting.starts.astimezone(ZoneInfo(meeting.zone)).date().toordinal()
        if recipients(meeting, NoticeKind.WEEK_BEFORE, day).exists():
            queue_notices(meeting, NoticeKind.WEEK_BEFORE, day)


@every(6 * 3600)
def forget() -> None:
    """Forget who came, once the host keeps contacts no longer."""
    forget_people()
