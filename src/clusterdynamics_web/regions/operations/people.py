"""Roles in a region. A region never loses its last region admin."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from clusterdynamics.errors import InputError
from clusterdynamics_web.accounts.models import User
from clusterdynamics_web.audit import record
from clusterdynamics_web.regions.models import REGION_ROLES, Membership, Region, Role

__all__ = ["change_role", "remove_role"]


@transaction.atomic
def change_role(by: User, membership: Membership, role: Role) -> None:
    """Give somebody another role in the region.

    Raises
    ------
    InputError
        It is the last region admin, the role is none of a region, or somebody else took it away meanwhile.
    """
    if role not in REGION_ROLES:
        raise InputError(_("This role cannot be given here."))
    membership = _locked(membership)
    if membership.role == role:
        return
    _keep_an_admin(membership)
    old = membership.role
    others = Membership.objects.filter(user=membership.user, region=membership.region, role=role)
    if others.exists():
        membership.delete()
    else:
        membership.role = role
        membership.save(update_fields=["role"])
    record(by, "member.changed", membership.region, str(membership.user_id), before=old, role=role)


@transaction.atomic
def remove_role(by: User, membership: Membership) -> None:
    """Take a role in the region away.

    Raises
    ------
    InputError
        It is the last region admin, or somebody else took the role away meanwhile.
    """
    membership = _locked(membership)
    _keep_an_admin(membership)
    membership.delete()
    record(by, "member.removed", membership.region, str(membership.user_id), role=membership.role)


def _locked(membership: Membership) -> Membership:
    # The region is what is locked: two admins who remove each other at the same time must wait for each other.
    Region.objects.select_for_update().get(pk=membership.region_id)
    found = Membership.objects.select_related("region").filter(pk=membership.pk).first()
    if found is None:
        raise InputError(_("Somebody else has taken this role away already."))
    return found


def _keep_an_admin(membership: Membership) -> None:
    admins = Membership.objects.filter(region=membership.region, role=Role.REGION_ADMIN)
    if membership.role == Role.REGION_ADMIN and not admins.exclude(pk=membership.pk).exists():
        raise InputError(_("This is the only region admin. Name another one first."))
