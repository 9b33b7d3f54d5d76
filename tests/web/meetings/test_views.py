"""Pages, as each person meets them."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from clusterdynamics_web.accounts.models import User
from clusterdynamics_web.library.models import Version
from clusterdynamics_web.meetings import operations
from clusterdynamics_web.meetings.models import Meeting, Preference, Registration, Series, Talk
from clusterdynamics_web.meetings.read import coming
from clusterdynamics_web.regions.models import Region, Role
from tests.web.conftest import House
from tests.web.library.hostile import png
from tests.web.meetings.conftest import moment, plan

pytestmark = pytest.mark.django_db

type LogIn = Callable[[User], Client]


def form_of(home: House, **given: str) -> dict[str, str]:
    day = str(timezone.localdate() + timedelta(days=60))
    usual = {
        **{"title": "Autumn meeting", "kind": "loop", "host": str(home.region.pk), "cluster": "", "series": ""},
        **{"zone": "Europe/Stockholm", "starts_on": day, "starts_at": "09:00", "ends_on": "", "ends_at": "16:00"},
        **{"place": "Folkets hus", "online_url": "", "held_at": "", "held_at_url": "", "about": "", "audience": ""},
        "language": "en",
        **{"opens_on": str(timezone.localdate()), "closes_on": "", "capacity": "", "talks_until": "", "call_words": ""},
    }
    assert set(given) <= set(usual)
    return {**usual, **given}


def test_a_curator_plans_and_everybody_reads(home: House, elsewhere: House, curator: User, log_in: LogIn) -> None:
    client = log_in(curator)
    Region.objects.filter(pk=elsewhere.region.pk).update(country="CA")
    made = client.post("/meetings/new/", form_of(home, zone=""))  # the clock of the host
    page = Client().get(made.headers["Location"])
    assert page.headers["X-Robots-Tag"] == "all"
    assert "09:00–16:00 (Stockholm, UTC+" in page.text
    assert "Open for registration." in page.text
    meeting = Meeting.objects.get()
    # The end of a clock that is changed in between is refused at its field, with what was typed kept.
    gap = form_of(home, starts_on="2027-03-27", ends_on="2027-03-28", ends_at="02:30", title="Night")
    refused = client.post("/meetings/new/", gap)
    assert refused.status_code == 422
    assert "There is no 02:30 in Stockholm on 28 March 2027" in refused.text
    assert 'value="Night"' in refused.text
    for change, words in (
        ({"ends_at": ""}, "Give both times"),
        ({"place": ""}, "a place, a link, or both"),
        ({"starts_on": ""}, "This field is required"),
        ({"zone": "", "host": str(elsewhere.region.pk)}, "several time zones, or none is known"),
        ({"ends_on": "2020-01-01"}, "The last day comes after the first"),
    ):
        assert words in client.post("/meetings/new/", form_of(home, **change)).text
    edited = client.get(f"/meetings/{meeting.key}/change/").text
    assert 'value="09:00"' in edited
    assert 'value="16:00"' in edited
    assert client.post(f"/meetings/{meeting.key}/change/", form_of(home, place="Museum")).status_code == 302
    meeting.refresh_from_db()
    assert (meeting.place, meeting.sequence) == ("Museum", 1)
    assert "Place or time were changed on" in Client().get(f"/meetings/{meeting.key}/").text
    # An admin plans for the own region only, and changes no meeting of another one.
    foreign = log_in(elsewhere.admin)
    assert foreign.post("/meetings/new/", form_of(home)).status_code == 422
    assert foreign.get(f"/meetings/{meeting.key}/change/").status_code == 403
    assert foreign.post("/meetings/new/", form_of(home, host=str(elsewhere.region.pk))).status_code == 302


def test_whole_days_come_back_as_they_were_given(home: House, curator: User, log_in: LogIn) -> None:
    client = log_in(curator)
    days = form_of(home, starts_on="2027-03-27", ends_on="2027-03-29", starts_at="", ends_at="")
    where = client.post("/meetings/new/", days).headers["Location"]
    meeting = Meeting.objects.get()
    assert (meeting.starts, meeting.ends) == (moment("2027-03-26 23:00"), moment("2027-03-29 22:00"))
    assert "Saturday 27 March 2027 – Monday 29 March 2027" in Client().get(where).text
    assert client.post(where + "change/", {**days, "place": "Folkets hus"}).status_code == 302
    meeting.refresh_from_db()
    assert (meeting.starts, meeting.ends, meeting.sequence) == (
        moment("2027-03-26 23:00"),
        moment("2027-03-29 22:00"),
        0,
    )


def test_each_reads_on_the_own_clock(home: House, curator: User, reader: User, elsewhere: House, log_in: LogIn) -> None:
    start = moment("2027-10-14 07:00")
    meeting = plan(curator, home.region, starts=start)
    elsewhere.region.country = "FI"
    elsewhere.region.save()
    at = f"/meetings/{meeting.key}/"
    assert "10:00–16:00 (Helsinki, UTC+3)" in log_in(reader).get(at).text
    anybody = Client()
    assert "Helsinki, UTC" not in anybody.get(at).text
    back = anybody.post("/meetings/zone/", {"zone": "Europe/London", "next": at})
    assert back.headers["Location"] == at
    assert "08:00–14:00 (London, UTC+1)" in anybody.get(at).text
    anybody.post("/meetings/zone/", {"zone": "Mars/Phobos", "next": "https://evil.example/"})
    assert "08:00–14:00 (London, UTC+1)" in anybody.get("/meetings/").text
    assert anybody.post("/meetings/zone/", {"next": "https://evil.example/"}).headers["Location"] == "/meetings/"
    client = log_in(reader)
    client.post("/meetings/zone/", {"zone": "Europe/London", "next": at})
    assert Preference.objects.get().zone == "Europe/London"
    assert "08:00–14:00 (London, UTC+1)" in log_in(reader).get(at).text, "on another device, too"


def test_registering_and_withdrawing(
    meeting: Meeting, home: House, curator: User, elsewhere: House, reader: User, log_in: LogIn
) -> None:
    at = f"/meetings/{meeting.key}/"
    client = log_in(reader)
    assert "Your name and your region are shown, never your e-mail." in client.get(at).text
    assert meeting.online_url not in client.get(at).text
    client.post(at + "join/", {"shown": "yes"})
    page = client.get(at).text
    assert "You are registered." in page
    assert meeting.online_url in page
    assert Registration.objects.get().region == elsewhere.region
    assert reader.name in log_in(home.lead).get(at).text
    client.post(at + "join/", {"shown": "no"})
    assert reader.name not in log_in(home.lead).get(at).text
    assert reader.name in log_in(curator).get(at).text
    client.post(at + "leave/")
    assert not Registration.objects.exists()
    stranger = log_in(User.objects.create_user("stranger@example.org", name="Stranger"))
    assert "Ask a region for a role" in stranger.get(at).text
    assert stranger.post(at + "join/").status_code == 403


def test_a_talk_from_offer_to_slides(
    meeting: Meeting, curator: User, reader: User, elsewhere: House, log_in: LogIn
) -> None:
    at = f"/meetings/{meeting.key}/"
    speaker, host = log_in(reader), log_in(curator)
    assert speaker.post(at + "talks/", {"title": "Asking twice"}).status_code == 422
    said = {"title": "Asking twice", "words": "We asked twice. It paid.", "speaker": "Kim Berg"}
    speaker.post(at + "talks/", {**said, "region": elsewhere.region.pk})
    talk = Talk.objects.get()
    assert "waits for the host" in speaker.get(at).text
    assert "Asking twice" not in Client().get(at).text
    assert "Asking twice" in host.get(at).text
    assert speaker.post(f"{at}talks/{talk.pk}/answer/", {"accept": "1"}).status_code == 403
    assert "Say why" in host.post(f"{at}talks/{talk.pk}/answer/", {"decline": "1"}, follow=True).text
    host.post(f"{at}talks/{talk.pk}/answer/", {"accept": "1"})
    assert "Kim Berg, South" in Client().get(at).text
    assert host.post(f"{at}talks/{talk.pk}/slides/").status_code == 403, "the speaker puts the slides there"
    from django.core.files.uploadedfile import SimpleUploadedFile

    sent = speaker.post(f"{at}talks/{talk.pk}/slides/", {"file": SimpleUploadedFile("a.png", png(64, 36))})
    version = Version.objects.get()
    assert sent.headers["Location"] == f"/r/south/library/{version.item.key}/1/"
    assert speaker.get(sent.headers["Location"]).status_code == 200
    bad = speaker.post(f"{at}talks/{talk.pk}/slides/", {"file": SimpleUploadedFile("x.pptx", b"no")}, follow=True)
    assert "x.pptx: " in bad.text
    assert "Choose a file first." in speaker.post(f"{at}talks/{talk.pk}/slides/", follow=True).text
    speaker.post(f"{at}talks/{talk.pk}/withdraw/")
    assert "Kim Berg" not in Client().get(at).text


def test_minutes_decisions_and_the_next_meeting(
    held: Meeting, meeting: Meeting, curator: User, home: House, elsewhere: House, log_in: LogIn
) -> None:
    client, at = log_in(curator), f"/meetings/{held.key}/"
    assert "Write the minutes." in client.get(at + "minutes/").text
    assert client.post(at + "decisions/", {"text": ""}).status_code == 422
    client.post(at + "decisions/", {"text": "Ask about purposes.", "owner": elsewhere.region.pk, "due": "2099-01-01"})
    client.post(
        at + "minutes/",
        {
            "minutes": "We talked.",
            "minutes_public": "no",
            "next_on": str(meeting.starts.date()),
            "next_host": elsewhere.region.pk,
        },
    )
    assert "The meeting is closed." in client.post(at + "minutes/close/", follow=True).text
    anybody = Client()
    assert "We talked." not in anybody.get(at).text
    assert "Ask about purposes." not in anybody.get(f"/meetings/{meeting.key}/").text
    member = log_in(home.lead)
    assert "We talked." in member.get(at).text
    assert "Decided last time" in member.get(f"/meetings/{meeting.key}/").text
    decision = held.decisions.get()
    client.post(f"/meetings/{meeting.key}/decisions/{decision.pk}/", {"done": "1"})
    decision.refresh_from_db()
    assert decision.done_at is not None
    assert client.post(f"/meetings/{meeting.key}/decisions/{decision.pk}/remove/").status_code == 404
    new = client.get(f"/meetings/new/?after={held.key}").text
    assert re.search(rf'<option value="{elsewhere.region.pk}" selected>', new)
    assert f'value="{meeting.starts.date()}"' in new


def test_the_agenda_at_work(
    meeting: Meeting, curator: User, home: House, elsewhere: House, log_in: LogIn, reader: User
) -> None:
    from tests.web.library.conftest import published

    version = published(home.people[Role.NETWORK_READER], curator, home.region, title="New from the valley")
    client, at = log_in(curator), f"/meetings/{meeting.key}/agenda/"
    assert "1 thing was published in the year before" in client.get(at).text
    client.post(at + "new/")
    line = meeting.agenda.get()
    assert client.post(at, {"day": "0", "title": "Welcome", "begins": "09:00", "minutes": "15"}).status_code == 302
    client.post(f"{at}{meeting.agenda.last().pk}/move/", {"up": "1"})
    address = f"http://testserver/library/{version.item.key}/1/"
    assert client.post(f"{at}{line.pk}/", {"day": "0", "title": "", "item": address}).status_code == 302
    assert client.post(f"{at}{line.pk}/", {"day": "0", "title": "", "item": "library/none"}).status_code == 422
    shown = Client().get(f"/meetings/{meeting.key}/").text
    assert shown.index("Welcome") < shown.index("New from the valley")
    assert f"/library/{version.item.key}/" in shown
    client.post(f"{at}{line.pk}/remove/")
    assert client.get(f"{at}{line.pk}/").status_code == 404


def test_a_series_is_for_curators(series: Series, home: House, curator: User, log_in: LogIn) -> None:
    client = log_in(curator)
    made = client.post("/meetings/series/new/", {"title": "Peers", "about": "", "per_year": "2"})
    assert "So far 0 of 2 meetings." in Client().get(made.headers["Location"]).text
    client.post(made.headers["Location"] + "change/", {"title": "Peers", "about": "", "per_year": "3"})
    assert "0 of 3 meetings" in Client().get(made.headers["Location"]).text
    assert client.post("/meetings/series/new/", {"title": "", "per_year": "0"}).status_code == 422


def test_other_parts_are_told_what_is_coming(home: House, curator: User, held: Meeting, meeting: Meeting) -> None:
    off = plan(curator, home.region, title="Off", starts=timezone.now() + timedelta(days=3))
    operations.call_off(curator, off, "Nobody can come.")
    nearer = plan(curator, home.region, title="Nearer", starts=timezone.now() + timedelta(days=9), held_at="TCI")
    assert [(m.key, m.state.value) for m in coming(5)] == [(nearer.key, "open"), (meeting.key, "open")]
    assert [m.key for m in coming(1)] == [nearer.key]
    only = coming(1)[0]
    assert (only.host, only.held_at, only.url, only.online) == ("North", "TCI", f"/meetings/{nearer.key}/", True)
    assert "Off" in Client().get("/meetings/").text, "it stays, struck out"
