"""The workbook: every table with its numbers, a sheet a question, no formulas, the same bytes."""

import io
from dataclasses import replace

import openpyxl
import polars as pl
import pytest

from clusterdynamics.report.cells import basis_line
from clusterdynamics.report.material import Document, Material
from clusterdynamics.report.model import (
    Column,
    FigureBlock,
    NetworkBlock,
    NotCleared,
    Section,
    Share,
    StoryBlock,
    Table,
    TableBlock,
    TextBlock,
)
from clusterdynamics.report.writers import xlsx

from .office_reader import no_formula, says_no_time


@pytest.fixture(scope="module")
def document(small: Material) -> Document:
    return xlsx.write(small)


@pytest.fixture(scope="module")
def read(document: Document) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(document.data))


def rows_of(sheet) -> list[tuple]:
    return [tuple(row) for row in sheet.iter_rows(values_only=True)]


def test_contents_a_sheet_a_question_figures_and_limits(small: Material, read: openpyxl.Workbook) -> None:
    names = read.sheetnames
    assert names[0] == "Contents"
    assert names[-2:] == ["All figures", "Method and limits"]
    assert len(names) == len(small.report.sections) + 3
    front = read["Contents"]
    links = [c.hyperlink.location for row in front.iter_rows() for c in row if c.hyperlink]
    assert [place.split("!")[0].strip("'") for place in links] == names[1:]
    texts = [c for row in rows_of(front) for c in row if c]
    assert small.report.title in texts
    assert small.report.stamp in texts
    assert all(s.answer in texts for s in small.report.sections)


def test_every_table_is_there_with_its_numbers(small: Material, read: openpyxl.Workbook) -> None:
    for name, section in zip(read.sheetnames[1:], small.report.sections, strict=False):
        rows = rows_of(read[name])
        assert rows[0][0] == section.title
        for block in section.blocks:
            if not isinstance(block, FigureBlock | NetworkBlock | TableBlock):
                continue
            table = block.table
            width = len(table.columns)
            start = rows.index((table.caption, *[None] * (len(rows[0]) - 1)))
            assert list(rows[start + 1][:width]) == [c.title for c in table.columns]
            for written, told in zip(rows[start + 2 :], table.rows, strict=False):
                for cell, original in zip(written[:width], told, strict=True):
                    # Cells hold 16 meaningful digits; an empty text is an empty cell.
                    number = isinstance(original, float)
                    assert (
                        cell == pytest.approx(original, rel=1e-12) if number else (cell or None) == (original or None)
                    )
            assert any(r[0] and basis_line(block) in str(r[0]) for r in rows[start:])


def test_words_of_a_question_stand_below_its_tables(small: Material, read: openpyxl.Workbook) -> None:
    for name, section in zip(read.sheetnames[1:], small.report.sections, strict=False):
        # Running text is broken into rows.
        text = " ".join(str(r[0]) for r in rows_of(read[name]) if r[0])
        for block in section.blocks:
            assert block.method in text
            if isinstance(block, TextBlock):
                assert all(sentence in text for sentence in block.sentences)


def test_all_figures_are_those_of_the_assessment(small: Material, read: openpyxl.Workbook) -> None:
    rows = rows_of(read["All figures"])
    assert len(rows) - 1 == sum(len(r.estimates) for r in small.assessment.results.values())
    value = rows[0].index("value")
    told = [e.value for r in small.assessment.results.values() for e in r.estimates]
    for row, original in zip(rows[1:], told, strict=True):
        assert row[value] == (None if original is None else pytest.approx(original, rel=1e-12))


def test_shares_are_shown_as_percentages_and_stay_numbers(small: Material) -> None:
    table = Table(
        "Kinds",
        (Column("Who"), Column("Share", "percent", 1), Column("Value", "number"), Column("Two", "number", 2)),
        (
            ("a", 0.125, Share(0.5), 1234.5),
            ("b", None, 0.25, 2.0),
            ("c", 1.0, 12.5, None),
            ("d", 0.5, 1234.0, 3.0),
            ("e", 0.5, 1.5, 3.0),
        ),
    )
    block = replace(next(b for b in small.report.blocks() if isinstance(b, TableBlock)), table=table)
    sheet = _only(small, block).worksheets[1]
    cells = {(c.row, c.column): c for row in sheet.iter_rows() for c in row}
    top = next(r for (r, k), c in cells.items() if c.value == "a" and k == 1)
    assert [(cells[top, k].value, cells[top, k].number_format) for k in (2, 3, 4)] == [
        (0.125, "0.0%"),
        (0.5, "0%"),
        (1234.5, "#,##0.00"),
    ]
    assert cells[top + 1, 2].value is None
    looks = [cells[top + k, 3].number_format for k in range(1, 5)]
    assert looks == ["0.000", "0.0", "#,##0", "0.00"]


def _only(small: Material, *blocks, title: str = "What: a [test]/*?") -> openpyxl.Workbook:
    material = Material(small.assessment)
    material.__dict__["report"] = replace(small.report, sections=(Section("s", title, "Yes.", blocks),))
    data = xlsx.write(material).data
    assert no_formula(data)
    return openpyxl.load_workbook(io.BytesIO(data))


def test_what_people_typed_is_no_formula_and_no_link(small: Material) -> None:
    rows = (("=1+1", "http://example.org"), ("@SUM(A1)", "+1"), ("1", "-2"))
    table = Table("=HYPERLINK()", (Column("=A1"), Column("B")), rows)
    block = replace(next(b for b in small.report.blocks() if isinstance(b, TableBlock)), table=table)
    story = StoryBlock(
        title="=x", text="=1\n\n=2", teller="=me", alt="a", basis=(), method="", source="x", verdict="study"
    )
    book = _only(small, block, story)
    sheet = book.worksheets[1]
    assert book.sheetnames[1] == "1 What a test"
    assert not [c for row in sheet.iter_rows() for c in row if c.hyperlink]
    cells = [c for row in sheet.iter_rows() for c in row if c.value is not None]
    typed = {c.value: c.data_type for c in cells}
    for text in ("=1+1", "http://example.org", "@SUM(A1)", "+1", "1", "-2", "=HYPERLINK()", "=A1", "=x", "=1", "=me"):
        assert text in typed
    # openpyxl takes every text with "=" in front for a formula; whether it is one stands in the file (_only).
    assert {typed[t] for t in ("http://example.org", "1", "+1")} == {"s"}


def test_properties_and_times(small: Material, document: Document, read: openpyxl.Workbook) -> None:
    assert read.properties.creator == small.look.organisation
    assert read.properties.title == f"{small.report.title} ({small.report.stamp})"
    assert says_no_time(document.data)


def test_the_same_report_gives_the_same_bytes(small: Material, document: Document) -> None:
    assert xlsx.write(small).data == document.data


def test_a_study_without_ties_has_its_workbook(bare) -> None:
    read = openpyxl.load_workbook(io.BytesIO(xlsx.write(Material(bare)).data))
    assert "Contents" in read.sheetnames
    none = xlsx.write(Material(replace(bare, results={})))
    assert rows_of(openpyxl.load_workbook(io.BytesIO(none.data))["All figures"])[0][0] == "analysis"


def test_nothing_is_written_that_was_not_cleared(small: Material) -> None:
    block = replace(small.report.sections[0].blocks[0], verdict="")
    broken = Material(small.assessment)
    broken.__dict__["report"] = replace(small.report, sections=(replace(small.report.sections[0], blocks=(block,)),))
    with pytest.raises(NotCleared):
        xlsx.write(broken)


def test_the_frame_of_figures_is_that_of_the_csv(small: Material) -> None:
    from clusterdynamics.report.tables import figures_csv, figures_frame

    assert figures_frame(small.assessment).write_csv() == figures_csv(small.assessment)
    assert isinstance(figures_frame(small.assessment), pl.DataFrame)
