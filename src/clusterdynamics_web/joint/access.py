"""The only way to a joint study: through the own region, or a study of it that takes part.

Whoever comes from one side gets that side; of the other side they get its region's name and, at block level, what the
agreement shares. There is no way from here to a study, a roster or an answer of the other side.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.http import Http404

from clusterdynamics_web.access import Access, Visitor, access_region, access_study
from clusterdynamics_web.joint.models import JointStudy, Side
from clusterdynamics_web.regions.models import Region
from clusterdynamics_web.rights import Right
from clusterdynamics_web.studies.models import Study

__all__ = ["Agreement", "access_agreement", "access_joint", "reading_regions", "sides_of_region", "sides_of_study"]

_RELATED = ("joint", "region", "study__cluster__region")


@dataclass(frozen=True)
class Agreement:
    """A joint study as one side sees it."""

    joint: JointStudy
    own: Side
    other: Side | None

    @property
    def sides(self) -> tuple[Side, ...]:
        """Both sides, the inviting one first."""
        found = (self.own,) if self.other is None else (self.own, self.other)
        return tuple(sorted(found, key=lambda s: s.position))

    @property
    def partner(self) -> str:
        """Name of the other region; empty while it has not joined."""
        return "" if self.other is None else self.other.region.name


def access_agreement(user: Visitor, region: str, joint: str) -> tuple[Access[Region], Agreement]:
    """Return the agreement as the administration of a region sees it."""
    access = access_region(user, region, Right.MANAGE_REGION)
    side = Side.objects.select_related(*_RELATED).filter(region=access.object, joint__key=joint).first()
    return access, _of(side)


def access_joint(user: Visitor, region: str, study: str, joint: str, right: Right) -> tuple[Access[Study], Agreement]:
    """Return a joint study as somebody of a study that takes part sees it."""
    access = access_study(user, region, study, right)
    side = Side.objects.select_related(*_RELATED).filter(study=access.object, joint__key=joint).first()
    return access, _of(side)


def sides_of_region(region: Region) -> list[Side]:
    """Return the joint studies of a region, newest first, each as this side."""
    return list(region.joint_sides.select_related(*_RELATED).order_by("-joint__created_at"))


def sides_of_study(study: Study) -> list[Side]:
    """Return the joint studies that a study takes part in, newest first, each as this side."""
    return list(study.joint_sides.select_related(*_RELATED).order_by("-joint__created_at"))


def reading_regions(study: Study) -> list[str]:
    """Return the names of the regions with which an agreement about a study is in force."""
    sides = [s for s in sides_of_study(study) if s.joint.is_in_force]
    return [other.region.name for s in sides if (other := s.other) is not None]


def _of(side: Side | None) -> Agreement:
    if side is None:
        raise Http404
    return Agreement(side.joint, side, side.other)
