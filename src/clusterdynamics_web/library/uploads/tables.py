"""CSV: text in UTF-8 with the same columns in every row, and no formulas."""

from __future__ import annotations

import csv
import io
import re

from django.utils.translation import gettext as _

from clusterdynamics_web.library.uploads.refused import Refused

__all__ = ["check_csv", "rows_of"]

MOST_ROWS, MOST_COLUMNS, LONGEST_CELL = 200_000, 500, 10_000
_FORMULA = re.compile(r"^\s*(=|@|\t|\r|[+-](?![\d.,\s]|$))")
_MARKUP = re.compile(r"<\s*(!doctype|html|script|svg|iframe|body|\?xml|\?php)", re.IGNORECASE)


def rows_of(text: str) -> list[list[str]]:
    """Return the rows of a table; comma, semicolon or tab part the cells."""
    first = text.partition("\n")[0]
    delimiter = max(",;\t", key=first.count)
    return [row for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True) if row]


def check_csv(data: bytes) -> None:
    """Look through a table.

    Raises
    ------
    Refused
        It is no table in UTF-8, is too large, or holds what a spreadsheet program would run.
    """
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        raise Refused(_("The table is not in UTF-8. Save it as “CSV UTF-8”.")) from problem
    if "\0" in text or re.search(r"[\x01-\x08\x0b\x0c\x0e-\x1f]", text):
        raise Refused(_("The file is no table: it holds bytes that no text has."))
    if _MARKUP.search(text[:4096]):
        raise Refused(_("The file is a page, not a table."))
    try:
        rows = rows_of(text)
    except csv.Error as problem:
        raise Refused(_("The table cannot be read ({detail}).").format(detail=problem)) from problem
    if len(rows) < 2:
        raise Refused(_("The table has no rows: a line with headings and one with values are the least."))
    if len(rows) > MOST_ROWS or len(rows[0]) > MOST_COLUMNS:
        raise Refused(
            _("The table has more than {rows} rows or {columns} columns.").format(rows=MOST_ROWS, columns=MOST_COLUMNS)
        )
    for number, row in enumerate(rows, 1):
        if len(row) != len(rows[0]):
            raise Refused(
                _("Row {row} has {n} cells, the first has {first}.").format(row=number, n=len(row), first=len(rows[0]))
            )
        for column, cell in enumerate(row, 1):
            if len(cell) > LONGEST_CELL:
                raise Refused(_("Row {row}, column {column}: the text is too long.").format(row=number, column=column))
            if _FORMULA.match(cell):
                raise Refused(
                    _("Row {row}, column {column} looks like a formula. Write the value itself.").format(
                        row=number, column=column
                    )
                )
