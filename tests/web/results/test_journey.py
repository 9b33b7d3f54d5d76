"""In a browser: what was found, as whom, published with a reason, read by somebody in another region."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from clusterdynamics.disclosure import Audience
from clusterdynamics_web.regions.models import Role
from tests.web.browser import PHONE
from tests.web.conftest import House

pytestmark = [pytest.mark.verify, pytest.mark.django_db(transaction=True), pytest.mark.browser]


def test_from_the_finding_to_a_reader_elsewhere(
    read_house: House, visit: Callable[..., Any], demo_told: Callable[[Audience, str], Any]
) -> None:
    for audience in (Audience.STUDY, Audience.BOARD, Audience.NETWORK):
        demo_told(audience, "en")  # prepared by the worker, not while somebody waits
    lead = visit(read_house.lead, size=PHONE)
    page = lead.go(read_house.url("results/"))
    assert page.locator("h1").inner_text() == "What did we find?"
    lead.check()
    lead.picture("results")
    page.get_by_role("link", name="What changed?").first.click()
    page.get_by_role("tab", name="Table").first.click()
    assert page.locator(".fig table").first.is_visible()
    lead.check()
    page.locator("summary", has_text="See as").click()
    page.get_by_role("link", name="board", exact=True).click()
    page.get_by_text("You see what the board sees.").wait_for()
    page.get_by_role("link", name="All results").click()
    page.get_by_text("You see what the board sees.").wait_for()  # the address keeps it
    page.get_by_role("link", name="Back to what you see yourself").click()

    page.get_by_role("link", name="Publish").click()
    lead.check()
    page.get_by_role("button", name="Publish").click()
    page.get_by_role("alert").wait_for()
    lead.check()
    page.get_by_label("Why without a session").fill("The session comes next week, the board meets tomorrow.")
    page.get_by_role("button", name="Publish").click()
    page.locator("ul.timeline").wait_for()
    lead.check()

    reader = visit(read_house.people[Role.NETWORK_READER])
    page = reader.go(f"/r/{read_house.region.slug}/")
    page.get_by_role("link", name="Published results").click()
    reader.check()
    page.get_by_role("link", name=str(read_house.study)).click()
    reader.check()
    reader.picture("published")
    page.get_by_role("link", name="Where does the cluster stand?").first.click()
    page.locator(".fig img").first.wait_for()
    reader.check()
    assert page.locator("summary", has_text="See as").count() == 0
