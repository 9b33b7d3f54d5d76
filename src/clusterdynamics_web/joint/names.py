"""The names that one side shares, so that the other side's participants can choose from them."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from clusterdynamics.errors import InputError
from clusterdynamics_web.accounts.models import User
from clusterdynamics_web.audit import record
from clusterdynamics_web.joint.models import JointStudy, Side
from clusterdynamics_web.studies.models import Actor
from clusterdynamics_web.studies.state import current_wave
from clusterdynamics_web.survey.models import PartnerName
from clusterdynamics_web.survey.roster import present_actors

__all__ = ["choose_names", "forget_names", "names_of", "share", "shareable"]


def shareable(side: Side) -> list[Actor]:
    """Return the organisations whose names can be shared: part of the study now, and not asked to be left out."""
    return list(present_actors(side.study, current_wave(side.study)))


def names_of(side: Side) -> list[Actor]:
    """Return the organisations that were chosen and can still be shared."""
    chosen = set(side.names)
    return [a for a in shareable(side) if a.code in chosen]


@transaction.atomic
def choose_names(user: User, side: Side, codes: Sequence[str]) -> None:
    """Choose exactly these names to be shared once the agreement is in force.

    Raises
    ------
    InputError
        The side has signed already, shares no names, or a code is not one of its organisations.
    """
    joint = JointStudy.objects.select_for_update().get(pk=side.joint_id)
    side = Side.objects.select_related("study__cluster__region").get(pk=side.pk)
    if joint.is_over or joint.in_force_at is not None or side.signed_at is not None:
        raise InputError(_("Your region has signed already. The list stays as it was signed."))
    if not side.shares_names:
        raise InputError(_("The agreement says that your region shares no names."))
    known = {a.code for a in shareable(side)}
    if set(codes) - known:
        raise InputError(_("Please choose from the list."))
    side.names = sorted(set(codes))
    side.save(update_fields=["names"])
    record(user, "joint.names_chosen", side.study, joint.key, names=len(side.names))


def share(joint: JointStudy, sides: Sequence[Side]) -> None:
    """Put the chosen names of each side into the form of the other; in the transaction that brings it into force."""
    since = joint.in_force_at or timezone.now()
    for side, other in zip(sides, reversed(sides), strict=True):
        if not side.shares_names:
            continue
        PartnerName.objects.bulk_create(
            PartnerName(study=other.study, group=joint.key, actor=a, label=a.label, shared_at=since)
            for a in names_of(side)
        )
        side.names = []
        side.save(update_fields=["names"])


def forget_names(joint: JointStudy) -> int:
    """Erase the names that were shared, and with them what was answered about them."""
    Side.objects.filter(joint=joint).update(names=[])
    return PartnerName.objects.filter(group=joint.key).delete()[0]
