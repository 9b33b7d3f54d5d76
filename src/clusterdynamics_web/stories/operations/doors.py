"""Story links: opened and closed by the team; the code of an open one can be read out, a personal one is a secret."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from clusterdynamics_web.accounts.models import User
from clusterdynamics_web.audit import record
from clusterdynamics_web.keys import hash_token, new_code, new_token
from clusterdynamics_web.stories.models import Door
from clusterdynamics_web.studies.models import Study

__all__ = ["close_door", "door_of", "open_door"]

#: Letters of the code of an open link.
_CODE = 10


@transaction.atomic
def open_door(user: User | None, study: Study, *, label: str = "", personal: bool = False) -> tuple[Door, str]:
    """Open a link that asks for stories.

    Returns
    -------
    The link, and what stands in its address: of a personal one this is the only time that anybody sees it.
    """
    secret = new_token() if personal else new_code(_CODE)
    door = Door.objects.create(
        study=study,
        label=label[:120],
        code=None if personal else secret,
        token_hash=hash_token(secret) if personal else None,
        created_by=user,
    )
    record(user, "story.link_opened", study, personal=personal)
    return door, secret


@transaction.atomic
def close_door(user: User | None, door: Door) -> None:
    """Close a link: it asks nobody any more. What was told stays."""
    locked = Door.objects.select_for_update().get(pk=door.pk)
    if locked.is_open:
        locked.closed_at = timezone.now()
        locked.save(update_fields=["closed_at"])
        record(user, "story.link_closed", locked.study)


def door_of(secret: str) -> Door | None:
    """Return the open link of an address; None where there is none, or it is closed or used."""
    doors = Door.objects.select_related("study__cluster__region").filter(closed_at__isnull=True)
    return doors.filter(code=secret).first() or doors.filter(token_hash=hash_token(secret)).first()
