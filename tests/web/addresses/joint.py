"""Addresses of joint studies."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.utils import timezone

from clusterdynamics_web.joint import terms
from clusterdynamics_web.joint.models import FIGURES
from clusterdynamics_web.regions.models import Role
from tests.web.conftest import House

TABLE: tuple[tuple[str, str, str], ...] = (
    ("GET", "joint_list", "L44 33+ 33333"),
    ("GET", "joint_new", "L44 33+ 33333"),
    ("POST", "joint_new", "L44 33+ 33333"),
    ("GET", "joint_join", "L44 33+ 33333"),
    ("POST", "joint_join", "L44 33+ 33333"),
    ("GET", "joint_agreement", "L44 33+ 33333"),
    ("GET", "joint_terms", "L44 33+ 33333"),
    ("POST", "joint_terms", "L44 33+ 33333"),
    ("POST", "joint_code", "L44 33+ 33333"),
    ("POST", "joint_sign", "L44 33+ 33333"),
    ("POST", "joint_unsign", "L44 33+ 33333"),
    ("GET", "joint_end", "L44 33+ 33333"),
    ("POST", "joint_end", "L44 33+ 33333"),
    ("GET", "joint_names", "L44 443 ++333"),
    ("POST", "joint_names", "L44 443 ++333"),
    ("GET", "joint_studies", "L44 44+ ++3++"),
    ("GET", "joint_results", "L44 44+ ++3++"),
    ("GET", "joint_picture", "L44 444 44344"),  # there is nothing to show before both sides have closed a wave
    ("GET", "joint_table", "L44 444 44344"),
    ("GET", "joint_paper", "L44 444 44344"),
    ("GET", "joint_finding", "L44 443 44333"),
    ("POST", "joint_finding", "L44 443 44333"),
    ("POST", "joint_count", "L44 443 ++333"),
    ("POST", "joint_count_remove", "L44 443 ++333"),
)


def _joint(house: House) -> str:
    """A joint study that the region has proposed; the other side has not joined."""
    side = house.region.joint_sides.select_related("joint").first()
    if side is not None:
        return str(side.joint.key)
    chosen = terms.Terms("Across", "", 5, tuple(FIGURES), timezone.localdate() + timedelta(days=90))
    joint, _code = terms.propose(house.people[Role.REGION_ADMIN], house.region, house.study, chosen, shares_names=True)
    return joint.key


SAMPLES: dict[str | tuple[str, str], Callable[[House], Any]] = {
    "joint": _joint,
    ("joint_count_remove", "count"): lambda house: 1,
}

PLAIN: set[str] = set()
