"""J15, the part about meetings: the autumn meeting from its plan to its decisions, in a browser."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.utils import timezone
from playwright.sync_api import expect

from clusterdynamics_web.accounts.models import User
from clusterdynamics_web.meetings.models import Series, Talk
from clusterdynamics_web.regions.models import Role
from tests.web.browser import PHONE, Visitor
from tests.web.conftest import House
from tests.web.journeys import loop_network as steps
from tests.web.library.conftest import published
from tests.web.library.hostile import png

pytestmark = [pytest.mark.verify, pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_the_autumn_meeting(
    home: House,
    elsewhere: House,
    curator: User,
    reader: User,
    visit: Callable[..., Visitor],
    tmp_path: Any,
) -> None:
    series = Series.objects.create(title="Loop Network")
    published(home.people[Role.NETWORK_READER], curator, home.region, title="Breakfast meetings in the valley")
    elsewhere.region.country = "FI"
    elsewhere.region.save()
    day = timezone.localdate() + timedelta(days=60)
    slides = tmp_path / "slides.png"
    slides.write_bytes(png(320, 180))

    # A curator plans it, on the clock of Karlstad.
    planner = visit(curator)
    page = planner.go(f"/meetings/new/?series={series.key}")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("alert")).to_contain_text("What is it called?")
    planner.check()
    planner.picture("meetings-new")
    meeting = steps.plan_meeting(planner, str, title="Autumn meeting", host="North", day=day)
    at = f"/meetings/{meeting.key}/"
    assert meeting.starts.astimezone(ZoneInfo("Europe/Stockholm")) == datetime(
        day.year, day.month, day.day, 9, tzinfo=ZoneInfo("Europe/Stockholm")
    )

    # The agenda, from what is new.
    steps.seed_agenda(planner, str, meeting, "Breakfast meetings in the valley")
    page = planner.page
    page.get_by_label("What is it about?").fill("Welcome")
    page.get_by_label("Begins at").fill("09:00")
    page.get_by_label("Minutes").fill("30")
    page.get_by_role("button", name="Add", exact=True).click()
    expect(page.get_by_role("link", name="Welcome")).to_be_visible()
    planner.check()
    planner.picture("meetings-agenda")

    # Another region, on a phone: offers a talk and registers. Its clock is an hour ahead.
    speaker = visit(reader, size=PHONE)
    page = speaker.go("/meetings/")
    speaker.check()
    speaker.picture("meetings")
    page.get_by_role("link", name="Autumn meeting").click()
    expect(page.get_by_text(re.compile(r"10:00–17:00 \(Helsinki, UTC\+[23]\)"))).to_be_visible()
    talk = "What we learned from asking twice"
    words = "We asked twice. The second time went quicker."
    steps.offer_talk(speaker, str, title=talk, words=words, who="Kim Berg")
    speaker.picture("meetings-talk")
    page.get_by_role("button", name="Offer the talk").click()
    expect(page.get_by_text("waits for the host")).to_be_visible()
    speaker.check()
    speaker.picture("meetings-meeting")

    # The host accepts; the slides go straight into the library.
    page = planner.go(at)
    planner.check()
    planner.picture("meetings-host")
    steps.accept_talk(planner, str, "Kim Berg, South")
    steps.hand_in_slides(speaker, str, meeting, slides, talk)
    assert Talk.objects.get().item is not None

    # The meeting is held: what came of it is written down.
    minutes = "Three regions told what did not work."
    decided = "Every region asks about purposes."
    steps.write_minutes(planner, str, meeting, host_next="South", decided=decided, minutes=minutes)
    planner.picture("meetings-closed")

    # Everybody reads it, without JavaScript and without a name; the feed has the moment, in UTC.
    anybody = visit(size=PHONE, javascript=False)
    page = anybody.go(at)
    expect(page.get_by_text("TCI Global Conference")).to_be_visible()
    assert reader.name not in page.content()
    assert "Three regions told" not in page.content()
    anybody.picture("meetings-public")
    own = speaker.go("/meetings/own/")
    own.get_by_role("button", name="Make an address").click()
    address = own.get_by_label("Your calendar address").input_value()
    speaker.picture("meetings-own")
    meeting.refresh_from_db()
    feed = Client().get(re.sub(r"^https?://[^/]+", "", address)).text
    assert f"DTSTART:{meeting.starts.astimezone(UTC):%Y%m%dT%H%M%SZ}" in feed
