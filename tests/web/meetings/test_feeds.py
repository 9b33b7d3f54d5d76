"""EV-02: calendars, against files that were read through by hand, over both changes of the clock in 2026.

In Stockholm nine o'clock is 8:00 UTC on 28 March and on 26 October, and 7:00 UTC on 30 March and on 24 October
(directive 2000/84/EC: clocks change on the last Sundays of March and October).
"""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from clusterdynamics.errors import InputError
from clusterdynamics_web.accounts.models import User
from clusterdynamics_web.meetings import operations
from clusterdynamics_web.meetings.models import Feed, Meeting, Registration
from clusterdynamics_web.meetings.when import midnight
from tests.web.conftest import House
from tests.web.meetings.conftest import STOCKHOLM, moment, plan, values
from tests.web.meetings.ical import Read, read

pytestmark = pytest.mark.django_db

type LogIn = Callable[[User], Client]

GOLDEN = Path(__file__).with_name("golden")
CHANGED = moment("2026-02-01 12:00")


def fetch(path: str, client: Client | None = None) -> Read:
    answer = (client or Client()).get(path)
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    return read(answer.content)


def like(golden: str, content: bytes) -> None:
    """Hold a calendar against the file; the order of lines within an event is free (RFC 5545, 3.6)."""
    path = GOLDEN / golden
    if os.environ.get("CD_GOLDEN"):
        path.write_bytes(content)
    told, expected = read(content), read(path.read_bytes())

    def lines(part: Read) -> list[tuple[str, str, str]]:
        return sorted((x.name, x.parameters, x.value) for x in part.lines)

    assert lines(told) == lines(expected)
    assert [lines(p) for p in told.parts] == [lines(p) for p in expected.parts]


def _fixed(meeting: Meeting, key: str, **more: Any) -> None:
    Meeting.objects.filter(pk=meeting.pk).update(key=key, changed_at=CHANGED, **more)


@pytest.fixture
def year(home: House, elsewhere: House, curator: User) -> None:
    """Meetings on both sides of both changes of the clock, whole days over one, one moved, one called off."""
    usual: dict[str, Any] = {"online_url": "https://video.example/room", "about": "", "place": "Folkets hus; Karlstad"}
    usual |= {"opens_on": None, "talks_until": None}
    for key, day, utc in (
        ("marchbefore2", "2026-03-28", "08:00"),
        ("marchafter22", "2026-03-30", "07:00"),
        ("octbefore222", "2026-10-24", "07:00"),
        ("octafter2222", "2026-10-26", "08:00"),
    ):
        _fixed(plan(curator, home.region, title=f"At nine, {day}", starts=moment(f"{day} {utc}"), **usual), key)
    first = midnight(date(2026, 10, 24), STOCKHOLM)
    days = {"starts": first, "ends": midnight(date(2026, 10, 27), STOCKHOLM), "all_day": True}
    given = {**values(elsewhere.region, starts=first, **{**usual, "held_at": "TCI, Karlstad"}), **days}
    given["title"] = "Three days, one of 25 hours"
    _fixed(operations.plan_meeting(curator, given), "wholedays222")
    moved = plan(curator, home.region, title="Moved", starts=moment("2026-06-01 07:00"), **usual)
    later = {"starts": moment("2026-06-02 07:00"), "ends": moment("2026-06-02 13:00")}
    operations.change_meeting(
        curator, moved, {**values(home.region, starts=later["starts"], **usual), "title": "Moved"}
    )
    _fixed(moved, "moved2222222")
    off = plan(curator, home.region, title="Off", starts=timezone.now() + timedelta(days=9), **usual)
    operations.call_off(curator, off, "The trains do not run.")
    _fixed(off, "calledoff222", starts=moment("2026-09-01 07:00"), ends=moment("2026-09-01 09:00"))


def test_all_meetings_and_those_of_a_region(year: None) -> None:
    everything = Client().get("/meetings/calendar.ics").content
    like("all.ics", everything)
    like("south.ics", Client().get("/meetings/hosted-by/south.ics").content)
    events = {e["UID"].value.partition("@")[0].partition(".")[2]: e for e in read(everything).parts}
    starts = {key: event["DTSTART"].time for key, event in events.items()}
    assert starts["octbefore222"] == moment("2026-10-24 07:00")
    assert starts["octafter2222"] == moment("2026-10-26 08:00")
    assert starts["marchbefore2"] == moment("2026-03-28 08:00")
    assert starts["marchafter22"] == moment("2026-03-30 07:00")
    whole = events["wholedays222"]
    assert (whole["DTSTART"].time, whole["DTEND"].time) == (date(2026, 10, 24), date(2026, 10, 27))
    assert {k: (e["SEQUENCE"].value, e["STATUS"].value) for k, e in events.items() if e["SEQUENCE"].value != "0"} == {
        "moved2222222": ("1", "CONFIRMED"),
        "calledoff222": ("1", "CANCELLED"),
    }
    assert events["octafter2222"]["LOCATION"].text == "Folkets hus; Karlstad"
    assert b"video.example" not in everything, "the link is for those who registered"
    assert Client().get("/meetings/hosted-by/nobody.ics").status_code == 404
    assert Client().get("/meetings/about/north/forest.ics").status_code == 404, "no meeting is about it"


def test_those_about_a_cluster(home: House, elsewhere: House, curator: User) -> None:
    with pytest.raises(InputError, match="another region than the host"):
        plan(curator, home.region, cluster=elsewhere.cluster)
    about = plan(curator, home.region, title="Forest", cluster=home.cluster)
    plan(curator, home.region, title="All")
    (event,) = fetch("/meetings/about/north/forest.ics").parts
    assert event["UID"].value == f"meeting.{about.key}@clusterdynamics"
    assert Client().get("/meetings/about/south/forest.ics").status_code == 404
    assert "/meetings/about/north/forest.ics" in Client().get("/meetings/").text


def test_an_event_is_the_same_wherever_it_is_read_and_whatever_becomes_of_it(
    meeting: Meeting, home: House, curator: User, reader: User
) -> None:
    places = ["/meetings/calendar.ics", "/meetings/hosted-by/north.ics", f"/meetings/{meeting.key}/meeting.ics"]

    def told() -> list[tuple[str, int, str]]:
        found = [fetch(path).parts for path in places]
        assert all(len(parts) == 1 for parts in found)
        return [(p["UID"].value, int(p["SEQUENCE"].value), p["STATUS"].value) for (p,) in found]

    first = told()
    assert len(set(first)) == 1
    uid = first[0][0]
    later = {"starts": meeting.starts + timedelta(days=7), "ends": meeting.ends + timedelta(days=7)}
    kept = values(home.region, series=meeting.series, starts=meeting.starts)
    operations.change_meeting(curator, meeting, {**kept, **later})
    assert set(told()) == {(uid, 1, "CONFIRMED")}
    operations.call_off(curator, meeting, "Nobody can come.")
    assert set(told()) == {(uid, 2, "CANCELLED")}


def test_ones_own_address_is_secret_and_can_be_renewed(
    meeting: Meeting, home: House, reader: User, elsewhere: House, log_in: LogIn
) -> None:
    client = log_in(reader)
    page = client.post("/meetings/own/", {"make": "1"})
    assert page.headers["Cache-Control"] == "no-store"
    token = page.text.split("/meetings/mine/")[1].split(".ics")[0]
    assert len(token) == 32
    assert token not in Feed.objects.get().token_hash
    assert token not in client.get("/meetings/own/").text, "it is shown once"
    at = f"/meetings/mine/{token}.ics"
    assert fetch(at).parts == []
    operations.join(reader, meeting, elsewhere.region, shown=False)
    (event,) = fetch(at).parts
    assert meeting.online_url in event["DESCRIPTION"].text
    assert meeting.online_url in fetch(f"/meetings/{meeting.key}/meeting.ics", client).parts[0]["DESCRIPTION"].text
    assert "private" in Client().get(at).headers["Cache-Control"]
    client.post("/meetings/own/", {"make": "1"})
    assert Client().get(at).status_code == 404, "the one before has ended"
    token = operations.new_feed(reader)
    User.objects.filter(pk=reader.pk).update(is_active=False)
    assert Client().get(f"/meetings/mine/{token}.ics").status_code == 404
    User.objects.filter(pk=reader.pk).update(is_active=True)
    assert Client().get(f"/meetings/mine/{token}.ics").status_code == 200
    log_in(reader).post("/meetings/own/", {"end": "1"})
    assert Client().get(f"/meetings/mine/{token}.ics").status_code == 404
    assert Registration.objects.count() == 1


def test_the_reader_finds_what_is_not_allowed(meeting: Meeting) -> None:
    good = Client().get("/meetings/calendar.ics").content
    assert read(good)
    for bad in (
        good.replace(b"\r\n", b"\n"),
        good.replace(b"DTSTART:", b"DTSTART;TZID=Europe/Stockholm:"),
        good.replace(b"SUMMARY:", b"SUMMARY:" + b"x" * 80),
        good.replace(b"END:VEVENT\r\n", b""),
        good.replace(b"STATUS:CONFIRMED", b"STATUS:MAYBE"),
        good.replace(b"BEGIN:VEVENT", b"BEGIN:VEVENT\r\nUID:twice"),
    ):
        assert bad != good
        with pytest.raises(AssertionError):
            read(bad)
