"""The state of a study and of a wave: read off what happened, never stored."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from clusterdynamics_web.studies.models import Study, Wave

__all__ = ["State", "current_wave", "state_of"]


class State(TextChoices):
    """Where a wave stands."""

    DRAFT = "draft", _("being set up")
    OPEN = "open", _("open, no answers yet")
    ANSWERED = "answered", _("open, answers coming in")
    CLOSED = "closed", _("closed")
    PUBLISHED = "published", _("published")

    @property
    def is_open(self) -> bool:
        return self in {State.OPEN, State.ANSWERED}


def state_of(wave: Wave) -> State:
    """Return where a wave stands. Whether a draft is *ready* follows from its checklist, see `checklist.py`."""
    if wave.published_at is not None:
        return State.PUBLISHED
    if wave.closed_at is not None:
        return State.CLOSED
    if wave.opened_at is None:
        return State.DRAFT
    started = wave.respondents.filter(is_test=False, started_at__isnull=False).exists()
    return State.ANSWERED if started else State.OPEN


def current_wave(study: Study) -> Wave:
    """Return the wave that people are at: the last one. Every study has at least one."""
    wave = study.waves.order_by("position").last()
    if wave is None:
        raise LookupError(f"the study {study.key} has no wave")
    return wave
