"""A call that is complete, and one that is in the list."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from clusterdynamics_web.accounts.models import User
from clusterdynamics_web.calls import operations
from clusterdynamics_web.calls.fields import FIELDS, Given
from clusterdynamics_web.calls.models import Call
from clusterdynamics_web.regions.models import Role
from tests.web.conftest import House

__all__ = ["VALUES", "at", "entered", "form_data", "listed"]

#: What a call consists of; every field has a value.
VALUES: dict[str, Any] = {
    "title": "Clusters save energy",
    "funder": "Fund of the North",
    "programme": "Green valleys",
    "identifier": "FN-2027-1",
    "action_type": "Grant for several partners",
    "url": "https://fund.example/energy",
    "summary": "For firms that save energy together.",
    "who": "Clusters and universities.",
    "countries": "SE FI",
    "sector": "Forest and paper",
    "purpose": "",
    "amount": "Up to 2 million euros",
    "opens": None,
    "checked_on": date(2026, 11, 1),
    "language": "en",
    "keywords": "energy, heat",
}
assert set(VALUES) == set(FIELDS)


@pytest.fixture
def curator(home: House) -> User:
    return home.people[Role.CURATOR]


def at(days: float, zone: str = "Europe/Brussels", name: str = "") -> Given:
    """A deadline some days from now."""
    moment = (timezone.now() + timedelta(days=days)).replace(second=0, microsecond=0)
    return Given(moment, zone, name)


def entered(house: House, deadlines: Sequence[Given] = (), **values: Any) -> Call:
    """A call that the region's admin has entered."""
    given = VALUES | {"checked_on": timezone.localdate()} | values
    return operations.enter(house.admin, house.region, given, deadlines)


def listed(house: House, deadlines: Sequence[Given] = (), **values: Any) -> Call:
    """A call that is in the list."""
    return operations.publish(house.people[Role.CURATOR], entered(house, deadlines, **values))


def form_data(*deadlines: tuple[str, str, str, str], known: int = 0, **values: Any) -> dict[str, Any]:
    """What a browser sends of the form of a call."""
    data = VALUES | {"countries": ["SE", "FI"], "opens": "", "checked_on": "2026-11-01"} | values
    data |= {"deadline-TOTAL_FORMS": str(known + 2), "deadline-INITIAL_FORMS": str(known)}
    for number, cells in enumerate(deadlines):
        for name, cell in zip(("day", "clock", "zone", "name"), cells, strict=True):
            data[f"deadline-{number}-{name}"] = cell
    return data


def utc(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)  # type: ignore[arg-type, misc]
