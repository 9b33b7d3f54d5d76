"""The pages of the guide as a server gives them: whole, of one piece, small; and the roster without JavaScript."""

from __future__ import annotations

import gzip
import re
from html.parser import HTMLParser
from typing import Any

import pytest
from django.contrib.staticfiles import finders
from django.test import Client

from tests.web.styleguide.conftest import PAGES

#: RX-17: what a respondent's first page may weigh on the way, in bytes.
FIRST_PAGE = 150_000
REFERENCES = {"for", "aria-labelledby", "aria-describedby", "aria-controls", "popovertarget", "data-confirm"}


class Reader(HTMLParser):
    """Every element of a page with its attributes."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {name: value or "" for name, value in attrs}))

    def all(self, tag: str, **wanted: str) -> list[dict[str, str]]:
        return [a for t, a in self.elements if t == tag and all(a.get(k) == v for k, v in wanted.items())]


def get(path: str, **data: Any) -> str:
    response = Client().get(path, data or None)
    assert response.status_code == 200
    return response.content.decode()


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_of_one_piece(guide: dict[str, str], name: str) -> None:
    page = Reader(get(guide[name]))
    ids = [a["id"] for _, a in page.elements if "id" in a]
    assert len(ids) == len(set(ids))
    asked = {word for _, a in page.elements for key in REFERENCES & a.keys() for word in a[key].split()}
    assert asked - set(ids) == set()
    (html,) = page.all("html")
    assert html["lang"] == "en"
    assert len(page.all("main")) == len(page.all("h1")) == 1
    assert "#content" in {a.get("href") for a in page.all("a")}


@pytest.mark.parametrize("name", PAGES)
def test_no_template_of_the_guide_asks_for_what_is_not_there(guide: dict[str, str], name: str) -> None:
    """A misspelt component or variable would leave a gap; what it leaves is an empty sentence or attribute."""
    text = get(guide[name])
    assert not re.search(r"<(p|b|h[1-3]|legend|caption|figcaption)>\s*</\1>", text)
    assert 'aria-label=""' not in text
    assert 'alt=""' not in text


def test_every_field_has_a_label_and_says_in_words_that_it_is_required(guide: dict[str, str]) -> None:
    text = get(guide["index"])
    page = Reader(text)
    labelled = {a["for"] for a in page.all("label") if "for" in a}
    inputs = [a for tag in ("input", "select", "textarea") for a in page.all(tag) if a.get("id", "").startswith("id_")]
    boxes = {a["id"] for a in inputs if a.get("type") in {"radio", "checkbox"}}  # their labels enclose them
    assert {a["id"] for a in inputs} - labelled - boxes == set()
    assert text.count('<span class="must">(required)</span>') >= 8


def test_an_error_is_tied_to_its_field(guide: dict[str, str]) -> None:
    page = Reader(get(guide["index"]))
    (mail,) = page.all("input", name="wrong-mail", value="anna@")
    assert mail["aria-invalid"] == "true"
    assert mail["aria-describedby"] == "id_wrong-mail_helptext id_wrong-mail_error"


def _weight(path: str) -> int:
    """What the page and all that it asks for weigh, each file packed as the server packs it."""
    text = get(path)
    page = Reader(text)
    asked = [a["href"] for a in page.all("link")] + [a["src"] for a in (*page.all("script"), *page.all("img"))]
    total = len(gzip.compress(text.encode()))
    for address in asked:
        found = finders.find(address.removeprefix("/static/"))
        assert isinstance(found, str), address
        with open(found, "rb") as file:  # noqa: PTH123 - a name from Django
            body = file.read()
        total += len(body) if address.endswith(".woff2") else len(gzip.compress(body))
    return total


@pytest.mark.parametrize("name", ["respondent", "roster", "long roster"])
def test_the_first_page_of_a_respondent_is_small(guide: dict[str, str], name: str) -> None:
    beyond_latin = finders.find("cd/fonts/source-sans-3-latin-ext.woff2")
    assert isinstance(beyond_latin, str)
    with open(beyond_latin, "rb") as file:  # noqa: PTH123 - as above
        extra = len(file.read())  # fetched where a name holds a letter such as Ł
    assert 20_000 < _weight(guide[name]) + extra <= FIRST_PAGE
    assert _weight(guide[name]) <= 50_000


def _boxes(page: Reader) -> dict[str, bool]:
    return {a["value"]: "checked" in a for a in page.all("input", type="checkbox", name="partners")}


def test_the_roster_filters_on_the_server_and_keeps_what_was_chosen(guide: dict[str, str]) -> None:
    """RX-02 and RX-04: what "Search" sends without JavaScript."""
    everyone = _boxes(Reader(get(guide["roster"])))
    assert len(everyone) == 11
    assert not any(everyone.values())
    found = get("/styleguide/roster/", **{"partners": ["a1", "a5"], "partners-search": "SAND", "filter": "partners"})
    assert _boxes(Reader(found)) == {"a1": True, "a5": True}  # Ånäs was chosen before, Sandviken matches
    assert "Also chosen (1)" in found
    assert "Shown: 1 of 11" in found
    nothing = get("/styleguide/roster/", **{"partners": ["a1"], "partners-search": "xyz"})
    assert _boxes(Reader(nothing)) == {"a1": True}
    assert "Nothing matches." in nothing


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("anas", "a1"),
        ("Łodz", "a3"),
        ("vaerk", "a4"),
        ("værk", "a4"),
        ("safo", "a5"),
        ("iftu", "a8"),
        ("cluster ø", "a11"),
    ],
)
def test_the_search_knows_accents_short_labels_and_aliases(guide: dict[str, str], query: str, found: str) -> None:
    assert list(_boxes(Reader(get("/styleguide/roster/", **{"partners-search": query})))) == [found]


def test_a_long_roster_is_browsed_by_letter(guide: dict[str, str]) -> None:
    page = Reader(get(guide["long roster"]))
    assert len(_boxes(page)) == 120
    folds = [a for a in page.all("details") if a.get("id", "").startswith("partners-group-")]
    assert len(folds) == 20  # one per first letter of the made-up names
    assert not any("open" in a for a in folds)


def test_a_page_speaks_the_language_that_was_chosen(guide: dict[str, str]) -> None:
    client = Client()
    client.post("/i18n/setlang/", {"language": "sv", "next": "/styleguide/"})
    (html,) = Reader(client.get("/styleguide/").content.decode()).all("html")
    assert html["lang"] == "sv"


def test_the_switch_of_languages_leads_back_to_where_one_was(guide: dict[str, str]) -> None:
    page = Reader(get("/styleguide/roster/", many="1"))
    (back,) = page.all("input", name="next")
    assert back["value"] == "/styleguide/roster/?many=1"
    assert [a["value"] for a in page.all("button", name="language")] == ["en", "sv", "nb", "fi", "fr", "da"]
