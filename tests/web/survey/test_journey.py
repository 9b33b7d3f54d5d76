"""J3: somebody answers on a telephone, loses the connection, and finishes on another device."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from clusterdynamics.models import load_model
from clusterdynamics_web.survey.models import Tie
from tests.web.browser import DESKTOP, PHONE, Visitor
from tests.web.survey.conftest import Asking, problems_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

SWEDISH = load_model("reference", "sv")
SEVEN = ("a2", "a3", "a4", "a5", "a6", "a7", "a8")


def shot(page: Page, name: str) -> None:
    """Keep a picture of the page where somebody wants to look at them."""
    folder = os.environ.get("CD_SCREENSHOTS")
    if folder:
        page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)


def press(page: Page) -> None:
    """Press the button that goes on."""
    page.locator("form#step .sticky button").last.click()


def open_link(visitor: Visitor, asking: Asking, kind: str = "personal") -> Page:
    page = visitor.go(f"/a/{asking.token(kind)}/")
    page.locator("main button").click()
    page.wait_for_url("**/answer/**")
    return page


def consent(page: Page) -> None:
    page.locator("input[name=take_part]").check()
    press(page)
    page.wait_for_url(re.compile("/answer/(pick|cluster-1)/"))


def pick(page: Page, asking: Asking, codes: tuple[str, ...]) -> None:
    for code in codes:
        page.locator(f"details input[name=partners][value='{asking.key(code)}']").check()
    press(page)
    page.wait_for_url("**/answer/with-*/")


def rate(page: Page, depth: int) -> None:
    """Fill in one card and go on."""
    before = page.url
    page.locator(f"input[name='tie.depth'][value='{depth}']").check()
    page.locator("input[name='tie.advice'][value='1']").check()
    if depth >= 2:
        page.locator("input[name='rate.trust.open'][value='3']").check()
    press(page)
    page.wait_for_url(lambda url: url != before)


@pytest.mark.verify
@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_j3_with_javascript(visit: Callable[..., Visitor], asking: Asking, size: dict[str, int]) -> None:
    phone = visit(size=size)
    page = phone.go(f"/a/{asking.token()}/")
    phone.check()
    shot(page, f"link-{size['width']}")
    page.locator("main button").click()
    page.wait_for_url("**/answer/consent/")
    phone.check()
    # Swedish from here on, on every page and every device.
    page.locator("input[name=take_part]").check()
    page.locator("header summary").first.click()
    page.locator("button[lang=sv]").click()
    page.wait_for_load_state()
    assert page.locator("html").get_attribute("lang") == "sv"
    assert page.locator("input[name=take_part]").is_checked()
    shot(page, f"consent-{size['width']}")
    press(page)
    page.wait_for_url("**/answer/pick/")
    # Search, without accents and in small letters; clearing it loses no choice.
    page.get_by_role("searchbox").fill("sand")
    expect(page.locator("details .choice:visible")).to_have_count(1)
    page.locator("details .choice:visible input").check()
    page.get_by_role("searchbox").fill("")
    for code in SEVEN:
        page.locator(f"details input[name=partners][value='{asking.key(code)}']").check()
    expect(page.locator("[data-status]")).to_contain_text(re.compile(r"\d\d:\d\d"))
    phone.check()
    shot(page, f"pick-{size['width']}")
    press(page)
    page.wait_for_url("**/answer/with-*/")
    assert SWEDISH.relations[0].question in page.locator("legend.big").inner_text()
    phone.check()
    shot(page, f"card-{size['width']}")
    for depth in (1, 2, 3):
        rate(page, depth)
    # What comes next is kept on the telephone; then the connection goes.
    page.wait_for_function(
        "async () => { for (const n of await caches.keys()) if (n.startsWith('cd-answer-'))"
        " return (await (await caches.open(n)).keys()).length > 20; return false; }"
    )
    page.wait_for_load_state("networkidle")
    phone.context.set_offline(True)
    page.wait_for_function("!navigator.onLine")
    for depth in (4, 5):
        rate(page, depth)
    assert page.locator("legend.big").is_visible()
    expect(page.locator("[data-status]")).to_have_text(page.locator("form#step").get_attribute("data-kept") or "?")
    shot(page, f"offline-{size['width']}")
    # (A service worker that starts anew in this moment may still reach the server with the first of the two.)
    assert Tie.objects.filter(relation="depth", value__isnull=False).count() in {3, 4}
    # The connection is back: what waited is sent, once.
    phone.context.set_offline(False)
    page.evaluate("dispatchEvent(new Event('online'))")
    expect(page.locator("[data-status]")).to_have_text(page.locator("form#step").get_attribute("data-sent") or "?")
    assert Tie.objects.filter(relation="depth", value__isnull=False).count() == 5
    rate(page, 2)
    assert phone.troubles == []
    page.close()
    # Another device, the same link: the same card, in the same language.
    laptop = visit(size=DESKTOP)
    page = open_link(laptop, asking)
    assert page.locator("html").get_attribute("lang") == "sv"
    last = asking.form("sv").roster[-1]
    assert page.url.endswith(f"/answer/with-{last.pk}/")
    rate(page, 1)
    for _step in range(30):
        if page.url.endswith("/answer/review/"):
            break
        before = page.url
        laptop.check()
        press(page)
        page.wait_for_url(lambda url, before=before: url != before)
    laptop.check()
    shot(page, f"review-{size['width']}")
    page.locator("form#step button").last.dblclick()
    page.wait_for_url("**/answer/done/")
    laptop.check()
    shot(page, f"done-{size['width']}")
    assert "7" in page.locator("p.answer").inner_text()
    # All answers are stored once, and the study is whole.
    ties = Tie.objects.filter(relation="depth").order_by("to__code").values_list("to__code", "value")
    by_order = [e.code for e in asking.form().roster]
    assert dict(ties) == dict(zip(by_order, (1, 2, 3, 4, 5, 2, 1), strict=True))
    person = asking.person
    assert (person.language, person.status) == ("sv", "submitted")
    assert problems_of(asking.package()) == []


@pytest.mark.parametrize(
    "size", [pytest.param(PHONE, id="phone"), pytest.param(DESKTOP, id="desktop", marks=pytest.mark.verify)]
)
def test_j3_without_javascript(visit: Callable[..., Visitor], asking: Asking, size: dict[str, int]) -> None:
    window = visit(size=size, javascript=False)
    page = open_link(window, asking)
    consent(page)
    # The server filters, and keeps what was chosen.
    page.locator(f"input[name=partners][value='{asking.key('a2')}']").check()
    page.get_by_role("searchbox").fill("SAND")
    page.get_by_role("button", name="Search").click()
    page.wait_for_url("**find=SAND")
    expect(page.locator("details .choice")).to_have_count(1)
    assert page.locator(f"[data-kept] input[value='{asking.key('a2')}']").is_checked()
    shot(page, f"nojs-filter-{size['width']}")
    page.locator("details .choice input").check()
    press(page)
    page.wait_for_url("**/answer/with-*/")
    assert sorted(asking.answers().picks) == [asking.actors["a2"].pk, asking.actors["a3"].pk]
    rate(page, 3)
    # Switching the language takes along what stands in the form.
    page.locator("input[name='tie.depth'][value='2']").check()
    page.locator("header summary").first.click()
    page.locator("button[lang=sv]").click()
    page.wait_for_load_state()
    assert page.locator("html").get_attribute("lang") == "sv"
    assert page.locator("input[name='tie.depth'][value='2']").is_checked()
    for _step in range(30):
        if page.url.endswith("/answer/review/"):
            break
        before = page.url
        press(page)
        page.wait_for_url(lambda url, before=before: url != before)
    press(page)
    page.wait_for_url("**/answer/done/")
    assert asking.person.status == "submitted"
    assert window.troubles == []
