"""Organisations that a session will show by name see their place beforehand, and can ask to be left out by name."""

from __future__ import annotations

import smtplib
from email.utils import make_msgid

from django.urls import reverse
from django.utils import formats, timezone, translation
from django.utils.translation import gettext as _

from clusterdynamics.errors import InputError
from clusterdynamics_web.accounts.models import User
from clusterdynamics_web.addresses import absolute
from clusterdynamics_web.audit import record
from clusterdynamics_web.fieldwork.mails import Letter, language_of, message, sender_of
from clusterdynamics_web.fieldwork.models import Contact
from clusterdynamics_web.keys import hash_token, new_token
from clusterdynamics_web.sensemaking.models import Preview, Session
from clusterdynamics_web.sensemaking.operations import AHEAD
from clusterdynamics_web.sensemaking.shown import named_in

__all__ = ["letter", "send_previews", "too_late"]


def too_late(session: Session) -> bool:
    """Say whether a session begins so soon that nobody could look at a preview any more."""
    return session.starts_at is not None and session.starts_at - timezone.now() < AHEAD


def letter(session: Session, contact: Contact, token: str) -> Letter:
    """Return the mail to a contact of an organisation that will be named."""
    study = session.study
    with translation.override(language_of(study, contact)):
        words = {
            "cluster": study.cluster.name,
            "organisation": contact.actor.label,
            "day": formats.date_format(session.starts_at, "DATE_FORMAT") if session.starts_at else "",
            "sender": sender_of(study)[0],
        }
        lines = [_("Dear {name},").format(name=contact.name) if contact.name else _("Good day,"), ""]
        lines.append(
            _("on {day} we look at the results for {cluster} together.").format(**words)
            if session.starts_at
            else _("soon we look at the results for {cluster} together.").format(**words)
        )
        lines += [
            _("{organisation} is named there. Here you see beforehand what will be shown:").format(**words),
            "",
            absolute(reverse("preview", args=[token])),
            "",
            _("If you would rather not be named, one tap on that page is enough. Nobody asks why."),
            "",
            _("Kind regards"),
            words["sender"],
        ]
        return Letter(_("What will be shown about {organisation}").format(**words), "\n".join(lines))


def send_previews(user: User | None, session: Session) -> tuple[int, list[str]]:
    """Write to the organisations that a session names and that have not been told.

    Returns
    -------
    How many mails went out, and the names of those whom none reached.

    Raises
    ------
    InputError
        The session has begun, or begins too soon.
    """
    if session.opened_at is not None:
        raise InputError(_("The session has begun already."))
    if too_late(session):
        raise InputError(
            _("Those who are named must see it 48 hours before. Move the session, or show what names nobody.")
        )
    told = set(session.previews.values_list("actor", flat=True))
    sent, without = 0, []
    for actor in named_in(session):
        if actor.pk in told:
            continue
        contact = (
            Contact.objects.select_related("actor")
            .filter(study=session.study, actor=actor, bounced_at__isnull=True)
            .exclude(email="")
            .first()
        )
        if contact is None or not _sent(session, contact):
            without.append(actor.label)
            continue
        sent += 1
    record(user, "session.previews", session.study, session.key, count=sent)
    return sent, without


def _sent(session: Session, contact: Contact) -> bool:
    token = new_token()
    preview = Preview.objects.create(session=session, actor=contact.actor, token_hash=hash_token(token))
    name = make_msgid(domain=sender_of(session.study)[1].rpartition("@")[2] or None)
    try:
        message(session.study, contact, letter(session, contact, token), name).send()
    except (smtplib.SMTPException, OSError):
        # The server was not there, or did not take the address: it counts as not told.
        preview.delete()
        return False
    return True
