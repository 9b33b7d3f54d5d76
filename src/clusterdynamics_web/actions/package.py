"""The seam for findings and actions: rows here, tables `findings` and `actions` of the study package there.

The package knows what the library's tables have. What is only of use here (people, percent, minutes, reviews) stays.
"""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl
from django.db.models import Model

from clusterdynamics.study.model import Study as StudyPackage
from clusterdynamics.study.tables import TABLES
from clusterdynamics_web.actions.models import Action, Finding, Status
from clusterdynamics_web.actions.operations.common import name_in_order
from clusterdynamics_web.studies.models import Study
from clusterdynamics_web.survey.seam import Part

__all__ = ["PART"]


def _frames(study: Study) -> Mapping[str, pl.DataFrame]:
    findings = [
        (f.code, f.wave.code, f.statement, f.evidence or None, f.verdict or None)
        for f in study.findings.select_related("wave").order_by("pk")
    ]
    answered = _in_order(Action.findings.through, study, "finding__code")
    shared = _in_order(Action.partners.through, study, "actor__code")
    actions = [
        (
            a.code,
            a.title,
            answered.get(a.pk, []),
            a.purposes or None,
            a.owner.code if a.owner else None,
            shared.get(a.pk),
            a.due,
            a.status,
            a.expected_change or None,
            a.reason or None,
        )
        for a in study.actions.select_related("owner").order_by("pk")
    ]
    return {
        name: pl.DataFrame(rows, schema=TABLES[name].schema, orient="row")
        for name, rows in (("findings", findings), ("actions", actions))
    }


def _in_order(rows: type[Model], study: Study, what: str) -> dict[int, list[str]]:
    """Return action → what belongs to it, in the order in which it was named."""
    found: dict[int, list[str]] = {}
    for action, code in rows._default_manager.filter(action__study=study).order_by("pk").values_list("action", what):
        found.setdefault(action, []).append(code)
    return found


def _fill(study: Study, package: StudyPackage) -> None:
    waves = {w.code: w for w in study.waves.all()}
    actors = {a.code: a for a in study.actors.all()}
    findings = {
        row["id"]: Finding(
            study=study,
            code=row["id"],
            wave=waves[row["wave"]],
            statement=row["statement"],
            evidence=row["evidence"] or "",
            verdict=row["verdict"] or "",
            # The package does not say who may read it: the smallest circle, until somebody does.
            visibility="C1",
        )
        for row in package["findings"].iter_rows(named=True)
    }
    Finding.objects.bulk_create(findings.values())
    for row in package["actions"].iter_rows(named=True):
        named = [findings[code] for code in row["finding"] or []]
        action = Action.objects.create(
            study=study,
            code=row["id"],
            title=row["title"],
            purposes=row["purpose"] or [],
            owner=actors.get(row["owner"]),
            due=row["due"],
            status=row["status"],
            percent=100 if row["status"] == Status.DONE else 0,
            expected_change=row["expected_change"] or "",
            after=max((f.wave for f in named), key=lambda w: w.position, default=None),
            reason=row["reason"] or "",
        )
        name_in_order(action, named, [actors[code] for code in row["partners"] or []])


PART = Part(("findings", "actions"), _frames, _fill)
