"""Time zones: which there are, that of a country, and how a time on a clock becomes one moment for everybody."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from importlib.resources import files
from zoneinfo import ZoneInfo

from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from clusterdynamics.errors import InputError

__all__ = ["choices", "city", "instant", "is_zone", "offset", "zone_of_country"]

AREAS = {
    "Africa": gettext_lazy("Africa"),
    "America": gettext_lazy("America"),
    "Antarctica": gettext_lazy("Antarctica"),
    "Arctic": gettext_lazy("Arctic"),
    "Asia": gettext_lazy("Asia"),
    "Atlantic": gettext_lazy("Atlantic"),
    "Australia": gettext_lazy("Australia"),
    "Europe": gettext_lazy("Europe"),
    "Indian": gettext_lazy("Indian Ocean"),
    "Pacific": gettext_lazy("Pacific"),
}
#: Countries whose first zone in the list is not where most people live; empty where nobody can guess.
_SEVERAL = {"AU": "", "CA": "", "US": "", "UA": "Europe/Kyiv"}


@cache
def _by_country() -> dict[str, list[str]]:
    """Return country → its zones, from the list that comes with the IANA database."""
    found: dict[str, list[str]] = {}
    listed = (files("tzdata") / "zoneinfo" / "zone.tab").read_text(encoding="utf-8")
    for line in listed.splitlines():
        if line and not line.startswith("#"):
            country, _where, name = line.split("\t")[:3]
            found.setdefault(country, []).append(name)
    return found


@cache
def _names() -> frozenset[str]:
    return frozenset(name for names in _by_country().values() for name in names) | {"UTC"}


def is_zone(name: str) -> bool:
    """Say whether this is a zone that can be chosen."""
    return name in _names()


def zone_of_country(country: str) -> str:
    """Return the zone in which most people of a country live; empty where there are several or none is known."""
    return _SEVERAL.get(country, next(iter(_by_country().get(country, ())), ""))


def city(name: str) -> str:
    """Return how a zone is called: by its city."""
    return name.rpartition("/")[2].replace("_", " ")


def choices() -> list[tuple[str, list[tuple[str, str]]]]:
    """Return all zones for a list to choose from, by continent."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for name in sorted(_names() - {"UTC"}, key=city):
        groups.setdefault(name.partition("/")[0], []).append((name, city(name)))
    named = sorted((str(AREAS.get(area, area)), zones) for area, zones in groups.items())
    return [*named, ("UTC", [("UTC", "UTC")])]


def offset(at: datetime) -> str:
    """Return how far a time is from UTC: ``UTC+2``, ``UTC−3:30``."""
    minutes = round((at.utcoffset() or timedelta(0)).total_seconds() / 60)
    if not minutes:
        return "UTC"
    hours, rest = divmod(abs(minutes), 60)
    return f"UTC{'+' if minutes > 0 else '−'}{hours}" + (f":{rest:02d}" if rest else "")


def instant(day: date, clock: time, zone: str) -> datetime:
    """Return the moment at which the clock in a zone shows a time, in UTC.

    Raises
    ------
    InputError
        The clock never shows it on that day, or shows it twice, because clocks are changed.
    """
    there = ZoneInfo(zone)
    early = datetime.combine(day, clock, tzinfo=there)
    late = early.replace(fold=1)
    words = {
        "time": formats.time_format(clock, "TIME_FORMAT"),
        "day": formats.date_format(day, "DATE_FORMAT"),
        "city": city(zone),
    }
    if early.astimezone(UTC).astimezone(there).replace(tzinfo=None) != datetime.combine(day, clock):
        raise InputError(
            _("There is no {time} in {city} on {day}: the clock jumps over it. Choose another time.").format(**words)
        )
    if early.utcoffset() != late.utcoffset():
        raise InputError(
            _("{time} comes twice in {city} on {day}, because the clock is set back. Choose another time.").format(
                **words
            )
        )
    return early.astimezone(UTC)
