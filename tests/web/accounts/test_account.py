"""One's own account."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from clusterdynamics.errors import InputError
from clusterdynamics_web.accounts.models import User
from clusterdynamics_web.accounts.operations import create_account
from clusterdynamics_web.audit import record
from tests.web.conftest import PASSWORD, House

pytestmark = pytest.mark.django_db


def test_it_shows_ones_roles(home: House, log_in: Callable[[User], Client]) -> None:
    page = log_in(home.lead).get("/account/").text
    assert "study lead" in page
    assert "How we work together" in page
    assert "North" in page
    assert home.manager.email not in page


def test_name_and_language_can_be_changed(home: House, log_in: Callable[[User], Client]) -> None:
    client = log_in(home.manager)
    response = client.post("/account/", {"name": "Kim", "language": "fi"})
    assert response.cookies["cd_language"].value == "fi"
    home.manager.refresh_from_db()
    assert (home.manager.name, home.manager.language) == ("Kim", "fi")
    assert "Kim" not in client.post("/account/", {"name": "", "language": "xx"}).headers.get("Location", "")
    home.manager.refresh_from_db()
    assert home.manager.language == "fi"


def test_everything_that_is_kept_can_be_downloaded(home: House, log_in: Callable[[User], Client]) -> None:
    record(home.manager, "study.changed", home.study, fields=["title"])
    response = log_in(home.manager).get("/account/data/")
    assert "attachment" in response.headers["Content-Disposition"]
    data = response.json()
    assert data["email"] == home.manager.email
    assert [r["role"] for r in data["roles"]] == ["cluster manager"]
    assert [entry["what"] for entry in data["log"]] == ["study.changed"]
    assert "password" not in response.text


def test_an_address_has_one_account(home: House) -> None:
    with pytest.raises(InputError, match="account with this address"):
        create_account(home.manager.email.upper(), PASSWORD, "Twin", "en")


def test_somebody_without_a_role_is_told_so(log_in: Callable[[User], Client]) -> None:
    client = log_in(User.objects.create_user("new@example.org", PASSWORD, name="New"))
    assert "No region yet" in client.get("/").text
    assert "You have no role yet" in client.get("/account/").text


def test_the_start_leads_to_ones_only_region(home: House, log_in: Callable[[User], Client]) -> None:
    assert log_in(home.manager).get("/").headers["Location"] == f"/r/{home.region.slug}/"


def test_strangers_see_what_this_is(home: House) -> None:
    page = Client().get("/").text
    assert "Participants need no account" in page
    assert home.region.name not in page
