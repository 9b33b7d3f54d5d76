"""Calendars as files (iCalendar, RFC 5545): days and times that any calendar program takes over.

Whole days are written as dates and times in UTC, so that no time zone has to be described and none can be wrong.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

__all__ = ["Event", "calendar"]

#: Octets of a line; what is longer goes on in the next one, which begins with a blank.
OCTETS = 75


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
        When it was last changed; with `sequence`, which rises with each change.
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
    changed: datetime
    ends: date | datetime | None = None
    sequence: int = 0
    text: str = ""
    place: str = ""
    url: str = ""
    category: str = ""
    is_off: bool = False
    blocks: bool = True


def calendar(name: str, events: Iterable[Event]) -> bytes:
    """Return a calendar.

    Raises
    ------
    ValueError
        A time has no zone, or an event begins with a day and ends with a time.
    """
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Cluster Dynamics//Cluster Dynamics//EN", "CALSCALE:GREGORIAN"]
    lines += ["METHOD:PUBLISH", f"X-WR-CALNAME:{_text(name)}"]
    for event in events:
        lines += _event(event)
    lines.append("END:VCALENDAR")
    return "".join(_folded(line) for line in lines).encode()


def _event(event: Event) -> list[str]:
    lines = ["BEGIN:VEVENT", f"UID:{_text(event.uid)}", f"DTSTAMP:{_time(event.changed)}"]
    lines += [f"LAST-MODIFIED:{_time(event.changed)}", f"SEQUENCE:{event.sequence}"]
    if isinstance(event.starts, datetime):
        if event.ends is not None and not isinstance(event.ends, datetime):
            raise ValueError("an event begins with a time and ends with a day")
        lines.append(f"DTSTART:{_time(event.starts)}")
        if event.ends is not None:
            lines.append(f"DTEND:{_time(event.ends)}")
    else:
        if isinstance(event.ends, datetime):
            raise ValueError("an event begins with a day and ends with a time")
        last = event.ends or event.starts
        lines.append(f"DTSTART;VALUE=DATE:{event.starts:%Y%m%d}")
        lines.append(f"DTEND;VALUE=DATE:{last + timedelta(days=1):%Y%m%d}")  # the day after the last one
    lines.append(f"SUMMARY:{_text(event.title)}")
    for key, value in (("DESCRIPTION", event.text), ("LOCATION", event.place), ("CATEGORIES", event.category)):
        if value:
            lines.append(f"{key}:{_text(value)}")
    if event.url:
        lines.append(f"URL:{event.url}")
    lines.append(f"STATUS:{'CANCELLED' if event.is_off else 'CONFIRMED'}")
    lines.append(f"TRANSP:{'OPAQUE' if event.blocks else 'TRANSPARENT'}")
    lines.append("END:VEVENT")
    return lines


def _time(value: datetime) -> str:
    if value.tzinfo is None:
        raise ValueError("a time without a zone is nobody's time")
    return f"{value.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _text(value: str) -> str:
    """Return a text with what has a meaning of its own escaped; control characters go."""
    kept = "".join(c for c in value.replace("\r\n", "\n").replace("\r", "\n") if c >= " " or c in "\n\t")
    return kept.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")


def _folded(line: str) -> str:
    """Return a line in pieces of at most 75 octets, never cut inside a letter."""
    pieces: list[str] = []
    piece, size = "", 0
    for letter in line:
        octets = len(letter.encode())
        if size + octets > OCTETS:
            pieces.append(piece)
            piece, size = " ", 1
        piece += letter
        size += octets
    return "\r\n".join([*pieces, piece]) + "\r\n"
