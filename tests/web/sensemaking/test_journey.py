"""J8: a session from its agenda to the record, with a screen and two phones."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect

from clusterdynamics.disclosure import Audience
from clusterdynamics_web.actions.models import Finding
from clusterdynamics_web.regions.models import Role
from clusterdynamics_web.sensemaking.models import Session
from tests.web.browser import DESKTOP, PHONE, Visitor
from tests.web.conftest import House

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.verify
@pytest.mark.browser
def test_j8_make_sense_together(
    read_house: House, visit: Callable[..., Visitor], demo_told: Callable[[Audience, str], dict[str, Any]]
) -> None:
    demo_told(Audience.PARTICIPANTS, "en")  # as the worker has prepared it
    facilitator = visit(read_house.people[Role.FACILITATOR], size=DESKTOP)
    page = facilitator.go(read_house.url("sense/"))
    page.get_by_role("link", name="Prepare a session").click()
    facilitator.check()
    facilitator.picture("sense-new")
    page.get_by_role("button", name="Prepare it").click()
    facilitator.check()
    facilitator.picture("sense-session")
    page.get_by_role("button", name="Open the session").click()
    facilitator.check()
    code = str(Session.objects.get().join_code)
    with facilitator.context.expect_page() as opened:
        page.get_by_role("button", name="Open the page for the projector").click()
    screen = opened.value
    screen.set_viewport_size(DESKTOP)
    expect(screen.get_by_text(code, exact=True)).to_be_visible()

    phones = [visit(size=PHONE), visit(size=PHONE, javascript=False)]
    for phone in phones:
        there = phone.go("/session/")
        there.get_by_label("Code").fill(code.upper())
        there.get_by_role("button", name="Join").click()
        expect(there.get_by_role("heading", name="Who answered")).to_be_visible()
    phones[0].check()  # axe needs scripts
    for title in ("Where do we stand?", "How we work together", "What has changed", "What do we make of it?"):
        page.get_by_role("button", name=f"On to: {title}").click()
        expect(screen.get_by_role("heading", name=title)).to_be_visible(timeout=2_000)  # within two seconds
    screen.wait_for_load_state()
    page.get_by_role("button", name="Let the room vote").click()
    for phone, answer in zip(phones, ("agree fully", "unclear to me"), strict=True):
        there = phone.go("/session/now/")
        there.get_by_role("group", name="The picture fits what I see every day.").get_by_label(
            answer, exact=True
        ).check()
        phone.picture(f"sense-vote-{answer[:5]}")
        there.get_by_role("button", name="Vote", exact=True).click()
        expect(there.get_by_text("Your vote is in.", exact=True)).to_be_visible()
    there = phones[0].page
    there.get_by_text("Write a note").click()
    there.get_by_label("Note").fill("We meet too rarely.")
    there.get_by_role("button", name="Pin the note").click()
    expect(screen.get_by_text("We meet too rarely.")).to_be_visible()
    assert screen.get_by_text("agree fully").count() == 0
    page.reload()
    expect(page.get_by_text("2 people have voted.")).to_be_visible()
    page.get_by_role("button", name="Close the vote and show it").click()
    expect(screen.get_by_text("2 of 2 voted, 0 kept still.")).to_be_visible(timeout=2_000)
    facilitator.check()
    facilitator.picture("sense-control")
    shown = Visitor.__new__(Visitor)
    shown.page, shown.troubles = screen, []
    shown.check()
    shown.picture("sense-screen")

    for statement in ("We know one another.", "Small steps come first.", "We need a meeting place."):
        page.get_by_role("textbox", name="Finding (required)").fill(statement)
        page.get_by_label("we agree", exact=True).check()
        page.get_by_role("button", name="Write it down").click()
        expect(page.get_by_text("The finding is written down.")).to_be_visible()
    page.get_by_role("button", name="Close the session").click()
    expect(page.get_by_text("3 findings came out.")).to_be_visible()
    facilitator.check()
    facilitator.picture("sense-over")
    expect(screen.get_by_text("This link has ended.")).to_be_visible(timeout=2_000)  # the Kumu trap
    assert Finding.objects.filter(rests_on__kind="votes").distinct().count() == 3
    with page.expect_download() as download:
        page.get_by_role("link", name="Record of the session (PDF)").click()
    assert download.value.suggested_filename.endswith(".pdf")
    board = visit(read_house.people[Role.BOARD], size=PHONE)
    board.go(read_house.url("sense/"))
    board.check()
    board.picture("sense-home")
