"""Answers to questions that are not about a partner: statements, barriers, large companies, downturn, re-asking."""

from __future__ import annotations

from datetime import datetime, timedelta
from types import MappingProxyType

from clusterdynamics.examples.skogsbygden.cast import CAST, FIRST, NORTH, SECOND, SHALLOW_HUB, SOUTH
from clusterdynamics.examples.skogsbygden.dice import Dice
from clusterdynamics.examples.skogsbygden.fieldwork import Fieldwork, Respondent
from clusterdynamics.examples.skogsbygden.frames import Row
from clusterdynamics.examples.skogsbygden.instrument import BARRIERS, DOWNTURN, STATEMENTS
from clusterdynamics.examples.skogsbygden.words import HELP, WHY
from clusterdynamics.examples.skogsbygden.world import World
from clusterdynamics.study.tables import LIST_SEPARATOR

__all__ = ["FAVOURABLE", "MISREPORTING", "answers"]

_BRANCH = {o.id: o.branch for o in CAST}
_FIRM = {o.id: o.is_firm for o in CAST}

#: Statement → share of the lead informants that answer 4 or 5, in 2024 and in 2026, of those who say anything.
FAVOURABLE = MappingProxyType(
    {
        "s1.1": (0.76, 0.84),
        "s1.2": (0.70, 0.80),
        "s1.3": (0.70, 0.72),
        "s1.4": (0.82, 0.88),
        "s2.1": (0.58, 0.72),
        "s2.2": (0.52, 0.67),
        "s2.3": (0.48, 0.56),
        "s2.4": (0.44, 0.53),
        "s2.5": (0.46, 0.50),
        "s3.1": (0.54, 0.65),
        "s3.2": (0.30, 0.41),
        "s3.3": (0.50, 0.60),
        "s3.4": (0.32, 0.33),
        "s3.5": (0.42, 0.50),
        "s4.1": (0.28, 0.40),
        "s4.2": (0.26, 0.32),
        "s4.3": (0.22, 0.30),
        "s4.4": (0.20, 0.22),
        "s4.5": (0.34, 0.44),
        "s5.1": (0.12, 0.16),
        "s5.2": (0.20, 0.24),
        "s5.3": (0.20, 0.28),
        "s5.4": (0.18, 0.20),
        "s5.5": (0.24, 0.31),
    }
)
#: Same for the questions about large companies; the third one is reversed.
_LARGE = {"large.driver": (0.46, 0.50), "large.barrier": (0.40, 0.43), "large.dependence": (0.42, 0.35)}
#: Chance that a respondent says "don't know", by the stage of the statement; and skips a question.
_DONT_KNOW = {"1": 0.01, "2": 0.03, "3": 0.06, "4": 0.08, "5": 0.13, "l": 0.06}
_SKIPS = 0.008
#: Chance that an answer differs when it is asked again though nothing has changed.
MISREPORTING = 0.10
#: Barrier → how often it is named in the north and in the south.
_BARRIERS = {
    "time": (0.62, 0.55),
    "money": (0.25, 0.50),
    "trust": (0.12, 0.24),
    "rivalry": (0.15, 0.36),
    "no_clear_aim": (0.30, 0.20),
    "nobody_leads": (0.18, 0.22),
    "distance": (0.22, 0.28),
    "rules": (0.42, 0.18),
}
#: Mean of the three downturn answers, before chance: the south is hit harder.
_HIT = {"downturn.orders": (2.8, 1.7), "downturn.staff": (2.9, 2.3), "downturn.investment": (2.6, 1.9)}

type Position = dict[str, int | None]


def answers(seed: int, world: World, field: Fieldwork) -> list[Row]:
    """Return the rows of the table ``answers``."""
    rows: list[Row] = []
    for k, wave in enumerate((FIRST, SECOND)):
        dice = Dice(seed, f"statements {wave}")
        said: dict[str, Position] = {r.id: {} for r in field.of(wave)}
        for item in (*STATEMENTS, *_LARGE):
            share = FAVOURABLE[item][k] if item in FAVOURABLE else _LARGE[item][k]
            _statement(said, field, wave, item, share, world, dice)
        for r in field.of(wave):
            given: list[tuple[str, str | None]] = [
                (item, None if value is None else str(value)) for item, value in said[r.id].items()
            ]
            given += [("barriers", _barriers(r, dice))]
            if wave == SECOND:
                given += _downturn(r, dice)
            rows += [_row(r, item, value, r.occasion) for item, value in given]
        rows += _again(field, wave, said, Dice(seed, f"asked again {wave}"))
        rows += _unfinished(field, wave, Dice(seed, f"not sent {wave}"))
    return rows


def _row(r: Respondent, item: str, value: str | None, occasion: str, saved: datetime | None = None) -> Row:
    return {
        "wave": r.wave,
        "respondent": r.id,
        "item": item,
        "value": value,
        "state": "dont_know" if value is None else None,
        "mode": r.mode,
        "language": r.language,
        "saved_at": saved or r.submitted_at,
        "occasion": occasion,
    }


def _leaning(world: World, r: Respondent, item: str, dice: Dice) -> float:
    """Return how much a respondent leans towards agreement with a statement, against the others."""
    lean = 0.7 * world.engagement[r.actor] + dice.normal(0, 1)
    partners = len(world.partners(r.wave, r.actor))
    if item[:2] in ("s1", "s2"):
        lean += 0.06 * partners
    if item[:2] == "s3":
        # In the downturn the south came to doubt its partners.
        lean += 0.3 * (_BRANCH[r.actor] == NORTH) - (0.4 if r.wave == SECOND else 0.0) * (_BRANCH[r.actor] == SOUTH)
    if item in ("large.barrier", "large.driver"):
        tied = world.how_deep(r.wave, r.actor, SHALLOW_HUB) >= 1
        lean += 1.4 * tied if item == "large.barrier" else -0.5 * tied
    return lean


def _statement(
    said: dict[str, Position],
    field: Fieldwork,
    wave: str,
    item: str,
    share: float,
    world: World,
    dice: Dice,
) -> None:
    """Let the leads who lean most towards a statement agree, in the share that is planned.

    The others of an organisation answer like its lead, with error.
    """
    kind = item[1] if item[0] == "s" else "l"
    leads = field.of(wave, lead=True)
    knows = [r for r in leads if not dice.chance(_DONT_KNOW[kind])]
    leaning = {r.id: _leaning(world, r, item, dice) for r in knows}
    order = sorted(leaning, key=lambda person: (-leaning[person], person))
    agree = set(order[: round(share * len(order))])
    by_actor: dict[str, int | None] = {}
    for r in leads:
        value: int | None = None
        if r.id in leaning:
            value = (5 if dice.chance(0.3) else 4) if r.id in agree else dice.weighted((3, 2, 1), (0.5, 0.35, 0.15))
        by_actor[r.actor] = value
        if not dice.chance(_SKIPS):
            said[r.id][item] = value
    for r in field.of(wave):
        if not r.lead:
            said[r.id][item] = _misreported(by_actor[r.actor], dice)


def _misreported(value: int | None, dice: Dice) -> int | None:
    """Return the same answer given once more: one in ten differs, by one step."""
    if value is None or not dice.chance(MISREPORTING):
        return value
    return value + dice.pick([step for step in (-1, 1) if 1 <= value + step <= 5])


def _again(field: Fieldwork, wave: str, said: dict[str, Position], dice: Dice) -> list[Row]:
    """Let some respondents answer the statements a second time, two to four weeks later."""
    rows: list[Row] = []
    for r in field.of(wave):
        if r.id in field.again[wave] and r.submitted_at is not None:
            later = r.submitted_at + timedelta(days=dice.whole(14, 27))
            for item in STATEMENTS:
                if item in said[r.id]:
                    value = _misreported(said[r.id][item], dice)
                    rows.append(_row(r, item, None if value is None else str(value), "again", later))
    return rows


def _unfinished(field: Fieldwork, wave: str, dice: Dice) -> list[Row]:
    """Keep the first answers of those who started and did not send: they must not count."""
    rows: list[Row] = []
    for r in field.respondents:
        if r.wave == wave and r.status == "started":
            reached = tuple(STATEMENTS)[: dice.whole(2, 6)]
            rows += [_row(r, item, str(dice.whole(2, 5)), "first") for item in reached]
    return rows


def _half(actor: str, north: float, south: float) -> float:
    """Return the north's or the south's value, or the middle for those who belong to both."""
    return {NORTH: north, SOUTH: south}.get(_BRANCH[actor], (north + south) / 2)


def _barriers(r: Respondent, dice: Dice) -> str:
    named = [b for b in BARRIERS if dice.chance(_half(r.actor, *_BARRIERS[b]))]
    return LIST_SEPARATOR.join(named or ["time"])


def _downturn(r: Respondent, dice: Dice) -> list[tuple[str, str | None]]:
    """Answer the block on the downturn; bodies that are no firms have no orders to speak of."""
    given: list[tuple[str, str | None]] = []
    for item in DOWNTURN:
        mean = _half(r.actor, *_HIT[item]) if _FIRM[r.actor] else 2.7
        value = min(max(round(dice.normal(mean, 0.7)), 1), 5)
        given.append((item, None if item == "downturn.orders" and not _FIRM[r.actor] else str(value)))
    shares = (0.48, 0.16, 0.36) if _BRANCH[r.actor] != SOUTH else (0.34, 0.32, 0.34)
    stance = dice.weighted(("more", "less", "same"), shares)
    given.append(("downturn.cooperate", stance))
    if dice.chance(0.75):
        given.append(("downturn.why", dice.pick(WHY[stance, r.language])))
    if dice.chance(0.55):
        given.append(("downturn.help", dice.pick(HELP[r.language])))
    return given
