"""All tables of the report as a workbook: one sheet a question, contents in front, every figure at the end.

Cells hold numbers, not their text, and what people typed is never a formula.
"""

from __future__ import annotations

import io
import re
from datetime import datetime
from textwrap import wrap
from typing import TYPE_CHECKING, Any

from clusterdynamics.i18n import _
from clusterdynamics.report.cells import basis_line, is_share, source_line
from clusterdynamics.report.material import Document
from clusterdynamics.report.model import (
    Block,
    Cell,
    Column,
    FigureBlock,
    MapBlock,
    NetworkBlock,
    Section,
    StoryBlock,
    Table,
    TableBlock,
    TextBlock,
)
from clusterdynamics.report.office.packing import packed, readable
from clusterdynamics.report.tables import figures_frame

if TYPE_CHECKING:
    from clusterdynamics.report.material import Material
    from clusterdynamics.report.model import Report

__all__ = ["check", "write"]

#: Widest column, in letters; longer texts are broken into lines.
_WIDEST, _NARROWEST = 58, 9
#: Letters of the name of a sheet, and of a line of running text.
_NAME, _LINE = 31, 120


def check() -> None:
    """Do nothing: xlsxwriter is always installed."""


def write(material: Material) -> Document:
    """Return all tables of the report as a workbook."""
    from xlsxwriter import Workbook

    report = material.report.checked()
    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with Workbook(out, options) as file:
        file.set_properties(
            {
                "title": f"{report.title} ({report.stamp})",
                "subject": report.subtitle,
                "author": material.look.organisation,
                "company": material.look.organisation,
                "comments": "",
                # Taken out when the file is packed; xlsxwriter would write the time of today.
                "created": datetime(1980, 1, 1),
            }
        )
        formats = _formats(file, material.look.colour)
        names = _names([s.title for s in report.sections])
        contents = file.add_worksheet(_("Contents"))
        for name, section in zip(names, report.sections, strict=True):
            _Sheet(file.add_worksheet(name), formats).question(section)
        _Sheet(file.add_worksheet(_("All figures")), formats).figures(material)
        _Sheet(file.add_worksheet(_("Method and limits")), formats).limits(report)
        _Sheet(contents, formats).contents(report, names, (_("All figures"), _("Method and limits")))
    data = packed(out.getvalue())
    return Document(data, readable(data))


def _formats(file: Any, accent: str) -> dict[str, Any]:
    wrapped = {"text_wrap": True, "valign": "top"}
    made = {
        "title": {"bold": True, "font_size": 16, "font_color": accent},
        "answer": {"bold": True, "font_size": 12},
        "caption": {"bold": True, "top": 1},
        "note": {"font_color": "#655f56"},
        "head": {"bold": True, "bg_color": "#f5f2ee", "bottom": 1, **wrapped},
        "head number": {"bold": True, "bg_color": "#f5f2ee", "bottom": 1, "align": "right", **wrapped},
        "text": wrapped,
        "link": {"font_color": accent, "underline": 1, **wrapped},
    }
    return {name: file.add_format(look) for name, look in made.items()} | {"file": file}


def _names(titles: list[str]) -> list[str]:
    """Return a name for the sheet of each question: numbered, short, without the letters that are not allowed."""
    return [f"{k} {re.sub(r'[\[\]:*?/\\]', '', title)}"[:_NAME].strip(" '") for k, title in enumerate(titles, 1)]


class _Sheet:
    """A sheet that is written from top to bottom."""

    def __init__(self, sheet: Any, formats: dict[str, Any]) -> None:
        self.sheet, self.formats = sheet, formats
        self.row = 0
        self.widths: dict[int, int] = {}
        self.heights: dict[int, int] = {}
        sheet.hide_gridlines(2)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)

    def question(self, section: Section) -> None:
        """Write a question: the answer, each table under its caption and what it was computed on, then the words."""
        self.line(section.title, "title")
        self.line(section.answer, "answer")
        self.row += 1
        for block in section.blocks:
            if isinstance(block, FigureBlock | NetworkBlock | MapBlock | TableBlock):
                self.table(block.table)
                self._basis(block)
            elif isinstance(block, TextBlock):
                self.line(block.heading or _("In words"), "caption")
                for sentence in block.sentences:
                    self.line(sentence, "")
                self.row += 1
            elif isinstance(block, StoryBlock):
                self.line(block.title, "caption")
                for paragraph in block.text.split("\n\n"):
                    self.line(paragraph, "")
                self.line(block.teller, "note")
                self.row += 1
        self.line(_("How was this computed?"), "caption")
        for method in dict.fromkeys(b.method for b in section.blocks if b.method):
            self.line(method, "note")
        self._fit()

    def table(self, table: Table) -> None:
        """Write a table: caption, head, rows."""
        self.line(table.caption, "caption")
        for k, column in enumerate(table.columns):
            look = "head" if column.kind == "text" else "head number"
            self.sheet.write_string(self.row, k, column.title, self.formats[look])
            self._seen(k, max(map(len, column.title.split() or [""])))
            self._tall(self.row, column.title, max(_NARROWEST, *map(len, column.title.split() or [""])) - 1)
        self.row += 1
        for row in table.rows:
            for k, (cell, column) in enumerate(zip(row, table.columns, strict=True)):
                self._cell(k, cell, column)
                if isinstance(cell, str):
                    self._tall(self.row, cell, _WIDEST)
            self.row += 1

    def figures(self, material: Material) -> None:
        """Write every figure that the audience may see, one row each, ready to be filtered."""
        frame = figures_frame(material.shown)
        for k, name in enumerate(frame.columns):
            self.sheet.write_string(0, k, name, self.formats["head"])
            self._seen(k, len(name))
        for i, row in enumerate(frame.iter_rows(), 1):
            for k, value in enumerate(row):
                if isinstance(value, str):
                    self.sheet.write_string(i, k, value)
                    self._seen(k, min(len(value), 30))
                elif value is not None:
                    self.sheet.write_number(i, k, value)
        self.sheet.freeze_panes(1, 0)
        if frame.width:
            self.sheet.autofilter(0, 0, frame.height, frame.width - 1)
        self._fit()

    def limits(self, report: Report) -> None:
        """Write what must be known to judge the report."""
        self.line(_("Method and limits"), "title")
        for name, text in report.limits:
            self.sheet.write_string(self.row, 0, name, self.formats["text"])
            self.sheet.write_string(self.row, 1, text, self.formats["text"])
            self._tall(self.row, text, 95)
            self.row += 1
        self.sheet.set_column(0, 0, 32)
        self.sheet.set_column(1, 1, 100)

    def contents(self, report: Report, names: list[str], more: tuple[str, ...]) -> None:
        """Write the front sheet: what it is about, for whom, and a link to every sheet with its answer."""
        self.line(report.title, "title")
        self.line(report.stamp, "answer")
        if report.notice:
            self.line(report.notice, "note")
        for name, value in report.facts:
            self.line(f"{name}: {value.replace(chr(10), ', ')}", "")
        self.row += 1
        for k, title in enumerate((_("Question"), _("What was found"))):
            self.sheet.write_string(self.row, k, title, self.formats["head"])
        self.row += 1
        for name, section in zip(names, report.sections, strict=True):
            self._link(name, section.title)
            self.sheet.write_string(self.row, 1, section.answer, self.formats["text"])
            self._tall(self.row, section.answer, 95)
            self._tall(self.row, section.title, 50)
            self.row += 1
        for name in more:
            self._link(name, name)
            self.row += 1
        self.sheet.set_column(0, 0, 56)
        self.sheet.set_column(1, 1, 100)

    def line(self, text: str, look: str) -> None:
        """Write a text that runs over the cells to its right, in as many rows as it needs."""
        for part in wrap(text, _LINE):
            self.sheet.write_string(self.row, 0, part, self.formats.get(look))
            self.row += 1

    def _tall(self, row: int, text: str, letters: int) -> None:
        """Make a row high enough for a text that is broken into lines; not every program does so by itself."""
        lines = len(wrap(text, letters)) or 1
        if lines > self.heights.get(row, 1):
            self.heights[row] = lines
            self.sheet.set_row(row, 15 * lines)

    def _basis(self, block: Block) -> None:
        if block.basis:
            self.line(_("Computed on: {basis}").format(basis=basis_line(block)), "note")
        self.line(source_line(block), "note")
        self.row += 1

    def _link(self, sheet: str, text: str) -> None:
        self.sheet.write_url(self.row, 0, f"internal:'{sheet}'!A1", self.formats["link"], text)

    def _cell(self, k: int, cell: Cell, column: Column) -> None:
        if isinstance(cell, str):
            self.sheet.write_string(self.row, k, cell, self.formats["text"])
            self._seen(k, len(cell))
        elif cell is not None:
            decimals = "0" * (column.digits or 0)
            if is_share(cell, column):
                look = f"0.{decimals}%" if decimals else "0%"
            elif column.digits is not None:
                look = f"#,##0.{decimals}" if decimals else "#,##0"
            else:
                # Three figures that mean something, as in the report; the cell holds all of them.
                size = abs(cell)
                look = "#,##0" if float(cell).is_integer() or size >= 100 else "0.0" if size >= 10 else "0.00"
                look = "0.000" if size < 1 and not float(cell).is_integer() else look
            self.sheet.write_number(self.row, k, float(cell), self._number(look))

    def _number(self, look: str) -> Any:
        known = self.formats.setdefault(f"number {look}", None)
        if known is None:
            known = self.formats["file"].add_format({"num_format": look, "valign": "top"})
            self.formats[f"number {look}"] = known
        return known

    def _seen(self, column: int, letters: int) -> None:
        self.widths[column] = max(self.widths.get(column, _NARROWEST), letters)

    def _fit(self) -> None:
        for column, letters in self.widths.items():
            self.sheet.set_column(column, column, min(_WIDEST, letters + 2))
