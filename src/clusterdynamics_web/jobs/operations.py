"""The life of a job: queued, taken by one worker, kept alive by its heartbeat, done, failed or cancelled."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from clusterdynamics_web.accounts.models import User
from clusterdynamics_web.jobs.models import Job, JobState

__all__ = [
    "ATTEMPTS",
    "STALE",
    "beat",
    "cancel",
    "claim",
    "enqueue",
    "finish",
    "give_back",
    "requeue_stale",
]

#: A worker that has not said anything for so long is dead: what it did is queued again.
STALE = timedelta(seconds=30)
#: So often a job is tried whose worker dies under it; then it is told as failed.
ATTEMPTS = 3


def enqueue(
    kind: str,
    *,
    study_id: int | None = None,
    user: User | None = None,
    parameters: Mapping[str, Any] | None = None,
    seed: int = 1,
    name: str = "",
    not_before: datetime | None = None,
) -> Job:
    """Put a job into the queue.

    Parameters
    ----------
    name
        Where a job of this name waits or runs already, that one is returned and none is made.
    """
    with transaction.atomic():
        if name:
            waiting = Job.objects.select_for_update().filter(name=name, state__in=(JobState.QUEUED, JobState.RUNNING))
            found = waiting.first()
            if found is not None:
                return found
        return Job.objects.create(
            kind=kind,
            study_id=study_id,
            created_by=user,
            parameters=dict(parameters or {}),
            seed=seed,
            name=name,
            not_before=not_before or timezone.now(),
        )


def claim() -> Job | None:
    """Take the job that has waited longest. No two workers get the same one."""
    now = timezone.now()
    due = Job.objects.filter(state=JobState.QUEUED, not_before__lte=now).order_by("not_before", "id")
    for pk in due.values_list("pk", flat=True)[:20]:
        # The condition is part of the change: of two workers only one finds the job still queued.
        taken = Job.objects.filter(pk=pk, state=JobState.QUEUED).update(
            state=JobState.RUNNING,
            attempt=F("attempt") + 1,
            started_at=now,
            heartbeat=now,
            progress=0.0,
            doing="",
        )
        if taken:
            return Job.objects.get(pk=pk)
    return None


def beat(job: Job, share: float, doing: str) -> bool:
    """Say that the worker is alive and how far it is; return whether somebody asked it to stop.

    A job that was taken away from a worker that seemed dead is to be stopped as well.
    """
    mine = Job.objects.filter(pk=job.pk, state=JobState.RUNNING, attempt=job.attempt)
    if not mine.update(heartbeat=timezone.now(), progress=share, doing=doing[:200]):
        return True
    return mine.filter(cancel_requested=True).exists()


def finish(job: Job, state: JobState, *, result: Mapping[str, Any] | None = None, error: str = "") -> bool:
    """Write down how a job ended; return False where it was taken away from this worker in the meantime."""
    mine = Job.objects.filter(pk=job.pk, state=JobState.RUNNING, attempt=job.attempt)
    changed = mine.update(
        state=state,
        result=dict(result or {}),
        error=error,
        finished_at=timezone.now(),
        **({"progress": 1.0} if state == JobState.DONE else {}),
    )
    return bool(changed)


def give_back(job: Job) -> None:
    """Queue a job again that its worker has to leave (it is told to stop); the attempt does not count."""
    Job.objects.filter(pk=job.pk, state=JobState.RUNNING, attempt=job.attempt).update(
        state=JobState.QUEUED, attempt=F("attempt") - 1, heartbeat=None
    )


def requeue_stale(error: str) -> int:
    """Queue jobs again whose worker fell silent; tell those that were tried too often as failed.

    Parameters
    ----------
    error
        What is told of a job that was tried too often.
    """
    silent = Job.objects.filter(state=JobState.RUNNING).filter(
        Q(heartbeat__isnull=True) | Q(heartbeat__lt=timezone.now() - STALE)
    )
    silent.filter(attempt__gte=ATTEMPTS).update(state=JobState.FAILED, error=error, finished_at=timezone.now())
    return silent.filter(attempt__lt=ATTEMPTS).update(state=JobState.QUEUED)


def cancel(job: Job) -> None:
    """Ask for a job to be stopped; one that has not begun is cancelled at once."""
    waiting = Job.objects.filter(pk=job.pk, state=JobState.QUEUED)
    if not waiting.update(state=JobState.CANCELLED, finished_at=timezone.now(), cancel_requested=True):
        Job.objects.filter(pk=job.pk, state=JobState.RUNNING).update(cancel_requested=True)
