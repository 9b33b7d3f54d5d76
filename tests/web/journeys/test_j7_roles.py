"""J7: understand big companies and burning souls, safely. Board and study lead at a desk, a champion on a phone."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core import mail as outbox
from playwright.sync_api import expect

from clusterdynamics.disclosure import Audience
from clusterdynamics_web.fieldwork.models import NominatedPerson
from clusterdynamics_web.jobs.worker import Worker
from clusterdynamics_web.regions.models import Role
from tests.web.browser import PHONE, Visitor
from tests.web.introductions.conftest import Meeting, link_in, meeting

__all__ = ["meeting"]

pytestmark = [pytest.mark.verify, pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_both_readings_and_a_champion_who_agrees(
    meeting: Meeting, visit: Callable[..., Visitor], demo_told: Callable[[Audience, str], Any]
) -> None:
    house = meeting.house
    for audience in (Audience.BOARD, Audience.STUDY):
        demo_told(audience, "en")  # prepared by a job before anybody comes
    for code, name in (("person-1", "Ylva Jansson"), ("person-2", "Nils Avbrunn")):
        NominatedPerson.objects.create(study=house.study, code=code, name=name)
    board = visit(house.people[Role.BOARD])
    desk = board.go(house.url("large-companies/"))
    expect(desk.get_by_text("both can be true at once")).to_be_visible()
    board.picture("j7-large")
    board.check()
    desk = board.go(house.url("champions/"))
    expect(desk.get_by_text("Nobody has agreed yet that you read the name.")).to_be_visible()
    board.check()

    lead = visit(house.lead)
    page = lead.go(house.url("champions/"))
    expect(page.get_by_text("3 people or organisations were named by at least 3 others.")).to_be_visible()
    lead.picture("j7-champions-lead")
    lead.check()
    page.get_by_role("row", name="Ylva Jansson").get_by_role("link").click()
    page.get_by_label("E-mail").fill("ylva@example.org")
    page.get_by_label("Language").select_option("en")
    lead.picture("j7-ask")
    lead.check()
    page.get_by_role("button", name="Send the question").click()
    expect(page.get_by_role("row", name="Ylva Jansson")).to_contain_text("asked, no answer yet")
    page.get_by_role("row", name="Nils Avbrunn").get_by_role("link").click()
    page.get_by_label("nobody").check()
    page.get_by_role("button", name="Note it").click()
    expect(page.get_by_role("row", name="Nils Avbrunn")).to_contain_text(f"noted by {house.lead.name}")
    Worker().work_once()

    phone = visit(size=PHONE)
    screen = phone.go(link_in(outbox.outbox[0].body))
    screen.get_by_role("button", name="Read it").click()
    expect(screen.get_by_role("heading", name="This is what would be shown")).to_be_visible()
    phone.picture("j7-named")
    phone.check()
    screen.get_by_label("Those who take part in the study").check()
    screen.get_by_role("button", name="Save my choice").click()
    expect(screen.get_by_text("Your choice holds from now on.")).to_be_visible()
    phone.check()

    desk = board.go(house.url("champions/"))
    expect(desk.locator("#names")).to_contain_text("Ylva Jansson")
    expect(desk.locator("body")).not_to_contain_text("Nils Avbrunn")
    board.picture("j7-champions-board")
    board.check()
