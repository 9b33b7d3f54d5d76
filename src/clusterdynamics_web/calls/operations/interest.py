"""Who would join an application: says so, takes it back, and is written to without anybody seeing an address."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from clusterdynamics.errors import InputError
from clusterdynamics_web.accounts.models import User
from clusterdynamics_web.audit import record
from clusterdynamics_web.calls.models import Call, Interest, Message
from clusterdynamics_web.jobs.operations import enqueue
from clusterdynamics_web.regions.models import Region

__all__ = ["MOST_LETTERS", "join", "leave", "write"]

#: Letters that somebody may send in a day: enough to find partners, too few to be a nuisance.
MOST_LETTERS = 20


@transaction.atomic
def join(user: User, call: Call, region: Region, role: str, brings: str) -> Interest:
    """Say that one's region would join; said again, it is changed.

    Raises
    ------
    InputError
        The role is none.
    """
    if role not in Interest.As.values:
        raise InputError(_("Say whether you would lead or be a partner."))
    interest, made = Interest.objects.update_or_create(
        call=call, user=user, defaults={"region": region, "role": role, "brings": brings.strip()[:600]}
    )
    record(user, "call.joined" if made else "call.join_changed", region, call.key, role=role)
    return interest


@transaction.atomic
def leave(user: User, call: Call) -> None:
    """Take back that one would join."""
    mine = Interest.objects.select_related("region").filter(call=call, user=user).first()
    if mine is not None:
        record(user, "call.left", mine.region, call.key)
        mine.delete()


@transaction.atomic
def write(user: User, interest: Interest, text: str) -> Message:
    """Write to somebody on an interest list; they answer by mail.

    Raises
    ------
    InputError
        There is no text, it is too long, it goes to oneself, or it is one letter too many today; all at once.
    """
    problems = []
    if not text.strip():
        problems.append(_("Write something first."))
    if len(text) > 2000:
        problems.append(_("Please say it in 2,000 letters at most."))
    if interest.user_id == user.pk:
        problems.append(_("This is you."))
    today = Message.objects.filter(sender=user, at__gte=timezone.now() - timedelta(days=1)).count()
    if today >= MOST_LETTERS:
        problems.append(_("You have written {n} letters since yesterday. Go on tomorrow.").format(n=today))
    if problems:
        raise InputError("\n".join(problems))
    message = Message.objects.create(interest=interest, sender=user, text=text.strip())
    record(user, "call.written", interest.region, interest.call.key)
    enqueue("calls_mail", user=user, parameters={"message": message.pk}, name=f"calls_mail:message:{message.pk}")
    return message
