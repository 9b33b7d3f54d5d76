"""Addresses of the next wave."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.web.conftest import House

TABLE: tuple[tuple[str, str, str], ...] = (
    ("GET", "wave_new", "L44 443 ++333"),
    ("POST", "wave_new", "L44 443 ++333"),
    ("POST", "wave_remove", "L44 443 ++333"),
    ("GET", "wave_roster", "L44 443 ++333"),
    ("POST", "wave_roster", "L44 443 ++333"),
    ("POST", "wave_roster_back", "L44 443 ++333"),
)

SAMPLES: dict[str | tuple[str, str], Callable[[House], Any]] = {}

PLAIN: set[str] = set()
