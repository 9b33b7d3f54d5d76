"""No page asks another host for anything or carries a script or style inside; what is said when something fails."""

from __future__ import annotations

import re
from collections.abc import Callable
from html.parser import HTMLParser

import pytest
from django.db import connections
from django.template.loader import render_to_string
from django.test import Client, RequestFactory

from clusterdynamics_web import views
from clusterdynamics_web.accounts.models import User
from tests.web.conftest import House
from tests.web.pages import account_pages, invalid_forms, region_pages

pytestmark = pytest.mark.django_db

#: Attributes that make a browser fetch or send something.
FETCHED = {"src", "href", "action", "formaction", "data", "poster", "srcset", "ping", "background", "cite", "manifest"}


class Page(HTMLParser):
    """Notes what the content security policy would block, and every address."""

    def __init__(self) -> None:
        super().__init__()
        self.troubles: list[str] = []
        self.ids: list[str] = []
        self.labels: list[str] = []
        self.inputs: list[dict[str, str | None]] = []
        self.titles = self.mains = self.headings = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "style" or "style" in given:
            self.troubles.append(f"style inside: {tag}")
        if tag == "script" and "src" not in given and given.get("type") != "application/json":
            self.troubles.append("script inside")
        for name, value in attrs:
            if name.startswith("on") or "javascript:" in (value or ""):
                self.troubles.append(f"script in {name}")
            if (
                name in FETCHED
                and re.match(r"\s*(\w+:|//)", value or "")
                and not (value or "").startswith("data:image/")
            ):
                self.troubles.append(f"foreign host: {value}")
        self.titles += tag == "title"
        self.mains += tag == "main"
        self.headings += tag == "h1"
        if given.get("id"):
            self.ids.append(str(given["id"]))
        if tag == "label" and given.get("for"):
            self.labels.append(str(given["for"]))
        if tag in {"input", "select", "textarea"} and given.get("type") not in {"hidden", "radio", "checkbox"}:
            self.inputs.append(given)


def check(where: str, text: str) -> list[str]:
    if not text.lstrip().startswith("<!DOCTYPE"):
        return []
    page = Page()
    page.feed(text)
    found = [*page.troubles]
    if (page.titles, page.mains, page.headings) != (1, 1, 1):
        found.append(f"{page.titles} titles, {page.mains} main parts, {page.headings} headings of the first order")
    found += [f"the id {i} stands twice" for i in sorted(set(page.ids)) if page.ids.count(i) > 1]
    found += [f"no label for {i.get('name')}" for i in page.inputs if i.get("id") not in page.labels]
    return [f"{where}: {trouble}" for trouble in found]


def test_pages_of_regions(home: House, operator: User, log_in: Callable[[User], Client]) -> None:
    admin, running = log_in(home.admin), log_in(operator)
    found = [t for where, text in invalid_forms(home, admin, running) for t in check(where, text)]
    found += [t for where, text in region_pages(home, operator, admin, running) for t in check(where, text)]
    assert not found, "\n".join(found)


def test_pages_of_accounts(home: House) -> None:
    found = [t for where, text in account_pages(home) for t in check(where, text)]
    assert not found, "\n".join(found)


def test_the_check_finds_what_it_looks_for() -> None:
    bad = (
        '<!DOCTYPE html><title>x</title><main><h1>x</h1><p style="color:red" onclick="x()"><script>x</script>'
        '<img src="https://evil.example/x.png"><a href="javascript:x">x</a><input name="y"><b id="a"></b><b id="a"></b>'
    )
    told = "\n".join(check("x", bad))
    for word in ("style inside", "script inside", "script in onclick", "foreign host", "script in href", "no label"):
        assert word in told, word
    assert "the id a stands twice" in told


def test_every_answer_carries_the_policy(home: House) -> None:
    for path in ("/", "/accounts/login/", "/nowhere/", "/health/", "/invitation/x/"):
        response = Client().get(path)
        policy = response.headers["Content-Security-Policy"]
        assert "unsafe" not in policy
        assert "default-src 'none'" in policy
        assert "frame-ancestors 'none'" in policy
        assert response.headers["Referrer-Policy"] == "no-referrer"
        assert response.headers["X-Content-Type-Options"] == "nosniff"
        # The front page is for everybody, so that it may be found.
        assert response.headers["X-Robots-Tag"] == ("all" if path == "/" else "noindex, nofollow")


# -- when something goes wrong ------------------------------------------------------------------------------------


def test_a_page_that_is_not_there(home: House) -> None:
    response = Client().get("/nowhere/")
    assert response.status_code == 404
    assert check("404", response.text) == []
    assert "There is no such page" in response.text


def test_a_page_that_the_role_does_not_open(home: House, log_in: Callable[[User], Client]) -> None:
    response = log_in(home.manager).get(f"/r/{home.region.slug}/settings/")
    assert response.status_code == 403
    assert check("403", response.text) == []
    assert "You may not see this page" in response.text


def test_a_request_that_cannot_be_understood() -> None:
    response = Client().get("/", HTTP_HOST="evil.example")
    assert response.status_code == 400
    assert check("400", response.text) == []


def test_an_error_of_ours_needs_no_database(monkeypatch: pytest.MonkeyPatch) -> None:
    def no_database(self: object) -> None:
        raise AssertionError("the page of an error asked the database")

    monkeypatch.setattr(type(connections["default"]), "cursor", no_database)
    response = views.server_error(RequestFactory().get("/"))
    assert response.status_code == 500
    text = response.content.decode()
    assert check("500", text) == []
    assert "Something went wrong here" in text
    assert 'lang="en"' in text


def test_an_error_of_ours_tells_nothing_of_it(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken() -> bool:
        raise RuntimeError("kim@example.org")

    monkeypatch.setattr("clusterdynamics_web.views.is_new", broken)
    client = Client(raise_request_exception=False)
    response = client.get("/")
    assert response.status_code == 500
    assert "kim@example.org" not in response.text
    assert "RuntimeError" not in response.text


def test_too_many_attempts() -> None:
    assert check("429", render_to_string("429.html", {}, RequestFactory().get("/"))) == []


#: Pages for everybody: a reader who is not logged in finds them in a search engine.
FOUND = ("/network/", "/library/", "/meetings/", "/calls/", "/network/members/", "/network/experience/")


@pytest.mark.parametrize("path", [*FOUND, "/network/results/"])
def test_what_everybody_may_read_can_be_found_and_says_so_twice(
    path: str, home: House, log_in: Callable[[User], Client]
) -> None:
    """A mark in the page and one in the head of the answer: a search engine follows the stricter of the two."""
    found = Client().get(path)
    assert found.headers["X-Robots-Tag"] == "all"
    assert 'name="robots"' not in found.text
    own = log_in(home.lead).get(path)
    assert own.headers["X-Robots-Tag"].startswith("noindex")
    assert 'content="noindex"' in own.text
