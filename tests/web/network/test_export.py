"""The public part as files: complete, working from a folder, and nothing in it that is not for everybody."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from clusterdynamics.assessment import Assessment
from clusterdynamics.cli.app import app
from clusterdynamics.disclosure import Audience, leaks
from clusterdynamics.errors import InputError
from clusterdynamics.report.audience import secret_names
from clusterdynamics_web.library import operations
from clusterdynamics_web.network.export import MARKER, export, site
from clusterdynamics_web.network.export.addresses import place_of
from clusterdynamics_web.network.export.rewriting import rewritten
from clusterdynamics_web.regions.models import Role
from clusterdynamics_web.results import publishing
from tests.web.browser import PHONE, Visitor
from tests.web.conftest import House
from tests.web.library.conftest import published, read_all, submitted
from tests.web.meetings.conftest import plan
from tests.web.network.conftest import EXPERIENCE, show
from tests.web.test_pages import check

pytestmark = pytest.mark.django_db

HOST = "https://loops.example.org"
#: Hosts of pages that people follow by hand: licences, and the page of a cluster organisation.
FOREIGN = ("https://creativecommons.org/", "https://valley.example/")


@pytest.fixture(autouse=True)
def address(settings: Any) -> None:
    settings.ENVIRONMENT = replace(settings.ENVIRONMENT, url=HOST)


def fill(house: House) -> None:
    """Publish what is for everybody, and beside it what is not."""
    author, curator = house.people[Role.NETWORK_READER], house.people[Role.CURATOR]
    show(house, latitude=59.4, longitude=13.5)
    published(author, curator, house.region, "experience", **EXPERIENCE)
    version = submitted(author, house.region, title="With a table & more")
    operations.request_changes(curator, version, {"title": "Add the table."}, "")
    operations.add_file(author, version, "ties.csv", b"year,ties\n2024,120\n2026,140\n")
    operations.save_draft(author, version, {"third_party": "none"})
    read_all(version)
    operations.submit(author, version)
    operations.accept(curator, version, pictures_seen=True)
    version = operations.publish(author, version)
    operations.ask(house.people[Role.BOARD], version.item, "How did you count? <i>")
    published(author, curator, house.region, title="For the network alone", public=False)
    published(author, curator, house.region, title="Vintage steel", sector="Steel", country="FR", language="fr")
    submitted(author, house.region, title="Waits for its curator")
    plan(curator, house.region, title="Autumn in the mill", online_url="https://meet.example/secret-room")


class _Links(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, str]] = []
        self.tags: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.found += [(tag, value or "") for name, value in attrs if name in {"href", "src"}]


def test_everything_public_is_there_and_nothing_else(
    read_house: House, demo_assessment: Assessment, tmp_path: Path
) -> None:
    fill(read_house)
    publishing.publish(read_house.lead, read_house.study, ["network", "public"], "No session: this is a test of files.")
    target = tmp_path / "public"
    done = export(target, ("en",))
    files = {p.relative_to(target).as_posix(): p for p in target.rglob("*") if p.is_file()}
    manifest = json.loads(files[MARKER].read_text())
    assert (manifest["pages"], manifest["languages"]) == (done.pages, ["en"])

    # Nothing above the public class: every file is opened, as an attacker would.
    secrets = [*secret_names(demo_assessment.study, Audience.PUBLIC.value), "For the network alone"]
    secrets += [
        "Waits for its curator",
        "https://meet.example/secret-room",
        *(u.email for u in read_house.people.values()),
        "csrfmiddlewaretoken",
    ]
    found = [str(leak) for name, path in files.items() for leak in leaks(path.read_bytes(), secrets, name=name)]
    assert found == []
    assert leaks("For the network alone", secrets), "the search finds what it looks for"

    key = read_house.study.key
    for name in (
        *("index.html", "en/index.html", "en/network/experience/index.html", "en/network/experience/country-FR.html"),
        *(
            "en/network/members/north/index.html",
            "en/network/members/map.svg",
            "library/feed.atom",
            "meetings/calendar.ics",
            "en/meetings/index.html",
        ),
        *(f"en/network/results/{key}/index.html", f"en/network/results/{key}/about/stage/index.html"),
        *("en/library/country-FR.html", "en/library/index.html"),
    ):
        assert name in files, name
    (table,) = [p for n, p in files.items() if n.endswith("/ties.csv")]
    assert table.read_bytes() == b"year,ties\n2024,120\n2026,140\n"
    assert any(n.endswith(".bib") for n in files)

    # Links lead to files, or to the installation; no form, no script, no other host that a browser would ask.
    for name, path in files.items():
        if path.suffix != ".html" or name == "index.html":
            continue
        text = path.read_text()
        links = _Links()
        links.feed(text)
        assert not links.tags & {"form", "script", "button"}, name
        for tag, link in links.found:
            if link.startswith(("#", "data:")):
                continue
            if re.match(r"\w+:|//", link):
                assert tag == "a", f"{name} fetches {link}"
                assert link.startswith((HOST, *FOREIGN)), f"{name} leads to {link}"
                continue
            there = (path.parent / link.partition("#")[0]).resolve()
            assert there.is_file(), f"{name}: {link} is not there"
        assert [t for t in check(name, text) if "foreign host" not in t] == []
        assert f'<html lang="{name[:2]}"' in text
    front = files["en/index.html"].read_text()
    assert f'href="{HOST}/accounts/login/"' in front
    assert "How did you count? &lt;i&gt;" in "".join(
        p.read_text() for n, p in files.items() if n.startswith("en/library/")
    )


def test_the_folder_is_replaced_at_once_or_left_as_it_is(
    home: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    target = tmp_path / "deep" / "public"
    target.mkdir(parents=True)
    export(target, ("en",))  # an empty folder is fine
    before = (target / MARKER).read_text()
    (target / "en" / "stale.html").write_text("old")
    other = tmp_path / "other"
    other.mkdir()
    (other / "thesis.doc").write_text("mine")
    with pytest.raises(InputError, match="not made here"):
        export(other, ("en",))
    assert [p.name for p in other.iterdir()] == ["thesis.doc"]
    with pytest.raises(InputError, match="no language xx"):
        export(target, ("xx",))
    (tmp_path / "file").write_text("")
    with pytest.raises(InputError, match="is a file"):
        export(tmp_path / "file")

    def fail(*args: Any) -> str:
        raise OSError("disk full")

    with monkeypatch.context() as broken:
        broken.setattr(site, "rewritten", fail)
        with pytest.raises(OSError, match="disk full"):
            export(target, ("en",))
    assert (target / "en" / "stale.html").exists()
    assert (target / MARKER).read_text() == before
    assert [p.name for p in target.parent.iterdir()] == ["public"], "nothing is left lying about"
    export(target, ("en",))
    assert not (target / "en" / "stale.html").exists()
    assert [p.name for p in target.parent.iterdir()] == ["public"]
    settings.ENVIRONMENT = replace(settings.ENVIRONMENT, url="")
    with pytest.raises(InputError, match="CLUSTERDYNAMICS_URL"):
        export(target, ("en",))


@pytest.mark.parametrize(
    ("address", "file"),
    [
        ("/", "sv/index.html"),
        ("/network/", "sv/index.html"),
        ("/library/", "sv/library/index.html"),
        ("/library/?page=1", "sv/library/index.html"),
        ("/library/?page=3&kind=report", "sv/library/kind-report-page-3.html"),
        ("/library/?q=wood", None),
        ("/library/?kind=report&country=FR", None),
        ("/library/?stage=cooperation", None),
        ("/network/experience/?stage=cooperation", "sv/network/experience/stage-cooperation.html"),
        ("/network/experience/?stage=../../x", None),
        ("/network/members/?country=SE", None),
        ("/network/members/map.svg", "sv/network/members/map.svg"),
        ("/library/feed.atom", "library/feed.atom"),
        ("/meetings/calendar.ics", "meetings/calendar.ics"),
        ("/meetings/own/", None),
        ("/library/review/", None),
        ("/accounts/login/", None),
        ("/r/north/network/", None),
        ("/nowhere/", None),
    ],
)
def test_what_is_part_of_the_files(address: str, file: str | None) -> None:
    path, _mark, query = address.partition("?")
    place = place_of(path, query, "sv")
    assert (place.file if place else None) == file


def test_a_page_loses_what_needs_a_server() -> None:
    page = (
        '<!DOCTYPE html><html lang="en"><head><script src="/a.js"></script><link rel="preload" href="/f.woff2">'
        '<link rel="stylesheet" href="/s.css"></head><body hx-headers="secret"><!-- note -->'
        '<details class="menu" data-theme-switch><button>Dark</button></details>'
        '<details class="menu"><form method="post"><input value="secret"></form></details>'
        '<a href="/x?a=1&amp;b=2">R&amp;D &lt;b&gt; &#246;</a><svg viewBox="0 0 9 9"><path d="M0 0"/></svg>'
        '<form method="get"><input name="q"><div><form></form></div></form><form method="post"><p>gone</p></form>'
        "<details open><summary>Report <b>it</b></summary>\n<form></form></details>"
        "</body></html>"
    )
    found = rewritten(page, lambda link: f"to{link}", [("en", "English", "#"), ("fr", "Français", "../fr/x")], HOST)
    assert found == (
        '<!DOCTYPE html><html lang="en"><head><link rel="stylesheet" href="to/s.css"></head><body>'
        '<nav aria-label="Language"><a href="../fr/x" lang="fr" hreflang="fr">Français</a></nav>'
        '<a href="to/x?a=1&amp;b=2">R&amp;D &lt;b&gt; &#246;</a><svg viewbox="0 0 9 9"><path d="M0 0"/></svg>'
        f'<p><a href="{HOST}">Open this page at {HOST} to search and to choose.</a></p></body></html>'
    )


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_it_opens_from_a_folder(home: House, visit: Callable[..., Visitor], tmp_path: Path) -> None:
    fill(home)
    export(tmp_path / "public", ("fr", "en"))
    reader = visit(size=PHONE, language="fr")
    reader.address = f"file://{tmp_path}/public"
    page = reader.go("/index.html")
    page.wait_for_url("**/fr/index.html")
    assert page.locator("h1").count() == 1
    assert page.locator('header a[lang="en"]').get_attribute("href") == "../en/index.html"
    reader.check()
    reader.picture("export-front")
    page.locator('main a[href*="network/experience"]').first.click()
    page.locator("[data-facet=country] summary").click()
    page.locator("[data-facet=country] a[data-value=FR]").click()
    page.get_by_role("link", name="Forty firms asked twice").click()
    page.get_by_role("heading", level=1, name="Forty firms asked twice").wait_for()
    reader.check()
    page.get_by_role("link", name="English").click()
    assert page.locator("html").get_attribute("lang") == "en"


def test_the_command_writes_and_says_what_is_wrong(home: House, tmp_path: Path, settings: Any) -> None:
    settings.STATIC_ROOT = tmp_path / "static"
    settings.STATIC_ROOT.mkdir()
    (settings.STATIC_ROOT / "staticfiles.json").write_text("{}")  # as where the server was started before
    target = tmp_path / "public"
    done = CliRunner().invoke(app, ["network", "export", str(target), "--language", "sv"])
    assert done.exit_code == 0, done.output
    assert "Open index.html." in " ".join(done.output.split())
    assert (target / "sv" / "index.html").is_file()
    (target / MARKER).unlink()
    refused = CliRunner().invoke(app, ["network", "export", str(target)])
    assert isinstance(refused.exception, InputError)
