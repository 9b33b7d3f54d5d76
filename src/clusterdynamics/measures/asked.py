"""Which parts of the instrument were asked in a wave."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from clusterdynamics.measures.depths import depth_relation
from clusterdynamics.study.tables import AnswerState

if TYPE_CHECKING:
    from clusterdynamics.models.schema import ReferenceModel
    from clusterdynamics.study.model import Study

__all__ = ["advice_relation", "asked_parts"]

#: Part → table whose rows show that it was asked.
_TABLES = {
    "areas": "area_answers",
    "between_regions": "partner_regions",
    "champions": "nominations",
    "outside_links": "outside_links",
    "stories": "stories",
    "wishes": "wishes",
}


def advice_relation(study: Study, model: ReferenceModel) -> str | None:
    """Return the relation of the study that says who turns to whom for advice; None where there is none."""
    known = {r.id for r in study.settings.relations}
    return next((r.id for r in model.relations if r.part == "advice" and r.id in known), None)


def asked_parts(study: Study, wave: str, model: ReferenceModel) -> frozenset[str]:
    """Return the parts of the instrument that were asked in a wave.

    A relation was asked where the settings name it for the wave and somebody was asked; everything else where at
    least one row of the study shows it. A part that nobody answered cannot be told from one that was not asked.
    """
    found: set[str] = set()
    everybody = bool(study.asked(wave))
    relations = {r.id: r for r in study.settings.relations}
    depth, advice = depth_relation(study, model), advice_relation(study, model)
    for name, parts in ((depth, ("pick", "card")), (advice, ("advice",))):
        if name is not None and everybody and (not relations[name].waves or wave in relations[name].waves):
            found |= set(parts)
    for part, table in _TABLES.items():
        if not study[table].filter(pl.col("wave") == wave).is_empty():
            found.add(part)
    offered = pl.col("state").is_null() | (pl.col("state") != AnswerState.NOT_OFFERED)
    seen: set[str] = set()
    for table in ("answers", "ratings"):
        seen |= set(study[table].filter((pl.col("wave") == wave) & offered)["item"].unique().to_list())
    found |= {q.part for q in model.questions if q.id in seen}
    if any(s.id in seen for s in model.statements):
        found.add("statements")
    return frozenset(found)
