"""The network map in a browser: it is drawn, reached by keyboard, kept in the address, and usable on a phone."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs, urlparse

import pytest

from tests.web.browser import PHONE, Visitor
from tests.web.conftest import House

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def state(window: Visitor) -> dict[str, str]:
    return {key: values[0] for key, values in parse_qs(urlparse(window.page.url).query).items()}


def opened(window: Visitor, path: str) -> Any:
    page = window.go(path)
    page.wait_for_selector("#map[data-ready]")
    return page


def test_the_map_is_moved_filtered_compared_and_its_link_opens_the_same_view(
    map_house: House, visit: Callable[..., Visitor]
) -> None:
    window = visit(map_house.lead)
    page = opened(window, map_house.url("results/map/"))
    window.picture("map")
    window.check()

    # Search jumps to an organisation, and its neighbourhood is said.
    page.fill("#map-find", "granadal")
    page.press("#map-find", "Enter")
    assert page.text_content("#map-said").startswith("Granådal Kartong AB: ")
    focus = state(window)["focus"]
    assert page.locator("tr.looked-at").count() == 1
    window.picture("map-focus")

    # The keyboard: in the table, and on the map.
    page.focus("#o-n1")
    assert state(window)["focus"] == "n1" != focus
    page.focus("#map")
    page.keyboard.press("+")
    page.keyboard.press("ArrowLeft")
    page.wait_for_url(lambda url: "view=" in url)
    page.keyboard.press("Escape")
    assert "focus" not in state(window)

    # The mouse: a tap on a mark chooses it, a drag moves the map.
    page.keyboard.press("0")
    page.wait_for_url(lambda url: "view=" not in url)
    box = page.locator("#map canvas").bounding_box()
    page.mouse.move(box["x"] + 40, box["y"] + 40)
    page.mouse.down()
    page.mouse.move(box["x"] + 140, box["y"] + 90, steps=4)
    page.mouse.up()
    page.wait_for_url(lambda url: "view=" in url)

    # A filter and a comparison: words, figures, table and drawing follow without a new page.
    page.evaluate("window.stayed = true")
    page.click("text=Filter and look")
    page.select_option("#map-type", "firm")
    page.wait_for_selector("text=Computed on 26 of 42 organisations.")
    assert page.locator("table tbody tr").count() == 26
    page.select_option("#map-since", "2024")
    page.wait_for_selector("h2:has-text('Figures') ~ p:has-text('Compared:')")
    window.picture("map-change")
    window.check()
    assert page.evaluate("window.stayed")
    assert {"type": "firm", "since": "2024"}.items() <= state(window).items()

    # The link opens the same in another window, also without a script.
    told = page.text_content(".answer")
    other = visit(map_house.lead, javascript=False)
    there = other.go(page.url.removeprefix(other.address))
    assert there.text_content(".answer") == told
    assert there.locator("#map img").count() == 1
    other.picture("map-without-script")


def test_on_a_phone_participants_see_groups_and_who_agreed(map_house: House, visit: Callable[..., Visitor]) -> None:
    window = visit(map_house.lead, size=PHONE, has_touch=True)
    page = opened(window, map_house.url("results/map/?as=participants"))
    assert "agreed to be named" in page.text_content(".answer")
    page.locator("a[data-mark][id^=o-g]").first.tap()
    assert "Links that are there" in page.text_content("#map-said")
    window.picture("map-participants")
    window.check()
    page = opened(window, map_house.url("results/map/?as=public"))
    window.picture("map-public")
    window.check()
