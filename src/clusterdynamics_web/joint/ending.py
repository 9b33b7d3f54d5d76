"""The end of an agreement: by either side, or when its time is over. Then nothing of the other side is shown."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from clusterdynamics.errors import InputError
from clusterdynamics_web.accounts.models import User
from clusterdynamics_web.audit import record
from clusterdynamics_web.joint.models import JointStudy, Side
from clusterdynamics_web.joint.names import forget_names

__all__ = ["end", "end_all_due"]


@transaction.atomic
def end(user: User, side: Side) -> None:
    """End an agreement for both sides.

    The shared names go, with what was answered about them, and so does what was worked out of both sides.

    Raises
    ------
    InputError
        It has ended before.
    """
    joint = JointStudy.objects.select_for_update().get(pk=side.joint_id)
    if joint.ended_at is not None:
        raise InputError(_("The agreement has ended before."))
    joint.ended_side, joint.ended_by = side.position, user
    _end(joint)
    record(user, "joint.ended", side.study, joint.key)
    other = side.other
    if other is not None:
        # The log of the other region says that it ended; who did it there is no business of this log.
        record(None, "joint.ended", other.study, joint.key)


def end_all_due() -> int:
    """End the agreements whose last day has passed; return how many."""
    due = list(JointStudy.objects.filter(ended_at=None, until__lt=timezone.localdate()).values_list("pk", flat=True))
    for key in due:
        _lapse(key)
    return len(due)


@transaction.atomic
def _lapse(key: int) -> None:
    joint = JointStudy.objects.select_for_update().get(pk=key)
    if joint.ended_at is None:
        _end(joint)
        for side in joint.sides.select_related("study__cluster__region"):
            record(None, "joint.ended", side.study, joint.key)


def _end(joint: JointStudy) -> None:
    joint.ended_at = timezone.now()
    joint.code_hash, joint.code_expires_at = None, None
    joint.save()
    forget_names(joint)
    joint.readings.all().delete()
