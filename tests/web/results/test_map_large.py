"""A cluster of 500 organisations and 5,000 links: the map answers at once and follows the hand (make verify)."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from django.test import Client
from django.utils import timezone

from clusterdynamics.charts.network_map import layout
from clusterdynamics.study.model import Study
from clusterdynamics_web.accounts.models import User
from clusterdynamics_web.results import store
from clusterdynamics_web.results.maps import build, kept
from clusterdynamics_web.studies.models import Snapshot
from tests.build import make_study
from tests.web.browser import PHONE, Visitor
from tests.web.conftest import House

pytestmark = [pytest.mark.verify, pytest.mark.alone, pytest.mark.browser, pytest.mark.django_db(transaction=True)]

ACTORS, TIES, SEED = 500, 5_000, 1
TOLD = {"title": "", "stamp": "study team only", "notice": "", "facts": [], "limits": [], "sections": []}


def large_study() -> Study:
    """500 organisations in ten groups, most of whose 5,000 links lie within."""
    rng = np.random.default_rng(SEED)
    ids = [f"a{i:03d}" for i in range(ACTORS)]
    group = rng.integers(0, 10, ACTORS)
    found: dict[tuple[int, int], int] = {}
    while len(found) < TIES:
        i, j = sorted(rng.integers(0, ACTORS, 2).tolist())
        if i != j and (group[i] == group[j] or rng.random() < 0.15):
            found[i, j] = int(rng.integers(2, 6))
    kinds = rng.choice(["firm", "research", "public"], ACTORS, p=[0.8, 0.1, 0.1]).tolist()
    actors = [{"id": a, "label": f"Organisation {k} {a}", "type": k} for a, k in zip(ids, kinds, strict=True)]
    ties = [("2024", "depth", ids[i], ids[j], value) for (i, j), value in found.items()]
    return make_study(actors, ties, answered={"2024": ids})


@pytest.fixture
def large_house(home: House, monkeypatch: pytest.MonkeyPatch) -> House:
    """A region whose study has 500 organisations; places are worked out before, as the job does it."""
    study = large_study()
    places = {"layout": kept._plain(layout(study.waves("cooperation"), seed=SEED))}
    wave = home.study.waves.latest("position")
    wave.closed_at = timezone.now()
    wave.save()
    Snapshot.objects.create(study=home.study, wave=wave, fingerprint="f" * 64, path="none")
    monkeypatch.setattr(build, "study_of", lambda _snapshot: study)
    monkeypatch.setattr(build, "kept_of", lambda _snapshot, _audience: places)
    monkeypatch.setattr(store, "told_of", lambda _snapshot, _audience, _language: TOLD)
    return home


def test_the_server_answers_at_once(
    large_house: House, log_in: Callable[[User], Client], record_testsuite_property: Callable[[str, object], None]
) -> None:
    """In processor time, which other work on the machine does not change."""
    client = log_in(large_house.lead)
    for name, most in (("", 1.5), ("data.json", 0.6), ("picture.svg", 1.0)):
        address = large_house.url(f"results/map/{name}")
        client.get(address)  # loads what is compiled
        start = time.process_time()
        answer = client.get(address, headers={"Accept-Encoding": "gzip"})
        took = time.process_time() - start
        record_testsuite_property(name or "page", f"{took:.2f} s, {len(answer.content):,} bytes")
        assert answer.status_code == 200
        assert took < most, name
        assert name != "data.json" or len(answer.content) < 100_000


@pytest.mark.parametrize("phone", [False, True], ids=["desktop", "phone"])
def test_the_map_is_there_within_two_seconds_and_follows_the_hand(
    phone: bool,
    large_house: House,
    visit: Callable[..., Visitor],
    record_testsuite_property: Callable[[str, object], None],
) -> None:
    options: dict[str, Any] = {"size": PHONE, "has_touch": True} if phone else {}
    window = visit(large_house.lead, **options)
    page = window.page
    inside = window.context.new_cdp_session(page)
    inside.send("Performance.enable", {"timeDomain": "threadTicks"})

    def worked() -> float:
        """Processor time of the page's thread since it was opened, in seconds: other work does not change it."""
        return next(m["value"] for m in inside.send("Performance.getMetrics")["metrics"] if m["name"] == "TaskDuration")

    for _ in range(2):  # the first time loads what is compiled
        window.go(large_house.url("results/map/"))
        page.wait_for_selector("#map[data-ready]", timeout=60_000)
    busy = worked()
    ready = int(page.get_attribute("#map", "data-ready") or 0)
    page.locator("#map canvas").scroll_into_view_if_needed()
    box = page.locator("#map canvas").bounding_box()
    assert box is not None
    page.evaluate(
        """() => {
            window.times = [];
            const tick = (t) => { window.times.push(t); window.ticking = requestAnimationFrame(tick); };
            window.ticking = requestAnimationFrame(tick);
        }"""
    )
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    for k in range(90):
        page.mouse.move(x + 60 * float(np.sin(k / 9)), y + 50 * float(np.sin(k / 13)))
    page.mouse.up()
    times = page.evaluate("() => { cancelAnimationFrame(window.ticking); return window.times; }")
    gaps = np.diff(times)
    rate = 1000 / float(gaps.mean())
    name = "phone" if phone else "desktop"
    record_testsuite_property(f"{name}: ready", f"{ready} ms, {busy:.2f} s of work in the browser")
    record_testsuite_property(f"{name}: dragging", f"{rate:.0f} frames/s, slowest {gaps.max():.0f} ms")
    page.wait_for_url(lambda url: "view=" in url)
    folder = os.environ.get("CD_PICTURES")
    if folder:
        page.locator("#map").screenshot(path=Path(folder) / f"map-large-{name}.png")
    # The server needs half a second (above): together the two seconds on a machine at rest. The clock and the frames
    # have bounds for a machine on which others work.
    assert 0.01 < busy < 1.4
    assert ready < 20_000
    assert rate > 15
