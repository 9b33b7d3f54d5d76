"""Tables of a survey tool's export: CSV files and sheets of workbooks as header and rows of text."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from clusterdynamics.exchange.errors import Faults
from clusterdynamics.exchange.protocol import ReadOptions
from clusterdynamics.exchange.sheets import Bounds, Sheet, is_workbook, read_sheets
from clusterdynamics.exchange.survey.files import SurveyFile
from clusterdynamics.exchange.text import decode, sniff_delimiter
from clusterdynamics.i18n import _

__all__ = ["MOST_COLUMNS", "MOST_ROWS", "Record", "SurveyTable", "header_of", "read_tables"]

#: A survey with more answers than this is none of an economic cluster.
MOST_ROWS = 200_000
MOST_COLUMNS = 16_000
_BOUNDS = Bounds(unpacked=200 * 1024 * 1024, cells=8_000_000)
#: Programs put this before a cell that a spreadsheet program might take for a formula.
_GUARDED = ("'=", "'+", "'-", "'@", "'\t")


@dataclass(frozen=True)
class Record:
    """One row by header; empty cells are left out."""

    line: int
    cells: Mapping[str, str]


@dataclass(frozen=True)
class SurveyTable:
    """One table of an export.

    Attributes
    ----------
    file
        Name of the file, with the sheet where there are several.
    name
        Name of the sheet, or of the file without its ending.
    """

    file: str
    name: str
    header: tuple[str, ...]
    rows: tuple[tuple[int, tuple[str, ...]], ...]

    def records(self) -> Iterator[Record]:
        """Yield the rows by header; of two columns with the same header the first that is filled counts."""
        for line, cells in self.rows:
            found: dict[str, str] = {}
            for title, cell in zip(self.header, cells, strict=False):
                if cell:
                    found.setdefault(title, cell)
            yield Record(line, found)


def header_of(file: SurveyFile) -> tuple[str, ...]:
    """Return the first row of a text table without reading the rest; nothing where the file is none."""
    first = file.data[:200_000].split(b"\n", 1)[0].rstrip(b"\r")
    if is_workbook(file.data) or b"\0" in first:
        return ()
    text = first.decode("utf-8-sig", errors="replace")
    delimiter = max(",;\t", key=text.count)
    return tuple(c.strip().strip('"') for c in text.split(delimiter))


def read_tables(file: SurveyFile) -> list[SurveyTable]:
    """Return the tables of a CSV file (one) or workbook (one for each sheet).

    Raises
    ------
    ExchangeError
        The file is no table, or larger than it may be.
    """
    if is_workbook(file.data):
        sheets = read_sheets(file.data, file.name, ReadOptions(), _BOUNDS)
        return [
            _table(sheet, f"{file.name}: {sheet.name}" if len(sheets) > 1 else file.name, sheet.name)
            for sheet in sheets
        ]
    delimiter = sniff_delimiter(decode(file.data, file.name).lines)
    sheet = read_sheets(file.data, file.name, ReadOptions(delimiter="," if delimiter == " " else delimiter))[0]
    return [_table(sheet, file.name, file.name.rpartition(".")[0])]


def _table(sheet: Sheet, file: str, name: str) -> SurveyTable:
    faults = Faults(file)
    texts = sheet.texts()
    header = tuple(texts[0][1])
    if len(header) > MOST_COLUMNS:
        raise faults.error(
            _("The table has {n} columns; at most {limit} are read.").format(n=len(header), limit=MOST_COLUMNS),
            _("Export fewer questions."),
        )
    if len(texts) - 1 > MOST_ROWS:
        raise faults.error(
            _("The table has {n} rows; at most {limit} are read.").format(n=len(texts) - 1, limit=MOST_ROWS),
            _("Import it in parts."),
        )
    rows = []
    for line, cells in texts[1:]:
        if any(cells[len(header) :]):
            faults.add(
                _("The row is longer than the header."), _("Look for a separator in a cell without quotes."), line=line
            )
        rows.append((line, tuple(_plain(c) for c in cells)))
    faults.check()
    return SurveyTable(file, name, header, tuple(rows))


def _plain(cell: str) -> str:
    return cell[1:] if cell.startswith(_GUARDED) else cell
