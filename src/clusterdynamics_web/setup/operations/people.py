"""Whom to ask: contacts of organisations, and the respondents that a wave makes of them."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction

from clusterdynamics_web.accounts.models import User
from clusterdynamics_web.audit import record
from clusterdynamics_web.fieldwork.models import Contact, ContactKey
from clusterdynamics_web.fieldwork.operations import note_renamed, readdress
from clusterdynamics_web.keys import new_code
from clusterdynamics_web.setup.operations.guard import locked, started_wave
from clusterdynamics_web.studies.models import Actor, Study, Wave
from clusterdynamics_web.survey.models import Respondent

__all__ = ["add_contact", "ask", "change_contact", "remove_contact"]


@transaction.atomic
def add_contact(user: User, study: Study, actor: Actor, contact: Contact) -> Contact:
    """Add a person to ask; in an open wave they can answer at once."""
    study = locked(study)
    contact.study, contact.actor = study, actor
    if contact.is_lead:
        actor.contacts.update(is_lead=False)
    contact.save()
    wave = started_wave(study)
    if wave is not None and actor.opted_out_id is None:
        ask(wave, [contact])
    record(user, "contact.added", study, actor.code)
    return contact


@transaction.atomic
def change_contact(user: User, study: Study, contact: Contact, *, may_read: bool) -> Contact:
    """Save what was changed about a person to ask.

    Raises
    ------
    InputError
        The address was changed by somebody who may not, see `fieldwork.operations.readdress`.
    """
    study = locked(study)
    if Contact.objects.get(pk=contact.pk).email != contact.email:
        readdress(contact, may_read=may_read)
    if contact.is_lead:
        contact.actor.contacts.exclude(pk=contact.pk).update(is_lead=False)
    note_renamed(contact)
    contact.save()
    Respondent.objects.filter(contact_key__contact=contact, submitted_at=None).update(
        is_lead=contact.is_lead, role=contact.role
    )
    record(user, "contact.changed", study, contact.actor.code)
    return contact


@transaction.atomic
def remove_contact(user: User, study: Study, contact: Contact) -> None:
    """Forget a person to ask, with the invitation where nothing was answered; answers stay without a name."""
    study = locked(study)
    Respondent.objects.filter(contact_key__contact=contact, started_at=None, submitted_at=None).delete()
    record(user, "contact.removed", study, contact.actor.code)
    contact.delete()


def ask(wave: Wave, contacts: Iterable[Contact]) -> list[Respondent]:
    """Make a respondent of each contact; who was asked in an earlier wave keeps the code, and nobody is asked twice."""
    listed = list(contacts)
    before = dict(
        ContactKey.objects.filter(contact__in=listed)
        .order_by("respondent__wave__position")
        .values_list("contact_id", "respondent__code")
    )
    here = set(
        ContactKey.objects.filter(contact__in=listed, respondent__wave=wave).values_list("contact_id", flat=True)
    )
    taken = set(Respondent.objects.filter(study=wave.study).values_list("code", flat=True))
    made: list[tuple[Contact, Respondent]] = []
    for contact in listed:
        if contact.pk in here:
            continue
        code = before.get(contact.pk) or _new(taken)
        taken.add(code)
        made.append(
            (
                contact,
                Respondent(
                    study=wave.study,
                    wave=wave,
                    code=code,
                    actor=contact.actor,
                    is_lead=contact.is_lead,
                    role=contact.role,
                    language=contact.language,
                ),
            )
        )
    Respondent.objects.bulk_create(respondent for _contact, respondent in made)
    ContactKey.objects.bulk_create(ContactKey(contact=c, respondent=r) for c, r in made)
    return [respondent for _contact, respondent in made]


def _new(taken: set[str]) -> str:
    """Return a code that says nothing, not even who was asked first."""
    while (code := new_code(8)) in taken:
        pass
    return code
