"""J12: repeat and see change. The study lead begins the next wave; afterwards, what changed beside what was done."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from clusterdynamics_web.actions.operations import make_action, save_finding
from clusterdynamics_web.regions.models import Role
from clusterdynamics_web.studies.state import State, current_wave, state_of
from tests.web.actions.conftest import said, values
from tests.web.browser import PHONE, Visitor
from tests.web.conftest import House
from tests.web.setup.cases import closed_wave

pytestmark = [pytest.mark.verify, pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_next_wave_from_the_last_one(
    home: House, visit: Callable[..., Visitor], settings: Any, tmp_path: Path
) -> None:
    settings.MEDIA_ROOT = tmp_path
    closed_wave(home)
    a, b = home.study.actors.order_by("pk")[:2]
    window = visit(home.lead)
    page = window.go(home.url(""))
    page.get_by_role("navigation", name="Way of the study").get_by_role("link", name="Next wave").click()
    expect(page.get_by_text("Asked again", exact=True)).to_be_visible()
    window.check()
    window.picture("j12-new")
    page.get_by_label("Name of the wave").fill("Two years on")
    page.get_by_role("button", name="Begin the next wave").click()
    expect(page.get_by_role("heading", level=1, name="What became of the organisations?")).to_be_visible()
    page.get_by_label("Several became one").check()
    page.get_by_label("Find by name").fill(a.label[:5])
    page.get_by_label(a.label, exact=True).check()
    page.get_by_label("Find by name").fill("")
    page.get_by_label(b.label, exact=True).check()
    page.get_by_label("Name of what came out of it").fill("Timber United")
    page.get_by_role("button", name="Look what it would be").click()
    expect(page.get_by_text("they are not told as lost")).to_be_visible()
    expect(page.locator("#preview")).to_contain_text(f"{a.label}, {b.label} → Timber United")
    window.check()
    window.picture("j12-preview")
    assert not home.study.actors.filter(label="Timber United").exists()
    page.get_by_role("button", name="Yes, note it").click()
    expect(page.get_by_text("10 organisations are in both")).to_be_visible()
    phone = visit(home.lead, size=PHONE)
    phone.go(home.url("next/organisations/"))
    phone.check()
    phone.picture("j12-roster")
    page.get_by_role("link", name="On to the seven steps").click()
    expect(page.get_by_text("It is ready to start.")).to_be_visible()
    wave = current_wave(home.study)
    assert (str(wave), state_of(wave)) == ("Two years on", State.DRAFT)


def test_what_changed_beside_what_was_done(
    read_house: House, visit: Callable[..., Visitor], monkeypatch: pytest.MonkeyPatch
) -> None:
    house = read_house
    blocks = [{"id": "change-1", "kind": "text", "sentences": ["Few answered both times."], "heading": "Coverage"}]
    section = {"id": "change", "title": "What changed?", "answer": "9 links are new among 31.", "blocks": blocks}
    monkeypatch.setattr("clusterdynamics_web.results.store.told_of", lambda *_: {"sections": [section]})
    first = house.study.waves.order_by("position")[0]
    finding = save_finding(house.lead, house.study, first, said())
    aim = {"expected_figure": "cooperation", "expected_direction": "up"}
    given = values(expected_change="More pairs cooperate.")
    make_action(house.lead, house.study, given | aim, [finding])
    make_action(house.lead, house.study, given | {"title": "Without a figure"}, [finding])
    for size in (None, PHONE):
        window = visit(house.people[Role.BOARD], **({"size": size} if size else {}))
        page = window.go(house.url("act/changed/"))
        expect(page.get_by_text("9 links are new among 31.")).to_be_visible()
        expect(page.get_by_text("The change is +6 points, between +3 points and +9 points")).to_be_visible()
        expect(page.get_by_text("No figure was named for it.").first).to_be_visible()
        expect(page.get_by_text("Few answered both times.")).to_be_visible()
        page.get_by_text("Lunch in the measuring room").click()
        expect(page.get_by_text("Anybody may come with a sample")).to_be_visible()
        window.check()
        window.picture("j12-changed")
