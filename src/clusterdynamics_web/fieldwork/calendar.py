"""The plan of a wave as a calendar file (RFC 5545): whole days, so that no time zone can move them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

from django.utils.translation import gettext as _

from clusterdynamics_web.studies.models import Wave

__all__ = ["calendar_of"]

#: Bytes of a line; longer ones are folded.
WIDTH = 75


def calendar_of(wave: Wave, url: str, host: str, now: datetime) -> bytes:
    """Return the dates of the plan, and the first and last day of the wave.

    A date that moves keeps its identifier, so that a calendar moves it as well.

    Parameters
    ----------
    url
        Where the plan is.
    host
        Name of the installation, which makes identifiers its own.
    """
    title = str(wave.study.parsed.title)
    stamp = now.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")
    days: list[tuple[str, date, str]] = [
        (f"step-{step.pk}", step.on, str(step.get_kind_display())) for step in wave.cadence.all()
    ]
    days += [(f"opens-{wave.pk}", wave.opens, str(_("the wave opens")))] if wave.opens else []
    days += [(f"closes-{wave.pk}", wave.closes, str(_("the wave closes")))] if wave.closes else []
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Cluster Dynamics//Field work//EN", "CALSCALE:GREGORIAN"]
    for name, day, what in sorted(days, key=lambda d: (d[1], d[0])):
        lines += [
            "BEGIN:VEVENT",
            f"UID:{name}.{wave.study.key}@{host}",
            f"DTSTAMP:{stamp}",
            f"DTSTART;VALUE=DATE:{day:%Y%m%d}",
            f"DTEND;VALUE=DATE:{day + timedelta(days=1):%Y%m%d}",
            f"SUMMARY:{_escaped(_('{study}: {what}').format(study=title, what=what))}",
            f"URL:{url}",
            "TRANSP:TRANSPARENT",
            "END:VEVENT",
        ]
    lines.append("END:VCALENDAR")
    return b"".join(part + b"\r\n" for line in lines for part in _folded(line))


def _escaped(text: str) -> str:
    """Return a text as RFC 5545, section 3.3.11, wants it."""
    plain = text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return "\\n".join(plain.splitlines())


def _folded(line: str) -> Iterator[bytes]:
    """Yield a line in parts of at most 75 bytes, none of which cuts a letter; all but the first begin with a space."""
    part = b""
    for letter in line:
        more = letter.encode()
        if len(part) + len(more) > WIDTH:
            yield part
            part = b" "
        part += more
    yield part
