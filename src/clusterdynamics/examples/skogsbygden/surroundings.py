"""What respondents tick about areas, links outside the region and people who bring energy."""

from __future__ import annotations

from clusterdynamics.examples.skogsbygden.cast import CAST, SECOND
from clusterdynamics.examples.skogsbygden.dice import Dice, logistic
from clusterdynamics.examples.skogsbygden.fieldwork import Fieldwork, Respondent
from clusterdynamics.examples.skogsbygden.frames import Row
from clusterdynamics.examples.skogsbygden.instrument import AREAS
from clusterdynamics.examples.skogsbygden.reports import Reports
from clusterdynamics.examples.skogsbygden.words import REASONS
from clusterdynamics.examples.skogsbygden.world import World

__all__ = ["CHAMPIONS", "area_answers", "nominations", "outside_links"]

_ORGANISATION = {o.id: o for o in CAST}
#: Organisation → code of the champion who works there.
CHAMPIONS = {"I01": "person-1", "R01": "person-2"}
#: Kind of partner outside → (regions, what for).
_OUTSIDE = {
    "customer": (("Germany", "Denmark", "Netherlands"), "sales"),
    "supplier": (("Finland", "Germany", "Austria"), "machines"),
    "research": (("Finland", "Austria", "Norway"), "joint research"),
    "public": (("Norway", "Finland"), "exchange of experience"),
    "cluster": (("Norway", "Austria", "Canada"), "exchange of experience"),
}
_USUAL = {
    "firm": ("customer", "supplier", "research"),
    "research": ("research", "cluster"),
    "public": ("public",),
    "finance": ("customer",),
    "intermediary": ("cluster", "public"),
}


def area_answers(seed: int, world: World, field: Fieldwork, reports: Reports) -> list[Row]:
    """Return the rows of ``area_answers``: doing, would join, could offer, not for us."""
    dice = Dice(seed, "area answers")
    rows: list[Row] = []
    for wave in sorted({r.wave for r in field.respondents}):
        for r in field.of(wave, lead=True):
            doing = reports.doing.get((r.wave, r.id), set())
            for area in AREAS:
                ticked = _ticked(r, world.interest[r.actor][area] + dice.normal(0, 0.3), area in doing, dice)
                rows += [{"wave": wave, "respondent": r.id, "area": area, "answer": answer} for answer in ticked]
    return rows


def _ticked(r: Respondent, interest: float, doing: bool, dice: Dice) -> list[str]:
    ticked: list[str] = []
    if doing and dice.chance(0.85):
        ticked.append("doing")
    elif interest > 0.5 and dice.chance(0.9):
        ticked.append("would_join")
    offers = 0.30 if _ORGANISATION[r.actor].type in ("research", "intermediary", "public") else 0.14
    if interest > 0.3 and dice.chance(offers):
        ticked.append("could_offer")
    if not ticked and interest < 0 and dice.chance(0.75):
        ticked.append("not_for_us")
    return ticked


def outside_links(seed: int, world: World, field: Fieldwork) -> list[Row]:
    """Return the rows of ``outside_links``; those who know much have more of them."""
    dice = Dice(seed, "outside links")
    rows: list[Row] = []
    for wave in sorted({r.wave for r in field.respondents}):
        for r in field.of(wave, lead=True):
            o = _ORGANISATION[r.actor]
            ease = -0.6 + 0.8 * world.expertise[o.id] + 1.6 * (o.size == "large") + 0.5 * (o.type == "research")
            if not dice.chance(logistic(ease)):
                rows.append({"wave": wave, "respondent": r.id, "has_links": False})
                continue
            for kind in dice.some(_USUAL[o.type], 1 + dice.chance(0.45)):
                regions, purpose = _OUTSIDE[kind]
                rows.append(
                    {
                        "wave": wave,
                        "respondent": r.id,
                        "has_links": True,
                        "partner_type": kind,
                        "region": dice.pick(regions),
                        "purpose": purpose,
                    }
                )
    return rows


def nominations(seed: int, world: World, field: Fieldwork) -> list[Row]:
    """Return the rows of ``nominations``: two persons get most of them, and more so in 2026."""
    dice = Dice(seed, "nominations")
    rows: list[Row] = []
    for r in [r for r in field.respondents if r.submitted and r.lead]:
        others = [o.id for o in CAST if o.present(r.wave) and o.id != r.actor]
        weights = [_fame(world, r, a) for a in others]
        for a in dice.some_weighted(others, weights, dice.weighted((0, 1, 2, 3), (0.08, 0.30, 0.37, 0.25))):
            about = (a, r.language) if a in CHAMPIONS else ("other", r.language)
            rows.append(
                {
                    "wave": r.wave,
                    "respondent": r.id,
                    "actor": a,
                    "person": CHAMPIONS.get(a),
                    "reason": dice.pick(REASONS[about]) if dice.chance(0.8) else None,
                }
            )
    return rows


def _fame(world: World, r: Respondent, a: str) -> float:
    """Return how likely `r` is to think of somebody at `a`."""
    known = 1 + world.how_deep(r.wave, r.actor, a)
    if a in CHAMPIONS:
        return known * (14 if r.wave == SECOND else 11) * (1.3 if a == "I01" else 1.0)
    return known * logistic(1.5 * world.engagement[a] - 1)
