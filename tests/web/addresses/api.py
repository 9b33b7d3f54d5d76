"""Addresses of the API and of its keys."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from clusterdynamics.disclosure import Audience
from clusterdynamics_web.api.operations import make_key
from tests.web.conftest import House

TABLE: tuple[tuple[str, str, str], ...] = (
    ("GET", "api:openapi-json", "+++ +++ +++++"),
    ("GET", "api:api-root", "444 444 44444"),
    # Nobody's session opens these: tests/web/api has those who come with a key.
    ("GET", "api:studies", "LLL LLL LLLLL"),
    ("GET", "api:study", "LLL LLL LLLLL"),
    ("GET", "api:snapshots", "LLL LLL LLLLL"),
    ("GET", "api:figures", "LLL LLL LLLLL"),
    ("GET", "api:questions", "LLL LLL LLLLL"),
    ("GET", "api:question", "LLL LLL LLLLL"),
    ("GET", "api_keys", "L44 44+ ++3++"),
    ("POST", "api_keys", "L44 44+ ++3++"),
    ("POST", "api_key_withdraw", "L44 444 +4344"),  # one's own keys; this one is the study lead's
)


def _key(house: House) -> str:
    return make_key(house.lead, house.study, name="Notebook", audience=Audience.PUBLIC, days=1)[0].key


SAMPLES: dict[str | tuple[str, str], Callable[[House], Any]] = {
    ("api:question", "question"): lambda house: "stage",
    ("api_key_withdraw", "key"): _key,
}

PLAIN: set[str] = {"question"}
