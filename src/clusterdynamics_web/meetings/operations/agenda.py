"""The agenda: lines written, moved, taken out; and filled from what is new since the last meeting."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from clusterdynamics.errors import InputError
from clusterdynamics_web.accounts.models import User
from clusterdynamics_web.audit import record
from clusterdynamics_web.meetings.models import AgendaLine, Meeting
from clusterdynamics_web.meetings.news import news_for
from clusterdynamics_web.meetings.operations.common import locked
from clusterdynamics_web.meetings.when import days_of

__all__ = ["MOST_LINES", "move_line", "next_position", "remove_line", "save_line", "seed_agenda"]

#: A longer one is no agenda.
MOST_LINES = 100
FIELDS = ("day", "begins", "minutes", "title", "speaker", "region", "item")


def next_position(meeting: Meeting) -> int:
    """Return the place after the last line."""
    last: int | None = meeting.agenda.aggregate(last=Max("position"))["last"]
    return (last or 0) + 1


@transaction.atomic
def save_line(user: User, meeting: Meeting, values: Mapping[str, Any], line: AgendaLine | None = None) -> AgendaLine:
    """Write a line of the agenda, or change one.

    Raises
    ------
    InputError
        It says nothing, or lies on a day that the meeting does not have; all at once.
    """
    now = locked(meeting)
    if line is None:
        if now.agenda.count() >= MOST_LINES:
            raise InputError(_("An agenda has at most {n} lines.").format(n=MOST_LINES))
        found = AgendaLine(meeting=now, position=next_position(now))
    else:
        found = now.agenda.select_for_update().get(pk=line.pk)
    for name in FIELDS:
        setattr(found, name, values[name])
    problems = []
    if not found.title.strip() and not (found.item_id or found.talk_id or found.publication_id):
        problems.append(_("Say what it is about, or name an item of the library."))
    first, last = days_of(now)
    if found.day > (last - first).days:
        problems.append(_("The meeting has {n} days.").format(n=(last - first).days + 1))
    if found.minutes and found.begins is None:
        problems.append(_("Say when it begins, or leave out how long it lasts."))
    if problems:
        raise InputError("\n".join(problems))
    found.save()
    record(user, "meeting.agenda_changed", now.host, now.key)
    return found


@transaction.atomic
def remove_line(user: User, line: AgendaLine) -> None:
    """Take a line out; a talk that was accepted stays accepted."""
    now = locked(line.meeting)
    line.delete()
    record(user, "meeting.agenda_changed", now.host, now.key)


@transaction.atomic
def move_line(user: User, line: AgendaLine, *, up: bool) -> None:
    """Let a line change places with the one before or after it; at the end of the list nothing happens."""
    now = locked(line.meeting)
    lines = list(now.agenda.select_for_update())
    at = next((n for n, one in enumerate(lines) if one.pk == line.pk), None)
    to = -1 if at is None else at + (-1 if up else 1)
    if at is None or not 0 <= to < len(lines):
        return
    lines[at], lines[to] = lines[to], lines[at]
    for position, one in enumerate(lines, 1):
        one.position = position
    AgendaLine.objects.bulk_update(lines, ["position"])
    record(user, "meeting.agenda_changed", now.host, now.key)


@transaction.atomic
def seed_agenda(user: User, meeting: Meeting) -> int:
    """Put what is new since the last meeting on the agenda, and return how many lines came; twice, none comes twice."""
    now = locked(meeting)
    position = next_position(now)
    room = MOST_LINES - now.agenda.count()
    made = [
        AgendaLine(meeting=now, position=position + n, item=new.item, publication=new.publication, region=new.region)
        for n, new in enumerate(news_for(now)[: max(room, 0)])
    ]
    AgendaLine.objects.bulk_create(made)
    record(user, "meeting.agenda_seeded", now.host, now.key, count=len(made))
    return len(made)
