"""Tables of organisations: one file or several, joined by name."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from clusterdynamics.exchange.errors import ExchangeError, Fault, Faults
from clusterdynamics.exchange.graph import Scalar
from clusterdynamics.exchange.protocol import ReadOptions
from clusterdynamics.exchange.registry import read_bytes
from clusterdynamics.exchange.sheets import Sheet, read_sheets
from clusterdynamics.exchange.text import MISSING, parse_number
from clusterdynamics.i18n import _
from clusterdynamics.study.tables import LIST_SEPARATOR, TABLES, Kind

__all__ = ["KNOWN", "ActorTable", "identifier", "known_value", "read_actors"]

#: Headers under which the name stands that the network files use; else it is the first column.
_IDS = ("id", "actor", "organisation", "organization", "firm", "")


@dataclass
class ActorTable:
    """What the tables say about each organisation, by the name it has in them."""

    waves: tuple[str, ...] = ()
    rows: dict[str, dict[str, object]] = field(default_factory=dict)
    columns: list[str] = field(default_factory=list)
    #: Identifier → name of the kinds of organisations that have spaces in their names.
    types: dict[str, str] = field(default_factory=dict)

    @property
    def names(self) -> tuple[str, ...]:
        """All names, in the order of the files."""
        return tuple(self.rows)

    def row(self, name: str) -> Mapping[str, object]:
        """Return column → value of an organisation; nothing where the tables do not have it."""
        return self.rows.get(name, {})


def read_actors(paths: Sequence[str | Path], waves: tuple[str, ...]) -> ActorTable:
    """Read tables of organisations (CSV or workbook); they may name waves of the study only.

    Raises
    ------
    ExchangeError
        With everything that is wrong with any of them.
    """
    table = ActorTable(waves)
    faults: list[Fault] = []
    for path in paths:
        name = Path(path).name
        try:
            sheets = read_sheets(read_bytes(Path(path), name), name, ReadOptions())
            sheet = next((s for s in sheets if s.name.lower() in {"actors", "nodes", "elements"}), sheets[0])
            _join(table, sheet, name, Path(path).stem)
        except ExchangeError as error:
            faults += error.faults
    if faults:
        raise ExchangeError(faults)
    return table


def _join(table: ActorTable, sheet: Sheet, name: str, stem: str) -> None:
    """Add one file to the table."""
    faults = Faults(name)
    texts = sheet.texts()
    head = texts[0][1]
    lower = [title.lower() for title in head]
    place = next((lower.index(i) for i in _IDS if i in lower), 0)
    body = [(line, cells) for line, cells in texts[1:] if place < len(cells)]
    raw = [cells for _line, cells in sheet.rows[1:]]
    seen: dict[str, int] = {}
    for line, cells in texts[1:]:
        own = cells[place] if place < len(cells) else ""
        if not own:
            faults.add(_("The organisation has no name."), _("Fill in column '{c}'.").format(c=head[place]), line=line)
        elif own in seen:
            faults.add(
                _("'{node}' is listed twice.").format(node=own)
                + " "
                + _("It is first listed in line {line}.").format(line=seen[own]),
                _("Keep one line for each organisation."),
                line=line,
            )
        seen.setdefault(own, line)
    for j, title in enumerate(head):
        if j == place:
            continue
        if not title:
            if any(j < len(cells) and cells[j] for _line, cells in body):
                faults.add(_("A column has no name."), _("Write its name into the first row."), line=1, column=j + 1)
            continue
        column = "label" if title.lower() in {"label", "name"} else title.lower() if title.lower() in KNOWN else title
        column = _free_name(table, column, stem)
        typed = sheet.column([cells[j] if j < len(cells) else "" for cells in raw])
        for i, (line, cells) in enumerate(texts[1:]):
            row = table.rows.setdefault(cells[place], {}) if place < len(cells) else {}
            cell = cells[j] if j < len(cells) else ""
            row[column] = _value(table, column, cell if column in KNOWN else typed[i], line, faults, comma=sheet.comma)
        table.columns.append(column)
    for _line, cells in body:
        table.rows.setdefault(cells[place], {})
        if lower[place] == "name":
            table.rows[cells[place]].setdefault("label", cells[place])
    faults.check()


#: Columns of the actors table, beside its key.
KNOWN = frozenset(TABLES["actors"].schema) - {"id"}
_WAVES = frozenset({"joined", "left", "opted_out"})
_YES = {"true": True, "1": True, "yes": True, "false": False, "0": False, "no": False}


def _value(table: ActorTable, column: str, cell: Scalar, line: int, faults: Faults, *, comma: bool) -> object:
    """Return a cell as its column wants it, or note what is wrong with it."""
    try:
        value = known_value(column, cell, comma=comma)
    except ValueError:
        if TABLES["actors"][column].kind == Kind.BOOLEAN:
            message, remedy = _("'{cell}' is neither yes nor no."), _("Write true or false.")
        else:
            message, remedy = _("'{cell}' is not a number."), _("Write a number.")
        faults.add(message.format(cell=cell), remedy, line=line, column=column)
        return None
    if column in _WAVES and value is not None and value not in table.waves:
        message = _("There is no wave '{wave}'.").format(wave=value)
        faults.add(message, _("The waves are: {known}.").format(known=", ".join(table.waves)), line=line, column=column)
    if column == "type" and value != cell and value is not None:
        table.types[str(value)] = str(cell).strip()
    return value


def _free_name(table: ActorTable, column: str, stem: str) -> str:
    """Two files may use the same header for different things."""
    return column if column not in table.columns else f"{column} ({stem})"


def identifier(name: str) -> str:
    """Return a name as an identifier: at most 64 characters, without spaces, ``|``, commas and semicolons."""
    return re.sub(r"[\s|,;]+", "-", name.strip()).strip("-")[:64] or "-"


def known_value(column: str, value: Scalar, *, comma: bool) -> object:
    """Return a value as the actors table wants it; the values of other columns stay as they are.

    Raises
    ------
    ValueError
        It does not fit the column.
    """
    if column not in KNOWN or value is None:
        return value
    text = str(value).strip()
    kind = TABLES["actors"][column].kind
    if not text or text.lower() in MISSING:
        return None
    if kind == Kind.LIST:
        parts = [part.strip() for part in text.split(LIST_SEPARATOR) if part.strip()]
        return [identifier(part) for part in parts] if column == "predecessor" else parts
    if kind == Kind.BOOLEAN:
        if text.lower() not in _YES:
            raise ValueError(text)
        return _YES[text.lower()]
    if kind == Kind.NUMBER:
        return parse_number(text, comma=comma)
    return identifier(text) if kind == Kind.IDENTIFIER else text
