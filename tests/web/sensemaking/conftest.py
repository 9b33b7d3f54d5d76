"""A session of the example cluster."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from clusterdynamics.disclosure import Audience
from clusterdynamics_web.sensemaking import operations
from clusterdynamics_web.sensemaking.models import Kind, Session
from tests.web.conftest import House


@pytest.fixture
def session(read_house: House, demo_told: Callable[[Audience, str], dict[str, Any]]) -> Session:
    told = [s["id"] for s in demo_told(Audience.PARTICIPANTS, "en")["sections"]]
    return operations.create_session(
        read_house.lead,
        read_house.study,
        read_house.study.snapshots.get(),
        told,
        kind=Kind.DATA_PARTY,
        title="Reading together",
        language="en",
    )
