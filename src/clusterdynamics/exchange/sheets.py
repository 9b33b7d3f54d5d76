"""Tables out of CSV files and workbooks in one form, and back."""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
import zipfile
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from clusterdynamics.exchange.errors import ExchangeError, Fault, Faults
from clusterdynamics.exchange.graph import Scalar
from clusterdynamics.exchange.protocol import ReadOptions
from clusterdynamics.exchange.text import MISSING, decode, infer_column, sniff_delimiter, split_rows
from clusterdynamics.i18n import _

__all__ = ["Bounds", "Sheet", "is_workbook", "number_text", "read_sheets", "write_csv", "write_sheets"]

type Cell = str | float | bool

MOST_UNPACKED = 256 * 1024 * 1024
#: A sheet is laid out in full when it is read, so one cell in the last corner would take all memory.
MOST_CELLS = 20_000_000
_MADE = dt.datetime(2000, 1, 1)


@dataclass(frozen=True)
class Bounds:
    """Largest workbook that is opened, where less is enough than what a network may need.

    Attributes
    ----------
    unpacked
        Bytes after unpacking.
    cells
        Cells of the smallest rectangle that holds everything in a sheet.
    """

    unpacked: int
    cells: int


@dataclass(frozen=True)
class Sheet:
    """One table.

    Attributes
    ----------
    name
        Name of the sheet; of the file for CSV.
    rows
        Pairs of line number (or row of the sheet) and cells; empty rows are left out.
    typed
        True where numbers are numbers (a workbook); False where all is text.
    comma
        True where a comma is the decimal sign.
    """

    name: str
    rows: tuple[tuple[int, tuple[Cell, ...]], ...]
    typed: bool = False
    comma: bool = False
    notes: tuple[str, ...] = field(default=(), compare=False)

    def texts(self) -> list[tuple[int, list[str]]]:
        """Return all rows as text without space around it, cut to the last column that holds something."""
        width = max((len(cells) for _line, cells in self.rows), default=0)
        while width and all(len(c) < width or not str(c[width - 1]).strip() for _line, c in self.rows):
            width -= 1
        return [(line, [_text(cell).strip() for cell in cells[:width]]) for line, cells in self.rows]

    def column(self, cells: Sequence[Cell]) -> list[Scalar]:
        """Return a column with its type: text, whole numbers, numbers or yes/no; empty is None."""
        if not self.typed:
            return list(infer_column([str(cell) for cell in cells], comma=self.comma))
        numbers = [c for c in cells if isinstance(c, float)]
        whole = all(c.is_integer() and abs(c) < 2**53 for c in numbers)
        column: list[Scalar] = []
        for cell in cells:
            if isinstance(cell, float):
                column.append(int(cell) if whole else cell)
            elif isinstance(cell, str) and (not cell or (numbers and cell.strip().lower() in MISSING)):
                column.append(None)
            else:
                column.append(cell)
        return column


def _text(cell: Cell) -> str:
    if isinstance(cell, bool):
        return "true" if cell else "false"
    return number_text(cell) if isinstance(cell, float) else cell


def number_text(value: float) -> str:
    """Return a number as text that reads back as the same number; whole numbers without a point."""
    return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)


def is_workbook(data: bytes) -> bool:
    """Whether the bytes are an Excel workbook (or another zip, which the reading then finds out)."""
    return data.startswith(b"PK\x03\x04")


def read_sheets(data: bytes, name: str, options: ReadOptions, bounds: Bounds | None = None) -> list[Sheet]:
    """Return the tables of a CSV file (one) or workbook (all sheets that hold something).

    Parameters
    ----------
    bounds
        Of a workbook; None: those of a large network.

    Raises
    ------
    ExchangeError
        The file cannot be read as a table.
    """
    if is_workbook(data):
        return _read_workbook(data, name, bounds or Bounds(MOST_UNPACKED, MOST_CELLS))
    text = decode(data, name, options.encoding)
    delimiter = options.delimiter or sniff_delimiter(text.lines)
    faults = Faults(name)
    rows = split_rows(text.text, delimiter, faults)
    faults.check()
    if not rows:
        raise faults.error(_("The file is empty."), _("Choose a file with a table in it."))
    names = {",": _("a comma"), ";": _("a semicolon"), "\t": _("a tab"), " ": _("white space")}
    ends = {"\r\n": _("carriage return and line feed"), "\n": _("line feed"), "\r": _("carriage return only")}
    note = _("Read as text in {encoding}; cells are separated by {delimiter}; lines end with {newline}.").format(
        encoding=text.encoding, delimiter=names.get(delimiter, f"'{delimiter}'"), newline=ends[text.newline]
    )
    # Where a semicolon or a tab separates, the comma is free for decimals, as in most of Europe.
    table = tuple((line, tuple(cells)) for line, cells in rows)
    return [Sheet(name, table, comma=delimiter != ",", notes=(note,))]


def _read_workbook(data: bytes, name: str, bounds: Bounds) -> list[Sheet]:
    from python_calamine import CalamineError, CalamineWorkbook

    faults = Faults(name)
    _check_archive(data, faults, bounds)
    sheets: list[Sheet] = []
    try:
        with CalamineWorkbook.from_filelike(io.BytesIO(data)) as book:
            for title in book.sheet_names:
                table = book.get_sheet_by_name(title).to_python(skip_empty_area=False)
                rows = [(i, tuple(_cell(c) for c in cells)) for i, cells in enumerate(table, start=1)]
                filled = tuple((i, cells) for i, cells in rows if any(_text(c).strip() for c in cells))
                if filled:
                    sheets.append(Sheet(title, filled, typed=True))
    except (CalamineError, OSError, ValueError) as problem:
        raise faults.error(
            _("The workbook cannot be read ({detail}).").format(detail=problem),
            _("Open it in a spreadsheet program and save it again as .xlsx."),
        ) from None
    if not sheets:
        raise faults.error(_("The workbook is empty."), _("Choose a workbook with a table in it."))
    return sheets


def _check_archive(data: bytes, faults: Faults, bounds: Bounds) -> None:
    """Refuse archives that are broken, too large when unpacked, or laid out over millions of empty cells."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if sum(info.file_size for info in archive.infolist()) > bounds.unpacked:
                raise faults.error(
                    _("Unpacked, the workbook is larger than {size} MB.").format(size=bounds.unpacked // 1024**2),
                    _("Send a smaller workbook."),
                )
            for info in archive.infolist():
                # Everything is read once: a file that is larger than it says fails its check sum here.
                content = archive.read(info)
                if re.match(r"xl/worksheets/[^/]+\.xml$", info.filename) and _extent(content) > bounds.cells:
                    raise faults.error(
                        _("The sheet {sheet} reaches over more than {n} cells.").format(
                            sheet=info.filename, n=bounds.cells
                        ),
                        _("Delete the rows and columns after the table."),
                    )
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, RuntimeError) as problem:
        raise faults.error(
            _("The file is no workbook, or it is cut off ({detail}).").format(detail=problem),
            _("Send the file again."),
        ) from None


def _extent(xml: bytes) -> int:
    """Return rows × columns up to the last cell that a sheet holds."""
    last_row = last_column = 0
    for letters, digits in re.findall(rb'<(?:\w+:)?c\b[^>]*?\br="([A-Z]{1,4})([0-9]{1,9})"', xml):
        column = 0
        for letter in letters:
            column = column * 26 + letter - 64
        last_row, last_column = max(last_row, int(digits)), max(last_column, column)
    return last_row * last_column


def _cell(value: object) -> Cell:
    if isinstance(value, bool | str):
        return value
    if isinstance(value, int | float):
        return float(value)
    if isinstance(value, dt.datetime) and value.time() == dt.time():
        return value.date().isoformat()
    return value.isoformat() if isinstance(value, dt.datetime | dt.date | dt.time) else str(value)


def write_csv(rows: Sequence[Sequence[Scalar]], delimiter: str = ",") -> bytes:
    """Return a CSV file in UTF-8; None is an empty cell."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=delimiter, lineterminator="\n")
    for row in rows:
        writer.writerow([_text(float(c)) if isinstance(c, float) else _plain(c) for c in row])
    return out.getvalue().encode("utf-8")


def _plain(value: Scalar) -> str:
    return "" if value is None else _text(value) if isinstance(value, bool) else str(value)


def write_sheets(tables: Mapping[str, Sequence[Sequence[Scalar]]]) -> bytes:
    """Return a workbook with a sheet per table; the same tables give the same bytes.

    Text stays text: what begins with ``=`` is no formula, what looks like a number or an address is neither.

    Raises
    ------
    ExchangeError
        A table is larger than a sheet can be, or a text longer than a cell can hold.
    """
    import xlsxwriter

    out = io.BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_numbers": False,
        "strings_to_urls": False,
    }
    book = xlsxwriter.Workbook(out, options)
    book.set_properties({"created": _MADE})
    for title, rows in tables.items():
        sheet = book.add_worksheet(title)
        for i, row in enumerate(rows):
            for j, cell in enumerate(row):
                status = 0
                if isinstance(cell, bool):
                    status = sheet.write_boolean(i, j, cell)
                elif isinstance(cell, str):
                    status = sheet.write_string(i, j, cell) if cell else 0
                elif cell is not None:
                    status = sheet.write_number(i, j, cell)
                if status:
                    raise ExchangeError(
                        [
                            Fault(
                                title,
                                _("The cell does not fit into a sheet of a workbook."),
                                _("Write another format, for example graphml."),
                                i + 1,
                                j + 1,
                            )
                        ]
                    )
    book.close()
    return out.getvalue()
