"""A small cluster whose evidence is known, and a model of a region's own that judges it."""

from __future__ import annotations

from typing import Any

from clusterdynamics.measures.evidence import Look
from clusterdynamics.models import load_model
from clusterdynamics.models.schema import EvidenceRule
from clusterdynamics.study.model import Study
from clusterdynamics.study.settings import Gates
from tests.build import make_study

W = "2024"
MODEL = load_model()
ACTORS: list[dict[str, Any]] = [
    {"id": "a", "type": "firm"},
    {"id": "b", "type": "firm"},
    {"id": "c", "type": "public"},
    {"id": "d", "type": "public"},
    {"id": "e", "type": None},
]
#: a–b: 4 and 4 with a purpose; a–c: 5 and 3; b–c: 2 by b only; d–e: 1 by e only.
TIES: list[dict[str, Any]] = [
    {"from": "a", "to": "b", "value": 4.0, "purpose": ["new"]},
    {"from": "b", "to": "a", "value": 4.0},
    {"from": "a", "to": "c", "value": 5.0},
    {"from": "c", "to": "a", "value": 3.0, "purpose": ["new"]},
    {"from": "b", "to": "c", "value": 2.0},
    {"from": "e", "to": "d", "value": 1.0},
]
ADVICE = [("a", "b"), ("b", "c"), ("d", "c")]
#: Mean ratings, two items each: a and b 3 of each other, a of c 4, c of a 2, b of c 3 (c has not rated b).
RATED = {("a", "b"): 3, ("b", "a"): 3, ("a", "c"): 4, ("c", "a"): 2, ("b", "c"): 3}
OUTSIDE = {"a": True, "b": True, "c": True, "d": False}
DOING = {"training": "abc", "visits": "ab", "voice": "abcd"}


def a_study(**settings: Any) -> Study:
    """Everybody is asked and answers; gates are open from one pair on."""
    tables: dict[str, Any] = {
        "ties": [{"wave": W, "relation": "depth", **r, "respondent": f"r-{r['from']}"} for r in TIES]
        + [
            {"wave": W, "relation": "advice", "from": i, "to": j, "value": 1.0, "respondent": f"r-{i}"}
            for i, j in ADVICE
        ],
        "ratings": [
            {"wave": W, "item": item, "from": i, "to": j, "value": float(v), "respondent": f"r-{i}"}
            for (i, j), v in RATED.items()
            for item in ("trust.reliable", "trust.open")
        ],
        "outside_links": [{"wave": W, "respondent": f"r-{a}", "has_links": yes} for a, yes in OUTSIDE.items()],
        "areas": [{"id": k, "label": k, "sensitivity": 1} for k in (*DOING, "products")],
        "area_answers": [
            {"wave": W, "respondent": f"r-{a}", "area": k, "answer": "doing"} for k, who in DOING.items() for a in who
        ],
    }
    everybody = [str(a["id"]) for a in ACTORS]
    return make_study(
        ACTORS,
        answered={W: settings.pop("answered", everybody)},
        tables=tables | settings.pop("tables", {}),
        **{"gates": Gates(pairs=1), **settings},
    )


def look(study: Study | None = None) -> Look:
    return Look(study or a_study(), W, MODEL)


def rule(measure: str, **fields: Any) -> EvidenceRule:
    return EvidenceRule(
        **{
            "id": "x1",
            "stage": "trust",
            "text": "Something",
            "measure": measure,
            "supports": 0.5,
            "contradicts": 0.25,
            "basis": "reconstruction",
            "source": "own",
            **fields,
        }
    )
