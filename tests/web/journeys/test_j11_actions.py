"""J11: use it in strategy. The cluster manager writes findings down; the board acts and reviews, on a phone."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail as outbox
from django.utils import timezone
from playwright.sync_api import expect

from clusterdynamics_web.actions.models import Action
from clusterdynamics_web.actions.work import look_for_due
from clusterdynamics_web.jobs.worker import Worker
from clusterdynamics_web.regions.models import Role
from clusterdynamics_web.studies.models import Actor
from tests.web.browser import PHONE, Visitor
from tests.web.conftest import House

pytestmark = [pytest.mark.verify, pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def _act(page: Any, title: str, purpose: str, due: str, *, owner: str = "Alpha") -> None:
    """Write an action down, from the form."""
    page.get_by_label("What is done?").fill(title)
    page.get_by_label("Trust each other more").check()
    page.get_by_label(purpose, exact=True).check()
    page.get_by_label("Organisation that sees to it").select_option(label=owner)
    page.get_by_label("Until", exact=False).first.fill(due)


def test_from_a_finding_to_a_review(home: House, visit: Callable[..., Visitor]) -> None:
    home.study.purposes = [{"id": "people", "label": "Find people"}, {"id": "save", "label": "Save cost"}]
    home.study.save()
    Actor.objects.bulk_create(
        Actor(study=home.study, code=c, label=label) for c, label in (("A", "Alpha"), ("B", "Beta"))
    )
    today = timezone.localdate()
    past, later = str(today - timedelta(days=3)), str(today + timedelta(days=90))

    manager = visit(home.manager)
    page = manager.go(home.url("act/"))
    page.get_by_role("link", name="Write the first finding").click()
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("What did you find?")
    manager.check()
    page.get_by_label("What did you find?").fill("Trust each other more")
    page.get_by_label("In your own words").fill("17 of 29 votes")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_role("heading", name="Trust each other more")).to_be_visible()
    manager.check()
    manager.picture("j11-findings")

    # The board makes five actions, on a phone; one without a purpose is refused and keeps what was typed.
    board = visit(home.people[Role.BOARD], size=PHONE)
    page = board.go(home.url("act/findings/"))
    page.get_by_role("link", name="New action from it").click()
    expect(page.get_by_label("Trust each other more")).to_be_checked()
    page.get_by_label("What is done?").fill("A bus through the workshops")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("What is it for?")
    expect(page.get_by_label("What is done?")).to_have_value("A bus through the workshops")
    board.check()
    board.picture("j11-action-refused")
    _act(page, "A bus through the workshops", "Find people", later)
    page.get_by_label("What should be different in the next wave?").fill("More of the valley know the harbour.")
    page.get_by_label("A figure that shows it").select_option(label="Pairs that are in contact, of all that could be")
    page.get_by_label("Where it should go").select_option(label="goes up")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_role("heading", level=1, name="A bus through the workshops")).to_be_visible()
    board.check()
    board.picture("j11-action")
    for title, due in (("Buy glass together", past), ("One stand at the fair", later), ("A shared kiln", later)):
        page = board.go(home.url("act/new/"))
        _act(page, title, "Save cost", due)
        page.get_by_role("button", name="Save", exact=True).click()
    page = board.go(home.url("act/new/"))
    _act(page, "Courses in the harbour", "Find people", past)
    page.get_by_label("Their e-mail").fill("kim@alpha.example")
    page.get_by_role("button", name="Save", exact=True).click()
    page = board.go(home.url("act/"))
    expect(page.get_by_text("0 of 5 actions are done. Overdue: 2. Waiting for a review: 0.")).to_be_visible()
    board.check()
    board.picture("j11-overview")
    assert all(a.findings.count() == 1 for a in Action.objects.all())

    # The review, by keyboard: one is stopped with a reason, one is done.
    page.get_by_role("link", name="Review", exact=True).click()
    page.get_by_label("Who is there?").fill("Karin, Olle")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1, name=re.compile("^Review of"))).to_be_visible()
    card = page.get_by_role("article").filter(has_text="A shared kiln")
    card.locator("summary").press("Enter")
    card.get_by_role("radio", name="stopped").press("Space")
    card.get_by_role("button", name="Save").press("Enter")
    card = page.get_by_role("article").filter(has_text="A shared kiln")
    expect(card.get_by_role("alert")).to_contain_text("Say why it was stopped")
    board.check()
    board.picture("j11-review-refused")
    card.get_by_label("Why it was stopped").fill("The mill wanted to see everybody's stock first.")
    card.get_by_role("button", name="Save").press("Enter")
    expect(page.get_by_text("1 of 5 actions are reviewed.")).to_be_visible()
    card = page.get_by_role("article").filter(has_text="Buy glass together")
    card.get_by_role("radio", name="done").press("Space")
    card.get_by_role("button", name="Save").press("Enter")
    page.get_by_label("Add to the minutes").fill("The bus starts in spring.")
    page.get_by_role("button", name="Add").press("Enter")
    page.get_by_role("button", name="End the review").press("Enter")
    expect(page.get_by_text("The bus starts in spring.")).to_be_visible()
    board.check()

    page = manager.go(home.url("act/"))
    expect(page.get_by_text("1 of 5 actions are done. Overdue: 1. Waiting for a review: 0.")).to_be_visible()
    expect(page.get_by_role("row", name="Save cost")).to_contain_text("33 % (1 of 3)")
    manager.check()
    manager.picture("j11-overview-manager")
    page = manager.go(home.url("act/calendar/"))
    page.get_by_role("button", name="Make an address").click()
    expect(page.get_by_label("Your calendar address")).to_have_value(re.compile(r"/calendar/.+\.ics$"))
    manager.check()
    manager.picture("j11-calendar")

    # And overdue mail goes out, to whom there is an address of.
    look_for_due()
    Worker().work_once()
    assert [m.to for m in outbox.outbox] == [["kim@alpha.example"]]
    assert "Courses in the harbour" in outbox.outbox[0].body
