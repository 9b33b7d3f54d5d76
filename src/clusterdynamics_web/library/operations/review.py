"""Curators reply; an item is accepted, passes the privacy gate, is published, and may be withdrawn."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction
from django.utils.translation import gettext as _

from clusterdynamics.errors import InputError
from clusterdynamics_web.accounts.models import User
from clusterdynamics_web.audit import record
from clusterdynamics_web.library.access import leads_study_in
from clusterdynamics_web.library.fields import COMMENTABLE
from clusterdynamics_web.library.gate import FindingKind, allowed, findings_of, mark_of
from clusterdynamics_web.library.models import Comment, EventKind, Override, Reading, Version
from clusterdynamics_web.library.operations.drafts import problems_of
from clusterdynamics_web.library.operations.moves import locked, move, not_own, reindex_language
from clusterdynamics_web.library.state import ItemState, state_of

__all__ = ["accept", "override", "publish", "request_changes", "withdraw"]


@transaction.atomic
def request_changes(user: User, version: Version, comments: Mapping[str, str], message: str = "") -> Version:
    """Give an item back to its author, with what to change at which field.

    Raises
    ------
    InputError
        Nothing stands at any field, the item is one's own, or it is not with the curators.
    """
    now = locked(version, {ItemState.SUBMITTED, ItemState.ACCEPTED})
    not_own(user, now)
    said = {field: text.strip() for field, text in comments.items() if text.strip()}
    if not said:
        raise InputError(_("Say at one field at least what should change there: nobody can guess it."))
    unknown = set(said) - set(COMMENTABLE)
    if unknown:
        raise InputError(_("There is no field {field}.").format(field=", ".join(sorted(unknown))))
    event = move(user, now, EventKind.CHANGES_REQUESTED, message)
    Comment.objects.bulk_create(Comment(event=event, field=field, text=text) for field, text in said.items())
    return now


@transaction.atomic
def accept(user: User, version: Version, message: str = "", *, pictures_seen: bool = False) -> Version:
    """Accept an item. A second curator may do so as well, before it is published.

    Parameters
    ----------
    pictures_seen
        The curator has looked at every picture, and none shows single organisations with their ties.

    Raises
    ------
    InputError
        It is one's own, was accepted by the same person, is not with the curators, or nobody looked at its pictures.
    """
    now = locked(version, {ItemState.SUBMITTED, ItemState.ACCEPTED})
    not_own(user, now)
    sent = now.events.filter(kind=EventKind.SUBMITTED).order_by("-at", "-id").first()
    since = now.events.filter(kind=EventKind.ACCEPTED, user=user)
    if sent is not None and since.filter(pk__gt=sent.pk).exists():
        raise InputError(_("You have accepted this already."))
    if not pictures_seen and any(f.kind == FindingKind.PICTURES for f in findings_of(now)):
        raise InputError(
            _("Look at every picture first, and say that none shows single organisations with their ties.")
        )
    move(user, now, EventKind.ACCEPTED, message)
    return now


@transaction.atomic
def override(user: User, version: Version, reference: str) -> Override:
    """Let out what the privacy gate holds back: a study lead says which consent allows it.

    Raises
    ------
    InputError
        The person leads no study of the region, there is no reference, or nothing is held back.
    """
    now = locked(version, {ItemState.SUBMITTED, ItemState.ACCEPTED})
    if not leads_study_in(user, now.region):
        raise InputError(_("Only a study lead of the region can let this out."))
    if len(reference.strip()) < 10:
        raise InputError(_("Say which consent allows it: who agreed, when, and where it is kept."))
    findings = findings_of(now)
    if not any(f.blocks for f in findings):
        raise InputError(_("Nothing is held back."))
    made = Override.objects.create(
        version=now, user=user, findings=mark_of(findings), reference=reference.strip()[:300]
    )
    kinds = sorted({str(f.kind.value) for f in findings if f.blocks})
    record(user, "library.gate_overridden", now.region, now.item.key, number=now.number, found=kinds)
    return made


def publish(user: User, version: Version) -> Version:
    """Publish what was accepted. The version before it in the same language is replaced by it.

    Raises
    ------
    InputError
        It was not accepted, has no licence, is still being read, or the privacy gate holds it back.
    """
    now = Version.objects.select_related("item__region", "snapshot").get(pk=version.pk)
    if state_of(now) == ItemState.ACCEPTED:
        check_gate(now)  # takes time, so before the transaction; what was accepted is not changed any more
    with transaction.atomic():
        now = locked(version, {ItemState.ACCEPTED})
        move(user, now, EventKind.PUBLISHED)
        reindex_language(now)
    return now


def check_gate(version: Version) -> None:
    """Refuse what may not be published."""
    problems = problems_of(version)
    if problems:
        raise InputError(" ".join(text for _field, text in problems))
    if not (version.licence_text and version.licence_images and version.licence_data):
        raise InputError(_("Choose a licence for text, pictures and data."))
    if version.files.filter(reading=Reading.WAITING).exists():
        raise InputError(_("A file is still being read. Try again in a minute."))
    findings = findings_of(version)
    if not allowed(version, findings):
        places = ", ".join(dict.fromkeys(f"{f.where} ({f.kind.label})" for f in findings if f.blocks))
        raise InputError(
            _("The privacy gate holds this back: {places}. Take it out, or ask a study lead.").format(places=places)
        )


@transaction.atomic
def withdraw(user: User | None, version: Version, reason: str) -> Version:
    """Withdraw a version: its address goes on to say that it was there, and why it is not any more.

    Raises
    ------
    InputError
        There is no reason, or it is not published.
    """
    now = locked(version, {ItemState.PUBLISHED, ItemState.SUPERSEDED, ItemState.ACCEPTED})
    if not reason.strip():
        raise InputError(_("Say why, for those who have cited it."))
    move(user, now, EventKind.WITHDRAWN, reason)
    reindex_language(now)
    return now
