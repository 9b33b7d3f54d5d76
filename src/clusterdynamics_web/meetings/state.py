"""What state a meeting is in: it follows from its dates, its seats, and whether it was called off."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from django.db.models import Count, QuerySet, TextChoices
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clusterdynamics_web.meetings.models import Meeting

__all__ = ["AHEAD", "MeetingState", "has_call", "seats_left", "state_of", "with_taken"]


class MeetingState(TextChoices):
    PLANNED = "planned", _("planned")
    OPEN = "open", _("open for registration")
    FULL = "full", _("full")
    CLOSED = "closed", _("registration is closed")
    RUNNING = "running", _("under way")
    OVER = "over", _("over")
    CALLED_OFF = "called_off", _("called off")


#: The meeting has not begun, and will.
AHEAD = frozenset({MeetingState.PLANNED, MeetingState.OPEN, MeetingState.FULL, MeetingState.CLOSED})


def with_taken(meetings: QuerySet[Meeting]) -> QuerySet[Meeting]:
    """Annotate meetings with the number of those who registered, as `taken`."""
    return meetings.annotate(taken=Count("registrations"))


def _taken(meeting: Meeting) -> int:
    known = getattr(meeting, "taken", None)
    return meeting.registrations.count() if known is None else int(known)


def seats_left(meeting: Meeting) -> int | None:
    """Return how many seats are left; None where they are not counted."""
    return None if meeting.capacity is None else max(meeting.capacity - _taken(meeting), 0)


def state_of(meeting: Meeting, now: datetime | None = None) -> MeetingState:
    """Return the state of a meeting; an annotated one (`with_taken`) is not asked for its registrations again."""
    now = now or timezone.now()
    if meeting.called_off_at is not None:
        return MeetingState.CALLED_OFF
    if meeting.ends <= now:
        return MeetingState.OVER
    if meeting.starts <= now:
        return MeetingState.RUNNING
    today = now.astimezone(ZoneInfo(meeting.zone)).date()
    if meeting.opens_on is None or today < meeting.opens_on:
        return MeetingState.PLANNED
    if meeting.closes_on is not None and today > meeting.closes_on:
        return MeetingState.CLOSED
    return MeetingState.FULL if seats_left(meeting) == 0 else MeetingState.OPEN


def has_call(meeting: Meeting, now: datetime | None = None) -> bool:
    """Say whether talks can be offered now."""
    now = now or timezone.now()
    if meeting.talks_until is None or state_of(meeting, now) not in AHEAD:
        return False
    return now.astimezone(ZoneInfo(meeting.zone)).date() <= meeting.talks_until
