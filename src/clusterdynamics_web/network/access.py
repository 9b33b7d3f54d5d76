"""Who may reach a letter, and who moderates."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import Http404

from clusterdynamics_web.access import Visitor
from clusterdynamics_web.accounts.models import User
from clusterdynamics_web.library.access import is_curator
from clusterdynamics_web.network.models import Message
from clusterdynamics_web.regions.models import Role

__all__ = ["access_moderation", "access_received", "access_reported"]


def access_received(user: Visitor, key: str) -> Message:
    """Return a letter for an admin of the region that it went to; for nobody else it is there (404)."""
    message = Message.objects.select_related("region", "sender").filter(key=key).first()
    if message is None or not isinstance(user, User):
        raise Http404
    if not user.memberships.filter(region=message.region, role=Role.REGION_ADMIN).exists():
        raise Http404
    return message


def access_moderation(user: Visitor) -> User:
    """Return who moderates: a curator of any region, as posts stand in front of all of them."""
    if not isinstance(user, User) or not is_curator(user):
        raise PermissionDenied
    return user


def access_reported(user: Visitor, key: str) -> tuple[User, Message]:
    """Return a letter that was reported, for a curator; one that nobody reported is nobody's business (404)."""
    curator = access_moderation(user)
    message = Message.objects.select_related("region", "sender").filter(key=key, reported_at__isnull=False).first()
    if message is None:
        raise Http404
    return curator, message
