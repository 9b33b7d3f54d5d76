"""The rows of a list, cleaned, with everything that is wrong with them: what an import would write, before it does."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Literal

from clusterdynamics.exchange.errors import Faults
from clusterdynamics.exchange.roster.cells import CLEANERS, CellError, clean_text, is_blank
from clusterdynamics.exchange.roster.fields import ATTRIBUTE, FIELDS
from clusterdynamics.exchange.roster.sheet import RosterLine, RosterSheet
from clusterdynamics.exchange.roster.words import key
from clusterdynamics.i18n import _
from clusterdynamics.study.names import company_key
from clusterdynamics.study.template.content import TYPES

__all__ = ["RosterPlan", "RosterProblem", "RosterRow", "build_roster"]

#: Words for the kinds of organisations that a new study starts with, beside their codes and names.
_TYPE_WORDS: Mapping[str, tuple[str, ...]] = {
    "firm": (
        "firm", "company", "business", "enterprise", "industry", "foretag", "bolag", "bedrift", "selskap",
        "virksomhed", "virksomhet", "yritys", "entreprise", "societe", "sme", "pme",
    ),
    "research": (
        "research", "university", "institute", "academia", "forskning", "universitet", "hogskola", "hoyskole",
        "forskningsinstitut", "yliopisto", "tutkimus", "recherche", "universite",
    ),
    "education": (
        "education", "school", "training", "utbildning", "skola", "utdanning", "skole", "uddannelse", "koulutus",
        "koulu", "formation", "ecole",
    ),
    "public": (
        "public", "public body", "authority", "government", "municipality", "offentlig", "offentligt", "kommun",
        "kommune", "myndighet", "region", "julkinen", "kunta", "secteur public", "collectivite",
    ),
    "finance": (
        "finance", "bank", "investor", "finans", "finansiering", "pankki", "rahoitus", "rahoittaja", "banque",
        "investisseur",
    ),
    "support": (
        "support", "intermediary", "cluster organisation", "association", "klusterorganisation", "forening",
        "intermediar", "yhdistys", "klusteri", "pole", "reseau",
    ),
}  # fmt: skip


@dataclass(frozen=True)
class RosterProblem:
    """Something that is wrong with the list.

    Attributes
    ----------
    severity
        ``error``: the row is not imported unless it is put right. ``warning``: the cell is left empty, or as much of
        it is kept as can be.
    line
        Line of the file; None where the whole list is meant.
    column
        Header of the column; None where the whole row is meant.
    message, remedy
        What is wrong and what to do, in the active language.
    """

    severity: Literal["error", "warning"]
    line: int | None
    column: str | None
    message: str
    remedy: str


@dataclass(frozen=True)
class RosterRow:
    """One organisation as it would be written.

    Attributes
    ----------
    line
        Line of the file.
    values
        Field → value, for fields that have one: text, True or False, degrees, or a tuple of other names. ``id`` and
        ``label`` are always there in a row that is `usable`. First and last name of the contact become
        ``contact_name``.
    attributes
        Columns that are kept under their own names.
    usable
        False where an error stands in the way.
    """

    line: int
    values: Mapping[str, object]
    attributes: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    usable: bool = True

    def text(self, name: str) -> str:
        """Return a value as text; empty where there is none."""
        value = self.values.get(name)
        return value if isinstance(value, str) else ""

    @property
    def aliases(self) -> tuple[str, ...]:
        """Other names."""
        value = self.values.get("aliases")
        return value if isinstance(value, tuple) else ()


@dataclass(frozen=True)
class RosterPlan:
    """What importing the list would do.

    Attributes
    ----------
    rows
        Every row of the list, in its order.
    problems
        Everything that is wrong, in the order of the list.
    types
        Kinds of organisations in the list that the study does not have yet: identifier → name.
    mapping
        Column → field, as used.
    """

    rows: tuple[RosterRow, ...]
    problems: tuple[RosterProblem, ...] = ()
    types: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    mapping: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))

    @property
    def usable(self) -> tuple[RosterRow, ...]:
        """The rows that can be imported."""
        return tuple(row for row in self.rows if row.usable)

    @property
    def errors(self) -> tuple[RosterProblem, ...]:
        """The problems that keep a row from being imported."""
        return tuple(p for p in self.problems if p.severity == "error")


def build_roster(
    sheet: RosterSheet,
    mapping: Mapping[str, str],
    *,
    types: Mapping[str, str] = MappingProxyType(TYPES),
    taken_ids: Iterable[str] = (),
) -> RosterPlan:
    """Return what importing a list would do; nothing is written.

    Parameters
    ----------
    sheet
        The list.
    mapping
        Column → field of `FIELDS`, or ``"attribute"`` for a column that is kept under its own name. Columns that are
        left out, or mapped to an empty text, are not imported.
    types
        Kinds of organisations that the study knows: identifier → name. Others in the list get an identifier of
        their own.
    taken_ids
        Identifiers of the study; rows without one get one that differs from them.

    Returns
    -------
    Rows and problems. A value that does not fit is a problem with line and column, and the row is kept without it;
    only a row without a name, or with an identifier that another row has, cannot be used.

    Raises
    ------
    ExchangeError
        The mapping itself does not work: no column for the name, an unknown column or field, a field given twice.

    See Also
    --------
    find_duplicates : which of the rows are the same organisation, or one the study has.
    """
    used = {column: name for column, name in mapping.items() if name}
    _check_mapping(sheet, used)
    builder = _Builder(sheet, used, types, taken_ids)
    for line in sheet.rows:
        builder.add(line)
    return builder.plan()


def _check_mapping(sheet: RosterSheet, mapping: Mapping[str, str]) -> None:
    faults = Faults(sheet.name)
    for column, name in mapping.items():
        if column not in sheet.columns:
            known = ", ".join(sheet.columns)
            faults.add(_("There is no such column."), _("The columns are: {known}.").format(known=known), column=column)
        if name not in FIELDS and name != ATTRIBUTE:
            known = ", ".join([*FIELDS, ATTRIBUTE])
            faults.add(
                _("There is no field '{name}'.").format(name=name),
                _("The fields are: {known}.").format(known=known),
                column=column,
            )
    fields = [name for name in mapping.values() if name != ATTRIBUTE]
    for name in dict.fromkeys(n for n in fields if fields.count(n) > 1):
        columns = ", ".join(c for c, n in mapping.items() if n == name)
        faults.add(
            _("Several columns are '{name}': {columns}.").format(name=name, columns=columns), _("Keep one of them.")
        )
    if "label" not in fields:
        faults.add(
            _("No column holds the names of the organisations."),
            _("Say which column holds them; it is the only one needed."),
        )
    faults.check()


class _Builder:
    def __init__(
        self, sheet: RosterSheet, mapping: Mapping[str, str], types: Mapping[str, str], taken_ids: Iterable[str]
    ) -> None:
        self.columns = {name: column for column, name in mapping.items() if name != ATTRIBUTE}
        self.kept = tuple(column for column, name in mapping.items() if name == ATTRIBUTE)
        self.place = {column: j for j, column in enumerate(sheet.columns)}
        self.mapping = mapping
        self.taken = set(taken_ids)
        self.known_types = _type_words(types)
        self.new_types: dict[str, str] = {}
        self.rows: list[RosterRow] = []
        self.problems: list[RosterProblem] = []
        self.id_lines: dict[str, int] = {}

    def problem(
        self, severity: Literal["error", "warning"], line: int | None, name: str | None, message: str, remedy: str
    ) -> None:
        column = self.columns.get(name) if name else None
        self.problems.append(RosterProblem(severity, line, column, message, remedy))

    def add(self, line: RosterLine) -> None:
        """Clean one row."""
        values: dict[str, object] = {}
        for name, column in self.columns.items():
            cell = line.cells[self.place[column]]
            if is_blank(cell):
                continue
            try:
                value = CLEANERS[name](cell)
            except CellError as wrong:
                self.problem("warning", line.line, name, wrong.message, wrong.remedy)
                value = wrong.value
            if value is not None and value != "":
                values[name] = value
        _one_name(values)
        if "type" in values:
            values["type"] = self._type(str(values["type"]))
        self._whole_position(values, line.line)
        attributes = {c: clean_text(line.cells[self.place[c]]) for c in self.kept}
        kept = MappingProxyType({c: v for c, v in attributes.items() if not is_blank(v)})
        usable = self._usable(values, line.line)
        self.rows.append(RosterRow(line.line, MappingProxyType(values), kept, usable))

    def _usable(self, values: Mapping[str, object], line: int) -> bool:
        if "label" not in values:
            self.problem(
                "error", line, "label", _("The organisation has no name."), _("Write its name, or leave it out.")
            )
            return False
        own = values.get("id")
        if isinstance(own, str):
            if own in self.id_lines:
                message = _("The identifier '{id}' also stands in line {line}.").format(id=own, line=self.id_lines[own])
                self.problem("error", line, "id", message, _("Give each organisation an identifier of its own."))
                return False
            self.id_lines[own] = line
        return True

    def _type(self, text: str) -> str:
        own = self.known_types.get(key(text))
        if own is None:
            own = _slug(text) or "other"
            # Two words may give the same identifier; the first gives it its name.
            self.new_types.setdefault(own, text)
            self.known_types[key(text)] = own
        return own

    def _whole_position(self, values: dict[str, object], line: int) -> None:
        if ("lat" in values) != ("lon" in values):
            half = "lat" if "lat" in values else "lon"
            del values[half]
            message = _("A position needs latitude and longitude; the one is left out.")
            self.problem("warning", line, half, message, _("Write both, or none."))

    def plan(self) -> RosterPlan:
        """Return the plan; rows without an identifier get one."""
        taken = self.taken | set(self.id_lines)
        rows = []
        for row in self.rows:
            if row.usable and "id" not in row.values:
                own = _free(_slug(company_key(row.text("label"))) or "organisation", taken)
                taken.add(own)
                row = RosterRow(row.line, MappingProxyType({**row.values, "id": own}), row.attributes)
            rows.append(row)
        return RosterPlan(
            tuple(rows), tuple(self.problems), MappingProxyType(self.new_types), MappingProxyType(dict(self.mapping))
        )


def _one_name(values: dict[str, object]) -> None:
    """Put first and last name of the contact together, where the whole name is not given."""
    parts = [str(values.pop(f"contact_{which}_name", "")) for which in ("first", "last")]
    if any(parts):
        values.setdefault("contact_name", " ".join(p for p in parts if p))


def _type_words(types: Mapping[str, str]) -> dict[str, str]:
    """Return every word that means a kind of organisation which the study knows, with its identifier."""
    words = {key(word): own for own, several in _TYPE_WORDS.items() if own in types for word in several}
    return words | {key(word): own for own, label in types.items() for word in (own, label, _(label))}


def _slug(text: str) -> str:
    """Return a text as an identifier of plain letters, digits and hyphens, at most 40 long.

    >>> _slug("Örn & Søn"), _slug("株式")
    ('orn-son', '株式')
    """
    return re.sub(r"[\W_]+", "-", key(text)).strip("-")[:40].strip("-")


def _free(wanted: str, taken: Iterable[str]) -> str:
    own, n = wanted, 1
    while own in taken:
        n += 1
        own = f"{wanted}-{n}"
    return own
