"""Journey 2: a study lead and a cluster manager set up a study that can be started."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.utils import timezone

from clusterdynamics_web.regions.models import Role
from clusterdynamics_web.setup.checklist import blocking, checklist, is_signed_off
from clusterdynamics_web.setup.operations.roster import hand_in
from clusterdynamics_web.studies.models import Actor, Study
from clusterdynamics_web.studies.operations import give_role
from clusterdynamics_web.survey.models import Respondent, WriteIn
from tests.web.browser import PHONE, Visitor
from tests.web.conftest import House
from tests.web.setup.cases import csv_list, opened

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


#: Pages of the journey that are checked on the phone as well, with the same content: one check is enough.
ELSEWHERE = ("home", "about", "roster", "actor", "questions", "areas", "visibility", "consent", "plan", "launch-green")


def shoot(visitor: Visitor, name: str) -> None:
    """Check the page; keep a picture of it where a folder is named."""
    if name in ELSEWHERE:
        assert visitor.troubles == []
    else:
        visitor.check()
    if folder := os.environ.get("CD_SCREENSHOTS"):
        visitor.page.screenshot(path=str(Path(folder) / f"{name}.png"), full_page=True)


@pytest.mark.verify
def test_a_study_is_set_up_with_the_cluster(home: House, visit: Callable[..., Visitor], tmp_path: Path) -> None:
    region = home.region
    region.sender_email, region.sender_verified_at = "study@north.example", timezone.now()
    region.save()
    window = visit(home.lead)
    page = window.page

    # A new study, as another one of the region.
    window.go(f"/r/{region.slug}/studies/new/")
    shoot(window, "new")
    page.get_by_role("link", name="Start as another study").click()
    page.get_by_label("Study to take over from").select_option(index=1)
    page.get_by_label("Cluster").select_option(label="Forest")
    page.get_by_label("Title").fill("Forest cluster 2026")
    page.get_by_label("Who leads the study?").select_option(label=home.lead.name)
    shoot(window, "new-copy")
    page.get_by_role("button", name="Start", exact=True).click()
    study = Study.objects.exclude(pk=home.study.pk).get()
    give_role(home.lead, study, home.manager, Role.CLUSTER_MANAGER)
    base = f"/r/{region.slug}/s/{study.key}/"
    shoot(window, "home-empty")

    # About.
    page.get_by_role("link", name="About").click()
    page.get_by_label("Who belongs to the cluster, and why?").fill("Members of the forest association in 2026.")
    page.get_by_label("Whom can participants ask?").fill("Anna Lind")
    page.get_by_label("Their e-mail").fill("anna@north.example")
    page.get_by_label("First day").fill("2026-03-02")
    page.get_by_label("Last day").fill("2026-03-30")
    page.get_by_role("button", name="Save").click()
    page.get_by_text("Saved.").wait_for()
    shoot(window, "about")

    # Organisations: 45 rows, three of them twice.
    window.go(base + "organisations/import/")
    shoot(window, "import-file")
    page.get_by_label("List of organisations").set_input_files(
        {"name": "medlemmar.csv", "mimeType": "text/csv", "buffer": csv_list()}
    )
    page.get_by_role("button", name="Look at the list").click()
    page.get_by_text("medlemmar.csv has 45 rows").wait_for()
    assert page.get_by_label(re.compile("^Företag")).input_value() == "label"
    assert page.get_by_label(re.compile("^E-post")).input_value() == "contact_email"
    shoot(window, "import-columns")
    page.get_by_role("button", name="Go on").click()
    page.get_by_role("heading", name="3 pairs look alike").wait_for()
    shoot(window, "import-check")
    assert study.actors.count() == 0
    groups = page.locator("main fieldset").all()
    assert len(groups) == 3
    page.get_by_role("button", name=re.compile("^Import 45")).click()
    page.get_by_text("Say for each pair that looks alike").wait_for()
    shoot(window, "import-check-missing")
    assert study.actors.count() == 0
    for group in page.locator("main fieldset").all()[:2]:
        group.get_by_label("They are one").check()
    page.locator("main fieldset").all()[2].get_by_label("Leave this row out").check()
    page.get_by_role("button", name="Show what my choices do").click()
    page.get_by_role("button", name="Import 42 organisations").click()
    page.get_by_text("42 organisations added.").wait_for()
    assert study.actors.count() == 42
    shoot(window, "roster")
    page.get_by_role("link", name="Aspen Sawmill AB").click()
    shoot(window, "actor")

    # Questions: blocks and areas.
    window.go(base + "questions/")
    page.get_by_role("checkbox", name=re.compile("^Large companies")).check()
    page.get_by_role("button", name="Save").click()
    page.get_by_text("Saved.").wait_for()
    shoot(window, "questions")
    page.get_by_role("link", name="Areas of cooperation").click()
    page.get_by_role("button", name=re.compile("^Down *: Training")).click()
    page.get_by_text("Saved.").wait_for()
    shoot(window, "areas")
    study.refresh_from_db()
    assert [a["id"] for a in study.areas[:2]] == ["recruitment", "training"]
    window.go(base + "questions/preview/?language=sv")
    shoot(window, "preview-sv")

    # Who sees what, and what participants agree to.
    window.go(base + "visibility/")
    page.get_by_label("What was agreed, and by whom").fill("The board sees groups only.")
    page.get_by_label("Agreed on").fill("2026-02-01")
    page.get_by_role("button", name="Save").click()
    page.get_by_text("Saved.").wait_for()
    shoot(window, "visibility")
    window.go(base + "consent/")
    page.get_by_label("Who asks (English)").fill("The region of North asks.")
    page.get_by_label("Why (English)").fill("To find out together where working together is easy.")
    page.get_by_label("Who asks (Svenska)").fill("Region Nord frågar.")
    page.get_by_label("Why (Svenska)").fill("För att tillsammans se var det är lätt att samarbeta.")
    page.get_by_role("button", name="Save").click()
    page.get_by_text("Version 2 of the text").wait_for()
    pictures = page.locator(".fig img").all()
    assert len(pictures) == 4
    for picture in pictures:
        picture.scroll_into_view_if_needed()
        assert picture.evaluate("async (image) => { await image.decode(); return image.naturalWidth; }") > 0
    shoot(window, "consent")

    # Precision and time.
    window.go(base + "plan/")
    assert "42 organisations at 75%" in page.content()
    shoot(window, "plan")

    # A test on one's own phone.
    window.go(base + "launch/")
    page.get_by_role("button", name="Make a test link").click()
    page.get_by_role("img", name="QR code of the test link").wait_for()
    shoot(window, "launch")
    test = Respondent.objects.get(study=study, is_test=True)
    own = visit(size=PHONE)
    own.go(urlsplit(page.locator("#test-link ~ p a").get_attribute("href") or "").path)
    own.page.get_by_role("button").last.click()
    own.page.get_by_text("Forest cluster 2026").first.wait_for()
    own.page.get_by_text("The region of North asks.").first.wait_for()
    shoot(own, "phone-test")
    test.refresh_from_db()
    assert test.opened_at is not None

    # The cluster agrees: the cluster manager, on a phone.
    other = visit(home.manager, size=PHONE)
    other.go(base + "sign-off/")
    other.page.get_by_label("Your name").fill("Karin Berg, cluster manager")
    other.page.get_by_role("button", name="Agree").click()
    other.page.get_by_text("Tick that you have read").wait_for()
    other.page.get_by_label("I have read the questions").check()
    shoot(other, "phone-sign-off")
    other.page.get_by_role("button", name="Agree").click()
    other.page.get_by_text("Thank you.").wait_for()
    study.refresh_from_db()
    assert study.signed_off_by == "Karin Berg, cluster manager"
    assert is_signed_off(study)

    # Dates of the mails, then the start.
    window.go(base + "field/plan/")
    page.get_by_role("button", name=re.compile("Save")).first.click()
    points = checklist(study)
    assert blocking(points) == []
    burden = next(p for p in points if p.id == "burden")
    assert burden.state == "ok"  # at most 15 minutes
    window.go(base + "launch/")
    page.get_by_text("Yes: nothing is missing.").wait_for()
    shoot(window, "launch-green")
    page.get_by_role("button", name="Open the wave").click()
    page.get_by_role("dialog").get_by_role("button", name="Open it").click()
    page.get_by_text("The wave is open. Everybody with a link").wait_for()
    shoot(window, "home-open")
    assert Respondent.objects.filter(study=study, is_test=True).count() == 0
    assert Respondent.objects.filter(study=study, is_test=False).count() == 43  # one organisation has two people


@pytest.mark.parametrize("javascript", [pytest.param(True, marks=pytest.mark.verify), False])
def test_the_pages_fit_a_phone(home: House, visit: Callable[..., Visitor], *, javascript: bool) -> None:
    wave = opened(home, 30)
    draft = hand_in(home.lead, home.study, "members.csv", csv_list())
    Actor.objects.create(study=home.study, code="twice", label="Aspen Sawmill AB", short_label="Twice")
    WriteIn.objects.create(respondent=wave.respondents.first(), name="Aspen Saw Mill")
    window = visit(home.lead, size=PHONE, javascript=javascript)
    paths = {
        "home": "",
        "about": "about/",
        "roster": "organisations/",
        "actor": "organisations/o/o00/",
        "opt-out": "organisations/o/o00/opt-out/",
        "contact": "organisations/o/o00/people/add/",
        "alike": "organisations/alike/",
        "import-columns": f"organisations/import/{draft.key}/columns/",
        "import-check": f"organisations/import/{draft.key}/",
        "statements": "questions/statements/",
        "questions": "questions/",
        "areas": "questions/areas/",
        "words": "questions/words/",
        "visibility": "visibility/",
        "consent": "consent/",
        "plan": "plan/",
        "launch": "launch/",
        "write-ins": "write-ins/",
        "export": "export/",
    }
    for name, path in paths.items():
        window.go(home.url(path))
        if javascript:
            shoot(window, f"phone-{name}")
        else:
            assert window.page.locator("h1").count() == 1, path
