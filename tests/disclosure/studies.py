"""A small synthetic study of which every answer is known."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import numpy as np
import polars as pl

from clusterdynamics.study.model import Study
from clusterdynamics.study.settings import StudySettings
from clusterdynamics.study.tables import TABLES

__all__ = ["consent_rows", "frame", "make_study", "random_ties"]

TIME = datetime(2026, 9, 1, 12)


def frame(table: str, rows: list[dict[str, Any]]) -> pl.DataFrame:
    """Rows with some columns → frame with all columns of the table."""
    schema = TABLES[table].schema
    return pl.DataFrame([{c: r.get(c) for c in schema} for r in rows], schema=schema)


def random_ties(groups: dict[str, int], density: float, seed: int) -> set[tuple[str, str]]:
    """Directed ties among ``a1 … an, b1 …`` by chance."""
    rng = np.random.default_rng(seed)
    names = [f"{g}{i + 1}" for g, n in groups.items() for i in range(n)]
    return {(a, b) for a in names for b in names if a != b and rng.random() < density}


def make_study(
    groups: dict[str, int],
    ties: dict[str, set[tuple[str, str]]],
    *,
    silent: dict[str, set[str]] | None = None,
    sizes: dict[str, str] | None = None,
    joined: dict[str, str] | None = None,
    directed: bool = True,
    relation: str = "advice",
    k_inside: int = 3,
    k_outside: int = 5,
    opens: dict[str, tuple[str, ...]] | None = None,
    tables: dict[str, list[dict[str, Any]]] | None = None,
) -> Study:
    """Group → number of organisations, wave → ties; one respondent ``r-<actor>`` for each organisation and wave."""
    names = [f"{g}{i + 1}" for g, n in groups.items() for i in range(n)]
    kind = {f"{g}{i + 1}": g for g, n in groups.items() for i in range(n)}
    waves = list(ties)
    full = {
        "actors": [
            {
                "id": a,
                "label": f"Verk {a.upper()}",
                "type": kind[a],
                "size_class": (sizes or {}).get(a),
                "joined": (joined or {}).get(a),
            }
            for a in names
        ],
        "waves": [{"id": w} for w in waves],
        "respondents": [
            {
                "id": f"r-{a}",
                "wave": w,
                "actor": a,
                "status": "invited" if a in (silent or {}).get(w, set()) else "submitted",
                "is_lead": True,
            }
            for w in waves
            for a in names
        ],
        "ties": [
            {"wave": w, "relation": relation, "from": a, "to": b, "value": 1.0, "respondent": f"r-{a}"}
            for w in waves
            for a, b in sorted(ties[w])
            if a not in (silent or {}).get(w, set())
        ],
    } | (tables or {})
    settings = StudySettings.model_validate(
        {
            "title": "A study made for tests",
            "synthetic": True,
            "relations": [{"id": relation, "label": relation.title(), "directed": directed}],
            "disclosure": {"k_inside": k_inside, "k_outside": k_outside, "opens": opens or {}},
        }
    )
    return Study(settings, {name: frame(name, rows) for name, rows in full.items()})


def consent_rows(actor: str, **choices: str) -> list[dict[str, Any]]:
    """Rows of ``consents`` of the respondent of an organisation."""
    return [
        {"respondent": f"r-{actor}", "choice": c, "class": v, "text_version": "1", "time": TIME}
        for c, v in choices.items()
    ]
