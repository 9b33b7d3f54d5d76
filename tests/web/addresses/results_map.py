"""Addresses of the network map."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.web.conftest import House

TABLE: tuple[tuple[str, str, str], ...] = (
    ("GET", "results_map", "L44 44+ ++3++"),
    ("GET", "results_map_data", "L44 444 44344"),  # in a study without results
    ("GET", "results_map_picture", "L44 444 44344"),
    ("GET", "results_map_file", "L44 444 44344"),
    ("POST", "results_map_take_out", "L44 443 43333"),
)

SAMPLES: dict[str | tuple[str, str], Callable[[House], Any]] = {
    ("results_map_file", "kind"): lambda house: "svg",
}

PLAIN: set[str] = set()
