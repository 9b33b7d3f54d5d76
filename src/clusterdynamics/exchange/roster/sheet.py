"""A list of organisations as a file: which columns it has, and its rows, before anything is made of them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from clusterdynamics.exchange.errors import ExchangeError, Faults
from clusterdynamics.exchange.protocol import ReadOptions
from clusterdynamics.exchange.registry import read_bytes
from clusterdynamics.exchange.roster.words import known_headers
from clusterdynamics.exchange.sheets import Bounds, Sheet, is_workbook, read_sheets
from clusterdynamics.exchange.text import decode, sniff_delimiter
from clusterdynamics.i18n import _

__all__ = ["MOST_BYTES", "MOST_CELL", "MOST_COLUMNS", "MOST_ROWS", "RosterLine", "RosterSheet", "read_roster"]

#: A roster is a list that people read: these bounds are far above the 300 organisations a study should ask.
MOST_BYTES = 20 * 1024 * 1024
MOST_ROWS = 5_000
MOST_COLUMNS = 200
MOST_CELL = 2_000
_BOUNDS = Bounds(unpacked=100 * 1024 * 1024, cells=2_000_000)
#: A title or a date may stand above the header; further down it is looked for no more.
_HEAD_WITHIN = 10
#: A separator that no text holds, for lists of one column.
_ONE_COLUMN = "\x1f"


@dataclass(frozen=True)
class RosterLine:
    """One row of the list.

    Attributes
    ----------
    line
        Line of the file, or row of the sheet; the first is 1.
    cells
        Text of each column, without space around it; as many as there are columns.
    """

    line: int
    cells: tuple[str, ...]


@dataclass(frozen=True)
class RosterSheet:
    """A list of organisations as it stands in the file.

    Attributes
    ----------
    name
        Name of the file.
    columns
        Headers, each different from the others.
    rows
        The rows below the header; empty ones are left out.
    header_line
        Line in which the headers stand.
    sheet
        The sheet that was read; empty for a text file.
    sheets
        All sheets of the workbook that hold something.
    comma
        True where a comma is the decimal sign.
    notes
        What was found out about the file, in sentences.
    """

    name: str
    columns: tuple[str, ...]
    rows: tuple[RosterLine, ...]
    header_line: int = 1
    sheet: str = ""
    sheets: tuple[str, ...] = ()
    comma: bool = False
    notes: tuple[str, ...] = ()

    def preview(self, n: int = 5) -> tuple[RosterLine, ...]:
        """Return the first `n` rows."""
        return self.rows[:n]

    def column(self, name: str) -> tuple[str, ...]:
        """Return the cells of a column.

        Raises
        ------
        KeyError
            There is no such column.
        """
        if name not in self.columns:
            raise KeyError(name)
        place = self.columns.index(name)
        return tuple(row.cells[place] for row in self.rows)


def read_roster(source: str | Path | bytes, name: str = "", *, sheet: str | None = None) -> RosterSheet:
    """Read a list of organisations, whatever program wrote it.

    A text file may be in any usual encoding and with any usual separator (comma, semicolon, tab, bar), or have one
    column only. Of a workbook, the sheet with most headers that we know is read. Rows above the header (a title, a
    date) are passed over.

    Parameters
    ----------
    source
        Path, or the bytes of the file.
    name
        Name of the file in messages, where bytes are given.
    sheet
        Which sheet of a workbook to read; None: found out.

    Returns
    -------
    The columns and rows; nothing is interpreted yet.

    Raises
    ------
    ExchangeError
        The file is larger than a roster can be (20 MB, 5,000 rows, 200 columns, 2,000 characters in a cell), is no
        table, or holds no row below its header.
    """
    if isinstance(source, bytes):
        data, called = source, name or _("the file")
    else:
        called = name or Path(source).name
        data = read_bytes(Path(source), called)
    faults = Faults(called)
    if len(data) > MOST_BYTES:
        raise faults.error(
            _("The file is larger than {size} MB.").format(size=MOST_BYTES // 1024**2),
            _("Send the list of organisations only."),
        )
    found = _workbook(data, called) if is_workbook(data) else [_text(data, called)]
    chosen = _choose(found, sheet, faults)
    return _table(chosen, called, tuple(s.name for s in found) if is_workbook(data) else (), faults)


def _workbook(data: bytes, name: str) -> list[Sheet]:
    return read_sheets(data, name, ReadOptions(), _BOUNDS)


def _text(data: bytes, name: str) -> Sheet:
    """Read a text table; ``sep=;`` in its first line, as spreadsheet programs write it, is obeyed."""
    lines = decode(data, name).lines
    named = re.fullmatch(r"sep=(.)\s*", lines[0]) if lines else None
    delimiter = named[1] if named else sniff_delimiter(lines)
    if delimiter == " ":
        delimiter = _ONE_COLUMN
    sheet = read_sheets(data, name, ReadOptions(delimiter=delimiter))[0]
    notes = (_("The list has one column."),) if delimiter == _ONE_COLUMN else sheet.notes
    return Sheet(sheet.name, sheet.rows[1:] if named else sheet.rows, comma=sheet.comma, notes=notes)


def _choose(sheets: Sequence[Sheet], wanted: str | None, faults: Faults) -> Sheet:
    if wanted is not None:
        for one in sheets:
            if one.name == wanted:
                return one
        raise faults.error(
            _("There is no sheet '{sheet}'.").format(sheet=wanted),
            _("The sheets are: {known}.").format(known=", ".join(s.name for s in sheets)),
        )
    return max(sheets, key=lambda s: max((known_headers(c) for _line, c in s.texts()[:_HEAD_WITHIN]), default=0))


def _header_place(texts: Sequence[tuple[int, list[str]]]) -> int:
    """Return which of the first rows holds the headers: the first with most headers that we know."""
    counts = [known_headers(cells) for _line, cells in texts[:_HEAD_WITHIN]]
    return counts.index(max(counts)) if any(counts) else 0


def _table(sheet: Sheet, name: str, sheets: tuple[str, ...], faults: Faults) -> RosterSheet:
    texts = sheet.texts()
    place = _header_place(texts)
    header_line, head = texts[place]
    body = texts[place + 1 :]
    width = max((len(cells) for _line, cells in texts[place:]), default=0)
    notes = list(sheet.notes)
    if not known_headers(head):
        notes.append(_("No header is known; the first row is taken for headers."))
    elif place:
        notes.append(_("The headers stand in line {line}; what is above is passed over.").format(line=header_line))
    if width > MOST_COLUMNS:
        raise faults.error(
            _("The table has {n} columns; at most {limit} are read.").format(n=width, limit=MOST_COLUMNS),
            _("Keep the columns that describe the organisations."),
            line=header_line,
        )
    if len(body) > MOST_ROWS:
        raise faults.error(
            _("The list has {n} rows; at most {limit} are read.").format(n=len(body), limit=MOST_ROWS),
            _("Split the list: a study asks about at most a few hundred organisations."),
        )
    rows = [RosterLine(line, tuple(c[:width] + [""] * (width - len(c)))) for line, c in body if any(c)]
    _check_cells(rows, faults)
    if not rows:
        raise faults.error(
            _("There is no row below the header."), _("Write one organisation in each row."), line=header_line
        )
    used = [j for j in range(width) if (j < len(head) and head[j]) or any(r.cells[j] for r in rows)]
    columns = _different([head[j] if j < len(head) else "" for j in used], used, notes)
    kept = tuple(RosterLine(r.line, tuple(r.cells[j] for j in used)) for r in rows)
    title = sheet.name if sheets else ""
    return RosterSheet(name, columns, kept, header_line, title, sheets, sheet.comma, tuple(notes))


def _check_cells(rows: Sequence[RosterLine], faults: Faults) -> None:
    for row in rows:
        for j, cell in enumerate(row.cells, start=1):
            if len(cell) > MOST_CELL:
                faults.add(
                    _("The cell holds {n} characters; at most {limit} are read.").format(n=len(cell), limit=MOST_CELL),
                    _("Shorten it, or look for a quotation mark that is not closed."),
                    line=row.line,
                    column=j,
                )
    if faults.found:
        raise ExchangeError(faults.found, faults.more)


def _different(head: Sequence[str], places: Sequence[int], notes: list[str]) -> tuple[str, ...]:
    """Return headers that are all there and all different."""
    taken: dict[str, None] = {}
    for title, place in zip(head, places, strict=True):
        plain = " ".join(title.split()) or _("Column {n}").format(n=place + 1)
        own, n = plain, 1
        while own in taken:
            n += 1
            own = f"{plain} ({n})"
        if n > 1:
            notes.append(_("Two columns are called '{name}'; one is shown as '{own}'.").format(name=plain, own=own))
        taken[own] = None
    return tuple(taken)
