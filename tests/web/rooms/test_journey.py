"""The afternoon study, as a room sees it: set up, joined by phones, shown at once."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from clusterdynamics_web.jobs.worker import Worker
from clusterdynamics_web.regions.models import Role
from clusterdynamics_web.rooms import operations
from clusterdynamics_web.survey.form.answers import Answers
from clusterdynamics_web.survey.form.form import form_for
from clusterdynamics_web.survey.form.steps.items import ItemsStep
from clusterdynamics_web.survey.models import Respondent
from tests.web.browser import DESKTOP, PHONE, Visitor
from tests.web.rooms.conftest import Afternoon, answer

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.browser
def test_a_room_from_the_code_to_the_result(afternoon: Afternoon, visit: Callable[..., Visitor]) -> None:
    facilitator = visit(afternoon.home.people[Role.FACILITATOR], size=DESKTOP)
    page = facilitator.go(afternoon.url("room/"))
    page.get_by_role("button", name="Open the room").click()
    facilitator.check()
    projected = visit(afternoon.home.people[Role.FACILITATOR], size=DESKTOP)
    projected.go(afternoon.url("room/projector/"))
    projected.check()
    afternoon.wave.refresh_from_db()
    code = str(afternoon.wave.join_code)
    expect(projected.page.get_by_text(code, exact=True)).to_be_visible()
    projected.picture("room-code")

    phone = visit(size=PHONE)
    page = phone.go("/join/")
    phone.check()
    page.get_by_label("Code").fill("wrong1")
    page.get_by_role("button", name="Join").click()
    expect(page.get_by_text("There is no room with this code").first).to_be_visible()
    page.get_by_label("Code").fill(code.upper())
    page.get_by_role("button", name="Join").click()
    phone.check()
    page.get_by_label("Name of your organisation").fill("Hällmo Såg AB")
    page.get_by_role("button", name="Go on").click()
    page.wait_for_url("**/answer/**")
    phone.check()
    phone.picture("room-consent")

    for number in range(9):
        answer(
            operations.join(afternoon.wave, f"Firm {number}", "en"),
            4,
            story="They lent us a truck." if not number else "",
        )
    page = facilitator.go(afternoon.url("room/"))
    expect(page.get_by_text("10 people have joined, 9 sent their answers.")).to_be_visible()
    page.get_by_role("button", name="Close the room and show the result").click()
    Worker().work_once()
    projected = visit(afternoon.home.people[Role.FACILITATOR], size=DESKTOP)  # the other looks again by itself
    page = projected.go(afternoon.url("room/projector/"))
    expect(page.get_by_text("They lent us a truck.")).to_be_visible()
    expect(page.get_by_role("img").first).to_be_visible()
    projected.picture("room-result")
    projected.check()


def test_at_most_45_taps_a_person(afternoon: Afternoon) -> None:
    """Every statement, five areas and one story: one tap an answer, one for each page, one into the text."""
    afternoon.open()
    person = operations.join(afternoon.wave, "Firm", "en")
    form = form_for(Respondent.objects.get(pk=person.pk), "en")
    steps = form.steps(Answers(person))
    statements = sum(len(s.items) for s in steps if isinstance(s, ItemsStep))
    assert statements >= 20
    taps = statements + 5 + 1 + 1 + len(steps)  # areas, the text of a story, "I take part"
    assert taps <= 45, taps
