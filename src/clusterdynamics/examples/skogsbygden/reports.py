"""What respondents report about each other: ties, ratings, wishes. Drawn from the world, with error."""

from __future__ import annotations

from clusterdynamics.examples.skogsbygden.cast import (
    CAST,
    FIRST,
    LATE,
    SECOND,
    Organisation,
)
from clusterdynamics.examples.skogsbygden.dice import Dice, logistic
from clusterdynamics.examples.skogsbygden.fieldwork import Fieldwork, Respondent
from clusterdynamics.examples.skogsbygden.frames import Row
from clusterdynamics.examples.skogsbygden.instrument import AREAS, TRUST_ITEMS
from clusterdynamics.examples.skogsbygden.world import World

__all__ = ["Reports", "make_reports"]

_ORGANISATION = {o.id: o for o in CAST}
#: Chance that a respondent does not think of a relation, by its true depth.
_FORGETS = {1: 0.16, 2: 0.06, 3: 0.02, 4: 0.01, 5: 0.0}
#: Chance that the depth reported is one step too low, and one too high.
_TOO_LOW, _TOO_HIGH = 0.09, 0.08
#: Chance that somebody is picked with whom there is no real contact.
_IMAGINED = 0.02
_DONT_KNOW = 0.015
_COOPERATION, _DEEP = 2, 4
#: Area → purposes that go with it.
_PURPOSES = {
    "training": ("people",),
    "recruitment": ("people",),
    "visits": ("improve", "save"),
    "voice": ("voice",),
    "purchasing": ("save",),
    "fairs": ("markets",),
    "standards": ("improve",),
    "energy": ("save", "improve"),
    "facilities": ("improve", "new"),
    "digital": ("improve", "save"),
    "bids": ("markets",),
    "research": ("new", "funding"),
    "products": ("new",),
    "insight": ("markets",),
}


class Reports:
    """Rows of ``ties``, ``ratings`` and ``wishes``, and the areas in which each respondent works with others."""

    def __init__(self) -> None:
        self.ties: list[Row] = []
        self.ratings: list[Row] = []
        self.wishes: list[Row] = []
        self.doing: dict[tuple[str, str], set[str]] = {}
        self.advised: set[tuple[str, str]] = set()


def make_reports(seed: int, world: World, field: Fieldwork) -> Reports:
    """Let everybody who answered report."""
    dice = Dice(seed, "reports")
    wish_dice = Dice(seed, "wishes")
    reports = Reports()
    for r in field.respondents:
        if not r.submitted:
            continue
        hidden = LATE if r.wave == FIRST and r.id in field.early else None
        others = [o for o in CAST if o.present(r.wave) and o.id not in (r.actor, hidden)]
        picked = {o.id: depth for o in others if (depth := _depth(world, r, o, dice)) is not None}
        for o in others:
            if o.id in picked:
                _card(reports, world, r, o, picked[o.id], dice)
        _wishes(reports, world, r, others, picked, wish_dice)
    return reports


def _depth(world: World, r: Respondent, o: Organisation, dice: Dice) -> int | None:
    """Return the depth that is reported, or None where the other one is not picked."""
    true = world.how_deep(r.wave, r.actor, o.id)
    if true == 0:
        return 1 if dice.chance(_IMAGINED) else None
    me = _ORGANISATION[r.actor]
    # Large organisations forget the small ones that count them among their partners.
    overlooks = 0.30 if me.size == "large" and o.size in ("micro", "small") and true <= _COOPERATION else 0.0
    if dice.chance(_FORGETS[true] + overlooks):
        return None
    step = dice.weighted((-1, 0, 1), (_TOO_LOW, 1 - _TOO_LOW - _TOO_HIGH, _TOO_HIGH))
    return min(max(true + step, 1), 5)


def _areas(world: World, a: str, b: str, depth: int, dice: Dice) -> list[str]:
    """Return one to four areas in which two organisations work together; the deeper, the more sensitive."""
    weights = []
    for area, (_label, sensitivity) in AREAS.items():
        both = world.interest[a][area] + world.interest[b][area]
        weights.append(logistic(1.4 * both) * logistic(1.1 * (depth + 0.3 - sensitivity)) + 0.002)
    chosen = dice.some_weighted(tuple(AREAS), weights, 1 + (depth >= 3) + dice.chance(0.4) + dice.chance(0.2))
    return [area for area in AREAS if area in chosen]


def _purposes(areas: list[str], depth: int, dice: Dice) -> list[str] | None:
    """Return what the cooperation is for; more often said where it is deep, never always."""
    if not dice.chance(0.72 if depth >= _DEEP else 0.45):
        return None
    said = {dice.pick(_PURPOSES[area]) for area in areas[:2]}
    return sorted(said)


def _card(reports: Reports, world: World, r: Respondent, o: Organisation, depth: int, dice: Dice) -> None:
    """Fill the card about one partner."""
    base = {"wave": r.wave, "from": r.actor, "to": o.id, "respondent": r.id, "mode": r.mode}
    if dice.chance(_DONT_KNOW):
        reports.ties.append({**base, "relation": "depth", "state": "dont_know"})
        return
    areas = _areas(world, r.actor, o.id, depth, dice) if depth >= _COOPERATION else None
    purposes = _purposes(areas, depth, dice) if areas else None
    reports.ties.append({**base, "relation": "depth", "value": float(depth), "area": areas, "purpose": purposes})
    reports.doing.setdefault((r.wave, r.id), set()).update(areas or ())
    if dice.chance(_asks_for_advice(reports, world, r, o, depth)):
        reports.ties.append({**base, "relation": "advice", "value": 1.0})
        reports.advised.add((r.actor, o.id))
    if depth >= _COOPERATION:
        _trust(reports, world, r, o, dice)


def _asks_for_advice(reports: Reports, world: World, r: Respondent, o: Organisation, depth: int) -> float:
    """Return the chance that advice is asked for: of those who know more, of close partners, as before."""
    habit = 0.0
    if r.wave == SECOND:
        habit = 1.4 if (r.actor, o.id) in reports.advised else -0.5
    return logistic(-2.3 + 0.45 * depth + 0.7 * world.expertise[o.id] + habit)


def _trust(reports: Reports, world: World, r: Respondent, o: Organisation, dice: Dice) -> None:
    level = world.trust[r.wave][r.actor, o.id]
    shift = {"trust.reliable": 0.15, "trust.shared_aims": -0.05, "trust.open": -0.15 - 0.5 * (o.id == "F02")}
    for item in TRUST_ITEMS:
        base = {"wave": r.wave, "item": item, "from": r.actor, "to": o.id, "respondent": r.id}
        if dice.chance(0.04):
            reports.ratings.append({**base, "state": "dont_know"})
        else:
            value = min(max(round(level + shift[item] + dice.normal(0, 0.4)), 1), 4)
            reports.ratings.append({**base, "value": float(value)})


def _wishes(
    reports: Reports,
    world: World,
    r: Respondent,
    others: list[Organisation],
    picked: dict[str, int],
    dice: Dice,
) -> None:
    """Wish for more with trusted partners, and for a start with those who want the same."""
    for o in others:
        shared = world.shared_easy(r.actor, o.id)
        if o.id in picked:
            kind = "more"
            pull = -2.9 + 1.3 * (world.trust[r.wave][r.actor, o.id] - 2.8) + 0.35 * len(shared)
        else:
            kind = "start"
            near = world.kilometres(r.actor, o.id) / 100
            pull = -4.6 + 0.5 * len(shared) - 0.5 * near + 0.3 * world.expertise[o.id]
        if dice.chance(logistic(pull + 0.3 * world.engagement[r.actor])):
            areas = [area for area in AREAS if area in dice.some(shared, 2)] if shared else None
            reports.wishes.append(
                {"wave": r.wave, "from": r.actor, "to": o.id, "kind": kind, "area": areas, "respondent": r.id}
            )
