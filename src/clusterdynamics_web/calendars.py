"""Calendars as files (iCalendar, RFC 5545): days and times that any calendar program takes over.

Whole days are written as dates and times in UTC, so that no time zone has to be described and none can be wrong.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import icalendar

__all__ = ["Event", "calendar"]


@dataclass(frozen=True)
class Event:
    """Something on a day, or between two times.

    Attributes
    ----------
    uid
        The same for ever, so that a change is no second event.
    starts, ends
        Days (the last one is part of it), or aware times.
    changed
        When it was last changed, where that is known; with `sequence`, which rises with each change.
    category
        A word by which calendars sort.
    is_off
        True for what was called off: calendars strike it out.
    blocks
        False for a reminder that leaves the day free.
    """

    uid: str
    title: str
    starts: date | datetime
    changed: datetime | None = None
    ends: date | datetime | None = None
    sequence: int = 0
    text: str = ""
    place: str = ""
    url: str = ""
    category: str = ""
    is_off: bool = False
    blocks: bool = True


def calendar(name: str, events: Iterable[Event], now: datetime) -> bytes:
    """Return a calendar.

    Parameters
    ----------
    now
        When it is written: the stamp of events of which nobody knows when they were changed.

    Raises
    ------
    ValueError
        A time has no zone, or an event begins with a day and ends with a time.
    """
    made = icalendar.Calendar()
    made.add("VERSION", "2.0")
    made.add("PRODID", "-//Cluster Dynamics//Cluster Dynamics//EN")
    made.add("CALSCALE", "GREGORIAN")
    made.add("METHOD", "PUBLISH")
    made.add("X-WR-CALNAME", _plain(name))
    for event in events:
        made.add_component(_event(event, now))
    return bytes(made.to_ical())


def _event(event: Event, now: datetime) -> icalendar.Event:
    made = icalendar.Event()
    made.add("UID", event.uid)
    made.add("DTSTAMP", _utc(event.changed or now))
    if event.changed is not None:
        made.add("LAST-MODIFIED", _utc(event.changed))
    made.add("SEQUENCE", event.sequence)
    if isinstance(event.starts, datetime):
        if event.ends is not None and not isinstance(event.ends, datetime):
            raise ValueError("an event begins with a time and ends with a day")
        made.add("DTSTART", _utc(event.starts))
        if event.ends is not None:
            made.add("DTEND", _utc(event.ends))
    else:
        if isinstance(event.ends, datetime):
            raise ValueError("an event begins with a day and ends with a time")
        made.add("DTSTART", event.starts)
        made.add("DTEND", (event.ends or event.starts) + timedelta(days=1))  # the day after the last one
    made.add("SUMMARY", _plain(event.title))
    for key, value in (("DESCRIPTION", event.text), ("LOCATION", event.place)):
        if value:
            made.add(key, _plain(value))
    if event.category:
        made.add("CATEGORIES", [event.category])
    if event.url:
        made.add("URL", event.url)
    made.add("STATUS", "CANCELLED" if event.is_off else "CONFIRMED")
    made.add("TRANSP", "OPAQUE" if event.blocks else "TRANSPARENT")
    return made


def _utc(value: datetime) -> datetime:
    if value.tzinfo is None:
        raise ValueError("a time without a zone is nobody's time")
    return value.astimezone(UTC)


def _plain(value: str) -> str:
    """Return a text without control characters, which no calendar may hold."""
    return "".join(c for c in value if c >= " " or c in "\n\t")
