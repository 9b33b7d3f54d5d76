"""Logging in: brute force, other sites' addresses, forged hosts, passwords and addresses that change."""

from __future__ import annotations

import re

import pytest
from django.core import mail
from django.core.cache import cache
from django.test import Client
from pytest_django import Settings

from clusterdynamics_web.accounts.models import User
from clusterdynamics_web.logs import JsonLines
from tests.web.conftest import PASSWORD, House

pytestmark = pytest.mark.django_db

LOGIN = "/accounts/login/"


@pytest.fixture(autouse=True)
def fresh() -> None:
    cache.clear()


def log_in(client: Client, user: User, password: str = PASSWORD, **more: str) -> object:
    return client.post(LOGIN, {"login": user.email, "password": password}, **more)


def without_tokens(text: str) -> str:
    return re.sub(r'value="[^"]*"', "", text)


def test_a_password_opens_the_account(home: House) -> None:
    client = Client()
    assert log_in(client, home.manager).headers["Location"] == "/"
    assert client.get("/account/").status_code == 200
    client.post("/accounts/logout/")
    assert client.get("/account/").status_code == 302


def test_known_and_unknown_addresses_get_the_same_answer(home: House) -> None:
    known = Client().post(LOGIN, {"login": home.manager.email, "password": "x"}).text
    unknown = Client().post(LOGIN, {"login": "nobody@example.org", "password": "x"}).text
    assert without_tokens(known) == without_tokens(unknown)
    assert "not right" in known


def test_brute_force_on_one_account_is_stopped(home: House) -> None:
    """5 wrong passwords for an address in 5 minutes (ACCOUNT_RATE_LIMITS); then even the right one has to wait."""
    for _n in range(5):
        log_in(Client(), home.manager, "wrong password")
    client = Client()
    response = log_in(client, home.manager)
    assert "Too many attempts" in response.text
    assert client.get("/account/").status_code == 302
    other = Client()
    log_in(other, home.lead)
    assert other.get("/accounts/2fa/").status_code == 200, "somebody else is not locked out"


def test_brute_force_over_many_accounts_is_stopped(home: House) -> None:
    """10 wrong log-ins from one machine in a minute."""
    for n in range(10):
        Client().post(LOGIN, {"login": f"nobody{n}@example.org", "password": "x"})
    assert "Too many attempts" in log_in(Client(), home.manager).text
    elsewhere = log_in(Client(), home.manager, REMOTE_ADDR="192.0.2.7")
    assert elsewhere.status_code == 302


def test_a_forged_forwarding_header_does_not_help_against_the_limit(home: House) -> None:
    for n in range(10):
        sent = {"HTTP_X_FORWARDED_FOR": f"192.0.2.{n}"}
        Client().post(LOGIN, {"login": f"nobody{n}@example.org", "password": "x"}, **sent)
    assert "Too many attempts" in log_in(Client(), home.manager, HTTP_X_FORWARDED_FOR="192.0.2.99").text


@pytest.mark.parametrize(
    "to",
    [
        "https://evil.example/",
        "//evil.example/",
        "///evil.example/",
        r"\\evil.example/",
        r"/\evil.example/",
        "javascript:alert(1)",
        "http:evil.example",
        "http://localhost/",  # a name of this machine is another machine for whoever follows it
        "https://testserver@evil.example/",
        "%2F%2Fevil.example",
    ],
)
def test_nobody_is_led_to_another_site(to: str, home: House, settings: Settings) -> None:
    settings.ALLOWED_HOSTS = ["testserver", "localhost"]
    client = Client()
    response = client.post(LOGIN, {"login": home.manager.email, "password": PASSWORD, "next": to})
    assert response.headers["Location"] in {"/", "%2F%2Fevil.example"}, "a path of our own at most"
    for path in ("/i18n/setlang/", "/accounts/logout/"):
        led = client.post(path, {"next": to, "language": "fr"}).headers["Location"]
        assert led in {"/", "%2F%2Fevil.example"}, path


def test_the_way_back_inside_is_kept(home: House) -> None:
    inside = f"/r/{home.region.slug}/"
    assert Client().get(inside).headers["Location"] == f"{LOGIN}?next={inside}"
    response = Client().post(LOGIN, {"login": home.manager.email, "password": PASSWORD, "next": inside})
    assert response.headers["Location"] == inside


@pytest.mark.parametrize("host", ["evil.example", "testserver.evil.example", "testserver@evil.example", "a b", "[::"])
def test_a_forged_host_is_refused(host: str, home: House) -> None:
    for path in ("/", LOGIN, "/accounts/password/reset/", f"/r/{home.region.slug}/", "/nowhere/"):
        response = Client().get(path, HTTP_HOST=host)
        assert response.status_code == 400, path
        assert "cannot be understood" in response.text
        assert "evil" not in response.text
    forwarded = Client().get(LOGIN, HTTP_X_FORWARDED_HOST="evil.example")
    assert "evil" not in forwarded.text


def reset_link(text: str) -> str:
    found = re.search(r"https?://[^/\s]+(/accounts/\S+)", text)
    assert found
    return found[1]


def test_a_forgotten_password(home: House) -> None:
    answer = Client().post("/accounts/password/reset/", {"email": home.manager.email})
    assert answer.headers["Location"] == "/accounts/password/reset/done/"
    assert [m.to for m in mail.outbox] == [[home.manager.email]]
    assert "choose one" in mail.outbox[0].body
    client = Client()
    page = client.get(reset_link(mail.outbox[0].body), follow=True)
    form = page.redirect_chain[-1][0]
    refused = client.post(form, {"password1": "password1234"})
    assert "too common" in refused.text
    client.post(form, {"password1": "another horse battery"})
    assert log_in(Client(), home.manager).status_code == 200, "the old password is gone"
    assert log_in(Client(), home.manager, "another horse battery").status_code == 302
    assert "not valid any more" in Client().get(reset_link(mail.outbox[0].body), follow=True).text, "once only"
    assert "changed" in mail.outbox[1].subject, "the person hears of it"


def test_an_unknown_address_gets_the_same_answer_and_no_mail(home: House) -> None:
    known = Client().post("/accounts/password/reset/", {"email": home.manager.email}, follow=True).text
    unknown = Client().post("/accounts/password/reset/", {"email": "nobody@example.org"}, follow=True).text
    assert without_tokens(known) == without_tokens(unknown)
    assert len(mail.outbox) == 1


def test_mails_carry_the_address_that_the_server_was_given(
    home: House, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not what a request says: a forged but allowed host must not get into a link that opens an account."""
    from dataclasses import replace

    settings.ENVIRONMENT = replace(settings.ENVIRONMENT, url="https://loops.example.org")
    settings.ALLOWED_HOSTS = ["loops.example.org", "localhost"]
    Client().post("/accounts/password/reset/", {"email": home.manager.email}, HTTP_HOST="localhost")
    assert "https://loops.example.org/accounts/password/reset/key/" in mail.outbox[0].body
    assert "localhost" not in mail.outbox[0].body


def test_too_many_mails_are_not_sent(home: House) -> None:
    """3 a minute for one address."""
    codes = [Client().post("/accounts/password/reset/", {"email": home.manager.email}).status_code for _n in range(5)]
    assert codes == [302, 302, 302, 429, 429]
    assert len(mail.outbox) == 3


def test_a_new_password(home: House) -> None:
    client = Client()
    log_in(client, home.manager)
    wrong = client.post("/accounts/password/change/", {"oldpassword": "no", "password1": "another horse battery"})
    assert "This is not your current password" in wrong.text
    client.post("/accounts/password/change/", {"oldpassword": PASSWORD, "password1": "another horse battery"})
    assert log_in(Client(), home.manager, "another horse battery").status_code == 302


def test_a_new_address_counts_once_it_was_confirmed(home: House) -> None:
    client = Client()
    log_in(client, home.manager)
    asked = client.post("/accounts/email/", {"action_add": "1", "email": "new@example.org"})
    assert asked.headers["Location"].startswith("/accounts/reauthenticate/"), "who changes it must be the person"
    client.post(asked.headers["Location"], {"password": PASSWORD, "next": "/accounts/email/"})
    home.manager.refresh_from_db()
    assert home.manager.email != "new@example.org"
    link = reset_link(mail.outbox[0].body)
    assert mail.outbox[0].to == ["new@example.org"]
    assert Client().get(link).status_code == 200
    home.manager.refresh_from_db()
    assert home.manager.email != "new@example.org", "looking at a link changes nothing: mail scanners do"
    old = home.manager.email
    client.post(link)
    home.manager.refresh_from_db()
    assert home.manager.email == "new@example.org"
    assert [m.to for m in mail.outbox[1:]] == [[old]], "the old address hears of it"


def test_nobody_signs_up(home: House) -> None:
    response = Client().post("/accounts/signup/", {"email": "me@example.org", "password1": PASSWORD})
    assert "by invitation" in response.text
    assert not User.objects.filter(email="me@example.org").exists()


def test_a_closed_account_does_not_open(home: House) -> None:
    home.manager.is_active = False
    home.manager.save()
    client = Client()
    log_in(client, home.manager)
    assert client.get("/account/").status_code == 302


def test_pages_speak_the_language_of_the_account_unless_another_was_chosen(home: House) -> None:
    home.manager.language = "sv"
    home.manager.save()
    client = Client()
    log_in(client, home.manager)
    assert client.cookies["cd_language"].value == "sv"
    chosen = Client()
    chosen.post("/i18n/setlang/", {"language": "fr"})
    log_in(chosen, home.manager)
    assert chosen.cookies["cd_language"].value == "fr"


def test_cookies_are_for_the_server_only(home: House) -> None:
    client = Client()
    log_in(client, home.manager)
    cookie = client.cookies["cd_session"]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"


def test_the_log_holds_no_address(home: House, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("INFO")
    log_in(Client(), home.manager, "wrong password")
    Client().post("/accounts/password/reset/", {"email": home.manager.email})
    said = "\n".join(JsonLines().format(record) for record in caplog.records)
    assert "account_login" in said, "the route is logged"
    assert home.manager.email not in said
