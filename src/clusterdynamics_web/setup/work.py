"""What the worker does for the set-up: forgets lists that nobody came back to."""

from __future__ import annotations

from clusterdynamics_web.jobs.worker import every
from clusterdynamics_web.setup.operations.roster import forget_drafts

__all__ = ["forget"]


@every(3600)
def forget() -> None:
    """Delete lists of organisations that were handed in and not imported within a day."""
    forget_drafts()
