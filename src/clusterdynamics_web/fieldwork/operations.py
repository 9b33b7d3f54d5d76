"""What is done in the field: dates, mails, bounces, closing a wave, destroying the key. Atomic and on record."""

from __future__ import annotations

import csv
import io
import smtplib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from email.utils import make_msgid
from pathlib import Path

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from clusterdynamics.errors import InputError
from clusterdynamics.files import write_atomically
from clusterdynamics.study.names import fold
from clusterdynamics.study.write.files import package_files
from clusterdynamics.study.write.fingerprint import fingerprint
from clusterdynamics.study.write.package import zip_bytes
from clusterdynamics_web.accounts.models import User
from clusterdynamics_web.audit import record
from clusterdynamics_web.cells import harmless
from clusterdynamics_web.fieldwork.mails import language_of, letter, message
from clusterdynamics_web.fieldwork.models import CadenceStep, Contact, ContactKey, Mail, MailKind
from clusterdynamics_web.fieldwork.recipients import COUNTED, Recipient, recipients, why_not
from clusterdynamics_web.jobs.models import Job
from clusterdynamics_web.jobs.operations import enqueue
from clusterdynamics_web.studies.models import Snapshot, Study, Wave
from clusterdynamics_web.studies.signals import snapshot_frozen
from clusterdynamics_web.studies.state import state_of
from clusterdynamics_web.survey.models import Link, Respondent
from clusterdynamics_web.survey.operations import create_link
from clusterdynamics_web.survey.package import build_study

__all__ = [
    "BY_PEOPLE",
    "change_contact",
    "close_wave",
    "destroy_key",
    "freeze",
    "freeze_again",
    "hand_out",
    "mark_bounced",
    "mark_done",
    "note_renamed",
    "on_taken_down",
    "plan_cadence",
    "queue_mails",
    "readdress",
    "send_one",
    "set_cadence",
]

#: Steps of the plan that people do themselves: somebody they know announces the study, somebody calls.
BY_PEOPLE = (MailKind.PRE_NOTICE, MailKind.PHONE_ROUND)


# -- the plan ----------------------------------------------------------------------------------------------------


def plan_cadence(opens: date, closes: date) -> list[tuple[MailKind, date]]:
    """Return the usual plan: announced before, two reminders, calls, a last call two days before the end.

    In a short wave the dates move together; none falls outside of it.
    """
    days = max((closes - opens).days, 0)

    def at(share: float) -> date:
        return opens + timedelta(days=round(days * share))

    return [
        (MailKind.PRE_NOTICE, opens - timedelta(days=2)),
        (MailKind.INVITATION, opens),
        (MailKind.REMINDER, at(0.25)),
        (MailKind.REMINDER, at(0.5)),
        (MailKind.PHONE_ROUND, at(0.7)),
        (MailKind.LAST_CALL, max(closes - timedelta(days=2), at(0.8))),
    ]


@transaction.atomic
def set_cadence(user: User | None, wave: Wave, steps: Sequence[tuple[MailKind, date]], *, automatic: bool) -> None:
    """Replace what is still to come of the plan; what has run stays."""
    wave.cadence.filter(ran_at__isnull=True).delete()
    ran = {(s.kind, s.on) for s in wave.cadence.all()}
    CadenceStep.objects.bulk_create(
        CadenceStep(wave=wave, kind=kind, on=on, automatic=automatic and kind not in BY_PEOPLE)
        for kind, on in steps
        if (kind, on) not in ran
    )
    record(user, "cadence.set", wave.study, wave.code, steps=len(steps), automatic=automatic)


@transaction.atomic
def mark_done(user: User | None, step: CadenceStep) -> None:
    """Note that people did a step of the plan themselves."""
    if step.kind not in BY_PEOPLE:
        raise InputError(_("This step is a mail; it is done when the mail has gone out."))
    CadenceStep.objects.filter(pk=step.pk).update(ran_at=timezone.now(), ran_by=user)
    record(user, "cadence.done", step.wave.study, step.wave.code, kind=step.kind)


# -- mails -------------------------------------------------------------------------------------------------------


def queue_mails(user: User | None, wave: Wave, kind: MailKind, step: CadenceStep | None = None) -> Job:
    """Queue mails to everybody who may get one now; the worker sends them one by one.

    Raises
    ------
    InputError
        The wave is not open, or it is no kind that is sent to all.
    """
    if kind not in COUNTED:
        raise InputError(_("This is not sent to all: {kind}.").format(kind=kind.label))
    if not state_of(wave).is_open:
        raise InputError(_("Mails go out while the wave is open. It is: {state}.").format(state=state_of(wave).label))
    with transaction.atomic():
        if step is not None:
            CadenceStep.objects.filter(pk=step.pk).update(ran_at=timezone.now(), ran_by=user)
        job = enqueue(
            "send_mails",
            study_id=wave.study_id,
            user=user,
            parameters={"wave": wave.pk, "kind": kind.value, "step": step.pk if step else None},
            name=f"mails {wave.pk}",
        )
        record(user, "mails.queued", wave.study, wave.code, kind=kind.value)
    return job


def send_one(respondent_id: int, kind: MailKind, step_id: int | None = None) -> bool:
    """Send one mail, if it still may be sent; return whether it went out.

    The row is written before the mail is sent. A machine that stops in between leaves a row without an end, which
    counts as sent: rather one mail too few than two.
    """
    with transaction.atomic():
        person = Respondent.objects.select_for_update().get(pk=respondent_id)
        key = ContactKey.objects.filter(respondent=person).select_related("contact__actor").first()
        contact = key.contact if key else None
        if why_not(person, contact, kind, list(person.mails.all())) is not None or contact is None:
            return False
        domain = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2] or "localhost"
        mail = Mail.objects.create(respondent=person, kind=kind, step_id=step_id, message_id=make_msgid(domain=domain))
        said = letter(kind, person.wave, contact, create_link(person))
        if person.invited_at is None and kind != MailKind.REPORT:
            person.invited_at = timezone.now()
            person.save(update_fields=["invited_at"])
    return _deliver(mail, message(person.study, contact, said, mail.message_id), contact)


def _deliver(mail: Mail, made: EmailMessage, contact: Contact) -> bool:
    now = timezone.now()
    try:
        made.send()
    except smtplib.SMTPRecipientsRefused:
        Mail.objects.filter(pk=mail.pk).update(failed_at=now, error="refused")
        _bounce(contact)
        return False
    except (smtplib.SMTPException, OSError) as error:
        # The address may be right, the server was not there: the mail may be tried again.
        Mail.objects.filter(pk=mail.pk).update(failed_at=now, error=type(error).__name__)
        return False
    Mail.objects.filter(pk=mail.pk).update(sent_at=now)
    return True


def _bounce(contact: Contact) -> None:
    now = timezone.now()
    Contact.objects.filter(pk=contact.pk, bounced_at__isnull=True).update(bounced_at=now)
    Respondent.objects.filter(
        contact_key__contact=contact, submitted_at__isnull=True, declined_at__isnull=True, bounced_at__isnull=True
    ).update(bounced_at=now)


@transaction.atomic
def mark_bounced(user: User | None, contact: Contact) -> None:
    """Note that mails to an address come back: nothing is sent there any more."""
    _bounce(contact)
    record(user, "contact.bounced", contact.study, contact.actor.code)


@transaction.atomic
def change_contact(user: User | None, contact: Contact, changes: Mapping[str, str], *, may_read: bool = True) -> None:
    """Change whom to ask; a new address takes back that the old one bounced.

    Raises
    ------
    InputError
        See `readdress`.
    """
    if changes.get("email", contact.email) != contact.email:
        readdress(contact, may_read=may_read)
    for name, value in changes.items():
        setattr(contact, name, value)
    note_renamed(contact)
    contact.save()
    record(user, "contact.changed", contact.study, contact.actor.code, fields=sorted(changes))


def note_renamed(contact: Contact) -> None:
    """Note, before a contact is saved, that it may be somebody else by now: it has another name or address."""
    before = Contact.objects.get(pk=contact.pk)
    pairs = ((before.name, contact.name), (before.email, contact.email))
    if any(old and fold(old) != fold(new) for old, new in pairs):
        ContactKey.objects.filter(contact=contact).update(renamed=True)


def readdress(contact: Contact, *, may_read: bool) -> None:
    """Get a contact ready for another address: links that went to the old one open nothing, bounces are forgotten.

    A link opens what was answered. So whoever says where links go could read it: once somebody has begun, only who
    may read answers anyhow changes the address.

    Parameters
    ----------
    may_read
        Whether who changes it may read answers.

    Raises
    ------
    InputError
        The person has begun to answer, and who changes the address may not read answers.
    """
    people = Respondent.objects.filter(contact_key__contact=contact)
    if not may_read and people.filter(started_at__isnull=False).exists():
        raise InputError(
            _(
                "This person has begun to answer, and a link that is mailed opens the answers. "
                "Ask the study lead to change the address."
            )
        )
    contact.bounced_at = None
    people.update(bounced_at=None)
    Link.objects.filter(respondent__in=people, revoked_at=None).update(revoked_at=timezone.now())


@dataclass(frozen=True)
class HandedOut:
    """A table for mail merge, with personal links in it."""

    content: bytes
    rows: int


@transaction.atomic
def hand_out(user: User | None, wave: Wave, kind: MailKind) -> HandedOut:
    """Return a CSV table for those who send mails with their own program: name, address, subject, text, link.

    Everybody in it counts as written to. The text is the one that we should have sent, in the reader's language.
    """
    if not state_of(wave).is_open:
        raise InputError(_("Mails go out while the wave is open. It is: {state}.").format(state=state_of(wave).label))
    chosen = [r for r in recipients(wave, kind) if r.why_not is None]
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(["organisation", "name", "email", "language", "subject", "text"])
    now = timezone.now()
    for one in chosen:
        writer.writerow(harmless(cell) for cell in _row(wave, kind, one))
        Mail.objects.create(respondent=one.respondent, kind=kind, sent_at=now)
        Respondent.objects.filter(pk=one.respondent.pk, invited_at__isnull=True).update(invited_at=now)
    record(user, "mails.handed_out", wave.study, wave.code, kind=kind.value, count=len(chosen))
    return HandedOut(out.getvalue().encode("utf-8-sig"), len(chosen))


def _row(wave: Wave, kind: MailKind, one: Recipient) -> list[str]:
    contact = one.contact
    if contact is None:
        raise LookupError(one.respondent.code)
    said = letter(kind, wave, contact, create_link(one.respondent))
    language = language_of(wave.study, contact)
    return [contact.actor.label, contact.name, contact.email, language, said.subject, said.body]


# -- the end of a wave -------------------------------------------------------------------------------------------


def close_wave(user: User | None, wave: Wave) -> Snapshot:
    """Close a wave and freeze what was answered.

    Raises
    ------
    InputError
        The wave is not open.
    """
    with transaction.atomic():
        locked = Wave.objects.select_for_update().get(pk=wave.pk)
        if not state_of(locked).is_open:
            raise InputError(_("Only an open wave can be closed. It is: {state}.").format(state=state_of(locked).label))
        now = timezone.now()
        Wave.objects.filter(pk=wave.pk).update(closed_at=now)
        wave.cadence.filter(ran_at__isnull=True).delete()
        record(user, "wave.closed", wave.study, wave.code)
        wave.refresh_from_db()
        return freeze(user, wave)


@transaction.atomic
def freeze(user: User | None, wave: Wave) -> Snapshot:
    """Keep the study package as it is now, under its fingerprint; the same content is kept once."""
    study = wave.study
    package = build_study(study)
    mark = fingerprint(package)
    path = f"snapshots/{study.key}/{mark}.zip"
    write_atomically(Path(settings.MEDIA_ROOT) / path, zip_bytes(package_files(package)))
    snapshot = Snapshot.objects.create(study=study, wave=wave, fingerprint=mark, path=path, created_by=user)
    record(user, "snapshot.frozen", study, mark[:12], wave=wave.code)
    snapshot_frozen.send(sender=Snapshot, snapshot=snapshot, user=user)
    return snapshot


@transaction.atomic
def freeze_again(user: User | None, study: Study) -> Snapshot:
    """Freeze the latest closed wave once more, after its snapshot was taken down.

    What few organisations make differ from what was told before stays hidden (`results.history`).

    Raises
    ------
    InputError
        No wave is closed, or its snapshot stands.
    """
    wave = study.waves.select_for_update().filter(closed_at__isnull=False).order_by("position").last()
    if wave is None or wave.snapshots.filter(taken_down_at__isnull=True).exists():
        raise InputError(_("Only a closed wave whose snapshot was taken down can be frozen again."))
    return freeze(user, wave)


@transaction.atomic
def destroy_key(user: User | None, study: Study) -> int:
    """Destroy what tells which person gave which answers, in waves that are closed. It cannot be undone."""
    keys = ContactKey.objects.filter(respondent__study=study, respondent__wave__closed_at__isnull=False)
    if study.waves.filter(opened_at__isnull=False, closed_at__isnull=True).exists():
        raise InputError(_("A wave is open. Close it first: without the key nobody can be reminded."))
    Link.objects.filter(respondent__study=study, respondent__wave__closed_at__isnull=False).delete()
    number, _rows = keys.delete()
    record(user, "key.destroyed", study, count=number)
    return number


def on_taken_down(sender: object, snapshots: Sequence[int], **more: object) -> None:
    """Somebody took answers back after the end: the study leads are told, without whose they were."""
    if snapshots:
        enqueue("tell_taken_down", parameters={"snapshots": list(snapshots)})
