"""Regions and their clusters."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from clusterdynamics.errors import InputError
from clusterdynamics_web.accounts.models import User
from clusterdynamics_web.accounts.operations import create_account
from clusterdynamics_web.audit import record
from clusterdynamics_web.keys import new_code
from clusterdynamics_web.regions.models import Cluster, Membership, Region, Role
from clusterdynamics_web.studies.models import Study

__all__ = ["change_cluster", "change_region", "create_cluster", "create_region", "set_up", "verify_sender"]

#: What a region admin may change.
FIELDS = (
    "name",
    "country",
    "languages",
    "default_language",
    "sender_name",
    "sender_email",
    "retention_months",
    "k_inside",
    "k_outside",
)


@transaction.atomic
def set_up(email: str, password: str, person: str, language: str, values: Mapping[str, Any]) -> tuple[User, Region]:
    """Make the first account and the first region of an installation.

    Raises
    ------
    InputError
        Somebody was faster.
    """
    if User.objects.exists():
        raise InputError(_("This installation is set up already. Log in instead."))
    user = create_account(email, password, person, language, is_operator=True)
    record(user, "server.set_up")
    return user, create_region(user, values, admin=user)


@transaction.atomic
def create_region(by: User, values: Mapping[str, Any], *, admin: User | None = None) -> Region:
    """Open a region; `admin` becomes its region admin where somebody is named."""
    region = Region(slug=_free_slug(values["name"]), **{name: values[name] for name in FIELDS if name in values})
    _check_languages(region)
    region.save()
    record(by, "region.created", region, region.slug)
    if admin is not None:
        Membership.objects.create(user=admin, region=region, role=Role.REGION_ADMIN)
    return region


@transaction.atomic
def change_region(by: User, region: Region, values: Mapping[str, Any]) -> Region:
    """Change the settings of a region.

    Raises
    ------
    InputError
        Smallest groups would become smaller while there are studies: what people were promised is kept.
    """
    region = Region.objects.select_for_update().get(pk=region.pk)
    changed = [name for name in FIELDS if name in values and getattr(region, name) != values[name]]
    lowered = [name for name in ("k_inside", "k_outside") if name in changed and values[name] < getattr(region, name)]
    if lowered and Study.objects.filter(cluster__region=region).exists():
        raise InputError(_("The smallest groups can be raised only: people answered with the present ones in mind."))
    for name in changed:
        setattr(region, name, values[name])
    if "sender_email" in changed:
        region.sender_verified_at = None
    _check_languages(region)
    region.save()
    record(by, "region.changed", region, region.slug, fields=changed)
    return region


@transaction.atomic
def verify_sender(region: Region) -> None:
    """Note that the mail to the sender's address arrived."""
    region = Region.objects.select_for_update().get(pk=region.pk)
    if region.sender_verified_at is None:
        region.sender_verified_at = timezone.now()
        region.save(update_fields=["sender_verified_at"])
        record(None, "region.sender_verified", region, region.slug)


@transaction.atomic
def create_cluster(by: User, region: Region, name: str, sector: str = "") -> Cluster:
    """Add a cluster to a region.

    Raises
    ------
    InputError
        The region has a cluster of this name.
    """
    _check_cluster_name(region, name)
    slug = slugify(name)[:50] or new_code(6)
    if region.clusters.filter(slug=slug).exists():
        slug = f"{slug}-{new_code(4)}"
    cluster = Cluster.objects.create(region=region, slug=slug, name=name, sector=sector)
    record(by, "cluster.created", region, name)
    return cluster


@transaction.atomic
def change_cluster(by: User, cluster: Cluster, name: str, sector: str = "") -> Cluster:
    """Change name and sector of a cluster; its address stays.

    Raises
    ------
    InputError
        The region has another cluster of this name.
    """
    _check_cluster_name(cluster.region, name, but=cluster)
    cluster.name, cluster.sector = name, sector
    cluster.save(update_fields=["name", "sector"])
    record(by, "cluster.changed", cluster.region, name)
    return cluster


def _free_slug(name: str) -> str:
    slug = slugify(name)[:50] or new_code(6)
    return f"{slug}-{new_code(4)}" if Region.objects.filter(slug=slug).exists() else slug


def _check_languages(region: Region) -> None:
    if region.default_language not in region.languages:
        raise InputError(_("The first language must be one of the languages of the region."))


def _check_cluster_name(region: Region, name: str, but: Cluster | None = None) -> None:
    others = region.clusters.exclude(pk=but.pk) if but else region.clusters.all()
    if any(other.name.casefold() == name.casefold() for other in others):
        raise InputError(_("This region has a cluster called {name} already.").format(name=name))
