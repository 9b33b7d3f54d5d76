"""Every page of accounts and regions in every state that a person can meet, to be looked at as a whole."""

from __future__ import annotations

import base64
import hmac
import re
import struct
import time
from collections.abc import Iterator
from pathlib import Path

from allauth.mfa.models import Authenticator
from django.core.cache import cache
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.test import Client, RequestFactory

from clusterdynamics_web.accounts.models import User
from clusterdynamics_web.regions.mails import sender_token
from clusterdynamics_web.regions.models import Role
from clusterdynamics_web.regions.operations import ask_emergency, change_region, confirm_emergency, invite
from tests.web.conftest import PASSWORD, House

__all__ = ["account_pages", "code_of", "invalid_forms", "key_pages", "region_pages", "sign_in", "switch_app_on"]

type Page = tuple[str, str]

LOGIN = "/accounts/login/"
ACTIVATE = "/accounts/2fa/totp/activate/"


def code_of(secret: str, steps: int = 0) -> str:
    """Return the code of RFC 6238 for now, or for some half minutes later."""
    counter = int(time.time()) // 30 + steps
    digest = hmac.digest(base64.b32decode(secret), struct.pack(">Q", counter), "sha1")
    start = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[start : start + 4])[0] & 0x7FFFFFFF) % 1_000_000:06d}"


def sign_in(user: User) -> Client:
    """Log somebody in by the form, up to the second step."""
    client = Client()
    client.post(LOGIN, {"login": user.email, "password": PASSWORD})
    return client


def switch_app_on(client: Client) -> str:
    """Switch the app for codes on, as a person does it; return its secret."""
    asked = client.get(ACTIVATE)
    if asked.status_code == 302:
        client.post(asked.headers["Location"], {"password": PASSWORD, "next": ACTIVATE})
    found = re.search(r'id="authenticator_secret"[^>]*>(\w+)<', client.get(ACTIVATE).text)
    assert found
    assert client.post(ACTIVATE, {"code": "000000"}).status_code == 200, "a wrong code does nothing"
    done = client.post(ACTIVATE, {"code": code_of(found[1])})
    assert done.headers["Location"] == "/accounts/2fa/recovery-codes/"
    return found[1]


def _text(response: HttpResponse, where: str) -> Page:
    assert response.status_code < 500, where
    assert "Location" not in response.headers, f"{where} leads on to {response.headers.get('Location')}"
    return where, response.text


def region_pages(home: House, operator: User, admin: Client, running: Client) -> Iterator[Page]:
    """Pages of regions: `admin` is a client of the region admin, `running` one of the operator."""
    slug = home.region.slug
    at = f"/r/{slug}/"
    _curator, token = invite(home.admin, home.region, "new@example.org", Role.CURATOR, "en")
    _known, known = invite(home.admin, home.region, home.manager.email, Role.CURATOR, "en")
    _study, into = invite(home.admin, home.study, "new@example.org", Role.BOARD, "en")
    asked = ask_emergency(home.admin, home.study, "A firm says that its answers were changed.")
    for path in ("", "settings/", "clusters/new/", f"clusters/{home.cluster.slug}/", "people/", "log/", "emergency/"):
        yield _text(admin.get(at + path), at + path)
    yield _text(admin.get(f"{at}emergency/{asked.key}/"), "emergency, own")
    yield _text(running.get(f"/operator/emergency/{asked.key}/"), "emergency, waiting")
    yield _text(admin.get(home.url("people/")), home.url("people/"))
    yield _text(running.get("/operator/"), "/operator/")
    yield _text(running.get("/operator/regions/new/"), "/operator/regions/new/")
    confirm_emergency(operator, asked)
    yield _text(admin.get(f"{at}emergency/{asked.key}/"), "emergency, confirmed")
    yield _text(admin.get(f"{at}emergency/"), "emergencies")
    yield _text(running.get("/operator/"), "/operator/, quiet")
    for other in (token, known, into):
        yield _text(Client().get(f"/invitation/{other}/"), "invitation")
        yield _text(admin.get(f"/invitation/{other}/"), "invitation, logged in")
    yield _text(Client().get("/invitation/wrong/"), "invitation, over")
    change_region(home.admin, home.region, {"sender_email": "kim@north.example"})
    home.region.refresh_from_db()
    yield _text(admin.get(f"{at}settings/"), "settings, sender waits")
    sender = f"/sender/{sender_token(home.region)}/"
    yield _text(Client().get(sender), "sender")
    yield _text(Client().post(sender), "sender, confirmed")
    yield _text(admin.get(f"{at}settings/"), "settings, sender confirmed")
    home.region.clusters.all().delete()
    yield _text(admin.get(at), "region without a cluster")
    yield _text(admin.get(f"{at}log/", {"verb": "region.changed", "person": home.lead.pk}), "log, nothing fits")


def invalid_forms(home: House, admin: Client, running: Client) -> Iterator[Page]:
    """Each form with everything wrong."""
    _invitation, token = invite(home.admin, home.region, "wrong@example.org", Role.CURATOR, "en")
    at = f"/r/{home.region.slug}/"
    for client, path in (
        (admin, f"{at}settings/"),
        (admin, f"{at}clusters/new/"),
        (admin, f"{at}people/"),
        (admin, f"{at}emergency/"),
        (admin, home.url("people/")),
        (running, "/operator/regions/new/"),
        (Client(), f"/invitation/{token}/"),
    ):
        wrong = {"password": "short", "person": "x", "email": "none", "sender_email": "none", "k_inside": "1"}
        yield _text(client.post(path, wrong), f"{path}, wrong")
    yield _text(admin.post(f"{at}clusters/new/", {"name": home.cluster.name}), "cluster twice")
    yield _text(Client().post(LOGIN, {"login": "none", "password": ""}), "log in, wrong")
    yield _text(Client().post(LOGIN, {"login": "nobody@example.org", "password": "x"}), "log in, unknown")


def account_pages(home: House) -> Iterator[Page]:
    """Pages of log-in and account, with the second step really set up."""
    cache.clear()
    for path in (
        "/",
        LOGIN,
        "/accounts/signup/",
        "/accounts/inactive/",
        "/accounts/password/reset/",
        "/accounts/password/reset/done/",
        "/accounts/password/reset/key/done/",
        "/accounts/password/reset/key/a-b/",
        "/accounts/confirm-email/",
        "/accounts/confirm-email/none/",
    ):
        yield _text(Client().get(path), path)
    client = sign_in(home.admin)
    yield _text(client.get("/accounts/2fa/"), "second step, off")
    yield _text(client.get("/accounts/reauthenticate/"), "is it you, by password")
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    yield _text(client.get(ACTIVATE), ACTIVATE)
    yield _text(client.post(ACTIVATE, {"code": "000000"}), "app, wrong code")
    yield _text(client.get("/accounts/2fa/webauthn/add/"), "add a key")
    yield _text(client.get("/accounts/2fa/webauthn/"), "keys, none")
    secret = switch_app_on(client)
    for path in ("recovery-codes/", "recovery-codes/generate/", "recovery-codes/download/", "", "totp/deactivate/"):
        yield _text(client.get(f"/accounts/2fa/{path}"), f"second step, {path}")
    for path in ("/account/", "/accounts/password/change/", "/accounts/email/", "/accounts/logout/"):
        yield _text(client.get(path), path)
    yield _text(client.post("/account/", {"name": "", "language": "xx"}), "account, wrong")
    yield _text(client.post("/accounts/password/change/", {"oldpassword": "x", "password1": "x"}), "password, wrong")
    yield _text(client.post("/accounts/email/", {"action_add": "1", "email": "none"}), "address, wrong")
    client.post("/accounts/email/", {"action_add": "1", "email": "new@north.example"})
    yield _text(client.get("/accounts/email/"), "address, waiting")
    yield _text(client.get("/accounts/2fa/reauthenticate/"), "is it you, by code")
    half = sign_in(home.admin)
    yield _text(half.get("/accounts/2fa/authenticate/"), "second step")
    yield _text(half.post("/accounts/2fa/authenticate/", {"code": "000000"}), "second step, wrong")
    assert half.post("/accounts/2fa/authenticate/", {"code": code_of(secret, 1)}).status_code == 302
    yield from key_pages(home)


def key_pages(home: House) -> Iterator[Page]:
    """Pages about a key that is there: drawn from their templates, since a key cannot be made without a browser."""

    class Key:
        pk = 1
        created_at = last_used_at = home.admin.joined_at
        type = Authenticator.Type.WEBAUTHN

        class wrap:  # noqa: N801 - templates call what they can call
            name = "⟦My key⟧"
            is_passwordless = True

    request = RequestFactory().get("/accounts/2fa/webauthn/")
    request.user = home.admin
    from clusterdynamics_web.accounts.forms import EditKeyForm

    form = EditKeyForm(instance=Key)  # type: ignore[arg-type]
    for name, context in (
        ("authenticator_list", {"authenticators": [Key]}),
        ("authenticator_confirm_delete", {"authenticator": Key}),
        ("edit_form", {"form": form}),
        ("reauthenticate", {"js_data": {}, "form": form}),
    ):
        yield name, render_to_string(f"mfa/webauthn/{name}.html", context, request)


def templates_of(*folders: str) -> set[str]:
    """Return the names of our templates below some folders."""
    import clusterdynamics_web

    root = Path(clusterdynamics_web.__file__).parent
    found = set()
    for folder in folders:
        for path in (root / folder).rglob("*"):
            if path.suffix in {".html", ".txt"}:
                found.add(path.relative_to(root / folder).as_posix())
    return found
