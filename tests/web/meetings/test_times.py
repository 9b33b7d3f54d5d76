"""Clocks. In Europe they are changed on 29 March and 25 October 2026 (directive 2000/84/EC: the last Sundays, at 1:00
UTC), in the United States on 8 March and 1 November 2026 (Energy Policy Act of 2005): the expected times follow."""

from __future__ import annotations

from datetime import date, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clusterdynamics.errors import InputError
from clusterdynamics_web.meetings.models import AgendaLine, Meeting
from clusterdynamics_web.meetings.when import days_of, midnight, slot, tell_slot, when
from clusterdynamics_web.regions.countries import COUNTRIES
from clusterdynamics_web.zones import choices, instant, is_zone, offset, zone_of_country
from tests.web.meetings.conftest import STOCKHOLM, moment


def at(starts: str, ends: str, zone: str = STOCKHOLM, **more: object) -> Meeting:
    return Meeting(starts=moment(starts), ends=moment(ends), zone=zone, **more)


def test_a_time_on_a_clock_is_one_moment() -> None:
    assert instant(date(2026, 3, 28), time(10), STOCKHOLM) == moment("2026-03-28 09:00")
    assert instant(date(2026, 3, 29), time(10), STOCKHOLM) == moment("2026-03-29 08:00")
    with pytest.raises(InputError, match=r"no 02:30 in Stockholm on 29 March 2026"):
        instant(date(2026, 3, 29), time(2, 30), STOCKHOLM)
    with pytest.raises(InputError, match=r"02:30 comes twice in Stockholm on 25 October 2026"):
        instant(date(2026, 10, 25), time(2, 30), STOCKHOLM)
    assert instant(date(2026, 10, 25), time(3, 0), STOCKHOLM) == moment("2026-10-25 02:00")


@pytest.mark.parametrize(
    ("starts", "ends", "there", "here"),
    [
        # America has changed its clocks, Europe has not: five hours apart.
        ("2026-03-20 09:00", "2026-03-20 10:30", "Friday 20 March 2026, 10:00–11:30", "05:00–06:30"),
        # Both have: six hours.
        ("2026-04-20 08:00", "2026-04-20 09:30", "Monday 20 April 2026, 10:00–11:30", "04:00–05:30"),
        # Europe has set them back, America has not: five hours.
        ("2026-10-27 09:00", "2026-10-27 10:30", "Tuesday 27 October 2026, 10:00–11:30", "05:00–06:30"),
    ],
)
def test_two_clocks_over_their_changes(starts: str, ends: str, there: str, here: str) -> None:
    told = when(at(starts, ends), "America/New_York")
    assert told.there.text == there
    assert told.here is not None
    assert told.here.text.endswith(f", {here}")
    assert told.here.zone == "New York, UTC−4"


def test_each_clock_is_named_and_the_day_is_its_own() -> None:
    told = when(at("2026-10-15 16:00", "2026-10-15 18:00"), "Pacific/Auckland")
    assert str(told.there) == "Thursday 15 October 2026, 18:00–20:00 (Stockholm, UTC+2)"
    assert str(told.here) == "Friday 16 October 2026, 05:00–07:00 (Auckland, UTC+13)"
    same = when(at("2026-10-15 16:00", "2026-10-15 18:00"), "Europe/Oslo")
    assert (same.here, same.same) == (None, "Oslo")
    assert when(at("2026-10-15 16:00", "2026-10-15 18:00")).here is None


def test_a_night_in_which_the_clock_is_changed_has_two_offsets() -> None:
    told = when(at("2026-10-24 18:00", "2026-10-25 08:00"))
    assert told.there.text == "Saturday 24 October 2026, 20:00 – Sunday 25 October 2026, 09:00"
    assert told.there.zone == "Stockholm, UTC+2/UTC+1"


def test_whole_days_are_days_of_the_place() -> None:
    first, last = date(2026, 10, 24), date(2026, 10, 26)
    meeting = Meeting(
        starts=midnight(first, STOCKHOLM), ends=midnight(date(2026, 10, 27), STOCKHOLM), zone=STOCKHOLM, all_day=True
    )
    # Three days, one of which has 25 hours.
    assert meeting.ends - meeting.starts == timedelta(hours=73)
    assert days_of(meeting) == (first, last)
    told = when(meeting, "America/New_York")
    assert (str(told.there), told.here) == ("Saturday 24 October 2026 – Monday 26 October 2026", None)


def test_lines_of_the_agenda_keep_to_the_clock_of_the_place() -> None:
    meeting = at("2026-10-24 07:00", "2026-10-25 15:00")
    first = AgendaLine(day=0, begins=time(9), minutes=90)
    second = AgendaLine(day=1, begins=time(9), minutes=90)
    assert [slot(meeting, x).starts for x in (first, second)] == [
        moment("2026-10-24 07:00"),
        moment("2026-10-25 08:00"),
    ]  # type: ignore[union-attr]
    assert tell_slot(meeting, first, STOCKHOLM) == "09:00–10:30"
    assert tell_slot(meeting, second, STOCKHOLM) == "Sun 09:00–10:30"
    assert tell_slot(meeting, second, "Europe/London") == "Sun 08:00–09:30"
    # Two hours from half past one are two hours: the clock shows 2:30 the second time.
    night = slot(meeting, AgendaLine(day=1, begins=time(1, 30), minutes=120))
    assert night is not None
    assert night.ends == moment("2026-10-25 01:30")
    assert slot(meeting, AgendaLine(begins=None)) is None


def test_offsets_are_written_as_people_write_them() -> None:
    from zoneinfo import ZoneInfo

    june = moment("2026-06-01 12:00")
    told = {z: offset(june.astimezone(ZoneInfo(z))) for z in ("Asia/Kolkata", "America/St_Johns", "Atlantic/Reykjavik")}
    assert told == {"Asia/Kolkata": "UTC+5:30", "America/St_Johns": "UTC−2:30", "Atlantic/Reykjavik": "UTC"}


def test_every_country_to_choose_from_has_a_zone_or_several() -> None:
    assert [c for c in COUNTRIES if not zone_of_country(c)] == ["CA", "US", "AU"]
    assert all(is_zone(zone) for c in COUNTRIES if (zone := zone_of_country(c)))
    assert {c: zone_of_country(c) for c in ("SE", "FI", "FR", "PT", "UA")} == {
        "SE": STOCKHOLM,
        "FI": "Europe/Helsinki",
        "FR": "Europe/Paris",
        "PT": "Europe/Lisbon",
        "UA": "Europe/Kyiv",
    }
    assert not is_zone("Europe/Atlantis")
    names = [name for _area, zones in choices() for name, _city in zones]
    assert len(names) == len(set(names)) > 400


@given(
    st.dates(date(2026, 1, 1), date(2027, 12, 31)),
    st.times(),
    st.sampled_from([STOCKHOLM, "America/New_York", "Pacific/Auckland", "Asia/Kolkata", "Australia/Lord_Howe"]),
)
def test_what_the_clock_shows_comes_back(day: date, clock: time, zone: str) -> None:
    from zoneinfo import ZoneInfo

    clock = clock.replace(microsecond=0, fold=0)
    try:
        found = instant(day, clock, zone)
    except InputError:
        return  # twice or never
    there = found.astimezone(ZoneInfo(zone))
    assert (there.date(), there.time()) == (day, clock)
