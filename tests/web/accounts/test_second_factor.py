"""The second step: compulsory for some, with real codes through the forms."""

from __future__ import annotations

import base64
import hmac
import re
import struct
import time

import pytest
from allauth.mfa.models import Authenticator
from django.core.cache import cache
from django.test import Client

from clusterdynamics_web.accounts.middleware import needs_second_factor
from clusterdynamics_web.accounts.models import User
from clusterdynamics_web.regions.models import Role
from tests.web.conftest import PASSWORD, House

pytestmark = pytest.mark.django_db

ACTIVATE = "/accounts/2fa/totp/activate/"
LOGIN = "/accounts/login/"


@pytest.fixture(autouse=True)
def fresh() -> None:
    cache.clear()


def code_of(secret: str, steps: int = 0) -> str:
    """Return the code of RFC 6238 for now, or for some half minutes later."""
    counter = int(time.time()) // 30 + steps
    digest = hmac.digest(base64.b32decode(secret), struct.pack(">Q", counter), "sha1")
    start = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[start : start + 4])[0] & 0x7FFFFFFF) % 1_000_000:06d}"


def log_in(user: User) -> Client:
    client = Client()
    client.post(LOGIN, {"login": user.email, "password": PASSWORD})
    return client


def set_up(client: Client) -> str:
    """Switch the app on, as a person does it; return its secret."""
    asked = client.get(ACTIVATE)
    if asked.status_code == 302:
        client.post(asked.headers["Location"], {"password": PASSWORD, "next": ACTIVATE})
    found = re.search(r'id="authenticator_secret" value="(\w+)"', client.get(ACTIVATE).text)
    assert found
    assert client.post(ACTIVATE, {"code": "000000"}).status_code == 200, "a wrong code does nothing"
    done = client.post(ACTIVATE, {"code": code_of(found[1])})
    assert done.headers["Location"] == "/accounts/2fa/recovery-codes/"
    return found[1]


def test_who_needs_it(home: House, operator: User) -> None:
    needs = {role for role, user in home.people.items() if needs_second_factor(user)}
    assert needs == {Role.REGION_ADMIN, Role.STUDY_LEAD}
    assert needs_second_factor(operator)


@pytest.mark.parametrize("role", [Role.REGION_ADMIN, Role.STUDY_LEAD])
def test_without_it_there_is_no_way_in(role: Role, home: House) -> None:
    client = log_in(home.people[role])
    for path in (f"/r/{home.region.slug}/", "/account/", "/account/data/", home.url("people/"), "/", "/jobs/x/"):
        assert client.get(path).headers["Location"] == "/accounts/2fa/", path
    assert client.post(home.url("people/"), {"email": "x@example.org"}).headers["Location"] == "/accounts/2fa/"
    assert client.get("/accounts/2fa/").status_code == 200


def test_others_may_go_without(home: House) -> None:
    assert log_in(home.manager).get(f"/r/{home.region.slug}/").status_code == 200


def test_with_it_the_region_opens_and_the_next_log_in_asks_for_a_code(home: House) -> None:
    secret = set_up(log_in(home.admin))
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
    secret = set_up(log_in(home.admin))
    code = code_of(secret, 1)
    for expected in (302, 200):
        client = Client()
        client.post(LOGIN, {"login": home.admin.email, "password": PASSWORD})
        assert client.post("/accounts/2fa/authenticate/", {"code": code}).status_code == expected


def test_codes_cannot_be_tried_for_long(home: House) -> None:
    """5 wrong codes in 5 minutes, as for passwords; then the right one has to wait, too."""
    secret = set_up(log_in(home.admin))
    cache.clear()
    client = Client()
    client.post(LOGIN, {"login": home.admin.email, "password": PASSWORD})
    for n in range(5):
        client.post("/accounts/2fa/authenticate/", {"code": f"00000{n}"})
    assert "Too many attempts" in client.post("/accounts/2fa/authenticate/", {"code": code_of(secret, 1)}).text


def test_a_recovery_code_works_once(home: House) -> None:
    client = log_in(home.admin)
    set_up(client)
    codes = re.findall(r"<code>(\d+)</code>", client.get("/accounts/2fa/recovery-codes/").text)
    assert len(codes) == 10
    assert codes[0] in client.get("/accounts/2fa/recovery-codes/download/").text
    for expected in (302, 200):
        other = Client()
        other.post(LOGIN, {"login": home.admin.email, "password": PASSWORD})
        assert other.post("/accounts/2fa/authenticate/", {"code": codes[0]}).status_code == expected


def test_who_switches_it_off_must_prove_who_they_are_and_sets_it_up_anew(home: House) -> None:
    client = log_in(home.admin)
    secret = set_up(client)
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
