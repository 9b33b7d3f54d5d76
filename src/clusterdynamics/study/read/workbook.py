"""Reading an .xlsx workbook: sheets of text cells, the same as CSV files afterwards."""

from __future__ import annotations

import datetime as dt
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any
from xml.etree.ElementTree import ParseError
from xml.sax import SAXException

from defusedxml import DefusedXmlException

from clusterdynamics.study.codes import Code
from clusterdynamics.study.read.archive import open_archive, unpack
from clusterdynamics.study.read.limits import LIMITS
from clusterdynamics.study.read.raw import RawTable, raw_table, text_frame
from clusterdynamics.study.read.report import Problems
from clusterdynamics.study.read.sheet_scan import SheetScan, scan_sheets
from clusterdynamics.study.tables import Table

if TYPE_CHECKING:
    from python_calamine import CalamineWorkbook

__all__ = ["Workbook", "cell_text", "open_workbook"]

#: First bytes of the container that spreadsheet programs put around a workbook with a password.
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


class Workbook:
    """A workbook whose sheets were looked through and may be read."""

    def __init__(self, book: CalamineWorkbook, scans: Mapping[str, SheetScan], file: str) -> None:
        self._book = book
        self._scans = scans
        self.file = file

    @property
    def sheets(self) -> tuple[str, ...]:
        """Names of the sheets."""
        return tuple(self._book.sheet_names)

    def is_empty(self, sheet: str) -> bool:
        """Tell whether nothing stands in the sheet."""
        return not self._scans[sheet].rows

    def close(self) -> None:
        """Close the file."""
        self._book.close()

    def rows(self, sheet: str) -> Iterator[tuple[int, list[str]]]:
        """Yield the number and the text cells of every row that holds something."""
        scan = self._scans[sheet]
        if not scan.rows or scan.rows * scan.columns > LIMITS.sheet_cells:
            return
        top = self._book.get_sheet_by_name(sheet)
        first_row, first_column = top.start or (0, 0)
        for number, cells in enumerate(top.to_python(skip_empty_area=True), start=first_row + 1):
            texts = [""] * first_column + [cell_text(c) for c in cells]
            if any(t.strip() for t in texts):
                yield number, texts

    def table(self, sheet: str, table: Table, problems: Problems, file: str) -> RawTable | None:
        """Return the sheet as a table; None where it cannot be used at all.

        Parameters
        ----------
        file
            What messages call the sheet.
        """
        scan = self._scans[sheet]
        if scan.columns > LIMITS.columns:
            problems.add(Code.TOO_MANY_COLUMNS, file, None, found=scan.columns, limit=LIMITS.columns)
            return None
        if scan.rows * scan.columns > LIMITS.sheet_cells:
            problems.add(
                Code.XLSX_TOO_LARGE,
                file,
                size=f"{scan.rows} × {scan.columns}",
                limit=f"{LIMITS.sheet_cells} cells",
            )
            return None
        rows = self.rows(sheet)
        header_row, header = next(rows, (0, []))
        if not header:
            problems.add(Code.FILE_EMPTY, file)
            return None
        while header and not header[-1].strip():
            header.pop()
        self._cells_without_value(scan, header, header_row, file, problems)
        width = len(header)
        numbers: list[int] = []
        records: list[list[str]] = []
        for number, cells in rows:
            if any(c.strip() for c in cells[width:]):
                problems.add(Code.ROW_TOO_LONG, file, number, found=len(cells), expected=width)
                continue
            numbers.append(number)
            records.append((cells + [""] * width)[:width])
        frame = text_frame(zip(*records, strict=True) if records else [[]] * width, numbers)
        return raw_table(table, file, header, header_row, frame, problems, decimal_comma=True, serial_dates=True)

    def _cells_without_value(
        self, scan: SheetScan, header: list[str], header_row: int, file: str, problems: Problems
    ) -> None:
        def title(column: int) -> str | None:
            return header[column - 1] if column <= len(header) else None

        for row, column in scan.uncalculated:
            if row > header_row:
                problems.add(Code.FORMULA_NO_VALUE, file, row, title(column))
        for row, column, text in scan.errors:
            if row > header_row:
                problems.add(Code.CELL_ERROR, file, row, title(column), text=text)


def cell_text(value: Any) -> str:
    """Return a cell as it would stand in a CSV file.

    >>> cell_text(2026.0), cell_text(0.5), cell_text(True), cell_text(dt.datetime(2026, 3, 5))
    ('2026', '0.5', 'true', '2026-03-05')
    """
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, dt.datetime):
        return value.date().isoformat() if value.time() == dt.time() else value.isoformat()
    if isinstance(value, dt.date):
        return value.isoformat()
    return str(value)


def open_workbook(path: Path, file: str, problems: Problems) -> Workbook | None:
    """Open a workbook that is safe to read; None (and problems) otherwise."""
    import python_calamine

    with path.open("rb") as stream:
        start = stream.read(8)
    if start == _OLE:
        # Old .xls files look the same; they cannot be read either.
        problems.add(Code.XLSX_ENCRYPTED, file)
        return None
    if not start.startswith(b"PK\x03\x04"):
        problems.add(Code.XLSX_INVALID, file)
        return None
    archive = open_archive(path, file, LIMITS.workbook_bytes, problems)
    if archive is None:
        return None
    with archive:
        # The sizes in the directory may lie to the reader that follows: unpack once and count.
        if not all(unpack(archive, info, len, file, problems) for info in archive.infolist()):
            return None
        try:
            scans = scan_sheets(archive)
        except (KeyError, ValueError, ParseError, SAXException, DefusedXmlException, zipfile.BadZipFile):
            problems.add(Code.XLSX_INVALID, file)
            return None
    try:
        book = python_calamine.load_workbook(path)
    except (python_calamine.CalamineError, OSError, ValueError):
        problems.add(Code.XLSX_INVALID, file)
        return None
    return Workbook(book, scans, file)
