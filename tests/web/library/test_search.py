"""Search: the same forty queries on whichever database the tests run on, facets, why something was found."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from django.test import Client
from django.utils import timezone

from clusterdynamics_web.library import search
from clusterdynamics_web.library.models import Entry, EntryText, Event, EventKind, File, Item, Version
from clusterdynamics_web.library.search.why import passage
from clusterdynamics_web.library.search.words import folded, words_of
from tests.web.conftest import House
from tests.web.library.search_set import ITEMS, QUERIES
from tests.web.survey.test_load import postgresql

__all__ = ["postgresql"]

pytestmark = pytest.mark.django_db
ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture
def shelf(home: House) -> dict[int, str]:
    """All items of the set, published; the last is for the network only."""
    names = {}
    for number, (name, text) in enumerate(ITEMS.items()):
        version = Version.objects.create(
            item=Item.objects.create(region=home.region),
            language=text.language,
            country=text.country,
            title=text.title,
            summary=text.summary,
            keywords=text.keywords,
            kind=text.kind,
            sector=text.sector,
            year_from=text.year,
            texts=text.texts,
            public=name != "policy",
        )
        if text.file:
            File.objects.create(
                version=version, name="file.pdf", kind="pdf", size=1, sha256="", path="", text=text.file
            )
        at = timezone.now() - timedelta(days=number)
        Event.objects.create(version=version, kind=EventKind.PUBLISHED, at=at)
        search.reindex(version)
        names[version.pk] = name
    return names


def found(shelf: dict[int, str], query: str, **facets: str) -> list[str]:
    return [shelf[hit.version.pk] for hit in search.find(query, facets, everything=True).hits]


def test_forty_queries_in_six_languages(shelf: dict[int, str]) -> None:
    assert len(QUERIES) >= 40
    assert {text.language for text in ITEMS.values()} == {"sv", "nb", "da", "fi", "fr", "en"}
    got = {query: set(found(shelf, query)) for query in QUERIES}
    assert got == QUERIES


def test_a_word_in_the_title_counts_most(shelf: dict[int, str]) -> None:
    assert found(shelf, "kluster") == ["kluster", "sag"]
    assert found(shelf, "luottamus") == ["metsa", "jyva"], "a keyword before a word in a file"
    assert found(shelf, "")[:3] == ["frukost", "sag", "kluster"], "without words the newest first"


def test_folding_is_the_same_on_both_sides() -> None:
    assert words_of("Ærø Łódź Straße ÅÄÖ ﬁle ²") == ["aero", "lodz", "strasse", "aao", "file", "2"]
    assert folded("d’été, well-being_now") == "d ete well being now"
    assert words_of('"; DROP TABLE * AND OR NEAR(a b) :* &|!') == ["drop", "table", "and", "or", "near", "a", "b"]


@pytest.mark.parametrize(
    "query", ['"', "AND", "NOT x", "a*", "(", "title:x", "NEAR(a b)", "x & !y", "' OR 1=1 --", "\0", "é" * 500]
)
def test_no_query_breaks_it(shelf: dict[int, str], query: str) -> None:
    assert search.find(query, {"year": "x", "kind": "' OR 1"}, everything=True).total == 0 or words_of(query) == []
    assert Client().get("/library/", {"q": query, "page": "x"}).status_code == 200


def test_facets_count_what_each_choice_leaves(shelf: dict[int, str]) -> None:
    """Counted by hand in the set: French reports are one, of three reports outside of it."""
    everything = search.find("", {}, everything=True)
    numbers = {f.name: {v.value: v.count for v in f.values} for f in everything.facets}
    assert numbers["language"] == dict.fromkeys(("sv", "nb", "da", "fi", "fr", "en"), 4)
    assert numbers["kind"]["report"] == 4
    assert numbers["country"] == {"SE": 4, "NO": 4, "DK": 4, "FI": 4, "FR": 3, "GB": 2, "CA": 1, "IE": 1, "PL": 1}
    assert sum(numbers["sector"].values()) == 24
    assert "stage" in numbers
    assert numbers["stage"] == {}
    french = search.find("", {"language": "fr"}, everything=True)
    numbers = {f.name: {v.value: v.count for v in f.values} for f in french.facets}
    assert french.total == 4
    assert numbers["country"] == {"FR": 3, "CA": 1}
    assert numbers["language"]["sv"] == 4, "what another choice of the same facet would leave"
    both = search.find("", {"language": "fr", "kind": "report"}, everything=True)
    assert [shelf[h.version.pk] for h in both.hits] == ["bois"]
    chosen = next(f for f in both.facets if f.name == "kind").chosen
    assert chosen is not None
    assert (chosen.value, chosen.count) == ("report", 1)


def test_it_says_why_something_was_found(shelf: dict[int, str]) -> None:
    def hit(query: str) -> search.Hit:
        return search.find(query, {}, everything=True).hits[0]

    title = hit("cooper")
    assert [p.text for p in title.title if p.found] == ["coopère"]
    assert title.where == ("title",)
    file = hit("tromso")
    assert (file.where, file.file) == (("file",), "file.pdf")
    assert "".join(p.text for p in file.passage).endswith("Grønn vekst i Tromsø.")
    assert [p.text for p in file.passage if p.found] == ["Tromsø"]
    assert hit("frist").where == ("text",)
    page = Client().get("/library/", {"q": "tromsø"}, headers={"accept-language": "en"}).text
    assert "Found in:" in page
    assert "<mark>Tromsø</mark>" in page


def test_a_passage_in_a_long_text() -> None:
    text = "Ein Wort steht hier. " * 20_000 + "Der Ångström ist klein. " + "Und weiter geht es. " * 20_000
    shown = passage(text, ["angstrom"])
    assert [p.text for p in shown if p.found] == ["Ångström"]
    assert len("".join(p.text for p in shown)) < 300
    assert passage(text, ["nowhere"]) == []


def test_a_passage_is_where_the_folded_words_first_are() -> None:
    """Against folding word by word, for every beginning of every word of the set, and for letters printed as one."""
    texts = [f"{text.title} {text.summary} {text.file} {text.keywords}" for text in ITEMS.values()]
    for text in [*texts, "La ﬁlière de l’œuvre, E\u0301te\u0301 et Ægir; Прибыль ёлки, Ελλάς. 3 m² à 20 K."]:
        parts = [(word, words_of(word)) for word in re.findall(r"(?:[^\W_][\u0300-\u036f]*)+", text)]
        asked = {folded_word[:length] for _word, words in parts for folded_word in words for length in (1, 2, 3, 9)}
        for word in asked:
            first = next(whole for whole, words in parts if any(w.startswith(word) for w in words))
            shown = "".join(p.text for p in passage(text, [word]) if p.found)
            assert shown.startswith(re.sub("[\u0300-\u036f].*", "", first)), (word, text)
    assert [p.text for p in passage("b, then a", ["a", "b"]) if p.found] == ["b", "a"]


def test_an_empty_result_offers_what_is_near(shelf: dict[int, str]) -> None:
    ways = search.find("", {"country": "SE", "language": "fi"}, everything=True).near
    assert {(w.how, tuple(w.facets), w.count) for w in ways} == {("less", ("country",), 4), ("less", ("language",), 4)}
    ways = search.find("machinery", {}, everything=True).near
    assert [(w.how, w.facets, w.count) for w in ways] == [("facet", {"sector": "Machines"}, 4)]
    ways = search.find("breakfast unheard", {}, everything=True).near
    assert ("fewer", "breakfast", 1) in [(w.how, w.words, w.count) for w in ways]
    page = Client().get("/library/", {"q": "machinery"}, headers={"accept-language": "en"}).text
    assert "?sector=Machines" in page


def test_what_is_for_the_network_is_not_found_by_strangers(shelf: dict[int, str]) -> None:
    assert found(shelf, "policy") == ["policy"]
    stranger = search.find("policy", {}, everything=False)
    assert stranger.total == 0
    assert not any(w.facets.get("sector") == "Health" and w.count > 1 for w in stranger.near)
    page = Client().get("/library/", {"q": "policy"})
    assert "Co-operation as policy" not in page.text
    assert "Co-operation as policy" not in Client().get("/library/feed.atom").text


def test_the_index_follows_every_change(shelf: dict[int, str]) -> None:
    pk = next(pk for pk, name in shelf.items() if name == "vallee")
    version = Version.objects.get(pk=pk)
    version.title = "Une montagne"
    version.save()
    search.reindex(version)
    assert found(shelf, "vallée") == []
    assert found(shelf, "montagne") == ["vallee"]
    Event.objects.create(version=version, kind=EventKind.WITHDRAWN)
    search.reindex(version)
    assert found(shelf, "montagne") == []
    version.item.delete()
    Item.objects.all().delete()
    assert not Entry.objects.exists()
    assert not EntryText.objects.exists()
    assert search.find("trust", {}, everything=True).total == 0


@pytest.mark.verify
def test_the_same_on_postgresql(postgresql: str) -> None:
    """The tests of this file once more, on the other database."""
    command = [sys.executable, "-m", "pytest", "-q", "-n", "0", "-p", "no:cacheprovider", "-m", "not verify", __file__]
    done = subprocess.run(
        command,
        env=os.environ | {"DATABASE_URL": postgresql, "PYTHONPATH": f"{ROOT}:{ROOT / 'src'}"},
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=900,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-4000:]
