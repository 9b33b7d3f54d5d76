"""J1 in a real browser: open a region, on a desktop and on a phone; passkeys; what the pages look like."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from django.core import mail
from django.core.cache import cache
from playwright.sync_api import Page
from pytest_django import Settings

from clusterdynamics_web.accounts.models import User
from clusterdynamics_web.accounts.setup_code import keep_code
from clusterdynamics_web.regions.models import Region, Role
from clusterdynamics_web.regions.operations import ask_emergency, invite
from clusterdynamics_web.studies.operations import create_study
from tests.web.browser import DESKTOP, PHONE, Visitor
from tests.web.conftest import PASSWORD, House, build_house
from tests.web.pages import code_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def link(text: str) -> str:
    found = re.search(r"https?://[^/\s]+(/(?:invitation|sender)/\S+)", text)
    assert found
    return found[1]


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def look(visitor: Visitor, name: str) -> None:
    """Check a page, and keep a picture where somebody asked for one."""
    visitor.check()
    visitor.picture(name)


@pytest.mark.parametrize(
    "size", [pytest.param(DESKTOP, id="desktop", marks=pytest.mark.verify), pytest.param(PHONE, id="phone")]
)
def test_a_region_is_opened(
    size: dict[str, int], visit: Callable[..., Visitor], settings: Settings, tmp_path: Path
) -> None:
    settings.DATA = tmp_path
    cache.clear()
    elsewhere = build_house("elsewhere", "Elsewhere")
    User.objects.all().delete()  # a new installation, with a region that nobody administers yet
    with pytest.MonkeyPatch.context() as real:
        real.setattr("clusterdynamics_web.accounts.middleware.is_mfa_enabled", _really_enabled)
        operator = visit(size=size)
        page = operator.go(f"/setup/?code={keep_code()}")
        page.get_by_label("Your name").fill("Åsa")
        page.get_by_label("Your e-mail").fill("asa@example.org")
        page.get_by_label(re.compile("^Password")).fill(PASSWORD)
        page.get_by_label("Name of the region").fill("Bergslagen")
        page.get_by_label(re.compile("^Country")).select_option("SE")
        page.get_by_label("Français").check()
        page.get_by_label("Name of the sender").fill("Bergslagen")
        look(operator, "setup")
        press(page, "Set up")

        page.wait_for_url("**/totp/activate/")
        look(operator, "app")
        page.get_by_label(re.compile("^Code")).fill(code_of(page.get_by_label("Letters to type").inner_text()))
        press(page, "Switch on")
        page.wait_for_url("**/recovery-codes/")
        look(operator, "recovery-codes")
        page.get_by_role("link", name="Go on").click()

        page.get_by_role("link", name="Bergslagen").click()
        look(operator, "region-new")
        at = page.url.removeprefix(operator.address)

        # The sender, confirmed by the mail that went there.
        page.get_by_role("link", name="Confirm the sender's address").click()
        page.get_by_label("E-mail of the sender").fill("office@bergslagen.example")
        # In another country: the first language is French from now on.
        page.get_by_label("First language").select_option("fr")
        press(page, "Save")
        page.get_by_text("is not confirmed yet").wait_for()
        look(operator, "settings")
        office = visit(size=size)
        office.go(link(mail.outbox[-1].body))
        press(office.page, "Yes, use it")
        office.page.get_by_text("now carry this address").wait_for()
        look(office, "sender")

        for name in ("Steel", "Forest", "Energy"):
            page.goto(operator.address + f"{at}clusters/new/")
            page.get_by_label("Name of the cluster").fill(name)
            press(page, "Save")
        region = Region.objects.get(name="Bergslagen")
        create_study(User.objects.get(), region.clusters.all()[0], "How we work together")

        page.goto(operator.address + at)
        page.get_by_role("link", name=re.compile("^People ?: How we work together")).click()
        page.get_by_label(re.compile("^E-mail")).fill("lea@example.org")
        page.get_by_label(re.compile("^Role")).select_option("study_lead")
        page.get_by_label("Language of the mail").select_option("en")
        press(page, "Send the invitation")
        page.get_by_text("lea@example.org").first.wait_for()
        look(operator, "study-people")
        page.goto(operator.address + at)
        page.get_by_text("The region is ready.").wait_for()
        page.get_by_text("What was done for it").click()
        tasks = page.locator("details .tasks > li")
        assert tasks.count() == tasks.filter(has_text="Done").count() == 6
        look(operator, "region-ready")

        # The lead comes in by the mail, and sets the second step up before anything else.
        lead = visit(size=size)
        lead.go(link(mail.outbox[-1].body))
        look(lead, "invitation")
        lead.page.get_by_label("Your name").fill("Léa")
        lead.page.get_by_label(re.compile("^Password")).fill(PASSWORD)
        press(lead.page, "Accept")
        lead.page.wait_for_url("**/accounts/2fa/")
        look(lead, "second-step")

        # The region that was there before stays closed.
        answer = page.goto(operator.address + elsewhere.url("people/"))
        assert answer is not None
        assert answer.status == 404
        assert "Elsewhere" not in page.content()
        page.goto(operator.address + "/operator/")
        page.get_by_role("rowheader", name="Elsewhere").wait_for()
        look(operator, "operator")


def _really_enabled(user: User) -> bool:
    from allauth.mfa.utils import is_mfa_enabled

    return bool(is_mfa_enabled(user))


def test_a_passkey_opens_the_account(home: House, visit: Callable[..., Visitor]) -> None:
    """A virtual key of Chromium's: added, used as second step, and used alone. Our policy allows all of it."""
    cache.clear()
    visitor = visit()
    tools = visitor.context.new_cdp_session(visitor.page)
    tools.send("WebAuthn.enable")
    key = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True}
    options = key | {"isUserVerified": True, "automaticPresenceSimulation": True}
    tools.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    page = visitor.go("/accounts/login/")
    page.get_by_label("E-mail").fill(home.manager.email)
    page.get_by_label(re.compile("^Password")).fill(PASSWORD)
    look(visitor, "login")
    press(page, "Log in")
    page.wait_for_url(f"**/r/{home.region.slug}/")
    page.goto(visitor.address + "/accounts/2fa/webauthn/add/")
    page.get_by_label(re.compile("^Password")).fill(PASSWORD)
    press(page, "Go on")
    page.get_by_label("Name of the key").fill("Laptop")
    page.get_by_label("Log in with this key alone").check()
    look(visitor, "key-add")
    press(page, "Add")
    page.wait_for_url("**/recovery-codes/")
    page.goto(visitor.address + "/accounts/2fa/webauthn/")
    page.get_by_text("Laptop").first.wait_for()
    look(visitor, "keys")

    def log_out() -> None:
        page.goto(visitor.address + "/accounts/logout/")
        page.locator("main").get_by_role("button", name="Log out").click()
        page.wait_for_url(visitor.address + "/")

    log_out()
    page.goto(visitor.address + "/accounts/login/")
    press(page, "Log in with a passkey")
    page.wait_for_url(f"**/r/{home.region.slug}/")
    log_out()
    page.goto(visitor.address + "/accounts/login/")
    page.get_by_label("E-mail").fill(home.manager.email)
    page.get_by_label(re.compile("^Password")).fill(PASSWORD)
    press(page, "Log in")
    page.wait_for_url("**/2fa/authenticate/**")
    look(visitor, "second-step-code")
    press(page, "Use a passkey or security key")
    page.wait_for_url(f"**/r/{home.region.slug}/")
    assert visitor.troubles == []


@pytest.mark.parametrize(
    "size", [pytest.param(DESKTOP, id="desktop", marks=pytest.mark.verify), pytest.param(PHONE, id="phone")]
)
def test_pages_of_people(size: dict[str, int], home: House, operator: User, visit: Callable[..., Visitor]) -> None:
    cache.clear()
    invite(home.admin, home.region, "somebody.with.a.long.name@organisation.example", Role.CURATOR, "en")
    asked = ask_emergency(home.admin, home.study, "A firm says that somebody changed its answers.")
    admin = visit(home.admin, size=size)
    at = f"/r/{home.region.slug}/"
    for path in (at, f"{at}people/", f"{at}log/?verb=study.created", f"{at}emergency/", "/account/"):
        admin.go(path)
        look(admin, path.split("?")[0])
    running = visit(operator, size=size)
    running.go(f"/operator/emergency/{asked.key}/")
    look(running, "emergency-confirm")
    stranger = visit(size=size)
    for path in ("/", "/accounts/password/reset/", "/accounts/signup/"):
        stranger.go(path)
        look(stranger, f"stranger{path}")


def test_taking_a_role_away_asks_first(home: House, visit: Callable[..., Visitor]) -> None:
    visitor = visit(home.admin)
    page = visitor.go(f"/r/{home.region.slug}/people/")
    name = re.compile(f"^Take away ?: {home.people[Role.CURATOR]}, curator")
    page.get_by_role("button", name=name).click()
    page.get_by_role("dialog").get_by_text("Take this role away?").wait_for()
    press(page, "Keep it as it is")
    assert home.region.memberships.filter(role=Role.CURATOR).exists()
    page.get_by_role("button", name=name).click()
    press(page, "Take it away")
    page.get_by_text("The role was taken away.").wait_for()
    assert not home.region.memberships.filter(role=Role.CURATOR).exists()


def test_without_javascript_everything_works(home: House, visit: Callable[..., Visitor]) -> None:
    cache.clear()
    visitor = visit(javascript=False, size=PHONE)
    page = visitor.go("/accounts/login/")
    page.get_by_label("E-mail").fill(home.manager.email)
    page.get_by_label(re.compile("^Password")).fill(PASSWORD)
    page.keyboard.press("Enter")  # by keyboard alone
    page.wait_for_url(f"**/r/{home.region.slug}/")
    page.goto(visitor.address + "/account/")
    page.get_by_label("Your name").fill("Kim")
    press(page, "Save")
    page.get_by_text("Saved.").wait_for()
