"""A study with a few organisations, a finding and an action."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from clusterdynamics_web.actions.models import Action, Finding
from clusterdynamics_web.actions.operations import make_action, save_finding
from clusterdynamics_web.studies.models import Actor
from tests.web.conftest import House

__all__ = ["said", "values"]


def said(**other: Any) -> dict[str, Any]:
    """Return what a finding says."""
    return {
        "statement": "The harbour and the valley hardly know each other.",
        "evidence": "17 of 29 votes",
        "verdict": "agree",
        "to_do": "",
        "visibility": "C2",
    } | other


def values(**other: Any) -> dict[str, Any]:
    """Return what an action says."""
    return {"title": "A bus through the workshops", "purposes": ["people"], "due": date(2026, 12, 31)} | other


@pytest.fixture
def finding(home: House) -> Finding:
    home.study.purposes = [{"id": "people", "label": "Find people"}, {"id": "save", "label": "Save cost"}]
    home.study.save()
    Actor.objects.bulk_create(Actor(study=home.study, code=c, label=f"Organisation {c}") for c in "ABC")
    return save_finding(home.lead, home.study, home.study.waves.get(), said())


@pytest.fixture
def action(home: House, finding: Finding) -> Action:
    return make_action(home.lead, home.study, values(), [finding])
