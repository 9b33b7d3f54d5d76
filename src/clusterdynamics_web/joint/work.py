"""What the worker does for joint studies."""

from __future__ import annotations

from clusterdynamics_web.jobs.worker import every
from clusterdynamics_web.joint.ending import end_all_due

__all__ = ["end_what_is_over"]


@every(3600)
def end_what_is_over() -> None:
    """End agreements whose last day has passed."""
    end_all_due()
