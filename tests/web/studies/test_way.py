"""The way of a study: where it stands, and what each role can open."""

from __future__ import annotations

import pytest
from django.utils import timezone

from clusterdynamics_web.access import access_study
from clusterdynamics_web.regions.models import Role
from clusterdynamics_web.studies.way import WAY, way_of
from tests.web.conftest import House

pytestmark = pytest.mark.django_db


def states(house: House, here: str = "") -> dict[str, str]:
    access = access_study(house.lead, house.region.slug, house.study.key)
    return dict(zip(WAY, (step["state"] for step in way_of(access, here)), strict=True))


def test_the_way_follows_what_happened(home: House) -> None:
    assert states(home)["setup"] == "todo"
    assert states(home)["collect"] == "blocked"
    wave = home.study.waves.get()
    wave.opened_at = timezone.now()
    wave.save()
    assert (states(home)["setup"], states(home)["collect"]) == ("done", "todo")
    wave.closed_at = timezone.now()
    wave.save()
    assert (states(home)["setup"], states(home)["collect"]) == ("done", "done")


def test_steps_to_come_are_named_and_lead_nowhere(home: House) -> None:
    access = access_study(home.lead, home.region.slug, home.study.key)
    for (_label, name, _rights), step in zip(WAY.values(), way_of(access, "setup"), strict=True):
        assert (step["url"] is None) == (step["hint"] == "to come") == (not name)


def test_one_step_is_where_the_page_is(home: House) -> None:
    access = access_study(home.lead, home.region.slug, home.study.key)
    assert [s["current"] for s in way_of(access, "collect")] == [name == "collect" for name in WAY]
    assert not any(s["current"] for s in way_of(access))


def test_a_step_is_open_to_those_who_may_see_it(home: House) -> None:
    front = home.url()
    for role, board in ((Role.STUDY_LEAD, True), (Role.INTERVIEWER, False), (Role.BOARD, True)):
        setup, collect = way_of(access_study(home.people[role], home.region.slug, home.study.key))[:2]
        assert setup["url"] == front
        assert (collect["url"] is not None) == board
