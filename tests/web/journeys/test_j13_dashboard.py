"""J13: soft beside hard, in a downturn. The cluster manager publishes, the programme officer reads."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect

from clusterdynamics_web.dashboard import operations
from tests.web.browser import PHONE, Visitor
from tests.web.conftest import DRAWN, House
from tests.web.dashboard.test_operations import CSV

pytestmark = [pytest.mark.verify, pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def _section(name: str, title: str, answer: str) -> dict[str, Any]:
    figure = {
        "id": f"{name}-1",
        "kind": "figure",
        "title": title,
        "alt": answer,
        "svg": DRAWN,
        "basis": ["Autumn 2026: 32 organisations, coverage 76%"],
        "method": "Counted.",
        "table": {"caption": title, "columns": [], "rows": []},
    }
    return {"id": name, "title": title, "answer": answer, "blocks": [figure]}


def test_from_hard_figures_to_the_funder(
    read_house: House, visit: Callable[..., Visitor], monkeypatch: pytest.MonkeyPatch
) -> None:
    house = read_house
    told = {
        "sections": [
            _section("coverage", "Who answered?", "32 of 42 organisations answered."),
            _section("depth", "How deeply do organisations work together?", "20% of the pairs cooperate."),
            _section("downturn", "What does the downturn do?", "56% of 18 organisations say worse."),
        ],
        "stamp": "for the network of regions",
        "title": "Forest",
        "subtitle": "",
        "language": "en",
        "snapshot": "x",
        "facts": [],
        "limits": [],
    }
    monkeypatch.setattr("clusterdynamics_web.results.store.told_of", lambda *_: told)
    monkeypatch.setattr("clusterdynamics_web.dashboard.export.pdf_of", lambda page: b"%PDF" + page.encode())
    house.study.hard_figures.all().delete()
    manager = visit(house.manager)
    page = manager.go(house.url("dashboard/figures/"))
    page.get_by_label("File with figures").set_input_files(
        files=[{"name": "own.csv", "mimeType": "text/csv", "buffer": CSV}]
    )
    page.get_by_label("Source").fill("Own count")
    page.get_by_role("button", name="Bring in").click()
    expect(page.get_by_text("3 figures are new.")).to_be_visible()
    page.get_by_label("Staff of the cluster organisation").fill("Full-time posts on 31 December")
    page.get_by_label("Projects (projects)").fill("Running on 31 December")
    page.get_by_role("button", name="Save").click()
    manager.check()
    manager.picture("j13-figures")
    page.get_by_text("The page has a place for each of these").wait_for()
    page = manager.go(house.url("dashboard/events/"))
    page.get_by_label("What happened?").fill("Building stops in the downturn")
    page.get_by_label("From").fill("2025-03-01")
    page.get_by_label("Source").fill("National statistics")
    page.get_by_role("button", name="Add").click()
    expect(page.get_by_role("button", name="Remove : Building stops in the downturn")).to_be_visible()
    manager.check()
    page = manager.go(house.url("dashboard/"))
    page.get_by_role("button", name="Publish").click()
    expect(page.get_by_text("say outright that there is none yet")).to_be_visible()
    page.get_by_role("link", name="Stories").click()
    page.get_by_label("Lunch in the measuring room").select_option(label="How deeply organisations work together")
    manager.check()
    manager.picture("j13-stories")
    page.get_by_role("button", name="Save").click()
    page.get_by_role("button", name="Publish").click()
    expect(page.get_by_text("sees the page now")).to_be_visible()
    manager.check()
    manager.picture("j13-manager")

    officer = visit(house.admin)
    page = officer.go(f"/r/{house.region.slug}/programme/")
    expect(page.get_by_text("set side by side from 5 clusters on")).to_be_visible()
    officer.check()
    officer.picture("j13-programme")
    page.get_by_role("link", name=house.cluster.name).click()
    expect(page.get_by_text("Building stops in the downturn (National statistics)")).to_be_visible()
    hard = page.locator("section").filter(has=page.get_by_role("heading", name="Hard: what statistics say"))
    expect(hard).to_contain_text("staff, source: Own count")
    expect(hard).to_contain_text("How counted: Full-time posts on 31 December")
    expect(hard).to_contain_text("Members, by type")
    page.get_by_label("Who drops out?").select_option(index=0)
    page.get_by_role("button", name="Look").click()
    expect(page.locator("#robust")).to_contain_text("without them")
    expect(page.get_by_text("It does not forecast")).to_be_visible()
    officer.check()
    officer.picture("j13-officer")
    with page.expect_download() as got:
        page.get_by_role("link", name="For everybody").click()
    assert got.value.suggested_filename == "dashboard-public.zip"
    phone = visit(house.admin, size=PHONE)
    phone.go(house.url("dashboard/"))
    phone.check()
    phone.picture("j13-officer")
    operations.withdraw(house.lead, house.study)
    expect(phone.go(house.url("dashboard/")).get_by_text("has not published")).to_be_visible()
