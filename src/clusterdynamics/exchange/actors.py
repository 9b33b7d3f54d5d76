"""Tables of organisations: one file or several, joined by name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from clusterdynamics.exchange.errors import ExchangeError, Fault, Faults
from clusterdynamics.exchange.graph import Scalar
from clusterdynamics.exchange.protocol import ReadOptions
from clusterdynamics.exchange.registry import read_bytes
from clusterdynamics.exchange.sheets import Sheet, read_sheets
from clusterdynamics.i18n import _
from clusterdynamics.study.tables import LIST_SEPARATOR, TABLES, Kind

__all__ = ["ActorTable", "read_actors"]

#: Headers under which the name stands that the network files use; else it is the first column.
_IDS = ("id", "actor", "organisation", "organization", "firm", "")


@dataclass
class ActorTable:
    """What the tables say about each organisation, by the name it has in them."""

    rows: dict[str, dict[str, object]] = field(default_factory=dict)
    columns: list[str] = field(default_factory=list)

    @property
    def names(self) -> tuple[str, ...]:
        """All names, in the order of the files."""
        return tuple(self.rows)

    def row(self, name: str) -> Mapping[str, object]:
        """Return column → value of an organisation; nothing where the tables do not have it."""
        return self.rows.get(name, {})


def read_actors(paths: Sequence[str | Path]) -> ActorTable:
    """Read tables of organisations (CSV or workbook).

    Raises
    ------
    ExchangeError
        With everything that is wrong with any of them.
    """
    table = ActorTable()
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
        column = "label" if title.lower() in {"label", "name"} else title.lower() if title.lower() in _KNOWN else title
        column = _free_name(table, column, stem)
        typed = sheet.column([cells[j] if j < len(cells) else "" for cells in raw])
        for i, (line, cells) in enumerate(texts[1:]):
            row = table.rows.setdefault(cells[place], {}) if place < len(cells) else {}
            row[column] = _known(column, typed[i], cells[j] if j < len(cells) else "", line, faults)
        table.columns.append(column)
    for _line, cells in body:
        table.rows.setdefault(cells[place], {})
        if lower[place] == "name":
            table.rows[cells[place]].setdefault("label", cells[place])
    faults.check()


_KNOWN = frozenset(TABLES["actors"].schema) - {"id"}


def _free_name(table: ActorTable, column: str, stem: str) -> str:
    """Two files may use the same header for different things."""
    return column if column not in table.columns else f"{column} ({stem})"


def _known(column: str, value: Scalar, text: str, line: int, faults: Faults) -> object:
    """Return a value as the actors table wants it; other columns stay as they are."""
    if column not in _KNOWN:
        return value
    if not text or value is None:
        return None
    field_ = TABLES["actors"][column]
    if field_.kind == Kind.LIST:
        return [part.strip() for part in text.split(LIST_SEPARATOR) if part.strip()]
    if field_.kind == Kind.BOOLEAN:
        known = {"true": True, "1": True, "yes": True, "false": False, "0": False, "no": False}
        if text.lower() not in known:
            message = _("'{cell}' is neither yes nor no.").format(cell=text)
            faults.add(message, _("Write true or false."), line=line, column=column)
        return known.get(text.lower())
    if field_.kind == Kind.NUMBER:
        if isinstance(value, int | float) and not isinstance(value, bool):
            return float(value)
        faults.add(_("'{cell}' is not a number.").format(cell=text), _("Write a number."), line=line, column=column)
        return None
    return text
