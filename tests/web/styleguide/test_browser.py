"""The guide in a browser, under the application's own policy: axe, narrow windows, keyboard, no scripts."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from clusterdynamics.study.names import fold
from tests.web.browser import DESKTOP, PHONE, Visitor
from tests.web.styleguide.conftest import PAGES

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

type Visit = Callable[..., Visitor]

#: Text may not be cut off, and a target is as large as a finger (RX-01): links in running text are excepted.
SMALL_TARGETS = """
() => [...document.querySelectorAll("button, summary, select, input, .choice, .bar a, .tabs a, .pages a")]
  .filter(e => e.checkVisibility() && !e.closest(".choice input, thead, .unseen") && !e.matches(".term, .choice input"))
  .filter(e => !e.closest("label") || e.matches("label"))
  .map(e => [e.outerHTML.slice(0, 90), e.getBoundingClientRect().height])
  .filter(([, height]) => height < 43.9)
"""
#: Whether anything covers the middle of what has the focus (SC 2.4.11).
COVERED = """
() => { const e = document.activeElement, b = (e.closest(".choice") ?? e).getBoundingClientRect();
  const top = document.elementFromPoint(b.x + b.width / 2, b.y + b.height / 2);
  const bottom = document.elementFromPoint(b.x + 8, Math.min(b.bottom - 2, innerHeight - 1));
  if (e === document.body) return ["", false];
  return [e.outerHTML.slice(0, 80), [top, bottom].some(hit => hit?.closest(".sticky") && !e.closest(".sticky"))]; }
"""


@pytest.mark.parametrize("name", ["respondent", "roster"])
def test_a_page_on_a_phone(guide: dict[str, str], visit: Visit, name: str) -> None:
    visitor = visit(size=PHONE)
    page = visitor.go(guide[name])
    visitor.check()
    assert page.evaluate(SMALL_TARGETS) == []


@pytest.mark.verify
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
@pytest.mark.parametrize("javascript", [True, False], ids=["scripts", "plain"])
def test_every_page_in_every_window(
    guide: dict[str, str], visit: Visit, scheme: str, size: dict[str, int], javascript: bool
) -> None:
    visitor = visit(size=size, javascript=javascript, color_scheme=scheme)
    for address in guide.values():
        page = visitor.go(address)
        if javascript:
            visitor.check()
        else:
            assert visitor.troubles == []
            assert page.locator("main").is_visible()


@pytest.mark.verify
@pytest.mark.parametrize("options", [{"forced_colors": "active"}, {"contrast": "more"}, {"reduced_motion": "reduce"}])
def test_every_page_with_the_settings_of_a_device(guide: dict[str, str], visit: Visit, options: dict[str, Any]) -> None:
    visitor = visit(size=PHONE, **options)
    for address in guide.values():
        visitor.go(address)
        visitor.check()


def test_htmx_and_alpine_work_under_the_policy(guide: dict[str, str], visit: Visit) -> None:
    visitor = visit()
    page = visitor.go(guide["scripts"])
    with page.expect_request("**/part/") as asked:
        page.get_by_role("button", name="Fetch").click()
    assert len(asked.value.headers["x-csrftoken"]) == 64  # as Django masks it: what htmx posts is accepted
    page.locator("#came").wait_for()
    page.get_by_role("button", name="Kind").click()  # what htmx brought in can be sorted, too
    counter = page.locator("#count")
    assert counter.inner_text() == "Tapped: 0"
    assert not page.locator("#many").is_visible()
    counter.click()
    counter.click()
    assert counter.inner_text() == "Tapped: 2"
    page.locator("#many").wait_for(state="visible")
    visitor.check()


def test_the_roster_filters_as_one_types_and_keeps_what_was_chosen(guide: dict[str, str], visit: Visit) -> None:
    """RX-02: accents do not matter, the count is announced, the chosen stay in sight, clearing loses nothing."""
    visitor = visit(size=PHONE)
    page = visitor.go(guide["roster"])
    listed = page.locator("details li:visible")
    assert listed.count() == 11
    search = page.get_by_label("Find by name")
    search.fill("vaerk")
    assert listed.all_inner_texts() == ["Papír Værk A/S"]
    page.get_by_label("Papír Værk").check()
    page.get_by_text("Shown: 1 of 11").wait_for()
    search.fill("HIM")
    assert listed.all_inner_texts() == ["Högskolan i Mellanskog"]
    page.get_by_label("Högskolan").check()
    search.fill("zzz")
    assert listed.count() == 0
    page.get_by_text("Nothing matches.").wait_for()
    assert page.locator("[data-chosen-title]").inner_text() == "Chosen (2)"
    search.fill("")
    assert listed.count() == 11
    assert page.locator("details input:checked").count() == 2
    visitor.check()
    page.get_by_role("button", name="Papír Værk").click()
    assert page.locator("[data-chosen-title]").inner_text() == "Chosen (1)"
    assert page.evaluate("document.activeElement.textContent").startswith("Högskolan")
    page.get_by_role("button", name="Högskolan").click()
    assert page.evaluate("document.activeElement.type") == "search"
    assert not page.locator(".chosen").is_visible()


@pytest.mark.verify
def test_groups_stay_as_they_were_folded_before_the_search(guide: dict[str, str], visit: Visit) -> None:
    page = visit(size=PHONE).go(guide["long roster"])
    assert page.locator("details li:visible").count() == 0
    page.locator("details[id] summary").first.click()
    page.get_by_label("Find by name").fill("sandtra")
    assert page.locator("details li:visible").all_inner_texts() == ["Sandträ AB"]
    page.get_by_label("Find by name").fill("")
    assert page.locator("details[id][open]").count() == 1
    assert page.locator("details li:visible").count() == 6
    page.get_by_role("link", name="V").click()
    assert page.get_by_label("Vikbruk AB").is_visible()


def test_the_page_and_the_library_fold_names_alike(guide: dict[str, str], visit: Visit) -> None:
    page = visit().go(guide["roster"])
    names = [
        "  Ångström  Łódź ",
        "Værk & Œuvre",
        "ÞÓR Ðögg",
        "Großmann",
        "İstanbul ıĦ",
        "ﬁber ①",
        "Šiauliai Đakovo",
        "ÅÄÖ åäö",
    ]
    module = page.evaluate("[...document.scripts].find(s => s.src.includes('filter-list')).src")
    folded = page.evaluate(
        "async ([module, names]) => { const { fold } = await import(module); return names.map(fold); }", [module, names]
    )
    assert folded == [fold(name) for name in names]


def test_the_roster_without_scripts(guide: dict[str, str], visit: Visit) -> None:
    """RX-04: the same by the keyboard alone, with the server filtering."""
    page = visit(size=PHONE, javascript=False).go(guide["roster"])
    page.get_by_label("Ånäs").check()
    page.get_by_label("Find by name").fill("hogskolan")
    page.get_by_label("Find by name").press("Enter")
    assert page.get_by_label("Ånäs").is_checked()
    assert page.locator("details li:visible").all_inner_texts() == ["Högskolan i Mellanskog"]


@pytest.mark.parametrize("name", ["respondent", "roster"])
def test_the_bar_at_the_bottom_never_hides_the_focus(guide: dict[str, str], visit: Visit, name: str) -> None:
    """SC 2.4.11, forwards and backwards through the page, in a small window."""
    page = visit(size=PHONE).go(guide[name])
    seen = set()
    for key in ("Tab", "Shift+Tab"):
        for _ in range(30):
            page.keyboard.press(key)
            page.wait_for_function("() => new Promise(done => requestAnimationFrame(() => done(true)))")
            where, covered = page.evaluate(COVERED)
            seen.add(where)
            assert not covered, where
    assert len(seen) > 5


@pytest.mark.verify
def test_tabs_of_a_figure_by_the_keyboard(guide: dict[str, str], visit: Visit) -> None:
    page = visit().go(guide["index"])
    picture, table, method = (page.get_by_role("tab", name=n) for n in ("Picture", "Table", "Method"))
    assert page.locator("#relations [role=tabpanel]:visible").count() == 1
    picture.focus()
    page.keyboard.press("ArrowRight")
    assert table.get_attribute("aria-selected") == "true"
    assert page.get_by_role("table", name="Share of possible ties").is_visible()
    page.keyboard.press("End")
    assert method.get_attribute("aria-selected") == "true"
    page.keyboard.press("ArrowRight")
    assert picture.get_attribute("aria-selected") == "true"
    assert [t.get_attribute("tabindex") for t in (picture, table, method)] == ["0", "-1", "-1"]


@pytest.mark.verify
def test_a_figure_without_scripts_is_folded(guide: dict[str, str], visit: Visit) -> None:
    page = visit(javascript=False).go(guide["index"])
    table = page.get_by_role("table", name="Share of possible ties")
    assert not table.is_visible()
    page.get_by_text("The same as a table").click()
    assert table.is_visible()


@pytest.mark.verify
def test_a_table_is_sorted_and_what_is_not_known_stands_last(guide: dict[str, str], visit: Visit) -> None:
    page = visit().go(guide["index"])
    table = page.get_by_role("table", name="Answers by kind")
    column = table.locator("tbody tr td:nth-child(3)")
    head = table.get_by_role("columnheader", name="Answered")
    head.get_by_role("button").click()
    assert head.get_attribute("aria-sort") == "ascending"
    assert column.evaluate_all("cells => cells.map(c => c.dataset.sort)") == ["4", "6", "11", "21", None]
    head.get_by_role("button").click()
    assert head.get_attribute("aria-sort") == "descending"
    assert column.evaluate_all("cells => cells.map(c => c.dataset.sort)") == ["21", "11", "6", "4", None]


@pytest.mark.verify
def test_a_dangerous_post_is_asked_for_first(guide: dict[str, str], visit: Visit) -> None:
    page = visit().go(guide["index"])
    button = page.get_by_role("button", name="Close the wave, after a question")
    button.click()
    dialog = page.get_by_role("dialog", name="Close wave 2?")
    assert page.evaluate("document.activeElement.textContent") == "Keep it as it is"  # the harmless one
    page.keyboard.press("Escape")
    assert not dialog.is_visible()
    assert page.evaluate("document.activeElement.textContent") == "Close the wave, after a question"
    button.click()
    dialog.get_by_role("button", name="Keep it").click()
    assert "closed=1" not in page.url
    button.click()
    dialog.get_by_role("button", name="Close the wave").click()
    page.wait_for_url("**closed=1")  # the button that was pressed is sent along


@pytest.mark.verify
def test_a_dangerous_post_without_scripts_goes_through(guide: dict[str, str], visit: Visit) -> None:
    page = visit(javascript=False).go(guide["index"])
    page.get_by_role("button", name="Close the wave, after a question").click()
    assert "closed=1" in page.url


@pytest.mark.verify
def test_light_or_dark_is_remembered(guide: dict[str, str], visit: Visit) -> None:
    page = visit(color_scheme="light").go(guide["index"])
    ground = "getComputedStyle(document.documentElement).backgroundColor"
    light = page.evaluate(ground)
    page.locator("[data-theme-switch] summary").click()
    page.get_by_role("button", name="Dark").click()
    dark = page.evaluate(ground)
    assert dark != light
    page.reload()
    assert page.evaluate(ground) == dark
    page.locator("[data-theme-switch] summary").click()
    page.get_by_role("button", name="As on this device").click()
    assert page.evaluate(ground) == light
    page.emulate_media(media="print", color_scheme="dark")
    assert page.evaluate(ground) == "rgb(255, 255, 255)"


@pytest.mark.verify
def test_a_menu_closes_on_escape_and_elsewhere(guide: dict[str, str], visit: Visit) -> None:
    page = visit().go(guide["index"])
    summary = page.locator("summary", has_text="Language:")
    swedish = page.get_by_role("button", name="Svenska")
    summary.click()
    assert swedish.is_visible()
    swedish.focus()
    page.keyboard.press("Escape")
    assert not swedish.is_visible()
    assert "English" in page.evaluate("document.activeElement.textContent")
    summary.click()
    page.locator("h1").click()
    assert not swedish.is_visible()


@pytest.mark.verify
def test_a_term_explains_itself_by_keyboard_and_pointer(guide: dict[str, str], visit: Visit) -> None:
    page = visit().go(guide["index"])
    term, definition = page.locator(".term"), page.locator("#def-depth")
    assert not definition.is_visible()
    term.hover()
    definition.wait_for(state="visible")
    page.keyboard.press("Escape")
    definition.wait_for(state="hidden")
    page.mouse.move(0, 0)
    page.keyboard.press("Tab")
    term.evaluate("e => e.focus({ focusVisible: true })")
    definition.wait_for(state="visible")


@pytest.mark.verify
def test_a_term_without_scripts(guide: dict[str, str], visit: Visit) -> None:
    page = visit(javascript=False).go(guide["index"])
    page.locator(".term").click()
    assert page.locator("#def-depth").is_visible()


@pytest.mark.verify
def test_something_is_said_in_passing(guide: dict[str, str], visit: Visit) -> None:
    page = visit().go(guide["index"])
    page.get_by_role("button", name="Say something").click()
    assert page.locator("#toasts[role=status]").inner_text() == "Saved 10:42"


@pytest.mark.verify
def test_the_way_folds_on_a_phone(guide: dict[str, str], visit: Visit) -> None:
    page = visit(size=PHONE).go(guide["index"])
    steps = page.locator(".way li:visible")
    assert steps.count() == 0
    page.get_by_text("Step 3 of 7: Read").click()
    assert steps.count() == 7
    page.set_viewport_size(DESKTOP)
    assert steps.count() == 7
    assert page.locator("[aria-current=step]:visible").inner_text().split("\n") == ["Read", "You are here"]


def test_every_page_of_the_guide_is_in_the_list() -> None:
    from clusterdynamics_web.styleguide.urls import urlpatterns

    listed = {address.split("?")[0].removeprefix("/styleguide/") for address in PAGES.values()}
    assert {str(p.pattern) for p in urlpatterns} - listed == {"part/"}  # a piece that htmx asks for
