"""Citations, DataCite, Dublin Core, BibTeX, the feed, and OAI-PMH with every verb and every error.

What is expected comes from the standards: DataCite 4.5 (mandatory properties), the fifteen elements of Dublin Core
1.1, RFC 4287 (what a feed and an entry must have), OAI-PMH 2.0 (verbs, arguments, error codes, section 3.6; resumption
tokens, section 3.5). Where `CD_OAI_XSD` names a folder with the published schemas, answers are checked against them.
"""

from __future__ import annotations

import json
import os
import re
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element

import pytest
from defusedxml.ElementTree import fromstring
from django.test import Client
from django.utils import timezone

from clusterdynamics_web.accounts.models import User
from clusterdynamics_web.library import operations
from clusterdynamics_web.library.exports import oai
from clusterdynamics_web.library.models import Event, EventKind, Item, Version
from tests.web.conftest import House
from tests.web.library.conftest import COMPLETE, published

pytestmark = pytest.mark.django_db

OAI = "{http://www.openarchives.org/OAI/2.0/}"
DC = "{http://purl.org/dc/elements/1.1/}"
ATOM = "{http://www.w3.org/2005/Atom}"
SCHEMAS = os.environ.get("CD_OAI_XSD", "")


def ask(**arguments: str) -> Element:
    response = Client().get("/library/oai/", arguments)
    assert response.status_code == 200
    assert response.headers["Content-Type"].startswith("text/xml")
    root = fromstring(response.content)
    check_envelope(root, response.content)
    return root


def check_envelope(root: Element, content: bytes) -> None:
    """The structure that section 3.2 demands of every answer; and the schema itself where it is at hand."""
    assert [child.tag for child in root][:2] == [f"{OAI}responseDate", f"{OAI}request"]
    assert len(root) == 3
    assert datetime.fromisoformat(root[0].text or "")
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", root[0].text or "")
    if SCHEMAS:
        from lxml import etree

        # One schema over both, since the container of the metadata wants what is in it checked, too.
        places = ("http://www.openarchives.org/OAI/2.0/", "OAI-PMH.xsd"), (f"{OAI[1:-1]}oai_dc/", "oai_dc.xsd")
        both = "".join(f'<xs:import namespace="{n}" schemaLocation="{Path(SCHEMAS) / f}"/>' for n, f in places)
        whole = f'<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema">{both}</xs:schema>'
        etree.XMLSchema(etree.fromstring(whole)).assertValid(etree.fromstring(content))


def error(**arguments: str) -> str:
    root = ask(**arguments)
    assert root[2].tag == f"{OAI}error"
    if root[2].attrib["code"] in {"badVerb", "badArgument"}:
        assert root[1].attrib == {}, "the request is told without arguments"
    return root[2].attrib["code"]


@pytest.fixture
def version(home: House, author: User, curator: User) -> Version:
    words = {
        "title": "Breakfast & <trust> in the {valley}",
        "keywords": "trust, firms",
        "year_to": 2025,
        "language": "sv",
        "place": "North",
    }
    return published(author, curator, home.region, **words)


def test_a_citation_in_words_and_in_each_form(version: Version) -> None:
    at = f"/library/{version.item.key}/1/"
    year = timezone.now().year
    text = Client().get(f"{at}cite/txt/", headers={"accept-language": "en"}).text
    assert text == (
        f"Anna Berg; Region North ({year}): Breakfast & <trust> in the {{valley}} (version 1). North. "
        f"http://127.0.0.1:8000{at}"
    )
    assert text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;") in Client().get(at).text
    bib = Client().get(f"{at}cite/bib/").text
    assert bib.startswith("@techreport{berg")
    assert "author = {{Anna Berg} and {Region North}}" in bib
    assert r"title = {{Breakfast \& <trust> in the \{valley\}}}" in bib
    plain = re.sub(r"\\.", "", bib)
    assert plain.count("{") == plain.count("}")
    assert Client().get(f"{at}cite/pdf/").status_code == 404


def test_datacite(version: Version) -> None:
    response = Client().get(f"/library/{version.item.key}/1/cite/json/")
    told = json.loads(response.content)
    mandatory = {"identifiers", "creators", "titles", "publisher", "publicationYear", "types"}
    assert mandatory <= set(told)
    assert told["creators"] == [{"name": "Anna Berg"}, {"name": "Region North"}]
    assert told["titles"] == [{"title": version.title, "lang": "sv"}]
    assert re.fullmatch(r"\d{4}", told["publicationYear"])
    assert told["types"]["resourceTypeGeneral"] == "Report"
    assert {"date": "2024/2025", "dateType": "Coverage"} in told["dates"]
    assert told["rightsList"][0]["rightsUri"] == "https://creativecommons.org/licenses/by/4.0/"
    assert response.headers["Content-Disposition"].startswith("attachment;")


def test_versions_and_translations_point_at_each_other(version: Version, author: User, curator: User) -> None:
    for language in ("sv", "fr"):
        other = operations.new_version(author, version, language)
        operations.submit(author, other)
        operations.accept(curator, other)
        operations.publish(author, other)

    def related(number: int) -> set[tuple[str, str]]:
        told = json.loads(Client().get(f"/library/{version.item.key}/{number}/cite/json/").content)
        return {(r["relationType"], r["relatedIdentifier"][-2]) for r in told["relatedIdentifiers"]}

    assert related(1) == {("IsPreviousVersionOf", "2"), ("HasTranslation", "3")}
    assert related(2) == {("IsNewVersionOf", "1"), ("HasTranslation", "3")}
    assert related(3) == {("IsTranslationOf", "1"), ("HasTranslation", "2")}


def test_dublin_core(version: Version) -> None:
    root = fromstring(Client().get(f"/library/{version.item.key}/1/cite/xml/").content)
    told = [(child.tag.removeprefix(DC), child.text) for child in root]
    assert all(child.tag.startswith(DC) for child in root)
    fifteen = "title creator subject description publisher contributor date type format identifier source language"
    assert {name for name, _text in told} <= {*fifteen.split(), "relation", "coverage", "rights"}
    assert ("title", "Breakfast & <trust> in the {valley}") in told
    assert [text for name, text in told if name == "creator"] == ["Anna Berg", "Region North"]
    assert [text for name, text in told if name == "subject"] == ["trust", "firms", "Forest and paper"]


def test_the_feed_has_what_a_feed_must_have(version: Version) -> None:
    response = Client().get("/library/feed.atom")
    assert response.headers["Content-Type"].startswith("application/atom+xml")
    feed = fromstring(response.content)
    for root in (feed, *feed.findall(f"{ATOM}entry")):
        for name in ("id", "title", "updated"):
            assert len(root.findall(f"{ATOM}{name}")) == 1, (root.tag, name)
        assert datetime.fromisoformat(root.findtext(f"{ATOM}updated") or "").tzinfo is not None
    entry = feed.find(f"{ATOM}entry")
    assert entry is not None
    assert entry.findtext(f"{ATOM}title") == version.title
    assert [a.findtext(f"{ATOM}name") for a in entry.findall(f"{ATOM}author")] == ["Anna Berg", "Region North"]
    assert (entry.findtext(f"{ATOM}id") or "").endswith(f"/library/{version.item.key}/1/")


def test_oai_identify_formats_sets_and_one_record(version: Version) -> None:
    identify = {child.tag.removeprefix(OAI): child.text for child in ask(verb="Identify")[2]}
    assert (identify["protocolVersion"], identify["deletedRecord"]) == ("2.0", "persistent")
    assert identify["baseURL"].endswith("/library/oai/")
    assert [f.findtext(f"{OAI}metadataPrefix") for f in ask(verb="ListMetadataFormats")[2]] == ["oai_dc"]
    assert "case_study" in [s.findtext(f"{OAI}setSpec") for s in ask(verb="ListSets")[2]]
    header = ask(verb="ListIdentifiers", metadataPrefix="oai_dc", set="case_study")[2][0]
    name = header.findtext(f"{OAI}identifier") or ""
    record = ask(verb="GetRecord", metadataPrefix="oai_dc", identifier=name)[2][0]
    assert record.findtext(f".//{DC}title") == version.title
    assert record.find(f"{OAI}header").attrib == {}  # type: ignore[union-attr]
    ask(verb="ListMetadataFormats", identifier=name)
    operations.withdraw(None, version, "Wrong.")
    record = ask(verb="GetRecord", metadataPrefix="oai_dc", identifier=name)[2][0]
    assert record.find(f"{OAI}header").attrib == {"status": "deleted"}  # type: ignore[union-attr]
    assert record.find(f"{OAI}metadata") is None


def test_oai_tells_each_error_by_its_code(version: Version) -> None:
    prefix = {"metadataPrefix": "oai_dc"}
    assert error() == "badVerb"
    assert error(verb="Destroy") == "badVerb"
    assert error(verb="Identify", x="1") == "badArgument"
    assert error(verb="ListRecords") == "badArgument"
    assert error(verb="GetRecord", **prefix) == "badArgument"
    assert error(verb="ListRecords", **prefix, **{"from": "yesterday"}) == "badArgument"
    assert error(verb="ListRecords", **prefix, **{"from": "2026-13-45"}) == "badArgument"
    assert (
        error(verb="ListRecords", **prefix, **{"from": "2026-01-01", "until": "2026-01-01T00:00:00Z"}) == "badArgument"
    )
    assert error(verb="ListRecords", **prefix, **{"from": "2026-02-01", "until": "2026-01-01"}) == "badArgument"
    assert error(verb="ListRecords", **prefix, resumptionToken="x") == "badArgument"
    assert error(verb="ListRecords", metadataPrefix="<x y>") == "badArgument"
    assert error(verb="ListRecords", **prefix, set="a b") == "badArgument"
    assert error(verb="ListRecords", resumptionToken="forged") == "badResumptionToken"
    assert error(verb="ListRecords", metadataPrefix="marc21") == "cannotDisseminateFormat"
    assert error(verb="GetRecord", identifier="oai:x:1", **prefix) == "idDoesNotExist"
    assert error(verb="ListRecords", **prefix, set="story") == "noRecordsMatch"
    assert error(verb="ListRecords", **prefix, until="2001-01-01") == "noRecordsMatch"
    twice = Client().get("/library/oai/?verb=Identify&verb=Identify").content
    assert fromstring(twice)[2].attrib["code"] == "badVerb"
    assert Client().get("/library/oai/", {"verb": "Identify", "x": "\0<&"}).status_code == 200


def test_oai_hands_out_everything_once_by_tokens(home: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """Brute force: 23 records in answers of 5, some with the same time; each exactly once, in order, also by date."""
    monkeypatch.setattr(oai, "AT_ONCE", 5)
    start = timezone.now() - timedelta(days=40)
    for number in range(24):
        item = Item.objects.create(region=home.region)
        values: dict[str, Any] = {**COMPLETE, "title": f"Item {number}", "public": number != 7}
        version = Version.objects.create(item=item, kind="method" if number % 2 else "story", **values)
        Event.objects.create(version=version, kind=EventKind.PUBLISHED, at=start + timedelta(days=number // 3))

    def harvest(verb: str, **arguments: str) -> list[str]:
        titles, pages = [], 0
        answer = ask(verb=verb, metadataPrefix="oai_dc", **arguments)[2]
        while True:
            pages += 1
            titles += [e.text or "" for e in answer.iter(f"{DC}title")]
            token = answer.find(f"{OAI}resumptionToken")
            if token is None or not token.text:
                assert token is None or token.attrib["cursor"] == str(5 * (pages - 1))
                return titles
            assert len([c for c in answer if c is not token]) == 5
            answer = ask(verb=verb, resumptionToken=token.text)[2]

    expected = [f"Item {n}" for n in range(24) if n != 7]
    assert harvest("ListRecords") == expected
    assert harvest("ListRecords", set="method") == [f"Item {n}" for n in range(24) if n % 2 and n != 7]
    day = (start + timedelta(days=2)).date().isoformat()
    until = (start + timedelta(days=4)).date().isoformat()
    assert harvest("ListRecords", **{"from": day, "until": until}) == [f"Item {n}" for n in range(6, 15) if n != 7]
    assert ask(verb="ListIdentifiers", metadataPrefix="oai_dc")[2].findtext(f"{OAI}resumptionToken")
