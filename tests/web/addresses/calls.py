"""Addresses of calls for funding."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from clusterdynamics_web.calls.models import Call, Draft, Interest, Pack
from clusterdynamics_web.regions.models import Role
from tests.web.calls.conftest import entered, listed
from tests.web.conftest import House

#: The call is in the list; one that waits is looked at by curators.
TABLE: tuple[tuple[str, str, str], ...] = (
    ("GET", "calls", "+++ +++ +++++"),
    ("GET", "calls_calendar", "+++ +++ +++++"),
    ("GET", "calls_feed", "+++ +++ +++++"),
    ("GET", "calls_table", "+++ +++ +++++"),
    ("GET", "calls_call", "+++ +++ +++++"),
    ("GET", "calls_review", "L33 3+3 33333"),
    ("POST", "calls_review", "L33 3+3 33333"),
    ("POST", "calls_reply", "L33 3+3 33333"),
    ("POST", "calls_join", "L44 +++ +++++"),  # people of the network: whoever has a role
    ("POST", "calls_leave", "L44 +++ +++++"),
    ("GET", "calls_write", "L44 +++ +++++"),
    ("POST", "calls_write", "L44 +++ +++++"),
    ("GET", "calls_desk", "L44 3++ 33333"),
    ("GET", "calls_new", "L44 3++ 33333"),
    ("POST", "calls_new", "L44 3++ 33333"),
    ("GET", "calls_bring_in", "L44 3++ 33333"),
    ("POST", "calls_bring_in", "L44 3++ 33333"),
    ("GET", "calls_preview", "L44 3+4 33333"),  # whoever handed the file in
    ("POST", "calls_preview", "L44 3+4 33333"),
    ("GET", "calls_edit", "L44 3++ 33333"),
    ("POST", "calls_edit", "L44 3++ 33333"),
    ("POST", "calls_checked", "L44 3++ 33333"),
    ("POST", "calls_withdraw", "L44 3++ 33333"),
    ("GET", "evidence", "L44 +++ +++++"),  # everything in it is for everybody
    ("POST", "evidence", "L44 +++ +++++"),
    ("GET", "evidence_pack", "L44 444 44444"),  # one that is not made yet
)


def _listed(house: House) -> Call:
    return Call.objects.filter(region=house.region, stage="published").first() or listed(house)


def _interest(house: House) -> int:
    user = house.people[Role.NETWORK_READER]
    return Interest.objects.create(call=_listed(house), region=house.region, user=user, role="lead").pk


def _draft(house: House) -> str:
    return Draft.objects.create(region=house.region, user=house.people[Role.CURATOR], name="x.csv").key


SAMPLES: dict[str | tuple[str, str], Callable[[House], Any]] = {
    "call": lambda house: _listed(house).key,
    ("calls_reply", "call"): lambda house: entered(house).key,
    "interest": lambda house: _interest(house),
    "pack": lambda house: Pack.objects.create(region=house.region).key,
    "draft": lambda house: _draft(house),
}

PLAIN: set[str] = set()
