"""The only way to a meeting. Everybody may read it; what is the network's business, only people of the network.

A meeting is looked after by the curators, who look after the network, and by the admins of the region that hosts it.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import Http404

from clusterdynamics_web.access import Visitor, regions_of
from clusterdynamics_web.accounts.models import User
from clusterdynamics_web.library.access import is_curator
from clusterdynamics_web.meetings.models import Meeting, Registration, Series, Talk
from clusterdynamics_web.regions.models import Cluster, Region, Role

__all__ = [
    "Seat",
    "access_meeting",
    "access_series",
    "access_talk",
    "clusters_of",
    "edit_meeting",
    "hosts_for",
    "is_member",
    "join_meeting",
    "network_regions",
    "own_regions",
]


@dataclass(frozen=True)
class Seat:
    """A meeting, and what somebody may do there."""

    meeting: Meeting
    user: User | None
    #: Somebody of the network: with a role in a region or a study.
    member: bool
    #: A curator, or an admin of the region that hosts it.
    edits: bool
    registration: Registration | None

    @property
    def reads_minutes(self) -> bool:
        return self.member or self.meeting.minutes_public


def is_member(user: Visitor) -> bool:
    """Say whether somebody belongs to the network: has a role in any region or study."""
    return regions_of(user).exists()


def network_regions() -> QuerySet[Region]:
    """Return the regions that take part in the network: those with a curator or a network reader."""
    roles = (Role.CURATOR, Role.NETWORK_READER)
    return Region.objects.filter(memberships__role__in=roles).distinct().order_by("name")


def own_regions(user: Visitor) -> QuerySet[Region]:
    """Return the regions for which somebody comes or offers a talk."""
    return regions_of(user).distinct().order_by("name")


def clusters_of(user: Visitor) -> QuerySet[Cluster]:
    """Return the clusters of somebody's own regions: those of others are nobody's business here."""
    return Cluster.objects.filter(region__in=own_regions(user).values("pk"))


def hosts_for(user: Visitor) -> QuerySet[Region]:
    """Return the regions for which somebody may plan a meeting."""
    if not isinstance(user, User):
        return Region.objects.none()
    administered = Region.objects.filter(memberships__user=user, memberships__role=Role.REGION_ADMIN)
    if not is_curator(user):
        return administered.distinct().order_by("name")
    known = Q(pk__in=network_regions().values("pk")) | Q(pk__in=regions_of(user).values("pk"))
    return Region.objects.filter(known).order_by("name")


def access_meeting(user: Visitor, key: str) -> Seat:
    """Return a meeting with what `user` may do there."""
    found = Meeting.objects.select_related("host", "series", "next_host", "cluster").filter(key=key).first()
    if found is None:
        raise Http404
    if not isinstance(user, User):
        return Seat(found, None, member=False, edits=False, registration=None)
    hosts = user.memberships.filter(region=found.host, role=Role.REGION_ADMIN).exists()
    return Seat(
        found,
        user,
        member=is_member(user),
        edits=hosts or is_curator(user),
        registration=found.registrations.filter(user=user).first(),
    )


def join_meeting(user: Visitor, key: str) -> Seat:
    """Return a meeting for somebody of the network; others are told that it is for the network."""
    seat = access_meeting(user, key)
    if not seat.member:
        raise PermissionDenied
    return seat


def edit_meeting(user: Visitor, key: str) -> Seat:
    """Return a meeting for whoever looks after it."""
    seat = access_meeting(user, key)
    if not seat.edits:
        raise PermissionDenied
    return seat


def access_series(user: Visitor, key: str, *, edit: bool = False) -> Series:
    """Return a series of meetings; only curators change one."""
    found = Series.objects.filter(key=key).first()
    if found is None:
        raise Http404
    if edit and not is_curator(user):
        raise PermissionDenied
    return found


def access_talk(user: Visitor, key: str, number: int, *, own: bool = False) -> tuple[Seat, Talk]:
    """Return a talk of a meeting for whoever answers it; `own`: for whoever offered it, while in that region still."""
    seat = join_meeting(user, key)
    talk = seat.meeting.talks.select_related("region", "user").filter(pk=number, withdrawn_at=None).first()
    if talk is None:
        raise Http404
    if own:
        here = own_regions(user).filter(pk=talk.region.pk).exists()
        if seat.user is None or talk.user != seat.user or not here:
            raise PermissionDenied
    elif not seat.edits:
        raise PermissionDenied
    return seat, talk
