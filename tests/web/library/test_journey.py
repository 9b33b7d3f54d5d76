"""An author submits, a curator asks for a change at a field, it is published; a reader in France finds by a facet."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import expect

from clusterdynamics_web.accounts.models import User
from clusterdynamics_web.jobs.worker import Worker
from clusterdynamics_web.library.models import Version
from tests.web.browser import DESKTOP, PHONE, Visitor
from tests.web.conftest import House
from tests.web.journeys import loop_network as steps
from tests.web.library.conftest import published
from tests.web.library.hostile import png

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.verify
@pytest.mark.browser
def test_share_reply_publish_and_find_in_french(
    home: House, author: User, curator: User, visit: Callable[..., Visitor], tmp_path: Path
) -> None:
    published(author, curator, home.region, title="Rapport de la vallée", kind="report", country="FR", language="fr")
    picture = tmp_path / "dal.png"
    picture.write_bytes(png(640, 360))

    writer = visit(author, size=PHONE)
    page = writer.go(f"/r/{home.region.slug}/library/new/")
    page.get_by_label("experience with the method").check()
    page.get_by_role("button", name="Go on").click()
    page.get_by_label("Title").fill("What forty firms told us")
    page.get_by_label("What we did").fill("We asked forty firms in March.")
    page.get_by_label("What did not work").fill("The large companies answered late.")
    page.get_by_role("button", name="Send to the curators").click()
    expect(page.get_by_role("alert").get_by_text("What the cluster got back: please fill it in.")).to_be_visible()
    writer.check()
    writer.picture("library-problems")
    page.get_by_label("What the cluster got back").fill("A page for every firm, and a breakfast.")
    page.get_by_role("button", name="Save", exact=True).first.click()
    page.locator("input[type=file]").set_input_files(picture)
    page.get_by_label("If it is a picture").fill("The valley from above")
    page.get_by_role("button", name="Add the file").click()
    expect(page.get_by_role("link", name="dal.png")).to_be_visible()
    page.get_by_label("No, everything in it is ours").check()
    page.get_by_role("button", name="Send to the curators").click()
    expect(page.get_by_text("With the curators.")).to_be_visible()
    Worker().work_once()

    replier = visit(curator, size=DESKTOP)
    replier.go("/library/review/")
    replier.picture("library-queue")
    steps.ask_for_change(replier, str, "What forty firms told us", "What we did", "How did you choose the forty?")
    page = replier.page
    replier.check()
    replier.picture("library-review")
    page.get_by_role("button", name="Ask for these changes").click()
    expect(page.get_by_text("The author gets a mail").first).to_be_visible()

    version = Version.objects.get(title="What forty firms told us")
    page = writer.go(f"/r/{home.region.slug}/library/{version.item.key}/1/")
    expect(page.get_by_text("How did you choose the forty?").first).to_be_visible()
    writer.check()
    writer.picture("library-changes")
    page.get_by_label("What we did").fill("We asked the forty firms of the association in March.")
    page.get_by_role("button", name="Send to the curators").click()
    page = replier.go(f"/library/review/{version.item.key}/1/")
    page.get_by_label("I looked at every picture").check()
    page.get_by_role("button", name="Accept").click()
    while Worker().work_once():
        pass
    page = writer.go(f"/r/{home.region.slug}/library/{version.item.key}/1/")
    page.get_by_role("button", name="Publish").click()
    expect(page.get_by_text("As readers see it")).to_be_visible()
    writer.picture("library-published")

    reader = visit(size=DESKTOP, language="fr", javascript=False)
    page = reader.go("/library/")
    expect(page.locator("html")).to_have_attribute("lang", "fr")
    expect(page.locator("main ol.tasks > li")).to_have_count(2)
    page.locator("[data-facet=country] summary").click()
    page.locator("[data-facet=country] a[data-value=FR]").click()
    expect(page.locator("main ol.tasks > li")).to_have_count(1)
    page.get_by_role("link", name="Rapport de la vallée").click()
    expect(page.get_by_role("heading", level=1, name="Rapport de la vallée")).to_be_visible()
    reader.picture("library-item-without-scripts")

    scripted = visit(size=PHONE, language="fr")
    scripted.go("/library/?q=forty")
    scripted.check()
    scripted.picture("library-search")
    scripted.page.locator("main ol.tasks a").first.click()
    scripted.check()
    scripted.picture("library-item")
    wide = visit(curator, size=DESKTOP)
    wide.go("/library/?q=firm&kind=experience")
    wide.check()
    wide.picture("library-search")
