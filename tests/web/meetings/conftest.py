"""A meeting of a series, hosted by the region, and people of two regions."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from clusterdynamics_web.accounts.models import User
from clusterdynamics_web.meetings import operations
from clusterdynamics_web.meetings.models import Meeting, Series
from clusterdynamics_web.regions.models import Region, Role
from tests.web.conftest import House
from tests.web.library.conftest import work

__all__ = ["curator", "held", "meeting", "moment", "plan", "reader", "series", "values", "work"]

STOCKHOLM = "Europe/Stockholm"


@pytest.fixture(autouse=True)
def media(settings: Any, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture
def curator(home: House) -> User:
    return home.people[Role.CURATOR]


@pytest.fixture
def reader(elsewhere: House) -> User:
    """Somebody of another region."""
    return elsewhere.people[Role.NETWORK_READER]


@pytest.fixture
def series(db: None) -> Series:
    return Series.objects.create(title="Loop Network", about="Twice a year.")


def moment(text: str) -> datetime:
    """Return a time in UTC, such as ``2026-10-15 07:00``."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def values(host: Region, **given: Any) -> dict[str, Any]:
    """Return what `plan_meeting` takes: a meeting in a month, open for registration and for talks."""
    start = given.pop("starts", None) or timezone.now().replace(microsecond=0) + timedelta(days=30)
    day = start.date()
    usual = {
        "series": None,
        "kind": "loop",
        "title": "Autumn meeting",
        "about": "What we learned.",
        "host": host,
        "cluster": None,
        "zone": STOCKHOLM,
        "starts": start,
        "ends": start + timedelta(hours=6),
        "all_day": False,
        "place": "Folkets hus, Karlstad",
        "online_url": "https://video.example/room",
        "held_at": "",
        "held_at_url": "",
        "audience": "",
        "language": "en",
        "capacity": None,
        "opens_on": min(timezone.localdate(), day) - timedelta(days=2),
        "closes_on": None,
        "call_words": "",
        "talks_until": day - timedelta(days=1),
    }
    assert set(given) <= set(usual)
    return {**usual, **given}


def plan(user: User, host: Region, **given: Any) -> Meeting:
    return operations.plan_meeting(user, values(host, **given))


@pytest.fixture
def meeting(home: House, curator: User, series: Series) -> Meeting:
    """The autumn meeting, a month ahead."""
    return plan(curator, home.region, series=series)


@pytest.fixture
def held(home: House, curator: User, series: Series) -> Meeting:
    """The spring meeting, half a year ago."""
    return plan(
        curator, home.region, series=series, title="Spring meeting", starts=timezone.now() - timedelta(days=180)
    )


#: Somebody offers a talk.
type Offer = Callable[[], Any]
