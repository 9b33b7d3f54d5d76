"""What the tests of the map share: its kept places and views are worked out once for all of them."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

import pytest

from clusterdynamics.assessment import Assessment
from clusterdynamics.disclosure import Audience
from clusterdynamics_web.results.maps import build, kept
from tests.web.conftest import House


@pytest.fixture(scope="session")
def demo_kept(demo_assessment: Assessment) -> Callable[[Audience], dict[str, Any]]:
    """What each audience's map of the example cluster needs, worked out when it is first asked for."""
    return cache(lambda audience: kept.work_out(demo_assessment, audience))


@pytest.fixture
def map_house(
    read_house: House, demo_assessment: Assessment, demo_kept: Callable[[Audience], dict[str, Any]], monkeypatch: Any
) -> House:
    """The region whose study is the example cluster, with maps that are not worked out again."""
    monkeypatch.setattr(build, "kept_of", lambda _snapshot, audience: demo_kept(audience))
    monkeypatch.setattr(build, "study_of", lambda _snapshot: demo_assessment.study)
    return read_house
