"""What is known about an account."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from clusterdynamics_web.accounts.models import User
from clusterdynamics_web.regions.models import AuditEntry, BreakGlass, Invitation

__all__ = ["PARTS", "RoleHeld", "data_of", "roles_of"]

#: What other parts keep about an account: name of the part → what it says. They register themselves.
PARTS: dict[str, Callable[[User], object]] = {}


@dataclass(frozen=True)
class RoleHeld:
    """A role of somebody, and where."""

    role: str
    region: str
    url: str
    study: str = ""


def roles_of(user: User) -> list[RoleHeld]:
    """Return the roles of an account, those of regions first."""
    return list(_roles(user))


def _roles(user: User) -> Iterator[RoleHeld]:
    if user.is_operator:
        yield RoleHeld(_("operator"), _("this server"), reverse("operator_home"))
    for held in user.memberships.select_related("region").order_by("region__name", "role"):
        yield RoleHeld(str(held.get_role_display()), held.region.name, reverse("region_home", args=[held.region.slug]))
    for given in user.study_roles.select_related("study__cluster__region").order_by("pk"):
        region = given.study.region
        url = reverse("study_home", args=[region.slug, given.study.key])
        yield RoleHeld(str(given.get_role_display()), region.name, url, str(given.study))


def data_of(user: User) -> dict[str, Any]:
    """Return everything that is kept about an account, without secrets (password, keys of the second step)."""
    addresses = [user.email, *EmailAddress.objects.filter(user=user).values_list("email", flat=True)]
    asked = BreakGlass.objects.filter(Q(asked_by=user) | Q(confirmed_by=user)).select_related("region")
    return {
        "name": user.name,
        "email": user.email,
        "addresses": sorted(set(addresses)),
        "language": user.language,
        "joined_at": user.joined_at.isoformat(),
        "last_login": user.last_login.isoformat() if user.last_login else None,
        "second_steps": [
            {"type": str(key.type), "added_at": key.created_at.isoformat()}
            for key in Authenticator.objects.filter(user=user)
        ],
        "roles": [{"role": r.role, "region": r.region, "study": r.study} for r in roles_of(user)],
        "invitations": [
            {"region": i.region.name, "role": i.role, "sent_at": i.created_at.isoformat()}
            for i in Invitation.objects.filter(email__in=addresses).select_related("region")
        ],
        "emergency_access": [
            {"region": b.region.name, "asked_at": b.asked_at.isoformat(), "reason": b.reason} for b in asked
        ],
        "log": [
            {"at": e.at.isoformat(), "what": e.verb, "object": e.object}
            for e in AuditEntry.objects.filter(user=user).order_by("at")
        ],
        **{name: tell(user) for name, tell in sorted(PARTS.items())},
    }
