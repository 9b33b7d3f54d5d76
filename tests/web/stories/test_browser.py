"""J9: stories by link on a phone, without JavaScript; coded on a desk by selecting words; a panel chooses three."""

from __future__ import annotations

from typing import Any

import pytest

from clusterdynamics_web.stories.models import Claim, Door, Panel, Telling
from clusterdynamics_web.survey.models import Story
from tests.web.browser import DESKTOP, PHONE
from tests.web.conftest import House

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_stories_are_told_coded_and_chosen(told: House, door: Door, visit: Any) -> None:
    phone = visit(size=PHONE, javascript=False)
    page = phone.go(f"/story/{door.code}/")
    phone.picture("tell")
    page.get_by_label("What changed?").fill("We share a crane. It was idle before.")
    page.get_by_label("everybody").check()
    page.get_by_role("button", name="Send my story").click()
    assert page.get_by_text("Keep this link").is_visible()
    phone.picture("mine")
    story = Telling.objects.get().story

    desk = visit(told.lead, size=DESKTOP)
    page = desk.go(told.url(f"stories/one/{story.code}/"))
    page.get_by_role("button", name="I have read it").click()
    page.evaluate(
        """() => {
            const words = document.querySelectorAll("[data-start]")[0].firstChild;
            document.getSelection().setBaseAndExtent(words, 0, words, 16);
        }"""
    )
    page.get_by_text("Selected: “We share a crane”").last.wait_for()
    page.get_by_label("This …").select_option("easy_cooperation")
    page.get_by_label("more of the one, more of the other").check()
    page.get_by_label("… to this").select_option("trust")
    page.get_by_role("button", name="Write it down").click()
    page.locator("mark").first.wait_for()
    assert Claim.objects.get().quote == "We share a crane"
    desk.picture("coded")
    desk.check()

    page = desk.go(told.url("stories/panels/new/"))
    page.get_by_label("Title").fill("Our panel")
    page.get_by_label("Who sits on it").fill("Bo Ek\nEva Dal")
    for box in page.get_by_role("checkbox").all():
        box.check()
    page.get_by_role("button", name="Start it").click()
    for code in (story.code, "A-worked", "A-failed"):
        card = page.locator(".card", has=page.locator(f"[value='{code}']"))
        card.get_by_label("Choose it").check()
        card.get_by_text("Why, and what supports it").click()
        card.get_by_label("Why this one").fill(f"It says most, {code}.")
        card.get_by_label("Kind of change").fill(f"Change {code}")
        card.get_by_label("What supports it").fill("Photos.")
    page.get_by_role("button", name="Note these choices").click()
    desk.picture("panel")
    page.get_by_role("button", name="End the panel").click()
    desk.picture("chosen")
    desk.check()
    panel = Panel.objects.get()
    chosen = panel.choices.filter(round=panel.round)
    assert panel.finished_at is not None
    assert chosen.count() == 3
    assert all(c.reason and c.evidence and c.story.visibility == "public" for c in chosen)
    assert chosen.filter(story__worked=False).exists()
    assert Story.objects.count() == 5


@pytest.mark.verify
def test_every_page_at_both_widths(told: House, door: Door, visit: Any) -> None:
    for size in (PHONE, DESKTOP):
        teller = visit(size=size)
        teller.go(f"/story/{door.code}/")
        teller.check()
        desk = visit(told.lead, size=size)
        for rest in ("", "links/", "themes/", "agreement/", "loops/", "panels/", "panels/new/", "export/"):
            desk.go(told.url(f"stories/{rest}"))
            desk.check()
            desk.picture(f"team-{rest or 'list'}")
        desk.go(told.url("stories/one/A-worked/"))
        desk.check()
        desk.picture("team-story")
