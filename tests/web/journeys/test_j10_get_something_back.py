"""J10: get something back. A participant, on a phone, from the mail to the objection; and the lead who reads it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.core import mail as outbox
from playwright.sync_api import expect

from clusterdynamics_web.feedback.models import Objection, Receipt
from clusterdynamics_web.fieldwork.models import Contact
from clusterdynamics_web.jobs.worker import Worker
from clusterdynamics_web.studies.models import Wave
from clusterdynamics_web.survey.models import Respondent
from tests.web.browser import PHONE, Visitor
from tests.web.conftest import House
from tests.web.feedback.conftest import wave

__all__ = ["wave"]

pytestmark = [pytest.mark.verify, pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_from_the_mail_to_an_objection(wave: Wave, read_house: House, visit: Callable[..., Visitor]) -> None:
    Respondent.objects.update(language="en")
    Contact.objects.update(language="en")
    desk = visit(read_house.lead)
    page = desk.go(read_house.url("feedback/"))
    expect(page.get_by_text("Not yet sent", exact=True)).to_be_visible()
    desk.check()
    desk.picture("j10-team-before")
    page.get_by_role("link", name="Look at who gets it, and send it").click()
    desk.check()
    page.get_by_role("button", name="Send 2 mails").click()
    while Worker().work_once():
        pass
    letter = next(m for m in outbox.outbox if "r001@" in m.to[0])
    link = next(word for word in letter.body.split() if "/a/" in word)

    phone = visit(size=PHONE)
    page = phone.go(link[link.index("/a/") :])
    page.get_by_role("button").first.click()
    expect(page.get_by_role("heading", name="Your report", exact=True)).to_be_visible()
    expect(page.get_by_role("heading", name="Where you stand")).to_be_visible()
    expect(page.get_by_text("stage 2 of 5").first).to_be_visible()
    expect(page.get_by_role("heading", name="Easy next steps")).to_be_visible()
    expect(page.get_by_role("heading", name="What happens next")).to_be_visible()
    phone.check()
    phone.picture("j10-report")
    with page.expect_download() as got:
        page.get_by_role("link", name="Take it along (PDF)").click()
    assert got.value.suggested_filename == "r001.pdf"
    page.get_by_role("button", name="In part").click()
    expect(page.get_by_role("button", name="In part")).to_have_attribute("aria-pressed", "true")
    page.get_by_role("link", name="Tell us what is wrong").click()
    phone.check()
    page.get_by_label("where I stand").check()
    page.get_by_label("What is wrong?").fill("We have more partners than that.")
    page.get_by_role("button", name="Send it").click()
    expect(page.get_by_text("The study lead has it and will answer here.")).to_be_visible()
    page.get_by_role("link", name="What the words mean").click()
    phone.check()
    assert Receipt.objects.get().useful == "partly"

    page = desk.go(read_house.url("feedback/"))
    expect(page.get_by_text("1 objection; 1 without an answer.")).to_be_visible()
    page.get_by_role("link", name="Read and answer").click()
    expect(page.get_by_text("We have more partners than that.")).to_be_visible()
    desk.check()
    page.get_by_role("link", name="Answer").click()
    page.get_by_label("Remark").fill("One partner has left the cluster since.")
    desk.check()
    page.get_by_role("button", name="Save the remark").click()
    assert Objection.objects.get().answered_by == read_house.lead
    page = phone.go("/answer/report/")
    expect(page.get_by_text("One partner has left the cluster since.").first).to_be_visible()
    phone.check()
    phone.picture("j10-report-after")
    desk.go(read_house.url("feedback/"))
    desk.picture("j10-team-after")
