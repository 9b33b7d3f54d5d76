"""Who may be written to now, and why somebody may not: the rule of the field work, kept over both kinds of mail.

Nobody gets more than one mail that they did not ask for in 48 hours, whether it asks for answers or for a meeting,
nor more than four of these letters in a wave. Two who said yes wait for the contacts: that letter does not count.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Q
from django.db.models.functions import Coalesce
from django.utils import timezone

from clusterdynamics_web.fieldwork.models import Contact, Mail
from clusterdynamics_web.fieldwork.recipients import AT_MOST, COUNTED, PAUSE, Why
from clusterdynamics_web.introductions.models import Letter
from clusterdynamics_web.studies.models import Actor, Study, Wave

__all__ = ["UNASKED", "address_of", "contacts_of", "why_not_now"]

#: Letters that we send unasked: they count.
UNASKED = (Letter.Kind.ASK, Letter.Kind.CHAMPION)


def contacts_of(study: Study, wave: Wave, actors: Iterable[Actor]) -> dict[int, Contact]:
    """Return actor → the person to write to: the lead informant first, nobody who declined or cannot be reached."""
    wanted = [a.pk for a in actors]
    declined = Contact.objects.filter(keys__respondent__wave=wave, keys__respondent__declined_at__isnull=False)
    usable = (
        study.contacts.filter(actor__in=wanted, actor__opted_out__isnull=True, bounced_at__isnull=True)
        .exclude(email="")
        .exclude(pk__in=declined.values("pk"))
        .order_by("-is_lead", "pk")
    )
    found: dict[int, Contact] = {}
    for contact in usable.select_related("actor"):
        found.setdefault(contact.actor_id, contact)
    return found


def address_of(letter: Letter) -> str:
    """Return where a letter goes; empty where there is no address."""
    if letter.champion is not None:
        return letter.champion.email
    return letter.contact.email if letter.contact is not None else ""


def why_not_now(letter: Letter, now: datetime | None = None) -> Why | None:
    """Return why a letter does not go out now; None where it may."""
    now = now or timezone.now()
    contact = letter.contact
    address = address_of(letter)
    if not address:
        return Why.NO_ADDRESS
    if contact is not None and contact.bounced_at is not None:
        return Why.BOUNCED
    if contact is not None and contact.actor.opted_out_id is not None:
        return Why.OPTED_OUT
    if letter.kind not in UNASKED:
        return None
    if (
        contact is not None
        and contact.keys.filter(respondent__wave=letter.wave, respondent__declined_at__isnull=False).exists()
    ):
        return Why.DECLINED
    ours = Letter.objects.filter(kind__in=UNASKED, begun_at__isnull=False, failed_at__isnull=True).filter(
        Q(contact__email__iexact=address) | Q(champion__email__iexact=address)
    )
    if ours.filter(wave=letter.wave).count() >= AT_MOST:
        return Why.ENOUGH
    mails = Mail.objects.filter(
        kind__in=COUNTED, failed_at__isnull=True, respondent__contact_key__contact__email__iexact=address
    )
    since = now - PAUSE
    recent = mails.annotate(when=Coalesce("sent_at", "created_at")).filter(when__gt=since).exists()
    if recent or ours.filter(begun_at__gt=since).exists():
        return Why.RECENT
    return None
