"""What the changes to a session share."""

from __future__ import annotations

from django.db.models import F
from django.utils.translation import gettext as _

from clusterdynamics.errors import InputError
from clusterdynamics_web.sensemaking.models import (
    Session,
)

__all__ = ["must_run", "tell"]


def tell(session: Session) -> None:
    Session.objects.filter(pk=session.pk).update(version=F("version") + 1)


def must_run(session: Session) -> None:
    if not session.is_open:
        raise InputError(_("The session is not open."))
