"""From a raw table to a typed frame, with a problem for every cell that cannot be read."""

from __future__ import annotations

from typing import Any

import polars as pl

from clusterdynamics.study.codes import Code
from clusterdynamics.study.names import nearest
from clusterdynamics.study.read import cells
from clusterdynamics.study.read.raw import RawTable
from clusterdynamics.study.read.report import ROW, Problems
from clusterdynamics.study.tables import Field, Kind

__all__ = ["parse_table"]

#: The code for a cell that is not of its kind.
_NOT: dict[Kind, Code] = {
    Kind.IDENTIFIER: Code.IDENTIFIER_INVALID,
    Kind.INTEGER: Code.NOT_INTEGER,
    Kind.NUMBER: Code.NOT_NUMBER,
    Kind.BOOLEAN: Code.NOT_BOOLEAN,
    Kind.DATE: Code.NOT_DATE,
    Kind.DATETIME: Code.NOT_DATETIME,
    Kind.CHOICE: Code.NOT_CHOICE,
}


def parse_table(raw: RawTable, problems: Problems) -> pl.DataFrame:
    """Return the table with its typed columns and ``ROW``; a cell that cannot be read is null.

    Further columns (of a table that is open for them) are kept as text, after the described ones.
    """
    rows = raw.frame[ROW]
    columns = [rows]
    texts = _texts(raw)
    for field in raw.table.fields:
        if field.name in texts.columns:
            column = _Column(raw, field, texts[field.name], problems)
            columns.append(column.read().alias(field.name))
        else:
            columns.append(_nothing(field, len(rows)).alias(field.name))
    extra = [c for c in raw.frame.columns if c != ROW and c not in raw.table]
    return pl.DataFrame([*columns, *(raw.frame[c] for c in sorted(extra))])


def _texts(raw: RawTable) -> pl.DataFrame:
    """Return the cells to read: text stays as it was written, all else loses the spaces around it."""
    columns = []
    for field in raw.table.fields:
        if field.name in raw.frame.columns:
            verbatim = pl.col(field.name)
            bare = verbatim.str.strip_chars()
            columns.append(pl.when(bare != "").then(verbatim if field.kind is Kind.TEXT else bare).alias(field.name))
    return raw.frame.select(columns)


def _nothing(field: Field, n: int) -> pl.Series:
    return pl.Series(values=[None], dtype=field.dtype).new_from_index(0, n)


class _Column:
    """Reads one column."""

    def __init__(self, raw: RawTable, field: Field, text: pl.Series, problems: Problems) -> None:
        self.raw = raw
        self.field = field
        self.problems = problems
        self.rows = raw.frame[ROW]
        self.text = text

    def read(self) -> pl.Series:
        if self.field.required and self.text.null_count():
            self._report(Code.CELL_REQUIRED, self.text.is_null(), value=False, description=self.field.description)
        if self.text.null_count() == len(self.text):
            return _nothing(self.field, len(self.text))
        match self.field.kind:
            case Kind.TEXT:
                self._report(Code.FORMULA_TEXT, self.text.str.contains(cells.LOOKS_LIKE_FORMULA))
                return self.text
            case Kind.LIST:
                return self._list()
            case Kind.CHOICE:
                values, other = cells.choices(self.text, self.field.choices)
                self._once(Code.CHOICE_READ_AS, other, choice=values)
            case Kind.IDENTIFIER:
                values = cells.identifiers(self.text)
            case Kind.INTEGER:
                values = cells.integers(self.text)
            case Kind.NUMBER:
                values = self._numbers()
            case Kind.BOOLEAN:
                values = cells.booleans(self.text)
            case Kind.DATE:
                values = cells.dates(self.text, serial=self.raw.serial_dates)
            case Kind.DATETIME:
                values = cells.datetimes(self.text, serial=self.raw.serial_dates)
        self._unread(values)
        return self._bounded(values)

    def _formulas(self) -> pl.Series:
        return self.text.str.contains(cells.LOOKS_LIKE_FORMULA)

    def _unread(self, values: pl.Series) -> None:
        """Report the cells that hold something that is not of the column's kind."""
        if values.null_count() == self.text.null_count():
            return
        bad = self.text.is_not_null() & values.is_null()
        formula = self._formulas()
        self._report(Code.FORMULA, bad & formula)
        allowed = self.field.choices

        def near(row: dict[str, Any]) -> dict[str, Any]:
            return {"nearest": nearest(row["value"], allowed)} if allowed else {}

        self._report(_NOT[self.field.kind], bad & ~formula, also=near, choices=", ".join(allowed))

    def _numbers(self) -> pl.Series:
        values = cells.numbers(self.text, decimal_comma=self.raw.decimal_comma)
        if self.raw.decimal_comma:
            self._once(Code.DECIMAL_COMMA, self.text.str.contains(",", literal=True) & values.is_not_null())
        return values

    def _bounded(self, values: pl.Series) -> pl.Series:
        """Report numbers out of bounds; those that are not finite are null in what is returned."""
        if self.field.kind is Kind.NUMBER:
            finite = values.is_finite()
            if not finite.all():
                self._report(Code.NOT_FINITE, ~finite)
                values = _where(finite, values)
        if self.field.low is not None:
            self._report(Code.TOO_LOW, values < self.field.low, low=f"{self.field.low:g}")
        if self.field.high is not None:
            self._report(Code.TOO_HIGH, values > self.field.high, high=f"{self.field.high:g}")
        return values

    def _list(self) -> pl.Series:
        values, repeated = cells.lists(self.text)
        self._report(Code.LIST_REPEATED, repeated)
        if self.field.references is None:
            return values
        parts = pl.DataFrame({ROW: self.rows, "value": values}).explode("value", empty_as_null=True)
        invalid = parts.filter(pl.col("value").str.contains(cells.INVALID_IDENTIFIER))
        self.problems.add_rows(Code.IDENTIFIER_INVALID, self.raw.file, self.field.name, invalid)
        return _where(~self.rows.is_in(invalid[ROW].to_list()), values)

    def _report(self, code: Code, bad: pl.Series, *, value: bool = True, also: Any = None, **constants: Any) -> None:
        if bad.any():
            frame = pl.DataFrame([self.rows, self.text.alias("value")] if value else [self.rows])
            self.problems.add_rows(code, self.raw.file, self.field.name, frame.filter(bad), also, **constants)

    def _once(self, code: Code, where: pl.Series, **values: pl.Series) -> None:
        """Report something that was understood once for the column, with its first row as the example."""
        first = where.fill_null(value=False).arg_true()
        if len(first):
            i = first[0]
            more = {name: series[i] for name, series in values.items()}
            self.problems.add(code, self.raw.file, self.rows[i], self.field.name, value=self.text[i], **more)


def _where(mask: pl.Series, values: pl.Series) -> pl.Series:
    """Return `values` where the mask is true and null elsewhere."""
    frame = pl.DataFrame({"mask": mask, "values": values})
    return frame.select(pl.when("mask").then("values")).to_series()
