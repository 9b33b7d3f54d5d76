"""Reading one CSV file, whatever program wrote it, in bounded memory and with the number of every row."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from pathlib import Path

import polars as pl

from clusterdynamics.study.codes import Code
from clusterdynamics.study.read.encoding import Encoding, find_encoding
from clusterdynamics.study.read.limits import LIMITS, MEGABYTE
from clusterdynamics.study.read.raw import RawTable, column_key, raw_table, text_frame
from clusterdynamics.study.read.report import Problems
from clusterdynamics.study.tables import Table

__all__ = ["read_delimited"]

_DELIMITERS = (",", ";", "\t")
#: Rows that are turned from Python lists into columns at a time.
_BATCH = 50_000
_SURROGATE = re.compile("[\udc80-\udcff]")


class _RefusedError(Exception):
    """The file cannot be read further; carries the code."""

    def __init__(self, code: Code) -> None:
        self.code = code


class _Lines(Iterator[str]):
    """Lines of a stream; a row that grows beyond all bounds is refused before it fills the memory."""

    def __init__(self, stream: io.TextIOBase) -> None:
        self._read = stream.readline
        self.room = LIMITS.record

    def __next__(self) -> str:
        line = self._read(LIMITS.record + 1)
        if not line:
            raise StopIteration
        if "\0" in line:
            raise _RefusedError(Code.NUL_CHARACTER)
        self.room -= len(line)
        if self.room < 0:
            raise _RefusedError(Code.LINE_TOO_LONG)
        return line


def read_delimited(path: Path, table: Table, file: str, problems: Problems) -> RawTable | None:
    """Read a CSV file into text columns; None where it cannot be used at all.

    The delimiter (comma, semicolon, tab), the encoding and the line ends are found out; ``sep=;`` in the first
    line, as spreadsheet programs write it, is understood.
    """
    if path.stat().st_size > LIMITS.file_bytes:
        problems.add(Code.FILE_TOO_LARGE, file, limit=LIMITS.file_bytes // MEGABYTE)
        return None
    encoding = find_encoding(path)
    if encoding is None:
        problems.add(Code.ENCODING_UNKNOWN, file)
        return None
    if encoding.guessed:
        problems.add(Code.ENCODING_GUESSED, file)
    with path.open(encoding=encoding.name, errors=encoding.errors, newline="") as stream:
        start = stream.readline(LIMITS.record)
        named = re.fullmatch(r"sep=(.)\s*", start)
        top = stream.readline(LIMITS.record) if named else start
        delimiter = named.group(1) if named else _sniff(top, table)
        found = top.count(delimiter) + 1
        if found > LIMITS.columns:
            problems.add(Code.TOO_MANY_COLUMNS, file, 1, found=found, limit=LIMITS.columns)
            return None
        stream.seek(0)
        if named:
            stream.readline()
        return _Reader(table, file, delimiter, encoding, problems).read(stream, 1 if named else 0)


def _sniff(line: str, table: Table) -> str:
    """Return the delimiter under which most cells of the header are names of columns."""

    def known(delimiter: str) -> tuple[int, int]:
        cells = line.split(delimiter)
        return sum(column_key(c.strip().strip('"')) in table for c in cells[: LIMITS.columns]), len(cells)

    return max(_DELIMITERS, key=known)


class _Reader:
    """One pass over the rows of a file."""

    def __init__(self, table: Table, file: str, delimiter: str, encoding: Encoding, problems: Problems) -> None:
        self.table = table
        self.file = file
        self.delimiter = delimiter
        self.mixed = encoding.mixed
        self.problems = problems
        self.header: list[str] | None = None
        self.header_row = 0
        self.batches: list[pl.DataFrame] = []
        self._records: list[list[str]] = []
        self._rows: list[int] = []

    def read(self, stream: io.TextIOBase, row: int) -> RawTable | None:
        """Read all rows; `row` is the number of those read before."""
        lines = _Lines(stream)
        reader = csv.reader(lines, delimiter=self.delimiter, strict=True)
        while True:
            row += 1
            lines.room = LIMITS.record
            try:
                record = next(reader)
            except StopIteration:
                break
            except (csv.Error, _RefusedError) as error:
                if self._refuse(error, row):
                    break
                continue
            if self.header is not None and len(record) == len(self.header) and not self.mixed:
                self._records.append(record)
                self._rows.append(row)
            elif not self._odd(record, row):
                return None
            if len(self._records) >= _BATCH:
                self._flush()
                if row > LIMITS.rows:
                    self.problems.add(Code.TOO_MANY_ROWS, self.file, limit=LIMITS.rows)
                    return None
        return self._table()

    def _refuse(self, error: Exception, row: int) -> bool:
        """Report a row that cannot be split into cells; True where the rest of the file cannot be read."""
        if isinstance(error, _RefusedError):
            self.problems.add(error.code, self.file, row, limit=LIMITS.record)
            return True
        text = str(error)
        if "unexpected end of data" in text:
            self.problems.add(Code.QUOTE_OPEN, self.file, row)
            return True
        if "field larger" in text:
            self.problems.add(Code.CELL_TOO_LONG, self.file, row, limit=LIMITS.cell)
            return True
        self.problems.add(Code.QUOTE_STRAY, self.file, row)
        return False

    def _odd(self, record: list[str], row: int) -> bool:
        """Handle the header, blank rows and rows of another length; False where the file is refused."""
        if self.mixed and any(_SURROGATE.search(cell) for cell in record):
            self.problems.add(Code.ENCODING_MIXED, self.file, row)
            return self.header is not None
        if not any(cell.strip() for cell in record):
            return True
        if self.header is None:
            if len(record) > LIMITS.columns:
                self.problems.add(Code.TOO_MANY_COLUMNS, self.file, row, found=len(record), limit=LIMITS.columns)
                return False
            self.header, self.header_row = record, row
            return True
        width = len(self.header)
        if len(record) < width or any(record[width:]):
            code = Code.ROW_TOO_SHORT if len(record) < width else Code.ROW_TOO_LONG
            self.problems.add(code, self.file, row, found=len(record), expected=width)
            return True
        self._records.append(record[:width])
        self._rows.append(row)
        return True

    def _flush(self) -> None:
        self.batches.append(text_frame(zip(*self._records, strict=True), self._rows))
        self._records, self._rows = [], []

    def _table(self) -> RawTable | None:
        if self.header is None:
            self.problems.add(Code.FILE_EMPTY, self.file)
            return None
        if self._records:
            self._flush()
        batches = self.batches or [text_frame([[] for _ in self.header], [])]
        frame = pl.concat(batches, rechunk=False)
        return raw_table(
            self.table,
            self.file,
            self.header,
            self.header_row,
            frame,
            self.problems,
            decimal_comma=self.delimiter != ",",
        )
