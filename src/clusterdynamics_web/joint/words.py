"""Where an agreement stands, in words: read off what happened."""

from __future__ import annotations

from django.utils.translation import gettext as _

from clusterdynamics_web.joint.models import JointStudy

__all__ = ["step_of"]


def step_of(joint: JointStudy) -> str:
    """Return where an agreement stands."""
    if joint.ended_at is not None:
        return _("ended")
    if joint.is_over:
        return _("over, its last day has passed")
    if joint.in_force_at is not None:
        return _("in force")
    sides = list(joint.sides.all())
    if len(sides) < 2:
        return _("waits for the other region to join")
    signed = sum(s.signed_at is not None for s in sides)
    return _("signed by one side") if signed else _("to be signed by both sides")
