"""Talks on experience: offered by regions, accepted or declined with a reason; their slides go into the library."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from clusterdynamics.errors import InputError
from clusterdynamics_web.accounts.models import User
from clusterdynamics_web.audit import record
from clusterdynamics_web.library import operations as library
from clusterdynamics_web.library.kinds import ItemKind
from clusterdynamics_web.library.models import Version
from clusterdynamics_web.library.state import EDITABLE
from clusterdynamics_web.library.state import state_of as state_of_item
from clusterdynamics_web.meetings.models import AgendaLine, Meeting, NoticeKind, Talk
from clusterdynamics_web.meetings.operations.agenda import next_position
from clusterdynamics_web.meetings.operations.common import locked, queue_notices
from clusterdynamics_web.meetings.state import has_call

__all__ = ["add_slides", "answer_talk", "offer_talk", "withdraw_talk"]


@transaction.atomic
def offer_talk(user: User, meeting: Meeting, values: Mapping[str, Any]) -> Talk:
    """Offer a talk: title, two sentences, who speaks, for which region.

    Raises
    ------
    InputError
        Talks cannot be offered now, or something is missing.
    """
    now = locked(meeting)
    if not has_call(now):
        raise InputError(_("Talks cannot be offered now."))
    said = {name: str(values[name]).strip() for name in ("title", "words", "speaker")}
    if not all(said.values()):
        raise InputError(_("Give a title, two sentences, and who speaks."))
    talk = Talk.objects.create(meeting=now, user=user, region=values["region"], **said)
    record(user, "meeting.talk_offered", now.host, now.key)
    return talk


@transaction.atomic
def answer_talk(user: User, talk: Talk, *, accepted: bool, reason: str = "") -> Talk:
    """Accept a talk, which puts it on the agenda, or decline it with a reason. An answer can be changed.

    Raises
    ------
    InputError
        It is declined without a reason, or was withdrawn.
    """
    meeting = locked(talk.meeting)
    now = Talk.objects.select_for_update(of=("self",)).select_related("region").get(pk=talk.pk)
    if now.withdrawn_at is not None:
        raise InputError(_("This talk was withdrawn."))
    if not accepted and not reason.strip():
        raise InputError(_("Say why: whoever offered it wants to know."))
    now.accepted, now.reason, now.answered_at = accepted, reason.strip()[:500], timezone.now()
    now.save()
    if accepted:
        AgendaLine.objects.get_or_create(
            talk=now, defaults={"meeting": meeting, "position": next_position(meeting), "region": now.region}
        )
    else:
        AgendaLine.objects.filter(talk=now).delete()
    record(user, "meeting.talk_accepted" if accepted else "meeting.talk_declined", meeting.host, meeting.key)
    queue_notices(meeting, NoticeKind.TALK, now.pk)
    return now


@transaction.atomic
def withdraw_talk(user: User, talk: Talk) -> None:
    """Take a talk back, and off the agenda; slides that are in the library stay there."""
    meeting = locked(talk.meeting)
    Talk.objects.filter(pk=talk.pk, withdrawn_at=None).update(withdrawn_at=timezone.now())
    AgendaLine.objects.filter(talk=talk).delete()
    record(user, "meeting.talk_withdrawn", meeting.host, meeting.key)


def add_slides(user: User, talk: Talk, name: str, content: bytes) -> Version:
    """Put the slides of an accepted talk into the library as a draft of its region; the first file begins the item.

    Raises
    ------
    InputError
        The talk was not accepted, the file may not come in, or the item is with the curators already.
    """
    if talk.accepted is not True or talk.withdrawn_at is not None:
        raise InputError(_("Slides come with a talk that was accepted."))
    with transaction.atomic():
        meeting = locked(talk.meeting)
        now = Talk.objects.select_for_update(of=("self",)).select_related("region", "item").get(pk=talk.pk)
        version = None if now.item is None else now.item.versions.order_by("-number").first()
        if version is None:
            version = library.create_draft(user, now.region, ItemKind.PRESENTATION, meeting.language)
            version = library.save_draft(
                user,
                version,
                {
                    "title": now.title,
                    "summary": now.words[:500],
                    "authors": "; ".join(filter(None, (now.speaker, now.region.name))),
                    "year_from": meeting.starts.year,
                    "keywords": meeting.title[:300],
                },
            )
            now.item = version.item
            now.save(update_fields=["item"])
        elif state_of_item(version) not in EDITABLE:
            raise InputError(_("The slides are with the curators, or published. Begin a new version in the library."))
        library.add_file(user, version, name, content)
        record(user, "meeting.slides_added", meeting.host, meeting.key)
    return version
