"""Letters go out: at once where the rule lets them, or else when the 48 hours are over. Done twice, nobody gets two."""

from __future__ import annotations

import smtplib
from email.utils import make_msgid

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from clusterdynamics_web.accounts.models import User
from clusterdynamics_web.fieldwork.mails import message
from clusterdynamics_web.fieldwork.models import Contact
from clusterdynamics_web.fieldwork.operations import mark_bounced
from clusterdynamics_web.fieldwork.recipients import Why
from clusterdynamics_web.introductions.letters import text_of
from clusterdynamics_web.introductions.models import Letter
from clusterdynamics_web.introductions.recipients import why_not_now
from clusterdynamics_web.introductions.standing import is_open
from clusterdynamics_web.jobs.operations import enqueue
from clusterdynamics_web.keys import hash_token, new_token
from clusterdynamics_web.studies.models import Study

__all__ = ["KIND", "queue", "send_due"]

KIND = "send_introductions"


def queue(user: User | None, study: Study) -> None:
    """Have the letters of a study sent that may go."""
    enqueue(KIND, study_id=study.pk, user=user, name=f"{KIND} {study.pk}")


def send_due(study: Study | None = None) -> int:
    """Send every letter that may go now; return how many went out. The others wait."""
    waiting = Letter.objects.filter(begun_at__isnull=True, failed_at__isnull=True)
    if study is not None:
        waiting = waiting.filter(Q(side__introduction__study=study) | Q(champion__study=study))
    return sum(_send_one(pk) for pk in list(waiting.values_list("pk", flat=True)))


def _send_one(pk: int) -> bool:
    """Send one letter, if it still may go; return whether it went out.

    The row is marked before the mail is sent. A machine that stops in between leaves a mark without an end, which
    counts as sent: rather one letter too few than two.
    """
    with transaction.atomic():
        letter = (
            Letter.objects.select_for_update(of=("self",))
            .select_related("side__introduction__study__cluster__region", "side__contact__actor", "side__actor")
            .select_related("side__introduction__created_by", "champion__study__cluster__region", "contact__actor")
            .select_related("champion__person", "champion__actor", "wave")
            .get(pk=pk)
        )
        if letter.begun_at is not None or letter.failed_at is not None:
            return False
        why = _why_not(letter)
        if why == Why.RECENT:
            return False
        now = timezone.now()
        if why is not None:
            Letter.objects.filter(pk=pk).update(failed_at=now, error=why)
            return False
        token = _link(letter)
        said = text_of(letter, token)
        domain = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2] or "localhost"
        message_id = make_msgid(domain=domain)
        Letter.objects.filter(pk=pk).update(begun_at=now, message_id=message_id)
        made = message(_study(letter), _reader(letter), said, message_id)
    return _deliver(letter, made)


def _why_not(letter: Letter) -> str | None:
    if letter.kind == Letter.Kind.ASK and (letter.side is None or not is_open(letter.side.introduction)):
        return "over"
    return why_not_now(letter)


def _link(letter: Letter) -> str:
    """Make the personal link of a letter; only its hash is kept. The letter with the contacts needs none."""
    token = new_token()
    if letter.kind == Letter.Kind.ASK and letter.side is not None:
        letter.side.token_hash = hash_token(token)
        letter.side.save(update_fields=["token_hash"])
    if letter.champion is not None:
        letter.champion.token_hash = hash_token(token)
        letter.champion.save(update_fields=["token_hash"])
    return token


def _study(letter: Letter) -> Study:
    if letter.champion is not None:
        return letter.champion.study
    if letter.side is None:
        raise LookupError(letter.pk)
    return letter.side.introduction.study


def _reader(letter: Letter) -> Contact:
    if letter.champion is not None:
        # Not saved: a champion need not be somebody who is asked in the study.
        return Contact(study=letter.champion.study, name=letter.champion.name, email=letter.champion.email)
    if letter.contact is None:
        raise LookupError(letter.pk)
    return letter.contact


def _deliver(letter: Letter, made: EmailMessage) -> bool:
    row = Letter.objects.filter(pk=letter.pk)
    try:
        made.send()
    except smtplib.SMTPRecipientsRefused:
        row.update(failed_at=timezone.now(), error="refused")
        if letter.contact is not None:
            mark_bounced(None, letter.contact)
        return False
    except (smtplib.SMTPException, OSError) as error:
        # The address may be right, the server was not there: it is tried again, as long as there is something to ask.
        row.update(begun_at=None, error=type(error).__name__)
        return False
    row.update(sent_at=timezone.now())
    return True
