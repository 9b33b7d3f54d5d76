"""Part of J15: a call with two deadlines, who would join, and the evidence for the application."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from clusterdynamics.study.package import read_study
from clusterdynamics_web.calls.evidence import contents
from clusterdynamics_web.calls.models import Call
from clusterdynamics_web.jobs.models import Job
from clusterdynamics_web.jobs.worker import Worker
from clusterdynamics_web.library.operations import results
from clusterdynamics_web.regions.models import Role
from clusterdynamics_web.results import publishing
from clusterdynamics_web.studies.files import snapshot_path
from clusterdynamics_web.studies.models import Snapshot
from tests.web.browser import DESKTOP, PHONE, Visitor
from tests.web.calls.test_evidence import WHY, demo_kept, hold_to_the_public_class, map_house
from tests.web.conftest import DRAWN, House

__all__ = ["demo_kept", "map_house"]

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_call_partners_and_the_evidence(
    map_house: House, elsewhere: House, visit: Callable[..., Visitor], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    house, today = map_house, timezone.localdate()
    monkeypatch.setattr("clusterdynamics.report.pictures.to_svg", lambda _chart, alt, title: DRAWN)
    monkeypatch.setattr(contents, "_figures", lambda *_: {})  # `test_evidence` makes a whole one
    publishing.publish(house.lead, house.study, ["network", "public"], WHY)

    admin = visit(house.admin, size=PHONE)
    page = admin.go(f"/r/{house.region.slug}/calls/new/")
    page.get_by_label("Title").fill("Small firms that save energy together")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("alert").get_by_role("link", name="Funder")).to_be_visible()
    admin.check()
    admin.picture("calls-problems")
    page.get_by_label("Funder").fill("Fund of the North")
    page.get_by_label("Address of the call").fill("https://fund.example/energy")
    for number, (days, name) in enumerate(((40, "First stage"), (90, "Second stage"))):
        row = page.locator("fieldset fieldset").nth(number)
        row.get_by_label("Day").fill((today + timedelta(days=days)).isoformat())
        row.get_by_label("Time").fill("17:00")
        row.get_by_label("On the clock of").select_option("Europe/Brussels")
        row.get_by_label("What for").fill(name)
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("as soon as a curator has looked at it")).to_be_visible()
    admin.picture("calls-desk")
    curator = visit(elsewhere.people[Role.CURATOR], size=DESKTOP)
    page = curator.go("/calls/review/")
    curator.picture("calls-queue")
    page.get_by_label("Small firms that save energy together").check()
    page.get_by_role("button", name="Put those chosen into the list").click()
    expect(page.get_by_text("1 call is in the list.")).to_be_visible()
    call = Call.objects.get(title="Small firms that save energy together")

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
    page.get_by_role("link", name="Small firms that save energy together").click()
    page.get_by_text("We would join", exact=True).click()
    page.get_by_label("We lead already and look for partners").check()
    page.get_by_label("What you bring").fill("Thirty firms and a heat network.")
    page.get_by_role("button", name="Put us on the list").click()
    expect(page.get_by_text("Thirty firms and a heat network.").first).to_be_visible()
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
    page.get_by_role("button", name="Make the pack").click()
    while Worker().work_once():
        pass
    page = writer.go(f"/r/{house.region.slug}/evidence/")
    writer.check()
    writer.picture("calls-packs")
    with page.expect_download() as got:
        page.get_by_role("link", name="Small firms that save energy together").click()
    got.value.save_as(tmp_path / "pack.zip")
    with zipfile.ZipFile(tmp_path / "pack.zip") as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    assert {"README.txt", "manifest.json", "forest-2026/methods.pdf", "forest-2026/map/groups.svg"} < set(files)
    hold_to_the_public_class(files, read_study(snapshot_path(Snapshot.objects.get())))


@pytest.mark.verify
def test_pages_beside_the_way(map_house: House, visit: Callable[..., Visitor], monkeypatch: pytest.MonkeyPatch) -> None:
    """A file looked through, the desk, the second look; and the published report that goes into the library."""
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
    monkeypatch.setattr(results, "_documents", lambda *_: [])
    lead = visit(house.lead, size=PHONE)
    page = lead.go(house.url("results/publish/library/"))
    lead.check()
    lead.picture("library-report")
    page = lead.go(house.url("results/publish/"))
    lead.check()
    lead.picture("results-publish")
    page.get_by_role("button", name="Put the report into the library").click()
    expect(page.get_by_role("button", name="Stop")).to_be_visible()
    lead.picture("library-report-progress")
    assert Job.objects.latest("pk").kind == "library_from_study"
    Worker().work_once()
    expect(page.get_by_role("link", name="As readers see it")).to_be_visible()
    lead.check()
    lead.picture("library-report-done")
