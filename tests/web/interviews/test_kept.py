"""IM-06, IM-04: an interview goes on without a connection; what was sent cannot be read, not on the device either."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from django.test import Client
from playwright.sync_api import Page, expect

from clusterdynamics_web.accounts.models import User
from clusterdynamics_web.interviews.kept import key_of
from clusterdynamics_web.interviews.models import Note
from clusterdynamics_web.regions.models import Role
from clusterdynamics_web.survey.models import SavedStep, Tie
from tests.web.browser import DESKTOP, Visitor
from tests.web.fieldwork.conftest import Field
from tests.web.interviews.conftest import calls, field

__all__ = ["calls", "field"]

SCRIPT = {"HTTP_ACCEPT": "application/json"}


def test_the_script_saves_as_the_form_does(calls: Field, log_in: Callable[[User], Client]) -> None:
    interviewer, who = calls.home.people[Role.INTERVIEWER], calls.people["A"]
    client, other = log_in(interviewer), calls.people["B"].actor_id
    form = f"interviews/{who.code}/form/"
    # The name on the device is this interviewer's and this person's.
    assert len({key_of(u, p) for u in (interviewer, calls.home.lead) for p in (who, calls.people["B"])}) == 4
    begun = client.post(calls.home.url(f"{form}pick/"), {"go": "1"}, **SCRIPT)
    assert (begun.status_code, begun.json()) == (401, {"outcome": "link"})  # begin the interview first
    client.post(calls.home.url(f"interviews/{who.code}/"), {"start": "1", "mode": "phone", "language": "en"})
    client.post(calls.home.url(f"{form}consent/"), {"take_part": "yes"})
    page = client.get(calls.home.url(f"{form}pick/")).content.decode()
    assert f'data-person="{key_of(interviewer, who)}"' in page
    saved = client.post(calls.home.url(f"{form}pick/"), {"partners": [str(other)], "_age": "0"}, **SCRIPT)
    assert saved.json()["outcome"] == "saved"
    who.refresh_from_db()
    assert who.step == "pick"  # saved as one goes, and not gone on
    gone = client.post(
        calls.home.url(f"{form}with-{other}/"), {"tie.depth": "3", "margin-note": "x", "go": "1"}, **SCRIPT
    )
    assert gone.json()["next"].endswith("/form/more/")
    tie = Tie.objects.get(relation="depth")
    assert (tie.value, tie.mode) == (3, "phone")
    assert Note.objects.get().text == "x"
    # What waited longer than what is there does not take its place.
    older = client.post(calls.home.url(f"{form}with-{other}/"), {"tie.depth": "1", "_age": "900000"}, **SCRIPT)
    assert older.json()["outcome"] == "older"
    assert "came in in the meantime" in older.json()["text"]
    wrong = client.post(calls.home.url(f"{form}with-{other}/"), {"tie.depth": "17"}, **SCRIPT)
    assert wrong.status_code == 422
    assert client.post(calls.home.url(f"{form}with-999999/"), {}, **SCRIPT).json() == {"outcome": "gone"}
    assert Tie.objects.get(relation="depth").value == 3
    listed = client.get(calls.home.url("interviews/")).content.decode()
    assert key_of(interviewer, who) in listed
    client.post(calls.home.url(f"interviews/{who.code}/send/"))
    # Sent in: nothing more is saved or shown, and the call list has the device forget what it holds.
    assert client.post(calls.home.url(f"{form}with-{other}/"), {"tie.depth": "5"}, **SCRIPT).status_code == 403
    assert client.get(calls.home.url(f"{form}offline/")).status_code == 403
    assert key_of(interviewer, who) not in client.get(calls.home.url("interviews/")).content.decode()


def shot(page: Page, name: str) -> None:
    if folder := os.environ.get("CD_SHOTS"):
        page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)


KEPT = "() => Object.keys(localStorage).filter((key) => key.startsWith('cd-answer-interview-')).length"
WAITING = (
    "() => Object.keys(localStorage).filter((key) => key.startsWith('cd-answer-interview-'))"
    ".map((key) => JSON.parse(localStorage.getItem(key))).filter((entry) => entry.queued && !entry.sent).length"
)
CACHES = "async () => (await caches.keys()).filter((name) => name.startsWith('cd-answer-')).length"


def _go_on(page: Page) -> None:
    here = page.url
    page.get_by_role("button", name="Save and go on").click()
    page.wait_for_url(lambda url: url != here)


@pytest.mark.verify
@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_an_interview_without_a_connection(calls: Field, visit: Callable[..., Visitor]) -> None:
    interviewer, who = calls.home.people[Role.INTERVIEWER], calls.people["A"]
    window = visit(interviewer, size=DESKTOP)
    page = window.go(calls.home.url(f"interviews/{who.code}/"))
    page.get_by_label("by telephone").check()
    page.get_by_role("button", name="Begin the interview").click()
    page.get_by_label("I take part, for Organisation A").check()
    _go_on(page)
    for name in ("Organisation B", "Organisation C"):
        page.get_by_label(name, exact=True).check()
    _go_on(page)
    page.wait_for_function(
        "async () => { for (const n of await caches.keys()) if (n.startsWith('cd-answer-interview-'))"
        " return (await (await caches.open(n)).keys()).length > 15; return false; }"
    )
    page.wait_for_load_state("networkidle")
    window.context.set_offline(True)
    page.wait_for_function("!navigator.onLine")
    sign = page.get_by_text("not yet sent", exact=True)
    expect(sign).to_be_hidden()
    page.get_by_label("We plan activities together").check()
    expect(sign).to_be_visible()
    shot(page, "interview-offline")
    window.check()
    _go_on(page)
    page.get_by_label("We run joint projects").check()
    expect(sign).to_be_visible()
    page.wait_for_function(f"() => ({WAITING})() === 2")
    assert not Tie.objects.filter(relation="depth", value__isnull=False).exists()
    # Back: everything is sent, once, as it was said.
    window.context.set_offline(False)
    page.evaluate("dispatchEvent(new Event('online'))")
    expect(page.locator("[data-status]")).to_have_text("The connection is back. Everything is sent.")
    expect(sign).to_be_hidden()
    assert sorted(Tie.objects.filter(relation="depth").values_list("value", "mode")) == [(3, "phone"), (4, "phone")]
    # Nothing gets through, and the interviewer leaves: the call list and the person's page say what waits.
    window.context.route("**/form/**", lambda r: r.abort() if r.request.method == "POST" else r.continue_())
    page.get_by_label("We build something lasting").check()
    page.wait_for_function(f"() => ({WAITING})() === 1")
    expect(sign).to_be_visible()
    page = window.go(calls.home.url("interviews/"))
    expect(page.get_by_role("row", name="Organisation A").get_by_text("not yet sent")).to_be_visible()
    expect(page.get_by_role("row", name="Organisation B").get_by_text("not yet sent")).to_be_hidden()
    shot(page, "interview-calls")
    window.check()
    page = window.go(calls.home.url(f"interviews/{who.code}/"))
    expect(page.get_by_text("Go on with the interview to send them")).to_be_visible()
    shot(page, "interview-person")
    window.context.unroute("**/form/**")
    # Going on sends it; sending the answers in takes everything off the device.
    page.get_by_role("button", name="Go on with the interview").click()
    for _ in range(40):
        page.wait_for_load_state("networkidle")
        if page.get_by_role("button", name="Send the answers").count():
            break
        _go_on(page)
    assert SavedStep.objects.filter(respondent=who).exists()
    assert sorted(Tie.objects.filter(relation="depth").values_list("value", flat=True)) in ([3, 5], [4, 5])
    page.get_by_role("button", name="Send the answers").click()
    expect(page.get_by_text("you cannot open them any more")).to_be_visible()
    page.wait_for_function(f"async () => ({KEPT})() === 0 && await ({CACHES})() === 0")
    assert page.evaluate("async () => (await navigator.serviceWorker.getRegistrations()).length") == 0
    # At log-out nothing stays either, and what is not sent is said first.
    page.evaluate("() => localStorage.setItem('cd-answer-interview-x/pick', JSON.stringify({ step: 'pick', at: 1 }))")
    asked: list[str] = []
    page.once("dialog", lambda dialog: (asked.append(dialog.message), dialog.accept()))
    page.locator("details.menu summary").last.click()
    page.get_by_role("button", name="Log out").click()
    page.wait_for_url(lambda url: "/interviews/" not in url)
    assert "not yet sent" in asked[0]
    assert page.evaluate(KEPT) == 0
