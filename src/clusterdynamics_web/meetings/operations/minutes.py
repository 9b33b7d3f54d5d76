"""After a meeting: minutes, decisions, the next date and the next host. All of it together closes the meeting."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from clusterdynamics.errors import InputError
from clusterdynamics_web.accounts.models import User
from clusterdynamics_web.audit import record
from clusterdynamics_web.meetings.models import Decision, Meeting
from clusterdynamics_web.meetings.operations.common import locked, names_nobody
from clusterdynamics_web.meetings.state import MeetingState, state_of
from clusterdynamics_web.meetings.when import days_of
from clusterdynamics_web.regions.models import Region

__all__ = ["close", "decide", "mark_decision", "missing_to_close", "remove_decision", "write_minutes"]

_HELD = frozenset({MeetingState.RUNNING, MeetingState.OVER})


def _held(meeting: Meeting) -> Meeting:
    now = locked(meeting)
    if state_of(now) not in _HELD:
        raise InputError(_("Minutes and decisions come once the meeting has begun."))
    return now


@transaction.atomic
def write_minutes(user: User, meeting: Meeting, values: Mapping[str, Any]) -> Meeting:
    """Save the minutes and who may read them, the next date and the next host; complete or not.

    Raises
    ------
    InputError
        The meeting has not begun, the minutes name people, or the next date is not after this meeting.
    """
    now = _held(meeting)
    names_nobody(now, [values["minutes"]])
    if values["next_on"] is not None and values["next_on"] <= days_of(now)[1]:
        raise InputError(_("The next meeting comes after this one."))
    for name in ("minutes", "minutes_public", "no_decisions", "next_on", "next_host"):
        setattr(now, name, values[name])
    now.save()
    record(user, "meeting.minutes_written", now.host, now.key)
    return now


@transaction.atomic
def decide(user: User, meeting: Meeting, text: str, owner: Region | None, due: date | None) -> Decision:
    """Note a decision: what, which region sees to it, until when.

    Raises
    ------
    InputError
        The meeting has not begun; it says nothing, names people, has no owner, or was due before it was made.
    """
    now = _held(meeting)
    problems = []
    if not text.strip():
        problems.append(_("Say what was decided."))
    if owner is None:
        problems.append(_("Say which region sees to it."))
    if due is not None and due < days_of(now)[0]:
        problems.append(_("The day comes after the meeting."))
    if problems:
        raise InputError("\n".join(problems))
    names_nobody(now, [text])
    made = Decision.objects.create(meeting=now, text=text.strip()[:500], owner=owner, due=due)
    if now.no_decisions:
        Meeting.objects.filter(pk=now.pk).update(no_decisions=False)
    record(user, "meeting.decided", now.host, now.key)
    return made


@transaction.atomic
def mark_decision(user: User, decision: Decision, *, done: bool) -> None:
    """Note that a decision was carried out, or that it was not after all."""
    Decision.objects.filter(pk=decision.pk).update(done_at=timezone.now() if done else None)
    record(user, "meeting.decision_marked", decision.meeting.host, decision.meeting.key, done=done)


@transaction.atomic
def remove_decision(user: User, decision: Decision) -> None:
    """Take out a decision that was written down by mistake, before the meeting is closed."""
    now = locked(decision.meeting)
    if now.closed_at is not None:
        raise InputError(_("The meeting is closed: its decisions stay."))
    decision.delete()
    record(user, "meeting.decision_removed", now.host, now.key)


def missing_to_close(meeting: Meeting) -> list[str]:
    """Return what is missing before a meeting can be closed, in plain sentences."""
    found = []
    if state_of(meeting) != MeetingState.OVER:
        found.append(_("The meeting is not over yet."))
    if not meeting.minutes.strip():
        found.append(_("Write the minutes."))
    if not meeting.no_decisions and not meeting.decisions.exists():
        found.append(_("Write the decisions down, or say that there were none."))
    if meeting.series_id is not None:
        if meeting.next_on is None:
            found.append(_("Say when the next meeting is."))
        if meeting.next_host_id is None:
            found.append(_("Say which region hosts the next meeting."))
    return found


@transaction.atomic
def close(user: User, meeting: Meeting) -> Meeting:
    """Close a meeting: everything that those who were not there want to know is written down.

    Raises
    ------
    InputError
        Something is missing; all of it is told.
    """
    now = locked(meeting)
    problems = missing_to_close(now)
    if problems:
        raise InputError("\n".join(problems))
    if now.closed_at is None:
        now.closed_at = timezone.now()
        now.save(update_fields=["closed_at"])
        record(user, "meeting.closed", now.host, now.key)
    return now
