"""J15, the part about meetings: the autumn meeting from its plan to its decisions, in a browser."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.utils import timezone, translation
from django.utils.translation import gettext
from playwright.sync_api import expect

from clusterdynamics_web.accounts.models import User
from clusterdynamics_web.meetings.models import Meeting, Series, Talk
from clusterdynamics_web.regions.models import Role
from tests.web.browser import PHONE, Visitor
from tests.web.conftest import House
from tests.web.library.conftest import published
from tests.web.library.hostile import png

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("language", ["en", pytest.param("fr", marks=pytest.mark.verify)])
def test_the_autumn_meeting(
    language: str,
    home: House,
    elsewhere: House,
    curator: User,
    reader: User,
    visit: Callable[..., Visitor],
    tmp_path: Any,
) -> None:
    def said(text: str) -> str:
        with translation.override(language):
            return gettext(text)

    def thorough(window: Visitor) -> None:
        """Look once more, in the long run only: its parts were looked at on other pages."""
        if language != "en":
            window.check()

    series = Series.objects.create(title="Loop Network")
    published(home.people[Role.NETWORK_READER], curator, home.region, title="Breakfast meetings in the valley")
    User.objects.filter(pk__in=[curator.pk, reader.pk]).update(language=language)
    elsewhere.region.country = "FI"
    elsewhere.region.save()
    day = timezone.localdate() + timedelta(days=60)
    slides = tmp_path / "slides.png"
    slides.write_bytes(png(320, 180))

    # A curator plans it, on the clock of Karlstad.
    planner = visit(curator, language=language)
    page = planner.go(f"/meetings/new/?series={series.key}")
    page.get_by_role("button", name=said("Save")).click()
    expect(page.get_by_role("alert")).to_contain_text(said("What is it called?"))
    planner.check()
    planner.picture(f"meetings-new-{language}")
    page.get_by_label(said("What is it called?")).fill("Autumn meeting")
    page.get_by_label(said("Region that hosts it")).select_option(label="North")
    page.get_by_label(said("Time zone of the place")).select_option("Europe/Stockholm")
    page.get_by_label(said("First day")).fill(str(day))
    page.get_by_label(said("Begins at")).fill("09:00")
    page.get_by_label(said("Ends at")).fill("16:00")
    page.get_by_label(said("Place"), exact=True).fill("Folkets hus, Karlstad")
    page.get_by_label(said("Held at a larger conference")).fill("TCI Global Conference")
    page.get_by_label(said("Registration opens on")).fill(str(timezone.localdate() - timedelta(days=1)))
    page.get_by_label(said("Seats")).fill("40")
    page.get_by_label(said("Regions can offer talks until")).fill(str(day - timedelta(days=9)))
    page.get_by_role("button", name=said("Save")).click()
    expect(page.get_by_role("heading", level=1, name="Autumn meeting")).to_be_visible()
    meeting = Meeting.objects.get()
    at = f"/meetings/{meeting.key}/"
    assert meeting.starts.astimezone(ZoneInfo("Europe/Stockholm")) == datetime(
        day.year, day.month, day.day, 9, tzinfo=ZoneInfo("Europe/Stockholm")
    )

    # The agenda, from what is new.
    page = planner.go(at + "agenda/")
    page.get_by_role("button", name=said("Put what is new on the agenda")).click()
    expect(page.get_by_role("link", name="Breakfast meetings in the valley")).to_be_visible()
    page.get_by_label(said("What is it about?")).fill("Welcome")
    page.get_by_label(said("Begins at")).fill("09:00")
    page.get_by_label(said("Minutes")).fill("30")
    page.get_by_role("button", name=said("Add"), exact=True).click()
    expect(page.get_by_role("link", name="Welcome")).to_be_visible()
    planner.check()
    planner.picture(f"meetings-agenda-{language}")

    # Another region, on a phone: offers a talk and registers. Its clock is an hour ahead.
    speaker = visit(reader, size=PHONE, language=language)
    page = speaker.go("/meetings/")
    speaker.check()
    speaker.picture(f"meetings-{language}")
    page.get_by_role("link", name="Autumn meeting").click()
    expect(page.get_by_text(re.compile(r"10:00–17:00 \(Helsinki, UTC\+[23]\)"))).to_be_visible()
    page.get_by_role("button", name=said("Register")).click()
    expect(page.get_by_text(said("You are registered."), exact=True).last).to_be_visible()
    page.get_by_role("link", name=said("Offer a talk")).click()
    page.get_by_label(said("Title of your talk")).fill("What we learned from asking twice")
    page.get_by_label(said("What is it about? Two sentences.")).fill("We asked twice. The second time went quicker.")
    page.get_by_label(said("Who speaks?")).fill("Kim Berg")
    thorough(speaker)
    speaker.picture(f"meetings-talk-{language}")
    page.get_by_role("button", name=said("Offer the talk")).click()
    expect(page.get_by_text(said("waits for the host"))).to_be_visible()
    speaker.check()
    speaker.picture(f"meetings-meeting-{language}")

    # The host accepts; the slides go straight into the library.
    page = planner.go(at)
    planner.check()
    planner.picture(f"meetings-host-{language}")
    page.get_by_role("button", name=said("Accept")).click()
    expect(page.get_by_text("Kim Berg, South")).to_be_visible()
    page = speaker.go(at)
    page.locator("input[type=file]").set_input_files(slides)
    page.get_by_role("button", name=said("Put it into the library")).click()
    expect(page.get_by_role("heading", level=1, name="What we learned from asking twice")).to_be_visible()
    assert Talk.objects.get().item is not None

    # The meeting is held: what came of it is written down.
    Meeting.objects.update(starts=timezone.now() - timedelta(hours=8), ends=timezone.now() - timedelta(hours=1))
    page = planner.go(at + "minutes/")
    page.get_by_label(said("What was decided?")).fill("Every region asks about purposes.")
    page.get_by_label(said("Which region sees to it?")).select_option(label="South")
    page.get_by_role("button", name=said("Add the decision")).click()
    expect(page.get_by_text("Every region asks about purposes.").first).to_be_visible()
    page.get_by_label(said("Minutes"), exact=True).fill("Three regions told what did not work.")
    page.get_by_label(said("When is the next meeting?")).fill(str(day + timedelta(days=180)))
    page.get_by_label(said("Which region hosts it?")).select_option(label="South")
    page.get_by_role("button", name=said("Save")).click()
    planner.check()
    planner.picture(f"meetings-minutes-{language}")
    page.get_by_role("button", name=said("Close the meeting")).click()
    expect(page.get_by_text("Three regions told what did not work.")).to_be_visible()
    thorough(planner)
    planner.picture(f"meetings-closed-{language}")

    # Everybody reads it, without JavaScript and without a name; the feed has the moment, in UTC.
    anybody = visit(size=PHONE, language=language, javascript=False)
    page = anybody.go(at)
    expect(page.get_by_text("TCI Global Conference")).to_be_visible()
    assert reader.name not in page.content()
    assert "Three regions told" not in page.content()
    anybody.picture(f"meetings-public-{language}")
    own = speaker.go("/meetings/own/")
    own.get_by_role("button", name=said("Make an address")).click()
    address = own.get_by_label(said("Your calendar address")).input_value()
    thorough(speaker)
    speaker.picture(f"meetings-own-{language}")
    meeting.refresh_from_db()
    feed = Client().get(re.sub(r"^https?://[^/]+", "", address)).text
    assert f"DTSTART:{meeting.starts.astimezone(UTC):%Y%m%dT%H%M%SZ}" in feed
