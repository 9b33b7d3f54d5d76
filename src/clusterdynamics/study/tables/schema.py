"""How a table and its columns are described."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType

import polars as pl

__all__ = [
    "ANSWER_STATES",
    "LIST_SEPARATOR",
    "MODES",
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
