"""Emergency access: a region admin reads raw answers with a reason, after a second person agreed, for 24 hours."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from clusterdynamics.errors import InputError
from clusterdynamics_web.accounts.models import User
from clusterdynamics_web.audit import record
from clusterdynamics_web.regions.models import BreakGlass, Membership, Role
from clusterdynamics_web.studies.models import Study

__all__ = ["ask_emergency", "confirm_emergency", "end_emergency"]

LASTS = timedelta(hours=24)
SHORTEST_REASON = 20


@transaction.atomic
def ask_emergency(by: User, study: Study, reason: str) -> BreakGlass:
    """Ask to read the raw answers of a study.

    Raises
    ------
    InputError
        The reason says too little, or there is a request that waits or lasts.
    """
    reason = reason.strip()
    if len(reason) < SHORTEST_REASON:
        raise InputError(_("Say in a sentence what happened and what you need to look at. It is kept in the log."))
    mine = BreakGlass.objects.filter(study=study, asked_by=by)
    if any(other.is_waiting or other.is_active for other in mine):
        raise InputError(_("You have asked for this study already."))
    asked = BreakGlass.objects.create(region=study.region, study=study, asked_by=by, reason=reason)
    record(by, "emergency.asked", study, asked.key, reason=reason)
    return asked


@transaction.atomic
def confirm_emergency(by: User, request: BreakGlass) -> BreakGlass:
    """Let the person who asked read the raw answers for 24 hours.

    Raises
    ------
    InputError
        Who confirms asked, or is neither region admin nor operator; or the request does not wait any more.
    """
    request = _locked(request)
    if by.pk == request.asked_by_id:
        raise InputError(_("Somebody else must confirm this: a second region admin, or an operator."))
    if not (by.is_operator or _is_admin(by, request)):
        raise InputError(_("Only a region admin or an operator can confirm this."))
    if not request.is_waiting:
        raise InputError(_("This request does not wait any more."))
    if not _is_admin(request.asked_by, request):
        raise InputError(_("Who asked is no region admin any more."))
    request.confirmed_by = by
    request.confirmed_at = timezone.now()
    request.expires_at = request.confirmed_at + LASTS
    request.save(update_fields=["confirmed_by", "confirmed_at", "expires_at"])
    record(by, "emergency.confirmed", request.study, request.key)
    return request


@transaction.atomic
def end_emergency(by: User, request: BreakGlass) -> None:
    """Refuse a request, or end the access before its time."""
    request = _locked(request)
    if request.is_waiting or request.is_active:
        request.expires_at = timezone.now()
        request.save(update_fields=["expires_at"])
        record(by, "emergency.ended" if request.confirmed_at else "emergency.refused", request.study, request.key)


def _locked(request: BreakGlass) -> BreakGlass:
    rows = BreakGlass.objects.select_for_update(of=("self",)).select_related("study__cluster__region", "asked_by")
    return rows.get(pk=request.pk)


def _is_admin(user: User, request: BreakGlass) -> bool:
    return Membership.objects.filter(user=user, region_id=request.region_id, role=Role.REGION_ADMIN).exists()
