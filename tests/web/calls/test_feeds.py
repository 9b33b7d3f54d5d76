"""Calls for calendars and readers: a golden file over a change of the clock, and a feed (RFC 5545, RFC 4287)."""

from __future__ import annotations

from datetime import UTC, date, datetime

import icalendar
import pytest
from defusedxml.ElementTree import fromstring
from django.test import Client
from django.utils import timezone

from clusterdynamics_web.calls import feeds
from clusterdynamics_web.calls.fields import Given
from clusterdynamics_web.calls.models import Call, Deadline
from tests.web.calls.conftest import at, entered, listed
from tests.web.conftest import House

pytestmark = pytest.mark.django_db

#: 17:00 on the clock of Brussels on both days; clocks go forward on 28 March 2027.
GOLDEN = """BEGIN:VCALENDAR
CALSCALE:GREGORIAN
METHOD:PUBLISH
PRODID:-//Cluster Dynamics//Cluster Dynamics//EN
VERSION:2.0
X-WR-CALNAME:Deadlines of calls for funding
BEGIN:VEVENT
CATEGORIES:call for funding
DESCRIPTION:29 March 2027\\, 17:00 in Brussels (15:00 UTC)\\nFunder: Fund
  of the North\\nhttps://fund.example/energy\\nAsk the funder before you rely
  on it. Checked on 2026-11-01.
DTSTAMP:20261102T080000Z
DTSTART:20270329T150000Z
LAST-MODIFIED:20261102T080000Z
SEQUENCE:2
STATUS:CONFIRMED
SUMMARY:Deadline: Clusters save energy – Second stage
TRANSP:TRANSPARENT
UID:deadline.secondsecond@clusterdynamics
URL:http://127.0.0.1:8000/calls/thecallthecal/
END:VEVENT
BEGIN:VEVENT
CATEGORIES:call for funding
DESCRIPTION:26 March 2027\\, 17:00 in Brussels (16:00 UTC)\\nFunder: Fund
  of the North\\nhttps://fund.example/energy\\nAsk the funder before you rely
  on it. Checked on 2026-11-01.
DTSTAMP:20261102T080000Z
DTSTART:20270326T160000Z
LAST-MODIFIED:20261102T080000Z
SEQUENCE:0
STATUS:CANCELLED
SUMMARY:Deadline: Clusters save energy – First stage
TRANSP:TRANSPARENT
UID:deadline.firstfirstfi@clusterdynamics
URL:http://127.0.0.1:8000/calls/thecallthecal/
END:VEVENT
END:VCALENDAR
"""


def test_deadlines_over_a_change_of_the_clock(home: House) -> None:
    zone = "Europe/Brussels"
    stages = [
        Given(datetime(2027, 3, 26, 16, tzinfo=UTC), zone, "First stage"),
        Given(datetime(2027, 3, 29, 15, tzinfo=UTC), zone, "Second stage"),
    ]
    call = listed(home, stages, checked_on=date(2026, 11, 1))
    changed = datetime(2026, 11, 2, 8, tzinfo=UTC)
    Call.objects.filter(pk=call.pk).update(key="thecallthecal")
    Deadline.objects.filter(name="First stage").update(key="firstfirstfi", changed_at=changed, dropped_at=changed)
    Deadline.objects.filter(name="Second stage").update(key="secondsecond", changed_at=changed, sequence=2)
    entered(home, [at(5)], title="Not in the list", url="https://fund.example/2", identifier="2")
    assert sorted_lines(feeds.ics(changed)) == sorted_lines(GOLDEN.replace("\n", "\r\n").encode())
    found = icalendar.Calendar.from_ical(Client().get("/calls/calls.ics").content)
    assert len(found.events) == 2
    assert [e.start.astimezone(UTC).hour for e in found.events] == [15, 16]


def sorted_lines(content: bytes) -> list[list[str]]:
    """The order of what is said of an event is free."""
    whole = content.decode().replace("\r\n ", "")
    return [sorted(part.split("\r\n")) for part in whole.split("BEGIN:VEVENT")]


def test_the_feed_tells_of_new_calls(home: House) -> None:
    name = "{http://www.w3.org/2005/Atom}"
    assert fromstring(Client().get("/calls/feed.atom").content).findall(f"{name}entry") == []
    listed(home, [at(30, "Europe/Helsinki", "All")])
    entered(home, title="Not in the list", url="https://fund.example/2", identifier="2")
    response = Client().get("/calls/feed.atom", headers={"accept-language": "en"})
    entry = fromstring(response.content).find(f"{name}entry")
    assert entry is not None
    assert entry.findtext(f"{name}title") == "Clusters save energy"
    assert entry.findtext(f"{name}author/{name}name") == "Fund of the North"
    assert "in Helsinki" in (entry.findtext(f"{name}summary") or "")
    updated = datetime.fromisoformat(entry.findtext(f"{name}updated") or "")
    assert abs((updated - timezone.now()).total_seconds()) < 60
    assert response.headers["Content-Type"] == "application/atom+xml"
