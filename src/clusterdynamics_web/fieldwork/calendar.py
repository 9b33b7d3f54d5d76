"""The plan of a wave for calendars: whole days, so that no time zone can move them."""

from __future__ import annotations

from datetime import date, datetime

from django.utils.translation import gettext as _

from clusterdynamics_web.calendars import Event, calendar
from clusterdynamics_web.studies.models import Wave

__all__ = ["calendar_of"]


def calendar_of(wave: Wave, url: str, host: str, now: datetime) -> bytes:
    """Return the dates of the plan, and the first and last day of the wave.

    A date that moves keeps its identifier, so that a calendar moves it as well.

    Parameters
    ----------
    url
        Where the plan is.
    host
        Name of the installation, which makes identifiers its own.
    now
        When it is asked for.
    """
    title = str(wave.study.parsed.title)
    days: list[tuple[str, date, str]] = [
        (f"step-{step.pk}", step.on, str(step.get_kind_display())) for step in wave.cadence.all()
    ]
    days += [(f"opens-{wave.pk}", wave.opens, str(_("the wave opens")))] if wave.opens else []
    days += [(f"closes-{wave.pk}", wave.closes, str(_("the wave closes")))] if wave.closes else []
    return calendar(
        title,
        (
            Event(
                f"{name}.{wave.study.key}@{host}",
                _("{study}: {what}").format(study=title, what=what),
                day,
                url=url,
                blocks=False,
            )
            for name, day, what in sorted(days, key=lambda d: (d[1], d[0]))
        ),
        now,
    )
