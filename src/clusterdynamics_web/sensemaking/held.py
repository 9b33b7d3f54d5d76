"""That a session was held: results may be given out once those concerned have read them together."""

from __future__ import annotations

from django.utils import formats

from clusterdynamics_web.results.publishing import tells_of_sessions
from clusterdynamics_web.sensemaking.models import Session
from clusterdynamics_web.studies.models import Wave

__all__ = ["session_held"]


@tells_of_sessions
def session_held(wave: Wave) -> str:
    """Return the last session about a wave that was closed: its title and day; empty where none was."""
    held = Session.objects.filter(snapshot__wave=wave, closed_at__isnull=False, opened_at__isnull=False)
    found = held.order_by("-closed_at").first()
    if found is None or found.opened_at is None:
        return ""
    return f"{found.title}, {formats.date_format(found.opened_at, 'DATE_FORMAT')}"
