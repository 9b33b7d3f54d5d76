"""Who can be named: read at each page, so that an organisation that wants out is out at once."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from clusterdynamics_web.studies.models import Actor, Study, Wave

__all__ = ["absent_in", "present_actors"]


def _part_of(wave: Wave) -> Q:
    place = wave.position
    return (
        (Q(joined__isnull=True) | Q(joined__position__lte=place))
        & (Q(left__isnull=True) | Q(left__position__gt=place))
        & (Q(opted_out__isnull=True) | Q(opted_out__position__gt=place))
    )


def present_actors(study: Study, wave: Wave) -> QuerySet[Actor]:
    """Return the organisations that are part of the wave: they have joined, not left, and not asked to be left out."""
    return study.actors.filter(_part_of(wave))


def absent_in(study: Study, wave: Wave) -> QuerySet[Actor]:
    """Return the organisations of the study that are no part of the wave."""
    return study.actors.exclude(pk__in=present_actors(study, wave).values("pk"))
