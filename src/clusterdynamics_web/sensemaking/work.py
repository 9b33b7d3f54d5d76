"""What the worker does for sessions: tells those who will be named, and prints placemats."""

from __future__ import annotations

from typing import Any

from clusterdynamics_web.jobs.registry import Running, handles
from clusterdynamics_web.sensemaking.models import Session
from clusterdynamics_web.sensemaking.placemats import make_placemats
from clusterdynamics_web.sensemaking.previews import send_previews

__all__ = ["placemats", "send"]


@handles("send_previews")
def send(running: Running) -> dict[str, Any]:
    """Write to those who will be named; whoever was written to before gets nothing again."""
    session = Session.objects.select_related("study__cluster__region", "snapshot__study").get(
        pk=running.job.parameters["session"]
    )
    sent, without = send_previews(running.job.created_by, session)
    return {"sent": sent, "without": len(without)}


@handles("write_placemats")
def placemats(running: Running) -> dict[str, Any]:
    """Set the placemats of a session; twice comes to the same."""
    session = Session.objects.select_related("study__cluster__region", "snapshot__study").get(
        pk=running.job.parameters["session"]
    )
    running.tell(0.1)
    return {"pages": make_placemats(session)}
