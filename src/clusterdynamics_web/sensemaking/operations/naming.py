"""Who is named in a session: told in time, or left unnamed."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from clusterdynamics_web.audit import record
from clusterdynamics_web.sensemaking.masking import AHEAD
from clusterdynamics_web.sensemaking.models import (
    Mask,
    Preview,
    Session,
)
from clusterdynamics_web.sensemaking.operations.common import tell
from clusterdynamics_web.sensemaking.shown import named_in
from clusterdynamics_web.studies.models import Actor

__all__ = ["AHEAD", "ask_mask", "mask_untold", "note_preview", "untold"]


def note_preview(preview: Preview) -> None:
    """Note that somebody has looked."""
    Preview.objects.filter(pk=preview.pk, opened_at__isnull=True).update(opened_at=timezone.now())


@transaction.atomic
def ask_mask(session: Session, actor: Actor) -> None:
    """Let an organisation be shown without its name in a session, as it asked."""
    mask, _created = Mask.objects.get_or_create(session=session, actor=actor)
    if mask.asked_at is None:
        Mask.objects.filter(pk=mask.pk).update(asked_at=timezone.now())
        tell(session)
        record(None, "session.masked", session.study, session.key)


def untold(session: Session, begins: datetime) -> list[Actor]:
    """Return who will be named and was not told in time."""
    told = set(session.previews.filter(sent_at__lte=begins - AHEAD).values_list("actor", flat=True))
    return [actor for actor in named_in(session) if actor.pk not in told]


def mask_untold(session: Session, begins: datetime) -> None:
    """Leave unnamed who will be named and was not told in time: nobody learns of it before a whole room."""
    for actor in untold(session, begins):
        Mask.objects.get_or_create(session=session, actor=actor)
