"""A reader in France finds an experience by its country from the front page, and writes to the region that made it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from clusterdynamics_web.network.models import Message
from clusterdynamics_web.regions.models import Role
from tests.web.browser import DESKTOP, PHONE, Visitor
from tests.web.conftest import House
from tests.web.library.conftest import published
from tests.web.network.conftest import EXPERIENCE

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.verify
@pytest.mark.browser
def test_find_in_french_show_oneself_write_and_moderate(home: House, visit: Callable[..., Visitor]) -> None:
    author, curator = home.people[Role.NETWORK_READER], home.people[Role.CURATOR]
    published(author, curator, home.region, title="Petits déjeuners", country="FR", language="fr")
    published(author, curator, home.region, title="Wood and steel")
    published(author, curator, home.region, "experience", **EXPERIENCE)

    admin = visit(home.admin, size=DESKTOP)
    page = admin.go(f"/r/{home.region.slug}/")
    page.get_by_role("link", name="Our page in the network").click()
    page.get_by_label("Show our region to everybody").check()
    page.get_by_label("The region in your words (English)").fill("Woods, mills and people who meet.")
    page.get_by_label("Show “Forest” by name").check()
    page.get_by_label("The organisation that runs it").fill("Paper Valley")
    page.get_by_label("Latitude").fill("59.4")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Give both, or none.").first).to_be_visible()
    admin.check()
    admin.picture("network-own-problems")
    page.get_by_label("Longitude").fill("13.5")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Everybody can read about your region.")).to_be_visible()
    admin.check()
    admin.picture("network-own")

    reader = visit(size=DESKTOP, language="fr", javascript=False)
    page = reader.go("/")
    expect(page.locator("html")).to_have_attribute("lang", "fr")
    reader.picture("network-front")
    page.locator('main a[href="/library/"]').first.click()
    page.locator("[data-facet=country] summary").click()
    page.locator("[data-facet=country] a[data-value=FR]").click()
    page.get_by_role("link", name="Petits déjeuners").click()
    expect(page.get_by_role("heading", level=1, name="Petits déjeuners")).to_be_visible()

    phone = visit(size=PHONE, language="fr")
    for path in ("/", "/network/experience/", "/network/members/", f"/network/members/{home.region.slug}/"):
        phone.go(path)
        phone.check()
        phone.picture(f"network{path}")
    wide = visit(size=DESKTOP)
    for path in ("/network/experience/?country=FR", "/network/members/", "/network/results/"):
        wide.go(path)
        wide.check()
        wide.picture(path.replace("?", "-"))

    writer = visit(author, size=PHONE)
    page = writer.go(f"/network/members/{home.region.slug}/")
    page.get_by_role("link", name="Write a letter").click()
    writer.check()
    page.get_by_label("What is it about?").fill("Wood")
    page.get_by_label("Your letter").fill("Shall we meet in May?")
    writer.picture("network-write")
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_text("Your letter is on its way to North.")).to_be_visible()

    page = admin.go(f"/network/letters/{Message.objects.get().key}/report/")
    page.get_by_label("Why?").fill("It is advertising.")
    admin.check()
    page.get_by_role("button", name="Report it to the curators").click()
    mover = visit(curator, size=PHONE)
    page = mover.go("/network/moderation/")
    mover.check()
    mover.picture("network-moderation")
    page.get_by_role("button", name="Nothing is wrong with it").click()
    expect(page.get_by_text("Nothing waits for a look.")).to_be_visible()
