"""The only way from an address to an object. A stranger gets 404; a member without the right is told so (403).

>>> region = access_region(request.user, slug, Right.MANAGE_REGION)   # doctest: +SKIP
>>> study = access_study(request.user, region_slug, key, Right.EDIT_STUDY)  # doctest: +SKIP
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import Http404
from django.utils import timezone

from clusterdynamics_web.accounts.models import User
from clusterdynamics_web.regions.models import BreakGlass, Cluster, Region, Role
from clusterdynamics_web.rights import Right, rights_of
from clusterdynamics_web.studies.models import Actor, Study, Wave

__all__ = [
    "Access",
    "access_actor",
    "access_cluster",
    "access_region",
    "access_study",
    "access_wave",
    "emergency_access",
    "regions_of",
    "studies_of",
]

type Visitor = User | AnonymousUser


@dataclass(frozen=True)
class Access[T]:
    """An object, and what the person who asked may do with it."""

    object: T
    roles: frozenset[Role]
    rights: frozenset[Right]

    def may(self, right: Right) -> bool:
        return right in self.rights


def access_region(user: Visitor, slug: str, right: Right = Right.SEE_REGION) -> Access[Region]:
    """Return a region in which `user` has a role, of its own or in one of its studies."""
    if not isinstance(user, User):
        raise Http404
    region = regions_of(user).filter(slug=slug).first()
    if region is None:
        raise Http404
    roles = {Role(m) for m in user.memberships.filter(region=region).values_list("role", flat=True)}
    rights = rights_of(roles) | {Right.SEE_REGION}
    return _granted(region, roles, rights, right)


def access_study(user: Visitor, region: str, key: str, right: Right = Right.SEE_STUDY) -> Access[Study]:
    """Return a study in which `user` has a role, of its own or by administering its region."""
    if not isinstance(user, User):
        raise Http404
    study = Study.objects.select_related("cluster__region").filter(key=key, cluster__region__slug=region).first()
    if study is None:
        raise Http404
    roles = {Role(r) for r in user.study_roles.filter(study=study).values_list("role", flat=True)}
    if user.memberships.filter(region=study.region, role=Role.REGION_ADMIN).exists():
        roles.add(Role.REGION_ADMIN)
    if not roles:
        raise Http404
    rights = rights_of(roles)
    if Role.REGION_ADMIN in roles and emergency_access(user, study):
        rights |= {Right.READ_ANSWERS}
    return _granted(study, roles, rights, right)


def emergency_access(user: User, study: Study) -> bool:
    """Say whether a second person has let `user` read the answers of a study in an emergency, and time is not over."""
    return BreakGlass.objects.filter(
        study=study, asked_by=user, confirmed_at__isnull=False, expires_at__gt=timezone.now()
    ).exists()


def access_wave(
    user: Visitor, region: str, study: str, code: str, right: Right = Right.SEE_STUDY
) -> tuple[Access[Study], Wave]:
    """Return a wave of a study that `user` may reach."""
    granted = access_study(user, region, study, right)
    wave = granted.object.waves.filter(code=code).first()
    if wave is None:
        raise Http404
    return granted, wave


def access_actor(
    user: Visitor, region: str, study: str, code: str, right: Right = Right.SEE_NAMES
) -> tuple[Access[Study], Actor]:
    """Return an actor of a study that `user` may reach."""
    granted = access_study(user, region, study, right)
    actor = granted.object.actors.filter(code=code).first()
    if actor is None:
        raise Http404
    return granted, actor


def access_cluster(user: Visitor, region: str, slug: str, right: Right = Right.MANAGE_REGION) -> Access[Cluster]:
    """Return a cluster of a region that `user` may reach."""
    granted = access_region(user, region, right)
    cluster = granted.object.clusters.filter(slug=slug).first()
    if cluster is None:
        raise Http404
    return Access(cluster, granted.roles, granted.rights)


def regions_of(user: Visitor) -> QuerySet[Region]:
    """Return the regions in which `user` has any role."""
    if not isinstance(user, User):
        return Region.objects.none()
    return Region.objects.filter(
        Q(pk__in=user.memberships.values("region")) | Q(pk__in=user.study_roles.values("study__cluster__region"))
    )


def studies_of(user: Visitor, region: Region) -> QuerySet[Study]:
    """Return the studies of a region that `user` may see."""
    if not isinstance(user, User):
        return Study.objects.none()
    chosen = Study.objects.filter(cluster__region=region).select_related("cluster")
    if user.memberships.filter(region=region, role=Role.REGION_ADMIN).exists():
        return chosen
    return chosen.filter(pk__in=user.study_roles.values("study"))


def _granted[T](thing: T, roles: Iterable[Role], rights: frozenset[Right], right: Right) -> Access[T]:
    if right not in rights:
        raise PermissionDenied
    return Access(thing, frozenset(roles), rights)
