"""The second step: compulsory for some, with real codes through the forms."""

from __future__ import annotations

import re
import time

import pytest
from allauth.mfa.models import Authenticator
from django.core.cache import cache
from django.test import Client

from clusterdynamics_web.accounts.middleware import needs_second_factor
from clusterdynamics_web.accounts.models import User
from clusterdynamics_web.regions.models import Role
from tests.web.conftest import PASSWORD, House
from tests.web.pages import code_of, sign_in, switch_app_on

pytestmark = pytest.mark.django_db

LOGIN = "/accounts/login/"


@pytest.fixture(autouse=True)
def fresh() -> None:
    cache.clear()


def test_who_needs_it(home: House, operator: User) -> None:
    needs = {role for role, user in home.people.items() if needs_second_factor(user)}
    assert needs == {Role.REGION_ADMIN, Role.STUDY_LEAD}
    assert needs_second_factor(operator)


@pytest.mark.parametrize("role", [Role.REGION_ADMIN, Role.STUDY_LEAD])
def test_without_it_there_is_no_way_in(role: Role, home: House) -> None:
    client = sign_in(home.people[role])
    for path in (f"/r/{home.region.slug}/", "/account/", "/account/data/", home.url("people/"), "/", "/jobs/x/"):
        assert client.get(path).headers["Location"] == "/accounts/2fa/", path
    assert client.post(home.url("people/"), {"email": "x@example.org"}).headers["Location"] == "/accounts/2fa/"
    assert client.get("/accounts/2fa/").status_code == 200


def test_others_may_go_without(home: House) -> None:
    assert sign_in(home.manager).get(f"/r/{home.region.slug}/").status_code == 200


def test_with_it_the_region_opens_and_the_next_log_in_asks_for_a_code(home: House) -> None:
    secret = switch_app_on(sign_in(home.admin))
    client = Client()
    asked = client.post(LOGIN, {"login": home.admin.email, "password": PASSWORD, "next": f"/r/{home.region.slug}/"})
    assert asked.headers["Location"].startswith("/accounts/2fa/authenticate/")
    assert client.get(f"/r/{home.region.slug}/").status_code == 302, "a password alone does not open it"
    assert client.get(f"/r/{home.region.slug}/").headers["Location"].startswith(LOGIN)
    wrong = client.post("/accounts/2fa/authenticate/", {"code": "123456"})
    assert "This code is not right" in wrong.text
    right = client.post("/accounts/2fa/authenticate/", {"code": code_of(secret, 1)})
    assert right.headers["Location"] == f"/r/{home.region.slug}/"
    assert client.get(f"/r/{home.region.slug}/").status_code == 200


def test_a_code_works_once(home: House) -> None:
    secret = switch_app_on(sign_in(home.admin))
    code = code_of(secret, 1)
    for expected in (302, 200):
        client = Client()
        client.post(LOGIN, {"login": home.admin.email, "password": PASSWORD})
        assert client.post("/accounts/2fa/authenticate/", {"code": code}).status_code == expected


def test_codes_cannot_be_tried_for_long(home: House) -> None:
    """5 wrong codes in 5 minutes, as for passwords; then the right one has to wait, too."""
    secret = switch_app_on(sign_in(home.admin))
    cache.clear()
    client = Client()
    client.post(LOGIN, {"login": home.admin.email, "password": PASSWORD})
    for n in range(5):
        client.post("/accounts/2fa/authenticate/", {"code": f"00000{n}"})
    assert "Too many attempts" in client.post("/accounts/2fa/authenticate/", {"code": code_of(secret, 1)}).text


def test_a_recovery_code_works_once(home: House) -> None:
    client = sign_in(home.admin)
    switch_app_on(client)
    codes = re.findall(r"<code>(\d+)</code>", client.get("/accounts/2fa/recovery-codes/").text)
    assert len(codes) == 10
    assert codes[0] in client.get("/accounts/2fa/recovery-codes/download/").text
    for expected in (302, 200):
        other = Client()
        other.post(LOGIN, {"login": home.admin.email, "password": PASSWORD})
        assert other.post("/accounts/2fa/authenticate/", {"code": codes[0]}).status_code == expected


def test_who_switches_it_off_must_prove_who_they_are_and_sets_it_up_anew(home: House) -> None:
    client = sign_in(home.admin)
    secret = switch_app_on(client)
    again = Client()
    again.post(LOGIN, {"login": home.admin.email, "password": PASSWORD})
    again.post("/accounts/2fa/authenticate/", {"code": code_of(secret, 1)})
    asked = again.get("/accounts/2fa/totp/deactivate/")
    assert "reauthenticate" in asked.headers["Location"]
    again.post(asked.headers["Location"], {"password": PASSWORD})
    again.post("/accounts/2fa/totp/deactivate/")
    assert not Authenticator.objects.filter(user=home.admin).exists(), "codes without a second step are gone, too"
    assert again.get(f"/r/{home.region.slug}/").headers["Location"] == "/accounts/2fa/"


def test_the_codes_of_this_file_are_those_of_the_standard(monkeypatch: pytest.MonkeyPatch) -> None:
    """RFC 6238, appendix B, SHA-1, key "12345678901234567890", T = 59 s: 94287082, of which six digits are shown."""
    monkeypatch.setattr(time, "time", lambda: 59)
    assert code_of("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ") == "287082"
