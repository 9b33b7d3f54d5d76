"""Organisations in cross-border projects: each side notes its own, with the project and the source."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from clusterdynamics.errors import InputError
from clusterdynamics_web.accounts.models import User
from clusterdynamics_web.audit import record
from clusterdynamics_web.joint.models import Count, Side

__all__ = ["note_count", "remove_count"]


@transaction.atomic
def note_count(user: User, side: Side, *, code: str, project: str, number: int, source: str, day: date) -> Count:
    """Note how many organisations of a side are counted in a project; the number that was there is replaced.

    Raises
    ------
    InputError
        The agreement is not in force, does not share such counts, or more organisations would go on cooperating than
        cooperated in the project.
    """
    joint = side.joint
    if not joint.is_in_force or "counts" not in joint.figures:
        raise InputError(_("The agreement does not share these counts, or is not in force."))
    kept = {c.code: c.number for c in side.counts.filter(project=project)} | {code: number}
    if kept.get(Count.Code.RCR84, 0) > kept.get(Count.Code.RCO87, number):
        raise InputError(
            _(
                "RCR84 counts organisations of RCO87 that go on: it cannot be larger. RCO87 of this project is {n}."
            ).format(n=kept[Count.Code.RCO87])
        )
    made, _new = Count.objects.update_or_create(
        side=side, code=code, project=project, defaults={"number": number, "source": source, "day": day}
    )
    record(user, "joint.counted", side.study, joint.key, code=code)
    return made


@transaction.atomic
def remove_count(user: User, side: Side, number: int) -> None:
    """Take a count of one's own side back."""
    if side.counts.filter(pk=number).delete()[0]:
        record(user, "joint.counted", side.study, side.joint.key, removed=True)
