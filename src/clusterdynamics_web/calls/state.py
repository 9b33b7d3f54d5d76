"""Whether a call is open: it follows from its dates and the time it is asked for, and is stored nowhere."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db.models import Max, Min, Q, QuerySet, TextChoices
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clusterdynamics_web.calls.models import Call

__all__ = ["SOON", "STALE", "Status", "is_stale", "status_of", "with_dates", "with_status"]

#: A deadline that is nearer closes soon.
SOON = timedelta(days=14)
#: So long ago somebody held it against the funder's page: longer, and readers are told.
STALE = timedelta(days=60)


class Status(TextChoices):
    COMING = "coming", _("opens later")
    OPEN = "open", _("open")
    SOON = "soon", _("closes soon")
    EXPIRED = "expired", _("over")


def with_dates(calls: QuerySet[Call], now: datetime | None = None) -> Any:
    """Annotate calls with their next deadline (`next_at`) and their last one (`last_at`), None where there is none.

    The type is open, since the annotations are none of the model's fields.
    """
    now = now or timezone.now()
    stands = Q(deadlines__dropped_at=None)
    return calls.annotate(
        next_at=Min("deadlines__at", filter=stands & Q(deadlines__at__gte=now)),
        last_at=Max("deadlines__at", filter=stands),
    )


def status_of(call: Any, now: datetime | None = None) -> Status:
    """Return the status of a call that has its dates (`with_dates`). One without a deadline stays open."""
    now = now or timezone.now()
    if call.last_at is not None and call.next_at is None:
        return Status.EXPIRED
    if call.opens is not None and call.opens > timezone.localdate(now):
        return Status.COMING
    if call.next_at is not None and call.next_at - now <= SOON:
        return Status.SOON
    return Status.OPEN


def with_status(calls: Any, status: Status, now: datetime | None = None) -> Any:
    """Return those of some calls with their dates that have a status: `status_of`, said to the database."""
    now = now or timezone.now()
    over = Q(last_at__isnull=False, next_at__isnull=True)
    later = Q(opens__gt=timezone.localdate(now))
    near = Q(next_at__isnull=False, next_at__lte=now + SOON)
    wanted = {
        Status.EXPIRED: over,
        Status.COMING: ~over & later,
        Status.SOON: ~over & ~later & near,
        Status.OPEN: ~over & ~later & ~near,
    }
    return calls.filter(wanted[status])


def is_stale(call: Call, now: datetime | None = None) -> bool:
    """Say whether nobody has held a call against the funder's page for a long time."""
    return call.checked_on < timezone.localdate(now) - STALE
