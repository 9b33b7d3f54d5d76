"""What respondents say about partners in other regions; asked for the first time in the second wave."""

from __future__ import annotations

from clusterdynamics.examples.skogsbygden.cast import CAST, SECOND
from clusterdynamics.examples.skogsbygden.dice import Dice, logistic
from clusterdynamics.examples.skogsbygden.fieldwork import Fieldwork
from clusterdynamics.examples.skogsbygden.frames import Row
from clusterdynamics.examples.skogsbygden.instrument import AREAS
from clusterdynamics.examples.skogsbygden.world import World

__all__ = ["partner_regions"]

_ORGANISATION = {o.id: o for o in CAST}
#: Other region → (how often it is named, what stands in the way there).
_REGIONS = {
    "NO02": (0.34, ("border", "rules", "funding")),
    "SE32": (0.28, ("distance", "no_opener")),
    "FI19": (0.20, ("language", "distance", "funding")),
    "AT22": (0.10, ("distance", "language")),
    "DE40": (0.08, ("language", "rules")),
}
_GETS = (
    "A test bed for bending glued beams.",
    "Buyers who ask for certified wood early on.",
    "People who know how to dry birch.",
    "A laboratory that we do not have here.",
)


def partner_regions(seed: int, world: World, field: Fieldwork) -> list[Row]:
    """Return the rows of ``partner_regions``; those who know much, and the large ones, reach farther."""
    dice = Dice(seed, "partner regions")
    rows: list[Row] = []
    for r in field.of(SECOND, lead=True):
        o = _ORGANISATION[r.actor]
        ease = -0.3 + 0.7 * world.expertise[o.id] + 1.2 * (o.size == "large") + 0.8 * (o.type == "research")
        if not dice.chance(logistic(ease)):
            rows.append({"wave": SECOND, "respondent": r.id, "has_partners": False})
            continue
        weights = [often for often, _barriers in _REGIONS.values()]
        for region in dice.some_weighted(list(_REGIONS), weights, 1 + dice.chance(0.4)):
            barriers = _REGIONS[region][1]
            rows.append(
                {
                    "wave": SECOND,
                    "respondent": r.id,
                    "has_partners": True,
                    "region": region,
                    "depth": float(dice.weighted((1, 2, 3, 4, 5), (0.30, 0.34, 0.20, 0.11, 0.05))),
                    "areas": sorted(dice.some(list(AREAS), 1 + dice.chance(0.3))) if dice.chance(0.7) else None,
                    "gets": dice.pick(_GETS) if dice.chance(0.25) else None,
                    "barriers": sorted(dice.some(barriers, 1 + dice.chance(0.4))) if dice.chance(0.75) else None,
                    "door": dice.weighted(("intermediary", "public", "research"), (0.55, 0.30, 0.15)),
                    # Nobody names a person in an example.
                    "door_name": None,
                }
            )
    return rows
