"""A study as one .xlsx workbook: a sheet for each table, and the settings on the sheet ``study``."""

from __future__ import annotations

import datetime as dt
import io
import math
import re
from typing import Any

from clusterdynamics.errors import InputError
from clusterdynamics.i18n import _
from clusterdynamics.study.model import Study
from clusterdynamics.study.read.settings_sheet import settings_to_pairs
from clusterdynamics.study.tables import LIST_SEPARATOR
from clusterdynamics.study.write.files import written_tables

__all__ = ["new_workbook", "workbook_bytes", "write_cell"]

_MOST_ROWS = 1_048_575
_MOST_CHARACTERS = 32_767
#: Spreadsheets count days from 1900 and get January and February of that year wrong.
_FIRST_DATE = dt.date(1900, 3, 1)
#: Characters that no XML file can hold.
_NOT_XML = re.compile("[\ufffe\uffff]")
_EPOCH = dt.datetime(1980, 1, 1)


def new_workbook(buffer: io.BytesIO) -> Any:
    """Return an xlsxwriter workbook that keeps texts as they are and gives the same bytes each time."""
    import xlsxwriter

    keep = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = xlsxwriter.Workbook(buffer, {"in_memory": True, "default_date_format": "yyyy-mm-dd", **keep})
    book.set_properties({"created": _EPOCH})
    return book


def workbook_bytes(study: Study) -> bytes:
    """Return the study as the bytes of a workbook.

    Raises
    ------
    InputError
        A table has more rows, or a text more characters, than a sheet can hold.
    """
    buffer = io.BytesIO()
    book = new_workbook(buffer)
    try:
        bold = book.add_format({"bold": True})
        sheet = book.add_worksheet("study")
        sheet.write_row(0, 0, ["key", "value"], bold)
        for row, pair in enumerate(settings_to_pairs(study.settings), start=1):
            for column, text in enumerate(pair):
                write_cell(sheet, bold, row, column, text, "study")
        sheet.set_column(0, 1, 40)
        for name, frame in written_tables(study).items():
            if frame.height > _MOST_ROWS:
                message = _("The table '{table}' has more rows than a sheet can hold; write a .zip instead.")
                raise InputError(message.format(table=name))
            sheet = book.add_worksheet(name)
            sheet.freeze_panes(1, 0)
            sheet.set_column(0, len(frame.columns) - 1, 16)
            sheet.write_row(0, 0, frame.columns, bold)
            for row, cells in enumerate(frame.iter_rows(), start=1):
                for column, value in enumerate(cells):
                    if value is not None:
                        write_cell(sheet, bold, row, column, value, name)
    finally:
        book.close()
    return buffer.getvalue()


def write_cell(sheet: Any, style: Any, row: int, column: int, value: Any, table: str) -> None:
    """Write one value such that it comes back exactly.

    Parameters
    ----------
    style
        Any format of the workbook; needed for the few texts that the writer would take for markup.
    table
        Name of the table, for the message.
    """
    if isinstance(value, bool):
        sheet.write_boolean(row, column, value)
    elif isinstance(value, int | float) and _exact(value):
        sheet.write_number(row, column, value)
    elif isinstance(value, dt.datetime):
        # As text: the fraction of a day that a sheet stores loses microseconds.
        sheet.write_string(row, column, value.isoformat())
    elif isinstance(value, dt.date):
        if value >= _FIRST_DATE:
            sheet.write_datetime(row, column, value)
        else:
            sheet.write_string(row, column, value.isoformat())
    else:
        text = LIST_SEPARATOR.join(value) if isinstance(value, list) else str(value)
        if len(text) > _MOST_CHARACTERS or _NOT_XML.search(text):
            message = _("Row {row} of the table '{table}' has a text that no sheet can hold; write a .zip instead.")
            raise InputError(message.format(row=row + 1, table=table))
        if text.startswith("<r>") and text.endswith("</r>"):
            sheet.write_rich_string(row, column, style, text[:1], text[1:])
        else:
            sheet.write_string(row, column, text)


def _exact(value: float) -> bool:
    """Tell whether a sheet stores the number exactly: it keeps 16 significant digits."""
    return math.isfinite(value) and abs(value) < 1e300 and float(f"{value:.16G}") == value
