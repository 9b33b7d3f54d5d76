"""Addresses of the dashboard and the programme."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from clusterdynamics_web.dashboard.models import Event
from tests.web.conftest import House

TABLE: tuple[tuple[str, str, str], ...] = (
    ("GET", "dashboard", "L44 44+ ++3++"),
    ("GET", "dashboard_figures", "L44 443 ++333"),
    ("POST", "dashboard_figures", "L44 443 ++333"),
    ("GET", "dashboard_template", "L44 443 ++333"),
    ("POST", "dashboard_definitions", "L44 443 ++333"),
    ("GET", "dashboard_stories", "L44 443 ++333"),
    ("POST", "dashboard_stories", "L44 443 ++333"),
    ("GET", "dashboard_events", "L44 443 ++333"),
    ("POST", "dashboard_events", "L44 443 ++333"),
    ("POST", "dashboard_event_remove", "L44 443 ++333"),
    ("POST", "dashboard_publish", "L44 443 ++333"),
    ("GET", "dashboard_export", "L44 444 ++3++"),  # for the region's administration only what is published
    ("GET", "programme", "L44 33+ 33333"),
    ("GET", "programme_export", "L44 33+ 33333"),
)

SAMPLES: dict[str | tuple[str, str], Callable[[House], Any]] = {
    "event": lambda house: Event.objects.create(study=house.study, starts="2026-01-01", title="x", source="y").pk,
}

PLAIN: set[str] = set()
