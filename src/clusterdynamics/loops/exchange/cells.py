"""Rows of tables as people fill them: columns found by their names, faults with row and column."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from clusterdynamics.exchange.errors import Faults
from clusterdynamics.exchange.sheets import Cell, Sheet, number_text
from clusterdynamics.i18n import _

__all__ = ["CERTAINTIES", "DELAYS", "Row", "read_sign", "table_rows"]

DELAYS = ("none", "weeks", "months", "years")
CERTAINTIES = ("low", "medium", "high")
_SIGNS = {
    **dict.fromkeys(("+", "pos", "positive", "same", "s", "1", "increases"), "+"),
    **dict.fromkeys(("-", "−", "–", "neg", "negative", "opposite", "o", "-1", "decreases"), "-"),
    **dict.fromkeys(("fails", "fail", "failed"), "fails"),
    **dict.fromkeys(("", "?", "unknown"), ""),
}


def read_sign(text: str) -> str | None:
    """Return the sign that a word stands for; None where it is no word for a sign.

    >>> read_sign("Positive"), read_sign("−"), read_sign("up")
    ('+', '-', None)
    """
    return _SIGNS.get(text.strip().lower())


@dataclass(frozen=True)
class Row:
    """One row of a table.

    Attributes
    ----------
    line
        Its number in the file.
    cells
        Name of the column, in lower case → cell.
    titles
        Name of the column, in lower case → as it stands in the file.
    """

    line: int
    cells: Mapping[str, Cell]
    titles: Mapping[str, str]
    faults: Faults

    def raw(self, *names: str) -> str:
        """Return the first of these columns that holds something, as it stands; empty where none does."""
        for name in names:
            text = cell_text(self.cells.get(name, ""))
            if text.strip():
                return text
        return ""

    def text(self, *names: str) -> str:
        """Return the first of these columns that holds something, without space around it."""
        return self.raw(*names).strip()

    def add(self, message: str, remedy: str, column: str) -> None:
        """Note a fault of a cell."""
        self.faults.add(message, remedy, line=self.line, column=self.titles.get(column, column))

    def sign(self, *names: str) -> str:
        """Return the sign of a claim."""
        found = next((n for n in names if self.text(n)), None)
        if found is None:
            return ""
        sign = read_sign(self.text(found))
        if sign is None:
            self.add(
                _("'{word}' is no sign of a claim.").format(word=self.text(found)),
                _("Write +, - or fails, or leave it empty where nobody said."),
                found,
            )
        return sign or ""

    def choice(self, name: str, allowed: Sequence[str]) -> str:
        """Return one of a few words, or nothing."""
        word = self.text(name).lower()
        if word and word not in allowed:
            self.add(
                _("'{word}' is not known here.").format(word=self.text(name)),
                _("Write one of: {known}.").format(known=", ".join(allowed)),
                name,
            )
            return ""
        return word

    def whole(self, name: str) -> int | None:
        """Return a whole number from 0 up, or None where the cell is empty."""
        text = self.text(name)
        if not text:
            return None
        if not (text.isascii() and text.isdigit() and len(text) < 10):
            self.add(
                _("'{cell}' is no whole number.").format(cell=text),
                _("Write the place of the first character, counted from 0."),
                name,
            )
            return None
        return int(text)

    def date(self, name: str) -> dt.datetime | None:
        """Return a moment, or None where the cell is empty."""
        text = self.text(name)
        if not text:
            return None
        try:
            return dt.datetime.fromisoformat(text)
        except ValueError:
            self.add(
                _("'{cell}' is no date.").format(cell=text),
                _("Write it as 2026-03-05 or 2026-03-05T14:00:00."),
                name,
            )
            return None


def cell_text(cell: Cell) -> str:
    """Return a cell as text, as it stands."""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    return number_text(cell) if isinstance(cell, float) else cell


def table_rows(sheet: Sheet, faults: Faults) -> Iterator[Row]:
    """Return the rows of a table below its header."""
    if not sheet.rows:
        return
    header_line, header = sheet.rows[0]
    titles: dict[str, str] = {}
    places: list[str] = []
    for cell in header:
        title = cell_text(cell).strip()
        key = title.lower()
        if key and key in titles:
            faults.add(
                _("The column '{name}' is there twice.").format(name=title),
                _("Remove or rename one of them."),
                line=header_line,
                column=title,
            )
        titles.setdefault(key, title)
        places.append(key)
    for line, cells in sheet.rows[1:]:
        yield Row(line, dict(zip(places, cells, strict=False)), titles, faults)
