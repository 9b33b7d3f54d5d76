"""How a snapshot is told now: with the names of champions who agreed since, without pairs that are held out.

What was prepared before is not shown any more (`results.store.mark_of`). Names of people stay out of frozen files:
they are laid over the snapshot when it is read.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC
from types import MappingProxyType

import polars as pl

from clusterdynamics.assessment import Assessment
from clusterdynamics.study.model import Study as StudyPackage
from clusterdynamics.study.tables import TABLES
from clusterdynamics_web.introductions import suggestions
from clusterdynamics_web.introductions.models import ChampionChoice
from clusterdynamics_web.keys import hash_token
from clusterdynamics_web.studies.models import Snapshot, Study

__all__ = ["look", "mark", "with_champions"]


def mark(snapshot: Snapshot) -> str:
    """Return what the telling depends on; empty where on nothing."""
    held = sorted(suggestions.held_out(snapshot.study, snapshot.wave.code))
    chosen = _choices(snapshot.study).rows()
    return hash_token(repr((held, chosen)))[:16] if held or chosen else ""


def look(snapshot: Snapshot, assessment: Assessment) -> Assessment:
    """Return the assessment as it may be told now."""
    return with_champions(snapshot, _without_held_out(snapshot, assessment))


def with_champions(snapshot: Snapshot, assessment: Assessment) -> Assessment:
    """Return it with what champions have said until now in the table ``champions``, where the library reads it."""
    rows = _choices(snapshot.study)
    if rows.is_empty():
        return assessment
    package = assessment.study
    tables = dict(package.tables) | {"champions": rows}
    return replace(assessment, study=StudyPackage(package.settings, tables, files=package.files))


def _choices(study: Study) -> pl.DataFrame:
    """Return everything that champions said, as rows of the table."""
    chosen = ChampionChoice.objects.filter(champion__study=study).select_related("champion__person", "champion__actor")
    rows = [
        {
            "person": c.champion.person.code if c.champion.person is not None else None,
            "actor": c.champion.actor.code if c.champion.actor is not None else None,
            "name": c.champion.name,
            "class": c.shown,
            "time": c.at.astimezone(UTC).replace(tzinfo=None),
            "withdrawn_at": None,
        }
        for c in chosen.exclude(champion__actor__opted_out__isnull=False).order_by("at", "pk")
    ]
    return pl.DataFrame(rows, schema=TABLES["champions"].schema)


def _without_held_out(snapshot: Snapshot, assessment: Assessment) -> Assessment:
    """Return it without the pairs that are held out: the team's own list would show them, too."""
    held = suggestions.held_out(snapshot.study, snapshot.wave.code)
    easy = assessment.results.get("easy_cooperation")
    if not held or easy is None:
        return assessment
    kept = [
        e
        for e in easy.estimates
        if e.name != "easy.pair" or e.wave != snapshot.wave.code or _pair(e.details) not in held
    ]
    results = dict(assessment.results) | {"easy_cooperation": easy.with_estimates(kept)}
    return replace(assessment, results=MappingProxyType(results))


def _pair(details: object) -> tuple[str, str]:
    if not isinstance(details, dict):
        return ("", "")
    first, second = sorted((str(details.get("first", "")), str(details.get("second", ""))))
    return first, second
