"""What the worker does for calls: sends letters, makes packs of evidence, forgets what nobody took."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from clusterdynamics.errors import InputError
from clusterdynamics_web.audit import record
from clusterdynamics_web.calls import incoming, mails
from clusterdynamics_web.calls.models import Call, Draft, Message, Pack, Stage
from clusterdynamics_web.calls.operations.packs import forget_packs, make_pack
from clusterdynamics_web.jobs.registry import Running, handles
from clusterdynamics_web.jobs.worker import every

__all__ = ["calls_mail", "evidence_pack", "forget_what_is_over", "incoming"]


@handles("calls_mail")
def calls_mail(running: Running) -> dict[str, Any]:
    """Send the letters about a call that was given back, or one from person to person; a second run sends the rest."""
    given = running.job.parameters
    if "message" in given:
        return {"sent": _letter(given["message"])}
    call = Call.objects.select_related("region").filter(pk=given["call"], stage=Stage.RETURNED).first()
    letters = [] if call is None else mails.given_back(call)
    done = int(running.job.result.get("sent", 0))
    for number, one in enumerate(letters[done:], done + 1):
        one.send()
        type(running.job).objects.filter(pk=running.job.pk).update(result={"sent": number})
    if call is not None and letters:
        record(None, "call.mails_sent", call.region, call.key, count=len(letters))
    return {"sent": len(letters)}


def _letter(number: int) -> int:
    found = Message.objects.select_related("interest__user", "interest__region", "interest__call", "sender")
    message = found.filter(pk=number, sent_at=None, interest__user__is_active=True).first()
    if message is None:
        return 0
    mails.letter(message).send()
    with transaction.atomic():
        # What was written is between two people; only that it was written is kept.
        Message.objects.filter(pk=message.pk).update(sent_at=timezone.now(), text="")
        record(None, "call.mails_sent", message.interest.region, message.interest.call.key, count=1)
    return 1


@handles("evidence_pack")
def evidence_pack(running: Running) -> dict[str, Any]:
    """Make a pack of evidence and look through it; twice comes to the same."""
    made = Pack.objects.select_related("region").filter(pk=running.job.parameters["pack"]).first()
    if made is None:
        raise InputError(_("This pack was given up."))
    with override(running.job.created_by.language if running.job.created_by else made.language):
        doing = _("Making the pack")
    packed = make_pack(made, lambda share: running.tell(0.95 * share, doing))
    return {"pack": made.key, "files": len(packed.files)}


@every(3600)
def forget_what_is_over() -> None:
    """Delete what was read from files and not taken over for a day, and packs that nobody takes any more."""
    Draft.objects.filter(created_at__lt=timezone.now() - timedelta(days=1)).delete()
    forget_packs()
