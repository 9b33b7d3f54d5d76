"""When a meeting is, in words: on the clock of the place, and on the reader's own."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.utils import formats
from django.utils.translation import gettext as _

from clusterdynamics_web.meetings.models import AgendaLine, Meeting
from clusterdynamics_web.zones import city, offset

__all__ = ["Slot", "Told", "When", "days_of", "slot", "tell", "tell_slot", "when"]


@dataclass(frozen=True)
class Told:
    """A time in words, and the zone that it is in."""

    text: str
    zone: str

    def __str__(self) -> str:
        return _("{time} ({zone})").format(time=self.text, zone=self.zone) if self.zone else self.text


@dataclass(frozen=True)
class When:
    """When a meeting is.

    Attributes
    ----------
    there
        On the clock of the place.
    here
        On the reader's clock; None where it shows the same, or nobody knows it.
    same
        The reader's city, where its clock shows the same.
    """

    there: Told
    here: Told | None
    same: str = ""


def days_of(meeting: Meeting) -> tuple[date, date]:
    """Return the first and the last day of a meeting, on the calendar of the place."""
    zone = ZoneInfo(meeting.zone)
    # The moment of the end is no part of it: until midnight is until the day before.
    last = (meeting.ends.astimezone(UTC) - timedelta(seconds=1)).astimezone(zone).date()
    first = meeting.starts.astimezone(zone).date()
    return first, max(first, last)


def when(meeting: Meeting, zone: str = "") -> When:
    """Return when a meeting is; `zone` is the reader's."""
    there = tell(meeting, meeting.zone)
    if meeting.all_day or not zone or zone == meeting.zone:
        return When(there, None)
    here = tell(meeting, zone)
    if here.text == there.text:
        return When(there, None, same=city(zone))
    return When(there, here)


def tell(meeting: Meeting, zone: str) -> Told:
    """Return when a meeting is on the clock of a zone."""
    if meeting.all_day:
        first, last = days_of(meeting)
        return Told(_range(first, last), "")
    place = ZoneInfo(zone)
    return Told(*_between(meeting.starts.astimezone(place), meeting.ends.astimezone(place), zone))


def _day(value: date) -> str:
    return _("{weekday} {day}").format(
        weekday=formats.date_format(value, "l"), day=formats.date_format(value, "DATE_FORMAT")
    )


def _range(first: date, last: date) -> str:
    return _day(first) if first == last else f"{_day(first)} – {_day(last)}"


def _clock(value: datetime) -> str:
    return formats.time_format(value.time(), "TIME_FORMAT")


def _between(start: datetime, end: datetime, zone: str) -> tuple[str, str]:
    if start.date() == end.date():
        text = f"{_day(start.date())}, {_clock(start)}–{_clock(end)}"
    else:
        text = f"{_day(start.date())}, {_clock(start)} – {_day(end.date())}, {_clock(end)}"
    # Where the clock is changed in between, both are true.
    return text, f"{city(zone)}, {'/'.join(dict.fromkeys((offset(start), offset(end))))}"


# -- lines of the agenda -------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Slot:
    """From when to when a line of the agenda lasts."""

    starts: datetime
    ends: datetime | None


def slot(meeting: Meeting, line: AgendaLine) -> Slot | None:
    """Return when a line of the agenda is; None where it has no time."""
    if line.begins is None:
        return None
    day = days_of(meeting)[0] + timedelta(days=line.day)
    # Through UTC: minutes last as long as minutes, also in the night in which clocks are changed.
    starts = datetime.combine(day, line.begins, tzinfo=ZoneInfo(meeting.zone)).astimezone(UTC)
    return Slot(starts, None if line.minutes is None else starts + timedelta(minutes=line.minutes))


def tell_slot(meeting: Meeting, line: AgendaLine, zone: str) -> str:
    """Return the time of a line on the clock of a zone; the day stands there where it is another than the first."""
    found = slot(meeting, line)
    if found is None:
        return ""
    place = ZoneInfo(zone)
    starts = found.starts.astimezone(place)
    text = _clock(starts)
    if found.ends is not None:
        text = f"{text}–{_clock(found.ends.astimezone(place))}"
    if starts.date() != meeting.starts.astimezone(ZoneInfo(meeting.zone)).date():
        text = f"{formats.date_format(starts.date(), 'D')} {text}"
    return text


def midnight(day: date, zone: str) -> datetime:
    """Return the moment at which a day begins in a zone, in UTC."""
    return datetime.combine(day, time(0), tzinfo=ZoneInfo(zone)).astimezone(UTC)
