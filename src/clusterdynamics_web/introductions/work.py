"""What the worker does here: sends letters, tells groups whose time is over, forgets what is not needed any more."""

from __future__ import annotations

from typing import Any

from clusterdynamics_web.audit import record
from clusterdynamics_web.introductions import operations
from clusterdynamics_web.introductions.operations.sending import KIND
from clusterdynamics_web.jobs.registry import Running, handles
from clusterdynamics_web.jobs.worker import every
from clusterdynamics_web.studies.models import Study

__all__ = ["look_again", "send_introductions"]


@handles(KIND)
def send_introductions(running: Running) -> dict[str, Any]:
    """Send the letters of a study that may go now."""
    study = Study.objects.select_related("cluster__region").get(jobs=running.job)
    sent = operations.send_due(study)
    record(running.job.created_by, "introductions.sent", study, count=sent)
    return {"sent": sent}


@every(300)
def look_again() -> None:
    """Send what had to wait, tell groups, forget contacts."""
    operations.close_groups()
    operations.send_due()
    operations.forget_contacts()
