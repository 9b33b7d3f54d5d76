"""Organisations that came onto the list after somebody had answered: there they count as not asked."""

from __future__ import annotations

from dataclasses import dataclass

from clusterdynamics_web.studies.models import Actor, Wave
from clusterdynamics_web.survey.models import Respondent

__all__ = ["Late", "not_offered"]


@dataclass(frozen=True)
class Late:
    """An organisation, and the codes of respondents who answered without having it on their list."""

    actor: Actor
    respondents: tuple[str, ...]


def not_offered(wave: Wave) -> list[Late]:
    """Return the organisations of the wave that some who sent their answers in were not offered.

    A list that was never shown (an imported study) says nothing, and neither does one's own organisation.
    """
    sent = [
        (r.code, r.actor_id, set(r.offered))
        for r in Respondent.objects.filter(wave=wave, is_test=False, submitted_at__isnull=False)
        if r.offered
    ]
    found = []
    for actor in wave.study.actors.filter(opted_out=None, left=None):
        missing = tuple(code for code, own, offered in sent if own != actor.pk and actor.code not in offered)
        if missing:
            found.append(Late(actor, missing))
    return found
