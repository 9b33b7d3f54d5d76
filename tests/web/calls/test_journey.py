"""Part of J15: a call with two deadlines, who would join, and the evidence for the application."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import expect

from clusterdynamics.study.package import read_study
from clusterdynamics_web.calls.evidence import contents
from clusterdynamics_web.calls.models import Call
from clusterdynamics_web.regions.models import Role
from clusterdynamics_web.results import publishing
from clusterdynamics_web.studies.files import snapshot_path
from clusterdynamics_web.studies.models import Snapshot
from tests.web.browser import DESKTOP, PHONE, Visitor
from tests.web.calls.test_evidence import WHY, demo_kept, hold_to_the_public_class, map_house
from tests.web.conftest import DRAWN, House
from tests.web.journeys import loop_network as steps

__all__ = ["demo_kept", "map_house"]

pytestmark = [pytest.mark.verify, pytest.mark.browser, pytest.mark.django_db(transaction=True)]

CALL = "Small firms that save energy together"


def test_a_call_partners_and_the_evidence(
    map_house: House, elsewhere: House, visit: Callable[..., Visitor], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    house = map_house
    monkeypatch.setattr("clusterdynamics.report.pictures.to_svg", lambda _chart, alt, title: DRAWN)
    monkeypatch.setattr(contents, "_figures", lambda *_: {})  # `test_evidence` makes a whole one
    publishing.publish(house.lead, house.study, ["network", "public"], WHY)

    admin = visit(house.admin, size=PHONE)
    page = admin.go(f"/r/{house.region.slug}/calls/new/")
    page.get_by_label("Title").fill(CALL)
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("alert").get_by_role("link", name="Funder")).to_be_visible()
    admin.check()
    admin.picture("calls-problems")
    steps.enter_call(admin, str, title=CALL, deadlines=((40, "First stage"), (90, "Second stage")))
    expect(page.get_by_text("as soon as a curator has looked at it")).to_be_visible()
    admin.picture("calls-desk")
    curator = visit(elsewhere.people[Role.CURATOR], size=DESKTOP)
    page = curator.go("/calls/review/")
    curator.picture("calls-queue")
    steps.put_into_list(curator, str, CALL)
    expect(page.get_by_text("1 call is in the list.")).to_be_visible()
    call = Call.objects.get(title=CALL)

    anybody = visit(size=PHONE, language="fr", javascript=False)
    page = anybody.go("/calls/?country=SE")
    expect(page.locator("html")).to_have_attribute("lang", "fr")
    page.locator("main ol.tasks a").first.click()
    expect(page.locator("main time")).to_have_count(2)
    expect(page.locator("#join")).to_have_count(0)
    anybody.picture("calls-call-without-scripts")

    writer = visit(house.people[Role.NETWORK_READER], size=DESKTOP)
    page = writer.go("/calls/")
    writer.check()
    writer.picture("calls-list")
    page.get_by_role("link", name=CALL).click()
    steps.join_call(writer, str, "Thirty firms and a heat network.")
    writer.check()
    writer.picture("calls-call")
    page = curator.go(f"/calls/{call.key}/")
    page.get_by_role("link", name="Write : North").click()
    page.get_by_label("Your letter").fill("We have a test hall. Shall we?")
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_text("The answer comes to you by mail.")).to_be_visible()

    page = writer.go(f"/r/{house.region.slug}/evidence/?call={call.key}")
    page.get_by_label("Pictures (SVG and PNG)").uncheck()
    writer.picture("calls-evidence")
    files = steps.have_pack_made(writer, str, f"/r/{house.region.slug}/evidence/", CALL, tmp_path / "pack.zip")
    writer.check()
    writer.picture("calls-packs")
    assert {"README.txt", "manifest.json", "forest-2026/methods.pdf", "forest-2026/map/groups.svg"} < set(files)
    hold_to_the_public_class(files, read_study(snapshot_path(Snapshot.objects.get())))


def test_pages_beside_the_way(map_house: House, visit: Callable[..., Visitor]) -> None:
    """A file looked through, the desk, the second look; and choosing what of a report goes into the library."""
    house = map_house
    admin = visit(house.admin, size=PHONE)
    page = admin.go(f"/r/{house.region.slug}/calls/bring-in/")
    admin.check()
    page.get_by_label("File with calls").set_input_files(
        files=[{"name": "x.csv", "mimeType": "text/csv", "buffer": b"title,funder,url\nHeat,Fund,https://a.example\n"}]
    )
    page.get_by_role("button", name="Read the file").click()
    expect(page.get_by_text("Nothing is taken over yet.")).to_be_visible()
    admin.check()
    admin.picture("calls-preview")
    page.get_by_role("button", name="Take over").click()
    admin.check()
    curator = visit(house.people[Role.CURATOR], size=PHONE)
    curator.go("/calls/review/")
    curator.check()
    publishing.publish(house.lead, house.study, ["network", "public"], WHY)
    lead = visit(house.lead, size=PHONE)
    lead.go(house.url("results/publish/library/"))
    lead.check()
    lead.picture("library-report")
    lead.go(house.url("results/publish/"))
    lead.check()
    lead.picture("results-publish")
