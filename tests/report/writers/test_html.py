"""The HTML report: complete, self-contained, escaped, the same each time; and readable in a browser."""

import base64
import re
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from clusterdynamics.assessment import Assessment
from clusterdynamics.i18n import use_language
from clusterdynamics.report.build import build_report
from clusterdynamics.report.cells import LONG, basis_text, cell_text, is_long
from clusterdynamics.report.model import (
    Basis,
    Column,
    NetworkBlock,
    NotCleared,
    Report,
    Section,
    Share,
    StoryBlock,
    Table,
    TableBlock,
    TextBlock,
)
from clusterdynamics.report.pictures import picture
from clusterdynamics.report.writers.html import to_html

VOID = {"meta", "img", "br", "link", "input", "hr"}


class Checked(HTMLParser):
    """Reads HTML and keeps what the tests look at; fails on tags that are not closed in order."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []
        self.feed(text)
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if "style" not in self.open:
            self.words.append(data)

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [a for t, a in self.tags if t == tag]


@pytest.fixture(scope="session")
def report(reading: Assessment) -> Report:
    return build_report(reading)


@pytest.fixture(scope="session")
def page(report: Report) -> str:
    return to_html(report)


@pytest.fixture(scope="session")
def parsed(page: str) -> Checked:
    return Checked(page)


def test_the_page_is_whole_and_needs_nothing_else(page: str, parsed: Checked) -> None:
    assert parsed.all("html")[0]["lang"] == "en"
    assert not parsed.all("script")
    assert not parsed.all("link")
    sources = [i["src"] or "" for i in parsed.all("img")]
    assert sources
    assert all(s.startswith("data:image/svg+xml;base64,") for s in sources)
    outside = re.findall(r'(?:src|href)="(?!data:|#)', page)
    assert outside == []
    assert "url(" not in page
    policy = next(m["content"] for m in parsed.all("meta") if m.get("http-equiv"))
    assert policy is not None
    assert "default-src 'none'" in policy


def test_every_picture_has_words_and_an_equal_table(report: Report, parsed: Checked) -> None:
    blocks = [b for b in report.blocks() if b.kind in ("figure", "network")]
    images = parsed.all("img")
    assert [i["alt"] for i in images] == [b.alt for b in blocks]
    captions = " ".join(parsed.words)
    for block in blocks:
        assert block.table.rows
        assert block.table.caption in captions
    for image in images:
        svg = base64.b64decode((image["src"] or "").partition(",")[2]).decode()
        assert "<title>" in svg
        assert "<desc>" in svg


def test_every_link_leads_somewhere(parsed: Checked) -> None:
    ids = [a["id"] for _t, a in parsed.tags if "id" in a]
    assert len(ids) == len(set(ids))
    for link in parsed.all("a"):
        assert (link["href"] or "#").removeprefix("#") in ids


def test_headings_come_in_order(parsed: Checked) -> None:
    levels = [t for t, _a in parsed.tags if t in ("h1", "h2", "h3")]
    assert levels[0] == "h1"
    assert levels.count("h1") == 1
    # Questions; below some of them, headings of their parts.
    assert set(levels[1:]) <= {"h2", "h3"}
    assert levels[1] == "h2"


def test_what_people_typed_stays_text(page: str, parsed: Checked) -> None:
    assert "<b>test</b>" not in page
    assert "A <b>test</b> cluster" in " ".join(parsed.words)
    assert "Organisation <0> & co" in " ".join(parsed.words)


def test_the_cover_the_summary_and_the_limits_say_what_they_must(
    reading: Assessment, report: Report, parsed: Checked
) -> None:
    words = " ".join(" ".join(parsed.words).split())
    for needed in (
        "study team only",
        "This study is invented.",
        "Testing",
        "Testland (XX1)",
        "Everybody & everything.",
        reading.snapshot,
        "Cluster Dynamics 0.",
        "a link counts if any of them reports it",
        "How was this computed?",
        "The same as a table",
    ):
        assert needed in words
    for section in report.sections:
        assert words.count(" ".join(section.answer.split())) >= 2  # in the summary, and on its own page


def test_the_same_assessment_gives_the_same_bytes(reading: Assessment, page: str) -> None:
    assert to_html(build_report(reading)) == page


def test_nothing_is_shown_that_was_not_cleared(report: Report) -> None:
    block = replace(report.sections[0].blocks[0], verdict="")
    broken = replace(report, sections=(replace(report.sections[0], blocks=(block,)),))
    with pytest.raises(NotCleared):
        to_html(broken)


def test_another_language_has_its_own_numbers_and_attribute(reading: Assessment) -> None:
    with use_language("sv"):
        swedish = to_html(build_report(reading, language="sv"))
    assert '<html lang="sv">' in swedish
    assert "91\N{NO-BREAK SPACE}%" in swedish or re.search(r"\d\N{NO-BREAK SPACE}%", swedish)
    assert re.search(r">0,\d\d\d<", swedish)


def test_words_of_the_interface() -> None:
    page = " ".join(
        (Path(__file__).parents[3] / "src/clusterdynamics/report/templates/blocks.html").read_text().split()
    )
    for word in ("anonymous", "ladder", "score", "ranking", "isolate"):
        assert word not in page


def test_a_study_without_ties_has_its_report(bare: Assessment) -> None:
    page = Checked(to_html(build_report(bare)))
    words = " ".join(page.words)
    assert "Who answered?" in words
    assert "This study is invented" not in words


CARRIED: dict[str, Any] = {
    "alt": "words",
    "basis": (Basis(4, "stories"),),
    "method": "told",
    "source": "abc",
    "verdict": "study",
}


def test_stories_maps_long_tables_and_lists(report: Report) -> None:
    long_table = Table("Long", (Column("Who"),), tuple((f"row {i}",) for i in range(LONG + 1)))
    blocks = (
        StoryBlock(title="A quarry", text="First.\n\nThen <i>this</i>.", teller="a driver", **CARRIED),
        StoryBlock(title="No teller", text="Short.", **CARRIED),
        NetworkBlock(title="Where", svg='<svg xmlns="http://www.w3.org/2000/svg"/>', table=long_table, **CARRIED),
        TableBlock(table=long_table, **CARRIED),
        TextBlock(sentences=("Only one.",), **CARRIED),
        TextBlock(sentences=("One.", "Two."), **CARRIED),
    )
    told = replace(report, sections=(Section("s", "Told?", "Yes.", blocks),), created="today")
    page = to_html(told)
    words = " ".join(Checked(page).words)
    assert "Then <i>this</i>." in words
    assert "a driver" in words
    assert f"This table has {LONG + 1} rows" in words
    assert "today" in words
    assert "4 stories" in words
    with pytest.raises(TypeError, match="no picture"):
        picture(blocks[0])


def test_cells() -> None:
    assert cell_text(None, Column("a", "number")) == "–"
    assert cell_text("x", Column("a")) == "x"
    assert cell_text(0.25, Column("a", "percent")) == "25%"
    assert cell_text(Share(0.25), Column("a", "number")) == "25%"
    assert cell_text(0.25, Column("a", "number", 1)) == "0.2"
    assert basis_text(Basis(1312, "pairs", 0.76, "2026")) == "2026: 1,312 pairs, coverage 76%"
    assert basis_text(Basis(3, "stories")) == "3 stories"
    assert not is_long(Table("t", (Column("a"),), (("x",),)))
    assert is_long(Table("t", (Column("a"),), (("x" * 5000,),)))


@pytest.mark.browser
def test_in_a_browser_nothing_is_fetched_nothing_overflows_and_text_can_be_read(page: str, tmp_path: Path) -> None:
    import subprocess

    sync_api = pytest.importorskip("playwright.sync_api")
    found = subprocess.run(
        [Path(__file__).parents[3] / "tools" / "find-chromium"], capture_output=True, text=True, check=True
    )
    file = tmp_path / "report.html"
    file.write_text(page, encoding="utf-8")
    asked: list[str] = []
    with sync_api.sync_playwright() as play:
        browser = play.chromium.launch(executable_path=found.stdout.strip(), args=["--no-sandbox"])
        for scheme in ("light", "dark"):
            for width in (360, 1100):
                tab = browser.new_page(
                    viewport={"width": width, "height": 800}, color_scheme=scheme, java_script_enabled=True
                )
                tab.on("request", lambda r: asked.append(r.url))
                tab.goto(file.as_uri())
                assert tab.evaluate("document.documentElement.scrollWidth") <= width
                assert tab.evaluate(_WORST_CONTRAST) >= 4.5  # WCAG 2.2 AA for text
                assert tab.evaluate("[...document.images].every(i => i.complete && i.naturalWidth > 100)")
                tab.close()
        browser.close()
    assert {u for u in asked if not u.startswith("data:")} == {file.as_uri()}


#: The lowest contrast between any text and the nearest background behind it.
_WORST_CONTRAST = """
() => {
  const lum = c => { const [r, g, b] = c.match(/[\\d.]+/g).map(Number).map(v => { v /= 255;
    return v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4; }); return 0.2126 * r + 0.7152 * g + 0.0722 * b; };
  const ground = e => { for (; e; e = e.parentElement) { const c = getComputedStyle(e).backgroundColor;
    if (!c.endsWith(', 0)') && c !== 'transparent') return c; } return 'rgb(255, 255, 255)'; };
  let worst = 21;
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let n; (n = walker.nextNode());) {
    if (!n.data.trim()) continue;
    const a = lum(getComputedStyle(n.parentElement).color), b = lum(ground(n.parentElement));
    worst = Math.min(worst, (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05));
  }
  return worst;
}
"""
