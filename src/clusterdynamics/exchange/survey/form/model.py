"""A form as data: its questions in order, its choices, and what each answer means in the study."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from types import MappingProxyType

__all__ = ["Choice", "ChoiceList", "Field", "Form", "Kind", "Role", "Row", "Texts"]

#: Language → text.
type Texts = Mapping[str, str]
NO_TEXTS: Texts = MappingProxyType({})


class Kind(StrEnum):
    """How a question is answered."""

    ONE = "select_one"
    MANY = "select_multiple"
    TEXT = "text"
    NUMBER = "decimal"
    WHOLE = "integer"
    CALCULATED = "calculate"


class Role(StrEnum):
    """What an answer is about; `Field.ref` says which one."""

    WAVE = "wave"
    ROSTER = "roster"
    RESPONDENT = "respondent"
    OWN = "own"
    CONSENT = "consent"
    CONSENT_VERSION = "consent version"
    PICK = "pick"
    PARTNER = "partner"
    RELATION = "relation"
    CARD_AREAS = "card areas"
    CARD_PURPOSES = "card purposes"
    RATING = "rating"
    WISH = "wish"
    ANSWER = "answer"
    AREA = "area"
    OUTSIDE = "outside"
    OUTSIDE_TYPES = "outside types"
    OUTSIDE_PURPOSES = "outside purposes"
    REGIONS_N = "how many regions"
    REGION = "region"
    REGION_NAME = "region name"
    REGION_DEPTH = "region depth"
    REGION_AREAS = "region areas"
    REGION_GETS = "region gets"
    REGION_BARRIERS = "region barriers"
    REGION_DOOR = "region door"
    REGION_DOOR_NAME = "region door name"
    CHAMPION_ACTOR = "champion actor"
    CHAMPION_PERSON = "champion person"
    CHAMPION_BECAUSE = "champion because"
    STORY = "story"
    #: Asked for the form's own sake; no table holds it.
    NOTHING = "nothing"


@dataclass(frozen=True)
class Field:
    """What a question means.

    Attributes
    ----------
    role, ref
        What it is about, and which one: a relation, item, area, consent.
    list
        Name of its list of choices; empty where it has none.
    gate
        Question and least value: it is asked only where the answer there is at least that much.
    """

    kind: Kind
    role: Role
    ref: str = ""
    list: str = ""
    gate: tuple[str, float] | None = None


@dataclass(frozen=True)
class Choice:
    """One answer that can be chosen.

    Attributes
    ----------
    name
        As the form stores it.
    value
        As the study writes it.
    group
        What the form may filter by.
    """

    name: str
    value: str
    label: Texts
    group: str = ""


@dataclass(frozen=True)
class ChoiceList:
    """Choices that questions share."""

    name: str
    choices: tuple[Choice, ...]

    @cached_property
    def values(self) -> dict[str, str]:
        """Name of a choice → what the study writes."""
        return {c.name: c.value for c in self.choices}

    @cached_property
    def names(self) -> dict[str, str]:
        """What the study writes → name of the choice."""
        return {c.value: c.name for c in self.choices}


@dataclass(frozen=True)
class Row:
    """One row of the sheet ``survey``."""

    type: str
    name: str
    label: Texts = NO_TEXTS
    hint: Texts = NO_TEXTS
    required: str = ""
    relevant: str = ""
    constraint: str = ""
    constraint_message: Texts = NO_TEXTS
    calculation: str = ""
    choice_filter: str = ""
    repeat_count: str = ""
    appearance: str = ""
    field: Field | None = None


@dataclass(frozen=True)
class Form:
    """A whole form.

    Attributes
    ----------
    languages
        Codes; the first is the one the form opens in.
    notes
        What could not be asked or translated, in sentences.
    """

    title: str
    id: str
    version: str
    wave: str
    languages: tuple[str, ...]
    rows: tuple[Row, ...]
    lists: Mapping[str, ChoiceList]
    notes: tuple[str, ...] = field(default=(), compare=False)

    @cached_property
    def fields(self) -> dict[str, Field]:
        """Name of a question → what it means."""
        return {row.name: row.field for row in self.rows if row.field is not None}

    def one(self, role: Role, ref: str = "") -> str | None:
        """Return the name of the question with this role; None where it is not asked."""
        for name, found in self.fields.items():
            if found.role == role and (not ref or found.ref == ref):
                return name
        return None

    @cached_property
    def repeats(self) -> dict[str, frozenset[str]]:
        """Name of a repeat → names of the questions in it."""
        found: dict[str, set[str]] = {}
        inside: str | None = None
        for row in self.rows:
            if row.type == "begin_repeat":
                inside = row.name
                found[inside] = set()
            elif row.type == "end_repeat":
                inside = None
            elif inside is not None and row.field is not None:
                found[inside].add(row.name)
        return {name: frozenset(names) for name, names in found.items()}
