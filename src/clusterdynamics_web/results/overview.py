"""The first page of the results: what stands first, and all questions under few headings."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from clusterdynamics.report.cells import headline

__all__ = ["FIRST", "GROUPS", "neighbours", "overview_of"]

#: Heading → the questions under it, by the names of the report's sections.
GROUPS: tuple[tuple[Any, tuple[str, ...]], ...] = (
    (_("Where we stand"), ("stage", "evidence", "loops", "stories")),
    (
        _("How we work together"),
        ("depth", "purposes", "trust", "whole_network", "map", "mixing", "regions", "between_regions"),
    ),
    (_("Who"), ("champions", "large_companies", "brokerage", "gatekeepers", "actor_measures")),
    (_("What next"), ("easy_cooperation", "barriers", "scenarios")),
    (_("Change"), ("change", "downturn", "robustness", "hard_figures")),
    (_("How sure we are"), ("coverage", "confirmation", "re_asking", "back_test", "model_test")),
)
#: What stands on top of the page, before all questions: the stage with its picture, and these beside it.
FIRST = ("depth", "trust", "easy_cooperation", "change", "coverage")
#: So many letters of an answer stand where several answers stand together; the rest is one click away.
_LETTERS = 210


def overview_of(told: Mapping[str, Any]) -> dict[str, Any]:
    """Return what the first page shows of what an audience is told; what it is not told is not mentioned."""
    sections = {s["id"]: _short(s) for s in told["sections"]}
    groups = [(heading, [sections[name] for name in names if name in sections]) for heading, names in GROUPS]
    known = {name for _heading, names in GROUPS for name in names}
    rest = [s for name, s in sections.items() if name not in known]
    return {
        "stage": sections.get("stage"),
        "held_back": told.get("held_back", []),
        "cards": [sections[name] for name in FIRST if name in sections],
        "no_story": "stories" not in sections,
        "groups": [(heading, found) for heading, found in (*groups, (_("More"), rest)) if found],
    }


def _short(section: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "id": section["id"],
        "title": section["title"],
        "answer": headline(section["answer"], _LETTERS),
        "picture": next((b for b in section["blocks"] if b.get("svg")), None),
    }


def neighbours(told: Mapping[str, Any], name: str) -> tuple[dict[str, Any] | None, dict[str, Any] | None]:
    """Return the questions before and after one, in the order of the first page; None at its ends."""
    order = [s for _heading, found in overview_of(told)["groups"] for s in found]
    at = next((i for i, s in enumerate(order) if s["id"] == name), None)
    if at is None:
        return None, None
    return (order[at - 1] if at else None), (order[at + 1] if at + 1 < len(order) else None)
