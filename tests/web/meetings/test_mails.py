"""Letters: to whom it concerns, once, in their language, and to nobody who wants none."""

from __future__ import annotations

import re
import smtplib
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from unittest.mock import patch

import pytest
from django.core import mail as outbox
from django.test import Client
from django.utils import timezone

from clusterdynamics_web.accounts.models import User
from clusterdynamics_web.meetings import operations
from clusterdynamics_web.meetings.models import Meeting, Notice, Preference, Registration
from clusterdynamics_web.meetings.work import look_ahead
from clusterdynamics_web.regions.models import AuditEntry
from tests.web.conftest import House
from tests.web.meetings.conftest import values, work
from tests.web.meetings.ical import read

pytestmark = pytest.mark.django_db


def coming(meeting: Meeting, *people: User, days_ago: int = 20) -> None:
    at = timezone.now() - timedelta(days=days_ago)
    for user in people:
        Registration.objects.create(meeting=meeting, user=user, region=meeting.host, at=at)


def move(curator: User, meeting: Meeting, days: int) -> Meeting:
    meeting.refresh_from_db()
    kept = values(meeting.host, series=meeting.series, starts=meeting.starts + timedelta(days=days))
    return operations.change_meeting(curator, meeting, kept)


def sent() -> list[list[str]]:
    """Return to whom mails went, and forget them."""
    found = sorted(m.to for m in outbox.outbox)
    outbox.outbox.clear()
    return found


def test_who_registered_is_told_once_of_a_move_and_of_the_end(
    meeting: Meeting, curator: User, reader: User, home: House, elsewhere: House
) -> None:
    elsewhere.region.country = "FI"
    elsewhere.region.save()
    coming(meeting, reader, home.lead, home.manager)
    Preference.objects.create(user=home.manager, mails=False)
    User.objects.filter(pk=home.lead.pk).update(is_active=False)
    move(curator, meeting, 1)
    work()
    (letter,) = outbox.outbox
    assert letter.to == [reader.email]
    assert letter.subject == "Moved: Autumn meeting"
    for words in (f"Dear {reader.name},", "Stockholm, UTC+", "On your clock:", "Helsinki, UTC+", meeting.online_url):
        assert words in letter.body
    meeting.refresh_from_db()
    (name, content, kind) = letter.attachments[0]
    assert (name, kind) == ("meeting.ics", "text/calendar")
    (event,) = read(content.encode() if isinstance(content, str) else content).parts
    assert (event["DTSTART"].time, event["SEQUENCE"].value) == (meeting.starts, "1")
    assert sent() == [[reader.email]]
    # The job again, and a change that moves nothing: no mail.
    operations.change_meeting(
        curator, meeting, {**values(home.region, series=meeting.series, starts=meeting.starts), "about": "New words"}
    )
    from clusterdynamics_web.meetings.models import NoticeKind
    from clusterdynamics_web.meetings.operations.common import queue_notices

    queue_notices(meeting, NoticeKind.MOVED, 1)
    work()
    assert sent() == []
    # Two moves before the worker comes: one letter, that tells of both.
    move(curator, meeting, 1)
    move(curator, meeting, 1)
    work()
    assert sent() == [[reader.email]]
    operations.call_off(curator, meeting, "The trains do not run.")
    work()
    assert "Why: The trains do not run." in outbox.outbox[0].body
    assert outbox.outbox[0].subject == "Called off: Autumn meeting"
    assert sent() == [[reader.email]]
    entry = AuditEntry.objects.filter(verb="meeting.mails_sent").latest("pk")
    assert entry.details == {"kind": "called_off", "sent": 1, "failed": 0}


def test_a_week_before_those_are_reminded_who_registered_earlier(
    meeting: Meeting, curator: User, reader: User, home: House
) -> None:
    look_ahead()
    coming(meeting, reader)
    look_ahead()
    work()
    assert sent() == [], "it is a month ahead"
    now = timezone.now()
    Meeting.objects.update(starts=now + timedelta(days=6), ends=now + timedelta(days=6, hours=6))
    coming(meeting, home.lead, days_ago=0)
    for _again in range(2):
        look_ahead()
        work()
    assert [m.subject for m in outbox.outbox] == ["Soon: Autumn meeting"]
    assert sent() == [[reader.email]]
    # Moved by a month, it is a week ahead once more, on another day.
    move(curator, meeting, 30)
    work()
    assert sorted(sent()) == sorted([[reader.email], [home.lead.email]])
    Notice.objects.update(sent_at=now - timedelta(days=25))
    Meeting.objects.update(starts=now + timedelta(days=5), ends=now + timedelta(days=5, hours=6))
    Registration.objects.update(at=now - timedelta(days=20))
    look_ahead()
    work()
    assert sorted(sent()) == sorted([[reader.email], [home.lead.email]])
    Meeting.objects.update(called_off_at=now)
    look_ahead()
    work()
    assert sent() == []


def test_a_letter_speaks_the_language_of_its_reader(
    meeting: Meeting, curator: User, reader: User, home: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    from django.utils import translation

    spoken: list[str] = []
    known = translation.gettext

    def note(message: str) -> str:
        spoken.append(translation.get_language() or "")
        return known(message)

    monkeypatch.setattr("clusterdynamics_web.meetings.mails._", note)
    User.objects.filter(pk=reader.pk).update(language="fr")
    coming(meeting, reader)
    move(curator, meeting, 1)
    work()
    assert set(spoken) == {"fr"}
    # Days are told in French already: their words come with the framework.
    assert re.search(r"(lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche) \d", outbox.outbox[0].body, re.I)


def test_a_talk_gets_a_reply(meeting: Meeting, curator: User, reader: User, elsewhere: House) -> None:
    said = {"title": "Asking twice", "words": "We did. It paid.", "speaker": "Kim", "region": elsewhere.region}
    talk = operations.offer_talk(reader, meeting, said)
    operations.answer_talk(curator, talk, accepted=False, reason="The day is full.")
    work()
    (letter,) = outbox.outbox
    assert "“Asking twice” was declined" in letter.body
    assert "The day is full." in letter.body
    assert meeting.online_url not in letter.body, "that is for those who registered"


def test_the_link_in_a_letter_ends_them(
    meeting: Meeting, curator: User, reader: User, home: House, log_in: Callable[[User], Client]
) -> None:
    coming(meeting, reader)
    move(curator, meeting, 1)
    work()
    letter = outbox.outbox[0]
    found = re.search(r"http://\S+(/meetings/mails/\S+/)", letter.body)
    assert found
    assert letter.extra_headers["List-Unsubscribe"] == f"<{found[0]}>"
    anybody = Client()
    assert "No more mails about meetings?" in anybody.get(found[1]).text
    assert not Preference.objects.exists(), "programs that look at links change nothing"
    assert reader.email not in anybody.get(found[1]).text
    assert "Done." in anybody.post(found[1]).text
    assert Preference.objects.get(user=reader).mails is False
    assert anybody.get("/meetings/mails/forged/").status_code == 404
    outbox.outbox.clear()
    operations.call_off(curator, meeting, "Nobody can come.")
    work()
    assert sent() == []
    log_in(reader).post("/meetings/own/", {"mails": "yes"})
    assert Preference.objects.get(user=reader).mails is True


def test_a_letter_that_could_not_be_sent_is_on_record(
    meeting: Meeting, curator: User, reader: User, log_in: Callable[[User], Client]
) -> None:
    coming(meeting, reader)
    move(curator, meeting, 1)

    def refuse(*args: Any, **more: Any) -> None:
        raise smtplib.SMTPServerDisconnected("gone")

    with patch("django.core.mail.EmailMessage.send", refuse):
        work()
    notice = Notice.objects.get()
    assert (notice.sent_at, notice.failed_at is not None) == (None, True)
    assert AuditEntry.objects.get(verb="meeting.mails_sent").details["failed"] == 1
    assert "1 mail could not be sent." in log_in(curator).get(f"/meetings/{meeting.key}/").text
    assert "could not be sent" not in log_in(reader).get(f"/meetings/{meeting.key}/").text
