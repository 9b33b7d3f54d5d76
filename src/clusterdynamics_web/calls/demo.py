"""What the demo region knows of money to apply for: two calls of funders that do not exist; somebody would join."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import time, timedelta
from typing import Any

from django.utils import timezone

from clusterdynamics_web.accounts.models import User
from clusterdynamics_web.calls import operations
from clusterdynamics_web.calls.fields import Given
from clusterdynamics_web.calls.models import Interest
from clusterdynamics_web.calls.when import moment
from clusterdynamics_web.regions.models import Role
from clusterdynamics_web.studies.models import Study

__all__ = ["fill_calls"]

_ZONE = "Europe/Brussels"
_USUAL: dict[str, Any] = {"language": "en", "programme": "Valleys of Tomorrow (invented)", "sector": "", "keywords": ""}


def fill_calls(study: Study, people: Mapping[Role, User]) -> None:
    """Enter two calls for the region of a study and put them into the list; all of it is invented."""
    admin, curator, region = people[Role.REGION_ADMIN], people[Role.CURATOR], study.region
    today = timezone.localdate()

    def until(days: int, name: str) -> Given:
        return Given(moment(today + timedelta(days=days), time(17), _ZONE), _ZONE, name)

    energy = operations.enter(
        admin,
        region,
        _USUAL
        | {
            "title": "Small firms that save energy together",
            "funder": "Fund for Northern Valleys (invented)",
            "identifier": "VT-1",
            "action_type": "Grant for projects of several partners",
            "url": "https://northern-valleys.example/energy",
            "summary": "For clusters that buy, save or share energy. This call is invented.",
            "who": "Cluster organisations with at least five small firms from two countries.",
            "countries": "SE FI NO",
            "purpose": "save",
            "amount": "Up to 400,000 euros, 70 % of the costs",
            "opens": None,
            "checked_on": today,
        },
        [until(30, "First stage"), until(120, "Second stage")],
    )
    research = operations.enter(
        admin,
        region,
        _USUAL
        | {
            "title": "Research that reaches small firms",
            "funder": "Bridge Programme of the Lakes (invented)",
            "url": "https://lakes-bridge.example/calls/2",
            "summary": "For universities and firms that try something out together. This call is invented.",
            "who": "A university or institute with three firms.",
            "countries": "",
            "amount": "Up to 150,000 euros",
            "opens": today + timedelta(days=20),
            "checked_on": today - timedelta(days=70),
        },
        [until(80, "")],
    )
    for call in (energy, research):
        operations.publish(curator, call)
    operations.join(
        people[Role.NETWORK_READER],
        energy,
        region,
        Interest.As.LOOKING,
        "Thirty firms, and a heat network to try it in.",
    )
