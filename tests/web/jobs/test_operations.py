"""The life of a job."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from clusterdynamics_web.jobs import operations
from clusterdynamics_web.jobs.models import Job, JobState

pytestmark = pytest.mark.django_db


def test_the_job_that_waited_longest_is_taken_first_and_only_once() -> None:
    first, second = operations.enqueue("a"), operations.enqueue("b")
    assert [operations.claim(), operations.claim(), operations.claim()] == [first, second, None]
    first.refresh_from_db()
    assert (first.state, first.attempt) == (JobState.RUNNING, 1)


def test_a_job_for_later_waits() -> None:
    operations.enqueue("a", not_before=timezone.now() + timedelta(hours=1))
    assert operations.claim() is None


def test_the_same_work_is_not_queued_twice() -> None:
    first = operations.enqueue("freeze", name="freeze 1")
    assert operations.enqueue("freeze", name="freeze 1") == first
    operations.claim()
    assert operations.enqueue("freeze", name="freeze 1") == first
    first.refresh_from_db()
    operations.finish(first, JobState.DONE)
    assert operations.enqueue("freeze", name="freeze 1") != first


def test_a_waiting_job_is_cancelled_at_once_and_a_running_one_is_asked_to_stop() -> None:
    waiting = operations.enqueue("a")
    operations.cancel(waiting)
    waiting.refresh_from_db()
    assert waiting.state == JobState.CANCELLED
    operations.enqueue("b")
    running = operations.claim()
    assert running is not None
    assert not operations.beat(running, 0.5, "half")
    operations.cancel(running)
    assert operations.beat(running, 0.6, "more")


def _silent_for(job: Job, seconds: float) -> None:
    Job.objects.filter(pk=job.pk).update(heartbeat=timezone.now() - timedelta(seconds=seconds))


def test_a_silent_worker_loses_its_job_and_cannot_end_it_any_more() -> None:
    operations.enqueue("a")
    lost = operations.claim()
    assert lost is not None
    _silent_for(lost, operations.STALE.total_seconds() - 5)
    assert operations.requeue_stale("too often") == 0
    _silent_for(lost, operations.STALE.total_seconds() + 1)
    assert operations.requeue_stale("too often") == 1
    again = operations.claim()
    assert again is not None
    assert (again.pk, again.attempt) == (lost.pk, 2)
    assert operations.beat(lost, 0.9, "still here")
    assert not operations.finish(lost, JobState.DONE, result={"from": "the dead"})
    assert operations.finish(again, JobState.DONE, result={"from": "the living"})
    again.refresh_from_db()
    assert again.result == {"from": "the living"}


def test_a_job_that_kills_its_worker_time_and_again_is_told_as_failed() -> None:
    job = operations.enqueue("a")
    for _ in range(operations.ATTEMPTS):
        taken = operations.claim()
        assert taken is not None
        _silent_for(taken, 60)
        operations.requeue_stale("stopped several times")
    job.refresh_from_db()
    assert (job.state, job.error) == (JobState.FAILED, "stopped several times")


def test_a_job_given_back_does_not_count_as_tried() -> None:
    operations.enqueue("a")
    for _ in range(operations.ATTEMPTS + 2):
        job = operations.claim()
        assert job is not None
        assert job.attempt == 1
        operations.give_back(job)
