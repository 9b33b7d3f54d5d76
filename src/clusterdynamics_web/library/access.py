"""The only way to an item. What is published is for the network or for everybody; a draft is its author's.

A draft is seen by its author and by the curators of its region; what is sent in, by the curators of every region as
well, so that two can look at it. Everybody else finds nothing there (404).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import Http404

from clusterdynamics_web.access import Access, Visitor, regions_of
from clusterdynamics_web.accounts.models import User
from clusterdynamics_web.library.models import EventKind, File, Item, Version
from clusterdynamics_web.library.state import EDITABLE, ItemState, state_of, with_last_event
from clusterdynamics_web.regions.models import Region, Role
from clusterdynamics_web.rights import Right, rights_of

__all__ = [
    "Desk",
    "access_desk",
    "access_draft",
    "access_file",
    "access_item",
    "access_review",
    "access_version",
    "is_curator",
    "leads_study_in",
    "versions_of",
]

_RIGHTS = frozenset({Right.SEE_REGION, Right.SUBMIT_ITEM, Right.CURATE})


@dataclass(frozen=True)
class Desk:
    """A version at work, its state, and what somebody may do with it."""

    version: Version
    state: ItemState
    user: User
    #: Curators of its region see it like its author.
    curates_here: bool

    @property
    def is_own(self) -> bool:
        """It is this person's: nobody approves an own item."""
        return self.user.pk in {self.version.created_by_id, self.version.item.created_by_id}

    @property
    def may_edit(self) -> bool:
        return self.state in EDITABLE


def is_curator(user: Visitor) -> bool:
    """Say whether somebody is a curator of any region."""
    return isinstance(user, User) and user.memberships.filter(role=Role.CURATOR).exists()


def leads_study_in(user: User, region: Region) -> bool:
    """Say whether somebody leads a study of a region: only such a person lets names out, with a consent."""
    return user.study_roles.filter(study__cluster__region=region, role=Role.STUDY_LEAD).exists()


def access_desk(user: Visitor, slug: str, right: Right = Right.SUBMIT_ITEM) -> Access[Region]:
    """Return a region in whose library `user` may work, by a role in it or in one of its studies."""
    if not isinstance(user, User):
        raise Http404
    region = regions_of(user).filter(slug=slug).distinct().first()
    if region is None:
        raise Http404
    held = set(user.memberships.filter(region=region).values_list("role", flat=True))
    held |= set(user.study_roles.filter(study__cluster__region=region).values_list("role", flat=True))
    roles = frozenset(Role(r) for r in held)
    rights = (rights_of(roles) & _RIGHTS) | {Right.SEE_REGION}
    if right not in rights:
        raise PermissionDenied
    return Access(region, roles, rights)


def versions_of(user: User, access: Access[Region]) -> Any:
    """Return the versions of a region that somebody works on, or looks after as its curator."""
    found = with_last_event(Version.objects.filter(item__region=access.object).select_related("item__region"))
    if access.may(Right.CURATE):
        return found
    return found.filter(Q(created_by=user) | Q(item__created_by=user))


def held_in(region: Region) -> Any:
    """Return the versions of a region that are with the curators or accepted."""
    waiting = (EventKind.SUBMITTED, EventKind.ACCEPTED)
    found = with_last_event(Version.objects.filter(item__region=region).select_related("item__region"))
    return found.filter(last_event__in=waiting)


def access_draft(user: Visitor, region: str, item: str, number: int, *, at_gate: bool = False) -> Desk:
    """Return a version of a region for its author or a curator of the region, in whatever state it is.

    Parameters
    ----------
    at_gate
        Study leads of the region as well, while it is with the curators: they may let it past the privacy gate.
    """
    access = access_desk(user, region)
    if not isinstance(user, User):
        raise Http404
    found = versions_of(user, access)
    if at_gate and leads_study_in(user, access.object):
        found = found | held_in(access.object)
    version = found.filter(item__key=item, number=number).first()
    if version is None:
        raise Http404
    return Desk(version, state_of(version), user, curates_here=access.may(Right.CURATE))


def access_review(user: Visitor, item: str, number: int) -> Desk:
    """Return a version that waits for curators, or waited for them; curators of every region may read it."""
    if not isinstance(user, User) or not is_curator(user):
        raise PermissionDenied
    version = _version(item, number)
    if version is None:
        raise Http404
    here = user.memberships.filter(region=version.region, role=Role.CURATOR).exists()
    state = state_of(version)
    if state in EDITABLE and not here:
        raise Http404
    return Desk(version, state, user, curates_here=here)


def access_version(user: Visitor, item: str, number: int) -> tuple[Version, ItemState]:
    """Return a version that was published, for whom it is: its address stands for good.

    A version that was replaced is still read; one that was withdrawn is told about, with no more than its citation.
    """
    version = _version(item, number)
    if version is None or not version.events.filter(kind=EventKind.PUBLISHED).exists():
        raise Http404
    if not version.public and not isinstance(user, User):
        raise Http404
    return version, state_of(version)


def access_item(user: Visitor, item: str, language: str = "") -> Version:
    """Return the version of an item to read: the newest in a language, or the newest at all."""
    standing = with_last_event(Version.objects.filter(item__key=item)).filter(last_event=EventKind.PUBLISHED)
    if not isinstance(user, User):
        standing = standing.filter(public=True)
    found = list(standing.select_related("item__region").order_by("-number"))
    if not found:
        # Nothing stands any more: what was withdrawn is told about.
        once = Version.objects.filter(item__key=item, events__kind=EventKind.PUBLISHED).distinct()
        if not isinstance(user, User):
            once = once.filter(public=True)
        found = list(once.order_by("-number"))
    if not found:
        raise Http404
    version: Version = next((v for v in found if v.language == language), found[0])
    return version


def access_file(user: Visitor, item: str, number: int, key: str) -> File:
    """Return a file of a version that somebody may read: published, their own, or waiting for them as a curator."""
    file = File.objects.filter(key=key, version__item__key=item, version__number=number).first()
    if file is None:
        raise Http404
    version = file.version
    state = state_of(version)
    if state in {ItemState.PUBLISHED, ItemState.SUPERSEDED} and (version.public or isinstance(user, User)):
        return file
    if not isinstance(user, User):
        raise Http404
    own = user.pk in {version.created_by_id, version.item.created_by_id}
    if own and regions_of(user).filter(pk=version.region.pk).exists():
        return file
    here = user.memberships.filter(region=version.region, role=Role.CURATOR).exists()
    waits = state in {ItemState.SUBMITTED, ItemState.ACCEPTED}
    if here or (waits and (is_curator(user) or leads_study_in(user, version.region))):
        return file
    raise Http404


def _version(item: str, number: int) -> Version | None:
    found = Version.objects.filter(item__key=item, number=number)
    return found.select_related("item__region").first()


def item_of(user: Visitor, key: str) -> Item:
    """Return an item of which `user` may read a version: for whatever refers to an item by its key."""
    return access_item(user, key).item
