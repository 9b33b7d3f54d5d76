"""From a closed wave to a published report with three findings and five actions: every press counted, no manual.

The people follow only links and buttons in sight, by their words; after the front page of the region nobody types an
address. A press is one of the mouse or of a finger, of a key that presses a button or a link, or a choice from a list;
moving on with Tab and typing are none. The cluster manager may not publish: the presses of the study lead count, too.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Any
from unittest.mock import patch

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from clusterdynamics.disclosure import Audience
from clusterdynamics_web.actions.models import Action, Finding
from clusterdynamics_web.jobs.worker import Worker
from clusterdynamics_web.library.models import Version
from clusterdynamics_web.library.state import ItemState, state_of
from clusterdynamics_web.results.models import Publication
from clusterdynamics_web.sensemaking import operations
from clusterdynamics_web.sensemaking.models import Guest, Scene, SceneKind, Session
from tests.web.browser import DESKTOP, PHONE, Visitor
from tests.web.conftest import DRAWN, House

pytestmark = [
    pytest.mark.verify,
    pytest.mark.alone,
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
]

#: What the issue allows.
MOST = 40

#: Counts in the storage of the window, which lasts from page to page. What a test chooses from a list is not trusted.
COUNTER = """
const count = () => sessionStorage.setItem("presses", Number(sessionStorage.getItem("presses")) + 1);
const isPressed = (e) => e.key === "Enter" ? !e.target.matches("textarea")
  : e.key === " " && e.target.matches("a, button, summary, [type=checkbox], [type=radio]");
addEventListener("pointerdown", (e) => { if (e.isTrusted) count(); }, true);
addEventListener("keydown", (e) => { if (e.isTrusted && isPressed(e)) count(); }, true);
addEventListener("change", (e) => { if (e.target.matches("select")) count(); }, true);
"""

#: The scene in which it is found, the finding, what to do about it.
FOUND = (
    ("How we work together", "We meet often and seldom work on something together.", "Visit each other's workshops"),
    ("What do we make of it?", "We know whom to ask, and still ask late.", "A list of what each of us can lend"),
    ("What is easy to do next?", "Training is where we would begin.", "A course for operators next winter"),
)
#: By finding: what is done; the first is what the finding said.
DONE = (("", "A day in the harbour each spring"), ("", "A call on Fridays about spare capacity"), ("",))


class Walker:
    """Somebody who follows what is in sight; their pages are looked at while the clock stands still."""

    def __init__(self, window: Visitor, house: House) -> None:
        self.window = window
        window.context.add_init_script(COUNTER)
        self.page = window.go(f"/r/{house.region.slug}/")
        self.began = time.perf_counter()
        self.looked = 0.0

    def press(self, words: str, role: Any = "button") -> None:
        self.page.get_by_role(role, name=words, exact=True).click()

    def look(self, name: str) -> None:
        before = time.perf_counter()
        self.window.check()
        self.window.picture(f"path-{name}")
        self.looked += time.perf_counter() - before

    def done(self) -> tuple[int, float]:
        """Return how many presses it took, and how many seconds."""
        seconds = time.perf_counter() - self.began - self.looked
        return int(self.page.evaluate("Number(sessionStorage.getItem('presses'))")), seconds


def _vote(guests: Sequence[Guest], scene: Scene) -> None:
    """Let the room vote, each from their own phone: their presses are not the manager's."""
    lines = list(scene.statements.all())
    for guest in guests:
        if scene.kind == SceneKind.AGREE:
            given = {line.pk: 4 for line in lines}
        else:
            given = {lines[0].pk: 1}
        operations.vote(guest, scene, given)


def _session(walk: Walker) -> None:
    """Hold a session with all its scenes and votes, and write three findings down in it."""
    walk.press("Prepare a session", "link")
    walk.look("new")
    walk.press("Prepare it")
    walk.look("session")
    walk.press("Open the session")
    with walk.window.context.expect_page() as projector:
        walk.press("Open the page for the projector")
    expect(projector.value.get_by_role("heading", level=1)).to_be_visible()
    session = Session.objects.get()
    guests = [operations.join(str(session.join_code), name)[0] for name in ("Ida", "Olle", "Kim")]
    found = {scene: (statement, to_do) for scene, statement, to_do in FOUND}
    scenes = list(session.scenes.all())
    assert {s.kind for s in scenes} == {SceneKind.LOOK, SceneKind.GUESS, SceneKind.AGREE, SceneKind.DOTS}
    for scene, after in zip(scenes, [*scenes[1:], None], strict=True):
        if scene.is_vote:
            walk.press("Let the room vote")
            _vote(guests, scene)
            walk.press("Close the vote and show it")
            expect(walk.page.get_by_text("3 of 3 voted, 0 kept still.")).to_be_visible()
        if scene.title in found:
            statement, to_do = found[scene.title]
            walk.page.get_by_role("textbox", name="Finding (required)").fill(statement)
            walk.page.get_by_role("textbox", name="What to do").fill(to_do)
            walk.page.get_by_role("radio", name="we agree", exact=True).check()
            walk.press("Write it down")
            expect(walk.page.get_by_text("The finding is written down.")).to_be_visible()
        if after is not None:
            walk.press(f"On to: {after.title}")
    walk.look("control")
    walk.press("Close the session")
    expect(walk.page.get_by_text("3 findings came out.")).to_be_visible()
    walk.look("closed")


def _actions(walk: Walker, house: House) -> None:
    """Write five actions down, each with a purpose, an owner, a day and what should be different."""
    walk.press("Write the actions down", "link")
    walk.look("actions")
    purposes = [p["label"] for p in house.study.purposes]
    owners = house.study.actors.filter(left=None, opted_out=None).order_by("label")
    day = timezone.localdate() + timedelta(days=120)
    number = 0
    for (_scene, statement, _to_do), titles in zip(FOUND, DONE, strict=True):
        for line, title in enumerate(titles, start=1):
            group = walk.page.get_by_role("group", name=f"Action {line}: {statement}", exact=True)
            if title:
                group.get_by_label("What is done?").fill(title)
            group.get_by_label("What is it for?").select_option(label=purposes[number % len(purposes)])
            group.get_by_label("Who sees to it").select_option(label=owners[number].label)
            group.get_by_label("Until").fill(f"{day + timedelta(days=number):%Y-%m-%d}")
            group.get_by_label("What should be different in the next wave?").fill("More of us do it together.")
            number += 1
    walk.look("actions-written")
    walk.press("Save")
    expect(walk.page.get_by_text("5 actions are written down.")).to_be_visible()
    expect(walk.page.get_by_text("The study lead publishes the results now.")).to_be_visible()
    walk.look("acted")


def _publish(walk: Walker) -> None:
    """Give the results out, and put the report into the library."""
    walk.press("Publish the results", "link")
    walk.look("publish")
    walk.press("Publish")
    expect(walk.page.get_by_text("The results are published.")).to_be_visible()
    walk.look("published")
    walk.press("Put the report into the library")
    with patch("clusterdynamics.report.pictures.to_svg", lambda _chart, alt, title: DRAWN):
        while Worker().work_once():
            pass
    walk.page.wait_for_url("**/library/**")
    walk.look("report")


@pytest.mark.parametrize("size", [pytest.param(DESKTOP, id="desktop"), pytest.param(PHONE, id="phone")])
def test_forty_presses_and_no_manual(
    size: dict[str, int],
    read_house: House,
    visit: Callable[..., Visitor],
    demo_told: Callable[[Audience, str], dict[str, Any]],
) -> None:
    house = read_house
    house.study.actions.all().delete()  # the wave has just been closed: nobody has made anything of it
    house.study.findings.all().delete()
    for audience in (Audience.PARTICIPANTS, Audience.CLUSTER_MANAGER, Audience.STUDY, Audience.NETWORK):
        demo_told(audience, "en")  # as the worker has prepared it

    manager = Walker(visit(house.manager, size=size), house)
    manager.press(str(house.study), "link")
    manager.look("study")
    _session(manager)
    _actions(manager, house)
    presses, seconds = manager.done()

    lead = Walker(visit(house.lead, size=size), house)
    lead.press(str(house.study), "link")
    _publish(lead)
    more, longer = lead.done()

    found = list(Finding.objects.all())
    assert len(found) == 3
    assert all(f.rests_on.filter(kind="scene").exists() for f in found)
    assert Finding.objects.filter(rests_on__kind="votes").distinct().count() == 2
    made = list(Action.objects.all())
    assert len(made) == 5
    assert all(a.findings.count() == 1 and a.owner and a.due and a.expected_change and a.purposes for a in made)
    assert {a.title for a in made} >= {to_do for _scene, _statement, to_do in FOUND}
    assert Publication.objects.get().session
    assert state_of(Version.objects.get()) == ItemState.PUBLISHED
    print(  # noqa: T201
        f"{presses + more} presses ({presses} of the cluster manager, {more} of the study lead), "
        f"{seconds + longer:.0f} s of machine time"
    )
    assert presses + more <= MOST
