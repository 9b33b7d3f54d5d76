"""Giving results out: made sense of first, by one decision, on record.

Other parts say what they know through two small registries: that a session was held (`tells_of_sessions`), and that
something stands in the way (`may_object`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from clusterdynamics.disclosure import Audience
from clusterdynamics.disclosure.classes import audience_label
from clusterdynamics.errors import InputError
from clusterdynamics_web.accounts.models import User
from clusterdynamics_web.audit import record
from clusterdynamics_web.results.access import latest_snapshot
from clusterdynamics_web.results.models import Publication
from clusterdynamics_web.studies.models import Snapshot, Study, Wave

__all__ = [
    "PUBLISHED_TO",
    "may_object",
    "publish",
    "session_of",
    "standing",
    "tells_of_sessions",
    "why_not_publish",
    "withdraw_publications",
]

#: To whom results are given out, from the smallest circle to the widest.
PUBLISHED_TO = (Audience.PARTICIPANTS, Audience.NETWORK, Audience.PUBLIC)
#: Least letters of a reason: a word is none.
REASON = 20

_SESSIONS: list[Callable[[Wave], str]] = []
_OBJECTIONS: list[Callable[[Study], str]] = []


def tells_of_sessions(say: Callable[[Wave], str]) -> Callable[[Wave], str]:
    """Register a function that says which sense-making session was held about a wave; empty where none was."""
    _SESSIONS.append(say)
    return say


def may_object(say: Callable[[Study], str]) -> Callable[[Study], str]:
    """Register a function that says why a study cannot be published yet; empty where it can."""
    _OBJECTIONS.append(say)
    return say


def session_of(wave: Wave) -> str:
    """Return the sense-making session about a wave, in words; empty where none is on record."""
    return next((said for say in _SESSIONS if (said := say(wave))), "")


def why_not_publish(study: Study) -> list[str]:
    """Return what stands in the way of publishing a study, in plain sentences; a reason does not help against it.

    That no session was held is not among them: a reason stands in for one (see `publish`).
    """
    snapshot = latest_snapshot(study)
    if snapshot is None:
        return [_("There is nothing to publish: no wave is closed, or its snapshot was taken down.")]
    if not hasattr(snapshot, "reading"):
        return [_("The results are still being computed.")]
    return [said for say in _OBJECTIONS if (said := say(study))]


@transaction.atomic
def publish(user: User, study: Study, audiences: Iterable[str], waiver: str = "") -> Publication:
    """Give the latest snapshot of a study out; given out before, it is now given out to these.

    Raises
    ------
    InputError
        Something stands in the way, nobody was chosen, or there was no session and no reason is given; all at once.
    """
    chosen: list[str] = [a.value for a in PUBLISHED_TO if a.value in set(audiences)]
    problems = why_not_publish(study)
    snapshot = latest_snapshot(study)
    session = "" if snapshot is None else session_of(snapshot.wave)
    if not chosen:
        problems.append(_("Choose to whom the results are given out."))
    if not session and len(waiver.strip()) < REASON:
        problems.append(
            _("No session to make sense of the results is on record. Hold one first, or say why it is left out.")
        )
    if problems or snapshot is None:
        raise InputError("\n".join(problems))
    made = Publication.objects.create(
        snapshot=snapshot, audiences=chosen, session=session, waiver=waiver.strip(), published_by=user
    )
    Wave.objects.filter(pk=snapshot.wave_id, published_at=None).update(published_at=timezone.now())
    record(
        user,
        "results.published",
        study,
        snapshot.fingerprint[:12],
        wave=snapshot.wave.code,
        audiences=chosen,
        waived=not session,
    )
    return made


def standing(study: Study) -> Publication | None:
    """Return the publication of a study that holds: the last one of a snapshot that was not taken down."""
    made = Publication.objects.filter(snapshot__study=study, snapshot__taken_down_at=None)
    return made.select_related("snapshot__wave", "snapshot__study__cluster__region").first()


def withdraw_publications(snapshots: Sequence[int]) -> None:
    """Note that what was published of snapshots is out no more; the rows stay, to say what may be in circulation."""
    waves = set(Snapshot.objects.filter(pk__in=snapshots).values_list("wave", flat=True))
    held = Publication.objects.filter(snapshot__wave__in=waves, snapshot__taken_down_at=None)
    out = set(held.values_list("snapshot__wave", flat=True))
    Wave.objects.filter(pk__in=waves - out).update(published_at=None)


def labels() -> list[tuple[str, str]]:
    """Return to whom results can be given out, with words."""
    return [(a.value, audience_label(a)) for a in PUBLISHED_TO]
