"""The rules are those of RFC 5545: folding in 3.1, texts in 3.3.11, whole days in 3.6.1."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from clusterdynamics_web.calendars import Event, calendar

CHANGED = datetime(2026, 3, 1, 8, 0, tzinfo=UTC)
NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)


def test_a_calendar_is_what_the_standard_says() -> None:
    days = Event("due.a@x", "Due: a, b; c\\d", date(2026, 12, 31), CHANGED, sequence=2, text="one\ntwo", blocks=False)
    lines = calendar("Åsa's", [days], NOW).decode().split("\r\n")
    assert (lines[0], lines[-2:]) == ("BEGIN:VCALENDAR", ["END:VCALENDAR", ""])
    begin, end = lines.index("BEGIN:VEVENT"), lines.index("END:VEVENT")
    # The order of what is said of an event is free.
    assert set(lines[1:begin]) == {
        "VERSION:2.0",
        "PRODID:-//Cluster Dynamics//Cluster Dynamics//EN",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        "X-WR-CALNAME:Åsa's",
    }
    assert set(lines[begin + 1 : end]) == {
        "UID:due.a@x",
        "DTSTAMP:20260301T080000Z",
        "LAST-MODIFIED:20260301T080000Z",
        "SEQUENCE:2",
        "DTSTART;VALUE=DATE:20261231",
        "DTEND;VALUE=DATE:20270101",
        "SUMMARY:Due: a\\, b\\; c\\\\d",
        "DESCRIPTION:one\\ntwo",
        "STATUS:CONFIRMED",
        "TRANSP:TRANSPARENT",
    }


def test_times_are_utc_over_a_change_of_the_clock() -> None:
    zone = ZoneInfo("Europe/Stockholm")  # clocks go forward on 29 March 2026
    at = [datetime(2026, 3, day, 10, 0, tzinfo=zone) for day in (28, 29)]
    lines = (
        calendar("x", [Event(f"{a}", "x", a, CHANGED, ends=a + timedelta(hours=1)) for a in at], NOW).decode().split()
    )
    assert [x for x in lines if x.startswith("DTSTART")] == ["DTSTART:20260328T090000Z", "DTSTART:20260329T080000Z"]
    assert "DTEND:20260329T090000Z" in lines
    with pytest.raises(ValueError, match="without a zone"):
        calendar("x", [Event("x", "x", datetime(2026, 1, 1), CHANGED)], NOW)
    with pytest.raises(ValueError, match="ends with a time"):
        calendar("x", [Event("x", "x", date(2026, 1, 1), CHANGED, ends=at[0])], NOW)


def test_long_lines_are_folded_between_letters_and_come_back() -> None:
    title = "Ä" * 100 + "漢字" * 30 + "\x00🙂" * 20
    raw = calendar("x", [Event("x", title, date(2026, 1, 1), CHANGED, is_off=True)], NOW)
    assert all(len(line) <= 75 for line in raw.split(b"\r\n"))
    whole = raw.decode().replace("\r\n ", "")
    assert f"SUMMARY:{title.replace(chr(0), '')}\r\n" in whole
    assert "STATUS:CANCELLED" in whole


def test_nobody_claims_to_know_when_it_was_changed() -> None:
    lines = calendar("x", [Event("x", "x", date(2026, 1, 1))], NOW).decode().split("\r\n")
    assert "DTSTAMP:20260302T093000Z" in lines  # the standard wants one
    assert not [line for line in lines if line.startswith("LAST-MODIFIED")]
