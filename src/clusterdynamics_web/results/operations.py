"""From a snapshot to its reading: queued when a wave closes, let go of when the snapshot is taken down."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from django.db import transaction
from django.utils import timezone

from clusterdynamics_web.accounts.models import User
from clusterdynamics_web.jobs.models import Job, JobState
from clusterdynamics_web.jobs.operations import enqueue
from clusterdynamics_web.results import store
from clusterdynamics_web.results.models import Document, Reading
from clusterdynamics_web.results.publishing import withdraw_publications
from clusterdynamics_web.studies.models import Snapshot

__all__ = ["on_frozen", "on_taken_down", "prepare", "read", "told_soon"]


#: So long the reading waits for the job that the projector waits for.
_ROOM_FIRST = timedelta(seconds=20)


def read(user: User | None, snapshot: Snapshot, **more: Any) -> Job:
    """Queue the reading of a snapshot; where it waits or runs already, that job is returned."""
    return _read(user, snapshot, **more)


def _read(user: User | None, snapshot: Snapshot, *, not_before: datetime | None = None, **more: Any) -> Job:
    return enqueue(
        "read_snapshot",
        study_id=snapshot.study_id,
        user=user,
        parameters={"snapshot": snapshot.pk, **more},
        name=f"read_snapshot:{snapshot.pk}",
        not_before=not_before,
    )


def prepare(user: User | None, snapshot: Snapshot, language: str, **more: Any) -> Job:
    """Queue what every audience is told of a snapshot in one more language."""
    return enqueue(
        "tell_snapshot",
        study_id=snapshot.study_id,
        user=user,
        parameters={"snapshot": snapshot.pk, "language": language, **more},
        name=f"tell_snapshot:{snapshot.pk}:{language}",
    )


def told_soon(user: User | None, snapshot: Snapshot, language: str, audience: str, back: str) -> Job:
    """Return the job that prepares what is not there yet; it is queued where none is.

    One that failed or was stopped is returned as it is: it begins again only when somebody says so.
    """
    is_read = hasattr(snapshot, "reading")
    asked = {"kind": "tell_snapshot", "parameters__language": language} if is_read else {"kind": "read_snapshot"}
    last = Job.objects.filter(study=snapshot.study_id, parameters__snapshot=snapshot.pk, **asked).first()
    if last is not None and last.state != JobState.DONE:
        return last
    if is_read:
        return prepare(user, snapshot, language, audience=audience, next=back)
    return read(user, snapshot, next=back)


def on_frozen(sender: object, snapshot: Snapshot, user: User | None, **more: object) -> None:
    """A wave was closed: its results are computed. In an afternoon study the people in the room come first."""
    wait = _ROOM_FIRST if snapshot.study.is_afternoon else timedelta()
    _read(user, snapshot, not_before=timezone.now() + wait)


def on_taken_down(sender: object, snapshots: Iterable[int], **more: object) -> None:
    """Somebody took answers back: what was made of them goes, rows at once and files when it is certain."""
    gone = list(Snapshot.objects.filter(pk__in=snapshots).values_list("study__key", "fingerprint"))
    Reading.objects.filter(snapshot__in=snapshots).delete()
    withdraw_publications(list(snapshots))
    Document.objects.filter(snapshot__in=snapshots, gone_at=None).update(gone_at=timezone.now())
    for key, fingerprint in gone:
        transaction.on_commit(partial(store.forget, key, fingerprint))
