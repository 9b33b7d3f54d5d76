"""Models of a region's own, made for the tests: any number of stages, each part in the simplest form that is valid."""

from __future__ import annotations

import json
import tomllib
from itertools import pairwise
from pathlib import Path
from typing import Any

OURS = {"basis": "reconstruction", "source": "us"}

THRESHOLDS = {
    "contact": 1,
    "cooperation": 2,
    "deep": 4,
    "trust_tie": 3,
    "trust_items": 2,
    "agreement": [4, 5],
    "agreement_among": [1, 5],
    "core_weight": 0.5,
    "tau": 0.5,
    "between": [0.4, 0.6],
    "redraws": 200,
    "non_response_sd": 0.5,
    **OURS,
}
SAMPLE_SIZES = {
    "guttman_clusters": 20,
    "mokken_respondents": 250,
    "dif_respondents": 200,
    "dif_clusters": 3,
    "social_relations_raters": 15,
    "social_relations_partners": 3,
    "actor_models_actors": 20,
    "actor_models_changes_per_effect": 10,
    "back_test_new_ties": 30,
    "back_test_stayers": 20,
    "group_invitations": 3,
    "re_asking_share": 0.2,
    "re_asking_least": 8,
    "re_asking_weeks": 4,
    **OURS,
}


def own_model(stages: int = 3) -> dict[str, Any]:
    """Return a whole model, which takes nothing from the reference model."""
    numbers = range(1, stages + 1)
    factors = [f"f{n}" for n in (*numbers, stages + 1)]
    chain = [*factors, factors[0]]
    return {
        "id": "ours",
        "title": f"Our {stages} stages",
        "sources": [{"id": "us", "citation": "Our cluster team."}],
        "dimensions": [{"id": d, "label": d.title(), **OURS} for d in ("meeting", "doing")],
        "stages": [
            {
                "id": f"stage-{n}",
                "number": n,
                "label": f"Stage {n}",
                "description": f"What stage {n} is.",
                "dimension": "meeting" if n % 2 else "doing",
                "loop": "R1",
                **OURS,
            }
            for n in numbers
        ],
        "statements": [
            {"id": f"q{n}.{d}", "stage": f"stage-{n}", "dimension": d, "text": f"We are {d} ({n}).", **OURS}
            for n in numbers
            for d in ("meeting", "doing")
        ],
        "factors": [
            {"id": f, "code": f, "stage": "stage-1", "label": f, "definition": f, "evidence": ["q1.doing"], **OURS}
            for f in factors
        ],
        "links": [{"cause": a, "effect": b, "sign": "-" if a == "f1" else "+", **OURS} for a, b in pairwise(chain)],
        "loops": [
            {
                "id": "R1",
                "label": "The one loop",
                "description": "It goes round.",
                "circuits": [{"id": "main", "polarity": "balancing", "chain": chain}],
                **OURS,
            }
        ],
        "scales": [{"id": "agreement", "low": 1, "high": 5, "labels": {"1": "No", "5": "Yes"}, **OURS}],
        "blocks": [{"id": "core", "label": "Core", "description": "All.", "parts": ["statements"], **OURS}],
        "story_evidence": {"text": "Told.", "tellers": 2, "organisations": 2, **OURS},
        "thresholds": dict(THRESHOLDS),
        "sample_sizes": dict(SAMPLE_SIZES),
    }


def toml(value: Any) -> str:
    """Return plain data as TOML, tables inside lists written in one line."""
    return "".join(f"{_key(k)} = {_inline(v)}\n" for k, v in value.items())


def _inline(value: Any) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{_key(k)} = {_inline(v)}" for k, v in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(_inline, value)) + "]"
    return json.dumps(value, ensure_ascii=False)


def _key(name: str) -> str:
    return json.dumps(name, ensure_ascii=False)


def write(folder: Path, model: dict[str, Any], name: str = "ours.toml") -> Path:
    """Write the model to a file, and make sure that the file says the same."""
    path = folder / name
    text = toml(model)
    assert tomllib.loads(text) == model
    path.write_text(text, encoding="utf-8")
    return path
