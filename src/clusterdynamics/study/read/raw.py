"""A table as it stands in the file: text cells with their row numbers, under the names of its columns."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import polars as pl

from clusterdynamics.study.codes import Code
from clusterdynamics.study.names import nearest
from clusterdynamics.study.read.limits import LIMITS
from clusterdynamics.study.read.report import ROW, Problems
from clusterdynamics.study.tables import Table

__all__ = ["RawTable", "column_key", "name_columns", "raw_table", "text_frame"]


@dataclass(frozen=True)
class RawTable:
    """One table before its cells are read.

    Attributes
    ----------
    table
        Which table of the package it is.
    file
        Name of the file or sheet, for messages.
    frame
        ``ROW`` and text columns; an empty cell is null.
    decimal_comma
        True where numbers may be written with a comma.
    serial_dates
        True where a date may be a spreadsheet's day number.
    """

    table: Table
    file: str
    frame: pl.DataFrame
    decimal_comma: bool = False
    serial_dates: bool = False


def column_key(header: str) -> str:
    """Return the header as it is compared: without case, with ``_`` for spaces and hyphens."""
    return re.sub(r"[\s\-]+", "_", header.strip().lstrip("\ufeff").strip()).casefold()


def name_columns(header: Sequence[str], table: Table, file: str, row: int, problems: Problems) -> list[str | None]:
    """Return for each column the field it holds, its own name (in an open table), or None if it is not read.

    Parameters
    ----------
    header
        The cells of the header row.
    row
        Its row number, for messages.
    """
    known = {column_key(f.name): f.name for f in table.fields}
    names: list[str | None] = []
    seen: set[str] = set()
    for cell in header:
        title = cell.strip()
        field = known.get(column_key(cell)) if title else None
        name = field or (title if table.open and title else None)
        if name is not None and name in seen:
            problems.add(Code.HEADER_TWICE, file, row, title, name=title)
            names.append(None)
            continue
        if field is not None and title != field:
            problems.add(Code.HEADER_READ_AS, file, row, title, name=title, field=field)
        elif field is None and title and not table.open:
            free = [f.name for f in table.fields if f.name not in {c.strip() for c in header}]
            problems.add(Code.COLUMN_UNKNOWN, file, row, title, name=title, nearest=nearest(title, free))
        if name is not None:
            seen.add(name)
        names.append(name)
    extra = [t for t in seen if t not in table]
    for missing in (f for f in table.fields if f.required and f.name not in seen):
        problems.add(
            Code.COLUMN_MISSING,
            file,
            row,
            missing.name,
            name=missing.name,
            description=missing.description,
            nearest=nearest(missing.name, extra) if table.open else None,
        )
    return names


def text_frame(columns: Iterable[Sequence[str]], rows: Sequence[int]) -> pl.DataFrame:
    """Return columns of text as a frame, without the rows that hold nothing.

    Parameters
    ----------
    columns
        Texts of one column each; an empty text becomes null.
    rows
        Row numbers, as a spreadsheet counts them.
    """
    frame = pl.DataFrame(
        [
            pl.Series(ROW, rows, dtype=pl.Int64),
            *(pl.Series(str(i), list(c), dtype=pl.String) for i, c in enumerate(columns)),
        ]
    )
    cells = pl.col(pl.String)
    frame = frame.with_columns(pl.when(cells != "").then(cells))
    return frame.filter(pl.any_horizontal(cells.str.contains(r"\S").fill_null(value=False)))


def raw_table(
    table: Table,
    file: str,
    header: Sequence[str],
    header_row: int,
    frame: pl.DataFrame,
    problems: Problems,
    *,
    decimal_comma: bool = False,
    serial_dates: bool = False,
) -> RawTable:
    """Put columns of text under their names.

    Parameters
    ----------
    header, header_row
        The cells of the header row, and its number.
    frame
        What `text_frame` gives: ``ROW`` and the columns ``"0"``, ``"1"``, … in the order of the header.
    """
    names = name_columns(header, table, file, header_row, problems)
    longest = frame.select(pl.col(pl.String).str.len_chars().max()).row(0)
    for i, (title, name) in enumerate(zip(header, names, strict=True)):
        column = frame[str(i)]
        if not title.strip() and column.null_count() < len(column):
            problems.add(Code.HEADER_EMPTY, file, header_row, None, number=i + 1)
        if (longest[i] or 0) > LIMITS.cell:
            long = frame.filter(column.str.len_chars() > LIMITS.cell).select(ROW)
            problems.add_rows(Code.CELL_TOO_LONG, file, name or title, long, limit=LIMITS.cell)
    kept = frame.select(ROW, *(pl.col(str(i)).alias(name) for i, name in enumerate(names) if name is not None))
    return RawTable(table, file, kept, decimal_comma, serial_dates)
