"""The worker: takes jobs from the queue, one at a time, and does what is due.

It runs beside the server (`clusterdynamics serve` starts both). Killed at any moment, it leaves a job whose heartbeat
stops; the next worker queues that job again.
"""

from __future__ import annotations

import logging
import signal
import threading
import time
from collections.abc import Callable
from types import FrameType

from django.db import close_old_connections, connection
from django.utils.translation import gettext as _

from clusterdynamics.compute import using
from clusterdynamics.errors import Cancelled, ClusterDynamicsError
from clusterdynamics_web.jobs import operations
from clusterdynamics_web.jobs.models import Job, JobState
from clusterdynamics_web.jobs.registry import KINDS

__all__ = ["DUE", "Worker", "every"]

logger = logging.getLogger("clusterdynamics.jobs")

#: Seconds between two looks into the queue, and between two heartbeats.
PAUSE, BEAT = 0.5, 5.0

#: Work that is due from time to time: a name, seconds between two runs, what to do.
DUE: dict[str, tuple[float, Callable[[], object]]] = {}


def every(seconds: float) -> Callable[[Callable[[], object]], Callable[[], object]]:
    """Register a function that the worker calls from time to time; it must be quick, and may be called twice."""

    def register(work: Callable[[], object]) -> Callable[[], object]:
        DUE[f"{work.__module__}.{work.__qualname__}"] = (seconds, work)
        return work

    return register


class _Running:
    """A job in the hands of this worker: a thread of its own keeps the heart beating."""

    def __init__(self, job: Job, leave: threading.Event) -> None:
        self.job = job
        self._leave = leave
        self._share, self._doing = 0.0, ""
        self._stop = threading.Event()
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._beat, name=f"heart of {job.key}", daemon=True)

    def __enter__(self) -> _Running:
        self._thread.start()
        return self

    def __exit__(self, *exception: object) -> None:
        self._over.set()
        self._thread.join()

    def _beat(self) -> None:
        try:
            while not self._over.wait(BEAT):
                if operations.beat(self.job, self._share, self._doing):
                    self._stop.set()
        finally:
            connection.close()

    def tell(self, share: float, doing: str = "") -> None:
        self._share, self._doing = min(max(share, 0.0), 1.0), doing or self._doing
        if operations.beat(self.job, self._share, self._doing):
            self._stop.set()
        if self.should_stop():
            raise Cancelled

    def should_stop(self) -> bool:
        return self._stop.is_set() or self._leave.is_set()


class Worker:
    """Takes jobs until it is told to leave."""

    def __init__(self) -> None:
        self.leave = threading.Event()
        self._last: dict[str, float] = {}

    def run(self) -> None:
        """Work until SIGTERM or SIGINT; a job at hand is given back to the queue."""
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._told)
        logger.info("worker started")
        while not self.leave.is_set():
            close_old_connections()
            self.look_after()
            if not self.work_once():
                self.leave.wait(PAUSE)
        logger.info("worker left")

    def _told(self, number: int, frame: FrameType | None) -> None:
        self.leave.set()

    def look_after(self) -> None:
        """Queue what dead workers left, and do what is due."""
        operations.requeue_stale(_("The work stopped several times before it was done. Please tell your operator."))
        for name, (seconds, work) in DUE.items():
            if time.monotonic() - self._last.get(name, float("-inf")) >= seconds:
                self._last[name] = time.monotonic()
                try:
                    work()
                except Exception:
                    logger.exception("due work failed", extra={"job": name})

    def work_once(self) -> bool:
        """Do one job; return False where none waits."""
        job = operations.claim()
        if job is None:
            return False
        started = time.perf_counter()
        state = self._do(job)
        extra = {"job": job.key, "verb": job.kind, "status": state, "ms": round(1000 * (time.perf_counter() - started))}
        logger.info("job", extra=extra)
        return True

    def _do(self, job: Job) -> str:
        handler = KINDS.get(job.kind)
        if handler is None:
            operations.finish(job, JobState.FAILED, error=_("This version of the software does not know such work."))
            return JobState.FAILED
        with _Running(job, self.leave) as running:
            try:
                with using(
                    progress=lambda label, done, total: running.tell(done / total, label),
                    cancelled=running.should_stop,
                ):
                    result = handler(running)
            except Cancelled:
                if self.leave.is_set():
                    operations.give_back(job)
                    return JobState.QUEUED
                operations.finish(job, JobState.CANCELLED)
                return JobState.CANCELLED
            except ClusterDynamicsError as error:
                operations.finish(job, JobState.FAILED, error=str(error))
                return JobState.FAILED
            except Exception:
                logger.exception("job failed", extra={"job": job.key, "verb": job.kind})
                operations.finish(
                    job,
                    JobState.FAILED,
                    error=_("Something went wrong that we had not foreseen. Your operator finds it in the log."),
                )
                return JobState.FAILED
        operations.finish(job, JobState.DONE, result=result)
        return JobState.DONE
