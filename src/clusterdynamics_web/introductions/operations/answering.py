"""Yes, or no, thank you: nobody learns of a no, and nobody of a yes before there is another one."""

from __future__ import annotations

from datetime import datetime

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from clusterdynamics.errors import InputError
from clusterdynamics_web.audit import record
from clusterdynamics_web.introductions.models import Champion, Introduction, Letter, Side
from clusterdynamics_web.introductions.operations.sending import queue
from clusterdynamics_web.introductions.signals import introduction_accepted
from clusterdynamics_web.introductions.standing import KEPT, agreed, is_open, may_look
from clusterdynamics_web.keys import hash_token

__all__ = ["answer", "close_groups", "forget_contacts", "side_of_token"]


def side_of_token(token: str) -> Side | None:
    """Return who is asked by a personal link; None where it is unknown or over: nobody is told which."""
    side = Side.objects.select_related("introduction", "actor", "contact").filter(token_hash=hash_token(token)).first()
    if side is None or side.actor.opted_out_id is not None or not may_look(side.introduction):
        return None
    return side


@transaction.atomic
def answer(side: Side, value: str, *, name: str = "", email: str = "", phone: str = "") -> None:
    """Take an answer; it can be changed until the contacts are out or the time is over.

    Parameters
    ----------
    name, email, phone
        What may be given to those who say yes as well; at least a way to reach them.

    Raises
    ------
    InputError
        It is over, or a yes gives no way to reach them.
    """
    # Of two who say yes at once, the second one must see the first.
    introduction = Introduction.objects.select_for_update().select_related("study").get(pk=side.introduction_id)
    if not is_open(introduction) or side.actor.opted_out_id is not None:
        raise InputError(_("This is over: nothing can be changed any more."))
    given = {"gives_name": name.strip()[:120], "gives_email": email.strip(), "gives_phone": phone.strip()[:40]}
    if value == Side.Answer.YES:
        if not given["gives_email"] and not given["gives_phone"]:
            raise InputError(_("Give an e-mail address or a telephone number, so that they can reach you."))
        if given["gives_email"]:
            try:
                validate_email(given["gives_email"])
            except ValidationError as error:
                raise InputError(_("This is no e-mail address. Please check it.")) from error
    else:
        given = dict.fromkeys(given, "")
    Side.objects.filter(pk=side.pk).update(answer=Side.Answer(value), answered_at=timezone.now(), **given)
    # What was answered is not on record: it would be a place where a no can be read.
    record(None, "introduction.answered", introduction.study, introduction.key)
    _see(introduction)


def _see(introduction: Introduction) -> None:
    """Look what has come of it after an answer."""
    together = agreed(introduction)
    if not together:
        return
    if introduction.accepted_at is None:
        introduction.accepted_at = timezone.now()
        introduction.save(update_fields=["accepted_at"])
        record(None, "introduction.accepted", introduction.study, introduction.key, kind=introduction.kind)
        introduction_accepted.send(sender=Introduction, introduction=introduction)
    # A group is told when its time is over: a letter that came before would tell that nobody is left to answer.
    if introduction.kind == Introduction.Kind.PAIR or len(together) == introduction.sides.count():
        _tell(introduction, together)


def _tell(introduction: Introduction, together: list[Side]) -> None:
    """Have the contacts sent to everybody who said yes, once."""
    introduction.told_at = timezone.now()
    introduction.save(update_fields=["told_at"])
    Letter.objects.bulk_create(
        Letter(kind=Letter.Kind.CONTACTS, wave_id=introduction.wave_id, side=side, contact=side.contact)
        for side in together
    )
    queue(None, introduction.study)


def close_groups(now: datetime | None = None) -> int:
    """Tell groups whose time is over who said yes; return how many."""
    over = Introduction.objects.filter(
        kind=Introduction.Kind.GROUP,
        told_at__isnull=True,
        accepted_at__isnull=False,
        expires_at__lte=now or timezone.now(),
    )
    told = 0
    for pk in list(over.values_list("pk", flat=True)):
        with transaction.atomic():
            group = Introduction.objects.select_for_update().select_related("study").get(pk=pk)
            together = agreed(group)
            if group.told_at is None and together:
                _tell(group, together)
                told += 1
    return told


def forget_contacts(now: datetime | None = None) -> int:
    """Forget links and contacts that were given, some time after the end; return of how many organisations.

    Addresses of champions who have not answered by then are forgotten, too; their link goes on opening.
    """
    when = (now or timezone.now()) - KEPT
    Champion.objects.filter(created_at__lte=when).exclude(email="").update(email="")
    over = Side.objects.filter(introduction__expires_at__lte=when)
    return over.exclude(token_hash=None, gives_name="", gives_email="", gives_phone="").update(
        token_hash=None, gives_name="", gives_email="", gives_phone=""
    )
