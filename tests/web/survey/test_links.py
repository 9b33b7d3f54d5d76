"""Personal links: one button, one exchange, the same reply to every link that is none."""

from __future__ import annotations

import logging
import re
from datetime import date, timedelta
from typing import Any

import pytest
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from clusterdynamics_web.jobs.models import Job
from clusterdynamics_web.jobs.worker import Worker
from clusterdynamics_web.survey.models import Link
from clusterdynamics_web.survey.operations import create_link
from clusterdynamics_web.survey.standing import READABLE_DAYS
from tests.web.survey.conftest import Asking

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def no_limits_from_other_tests() -> None:
    cache.clear()


def same(replies: list[Any]) -> bool:
    """Say whether two pages are the same but for the token against forged posts."""
    one, other = (re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", r.content.decode()) for r in replies)
    return one == other


def opened(client: Client, token: str) -> bool:
    return client.post(f"/a/{token}/").headers.get("Location") == "/answer/"


def test_looking_at_a_link_opens_nothing_and_its_post_does(asking: Asking) -> None:
    client, token = Client(), asking.token()
    page = client.get(f"/a/{token}/")
    assert page.status_code == 200
    assert page.headers["Referrer-Policy"] == "no-referrer"
    assert "noindex" in page.headers["X-Robots-Tag"]
    assert "no-store" in page.headers["Cache-Control"]
    assert asking.person.opened_at is None
    assert client.get("/answer/consent/").status_code == 403
    assert opened(client, token)
    assert asking.person.status == "opened"
    assert client.get("/answer/", follow=True).status_code == 200


def test_the_session_gets_another_key_when_somebody_comes_in(asking: Asking) -> None:
    client = Client()
    session = client.session
    session["planted"] = True
    session.save()
    before = client.cookies["cd_session"].value
    assert opened(client, asking.token())
    assert client.cookies["cd_session"].value != before


@pytest.mark.parametrize("what", ["unknown", "revoked", "expired", "over", "not open yet"])
def test_links_that_do_not_open_all_get_the_same_reply(asking: Asking, what: str) -> None:
    now = timezone.now()
    token = asking.token()
    if what == "unknown":
        token = "x" * 32
    elif what == "revoked":
        Link.objects.update(revoked_at=now)
    elif what == "expired":
        Link.objects.update(expires_at=now - timedelta(seconds=1))
    elif what == "over":
        asking.wave.closed_at = now - timedelta(days=READABLE_DAYS, seconds=1)
        asking.wave.save()
    else:
        asking.wave.opened_at = None
        asking.wave.save()
    replies = [Client().post(f"/a/{t}/") for t in (token, "y" * 32)]
    assert [r.status_code for r in replies] == [404, 404]
    assert same(replies)
    assert asking.person.opened_at is None


def test_after_the_end_a_link_opens_until_the_reports_are_out(asking: Asking) -> None:
    token = asking.token()
    asking.wave.closed_at = timezone.now() - timedelta(days=1)
    asking.wave.report_until = date.today()
    asking.wave.save()
    assert opened(Client(), token)
    asking.wave.report_until = date.today() - timedelta(days=2)
    asking.wave.save()
    assert not opened(Client(), token)


def test_in_test_mode_a_link_opens_before_the_wave_does(asking: Asking) -> None:
    asking.wave.opened_at = None
    asking.wave.save()
    person = asking.person
    person.is_test = True
    person.save()
    assert opened(Client(), asking.token())


def test_many_links_that_are_none_stop_an_address_and_are_logged_without_it(
    asking: Asking, caplog: pytest.LogCaptureFixture
) -> None:
    client = Client(REMOTE_ADDR="192.0.2.7")
    with caplog.at_level(logging.WARNING, "clusterdynamics.limits"):
        codes = [client.post(f"/a/{'z' * 20}{k}/").status_code for k in range(30)]
    assert codes[:20] == [404] * 20
    assert codes[-1] == 429
    assert client.post(f"/a/{asking.token()}/").status_code == 429  # also the right one, until the time is over
    assert any(r.name == "clusterdynamics.limits" for r in caplog.records)
    assert "192.0.2.7" not in caplog.text
    assert opened(Client(REMOTE_ADDR="192.0.2.8"), asking.token())  # nobody else is stopped


def test_a_room_full_of_people_behind_one_address_gets_in(asking: Asking) -> None:
    assert all(opened(Client(REMOTE_ADDR="192.0.2.9"), asking.token()) for _ in range(40))


# -- a fresh link (RX-09) ----------------------------------------------------------------------------------------


def begin_long_ago(asking: Asking, hours: float) -> None:
    asking.consent()
    person = asking.person
    person.started_at = timezone.now() - timedelta(hours=hours)
    person.save()


def test_within_a_day_a_new_device_goes_on_with_the_same_link(asking: Asking) -> None:
    begin_long_ago(asking, 23)
    assert opened(Client(), asking.token())


def test_after_a_day_a_new_device_needs_a_fresh_link_and_the_old_one_does_not(asking: Asking) -> None:
    known, token = Client(), asking.token()
    assert opened(known, token)
    begin_long_ago(asking, 25)
    assert opened(known, token)
    new = Client()
    response = new.post(f"/a/{token}/", follow=True)
    assert response.redirect_chain == [("/a/fresh/", 302)]
    assert new.get("/answer/consent/").status_code == 403
    assert asking.contact.email not in response.content.decode()
    # The fresh link goes to the address that is known; it opens on the new device.
    mail.outbox.clear()
    assert new.post("/a/fresh/").status_code == 200
    assert Worker().work_once()
    assert [m.to for m in mail.outbox] == [["anna@anas.example"]]
    fresh = next(w for w in str(mail.outbox[0].body).split() if "/a/" in w).rstrip("/").rsplit("/", 1)[1]
    assert opened(new, fresh)
    assert new.get("/answer/consent/").status_code == 200


def test_a_fresh_link_lives_for_a_day(asking: Asking) -> None:
    begin_long_ago(asking, 25)
    token = create_link(asking.respondent, Link.Kind.FRESH)
    assert opened(Client(), token)
    Link.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert not opened(Client(), token)


# -- "send me my link" -------------------------------------------------------------------------------------------


def test_what_is_no_address_is_told_at_the_field(asking: Asking) -> None:
    response = Client().post("/a/", {"email": "anna@"})
    assert response.status_code == 422
    assert "email-error" in response.content.decode()
    assert 'value="anna@"' in response.content.decode()
    assert not Job.objects.exists()


def test_links_are_sent_in_the_language_of_the_person_and_not_too_often(asking: Asking) -> None:
    asking.contact.language = "sv"
    asking.contact.save()
    mail.outbox.clear()
    for _ in range(5):
        Client().post("/a/", {"email": "anna@anas.example"})
    while Worker().work_once():
        pass
    assert len(mail.outbox) == 3
    assert asking.respondent.mails.filter(kind="fresh_link").count() == 3
    assert "lena@north.example" in mail.outbox[0].reply_to


def test_nobody_gets_a_link_whose_address_failed_or_whose_time_is_over(asking: Asking) -> None:
    mail.outbox.clear()
    asking.contact.bounced_at = timezone.now()
    asking.contact.save()
    Client().post("/a/", {"email": "anna@anas.example"})
    while Worker().work_once():
        pass
    assert mail.outbox == []


# -- a no from the mail ------------------------------------------------------------------------------------------


def test_a_no_from_the_mail_is_one_button_and_can_be_taken_back(asking: Asking) -> None:
    client, token = Client(), asking.token()
    assert client.get(f"/a/{token}/no/").status_code == 200
    assert asking.person.declined_at is None  # programs that look at links decline nothing
    response = client.post(f"/a/{token}/no/", follow=True)
    assert asking.person.status == "declined"
    assert "Undo" in response.content.decode()
    client.post("/answer/come-back/")
    assert asking.person.status == "opened"


def test_a_no_on_a_strange_device_shows_no_answers(asking: Asking) -> None:
    begin_long_ago(asking, 30)
    client, token = Client(), asking.token()
    assert client.post(f"/a/{token}/no/").status_code == 200
    assert asking.person.status == "declined"
    assert client.get("/answer/copy/").status_code == 403
    assert client.post("/answer/come-back/").status_code == 403


def test_a_link_that_is_none_declines_nothing(asking: Asking) -> None:
    assert Client().post(f"/a/{'q' * 32}/no/").status_code == 404
    assert asking.person.declined_at is None
