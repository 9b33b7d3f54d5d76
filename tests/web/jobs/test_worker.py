"""What the worker does with a job, whatever the job does."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from clusterdynamics.compute import each
from clusterdynamics.errors import Cancelled, InputError
from clusterdynamics_web.jobs import operations, worker
from clusterdynamics_web.jobs.models import Job, JobState
from clusterdynamics_web.jobs.registry import KINDS, Running, handles
from clusterdynamics_web.jobs.worker import Worker

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture(autouse=True)
def _own_kinds(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(worker, "DUE", {})
    before = dict(KINDS)
    yield
    KINDS.clear()
    KINDS.update(before)


def _after(kind: str, **values: Any) -> Job:
    job = operations.enqueue(kind, **values)
    Worker().work_once()
    job.refresh_from_db()
    return job


@pytest.mark.django_db(transaction=True)
class TestOneJob:
    def test_its_result_is_kept(self) -> None:
        @handles("double")
        def double(running: Running) -> dict[str, Any]:
            running.tell(0.5, "half way")
            return {"twice": 2 * running.job.parameters["number"]}

        job = _after("double", parameters={"number": 21})
        assert (job.state, job.result, job.progress, job.doing) == (JobState.DONE, {"twice": 42}, 1.0, "half way")

    def test_what_was_foreseen_is_told_in_its_own_words(self) -> None:
        @handles("refuse")
        def refuse(running: Running) -> dict[str, Any]:
            raise InputError("Nobody answered yet.")

        job = _after("refuse")
        assert (job.state, job.error) == (JobState.FAILED, "Nobody answered yet.")

    def test_what_was_not_foreseen_is_told_without_its_details(self) -> None:
        @handles("break")
        def break_down(running: Running) -> dict[str, Any]:
            raise ZeroDivisionError("Anna Andersson, anna@example.org")

        job = _after("break")
        assert job.state == JobState.FAILED
        assert "operator" in job.error
        assert "Anna" not in job.error

    def test_a_kind_that_nobody_knows_fails(self) -> None:
        assert _after("unheard of").state == JobState.FAILED

    def test_work_of_the_library_tells_how_far_it_is_and_stops_when_asked(self) -> None:
        @handles("long")
        def long(running: Running) -> dict[str, Any]:
            def one(number: int) -> int:
                if number == 3:
                    operations.cancel(running.job)
                return number

            return {"done": each(one, list(range(100)), label="counting")}

        job = _after("long")
        assert job.state == JobState.CANCELLED
        assert job.doing == "counting"
        assert 0 < job.progress < 0.5

    def test_a_worker_that_is_told_to_leave_gives_the_job_back(self) -> None:
        leaving = Worker()

        @handles("interrupted")
        def interrupted(running: Running) -> dict[str, Any]:
            leaving.leave.set()
            running.tell(0.5)
            raise AssertionError("not reached")

        job = operations.enqueue("interrupted")
        leaving.work_once()
        job.refresh_from_db()
        assert (job.state, job.attempt) == (JobState.QUEUED, 0)


@pytest.mark.django_db(transaction=True)
def test_due_work_runs_when_its_time_has_come_and_a_failure_keeps_no_other_waiting(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    ran: list[str] = []

    def fails() -> None:
        raise OSError("no disk")

    monkeypatch.setattr(worker, "DUE", {"a": (3600.0, fails), "b": (3600.0, lambda: ran.append("b"))})
    once = Worker()
    once.look_after()
    once.look_after()
    assert ran == ["b"]


def test_two_functions_for_one_kind_are_a_mistake() -> None:
    handles("same")(lambda running: {})
    with pytest.raises(ValueError, match="same"):
        handles("same")(lambda running: {})


def test_cancelled_is_no_error_of_the_program() -> None:
    assert issubclass(Cancelled, Exception)


@pytest.mark.verify
def test_a_killed_worker_leaves_its_job_to_the_next(tmp_path: Path) -> None:
    """kill -9 in the middle of a job: the job is queued again and done once by the next worker."""
    environment = {
        **os.environ,
        "CLUSTERDYNAMICS_DATA": str(tmp_path),
        "DJANGO_SETTINGS_MODULE": "clusterdynamics_web.settings",
        "PYTHONPATH": f"{ROOT}:{ROOT / 'src'}",
    }

    prelude = "import django; django.setup()\n"

    def python(code: str) -> list[str]:
        return [sys.executable, "-c", prelude + code]

    # In its first attempt the job never ends; it is killed as soon as it says that it has begun.
    works = f"""
import time
from datetime import timedelta
from pathlib import Path
from clusterdynamics_web.jobs import operations, worker
from clusterdynamics_web.jobs.registry import handles
operations.STALE = timedelta(seconds=2)
worker.BEAT = 0.2
@handles("slow")
def slow(running):
    if running.job.attempt == 1:
        Path({str(tmp_path / "begun")!r}).touch()
        time.sleep(600)
    return {{"attempt": running.job.attempt}}
worker.Worker().run()
"""
    setup = (
        "from django.core.management import call_command as c\nc('migrate', verbosity=0); c('createcachetable')\n"
        "from clusterdynamics_web.jobs.operations import enqueue\nenqueue('slow')"
    )
    subprocess.run(python(setup), env=environment, check=True, timeout=120)
    with subprocess.Popen(python(works), env=environment) as first:
        _wait_for((tmp_path / "begun").exists)
        first.send_signal(signal.SIGKILL)
    look = "from clusterdynamics_web.jobs.models import Job\nj = Job.objects.get()\nprint(j.state, j.result, j.attempt)"

    def told() -> str:
        done = subprocess.run(python(look), env=environment, check=True, timeout=60, capture_output=True, text=True)
        return done.stdout.strip()

    assert told() == "running {} 1"
    with subprocess.Popen(python(works), env=environment) as second:
        _wait_for(lambda: told().startswith("done"))
        second.terminate()
        assert second.wait(30) == 0
    assert told() == "done {'attempt': 2} 2"


def _wait_for(condition: Callable[[], bool], seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.2)
