"""What is really there: who is how engaged, who works how closely with whom, who trusts whom.

The model is small and written down in ``examples/README.md``. Nothing here is seen by a respondent's partner or
by the study: the answers in ``reports`` and ``opinions`` are drawn from it with error.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field

from clusterdynamics.examples.skogsbygden.cast import (
    BOTH,
    BRIDGES,
    CAST,
    FIRST,
    MERGED,
    SECOND,
    SHALLOW_HUB,
    SOUTH,
    SPLIT,
    Organisation,
)
from clusterdynamics.examples.skogsbygden.dice import Dice, logistic
from clusterdynamics.examples.skogsbygden.instrument import AREAS

__all__ = ["World", "make_world", "pair"]

type Pair = tuple[str, str]

#: Middle of each half (latitude, longitude), and how far organisations scatter around it, in degrees.
_PLACES = {"pulp_packaging": (60.95, 14.35), "wood_construction": (59.75, 13.35), BOTH: (60.35, 13.85)}
_SCATTER = (0.16, 0.30)
_NUTS = {"pulp_packaging": "SE312", "wood_construction": "SE311", BOTH: "SE311"}
#: Kilometres for a degree of latitude and, at 60 degrees north, of longitude.
_KM = (111.2, 55.6)

_TYPE_ENGAGEMENT = {"firm": 0.0, "research": 0.35, "public": 0.15, "finance": -0.7, "intermediary": 0.7}
_SIZE_ENGAGEMENT = {"micro": -0.25, "small": 0.0, "medium": 0.15, "large": 0.45}
#: Share of the pairs of 2024 up to each depth (0, 1, …, 4): the rest is at depth 5.
_SHARES = (0.69, 0.845, 0.935, 0.975, 0.993)
#: Areas with nothing or little to lose.
_EASY = tuple(a for a, (_label, sensitivity) in AREAS.items() if sensitivity <= 2)
_TRUST_MIDDLE = 2.8


def pair(a: str, b: str) -> Pair:
    """Return the two identifiers in order, so that a pair has one name."""
    return (a, b) if a < b else (b, a)


@dataclass
class World:
    """Everything that is so, whether or not anybody reports it.

    Attributes
    ----------
    engagement, expertise, reliability, generosity
        Organisation → number around 0.
    interest
        Organisation → area → number around 0; above 0.5 it would join.
    place
        Organisation → latitude, longitude.
    depth
        Wave → pair → depth 0-5; a pair that is left out has depth 0.
    trust
        Wave → (who, whom) → trust on the scale 1-4, not rounded.
    suggested
        Pair → area, shown or held out, of the introductions suggested after the first wave.
    """

    engagement: dict[str, float] = field(default_factory=dict)
    expertise: dict[str, float] = field(default_factory=dict)
    reliability: dict[str, float] = field(default_factory=dict)
    generosity: dict[str, float] = field(default_factory=dict)
    interest: dict[str, dict[str, float]] = field(default_factory=dict)
    place: dict[str, tuple[float, float]] = field(default_factory=dict)
    bond: dict[Pair, float] = field(default_factory=dict)
    depth: dict[str, dict[Pair, int]] = field(default_factory=dict)
    trust: dict[str, dict[Pair, float]] = field(default_factory=dict)
    suggested: dict[Pair, tuple[str, bool]] = field(default_factory=dict)

    def nuts(self, actor: Organisation) -> str:
        """Return the NUTS code of the organisation's half."""
        return _NUTS[actor.branch]

    def kilometres(self, a: str, b: str) -> float:
        """Return the distance between two organisations."""
        (y1, x1), (y2, x2) = self.place[a], self.place[b]
        return math.hypot((y1 - y2) * _KM[0], (x1 - x2) * _KM[1])

    def how_deep(self, wave: str, a: str, b: str) -> int:
        """Return the true depth between two organisations."""
        return self.depth[wave].get(pair(a, b), 0)

    def partners(self, wave: str, a: str, least: int = 2) -> set[str]:
        """Return the organisations with which `a` works at depth `least` or more."""
        return {p[0] if p[1] == a else p[1] for p, d in self.depth[wave].items() if d >= least and a in p}

    def shared_easy(self, a: str, b: str) -> list[str]:
        """Return the areas with little to lose that both would join."""
        return [x for x in _EASY if self.interest[a][x] > 0.5 and self.interest[b][x] > 0.5]

    def mutual_trust(self, wave: str, a: str, b: str) -> float:
        """Return the mean of the trust of both sides in each other."""
        trust = self.trust[wave]
        return (trust[a, b] + trust[b, a]) / 2


def make_world(seed: int) -> World:
    """Make the world of both waves from a seed."""
    world = World()
    _people(world, Dice(seed, "organisations"))
    _first_wave(world, Dice(seed, "depth 2024"))
    _trust(world, FIRST, Dice(seed, "trust 2024"))
    _suggestions(world, Dice(seed, "suggestions"))
    _second_wave(world, Dice(seed, "depth 2026"))
    _trust(world, SECOND, Dice(seed, "trust 2026"))
    return world


def _people(world: World, dice: Dice) -> None:
    """Draw what each organisation is like."""
    for o in CAST:
        e = dice.normal(0, 0.8) + _TYPE_ENGAGEMENT[o.type] + _SIZE_ENGAGEMENT[o.size]
        world.engagement[o.id] = max(e, 1.3) + 0.4 if o.id in BRIDGES else e
        world.expertise[o.id] = dice.normal() + (0.9 if o.type == "research" else 0)
        world.reliability[o.id] = dice.normal(0, 0.7) + 0.3 * min(max(e, -1), 1)
        world.generosity[o.id] = dice.normal()
        y, x = _PLACES[o.branch]
        world.place[o.id] = (
            round(y + dice.normal(0, _SCATTER[0]), 4),
            round(x + dice.normal(0, _SCATTER[1]), 4),
        )
        world.interest[o.id] = {
            area: dice.normal(0, 0.8) + 0.35 * e + 0.75 - 0.3 * sensitivity + _taste(o, area)
            for area, (_label, sensitivity) in AREAS.items()
        }
    world.engagement.update({SHALLOW_HUB: 0.9, "F01": 1.1, "P01": 0.7})
    world.reliability[SHALLOW_HUB] = -1.4
    world.expertise["R01"] = 2.2
    for a in CAST:
        for b in CAST:
            if a.id < b.id:
                world.bond[a.id, b.id] = dice.normal(0, 0.42)


def _taste(o: Organisation, area: str) -> float:
    """Return what the kind of organisation adds to its interest in an area."""
    if o.type == "research":
        return {"research": 1.6, "training": 0.8, "products": 0.6}.get(area, 0.0)
    if o.type == "public":
        return {"voice": 1.0, "recruitment": 1.2, "energy": 0.8}.get(area, -0.4)
    if o.type == "finance":
        return {"insight": 0.8, "products": 0.4}.get(area, -0.8)
    if o.branch == SOUTH:
        return {"purchasing": 0.7, "training": 0.4, "standards": 0.5}.get(area, 0.0)
    return {"energy": 0.7, "facilities": 0.5, "digital": 0.4}.get(area, 0.0)


def _closeness(world: World, a: Organisation, b: Organisation) -> float:
    """Return how strongly two organisations are drawn to each other before chance."""
    same_half = 1.0 if a.branch == b.branch else (0.6 if BOTH in (a.branch, b.branch) else 0.0)
    bridge = 0.9 if a.id in BRIDGES or b.id in BRIDGES else 0.0
    hub = 0.9 * (a.anchor + b.anchor) * (same_half > 0)
    return (
        0.55 * (world.engagement[a.id] + world.engagement[b.id])
        + 0.85 * same_half
        + (0.45 if a.type == b.type else 0.0)
        - 0.7 * world.kilometres(a.id, b.id) / 100
        + hub
        + bridge
    )


def _shallow(p: Pair, depth: int) -> int:
    """Keep the large company that knows everybody from working deeply with anybody."""
    return min(depth, 2) if SHALLOW_HUB in p else depth


def _first_wave(world: World, dice: Dice) -> None:
    here = [o for o in CAST if o.present(FIRST)]
    pull = {
        (a.id, b.id): _closeness(world, a, b) + dice.normal(0, 0.75) + 0.5 * world.bond[a.id, b.id]
        for a in here
        for b in here
        if a.id < b.id
    }
    ordered = sorted(pull.values())
    cuts = [ordered[int(share * len(ordered))] for share in _SHARES]
    world.depth[FIRST] = {
        p: _shallow(p, depth) for p, value in pull.items() if (depth := sum(value >= c for c in cuts)) > 0
    }


def _trust(world: World, wave: str, dice: Dice) -> None:
    """Trust follows cooperation: deeper work, a partner known for keeping its word, a pair that gets on."""
    here = [o for o in CAST if o.present(wave)]
    world.trust[wave] = {}
    for a in here:
        for b in here:
            if a.id == b.id:
                continue
            depth = world.how_deep(wave, a.id, b.id)
            hit = -0.15 if wave == SECOND and a.is_firm and b.is_firm and a.branch == b.branch == SOUTH else 0.0
            world.trust[wave][a.id, b.id] = (
                _TRUST_MIDDLE
                + 0.24 * world.generosity[a.id]
                + 0.32 * world.reliability[b.id]
                + world.bond[pair(a.id, b.id)]
                + 0.20 * (depth - 2.5)
                + hit
                + dice.normal(0, 0.2)
            )


def _suggestions(world: World, dice: Dice) -> None:
    """Suggest introductions from shared interests; a coin decides which half is shown."""
    here = [o.id for o in CAST if o.stays]
    possible = [
        (a, b)
        for a in here
        for b in here
        if a < b and world.how_deep(FIRST, a, b) <= 1 and len(world.shared_easy(a, b)) >= 2
    ]
    chosen = sorted(dice.some(possible, 48))
    shown = set(dice.some(chosen, 24))
    for p in chosen:
        world.suggested[p] = (dice.pick(world.shared_easy(*p)), p in shown)


def _second_wave(world: World, dice: Dice) -> None:
    """Let every pair of stayers move, then bring in the newcomers."""
    stayers = [o for o in CAST if o.stays]
    common = {o.id: world.partners(FIRST, o.id) for o in stayers}
    later: dict[Pair, int] = {}
    for a in stayers:
        for b in stayers:
            if a.id < b.id:
                closure = min(len(common[a.id] & common[b.id]), 6)
                later[a.id, b.id] = _shallow((a.id, b.id), _move(world, a, b, closure, dice))
    world.depth[SECOND] = {p: d for p, d in later.items() if d > 0}
    for o in CAST:
        if not o.present(FIRST):
            _newcomer(world, o, dice)


def _move(world: World, a: Organisation, b: Organisation, closure: int, dice: Dice) -> int:
    """Return the depth of a pair of stayers two years on."""
    now = world.how_deep(FIRST, a.id, b.id)
    hit = a.is_firm and b.is_firm and a.branch == b.branch == SOUTH
    easy = min(len(world.shared_easy(a.id, b.id)), 4)
    shown = world.suggested.get((a.id, b.id), ("", False))[1]
    trust = world.mutual_trust(FIRST, a.id, b.id) - _TRUST_MIDDLE
    champion = a.id in BRIDGES or b.id in BRIDGES
    start = (
        0.25 * closure
        + 0.34 * easy
        + 1.4 * shown
        + 0.5 * champion
        - 0.9 * hit
        - 0.6 * world.kilometres(a.id, b.id) / 100
    )
    if now == 0:
        if not dice.chance(logistic(-2.75 + start)):
            return 0
        return 2 if dice.chance(0.45 + 0.3 * shown) else 1
    if now == 1:
        if dice.chance(logistic(-1.0 + start)):
            return 2 if dice.chance(0.8) else 3
        return 0 if dice.chance(0.14 + 0.10 * hit) else 1
    if now <= 3:  # below the depth that counts as deep
        if dice.chance(logistic(-1.4 + 3.0 * trust)):
            return now + (2 if dice.chance(0.15) else 1)
        if dice.chance(logistic(-1.0 - 2.2 * trust + 1.6 * hit)):
            return now - (2 if dice.chance(0.4) else 1)
        return now
    if dice.chance(logistic(-2.2 - 1.6 * trust + 0.6 * hit)):
        return now - 1
    return 5 if dice.chance(0.12) else now


def _newcomer(world: World, o: Organisation, dice: Dice) -> None:
    """Give a newcomer its relations: inherited ones, or few and shallow ones."""
    for b in CAST:
        if b.id == o.id or not b.present(SECOND) or pair(o.id, b.id) in world.depth[SECOND]:
            continue
        if o.id in MERGED:
            depth = max(world.how_deep(FIRST, old, b.id) for old in MERGED[o.id])
        elif o.id in SPLIT and b.id in SPLIT:
            depth = 4
        elif o.id in SPLIT:
            old, keeps = SPLIT[o.id]
            depth = world.how_deep(FIRST, old, b.id) if dice.chance(keeps) else 0
        else:
            pull = _closeness(world, o, b) - 2.6
            depth = (1 if dice.chance(0.6) else 2) if dice.chance(logistic(1.2 * pull)) else 0
        if depth > 0:
            world.depth[SECOND][pair(o.id, b.id)] = _shallow(pair(o.id, b.id), depth)
