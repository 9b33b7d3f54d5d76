"""From two snapshots to blocks: worked out by the library, decided for both sides at once, and kept.

The names of the other side and the links to them are read here and nowhere else; what comes out has neither.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction

from clusterdynamics.disclosure.cells import CellTable, Why
from clusterdynamics.disclosure.suppress import Suppressed
from clusterdynamics.disclosure.two_sides import PAIRS, block_table, decide_two_sides, key, regional_table
from clusterdynamics.measures.answers import respondents_that_count
from clusterdynamics.measures.depths import depth_relation
from clusterdynamics.models.of_study import model_of
from clusterdynamics.regions.partners import Partner, partner_answers
from clusterdynamics.regions.two_sides import BLOCKS, SIDES, Across, TwoSides, two_sides
from clusterdynamics.study.model import Study as StudyPackage
from clusterdynamics.study.names import fold
from clusterdynamics.study.network import Network
from clusterdynamics.study.package import read_study
from clusterdynamics_web.joint.models import JointStudy, Reading, Side
from clusterdynamics_web.joint.rounds import Round
from clusterdynamics_web.studies.files import snapshot_path
from clusterdynamics_web.studies.models import Wave
from clusterdynamics_web.survey.models import PartnerName, PartnerTie

__all__ = ["read_round"]


def read_round(joint: JointStudy, this: Round) -> Reading | None:
    """Work a round out and keep what may be shown of it; twice comes to the same.

    None where the agreement ended, or answers were taken back, in the meantime.
    """
    packages = [read_study(snapshot_path(s)) for s in this.snapshots]
    waves = [s.wave for s in this.snapshots]
    nets = [_network(p, w.code) for p, w in zip(packages, waves, strict=True)]
    said = [
        _across(joint, side, wave, package, (nets[k], nets[1 - k]))
        for k, (side, wave, package) in enumerate(zip(this.sides, waves, packages, strict=True))
    ]
    found = two_sides(nets[0], nets[1], said[0], said[1])
    low, high = _scale(packages[0])
    tables = {"blocks": block_table(found, low, high)}
    answers = [partner_answers(p, w.code) for p, w in zip(packages, waves, strict=True)]
    about = [_about(given.partners, this.sides[k], this.sides[1 - k]) for k, given in enumerate(answers)]
    numbers = [len(given.organisations) for given in answers]
    tables["regional"] = regional_table(numbers, about, low, high)
    # A study may have raised its own smallest group since both signed.
    rules = [p.settings.disclosure for p in packages]
    k = max(joint.k, *(max(r.k_inside, r.k_outside) for r in rules))
    # Everybody who reads this may have answered: the others must still be as many as inside.
    minimum = max(k, *(r.k_inside + 1 for r in rules))
    return _keep(joint, this, tables, (k, minimum), found, numbers)


@transaction.atomic
def _keep(
    joint: JointStudy,
    this: Round,
    tables: Mapping[str, CellTable],
    least: tuple[int, int],
    found: TwoSides,
    numbers: list[int],
) -> Reading | None:
    locked = JointStudy.objects.select_for_update().get(pk=joint.pk)
    standing = all(type(s).objects.filter(pk=s.pk, taken_down_at=None).exists() for s in this.snapshots)
    if not locked.is_in_force or not standing:
        return None
    reading, _new = Reading.objects.get_or_create(joint=locked, number=this.number)
    before: dict[str, Any] = reading.shown
    decided = {name: decide_two_sides(table, *least, forced=_changed(table, before)) for name, table in tables.items()}
    reading.content = _content(locked, this, decided, least[1], found, numbers)
    reading.mark = this.mark
    reading.shown = {c.key: _was(d, c.key) for d in decided.values() for c in d.table.cells if c.published} | before
    reading.save()
    return reading


def _changed(table: CellTable, before: Mapping[str, Any]) -> list[str]:
    """Return cells that were hidden before, or differ from what was shown: they stay hidden until the next wave."""
    found = [c.key for c in table.cells if c.key in before and before[c.key] != [c.total, c.n]]
    new = {c.key for c in table.cells if c.published} - set(before)
    return [*found, *(sorted(new) if before else [])]


def _was(decided: Suppressed, name: str) -> list[float] | None:
    cell = decided.table[name]
    return None if name in decided.hidden else [cell.total, cell.n]


# -- from snapshots and rows to what the library takes ---------------------------------------------------------------


def _network(package: StudyPackage, wave: str) -> Network:
    relation = depth_relation(package, model_of(package))
    if relation is None:
        raise LookupError("the study does not ask how closely organisations work together")
    return package.network(relation, wave)


def _scale(package: StudyPackage) -> tuple[float, float]:
    relation = depth_relation(package, model_of(package))
    scale = package.settings.scale(package.settings.relation(relation or "")[0].scale)
    if scale is None:
        raise LookupError("the relation has no scale")
    return (scale.low if scale.low > 0 else 1.0), scale.high


def _across(
    joint: JointStudy, side: Side, wave: Wave, package: StudyPackage, nets: tuple[Network, Network]
) -> Across | None:
    """Return what a side says about the names that the other shared; None where it was not asked."""
    rows = PartnerName.objects.filter(study=side.study, group=joint.key)
    names = {pk: code for pk, code in rows.values_list("pk", "actor__code") if code in nets[1].nodes}
    if not names:
        return None
    people = respondents_that_count(package, wave.code)
    employer = dict(people.select("id", "actor").iter_rows())
    ties = PartnerTie.objects.filter(group=joint.key, respondent__wave=wave, respondent__is_test=False)
    asked: set[str] = set()
    values: dict[tuple[str, str], float] = {}
    for person, to, value in ties.order_by("pk").values_list("respondent__code", "to_id", "value"):
        actor = employer.get(person)
        if actor is None or actor not in nets[0].nodes:
            continue
        asked.add(actor)
        if to in names:
            depths = [values.get((actor, names[to]), math.nan), math.nan if value is None else value]
            values[actor, names[to]] = max((d for d in depths if not math.isnan(d)), default=math.nan)
    return Across(frozenset(asked), frozenset(names.values()), values) if asked else None


def _about(partners: Iterable[Partner], side: Side, other: Side) -> list[Partner]:
    """Return what organisations say about the other region, one each, however they wrote its name."""
    words = {fold(w) for w in (other.region.name, other.region.nuts) if w}
    for row in side.study.partner_regions:
        own = {fold(str(row["id"])), fold(str(row["label"]))}
        words |= own if own & words else set()
    found: dict[str, Partner] = {}
    for p in partners:
        if fold(p.region) not in words:
            continue
        one = found.get(p.organisation, p)
        depths = [d for d in (one.depth, p.depth) if d is not None]
        found[p.organisation] = Partner(
            p.organisation,
            other.region.name,
            max(depths, default=None),
            frozenset(),
            one.barriers | p.barriers,
            frozenset(),
            wrote=False,
            names_door=False,
        )
    return list(found.values())


# -- what is kept: numbers that may be shown, and nothing else -------------------------------------------------------


def _content(
    joint: JointStudy,
    this: Round,
    decided: Mapping[str, Suppressed],
    minimum: int,
    found: TwoSides,
    numbers: list[int],
) -> dict[str, Any]:
    blocks = decided["blocks"]
    answered = {side: int((found.answered & found.of(side)).sum()) for side in SIDES}
    content: dict[str, Any] = {
        "waves": [str(s.wave) for s in this.snapshots],
        "snapshots": [s.fingerprint[:12] for s in this.snapshots],
        "minimum": minimum,
        "answered": {side: n if n >= minimum else None for side, n in answered.items()},
    }
    if {"links", "depth"} & set(joint.figures):
        content["blocks"] = [
            _block(blocks, here, there, joint.figures, known=answered[here] >= minimum) for here, there in BLOCKS
        ]
        content["all"] = _block(blocks, "all", "", joint.figures, known=all(n >= minimum for n in answered.values()))
    if "mutual" in joint.figures:
        content["mutual"] = [_mutual(blocks, here, there) for here, there in PAIRS]
    if {"region", "barriers"} & set(joint.figures):
        content["regional"] = [
            _regional(decided["regional"], side, n, joint.figures, minimum)
            for side, n in zip(SIDES, numbers, strict=True)
        ]
    return content


def _block(decided: Suppressed, here: str, there: str, figures: list[str], *, known: bool) -> dict[str, Any]:
    name = key("ties", here, there)
    told: dict[str, Any] = {"from": here, "to": there, "asked": _has(decided, name)}
    if told["asked"] and "links" in figures:
        ties, n = decided.value(name), decided.table[name].n
        told |= {
            "possible": int(n) if known else None,
            "ties": None if ties is None else round(ties),
            "density": None if ties is None else round(ties / n, 4),
            "why": _why(decided, name),
        }
    depth = key("depth", here, there)
    if "depth" in figures and _has(decided, depth):
        total = decided.value(depth)
        told["depth"] = None if total is None else round(total / decided.table[depth].n, 1)
        told["depth_why"] = _why(decided, depth)
    return told


def _mutual(decided: Suppressed, here: str, there: str) -> dict[str, Any]:
    both, either = key("both", here, there), key("either", here, there)
    told: dict[str, Any] = {"from": here, "to": there, "asked": _has(decided, both)}
    if told["asked"]:
        numbers = decided.value(both), decided.value(either)
        known = None not in numbers
        told |= {
            "both": numbers[0] if known else None,
            "either": numbers[1] if known else None,
            "why": _why(decided, both) or _why(decided, either),
        }
    return told


def _regional(decided: Suppressed, side: str, number: int, figures: list[str], minimum: int) -> dict[str, Any]:
    works, closeness = key("works", side), key("closeness", side)
    told: dict[str, Any] = {"side": side, "asked": _has(decided, works)}
    if not told["asked"]:
        return told
    told["answered"] = number if number >= minimum else None
    if "region" in figures:
        told |= {"works": decided.value(works), "why": _why(decided, works)}
        if _has(decided, closeness):
            total = decided.value(closeness)
            told["closeness"] = None if total is None else round(total / decided.table[closeness].n, 1)
    if "barriers" in figures:
        start = key("barrier", side, ":")
        cells = [c for c in decided.table.cells if c.key.startswith(start)]
        shown = [(c.key.removeprefix(start), c.total / c.n) for c in cells if c.key not in decided.hidden]
        told["barriers"] = [{"id": name, "share": round(share, 2)} for name, share in shown]
        told["hidden_barriers"] = len(cells) - len(shown)
    return told


def _has(decided: Suppressed, name: str) -> bool:
    return any(c.key == name for c in decided.table.cells)


def _why(decided: Suppressed, name: str) -> str:
    why = decided.hidden.get(name)
    return "" if why is None else "few" if why is Why.THIN else "protected"
