"""Steps in the Loop Network that several journeys take, in the language of whoever takes them."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from pathlib import Path

from django.utils import timezone, translation
from django.utils.translation import gettext
from playwright.sync_api import expect

from clusterdynamics_web.jobs.worker import Worker
from clusterdynamics_web.meetings.models import Meeting
from tests.web.browser import Visitor

__all__ = [
    "Said",
    "accept_talk",
    "ask_for_change",
    "enter_call",
    "hand_in_slides",
    "have_pack_made",
    "join_call",
    "offer_talk",
    "plan_meeting",
    "put_into_list",
    "seed_agenda",
    "speaking",
    "work",
    "write_minutes",
]

#: Says one of our English texts in a language.
type Said = Callable[[str], str]


def speaking(language: str) -> Said:
    def said(text: str) -> str:
        with translation.override(language):
            return gettext(text)

    return said


def work() -> None:
    """Do all that waits for the worker."""
    while Worker().work_once():
        pass


# -- library -------------------------------------------------------------------------------------------------------


def ask_for_change(curator: Visitor, said: Said, title: str, field: str, text: str) -> None:
    """Open an item in the curators' queue and write at one of its fields what should change; not sent yet."""
    page = curator.go("/library/review/")
    page.get_by_role("link", name=title).click()
    page.locator("summary", has_text=said("Ask for a change: %(label)s") % {"label": said(field)}).first.click()
    page.get_by_label(said("What should change: {field}").format(field=said(field)), exact=True).fill(text)


# -- meetings ------------------------------------------------------------------------------------------------------


def plan_meeting(planner: Visitor, said: Said, *, title: str, host: str, day: date) -> Meeting:
    """Fill in the plan of a meeting, on the clock of Karlstad, and save it; the page of the form is open."""
    page = planner.page
    page.get_by_label(said("What is it called?")).fill(title)
    page.get_by_label(said("Region that hosts it")).select_option(label=host)
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
    expect(page.get_by_role("heading", level=1, name=title)).to_be_visible()
    return Meeting.objects.get(title=title)


def seed_agenda(planner: Visitor, said: Said, meeting: Meeting, item: str) -> None:
    """Put what is new on the agenda with one button; the item stands there then."""
    page = planner.go(f"/meetings/{meeting.key}/agenda/")
    page.get_by_role("button", name=said("Put what is new on the agenda")).click()
    expect(page.get_by_role("link", name=item)).to_be_visible()


def offer_talk(speaker: Visitor, said: Said, *, title: str, words: str, who: str) -> None:
    """Register on the page of the meeting that is open, go on to the talk and fill it in; not sent yet."""
    page = speaker.page
    page.get_by_role("button", name=said("Register")).click()
    expect(page.get_by_text(said("You are registered."), exact=True).last).to_be_visible()
    page.get_by_role("link", name=said("Offer a talk")).click()
    page.get_by_label(said("Title of your talk")).fill(title)
    page.get_by_label(said("What is it about? Two sentences.")).fill(words)
    page.get_by_label(said("Who speaks?")).fill(who)


def accept_talk(host: Visitor, said: Said, who: str) -> None:
    """Accept the talk on the page of the meeting that is open."""
    host.page.get_by_role("button", name=said("Accept")).click()
    expect(host.page.get_by_text(who)).to_be_visible()


def hand_in_slides(speaker: Visitor, said: Said, meeting: Meeting, file: Path, title: str) -> None:
    """Put the slides of an accepted talk straight into the library: a draft of its title is open then."""
    page = speaker.go(f"/meetings/{meeting.key}/")
    page.locator("input[type=file]").set_input_files(file)
    page.get_by_role("button", name=said("Put it into the library")).click()
    expect(page.get_by_role("heading", level=1, name=title)).to_be_visible()


def write_minutes(host: Visitor, said: Said, meeting: Meeting, *, host_next: str, decided: str, minutes: str) -> None:
    """Hold a meeting, write down what came of it and close it; its page is open then."""
    now = timezone.now()
    Meeting.objects.filter(pk=meeting.pk).update(starts=now - timedelta(hours=8), ends=now - timedelta(hours=1))
    page = host.go(f"/meetings/{meeting.key}/minutes/")
    page.get_by_label(said("What was decided?")).fill(decided)
    page.get_by_label(said("Which region sees to it?")).select_option(label=host_next)
    page.get_by_role("button", name=said("Add the decision")).click()
    expect(page.get_by_text(decided).first).to_be_visible()
    page.get_by_label(said("Minutes"), exact=True).fill(minutes)
    page.get_by_label(said("When is the next meeting?")).fill(str(timezone.localdate() + timedelta(days=180)))
    page.get_by_label(said("Which region hosts it?")).select_option(label=host_next)
    page.get_by_role("button", name=said("Save")).click()
    host.check()
    host.picture("meetings-minutes")
    page.get_by_role("button", name=said("Close the meeting")).click()
    expect(page.get_by_text(minutes)).to_be_visible()


# -- calls ---------------------------------------------------------------------------------------------------------


def enter_call(admin: Visitor, said: Said, *, title: str, deadlines: Sequence[tuple[int, str]]) -> None:
    """Fill in the form of a call that is open, with deadlines in so many days, and save it."""
    page = admin.page
    page.locator("[name=title]").fill(title)
    page.locator("[name=funder]").fill("Fund of the North")
    page.locator("[name=url]").fill("https://fund.example/energy")
    for number, (days, name) in enumerate(deadlines):
        row = page.locator("fieldset fieldset").nth(number)
        row.get_by_label(said("Day")).fill((timezone.localdate() + timedelta(days=days)).isoformat())
        row.get_by_label(said("Time"), exact=True).fill("17:00")
        row.get_by_label(said("On the clock of")).select_option("Europe/Brussels")
        row.get_by_label(said("What for")).fill(name)
    page.get_by_role("button", name=said("Save")).click()
    expect(page.get_by_role("link", name=title)).to_be_visible()


def put_into_list(curator: Visitor, said: Said, title: str) -> None:
    """Choose a call in the curators' queue that is open, and put it into the list."""
    page = curator.page
    page.get_by_label(title).check()
    page.get_by_role("button", name=said("Put those chosen into the list")).click()
    expect(page.get_by_label(title)).to_have_count(0)


def join_call(writer: Visitor, said: Said, brings: str) -> None:
    """Put one's region on the list of those who would join, on the page of a call that is open."""
    page = writer.page
    page.get_by_text(said("We would join"), exact=True).click()
    page.get_by_label(said("We lead already and look for partners")).check()
    page.get_by_label(said("What you bring")).fill(brings)
    page.get_by_role("button", name=said("Put us on the list")).click()
    expect(page.get_by_text(brings).first).to_be_visible()


def have_pack_made(writer: Visitor, said: Said, address: str, title: str, to: Path) -> dict[str, bytes]:
    """Have a pack of evidence made by the form that is open, and take it: name of a file → content."""
    page = writer.page
    page.get_by_role("button", name=said("Make the pack")).click()
    page.wait_for_url("**/jobs/**")
    work()
    page = writer.go(address)
    with page.expect_download() as got:
        page.get_by_role("link", name=title).click()
    got.value.save_as(to)
    with zipfile.ZipFile(to) as archive:
        return {name: archive.read(name) for name in archive.namelist()}
