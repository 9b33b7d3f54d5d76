"""J14: within and between regions. Two sides agree, each asks in its own language, and both read the same page."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from playwright.sync_api import expect

from clusterdynamics_web.accounts.models import User
from clusterdynamics_web.joint.models import JointStudy
from clusterdynamics_web.survey.models import PartnerTie, Respondent
from clusterdynamics_web.survey.operations import create_link
from tests.web.browser import PHONE, Visitor
from tests.web.conftest import House
from tests.web.joint.conftest import Pair, fill
from tests.web.joint.held import answer, close, read

pytestmark = [pytest.mark.verify, pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_from_the_agreement_to_a_finding(
    home: House,
    elsewhere: House,
    visit: Callable[..., Visitor],
    log_in: Callable[[User], Client],
    settings: Any,
    tmp_path: Path,
) -> None:
    settings.MEDIA_ROOT = tmp_path / "media"
    fill(home, "Alfa")
    fill(elsewhere, "Beta")
    joint, pair = _agree(home, elsewhere, visit, log_in)
    for house in (home, elsewhere):
        wave = pair.wave(house)
        wave.opened_at = timezone.now()
        wave.save()
    _answer_on_a_phone(pair, visit)
    joint.refresh_from_db()
    for k, house in enumerate((home, elsewhere)):
        Respondent.objects.filter(study=house.study).delete()
        answer(pair, house, pair.wave(house), 11 + k, silent=0)
        close(house, pair.wave(house))
    assert read(pair) == 1
    _read_together(pair, visit)
    assert joint.key == pair.joint.key


def _agree(
    home: House, elsewhere: House, visit: Callable[..., Visitor], log_in: Callable[[User], Client]
) -> tuple[JointStudy, Pair]:
    """Two region admins, one of whom reads Swedish."""
    ours, theirs = visit(home.admin), visit(elsewhere.admin, language="sv")
    page = ours.go("/r/north/")
    page.get_by_role("link", name="Joint studies").click()
    page.get_by_role("link", name="Propose a joint study").click()
    page.get_by_role("button", name="Propose").click()
    expect(page.get_by_text("Please check what you entered")).to_be_visible()
    page.get_by_label("Name of the joint study").fill("Across the strait")
    page.get_by_label("The other region's participants may choose").check()
    page.get_by_label("What the two regions agree on").fill("To learn from each other, and to meet every spring.")
    page.get_by_label("Last day").fill((timezone.localdate() + timedelta(days=700)).isoformat())
    ours.check()
    ours.picture("j14-terms")
    page.get_by_role("button", name="Propose").click()
    code = page.locator("#code").inner_text()
    ours.check()
    foreign = theirs.go("/r/south/joint/join/")
    foreign.locator("#id_code").fill(code)
    foreign.locator("#id_shares_names").check()
    theirs.check()
    foreign.locator("main form button").click()
    expect(foreign.get_by_text("To learn from each other, and to meet every spring.")).to_be_visible()
    theirs.check()
    joint = JointStudy.objects.get()
    pair = Pair(home, elsewhere, joint)
    for house, letter in ((home, "a"), (elsewhere, "b")):
        lead = visit(house.lead)
        names = lead.go(house.url(f"joint/{joint.key}/names/"))
        for k in range(1, 9):
            names.locator(f"input[value={letter}{k}]").check()
        names.get_by_role("button", name="Save").click()
        lead.check()
        lead.picture(f"j14-names-{letter}")
        reader = (ours if house is home else theirs).go(pair.url(house))
        reader.locator("#id_name").fill(f"Administration of {house.region.name}")
        reader.locator("#id_agree").check()
        reader.locator("form[action$='/sign/'] button").click()
    page = ours.go(pair.url(home))
    expect(page.get_by_text("In force")).to_be_visible()
    expect(page.get_by_text(re.compile("Signed by Administration of South"))).to_be_visible()
    ours.check()
    ours.picture("j14-agreement")
    phone = visit(home.admin, size=PHONE)
    phone.go(pair.url(home))
    phone.check()
    phone.picture("j14-agreement")
    return joint, pair


def _answer_on_a_phone(pair: Pair, visit: Callable[..., Visitor]) -> None:
    """Somebody of each side chooses from the names of the other: in English here, in Swedish there."""
    for house, language in ((pair.a, "en"), (pair.b, "sv")):
        actor = house.study.actors.first()
        assert actor is not None
        person = Respondent.objects.create(
            study=house.study, wave=pair.wave(house), actor=actor, code=f"phone{actor.code}", language=language
        )
        for choice, value in (("take_part", "yes"), ("name", "participants"), ("own_ties", "yes")):
            person.consents.create(choice=choice, visibility=value)
        phone = visit(size=PHONE, language=language)
        phone.go(f"/a/{create_link(person)}/").locator("main button").click()
        phone.page.wait_for_url("**/answer/**")
        page = phone.go(f"/answer/partners-{pair.joint.key}/")
        expect(page.locator("html")).to_have_attribute("lang", language)
        expect(page.get_by_role("heading", name=pair.other(house).region.name)).to_be_visible()
        phone.check()
        phone.picture(f"j14-form-{language}")
        page.locator("input[name=partners]").nth(1).check()
        page.locator("input[name=partners]").nth(2).check()
        page.locator("button[name=go]").click()
        page.wait_for_url("**-how/")
        for radio in page.locator("input[type=radio][value='3']").all():
            radio.check()
        phone.check()
        phone.picture(f"j14-depths-{language}")
        page.locator("button[name=go]").click()
        page.wait_for_url(lambda url: "partners" not in url)
        assert PartnerTie.objects.filter(respondent=person, value=3).count() == 2


def _read_together(pair: Pair, visit: Callable[..., Visitor]) -> None:
    """Both administrations read the same page; the study lead of one side writes a finding down."""
    texts = []
    for house in (pair.a, pair.b):
        reader = visit(house.admin)
        page = reader.go(pair.results(house))
        for words in ("Inside North", "North → South", "South → North", "Inside South"):
            expect(page.get_by_role("rowheader", name=words).first).to_be_visible()
        reader.check()
        reader.picture(f"j14-results-{house.region.slug}")
        texts.append(page.locator("#links").inner_text())
        assert not re.search(r"Alfa \d|Beta \d", page.content())
    assert texts[0] == texts[1]
    phone = visit(pair.b.admin, size=PHONE)
    phone.go(pair.results(pair.b))
    phone.check()
    phone.picture("j14-results")
    lead = visit(pair.b.lead)
    page = lead.go(pair.results(pair.b))
    page.get_by_role("link", name="Write a finding about it").click()
    page.get_by_label("What did you find?").fill("We know the other side better than we thought.")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("heading", name="We know the other side better than we thought.")).to_be_visible()
    lead.check()
    page = lead.go(pair.results(pair.b))
    page.get_by_text("Note organisations of your side").click()
    page.get_by_label("Project").fill("Bridge")
    page.get_by_label("Organisations of your side").fill("6")
    page.get_by_label("Source").fill("Funding agreement")
    page.get_by_label("As of").fill("2026-03-01")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("cell", name="Funding agreement, 2026-03-01")).to_be_visible()
    lead.check()
    lead.picture("j14-counts")
