"""The PDF report: its structure tree, its pages, its properties, and that it is the same each time."""

import builtins
import html
import sys
from dataclasses import replace
from typing import Any

import pytest

from clusterdynamics.errors import InputError
from clusterdynamics.report.cells import cell_text, is_long
from clusterdynamics.report.material import Document, Material
from clusterdynamics.report.model import FigureBlock, MapBlock, NetworkBlock, NotCleared, StoryBlock, TextBlock
from clusterdynamics.report.writers import pdf

from .pdf_reader import Pdf, words


@pytest.fixture(scope="module")
def document(small: Material) -> Document:
    return pdf.write(small)


@pytest.fixture(scope="module")
def written(document: Document) -> bytes:
    return document.data


@pytest.fixture(scope="module")
def read(written: bytes) -> Pdf:
    return Pdf(written)


def shown(read: Pdf) -> str:
    return " ".join(" ".join(read.text(p) for p in read.pages()).split())


def test_every_picture_has_its_alternative_text_in_the_structure_tree(small: Material, read: Pdf) -> None:
    figures = [words(e["Alt"]) for e in read.structure() if e["S"] == "Figure"]
    blocks = [b for b in small.report.blocks() if isinstance(b, FigureBlock | NetworkBlock | MapBlock)]
    assert figures == [small.look.organisation, *(b.alt for b in blocks)]  # the logo comes first


def test_the_structure_tree_has_headings_tables_and_lists(small: Material, read: Pdf) -> None:
    found = [str(e["S"]) for e in read.structure()]
    assert found.count("H1") == 1
    # Summary, questions, limits, tables.
    assert found.count("H2") == len(small.report.sections) + 3
    assert found.index("H1") < found.index("H2")
    for table in (e for e in read.structure() if e["S"] == "Table"):
        inside = {str(e["S"]) for e in read.structure(table)}
        assert {"TR", "TH", "TD"} <= inside
    assert read.catalog["MarkInfo"]["Marked"] == "true"
    assert words(read.catalog["Lang"]) == "en"
    assert read.catalog["ViewerPreferences"]["DisplayDocTitle"] == "true"


def test_conformance_is_not_claimed_and_nothing_tells_when_it_was_made(small: Material, read: Pdf) -> None:
    assert "pdfuaid:part" not in read.metadata
    assert "Date" not in read.metadata
    assert set(read.info) == {"Title", "Author", "Subject", "Creator", "Producer"}
    assert read.info["Author"] == small.look.organisation
    assert read.info["Title"].startswith("A <b>test</b> cluster")


def test_cover_summary_questions_limits_each_on_a_page(small: Material, read: Pdf) -> None:
    pages = [" ".join(read.text(p).split()) for p in read.pages()]
    assert small.report.stamp in pages[0]
    assert "Region <Testland> & partners" in pages[0]
    assert pages[1].startswith("Summary")
    for section in small.report.sections:
        assert section.title in pages[1]
        (own,) = [k for k, text in enumerate(pages[2:], 2) if text.startswith(section.title)]
        assert " ".join(section.answer.split()) in pages[own].replace("  ", " ")
    assert any(text.startswith("Method and limits") for text in pages)
    assert all(f"{k} / {len(pages)}" in text for k, text in enumerate(pages[1:], 2))


def test_every_cell_of_every_table_that_fits_a_page_is_there(small: Material, read: Pdf) -> None:
    text = shown(read)
    tables = [b.table for b in small.report.blocks() if not isinstance(b, TextBlock | StoryBlock)]
    short = [t for t in tables if not is_long(t)]
    assert short
    assert [t.caption for t in tables if is_long(t)]
    for table in tables:
        assert table.caption[:40] in text
    for table in short:
        for row in table.rows:
            for cell, column in zip(row, table.columns, strict=True):
                # Cells are broken into lines, words are not.
                assert all(word in text for word in cell_text(cell, column).split()), (table.caption, cell)


def test_the_same_report_gives_the_same_bytes(small: Material, written: bytes) -> None:
    again = Material(small.assessment, look=small.look)
    again.__dict__["report"] = small.report
    assert pdf.write(again).data == written


def test_what_is_searched_for_names_holds_what_the_pages_show(small: Material, document: Document, read: Pdf) -> None:
    # Legends stand in the drawings behind the pictures, which the search opens. Vega places words one by one.
    drawings = [small.pictures.svg(b) for b in small.report.blocks() if isinstance(b, FigureBlock | NetworkBlock)]
    searched = "".join(html.unescape(" ".join([document.words, *drawings])).split())
    assert small.pictures.uri(small.report.sections[0].blocks[0]) in document.words
    for text in shown(read).split():
        if text.isalpha():
            assert text in searched


def test_nothing_is_written_that_was_not_cleared(small: Material) -> None:
    block = replace(small.report.sections[0].blocks[0], verdict="")
    broken = Material(small.assessment)
    broken.__dict__["report"] = replace(small.report, sections=(replace(small.report.sections[0], blocks=(block,)),))
    with pytest.raises(NotCleared):
        pdf.write(broken)


def test_without_pango_it_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(name: str, *args: Any) -> Any:
        if name == "weasyprint":
            sys.stdout.write("WeasyPrint could not import some external libraries.")
            raise OSError("cannot load library 'libpango-1.0-0'")
        return imported(name, *args)

    imported = builtins.__import__
    monkeypatch.delitem(sys.modules, "weasyprint", raising=False)
    monkeypatch.setattr(builtins, "__import__", fail)
    with pytest.raises(InputError, match=r"Pango.*apt install libpango"):
        pdf.check()
    assert capsys.readouterr().out == ""


def test_a_summary_that_is_too_long_is_set_smaller(small: Material) -> None:
    many = Material(small.assessment)
    first = small.report.sections[0]
    answer = "What was found takes more than one line of the page, as such findings do in a large report. "
    sections = tuple(replace(first, id=f"s{k}", answer=answer * 2, blocks=()) for k in range(24))
    many.__dict__["report"] = replace(small.report, sections=sections)
    assert pdf._summary_size(many) < pdf._summary_size(small) == pdf._SUMMARY_SIZES[0]
