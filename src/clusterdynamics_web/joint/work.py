"""What the worker does for joint studies: reads rounds, ends agreements whose time is over."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from clusterdynamics_web.accounts.models import User
from clusterdynamics_web.jobs.models import Job, JobState
from clusterdynamics_web.jobs.operations import enqueue
from clusterdynamics_web.jobs.registry import Running, handles
from clusterdynamics_web.jobs.worker import every
from clusterdynamics_web.joint.access import sides_of_study
from clusterdynamics_web.joint.ending import end_all_due
from clusterdynamics_web.joint.models import JointStudy
from clusterdynamics_web.joint.reading import read_round
from clusterdynamics_web.joint.rounds import readings_of
from clusterdynamics_web.studies.models import Snapshot

__all__ = ["end_what_is_over", "on_frozen", "prepare", "read_joint", "soon"]


@handles("read_joint")
def read_joint(running: Running) -> dict[str, Any]:
    """Read every round of a joint study that is not read yet; twice comes to the same."""
    joint = JointStudy.objects.filter(pk=running.job.parameters["joint"]).first()
    waiting = [] if joint is None else readings_of(joint)[1]
    for number, this in enumerate(waiting):
        running.tell(number / len(waiting), _("Joint results"))
        read_round(this.sides[0].joint, this)
    return {"rounds": len(waiting)}


def prepare(user: User | None, joint: JointStudy) -> Job:
    """Queue the reading of a joint study; where it waits or runs already, that job is returned.

    The job belongs to no study: each side may watch its page, and neither the jobs of the other.
    """
    return enqueue("read_joint", user=user, parameters={"joint": joint.pk}, name=_name(joint))


def soon(user: User, joint: JointStudy) -> Job:
    """Return the job that reads a joint study; it is queued where none is.

    One that failed or was stopped is returned as it is: it begins again when a wave is closed.
    """
    last = Job.objects.filter(name=_name(joint)).order_by("-pk").first()
    return last if last is not None and last.state != JobState.DONE else prepare(user, joint)


def _name(joint: JointStudy) -> str:
    return f"read_joint:{joint.pk}"


def on_frozen(sender: object, snapshot: Snapshot, user: User | None, **more: object) -> None:
    """A wave was closed: where the other side has closed its own, both are read."""
    for side in sides_of_study(snapshot.study):
        if readings_of(side.joint)[1]:
            prepare(None, side.joint)


@every(3600)
def end_what_is_over() -> None:
    """End agreements whose last day has passed."""
    end_all_due()
