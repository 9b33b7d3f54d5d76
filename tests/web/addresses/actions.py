"""Addresses of findings, actions and reviews."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from clusterdynamics_web.actions.models import Action, Finding, Review
from clusterdynamics_web.actions.operations import new_feed
from tests.web.conftest import House

TABLE: tuple[tuple[str, str, str], ...] = (
    ("GET", "act_overview", "L44 44+ ++3++"),
    ("GET", "act_findings", "L44 443 ++3++"),
    ("GET", "finding_new", "L44 443 ++333"),
    ("POST", "finding_new", "L44 443 ++333"),
    ("GET", "finding_edit", "L44 443 ++333"),
    ("POST", "finding_edit", "L44 443 ++333"),
    ("POST", "finding_remove", "L44 443 ++333"),
    ("GET", "action_new", "L44 443 ++33+"),
    ("POST", "action_new", "L44 443 ++33+"),
    ("GET", "action_several", "L44 443 ++33+"),
    ("POST", "action_several", "L44 443 ++33+"),
    ("GET", "action_show", "L44 443 ++3++"),
    ("POST", "action_show", "L44 443 ++33+"),  # the facilitator reads
    ("GET", "action_edit", "L44 443 ++33+"),
    ("POST", "action_edit", "L44 443 ++33+"),
    ("GET", "act_reviews", "L44 443 ++3++"),
    ("POST", "act_reviews", "L44 443 ++33+"),  # the facilitator reads
    ("GET", "act_review", "L44 443 ++33+"),
    ("POST", "act_review", "L44 443 ++33+"),
    ("POST", "act_review_end", "L44 443 ++33+"),
    ("POST", "act_review_move", "L44 443 ++33+"),
    ("GET", "act_changed", "L44 443 ++3++"),
    ("GET", "act_plan_text", "L44 443 ++3++"),
    ("GET", "act_plan_sheet", "L44 443 ++3++"),
    ("GET", "act_calendar", "L44 443 ++3++"),
    ("POST", "act_calendar", "L44 443 ++3++"),
    ("GET", "act_calendar_file", "L44 443 ++3++"),
    ("GET", "act_feed", "+++ +++ +++++"),  # the secret in the address is the key
)

SAMPLES: dict[str | tuple[str, str], Callable[[House], Any]] = {
    "finding": lambda house: _finding(house).code,
    "action": lambda house: _action(house).code,
    "review": lambda house: Review.objects.create(study=house.study, held_on="2026-11-01").key,
    ("act_feed", "token"): lambda house: new_feed(house.lead, house.study),
}

PLAIN: set[str] = set()


def _finding(house: House) -> Finding:
    wave = house.study.waves.get()
    return Finding.objects.get_or_create(study=house.study, code="finding-1", wave=wave, statement="We meet.")[0]


def _action(house: House) -> Action:
    action, _made = Action.objects.get_or_create(study=house.study, code="action-1", title="Meet", purposes=["save"])
    action.findings.set([_finding(house)])
    return action
