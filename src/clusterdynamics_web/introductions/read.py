"""What the page of easy cooperation shows: areas first, then groups, pairs, and what became of those who were asked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from clusterdynamics.disclosure import Audience, candidates_for, pairs_for
from clusterdynamics.i18n import use_language
from clusterdynamics.measures.easy.suggest import Suggested, sentence
from clusterdynamics.models.of_study import model_of
from clusterdynamics_web.introductions import suggestions
from clusterdynamics_web.introductions.models import Introduction
from clusterdynamics_web.introductions.operations.asking import asked_pairs
from clusterdynamics_web.introductions.recipients import contacts_of
from clusterdynamics_web.introductions.standing import Standing, agreed, standing_of
from clusterdynamics_web.introductions.words import area_labels, purpose_labels
from clusterdynamics_web.results import store
from clusterdynamics_web.results.access import Seen, find_section
from clusterdynamics_web.studies.models import Actor, Snapshot

__all__ = ["READERS", "Area", "Asked", "Candidate", "Pair", "areas_of", "asked_of", "candidates_of", "pairs_of"]

#: As whom one brings organisations together.
READERS = (Audience.STUDY, Audience.CLUSTER_MANAGER)
SECTION = "easy_cooperation"


@dataclass(frozen=True)
class Area:
    """An area of cooperation with its row of the told table, and whether this reader can start a group there."""

    id: str
    cells: list[dict[str, Any]]
    group: bool


@dataclass(frozen=True)
class Pair:
    """Two organisations that may be introduced, and why."""

    value: str
    first: Actor
    second: Actor
    reasons: str
    reachable: bool


@dataclass(frozen=True)
class Candidate:
    """An organisation that may be invited to a group."""

    actor: Actor
    reachable: bool


@dataclass(frozen=True)
class Asked:
    """Those who were asked, as far as anybody may know."""

    introduction: Introduction
    title: str
    purpose: str
    standing: Standing
    members: tuple[str, ...]
    waits: bool  # a letter has not gone out yet


def areas_of(found: Seen) -> tuple[list[str], list[Area]]:
    """Return the columns and the rows of the table of areas as this audience is told them; nothing where it is not."""
    section = find_section(found.told, SECTION)
    if section is None or found.snapshot is None:
        return [], []
    table = next(block["table"] for block in section["blocks"] if "table" in block)
    assessment = store.assessment_of(found.snapshot)
    known = assessment.results[SECTION].areas  # type: ignore[attr-defined]  # the analysis of that name has them
    least = model_of(assessment.study).sample_sizes.group_invitations
    can = {
        area: len(actors)
        for area, actors in candidates_for(assessment.study, found.audience, found.snapshot.wave.code).items()
    }
    rows = [
        Area(area.id, cells, can.get(area.id, 0) >= least) for area, cells in zip(known, table["rows"], strict=True)
    ]
    return [c["title"] for c in table["columns"]], rows


def pairs_of(snapshot: Snapshot, audience: Audience, language: str) -> list[Pair]:
    """Return the pairs that this reader may see and nobody has asked yet; those held out are not among them."""
    package = store.assessment_of(snapshot).study
    shown, before = suggestions.shown(snapshot.study, snapshot.wave.code), asked_pairs(snapshot)
    listed = [p for p in pairs_for(package, audience, snapshot.wave.code) if (p.first, p.second) in shown - before]
    codes = {code for p in listed for code in (p.first, p.second)}
    actors = {a.code: a for a in snapshot.study.actors.filter(code__in=codes, opted_out__isnull=True)}
    people = contacts_of(snapshot.study, snapshot.wave, actors.values())
    labels = area_labels(snapshot.study, language)

    def one(p: Suggested) -> Pair:
        sides = actors[p.first], actors[p.second]
        with use_language(language):
            reasons = sentence(p, labels)
        return Pair(f"{p.first}|{p.second}", *sides, reasons, all(s.pk in people for s in sides))

    return [one(p) for p in listed if p.first in actors and p.second in actors]


def candidates_of(snapshot: Snapshot, audience: Audience, area: str) -> list[Candidate]:
    """Return whom this reader may invite to a group in an area, in alphabetical order."""
    package = store.assessment_of(snapshot).study
    codes = candidates_for(package, audience, snapshot.wave.code).get(area, ())
    actors = list(snapshot.study.actors.filter(code__in=codes, opted_out__isnull=True).order_by("label"))
    people = contacts_of(snapshot.study, snapshot.wave, actors)
    return [Candidate(a, a.pk in people) for a in actors]


def asked_of(snapshot: Snapshot, language: str) -> list[Asked]:
    """Return what became of those who were asked in the wave. Of a group only those who said yes are named."""
    study = snapshot.study
    areas, purposes = area_labels(study, language), purpose_labels(study, language)
    found = []
    rows = Introduction.objects.filter(study=study, wave=snapshot.wave).prefetch_related(
        "sides__actor", "sides__letters"
    )
    for one in rows.select_related("study"):
        sides = list(one.sides.all())
        pair = one.kind == Introduction.Kind.PAIR
        title = " – ".join(s.actor.label for s in sides) if pair else areas.get(one.area, one.area)
        members = () if pair else tuple(s.actor.label for s in agreed(one))
        purpose = areas.get(one.area, one.area) if pair else purposes.get(one.purpose, one.purpose)
        waits = any(x.begun_at is None and x.failed_at is None for s in sides for x in s.letters.all())
        found.append(Asked(one, title, purpose, standing_of(one), members, waits))
    return found
