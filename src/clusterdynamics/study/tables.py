"""What a study package holds: every table, every column, once, as data.

Reading, checking, writing, the Data Package descriptor, the spreadsheet templates and the documentation all
follow from this one description.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType

import polars as pl

from clusterdynamics.i18n import N_

__all__ = [
    "ANSWER_STATES",
    "LIST_SEPARATOR",
    "TABLES",
    "TIE_STATES",
    "AnswerState",
    "Field",
    "Kind",
    "Table",
    "TieState",
    "empty_frame",
]

#: Between the values of a cell that holds several, for example ``"purpose-1|purpose-2"``.
LIST_SEPARATOR = "|"


class Kind(StrEnum):
    """What a cell holds."""

    IDENTIFIER = "identifier"
    TEXT = "text"
    INTEGER = "integer"
    NUMBER = "number"
    BOOLEAN = "boolean"
    DATE = "date"
    DATETIME = "datetime"
    CHOICE = "choice"
    LIST = "list"


DTYPES: Mapping[Kind, pl.DataType] = MappingProxyType(
    {
        Kind.IDENTIFIER: pl.String(),
        Kind.TEXT: pl.String(),
        Kind.INTEGER: pl.Int64(),
        Kind.NUMBER: pl.Float64(),
        Kind.BOOLEAN: pl.Boolean(),
        Kind.DATE: pl.Date(),
        Kind.DATETIME: pl.Datetime("us"),
        Kind.CHOICE: pl.String(),
        Kind.LIST: pl.List(pl.String()),
    }
)


class TieState(StrEnum):
    """The five states of one question about one pair. Missing is never zero."""

    TIE = "tie"
    NO_TIE = "no_tie"
    DONT_KNOW = "dont_know"
    NOT_ANSWERED = "not_answered"
    NOT_OFFERED = "not_offered"


class AnswerState(StrEnum):
    """The states of one question that is not about a pair."""

    ANSWERED = "answered"
    DONT_KNOW = "dont_know"
    NOT_ANSWERED = "not_answered"
    NOT_OFFERED = "not_offered"


TIE_STATES: tuple[str, ...] = tuple(TieState)
ANSWER_STATES: tuple[str, ...] = tuple(AnswerState)
MODES: tuple[str, ...] = ("web", "phone", "face_to_face", "paper", "import")


@dataclass(frozen=True)
class Field:
    """One column.

    Parameters
    ----------
    name
        Header of the column.
    kind
        What a cell holds.
    description
        One line for the person who fills the table (translatable).
    required
        An empty cell is an error.
    references
        ``"table.column"`` that the value must be found in. ``"settings.relations"`` and the like point at
        the lists of ``study.toml``. A reference into an empty table is not checked where `lax` is true.
    choices
        The only values allowed (for ``Kind.CHOICE``).
    low, high
        Bounds for numbers, inclusive.
    lax
        The reference is checked only where the table referred to has rows.
    """

    name: str
    kind: Kind
    description: str
    required: bool = False
    references: str | None = None
    choices: tuple[str, ...] = ()
    low: float | None = None
    high: float | None = None
    lax: bool = False

    @property
    def dtype(self) -> pl.DataType:
        """The polars type of the column."""
        return DTYPES[self.kind]


@dataclass(frozen=True)
class Table:
    """One table of the package: a CSV file, or a sheet of a workbook."""

    name: str
    title: str
    fields: tuple[Field, ...]
    key: tuple[str, ...] = ()
    required: bool = False
    #: Columns that are not described here are kept (actor attributes from elsewhere, say).
    open: bool = False
    _index: Mapping[str, Field] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_index", {f.name: f for f in self.fields})

    @property
    def file(self) -> str:
        """Name of the CSV file in the package."""
        return f"{self.name}.csv"

    def __getitem__(self, name: str) -> Field:
        return self._index[name]

    def __contains__(self, name: object) -> bool:
        return name in self._index

    @property
    def schema(self) -> dict[str, pl.DataType]:
        """Column name → polars type."""
        return {f.name: f.dtype for f in self.fields}


def empty_frame(table: Table) -> pl.DataFrame:
    """Return a frame with the table's columns and no row."""
    return pl.DataFrame(schema=table.schema)


def _id(description: str, references: str | None = None, *, required: bool = True, lax: bool = False) -> Field:
    return Field("id", Kind.IDENTIFIER, description, required=required, references=references, lax=lax)


def _ref(
    name: str,
    references: str,
    description: str,
    *,
    required: bool = True,
    kind: Kind = Kind.IDENTIFIER,
    lax: bool = False,
) -> Field:
    return Field(name, kind, description, required=required, references=references, lax=lax)


_WAVE = _ref("wave", "waves.id", N_("Wave in which it was said"))
_RESPONDENT = _ref("respondent", "respondents.id", N_("Who said it"), required=False, lax=True)
_MODE = Field("mode", Kind.CHOICE, N_("How it was collected"), choices=MODES)

_ALL: tuple[Table, ...] = (
    Table(
        "actors",
        N_("Organisations that can be named"),
        (
            _id(N_("Short, stable identifier; stays the same in all waves")),
            Field("label", Kind.TEXT, N_("Name of the organisation"), required=True),
            Field("short_label", Kind.TEXT, N_("Short name for maps; unique")),
            Field("type", Kind.IDENTIFIER, N_("Kind of organisation, for example firm or research")),
            Field("size_class", Kind.IDENTIFIER, N_("Size class, for example micro, small, medium, large")),
            Field("is_anchor", Kind.BOOLEAN, N_("Large company whose role is looked at")),
            Field("nuts", Kind.IDENTIFIER, N_("NUTS code of the place")),
            Field("lat", Kind.NUMBER, N_("Latitude, degrees"), low=-90, high=90),
            Field("lon", Kind.NUMBER, N_("Longitude, degrees"), low=-180, high=180),
            _ref(
                "joined",
                "waves.id",
                N_("First wave the organisation is part of (empty: from the start)"),
                required=False,
            ),
            _ref("left", "waves.id", N_("First wave it is no longer part of (empty: still here)"), required=False),
            _ref("opted_out", "waves.id", N_("Wave from which it asked not to appear"), required=False),
            _ref(
                "predecessor",
                "actors.id",
                N_("Organisations it came out of (merger, split, new identifier), separated by |"),
                required=False,
                kind=Kind.LIST,
            ),
            Field("aliases", Kind.LIST, N_("Other names people use, separated by |")),
        ),
        key=("id",),
        required=True,
        open=True,
    ),
    Table(
        "waves",
        N_("Dated measurements of the study, oldest first"),
        (
            _id(N_("Identifier, for example 2026")),
            Field("label", Kind.TEXT, N_("Name shown to people")),
            Field("opens", Kind.DATE, N_("First day of field work")),
            Field("closes", Kind.DATE, N_("Last day of field work")),
        ),
        key=("id",),
    ),
    Table(
        "respondents",
        N_("Who was asked to answer for which organisation, and what came of it"),
        (
            _id(N_("Identifier of the respondent; no name needed")),
            _WAVE,
            _ref("actor", "actors.id", N_("Organisation the respondent answers for")),
            Field(
                "status",
                Kind.CHOICE,
                N_("What came of the invitation"),
                required=True,
                choices=("invited", "opened", "started", "submitted", "declined", "bounced"),
            ),
            Field("is_lead", Kind.BOOLEAN, N_("Lead informant of the organisation")),
            Field("role", Kind.TEXT, N_("Role in the organisation")),
            _MODE,
            Field("language", Kind.IDENTIFIER, N_("Language of the answers")),
            Field("submitted_at", Kind.DATETIME, N_("When the answers were sent")),
        ),
        key=("wave", "id"),
    ),
    Table(
        "offered",
        N_("Which organisations each respondent could pick from (empty: all)"),
        (
            _WAVE,
            _ref("respondent", "respondents.id", N_("Who was offered it")),
            _ref("actor", "actors.id", N_("Organisation that was on the list")),
        ),
        key=("wave", "respondent", "actor"),
    ),
    Table(
        "ties",
        N_("Links that were reported, one row each; what is not picked needs no row"),
        (
            _WAVE,
            _ref("relation", "settings.relations", N_("Kind of link")),
            _ref("from", "actors.id", N_("Organisation that reports the link")),
            _ref("to", "actors.id", N_("Organisation that it names")),
            Field("value", Kind.NUMBER, N_("Value on the scale of the relation; 1 where there is no scale")),
            Field("state", Kind.CHOICE, N_("State of the answer (empty: follows from the value)"), choices=TIE_STATES),
            _ref("area", "areas.id", N_("Cooperation areas, separated by |"), required=False, kind=Kind.LIST, lax=True),
            _ref("purpose", "purposes.id", N_("Purposes, separated by |"), required=False, kind=Kind.LIST, lax=True),
            _RESPONDENT,
            _MODE,
            Field("structural", Kind.BOOLEAN, N_("The value is fixed by circumstances, not chosen (codes 10 and 11)")),
        ),
        key=("wave", "relation", "from", "to", "respondent"),
    ),
    Table(
        "ratings",
        N_("Ratings of partners, one row for each item (trust, value, energy)"),
        (
            _WAVE,
            _ref("item", "settings.items", N_("Item that was rated")),
            _ref("from", "actors.id", N_("Organisation that rates")),
            _ref("to", "actors.id", N_("Organisation that is rated")),
            Field("value", Kind.NUMBER, N_("Value on the scale of the item")),
            Field(
                "state", Kind.CHOICE, N_("State of the answer (empty: follows from the value)"), choices=ANSWER_STATES
            ),
            _RESPONDENT,
        ),
        key=("wave", "item", "from", "to", "respondent"),
    ),
    Table(
        "wishes",
        N_("With whom respondents would like to do more, or to start"),
        (
            _WAVE,
            _ref("from", "actors.id", N_("Organisation that wishes")),
            _ref("to", "actors.id", N_("Organisation it would like to work with")),
            Field("kind", Kind.CHOICE, N_("Do more, or start"), choices=("more", "start")),
            _ref("area", "areas.id", N_("Cooperation areas, separated by |"), required=False, kind=Kind.LIST, lax=True),
            _RESPONDENT,
        ),
        key=("wave", "from", "to", "respondent"),
    ),
    Table(
        "answers",
        N_("Answers to questions that are not about a partner"),
        (
            _WAVE,
            _ref("respondent", "respondents.id", N_("Who answered")),
            _ref("item", "settings.items", N_("Question")),
            Field("value", Kind.TEXT, N_("Value, choice or words")),
            Field(
                "state", Kind.CHOICE, N_("State of the answer (empty: follows from the value)"), choices=ANSWER_STATES
            ),
            _MODE,
            Field("language", Kind.IDENTIFIER, N_("Language of the answer")),
            Field("saved_at", Kind.DATETIME, N_("When it was saved")),
            Field(
                "occasion",
                Kind.CHOICE,
                N_("First answer, or asked again (empty: first)"),
                choices=("first", "again", "second_informant"),
            ),
        ),
        key=("wave", "respondent", "item", "occasion"),
    ),
    Table(
        "areas",
        N_("Cooperation areas"),
        (
            _id(N_("Identifier")),
            Field("label", Kind.TEXT, N_("Name of the area"), required=True),
            Field("sensitivity", Kind.INTEGER, N_("1 nothing to lose … 5 core of the business"), low=1, high=5),
        ),
        key=("id",),
    ),
    Table(
        "area_answers",
        N_("Who does, would join or could offer what"),
        (
            _WAVE,
            _ref("respondent", "respondents.id", N_("Who answered")),
            _ref("area", "areas.id", N_("Cooperation area")),
            Field(
                "answer",
                Kind.CHOICE,
                N_("What was ticked"),
                required=True,
                choices=("doing", "would_join", "could_offer", "not_for_us"),
            ),
        ),
        key=("wave", "respondent", "area", "answer"),
    ),
    Table(
        "purposes",
        N_("What a collaboration can be for"),
        (_id(N_("Identifier")), Field("label", Kind.TEXT, N_("Name of the purpose"), required=True)),
        key=("id",),
    ),
    Table(
        "nominations",
        N_("Who brings energy to the cluster"),
        (
            _WAVE,
            _ref("respondent", "respondents.id", N_("Who nominates")),
            _ref(
                "actor",
                "actors.id",
                N_("Organisation that is nominated, or that the person belongs to"),
                required=False,
            ),
            Field("person", Kind.IDENTIFIER, N_("Code of the person, never the name")),
            Field("reason", Kind.TEXT, N_("Because …")),
        ),
        key=("wave", "respondent", "actor", "person"),
    ),
    Table(
        "outside_links",
        N_("Working links outside the region"),
        (
            _WAVE,
            _ref("respondent", "respondents.id", N_("Who answered")),
            Field("has_links", Kind.BOOLEAN, N_("Has working links outside the region"), required=True),
            Field("partner_type", Kind.IDENTIFIER, N_("Kind of partner")),
            Field("region", Kind.TEXT, N_("Where")),
            Field("purpose", Kind.TEXT, N_("What for")),
        ),
        key=("wave", "respondent", "partner_type", "region"),
    ),
    Table(
        "consents",
        N_("What each respondent agreed to"),
        (
            _ref("respondent", "respondents.id", N_("Who agreed")),
            Field(
                "choice",
                Kind.CHOICE,
                N_("What the choice is about"),
                required=True,
                choices=("take_part", "name", "own_ties", "findable", "quote", "recontact"),
            ),
            Field(
                "class",
                Kind.CHOICE,
                N_("Who may see it"),
                required=True,
                choices=("nobody", "participants", "network", "public", "yes", "no"),
            ),
            Field("text_version", Kind.IDENTIFIER, N_("Version of the consent text")),
            Field("time", Kind.DATETIME, N_("When it was given")),
            Field("withdrawn_at", Kind.DATETIME, N_("When it was taken back")),
        ),
        key=("respondent", "choice", "time"),
    ),
    Table(
        "stories",
        N_("Stories, in the teller's own words"),
        (
            _id(N_("Identifier")),
            _WAVE,
            _ref("actor", "actors.id", N_("Organisation of the teller"), required=False),
            _RESPONDENT,
            Field("title", Kind.TEXT, N_("Title")),
            Field("text", Kind.TEXT, N_("The story"), required=True),
            Field("worked", Kind.BOOLEAN, N_("A story that worked, or one that did not")),
            Field("language", Kind.IDENTIFIER, N_("Language of the story")),
            Field("class", Kind.CHOICE, N_("Who may read it"), choices=("nobody", "participants", "network", "public")),
        ),
        key=("id",),
    ),
    Table(
        "claims",
        N_("Causal claims in the stories"),
        (
            _id(N_("Identifier")),
            _ref("story", "stories.id", N_("Story it is told in")),
            Field("cause", Kind.IDENTIFIER, N_("Factor that acts"), required=True),
            Field("effect", Kind.IDENTIFIER, N_("Factor that changes"), required=True),
            Field("polarity", Kind.CHOICE, N_("+, − or fails"), required=True, choices=("+", "-", "fails")),
            Field("delay", Kind.CHOICE, N_("How long it takes"), choices=("none", "weeks", "months", "years")),
            Field("start", Kind.INTEGER, N_("First character of the quote"), low=0),
            Field("end", Kind.INTEGER, N_("Character after the quote"), low=0),
            Field("quote", Kind.TEXT, N_("The words themselves")),
            Field("coder", Kind.IDENTIFIER, N_("Who coded it")),
            Field("certainty", Kind.CHOICE, N_("How sure the teller is"), choices=("low", "medium", "high")),
            Field("counter_evidence", Kind.TEXT, N_("What speaks against it")),
            Field("time", Kind.TEXT, N_("When the change happened")),
        ),
        key=("id",),
    ),
    Table(
        "themes",
        N_("Codebook"),
        (
            _id(N_("Identifier")),
            Field("label", Kind.TEXT, N_("Name of the theme"), required=True),
            _ref("parent", "themes.id", N_("Theme it belongs under"), required=False),
            Field("definition", Kind.TEXT, N_("When to use it")),
        ),
        key=("id",),
    ),
    Table(
        "codings",
        N_("Passages and their themes"),
        (
            _ref("story", "stories.id", N_("Story")),
            _ref("theme", "themes.id", N_("Theme")),
            Field("start", Kind.INTEGER, N_("First character"), low=0),
            Field("end", Kind.INTEGER, N_("Character after the passage"), low=0),
            Field("coder", Kind.IDENTIFIER, N_("Who coded it")),
        ),
        key=("story", "theme", "start", "end", "coder"),
    ),
    Table(
        "suggestions",
        N_("Suggested introductions, shown or held out"),
        (
            _WAVE,
            _ref("from", "actors.id", N_("One side")),
            _ref("to", "actors.id", N_("Other side")),
            _ref("area", "areas.id", N_("Cooperation area"), required=False, lax=True),
            Field("shown", Kind.BOOLEAN, N_("Was shown"), required=True),
            Field("held_out", Kind.BOOLEAN, N_("Held out on purpose, by chance"), required=True),
        ),
        key=("wave", "from", "to", "area"),
    ),
    Table(
        "indicators",
        N_("Hard figures"),
        (
            Field("region", Kind.IDENTIFIER, N_("Region code"), required=True),
            Field("period", Kind.IDENTIFIER, N_("Year or period"), required=True),
            Field("code", Kind.IDENTIFIER, N_("Code of the indicator"), required=True),
            Field("label", Kind.TEXT, N_("What it is")),
            Field("value", Kind.NUMBER, N_("Value"), required=True),
            Field("unit", Kind.TEXT, N_("Unit"), required=True),
            Field("source", Kind.TEXT, N_("Where it comes from"), required=True),
        ),
        key=("region", "period", "code", "source"),
    ),
    Table(
        "findings",
        N_("What the cluster agreed on when it looked at the results"),
        (
            _id(N_("Identifier")),
            _WAVE,
            Field("statement", Kind.TEXT, N_("The finding, in a sentence"), required=True),
            Field("evidence", Kind.TEXT, N_("Figure, scene or votes it rests on")),
            Field("verdict", Kind.CHOICE, N_("How the room saw it"), choices=("agree", "differ", "unclear")),
        ),
        key=("id",),
    ),
    Table(
        "actions",
        N_("What is done about it"),
        (
            _id(N_("Identifier")),
            Field("title", Kind.TEXT, N_("What is done"), required=True),
            _ref("finding", "findings.id", N_("Findings it answers, separated by |"), kind=Kind.LIST),
            _ref("purpose", "purposes.id", N_("Purposes, separated by |"), kind=Kind.LIST, lax=True),
            _ref("owner", "actors.id", N_("Organisation that sees to it"), required=False),
            _ref("partners", "actors.id", N_("Partners, separated by |"), required=False, kind=Kind.LIST),
            Field("due", Kind.DATE, N_("Until when")),
            Field(
                "status",
                Kind.CHOICE,
                N_("Where it stands"),
                required=True,
                choices=("planned", "running", "done", "stopped"),
            ),
            Field("expected_change", Kind.TEXT, N_("What should be different in the next wave")),
            Field("reason", Kind.TEXT, N_("Why it was stopped")),
        ),
        key=("id",),
    ),
)

#: Every table of the package by name, in the order in which they are read and written.
TABLES: Mapping[str, Table] = MappingProxyType({t.name: t for t in _ALL})
