"""Rounds: the first wave of one side with the first of the other, and so on; those that closed under the agreement."""

from __future__ import annotations

from dataclasses import dataclass

from clusterdynamics_web.joint.models import JointStudy, Reading, Side
from clusterdynamics_web.studies.models import Snapshot, Wave

__all__ = ["Round", "readings_of", "rounds_of"]


@dataclass(frozen=True)
class Round:
    """A pair of waves that both sides have closed.

    Attributes
    ----------
    number
        1 for the first.
    sides, snapshots
        In the order of the sides.
    """

    number: int
    sides: tuple[Side, Side]
    snapshots: tuple[Snapshot, Snapshot]

    @property
    def mark(self) -> str:
        """What a reading depends on: both snapshots. It is not shown any more once one of them is another."""
        return ":".join(s.fingerprint for s in self.snapshots)


def rounds_of(joint: JointStudy) -> list[Round]:
    """Return the rounds that can be read now: both snapshots stand. None where the agreement is not in force."""
    if not joint.is_in_force:
        return []
    sides = tuple(joint.sides.select_related("region", "study__cluster__region"))
    if len(sides) != 2:
        return []
    waves = [_closed(joint, side) for side in sides]
    found = []
    for number, pair in enumerate(zip(*waves, strict=False), start=1):
        snapshots = [_standing(wave) for wave in pair]
        if snapshots[0] is not None and snapshots[1] is not None:
            found.append(Round(number, (sides[0], sides[1]), (snapshots[0], snapshots[1])))
    return found


def readings_of(joint: JointStudy) -> tuple[list[Reading], list[Round]]:
    """Return the readings that hold, in their order, and the rounds that are still to be read."""
    kept = {r.number: r for r in joint.readings.all()}
    rounds = rounds_of(joint)
    fresh = [r for r in rounds if r.number in kept and kept[r.number].mark == r.mark]
    return [kept[r.number] for r in fresh], [r for r in rounds if r not in fresh]


def _closed(joint: JointStudy, side: Side) -> list[Wave]:
    return list(side.study.waves.filter(closed_at__gte=joint.in_force_at).order_by("position"))


def _standing(wave: Wave) -> Snapshot | None:
    standing = Snapshot.objects.select_related("wave", "study__cluster__region")
    return standing.filter(wave=wave, taken_down_at=None).order_by("-created_at").first()
