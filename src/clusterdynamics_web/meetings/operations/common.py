"""What operations on meetings share: a lock, and what calendars and people are told of a change."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils import timezone
from django.utils.translation import gettext as _

from clusterdynamics.disclosure import leaks
from clusterdynamics.errors import InputError
from clusterdynamics_web.jobs.operations import enqueue
from clusterdynamics_web.meetings.models import Meeting, NoticeKind

__all__ = ["changed", "locked", "names_nobody", "queue_notices"]


def locked(meeting: Meeting) -> Meeting:
    """Return the meeting as it is now, held until the transaction ends."""
    return Meeting.objects.select_for_update(of=("self",)).select_related("host", "series").get(pk=meeting.pk)


def changed(meeting: Meeting) -> None:
    """Let calendars know that there is something new; the meeting is still to be saved."""
    meeting.sequence += 1
    meeting.changed_at = timezone.now()


def queue_notices(meeting: Meeting, kind: NoticeKind, number: int = 0) -> None:
    """Let the worker write to whom it concerns."""
    enqueue(
        "meeting_mails",
        parameters={"meeting": meeting.pk, "kind": kind.value, "number": number},
        name=f"meeting_mails:{meeting.key}:{kind.value}:{number}",
    )


def names_nobody(meeting: Meeting, texts: Iterable[str]) -> None:
    """Refuse texts that name people who registered or offered a talk: what stands in minutes stands there for good.

    Raises
    ------
    InputError
        Somebody is named; the message says who.
    """
    people = {r.user.name for r in meeting.registrations.select_related("user")}
    people |= {t.user.name for t in meeting.talks.select_related("user") if t.user is not None}
    people |= set(meeting.talks.values_list("speaker", flat=True))
    names = {name for name in people if len(name.strip()) > 3}
    found = sorted({leak.secret for text in texts for leak in leaks(text, names)})
    if found:
        raise InputError(
            _("Minutes and decisions name regions, not people. Please say it without: {names}.").format(
                names=", ".join(found)
            )
        )
