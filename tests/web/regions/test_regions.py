"""Regions, their settings, sender and clusters."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.core import mail
from django.test import Client
from pytest_django import Settings

from clusterdynamics.errors import InputError
from clusterdynamics_web.accounts.models import User
from clusterdynamics_web.regions.models import AuditEntry, Cluster, Region
from clusterdynamics_web.regions.operations import change_region, create_region
from tests.web.conftest import House

pytestmark = pytest.mark.django_db


def link(text: str) -> str:
    found = re.search(r"https?://[^/\s]+(/\S+)", text)
    assert found
    return found[1]


def values(region: Region, **more: object) -> dict[str, object]:
    names = ("name", "country", "languages", "default_language", "sender_name", "sender_email", "retention_months")
    return {n: getattr(region, n) for n in (*names, "k_inside", "k_outside")} | more


def test_the_front_page_shows_what_is_to_do_to_the_region_admin_only(
    home: House, log_in: Callable[[User], Client]
) -> None:
    page = log_in(home.admin).get(f"/r/{home.region.slug}/").text
    assert "What is still to do" in page
    assert "being set up" in page
    assert "How we work together" in page
    other = log_in(home.manager).get(f"/r/{home.region.slug}/").text
    assert "What is still to do" not in other
    assert "How we work together" in other


def test_somebody_of_one_study_sees_no_other(home: House, log_in: Callable[[User], Client]) -> None:
    from clusterdynamics_web.studies.operations import create_study

    create_study(None, Cluster.objects.create(region=home.region, slug="steel", name="Steel"), "Furnaces and fables")
    page = log_in(home.manager).get(f"/r/{home.region.slug}/").text
    assert "Furnaces and fables" not in page
    assert "Steel" not in page
    assert "Furnaces and fables" in log_in(home.admin).get(f"/r/{home.region.slug}/").text


def test_settings(home: House, log_in: Callable[[User], Client]) -> None:
    client = log_in(home.admin)
    url = f"/r/{home.region.slug}/settings/"
    response = client.post(url, values(home.region, languages=["fr", "en"], default_language="fr", k_outside=7))
    assert response.status_code == 302
    home.region.refresh_from_db()
    assert (home.region.default_language, home.region.k_outside) == ("fr", 7)
    assert AuditEntry.objects.get(verb="region.changed").details == {
        "fields": ["languages", "default_language", "k_outside"]
    }


def test_smallest_groups_are_raised_only(home: House, log_in: Callable[[User], Client]) -> None:
    change_region(home.admin, home.region, {"k_inside": 6})
    home.region.refresh_from_db()
    response = log_in(home.admin).post(f"/r/{home.region.slug}/settings/", values(home.region, k_inside=5))
    assert response.status_code == 400
    assert "can be raised only" in response.text
    home.region.refresh_from_db()
    assert home.region.k_inside == 6
    home.study.delete()
    assert change_region(home.admin, home.region, {"k_inside": 5}).k_inside == 5


def test_the_first_language_is_one_of_the_region(home: House) -> None:
    with pytest.raises(InputError, match="one of the languages"):
        change_region(home.admin, home.region, {"default_language": "da"})


def test_the_sender_is_confirmed_by_a_mailed_link(home: House, log_in: Callable[[User], Client]) -> None:
    client = log_in(home.admin)
    url = f"/r/{home.region.slug}/settings/"
    client.post(url, values(home.region, sender_name="Kim", sender_email="kim@north.example"))
    assert mail.outbox[0].to == ["kim@north.example"]
    assert "kim" not in link(mail.outbox[0].body), "no address in an address"
    assert "is not confirmed yet" in client.get(url).text
    path = link(mail.outbox[0].body)
    assert "Is this your address?" in Client().get(path).text
    home.region.refresh_from_db()
    assert home.region.sender_verified_at is None, "a scanner that follows links confirms nothing"
    assert "Thank you" in Client().post(path).text
    home.region.refresh_from_db()
    first = home.region.sender_verified_at
    assert first is not None
    Client().post(path)
    home.region.refresh_from_db()
    assert home.region.sender_verified_at == first
    # Another address begins anew, and the old link confirms it not.
    client.post(url, values(home.region, sender_email="other@north.example"))
    home.region.refresh_from_db()
    assert home.region.sender_verified_at is None
    assert Client().post(path).status_code == 404
    client.post(f"{url}sender/")
    assert mail.outbox[-1].to == ["other@north.example"]


def test_a_link_that_was_changed_or_is_old_confirms_nothing(home: House, monkeypatch: pytest.MonkeyPatch) -> None:
    from clusterdynamics_web.regions import mails

    change_region(home.admin, home.region, {"sender_email": "kim@north.example"})
    home.region.refresh_from_db()
    token = mails.sender_token(home.region)
    assert Client().get(f"/sender/{token}/").status_code == 200
    assert Client().get(f"/sender/{token[:-1]}x/").status_code == 404
    monkeypatch.setattr(mails, "SENDER_DAYS", -1)
    assert Client().get(f"/sender/{token}/").status_code == 404


def test_without_a_sender_nothing_is_mailed(home: House, log_in: Callable[[User], Client]) -> None:
    page = log_in(home.admin).post(f"/r/{home.region.slug}/settings/sender/", follow=True).text
    assert "Name the sender first" in page
    assert mail.outbox == []


def test_a_mail_that_lies_in_the_folder_is_not_called_sent(
    home: House, log_in: Callable[[User], Client], settings: Settings, tmp_path: object
) -> None:
    backend = "django.core.mail.backends.filebased.EmailBackend"
    settings.MAILERS = {"default": {"BACKEND": backend, "OPTIONS": {"file_path": str(tmp_path)}}}
    change_region(home.admin, home.region, {"sender_email": "kim@north.example"})
    page = log_in(home.admin).post(f"/r/{home.region.slug}/settings/sender/", follow=True).text
    assert "outbox" in page


def test_a_mail_server_that_is_away_is_told(
    home: House, log_in: Callable[[User], Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(self: object) -> int:
        raise ConnectionRefusedError("no server")

    monkeypatch.setattr("django.core.mail.EmailMultiAlternatives.send", refuse)
    change_region(home.admin, home.region, {"sender_email": "kim@north.example"})
    page = log_in(home.admin).post(f"/r/{home.region.slug}/settings/sender/", follow=True).text
    assert "could not be sent" in page


def test_clusters(home: House, log_in: Callable[[User], Client]) -> None:
    client = log_in(home.admin)
    url = f"/r/{home.region.slug}/clusters/new/"
    assert client.post(url, {"name": "Blå energi", "another": "1"}).headers["Location"] == url
    assert client.post(url, {"name": "Blå Energi"}).status_code == 400, "the same name, but for its letters"
    client.post(url, {"name": "Bla energi", "sector": "Wind"})
    assert home.region.clusters.count() == 3
    assert len(set(home.region.clusters.values_list("slug", flat=True))) == 3
    blue = home.region.clusters.get(name="Blå energi")
    edit = f"/r/{home.region.slug}/clusters/{blue.slug}/"
    client.post(edit, {"name": "Blå energi", "sector": "Sun"})
    blue.refresh_from_db()
    assert blue.sector == "Sun"
    assert client.post(edit, {"name": "forest"}).status_code == 400
    assert client.post(edit, {"name": "Green energy"}).status_code == 302
    assert client.get(f"/r/{home.region.slug}/clusters/nowhere/").status_code == 404


@pytest.mark.parametrize("name", ["日本", "North", "<script>alert(1)</script>"])
def test_every_name_gets_an_address_of_its_own(name: str, home: House, log_in: Callable[[User], Client]) -> None:
    made = {"name": name, "languages": ["en"], "default_language": "en"}
    region = create_region(home.admin, made, admin=home.admin)
    assert region.slug != home.region.slug
    page = log_in(home.admin).get(f"/r/{region.slug}/")
    assert page.status_code == 200
    assert "<script>alert" not in page.text
