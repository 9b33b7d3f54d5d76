"""J6: find areas of easy cooperation. The cluster manager at a desk, two organisations on their phones."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core import mail as outbox
from playwright.sync_api import expect

from clusterdynamics.disclosure import Audience
from clusterdynamics_web.introductions.models import Introduction
from clusterdynamics_web.jobs.worker import Worker
from tests.web.browser import PHONE, Visitor
from tests.web.introductions.conftest import Meeting, letters_to, link_in, meeting

__all__ = ["meeting"]

pytestmark = [pytest.mark.verify, pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_group_is_started_and_a_pair_says_yes(
    meeting: Meeting, visit: Callable[..., Visitor], demo_told: Callable[[Audience, str], Any]
) -> None:
    house = meeting.house
    demo_told(Audience.CLUSTER_MANAGER, "en")  # prepared by a job before anybody comes
    window = visit(house.manager)
    page = window.go(house.url("easy/"))
    expect(page.get_by_role("heading", name="What is easy to do together next?")).to_be_visible()
    window.check()

    page.get_by_role("row", name="Training and skills").get_by_role("link", name="Start a group").click()
    for box in page.get_by_role("group", name="Whom do you invite?").get_by_role("checkbox").all()[:3]:
        box.check()
    page.get_by_label("What is it for?").select_option(label="Find and train people")
    page.get_by_label("In your words, for the mail").fill("A course for operators next winter.")
    window.picture("j6-group")
    window.check()
    page.get_by_role("button", name="Send the invitations").click()
    expect(page.get_by_role("row", name="Training and skills").last).to_contain_text("waiting for answers")

    page.get_by_label("All of them").check()
    page.get_by_role("button", name="Make the list").click()
    for box in page.locator('[name="pair"]').all()[:3]:
        box.check()
    window.picture("j6-easy")
    window.check()
    page.get_by_role("button", name="Ask both sides").click()
    expect(page.get_by_text("3 pairs are asked. You hear when both sides said yes.")).to_be_visible()
    Worker().work_once()
    asked = Introduction.objects.filter(kind="pair").prefetch_related("sides__actor")
    # Of those who were invited to the group a moment ago nobody gets a second mail.
    one = next(i for i in asked if all(s.token_hash for s in i.sides.all()))
    first, second = one.sides.all()

    phones = []
    for side, other in ((first, second), (second, first)):
        phone = visit(size=PHONE)
        screen = phone.go(link_in(letters_to(side.actor.code)[-1].body))
        screen.get_by_role("button", name="Read it").click()
        expect(screen.get_by_role("heading", name=f"Would you like to meet {other.actor.label}?")).to_be_visible()
        phone.picture(f"j6-meet-{len(phones)}")
        phone.check()
        screen.get_by_label("Telephone").fill("")
        screen.get_by_role("button", name="Yes").click()
        phones.append((phone, screen))
    Worker().work_once()
    for (phone, screen), other in zip(phones, (second, first), strict=True):
        screen.reload()
        expect(screen.get_by_role("heading", name="You both said yes")).to_be_visible()
        expect(screen.get_by_text(f"{other.actor.code.lower()}@example.org")).to_be_visible()
        phone.picture(f"j6-both-{other.pk}")
        phone.check()
    assert "You both said yes" in [m.subject for m in outbox.outbox]

    page = window.go(house.url("easy/"))
    expect(page.get_by_role("row", name=f"{first.actor.label} – {second.actor.label}")).to_contain_text("accepted")
    window.picture("j6-asked")
    window.check()
    pocket = visit(house.manager, size=PHONE)
    pocket.go(house.url("easy/"))  # the manager is often away from the desk
    pocket.picture("j6-easy")
    pocket.check()
