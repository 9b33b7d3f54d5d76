"""The only way to a call. What is in the list is for everybody; what is not yet, for those who look after it.

A call is looked after by the curators and admins of the region that entered it. Before it is in the list, curators of
every region see it as well, so that a second person can look at it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef, QuerySet
from django.http import Http404

from clusterdynamics_web.access import Access, Visitor, access_region, regions_of
from clusterdynamics_web.accounts.models import User
from clusterdynamics_web.calls.models import Call, Draft, Interest, Stage
from clusterdynamics_web.calls.state import with_dates
from clusterdynamics_web.library.access import is_curator
from clusterdynamics_web.regions.models import Membership, Region, Role
from clusterdynamics_web.rights import Right
from clusterdynamics_web.studies.models import StudyRole

__all__ = [
    "Listed",
    "access_call",
    "access_desk",
    "access_draft",
    "access_interest",
    "access_kept",
    "access_review",
    "interests_of",
    "is_member",
]


@dataclass(frozen=True)
class Listed:
    """A call of the list, with its dates, and what somebody may do there."""

    call: Any
    user: User | None
    #: Somebody of the network: with a role in any region or study.
    member: bool
    keeps: bool


def is_member(user: Visitor) -> bool:
    """Say whether somebody belongs to the network."""
    return regions_of(user).exists()


def access_call(user: Visitor, key: str) -> Listed:
    """Return a call that is in the list; what is not, is not there (404)."""
    call = with_dates(Call.objects.select_related("region").filter(key=key, stage=Stage.PUBLISHED)).first()
    if call is None:
        raise Http404
    if not isinstance(user, User):
        return Listed(call, None, member=False, keeps=False)
    roles = (Role.CURATOR, Role.REGION_ADMIN)
    keeps = user.memberships.filter(region=call.region, role__in=roles).exists()
    return Listed(call, user, member=is_member(user), keeps=keeps)


def access_desk(user: Visitor, region: str) -> Access[Region]:
    """Return a region whose calls `user` looks after."""
    return access_region(user, region, Right.EDIT_CALLS)


def access_kept(user: Visitor, region: str, key: str) -> tuple[Access[Region], Call]:
    """Return a call of a region that `user` looks after, wherever it stands."""
    access = access_desk(user, region)
    call = Call.objects.select_related("region").filter(region=access.object, key=key).first()
    if call is None:
        raise Http404
    return access, call


def access_review(user: Visitor, key: str) -> Call:
    """Return a call that waits for a second look, for a curator of any region."""
    if not is_curator(user):
        raise PermissionDenied
    call = Call.objects.select_related("region").filter(key=key, stage=Stage.WAITING).first()
    if call is None:
        raise Http404
    return call


def access_draft(user: Visitor, region: str, key: str) -> Draft:
    """Return what somebody read from a file and has not taken over; nobody else finds it."""
    access = access_desk(user, region)
    found = Draft.objects.filter(region=access.object, key=key).first()
    if found is None or found.user_id != user.pk:
        raise Http404
    return found


def interests_of(call: Call) -> QuerySet[Interest]:
    """Return who would join an application: those who still have a role in the region they speak for."""
    person = {"user": OuterRef("user")}
    member = Exists(Membership.objects.filter(**person, region=OuterRef("region")))
    in_study = Exists(StudyRole.objects.filter(**person, study__cluster__region=OuterRef("region")))
    found = call.interests.filter(member | in_study, user__is_active=True)
    return found.select_related("region", "user")


def access_interest(user: Visitor, key: str, number: int) -> Interest:
    """Return somebody's interest in a call, for a person of the network who wants to write to them."""
    listed = access_call(user, key)
    if not listed.member:
        raise Http404
    interest = interests_of(listed.call).filter(pk=number).first()
    if interest is None:
        raise Http404
    return interest
