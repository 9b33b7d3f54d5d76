"""Series and meetings: planned, changed, moved, called off."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from clusterdynamics.errors import InputError
from clusterdynamics_web.accounts.models import User
from clusterdynamics_web.audit import record
from clusterdynamics_web.meetings.models import Meeting, NoticeKind, Series
from clusterdynamics_web.meetings.operations.common import changed, locked, queue_notices
from clusterdynamics_web.meetings.state import AHEAD, state_of
from clusterdynamics_web.meetings.when import days_of
from clusterdynamics_web.zones import is_zone

__all__ = ["call_off", "change_meeting", "plan_meeting", "save_series"]

#: What a form gives as it is.
FIELDS = (
    *("series", "kind", "title", "about", "host", "cluster", "zone", "starts", "ends", "all_day", "place"),
    *("online_url", "held_at", "held_at_url", "audience", "language", "capacity", "opens_on", "closes_on"),
    *("call_words", "talks_until"),
)
#: What people who registered are told of by mail: they have to be somewhere else, or at another time.
_MOVES = ("zone", "starts", "ends", "all_day", "place", "online_url")


@transaction.atomic
def save_series(user: User, values: Mapping[str, Any], series: Series | None = None) -> Series:
    """Begin a series of meetings, or change what is said of it."""
    found = series or Series()
    found.title, found.about, found.per_year = values["title"], values["about"], values["per_year"]
    found.save()
    record(user, "meetings.series_saved", None, found.key)
    return found


@transaction.atomic
def plan_meeting(user: User, values: Mapping[str, Any]) -> Meeting:
    """Plan a meeting.

    Parameters
    ----------
    values
        By the names of `FIELDS`; times are aware.

    Raises
    ------
    InputError
        Its parts do not hold together; all at once.
    """
    meeting = Meeting(created_by=user)
    _set(meeting, values)
    meeting.save()
    record(user, "meeting.planned", meeting.host, meeting.key, kind=meeting.kind)
    return meeting


@transaction.atomic
def change_meeting(user: User, meeting: Meeting, values: Mapping[str, Any]) -> Meeting:
    """Change a meeting. Where and when it is, people who registered are told by mail.

    Raises
    ------
    InputError
        As `plan_meeting`; or it was called off; or fewer seats are left than are taken.
    """
    now = locked(meeting)
    if now.called_off_at is not None:
        raise InputError(_("This meeting was called off. Plan a new one."))
    ahead = state_of(now) in AHEAD
    before = {name: getattr(now, name) for name in FIELDS}
    _set(now, values)
    taken = now.registrations.count()
    if now.capacity is not None and now.capacity < taken:
        raise InputError(
            ngettext(
                "{n} person has registered already: there cannot be fewer seats.",
                "{n} people have registered already: there cannot be fewer seats.",
                taken,
            ).format(n=taken)
        )
    names = [name for name in FIELDS if getattr(now, name) != before[name]]
    if not names:
        return now
    changed(now)
    moved = ahead and any(name in _MOVES for name in names)
    if moved:
        now.moved_at = now.changed_at
    now.save()
    record(user, "meeting.moved" if moved else "meeting.changed", now.host, now.key, fields=names)
    if moved:
        queue_notices(now, NoticeKind.MOVED, now.sequence)
    return now


@transaction.atomic
def call_off(user: User, meeting: Meeting, why: str) -> Meeting:
    """Call a meeting off; its page and its place in calendars stay, struck out.

    Raises
    ------
    InputError
        There is no reason, or it has begun or was called off already.
    """
    now = locked(meeting)
    if state_of(now) not in AHEAD:
        raise InputError(_("Only a meeting that has not begun can be called off."))
    if not why.strip():
        raise InputError(_("Say why, in a sentence: people wanted to come."))
    changed(now)
    now.called_off_at, now.why_off = timezone.now(), why.strip()[:300]
    now.save()
    record(user, "meeting.called_off", now.host, now.key)
    queue_notices(now, NoticeKind.CALLED_OFF)
    return now


def _set(meeting: Meeting, values: Mapping[str, Any]) -> None:
    for name in FIELDS:
        setattr(meeting, name, values[name])
    problems = _problems(meeting)
    if problems:
        raise InputError("\n".join(problems))


def _problems(meeting: Meeting) -> list[str]:
    found = []
    if not is_zone(meeting.zone):
        return [_("Choose the time zone of the place.")]
    if meeting.ends <= meeting.starts:
        return [_("The end comes after the beginning.")]
    if meeting.cluster is not None and meeting.cluster.region != meeting.host:
        found.append(_("The cluster belongs to another region than the host."))
    if not meeting.place.strip() and not meeting.online_url:
        found.append(_("Say where it is: a place, a link, or both."))
    first, last = days_of(meeting)
    if (last - first).days > 30:
        found.append(_("A meeting lasts a month at most. Plan several."))
    days: tuple[tuple[date | None, str], ...] = (
        (meeting.opens_on, _("Registration opens before the meeting begins.")),
        (meeting.closes_on, _("The last day to register comes before the meeting, or on its first day.")),
        (meeting.talks_until, _("The last day to offer a talk comes before the meeting, or on its first day.")),
    )
    found += [words for day, words in days if day is not None and day > first]
    if meeting.opens_on and meeting.closes_on and meeting.closes_on < meeting.opens_on:
        found.append(_("The last day to register comes after the day on which registration opens."))
    if meeting.held_at_url and not meeting.held_at.strip():
        found.append(_("Say at which conference it is held."))
    return found
