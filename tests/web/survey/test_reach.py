"""Small telephones, slow lines, keyboards: every page of the form can be reached and used."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, Response, expect

from tests.web.browser import DESKTOP, PHONE, Visitor
from tests.web.survey.conftest import Asking
from tests.web.survey.test_journey import consent, open_link, shot

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

#: Bytes of the first page with everything that belongs to it, uncompressed.
FIRST_PAGE = 150_000
TARGET = 44

#: What can be tapped, with its place: a box belongs to its label, and links in a sentence are text.
TARGETS = """
() => [...document.querySelectorAll('a, button, input, select, textarea, summary')]
  .filter((e) => e.type !== 'hidden' && e.checkVisibility() && !e.closest('p, .skip') | e.matches('.button'))
  .map((e) => e.closest('label.choice') ?? e)
  .filter((e) => !e.closest('.skip') && !e.matches('.skip'))
  .map((e) => [e.outerHTML.slice(0, 90), e.getBoundingClientRect().height, e.getBoundingClientRect().width])
"""
#: Whether what has the focus stands clear of the bar at the bottom; None where nothing has it.
CLEAR = """
() => {
  const e = document.activeElement;
  if (!e || e === document.body) return null;
  const bar = document.querySelector('.sticky');
  const box = (e.closest('label') ?? e).getBoundingClientRect();
  const inside = bar?.contains(e);
  const edge = bar && !inside ? bar.getBoundingClientRect().top : innerHeight;
  return { what: e.outerHTML.slice(0, 90), clear: box.top < edge - 1 && box.bottom > 0 };
}
"""


def every_step(asking: Asking) -> list[str]:
    asking.consent()
    asking.pick("a2", "a3")
    asking.save(asking.card("a2"), {"tie.depth": ["4"]})
    asking.save("outside", {"outside": ["yes"], "types": ["customer"]})
    return [f"/answer/{s.key}/" for s in asking.form().steps(asking.answers())]


def test_the_first_page_is_light(visit: Callable[..., Visitor], asking: Asking) -> None:
    window = visit(size=PHONE)
    came: list[Response] = []
    window.page.on("response", lambda response: came.append(response))

    def weight() -> dict[str, int]:
        window.page.wait_for_load_state("networkidle")
        found = {r.url: r.request.sizes()["responseBodySize"] for r in came if r.status == 200}
        came.clear()
        return found

    page = window.go(f"/a/{asking.token()}/")
    first = weight()
    assert sum(first.values()) <= FIRST_PAGE, first
    # The consent page comes next; its pictures are fetched when somebody unfolds them.
    page.locator("main button").click()
    page.wait_for_url("**/answer/consent/")
    second = weight()
    assert sum((first | second).values()) <= FIRST_PAGE, second
    assert not [url for url in second if "/examples/" in url]
    with page.expect_response("**/examples/participants.svg", timeout=60_000) as picture:
        page.locator("details summary").filter(has_text="take part see").click()
    assert picture.value.status == 200
    shot(page, "consent-picture-320")


@pytest.mark.verify
@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_every_page_is_sound_and_its_targets_are_large(
    visit: Callable[..., Visitor], asking: Asking, size: dict[str, int]
) -> None:
    paths = every_step(asking)
    window = visit(size=size)
    open_link(window, asking)
    for path in (*paths, *(f"/answer/{p}/" for p in ("help", "data", "erase", "leave-list", "copy"))):
        page = window.go(path)
        page.wait_for_load_state("networkidle")
        window.check()
        small = [t for t in page.evaluate(TARGETS) if t[1] < TARGET - 0.5]
        assert not small, f"{path}: {json.dumps(small[:5], indent=1)}"
        shot(page, f"{path.strip('/').replace('/', '-')}-{size['width']}")


def tab_to(page: Page, selector: str, most: int = 120) -> None:
    """Press Tab until the focus is on something; at each stop it must stand clear of the bar."""
    for _stop in range(most):
        page.keyboard.press("Tab")
        state: dict[str, Any] | None = page.evaluate(CLEAR)
        assert state is None or state["clear"], f"hidden behind the bar: {state['what']}"
        if page.evaluate("(s) => document.activeElement?.matches(s) ?? false", selector):
            return
    raise AssertionError(f"the keyboard does not reach {selector} on {page.url}")


@pytest.mark.parametrize("javascript", [True, pytest.param(False, marks=pytest.mark.verify)], ids=["script", "plain"])
def test_the_whole_way_by_keyboard(visit: Callable[..., Visitor], asking: Asking, javascript: bool) -> None:
    window = visit(size=PHONE, javascript=javascript)
    page = window.go(f"/a/{asking.token()}/")
    tab_to(page, "main button")
    page.keyboard.press("Enter")
    page.wait_for_url("**/answer/consent/")
    tab_to(page, "input[name=take_part]")
    page.keyboard.press("Space")
    tab_to(page, ".sticky button")
    page.keyboard.press("Enter")
    page.wait_for_url("**/answer/pick/")
    for code in ("a2", "a5"):
        tab_to(page, f"input[name=partners][value='{asking.key(code)}']")
        page.keyboard.press("Space")
    tab_to(page, ".sticky button")
    page.keyboard.press("Enter")
    page.wait_for_url("**/answer/with-*/")
    for _card in range(2):
        before = page.url
        tab_to(page, "input[name='tie.depth']")
        page.keyboard.press("Space")
        page.keyboard.press("ArrowDown")
        tab_to(page, ".sticky button")
        page.keyboard.press("Enter")
        page.wait_for_url(lambda url, before=before: url != before)
    for _step in range(30):
        if page.url.endswith("/answer/review/"):
            break
        before = page.url
        tab_to(page, ".sticky button")
        page.keyboard.press("Enter")
        page.wait_for_url(lambda url, before=before: url != before)
    tab_to(page, ".sticky button")
    page.keyboard.press("Enter")
    page.wait_for_url("**/answer/done/")
    assert asking.person.status == "submitted"
    assert sorted(t.value for t in asking.person.tie_rows.filter(relation="depth")) == [2, 2]


def test_two_devices_are_told_of_each_other(visit: Callable[..., Visitor], asking: Asking) -> None:
    asking.consent()
    asking.pick("a2", "a3")
    phone, laptop = visit(size=PHONE), visit(size=DESKTOP)
    open_link(phone, asking)
    open_link(laptop, asking)
    card = f"/answer/{asking.card('a2')}/"
    phone.go(card)
    laptop.go(card).locator("input[name='tie.depth'][value='5']").check()
    laptop.page.get_by_text("Saved").first.wait_for()
    phone.page.locator("input[name='tie.depth'][value='2']").check()
    phone.page.get_by_text("took the place of others").wait_for()
    assert asking.answers().tie("depth", asking.actors["a2"].pk).value == 2


def test_answers_that_wait_are_put_back_into_the_page(visit: Callable[..., Visitor], asking: Asking) -> None:
    """Written without a connection, the window closed and opened again: what was written is there, and is sent."""
    window = visit(size=PHONE)
    page = open_link(window, asking)
    consent(page)
    asking.pick("a2")
    page = window.go("/answer/stories/")
    page.wait_for_load_state("networkidle")
    page.evaluate("navigator.serviceWorker.ready")
    page.reload()
    page.wait_for_load_state("networkidle")
    window.context.set_offline(True)
    page.locator("textarea").first.fill("We shared a course.")
    page.get_by_text("No connection").wait_for()
    page.reload()
    expect(page.locator("textarea").first).to_have_value("We shared a course.")
    window.context.set_offline(False)
    page.reload()
    page.wait_for_load_state("networkidle")
    expect(page.locator("textarea").first).to_have_value("We shared a course.")
    assert asking.answers().stories[True].text == "We shared a course."
