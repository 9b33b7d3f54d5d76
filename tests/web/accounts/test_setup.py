"""The first page of a new installation: whoever started the server gets in, a stranger does not."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.test import Client
from pytest_django import Settings

from clusterdynamics.errors import InputError
from clusterdynamics_web.accounts.models import User
from clusterdynamics_web.accounts.setup_code import announce, code_is_right, forget, keep_code
from clusterdynamics_web.regions.models import AuditEntry, Region, Role
from clusterdynamics_web.regions.operations import set_up
from tests.web.conftest import PASSWORD, House

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def folder(settings: Settings, tmp_path: Path) -> Path:
    settings.DATA = tmp_path
    return tmp_path


def filled(**more: object) -> dict[str, object]:
    return {
        "code": keep_code(),
        "person": "Åsa",
        "email": "Asa@Example.org",
        "password": PASSWORD,
        "name": "Östergötland",
        "country": "SE",
        "languages": ["sv", "en"],
        "default_language": "sv",
        "sender_name": "",
        "sender_email": "",
        "retention_months": 24,
        "k_inside": 3,
        "k_outside": 5,
        **more,
    }


def test_the_start_leads_to_the_set_up_while_there_is_nothing() -> None:
    assert Client().get("/").headers["Location"] == "/setup/"
    assert Client().get("/setup/").status_code == 200


def test_the_set_up_makes_operator_and_region_and_leads_to_the_second_step() -> None:
    client = Client()
    response = client.post("/setup/", filled())
    assert response.status_code == 302
    assert response.headers["Location"] == "/accounts/2fa/totp/activate/"
    user = User.objects.get()
    assert (user.email, user.name, user.is_operator) == ("asa@example.org", "Åsa", True)
    region = Region.objects.get()
    assert (region.slug, region.languages, region.default_language) == ("ostergotland", ["sv", "en"], "sv")
    assert region.memberships.get().role == Role.REGION_ADMIN
    assert set(AuditEntry.objects.values_list("verb", flat=True)) == {"server.set_up", "region.created"}
    # Logged in, and asked for nothing that was typed a second ago.
    assert client.get("/accounts/2fa/totp/activate/").status_code == 200
    assert client.get(f"/r/{region.slug}/").headers["Location"] == "/accounts/2fa/"
    # Once is enough.
    assert Client().get("/setup/").status_code == 404
    assert Client().post("/setup/", filled()).status_code == 404


def test_a_stranger_without_the_code_gets_nowhere() -> None:
    response = Client().post("/setup/", filled(code="guessed"))
    assert response.status_code == 400
    assert "This is not the code of this server" in response.text
    assert PASSWORD not in response.text
    assert not User.objects.exists()


def test_all_problems_are_told_at_once() -> None:
    wrong = filled(email="none", **{"password": "short"}, default_language="fr", k_inside=2, k_outside=4)
    text = Client().post("/setup/", wrong).text
    for told in ("valid email", "too short", "Choose one of the languages", "equal to 3", "equal to 5"):
        assert told in text, told
    assert not User.objects.exists()


def test_two_people_cannot_set_the_same_server_up(home: House) -> None:
    with pytest.raises(InputError, match="set up already"):
        set_up("late@example.org", PASSWORD, "Late", "en", {"name": "Late"})


def test_the_code_is_one_for_all_processes_and_ends_with_its_use(folder: Path) -> None:
    code = keep_code()
    assert keep_code() == code
    assert len(code) >= 22  # 128 bits in base64
    assert (folder / "setup_code").stat().st_mode & 0o077 == 0, "others on the machine must not read it"
    assert code_is_right(f" {code} ")
    assert not code_is_right("")
    forget()
    assert not code_is_right(code)
    forget()


def test_the_start_of_the_server_tells_where_to_begin_only_once(folder: Path) -> None:
    said: list[str] = []
    announce("http://127.0.0.1:8000", said.append)
    assert f"http://127.0.0.1:8000/setup/?code={keep_code()}" in said[0]
    User.objects.create_user("somebody@example.org")
    announce("http://127.0.0.1:8000", said.append)
    assert len(said) == 1
