"""Results: each role reads as its audience, and looks as others only where these see less."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import timezone

from clusterdynamics.report.sections import SECTIONS
from clusterdynamics_web.accounts.models import User
from clusterdynamics_web.jobs.models import Job
from clusterdynamics_web.regions.models import Role
from clusterdynamics_web.results.models import Reading
from clusterdynamics_web.results.overview import GROUPS
from tests.web.conftest import House

pytestmark = pytest.mark.django_db

OWN = {
    Role.STUDY_LEAD: "study",
    Role.CLUSTER_MANAGER: "cluster_manager",
    Role.BOARD: "board",
    Role.FACILITATOR: "participants",
    Role.REGION_ADMIN: "network",
}
#: Audience → as whom somebody of it may look, as the privacy specification has it.
AS = {
    "study": {"study", "cluster_manager", "board", "participants", "network", "public"},
    "cluster_manager": {"cluster_manager", "participants", "network", "public"},
    "board": {"board", "participants", "network", "public"},
    "participants": {"participants", "network", "public"},
    "network": {"network", "public"},
}


@pytest.mark.parametrize("role", OWN)
def test_each_role_reads_as_its_audience_and_as_those_who_see_less(
    role: Role, read_house: House, log_in: Callable[[User], Client]
) -> None:
    client = log_in(read_house.people[role])
    page = client.get(read_house.url("results/"))
    assert page.context["audience"] == OWN[role]
    for audience in AS["study"]:
        status = client.get(read_house.url(f"results/?as={audience}")).status_code
        assert status == (200 if audience in AS[OWN[role]] else 403), audience
    assert client.get(read_house.url("results/?as=everybody")).status_code == 404


def test_a_question_has_its_answer_its_picture_and_its_table(
    read_house: House, log_in: Callable[[User], Client]
) -> None:
    client = log_in(read_house.lead)
    page = client.get(read_house.url("results/about/stage/"))
    section = page.context["section"]
    text = page.content.decode()
    assert section["answer"] in text
    drawn = next(block for block in section["blocks"] if "svg" in block)
    picture = client.get(read_house.url(f"results/picture/{drawn['id']}.svg"))
    assert picture.headers["Content-Type"] == "image/svg+xml"
    assert picture.content.startswith(b"<svg")
    assert "sandbox" in picture.headers["Content-Security-Policy"]
    assert f"{drawn['id']}.svg" in text


def test_the_map_of_all_ties_is_for_the_study_team(read_house: House, log_in: Callable[[User], Client]) -> None:
    for person, status in ((read_house.lead, 200), (read_house.manager, 404), (read_house.admin, 404)):
        assert log_in(person).get(read_house.url("results/about/map/")).status_code == status
        assert log_in(person).get(read_house.url("results/picture/map-1.svg")).status_code == status


def test_without_a_closed_wave_there_is_nothing_to_read(home: House, log_in: Callable[[User], Client]) -> None:
    page = log_in(home.lead).get(home.url("results/"))
    assert "There is nothing to read yet" in page.content.decode()
    assert not Job.objects.exists()


def test_what_is_not_computed_yet_is_queued_once_and_waited_for(
    read_house: House, log_in: Callable[[User], Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("clusterdynamics_web.results.store.told_of", lambda *_: None)
    client = log_in(read_house.lead)
    for _ in range(2):
        assert client.get(read_house.url("results/")).headers["Refresh"] == "2"
    # What the map's script asks for is not there yet either.
    assert client.get(read_house.url("results/map/data.json")).status_code == 404
    assert [j.kind for j in Job.objects.all()] == ["tell_snapshot"]  # the reading is there, this language is not
    Reading.objects.all().delete()
    client.get(read_house.url("results/"))
    assert Job.objects.filter(kind="read_snapshot").count() == 1


def test_the_first_page_has_the_finding_first_and_every_question_once(
    read_house: House, log_in: Callable[[User], Client]
) -> None:
    client = log_in(read_house.lead)
    page = client.get(read_house.url("results/"))
    text = page.content.decode()
    told = page.context["told"]
    stage = next(s for s in told["sections"] if s["id"] == "stage")
    assert text.index(stage["answer"]) < text.index(told["sections"][0]["answer"])  # coverage is the report's first
    listed = [s["id"] for _heading, found in page.context["groups"] for s in found]
    assert sorted(listed) == sorted(s["id"] for s in told["sections"])
    for held in told["held_back"]:
        assert held["text"] in text
    assert all(text.count(f"/about/{name}/") >= 1 for name in listed)
    # Every question that the library knows has its heading: none lands under "More".
    known = {name for _heading, names in GROUPS for name in names}
    assert {make.__name__.removesuffix("_section") for make in SECTIONS} == known


def test_links_keep_as_whom_one_looks(read_house: House, log_in: Callable[[User], Client]) -> None:
    client = log_in(read_house.lead)
    for address in ("results/?as=board", "results/about/loops/?as=board"):
        page = client.get(read_house.url(address))
        text = page.content.decode()
        assert "You see what the board sees." in text
        inside = [a for a in re.findall(r'(?:href|src)="([^"]*)"', text) if a.startswith(read_house.url("results/"))]
        own = {page.wsgi_request.path, read_house.url("results/")}  # the ways back to what one sees oneself
        pages = {a.split("#")[0] for a in inside} - own
        others = {a for a in pages if re.search(r"\?as=(?!board)", a)}  # the choice in the bar
        assert len(others) == 4
        assert pages - others
        assert all(a.endswith("?as=board") for a in pages - others)
    # What another audience is not told about leads to what it is told.
    away = client.get(read_house.url("results/about/map/?as=public"))
    assert (away.status_code, away.url) == (302, read_house.url("results/?as=public"))


def test_each_loop_leads_to_the_words_behind_it_and_each_question_to_the_next(
    read_house: House, log_in: Callable[[User], Client]
) -> None:
    page = log_in(read_house.lead).get(read_house.url("results/about/loops/"))
    text = page.content.decode()
    leads = [
        row[0]["url"] for b in page.context["section"]["blocks"] for row in b.get("table", {}).get("rows", ())
        if "url" in row[0]
    ]  # fmt: skip
    assert leads
    assert all(f'id="{lead[1:]}"' in text for lead in leads)
    assert 'rel="prev"' in text
    assert 'rel="next"' in text
    snapshot = read_house.study.snapshots.get().fingerprint[:12]
    assert text.count(f"snapshot {snapshot}") > text.count("<figure")


def test_what_went_wrong_is_told_and_begins_again_only_when_the_lead_says_so(
    read_house: House, log_in: Callable[[User], Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("clusterdynamics_web.results.store.told_of", lambda *_: None)
    lead, board = log_in(read_house.lead), log_in(read_house.people[Role.BOARD])
    board.get(read_house.url("results/"))
    Job.objects.update(state="failed", error="The disk is full.", finished_at=timezone.now())
    for client, words in ((lead, "Compute again"), (board, "The study lead can have it computed again.")):
        page = client.get(read_house.url("results/"))
        assert "Refresh" not in page.headers
        assert "The disk is full." in page.content.decode()
        assert words in page.content.decode()
    assert Job.objects.count() == 1
    lead.post(read_house.url("results/again/"))
    assert lead.get(read_house.url("results/")).headers["Refresh"] == "2"
    assert Job.objects.count() == 2
