"""What the changes to a session share."""

from __future__ import annotations

from django.db.models import F
from django.utils import translation
from django.utils.translation import gettext as _

from clusterdynamics.errors import InputError
from clusterdynamics_web.sensemaking.models import (
    Session,
)
from clusterdynamics_web.studies.unnamed import masked, names_to_forget

__all__ = ["must_run", "tell", "without_left_out"]


def tell(session: Session) -> None:
    Session.objects.filter(pk=session.pk).update(version=F("version") + 1)


def must_run(session: Session) -> None:
    if not session.is_open:
        raise InputError(_("The session is not open."))


def without_left_out(session: Session, text: str) -> str:
    """Return what somebody wrote without organisations that asked not to appear: it is not even kept."""
    gone = session.study.actors.filter(opted_out__isnull=False).select_related("study__cluster__region")
    names = [name for actor in gone for name in names_to_forget(actor)]
    with translation.override(session.language):
        return masked(text, names)
