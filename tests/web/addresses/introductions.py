"""Addresses of introductions, champions and large companies."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.web.conftest import House

TABLE: tuple[tuple[str, str, str], ...] = (
    # marks: anonymous stranger operator · reader curator admin · lead manager interviewer facilitator board
    ("GET", "easy", "L44 443 ++333"),
    # In a study without results there is nobody to ask.
    ("POST", "easy_list", "L44 443 44333"),
    ("POST", "easy_ask", "L44 443 44333"),
    ("GET", "easy_group", "L44 443 44333"),
    ("POST", "easy_group", "L44 443 44333"),
    ("GET", "champions", "L44 44+ ++3++"),
    ("GET", "champion_ask", "L44 443 43333"),
    ("POST", "champion_ask", "L44 443 43333"),
    ("GET", "large_companies", "L44 44+ ++3++"),
    ("GET", "meet", "444 444 44444"),  # nobody here has opened a link
    ("POST", "meet", "444 444 44444"),
    ("GET", "meet_link", "+++ +++ +++++"),
    ("POST", "meet_link", "444 444 44444"),
    ("GET", "named", "444 444 44444"),
    ("POST", "named", "444 444 44444"),
    ("GET", "named_link", "+++ +++ +++++"),
    ("POST", "named_link", "444 444 44444"),
)

SAMPLES: dict[str | tuple[str, str], Callable[[House], Any]] = {
    ("easy_group", "area"): lambda house: "training",
    ("champion_ask", "subject"): lambda house: "person:p1",
    ("meet_link", "token"): lambda house: "A" * 32,
    ("named_link", "token"): lambda house: "A" * 32,
}

PLAIN: set[str] = {"area", "subject"}
