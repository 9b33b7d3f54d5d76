"""Whether somebody may answer, or read what they answered: read off the wave, never stored."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils import timezone

from clusterdynamics_web.studies.models import Wave
from clusterdynamics_web.survey.models import Respondent

__all__ = ["READABLE_DAYS", "may_answer", "may_read", "readable_until"]

#: Where nobody has said until when personal reports are given, personal links open for so long after the end.
READABLE_DAYS = 60


def may_answer(respondent: Respondent) -> bool:
    """Say whether answers can be given and changed: the wave is open, or it is a test before it opens."""
    wave = respondent.wave
    if wave.closed_at is not None or wave.published_at is not None:
        return False
    return wave.opened_at is not None or respondent.is_test


def readable_until(wave: Wave) -> datetime | None:
    """Return when personal links stop to open; None while the wave is open."""
    if wave.closed_at is None:
        return None
    if wave.report_until is not None:
        day = datetime(
            wave.report_until.year, wave.report_until.month, wave.report_until.day, tzinfo=wave.closed_at.tzinfo
        )
        return day + timedelta(days=1)
    return wave.closed_at + timedelta(days=READABLE_DAYS)


def may_read(respondent: Respondent) -> bool:
    """Say whether somebody may come in at all: to answer, or after the end to read what they answered."""
    if may_answer(respondent):
        return True
    until = readable_until(respondent.wave)
    return until is not None and timezone.now() < until
