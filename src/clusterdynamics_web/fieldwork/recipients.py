"""Who gets a mail, and why somebody does not: the rule for every mail that goes out by itself or by a button.

Nobody who answered, declined or whose address failed is written to; nobody gets more than one mail in 48 hours, nor
more than four in a wave. What people ask for themselves (a fresh link) does not count. Who answered is told once that
the own report is there.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import TextChoices
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clusterdynamics_web.fieldwork.models import Contact, Mail, MailKind
from clusterdynamics_web.studies.models import Wave
from clusterdynamics_web.survey.models import Respondent

__all__ = ["AT_MOST", "COUNTED", "PAUSE", "Recipient", "Why", "recipients", "why_not"]

#: Mails that we send unasked: they count.
COUNTED = (MailKind.INVITATION, MailKind.REMINDER, MailKind.LAST_CALL)
PAUSE = timedelta(hours=48)
AT_MOST = 4


class Why(TextChoices):
    """Why somebody gets no mail."""

    SUBMITTED = "submitted", _("has answered")
    DECLINED = "declined", _("does not want to take part")
    BOUNCED = "bounced", _("the address does not work")
    OPTED_OUT = "opted_out", _("the organisation asked not to appear")
    NO_ADDRESS = "no_address", _("no e-mail address")
    INVITED = "invited", _("is invited already")
    NOT_INVITED = "not_invited", _("is not invited yet")
    RECENT = "recent", _("got a mail less than 48 hours ago")
    ENOUGH = "enough", _("got four mails already")
    NOT_SUBMITTED = "not_submitted", _("has not sent answers in")
    HAS_REPORT = "has_report", _("has got this mail")


@dataclass(frozen=True)
class Recipient:
    """A respondent, whom to write to, and why not."""

    respondent: Respondent
    contact: Contact | None
    why_not: Why | None


def recipients(wave: Wave, kind: MailKind, now: datetime | None = None) -> Iterator[Recipient]:
    """Yield every respondent of a wave, in the order of the organisations' names."""
    people = (
        wave.respondents.filter(is_test=False)
        .select_related("actor", "contact_key__contact")
        .prefetch_related("mails", "contact_key__contact__letters")
        .order_by("actor__label", "code")
    )
    for person in people:
        key = getattr(person, "contact_key", None)
        contact = key.contact if key is not None else None
        yield Recipient(person, contact, why_not(person, contact, kind, list(person.mails.all()), now))


def why_not(
    person: Respondent, contact: Contact | None, kind: MailKind, mails: list[Mail], now: datetime | None = None
) -> Why | None:
    """Return why `person` gets no mail of this kind; None where one may be sent."""
    now = now or timezone.now()
    if kind == MailKind.REPORT:
        return _why_no_report(person, contact, mails, now)
    if person.submitted_at is not None:
        return Why.SUBMITTED
    if person.declined_at is not None:
        return Why.DECLINED
    if person.actor.opted_out_id is not None:
        return Why.OPTED_OUT
    if person.bounced_at is not None or (contact is not None and contact.bounced_at is not None):
        return Why.BOUNCED
    if contact is None or not contact.email:
        return Why.NO_ADDRESS
    if kind == MailKind.INVITATION and person.invited_at is not None:
        return Why.INVITED
    if kind in {MailKind.REMINDER, MailKind.LAST_CALL} and person.invited_at is None:
        return Why.NOT_INVITED
    # One that was begun and never ended may have gone out: it counts, so that nobody is written to twice.
    counted = [m for m in mails if m.kind in COUNTED and m.failed_at is None]
    if len(counted) >= AT_MOST:
        return Why.ENOUGH
    if any(now - (m.sent_at or m.created_at) < PAUSE for m in counted):
        return Why.RECENT
    # So does a letter that asked them something else: may we introduce you, may your name be shown?
    others = [x.begun_at for x in contact.letters.all() if x.begun_at is not None and x.failed_at is None]
    if any(now - when < PAUSE for when in others):
        return Why.RECENT
    return None


def _why_no_report(person: Respondent, contact: Contact | None, mails: list[Mail], now: datetime) -> Why | None:
    """Return why `person` is not told that the own report is there.

    It was promised to everybody who answered, so that it does not count among the four mails that ask for something;
    it goes out once, and not within 48 hours of another.
    """
    if person.submitted_at is None:
        return Why.NOT_SUBMITTED
    if person.declined_at is not None:
        return Why.DECLINED
    if person.actor.opted_out_id is not None:
        return Why.OPTED_OUT
    gone = [m for m in mails if m.failed_at is None]
    if any(m.kind == MailKind.REPORT for m in gone):
        return Why.HAS_REPORT
    if contact is not None and contact.bounced_at is not None:
        return Why.BOUNCED
    if contact is None or not contact.email:
        return Why.NO_ADDRESS
    if any(now - (m.sent_at or m.created_at) < PAUSE for m in gone if m.kind in COUNTED):
        return Why.RECENT
    return None
