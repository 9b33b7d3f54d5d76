"""J4: be interviewed instead. The interviewer, by keyboard on a laptop."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Page, expect

from clusterdynamics_web.accounts.models import User
from clusterdynamics_web.interviews.operations import assign
from clusterdynamics_web.regions.models import Role
from clusterdynamics_web.survey.models import Consent, Respondent, Story, Tie
from clusterdynamics_web.survey.package import build_study
from tests.web.browser import DESKTOP, Visitor
from tests.web.fieldwork.conftest import Field

pytestmark = [pytest.mark.verify, pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def _next(page: Page) -> None:
    here = page.url
    page.get_by_role("button", name="Save and go on").click()
    page.wait_for_url(lambda url: url != here)


def test_from_the_call_list_to_the_sent_answers(
    field: Field, visit: Callable[..., Visitor], log_in: Callable[[User], Client]
) -> None:
    interviewer = field.home.people[Role.INTERVIEWER]
    person = field.people["A"]
    assign(field.home.lead, field.study, {person.pk: interviewer.pk, field.people["B"].pk: interviewer.pk})
    window = visit(interviewer, size=DESKTOP)
    page = window.go(field.home.url("interviews/"))
    expect(page.get_by_role("row")).to_have_count(3)  # the head, A and B: nobody else
    window.check()

    # Nobody has time now: call back at two o'clock tomorrow.
    page.get_by_role("link", name="Organisation A").click()
    page.get_by_label("call back", exact=True).check()
    tomorrow = (timezone.localtime() + timedelta(days=1)).replace(hour=14, minute=0)
    page.get_by_label("Call back at").fill(tomorrow.strftime("%Y-%m-%dT%H:%M"))
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_role("row", name="Organisation A")).to_contain_text("14:00")

    page.get_by_role("link", name="Organisation A").click()
    page.get_by_label("by telephone").check()
    page.get_by_role("button", name="Begin the interview").click()
    expect(page.get_by_text("Read this out word for word")).to_be_visible()
    window.check()
    page.get_by_label("I take part, for Organisation A").check()
    _next(page)
    page.get_by_label("Organisation B", exact=True).check()
    _next(page)
    expect(page.get_by_role("heading", level=1)).to_contain_text("Organisation B")
    page.get_by_label("We plan activities together").check()
    page.get_by_text("Note in the margin").click()
    page.get_by_label("For the study team").fill("She laughed at this one.")
    window.check()
    _next(page)
    for _ in range(40):
        if page.get_by_role("button", name="Send the answers").count():
            break
        story = page.get_by_role("textbox", name="went well")
        if story.count():
            story.first.fill("We borrowed their drying kiln, and since then we ring each other.")
        _next(page)
    window.check()
    page.get_by_role("button", name="Send the answers").click()
    expect(page.get_by_text("you cannot open them any more")).to_be_visible()

    # The interviewer reads nothing after that; the mode is stored with every answer; consent says who read it out.
    client = log_in(interviewer)
    for step in ("consent", "pick", "review", f"with-{field.people['B'].actor_id}"):
        assert client.get(field.home.url(f"interviews/{person.code}/form/{step}/")).status_code == 403
    assert "drying kiln" not in client.get(field.home.url(f"interviews/{person.code}/")).content.decode()
    person.refresh_from_db()
    assert (person.status, person.mode) == ("submitted", "phone")
    assert Tie.objects.get(relation="depth").mode == "phone"
    assert Consent.objects.filter(choice="take_part", read_by=interviewer, mode="phone").exists()
    assert Story.objects.get().respondent == person
    assert person.attempts.first().outcome == "completed"
    assert build_study(field.study).answered(field.wave.code) == {"A"}
    # What others are assigned is not there at all.
    assert client.get(field.home.url(f"interviews/{field.people['C'].code}/")).status_code == 404
    assert Respondent.objects.filter(assigned_to=interviewer).count() == 2
