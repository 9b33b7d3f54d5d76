"""Regions that show themselves: only those, only what they chose, on a map and in a table alike; letters to them."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from xml.etree import ElementTree

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from clusterdynamics.charts.projection import equal_area
from clusterdynamics_web.accounts.models import User
from clusterdynamics_web.network import map as maps
from clusterdynamics_web.network.models import Member, Message, ShownCluster, Stop
from clusterdynamics_web.network.operations import HOURLY, forget_messages
from clusterdynamics_web.regions.models import AuditEntry, Cluster, Membership, Region, Role
from tests.web.conftest import House
from tests.web.library.conftest import published, work
from tests.web.network.conftest import show
from tests.web.test_pages import check

pytestmark = pytest.mark.django_db


def test_a_region_chooses_what_everybody_reads_about_it(home: House, log_in: Callable[[User], Client]) -> None:
    admin, everybody = log_in(home.admin), Client()
    hidden = Cluster.objects.create(region=home.region, slug="secret", name="Hidden cluster", sector="Steel")
    at, out = f"/r/{home.region.slug}/network/", f"/network/members/{home.region.slug}/"
    assert everybody.get(out).status_code == 404
    own = admin.get(at)
    assert "Nobody outside sees your region now." in own.text
    assert check("own", own.text) == []
    given = {
        "shown": "on", "takes_mail": "on", "text_en": "Woods & <b>mills</b>.", "text_sv": "Skog och bruk.",
        f"shown_{home.cluster.pk}": "on", f"organisation_{home.cluster.pk}": "Paper Valley",
        f"website_{home.cluster.pk}": "https://valley.example/", "latitude": "59.4", "longitude": "13.5",
    }  # fmt: skip
    wrong = admin.post(at, {**given, "latitude": "", f"website_{home.cluster.pk}": "javascript:alert(1)"})
    assert wrong.status_code == 400
    assert set(wrong.context["form"].errors) == {"latitude", f"website_{home.cluster.pk}"}, "all problems at once"
    assert not Member.objects.exists()

    assert admin.post(at, given).status_code == 302
    page = everybody.get(out).text
    assert "Woods &amp; &lt;b&gt;mills&lt;/b&gt;." in page
    assert "Paper Valley" in page
    assert hidden.name not in page
    assert str(home.study) not in page, "a study that was not published for everybody is not mentioned"
    assert check("member", page) == [f"member: foreign host: {given[f'website_{home.cluster.pk}']}"], "a link only"
    assert "Log in to write" in page
    swedish = Client()
    swedish.cookies["cd_language"] = "sv"
    assert "Skog och bruk." in swedish.get(out).text
    assert set(AuditEntry.objects.filter(verb__startswith="network.").values_list("verb", flat=True)) == {
        "network.shown"
    }

    admin.post(at, {**given, "shown": "", f"shown_{home.cluster.pk}": ""})
    assert everybody.get(out).status_code == 404
    assert not ShownCluster.objects.exists()
    assert home.region.name not in everybody.get("/network/members/").text


def test_the_list_is_chosen_from_and_equals_the_map(home: House, elsewhere: House) -> None:
    home.cluster.sector = "Forest"
    home.cluster.save()
    show(home, latitude=59.4, longitude=13.5)
    show(elsewhere, latitude=43.6, longitude=1.44)
    Region.objects.filter(pk=elsewhere.region.pk).update(country="FR", name="South & <West>")
    answer = Client().get("/network/members/")
    assert check("members", answer.text) == []
    assert [row[0]["text"] for row in answer.context["rows"]] == ["North", "South & <West>"]
    svg = Client().get(answer.context["map_url"])
    assert svg.headers["Content-Type"] == "image/svg+xml"
    root = ElementTree.fromstring(svg.content)  # noqa: S314 - our own
    named = [t.text for t in root.iter("{http://www.w3.org/2000/svg}text")]
    assert named[:2] == ["North", "South & <West>"]
    shaded = [p for p in root.iter("{http://www.w3.org/2000/svg}path") if p.get("fill") == maps._HERE]
    assert len(shaded) == 2, "Sweden and France"

    chosen = Client().get("/network/members/?country=FR")
    assert [row[0]["text"] for row in chosen.context["rows"]] == ["South & <West>"]
    only = ElementTree.fromstring(Client().get(chosen.context["map_url"]).content)  # noqa: S314
    assert len(list(only.iter("{http://www.w3.org/2000/svg}circle"))) == 1
    assert len(Client().get("/network/members/?sector=Forest").context["rows"]) == 1
    none = Client().get("/network/members/?country=NO")
    assert "No region fits this choice." in none.text
    assert Client().get("/network/members/map.svg?country=NO").status_code == 404


def test_places_are_where_the_projection_puts_them(home: House) -> None:
    """Lambert's projection keeps its middle: 15° E, 56° N is where the axes cross; north is up, east is right."""
    middle = show(home, longitude=15.0, latitude=56.0)
    ((_name, x, y),) = maps.places_of([middle])
    assert (x, y) == pytest.approx((-maps._LEFT * maps._SCALE, maps._UP * maps._SCALE), abs=0.06)
    middle.latitude, middle.longitude = 60.0, 20.0
    ((_name, east, north),) = maps.places_of([middle])
    assert east > x
    assert north < y
    flat = equal_area([(20.0, 60.0)], (15.0, 56.0))[0]
    assert (east - x, y - north) == pytest.approx(tuple(flat * maps._SCALE), abs=0.11)
    middle.latitude, middle.longitude = -33.9, 151.2
    assert maps.places_of([middle]) == (), "Sydney is not on this map"


# -- letters ------------------------------------------------------------------------------------------------------


def test_a_letter_reaches_the_admins_and_shows_nobodys_address(home: House, log_in: Callable[[User], Client]) -> None:
    show(home)
    second = User.objects.create_user("second@north.example", language="fr")
    Membership.objects.create(user=second, region=home.region, role=Role.REGION_ADMIN)
    sender = User.objects.create_user("eve@far.example", name="Eve\r\nBcc: all@evil.example")
    client, at = log_in(sender), f"/network/members/{home.region.slug}/write/"
    assert Client().get(at).status_code == 302, "only people who are logged in write"
    page = client.get(at)
    assert check("write", page.text) == []
    assert sender.email in page.text, "who writes is told that the address goes with the letter"
    assert client.post(at, {"subject": "", "text": " "}).status_code == 400

    client.post(at, {"subject": "Wood", "text": "x", "company": "Bot Ltd"})
    assert not Message.objects.exists(), "what fills in the hidden field is a program"

    hostile = "Wood\r\nBcc: all@evil.example\u202e"
    answer = client.post(at, {"subject": hostile, "text": "Shall we meet?\n-- \nThe operator\u0007"}, follow=True)
    assert "Your letter is on its way to North." in answer.text
    assert not any(admin in answer.text for admin in (home.admin.email, second.email))
    work()
    assert [m.to for m in mail.outbox] == [[home.admin.email], [second.email]]
    for letter in mail.outbox:
        raw = letter.message().as_string()
        assert not re.search(r"(?im)^bcc:", raw)
        assert letter.subject.count("\n") == 0
        assert letter.reply_to[0].endswith("<eve@far.example>")
        assert "> -- \n> The operator" in letter.body, "what somebody wrote is marked as such in every line"
        assert "\u202e" not in letter.subject
        assert "\u0007" not in letter.body
        assert second.email not in mail.outbox[0].body
    work()
    assert len(mail.outbox) == 2, "once"
    entry = AuditEntry.objects.get(verb="network.written")
    assert (entry.region, entry.user) == (home.region, sender)
    assert "meet" not in str(entry.details)

    for number in range(HOURLY):
        answer = client.post(at, {"subject": "More", "text": f"{number}"})
    assert answer.status_code == 400
    assert "within the last hour" in answer.text
    assert Message.objects.count() == HOURLY
    Message.objects.update(at=timezone.now() - timedelta(hours=2))
    assert client.post(at, {"subject": "Later", "text": "again"}).status_code == 302
    Member.objects.update(takes_mail=False)
    assert "takes no letters" in client.post(at, {"subject": "Later", "text": "again"}).text


def test_abuse_is_reported_settled_and_forgotten(
    home: House, elsewhere: House, log_in: Callable[[User], Client]
) -> None:
    show(home)
    sender, curator = home.people[Role.BOARD], elsewhere.people[Role.CURATOR]
    writer, mover = log_in(sender), log_in(curator)
    at = f"/network/members/{home.region.slug}/write/"
    writer.post(at, {"subject": "Win now", "text": "Click here."})
    message = Message.objects.get()
    report = f"/network/letters/{message.key}/report/"
    settle = f"/network/moderation/letters/{message.key}/"
    assert mover.post(settle, {"outcome": "fine"}).status_code == 404, "nobody reads a letter that was not reported"
    assert log_in(elsewhere.admin).get(report).status_code == 404
    assert log_in(home.admin).post(report, {"reason": " "}).status_code == 400
    log_in(home.admin).post(report, {"reason": "It sells something."})
    queue = mover.get("/network/moderation/")
    assert "Click here." in queue.text
    assert "It sells something." in queue.text
    assert check("queue", queue.text) == []
    assert log_in(home.people[Role.NETWORK_READER]).get("/network/moderation/").status_code == 403

    mover.post(settle, {"outcome": "stopped", "reason": ""})
    assert not Stop.objects.exists(), "not without a reason"
    work()
    mail.outbox.clear()
    mover.post(settle, {"outcome": "stopped", "reason": "Regions are not customers."})
    work()
    assert [m.to for m in mail.outbox] == [[sender.email]]
    assert "Regions are not customers." in mail.outbox[0].body
    assert "no more" in writer.post(at, {"subject": "Again", "text": "Please"}).text
    assert mover.get("/network/moderation/").context["waiting"] == []
    settled = AuditEntry.objects.get(verb="network.message_settled")
    assert settled.details["outcome"] == "stopped"

    assert forget_messages(timezone.now() + timedelta(days=89)) == 0
    assert forget_messages(timezone.now() + timedelta(days=91)) == 1
    assert forget_messages(timezone.now() + timedelta(days=91)) == 0
    message.refresh_from_db()
    assert (message.subject, message.text, message.reason) == ("", "", "")


def test_what_a_region_shared_stands_on_its_page(home: House) -> None:
    show(home)
    author, curator = home.people[Role.NETWORK_READER], home.people[Role.CURATOR]
    published(author, curator, home.region, title="For everybody")
    published(author, curator, home.region, title="For us alone", public=False)
    page = Client().get(f"/network/members/{home.region.slug}/").text
    assert "For everybody" in page
    assert "For us alone" not in page
    assert author.name not in page
