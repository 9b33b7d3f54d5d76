"""Who is seen by whom, and that nothing of a person is left behind."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.apps import apps
from django.contrib.auth.models import AnonymousUser
from django.test import Client
from django.utils import timezone

from clusterdynamics_web.accounts.models import User
from clusterdynamics_web.accounts.read import data_of
from clusterdynamics_web.meetings import operations, read
from clusterdynamics_web.meetings.access import access_meeting, hosts_for, network_regions
from clusterdynamics_web.meetings.models import AgendaLine, Meeting
from clusterdynamics_web.regions.models import Membership, Region, Role
from tests.web.conftest import House
from tests.web.meetings.conftest import plan, work

pytestmark = pytest.mark.django_db

type LogIn = Callable[[User], Client]
MARK = "Zzleavenotrace Berg"


def _take_part(user: User, meeting: Meeting, held: Meeting, curator: User, region: Region) -> None:
    """Let somebody leave a trace in every table there is here."""
    operations.join(user, meeting, region, shown=True)
    said = {"title": "Asking twice", "words": "We did. It paid.", "speaker": user.name, "region": region}
    talk = operations.offer_talk(user, meeting, said)
    operations.answer_talk(curator, talk, accepted=True)
    AgendaLine.objects.create(meeting=held, position=1, title="Welcome", speaker=user.name)
    operations.choose_zone(user, "Europe/Paris")
    operations.new_feed(user)
    work()


def _texts() -> Iterator[tuple[str, str]]:
    for model in apps.get_models():
        for row in model._default_manager.all():
            for field in model._meta.concrete_fields:
                yield f"{model._meta.label}.{field.name}", str(field.value_from_object(row))


def test_nothing_of_somebody_is_left_when_the_account_goes(
    meeting: Meeting, held: Meeting, curator: User, elsewhere: House
) -> None:
    user = User.objects.create_user("zzleavenotrace@example.org", name=MARK)
    Membership.objects.create(user=user, region=elsewhere.region, role=Role.NETWORK_READER)
    _take_part(user, meeting, held, curator, elsewhere.region)
    found = {where for where, text in _texts() if "zzleavenotrace" in text.casefold()}
    assert {"meetings.Talk.speaker", "meetings.AgendaLine.speaker"} <= found
    own = {f"meetings.{n}.user" for n in ("Registration", "Talk", "Preference", "Feed", "Notice")}
    keys = {where for where, text in _texts() if text == str(user.pk) and where.endswith(".user")}
    assert own <= keys, "somebody left a trace in every table"
    number = str(user.pk)
    user.delete()
    left = [where for where, text in _texts() if "zzleavenotrace" in text.casefold()]
    assert left == []
    assert [where for where, text in _texts() if text == number and where in own] == []
    # What was told stays, without a name.
    anybody = access_meeting(AnonymousUser(), meeting.key)
    assert [(x.title, x.who) for x in read.agenda_of(anybody)] == [("Asking twice", "South")]


def test_what_is_kept_of_somebody_can_be_taken_along(
    meeting: Meeting, held: Meeting, curator: User, reader: User, elsewhere: House
) -> None:
    _take_part(reader, meeting, held, curator, elsewhere.region)
    told: Any = data_of(reader)["meetings"]
    assert [(r["meeting"], r["region"]) for r in told["registrations"]] == [("Autumn meeting", "South")]
    assert [t["speaker"] for t in told["talks"]] == [reader.name]
    assert (told["time_zone"], told["wants_mails"]) == ("Europe/Paris", True)
    assert [(m["meeting"], m["about"]) for m in told["mails"]] == [("Autumn meeting", "talk")]


def test_no_page_for_everybody_names_who_comes_or_an_address(
    meeting: Meeting, held: Meeting, curator: User, home: House, elsewhere: House, reader: User, log_in: LogIn
) -> None:
    operations.join(reader, meeting, elsewhere.region, shown=True)
    Meeting.objects.filter(pk=held.pk).update(minutes="We talked inside.", minutes_public=False)
    secrets = [reader.name, meeting.online_url, "We talked inside.", *(u.email for u in User.objects.all())]
    paths = ["/meetings/", f"/meetings/{meeting.key}/", f"/meetings/{held.key}/", "/meetings/calendar.ics"]
    paths += [f"/meetings/series/{meeting.series.key if meeting.series else ''}/", "/meetings/hosted-by/north.ics"]
    paths += [f"/meetings/{meeting.key}/meeting.ics"]
    stranger = log_in(User.objects.create_user("stranger@example.org", name="Stranger"))
    for client in (Client(), stranger):
        for path in paths:
            text = client.get(path).content.decode().replace("\r\n ", "")
            assert [s for s in secrets if s in text] == [], path
    member = log_in(home.lead).get(f"/meetings/{meeting.key}/").text
    assert reader.name in member
    assert reader.email not in member


def test_only_regions_of_the_network_can_be_chosen(home: House, elsewhere: House, curator: User) -> None:
    quiet = Region.objects.create(slug="quiet", name="Quiet")
    assert list(network_regions()) == [home.region, elsewhere.region]
    assert quiet not in hosts_for(curator)
    assert list(hosts_for(elsewhere.admin)) == [elsewhere.region]
    assert not hosts_for(home.lead).exists()


def test_a_person_is_one_seat_and_one_name(home: House, curator: User, elsewhere: House, reader: User) -> None:
    meeting = plan(curator, home.region, starts=timezone.now() + timedelta(days=20))
    for _again in range(2):
        operations.join(reader, meeting, elsewhere.region, shown=True)
    seat = access_meeting(home.lead, meeting.key)
    assert [r.user for r in read.people_of(seat)] == [reader]
    assert read.people_of(access_meeting(AnonymousUser(), meeting.key)) == []
