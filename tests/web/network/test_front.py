"""The front page: for everybody, of what everybody may know, quick."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest
from django.conf import settings
from django.test import Client

from clusterdynamics_web.accounts.models import User
from clusterdynamics_web.network import entries
from clusterdynamics_web.network.entries import Entry, Part, front_shelves, yields
from clusterdynamics_web.regions.models import Role
from tests.web.conftest import House
from tests.web.library.conftest import published
from tests.web.meetings.conftest import plan
from tests.web.network.conftest import many_items, show
from tests.web.test_pages import check

pytestmark = pytest.mark.django_db


def test_everybody_reads_what_is_new_and_only_what_is_public(
    home: House, elsewhere: House, log_in: Callable[[User], Client]
) -> None:
    author, curator = home.people[Role.NETWORK_READER], home.people[Role.CURATOR]
    published(author, curator, home.region, title="Petits déjeuners", language="fr")
    published(author, curator, home.region, title="For us alone", public=False)
    show(home)
    plan(curator, home.region, title="Autumn in the mill")
    for client in (Client(), log_in(author)):
        answer = client.get("/network/")
        page = answer.text
        assert 'lang="fr">Petits déjeuners</a>' in page
        assert "Autumn in the mill</a>" in page
        assert "For us alone" not in page, "the page is the same for everybody"
        assert check("front", page) == []
        # One region of two shows itself, in one country; one of two items is for everybody; no study is out.
        assert answer.context["numbers"] == [("Regions", "1"), ("Countries", "1"), ("Items in the library", "1")]
        assert elsewhere.region.name not in page
    assert Client().get("/").context["numbers"] == answer.context["numbers"]
    anonymous = Client().get("/")
    assert anonymous.headers["X-Robots-Tag"] == "all"
    assert 'name="robots"' not in anonymous.text
    assert 'content="noindex"' in client.get("/network/").text


def test_each_language_has_its_front_page(home: House) -> None:
    for code, _own in settings.LANGUAGES:
        client = Client()
        client.cookies["cd_language"] = code
        assert f'<html lang="{code}"' in client.get("/").text


def test_other_parts_say_what_stands_on_it(home: House, monkeypatch: pytest.MonkeyPatch) -> None:
    assert set(entries.PROVIDERS) >= {Part.ITEMS, Part.MEETINGS}
    monkeypatch.setattr(entries, "PROVIDERS", {Part.ITEMS: entries.PROVIDERS[Part.ITEMS]})
    assert [shelf.part for shelf in front_shelves()] == [Part.ITEMS]
    page = Client().get("/").text
    assert "Nothing has been published yet." in page
    assert "Coming meetings" not in page, "a part nobody yields is not mentioned"

    @yields(Part.MEETINGS, more="library")
    def coming(limit: int) -> list[Entry]:
        return [Entry(f"<Meeting {k}>", "/library/", "14 May 2027") for k in range(limit + 3)]

    yields(Part.CALLS)(lambda _limit: [])
    assert [len(shelf.entries) for shelf in front_shelves(4)] == [0, 4, 0]
    page = Client().get("/").text
    assert "&lt;Meeting 4&gt;" in page
    assert "Meeting 5" not in page
    assert page.index("New in the library") < page.index("Coming meetings") < page.index("No call is open now.")


@pytest.mark.verify
@pytest.mark.alone
def test_the_front_page_is_quick_among_ten_thousand_items(home: House) -> None:
    """100 ms of work are promised (`benchmarks/network_front.py`); three times that here, as others work, too."""
    many_items(home.region, 10_000)
    client = Client()
    client.get("/")
    started = time.process_time()
    for _k in range(5):
        assert client.get("/").context["numbers"] == [("Items in the library", "9000")]
    assert (time.process_time() - started) / 5 < 0.3
