"""Personal links: made, opened. Only the hash of a token is kept."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from clusterdynamics_web.audit import record
from clusterdynamics_web.keys import hash_token, new_token
from clusterdynamics_web.survey.models import Link, Respondent
from clusterdynamics_web.survey.standing import may_read

__all__ = ["LINK_HOURS", "Opened", "create_link", "open_link"]

#: Hours for which a fresh link lives, and after which a started form needs one on a new device.
LINK_HOURS = 24


@dataclass(frozen=True)
class Opened:
    """Whose link was opened, and whether a fresh one is needed before any answer is shown."""

    respondent: Respondent
    needs_fresh: bool


@transaction.atomic
def create_link(respondent: Respondent, kind: str = Link.Kind.PERSONAL, expires_at: datetime | None = None) -> str:
    """Make a personal link and return its token: this is the only time that anybody sees it.

    A fresh link lives for `LINK_HOURS`; a personal link without an end opens until the reports are out.
    """
    token = new_token()
    if kind == Link.Kind.FRESH:
        expires_at = timezone.now() + timedelta(hours=LINK_HOURS)
    Link.objects.create(respondent=respondent, kind=kind, token_hash=hash_token(token), expires_at=expires_at)
    return token


@transaction.atomic
def open_link(token: str, known: int | None) -> Opened | None:
    """Exchange a token for the respondent; None where it is unknown, over or taken back: nobody is told which.

    Parameters
    ----------
    known
        Key of the respondent that this device has been before, where it has.
    """
    now = timezone.now()
    link = (
        Link.objects.select_related("respondent__study__cluster__region", "respondent__wave", "respondent__actor")
        .filter(token_hash=hash_token(token), revoked_at__isnull=True)
        .first()
    )
    if link is None or (link.expires_at is not None and link.expires_at <= now) or not may_read(link.respondent):
        return None
    respondent = link.respondent
    started = respondent.started_at
    old = started is not None and now - started > timedelta(hours=LINK_HOURS)
    # A link that was mailed after the end of the wave is fresh itself: it brings the report to the known address.
    closed = respondent.wave.closed_at
    brings_report = closed is not None and link.created_at >= closed
    if link.kind == Link.Kind.PERSONAL and old and not brings_report and known != respondent.pk:
        return Opened(respondent, needs_fresh=True)
    if link.first_used_at is None:
        link.first_used_at = now
        link.save(update_fields=["first_used_at"])
    if respondent.opened_at is None:
        respondent.opened_at = now
        respondent.save(update_fields=["opened_at"])
        record(None, "link.opened", respondent.study, respondent.code)
    return Opened(respondent, needs_fresh=False)
