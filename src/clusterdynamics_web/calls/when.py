"""When a deadline is: on the clock that the funder means, and in words."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from django.utils import formats
from django.utils.translation import gettext as _

from clusterdynamics.errors import InputError
from clusterdynamics_web import zones
from clusterdynamics_web.calls.models import Deadline

__all__ = ["moment", "tell"]

_FIRST, _LAST = 2000, 2100


def moment(day: date, clock: time, zone: str) -> datetime:
    """Return the moment at which the clock in a zone shows a time, in UTC.

    Raises
    ------
    InputError
        The clock never shows it, shows it twice, or the year is none for a deadline.
    """
    if not _FIRST <= day.year <= _LAST:
        raise InputError(_("The year must be from {first} to {last}.").format(first=_FIRST, last=_LAST))
    return zones.instant(day, clock, zone)


def tell(deadline: Deadline) -> str:
    """Return a deadline in words: on the funder's clock, named, and in UTC where that differs."""
    there = deadline.at.astimezone(ZoneInfo(deadline.zone))
    words = {
        "day": formats.date_format(there, "DATE_FORMAT"),
        "time": formats.time_format(there.time(), "TIME_FORMAT"),
        "city": zones.city(deadline.zone),
        "offset": zones.offset(there),
        "utc": formats.time_format(deadline.at.astimezone(UTC).time(), "TIME_FORMAT"),
    }
    if words["offset"] == "UTC":
        return _("{day}, {time} UTC").format(**words)
    if there.date() != deadline.at.astimezone(UTC).date():
        return _("{day}, {time} in {city} ({offset})").format(**words)
    return _("{day}, {time} in {city} ({utc} UTC)").format(**words)
