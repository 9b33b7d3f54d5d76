"""J9: a map from its page into a session, then two phones tell what came of working together."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect

from clusterdynamics.disclosure import Audience
from clusterdynamics_web.regions.models import Role
from clusterdynamics_web.sensemaking import operations as do
from clusterdynamics_web.sensemaking.models import Kind, Session
from tests.web.browser import DESKTOP, PHONE, Visitor
from tests.web.conftest import House

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.browser
@pytest.mark.verify
def test_j9_what_came_of_it(
    read_house: House, visit: Callable[..., Visitor], demo_told: Callable[[Audience, str], dict[str, Any]]
) -> None:
    told = [s["id"] for s in demo_told(Audience.PARTICIPANTS, "en")["sections"]]
    snapshot = read_house.study.snapshots.get()
    session = do.create_session(read_house.lead, read_house.study, snapshot, told, kind=Kind.RIPPLE, title="Ripples")
    facilitator = visit(read_house.people[Role.FACILITATOR], size=DESKTOP)
    page = facilitator.go(read_house.url("results/map/?net=cooperation"))
    page.get_by_role("link", name="Use in a session").click()
    facilitator.check()
    page.get_by_role("button", name="Make it a scene").click()
    expect(page.get_by_text("The map is a scene of this session now.")).to_be_visible()
    page.get_by_role("button", name="Open the session").click()
    expect(page.get_by_role("button", name="Open the page for the projector")).to_be_visible()
    code = str(Session.objects.get(pk=session.pk).join_code)
    with facilitator.context.expect_page() as opened:
        page.get_by_role("button", name="Open the page for the projector").click()
    screen = opened.value
    screen.set_viewport_size({"width": 1920, "height": 1080})
    shown = Visitor.__new__(Visitor)
    shown.page, shown.troubles = screen, []
    page.get_by_role("button", name="On to: What came of it?").click()
    phones = [visit(size=PHONE), visit(size=PHONE, javascript=False)]
    for phone, what in zip(phones, ("Two sawmills share a kiln", "A course for drivers"), strict=True):
        there = phone.go("/session/")
        there.get_by_label("Code").fill(code)
        there.get_by_role("button", name="Join").click()
        there.get_by_role("link", name="Tell what changed").click()
        there.get_by_label("what changed").fill(what)
        there.get_by_label("when").fill("2025")
        there.get_by_role("button", name="Put it on the screen").click()
        expect(there.get_by_role("listitem").filter(has_text=what)).to_be_visible()
        expect(screen.locator("img[alt*='beginning']")).to_be_visible(timeout=2_000)
    there = phones[0].page
    for what in ("They dry for others as well", "The smaller one could not pay its share"):
        there.goto(there.url)
        there.get_by_role("link", name="And then?").first.click()
        phones[0].check()
        phones[0].picture("ripple-form")
        there.get_by_label("what changed").fill(what)
        if "could not" in what:
            there.get_by_label("it did not work").check()
        there.get_by_role("button", name="Put it on the screen").click()
        expect(there.get_by_role("listitem").filter(has_text=what)).to_be_visible()
    phones[0].check()
    phones[0].picture("ripple-phone")
    expect(screen.locator("img[alt*='4 changes, from 2 beginnings']")).to_be_visible(timeout=2_000)
    shown.check()
    shown.picture("ripple-screen")
    page.reload()
    facilitator.check()
    facilitator.picture("ripple-control")
    page.get_by_role("button", name="On to: What matters most?").click()
    page.get_by_role("button", name="On to: The network").click()
    expect(screen.get_by_role("heading", name="The network")).to_be_visible(timeout=2_000)
    screen.wait_for_load_state()
    shown.check()
    shown.picture("map-screen")
    phones[0].go("/session/now/")
    phones[0].check()
    phones[0].picture("map-phone")
