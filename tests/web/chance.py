"""Keys and secrets that are the same each time, so that no test passes or fails by chance.

Each test has a stream of its own, named after the test. `CD_EXPLORE=1` leaves chance to chance.
"""

from __future__ import annotations

import os
import random
from base64 import urlsafe_b64encode
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from unittest.mock import patch

import pytest

__all__ = ["drawing", "drawn_again"]


class _Drawn:
    """What `clusterdynamics_web.keys` asks of the module `secrets`."""

    def __init__(self, name: str) -> None:
        self._random = random.Random(name)

    def choice(self, letters: Sequence[str]) -> str:
        return self._random.choice(letters)

    def token_urlsafe(self, count: int) -> str:
        return urlsafe_b64encode(self._random.randbytes(count)).rstrip(b"=").decode()


@pytest.fixture(autouse=True)
def drawn_again(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Draw keys and secrets of a test from its name."""
    if not os.environ.get("CD_EXPLORE"):
        monkeypatch.setattr("clusterdynamics_web.keys.secrets", _Drawn(request.node.nodeid))


@contextmanager
def drawing(name: str) -> Iterator[None]:
    """Draw keys and secrets from this name for a while: for what several tests share."""
    if os.environ.get("CD_EXPLORE"):
        yield
    else:
        with patch("clusterdynamics_web.keys.secrets", _Drawn(name)):
            yield
