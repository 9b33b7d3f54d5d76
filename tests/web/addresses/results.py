"""Addresses of the results."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.web.conftest import House

TABLE: tuple[tuple[str, str, str], ...] = (
    ("GET", "results", "L44 44+ ++3++"),
    ("POST", "results_again", "L44 443 +3333"),
    ("GET", "results_section", "L44 44+ ++3++"),
    ("GET", "results_picture", "L44 444 44344"),  # in a study without results
)

SAMPLES: dict[str | tuple[str, str], Callable[[House], Any]] = {
    ("results_section", "name"): lambda house: "stage",
    ("results_picture", "block"): lambda house: "stage-1",
}

PLAIN = {"name", "block"}
