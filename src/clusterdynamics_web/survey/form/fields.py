"""What stands on a step: fields that know their words and values, and nothing of who shows them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from clusterdynamics.study.names import fold
from clusterdynamics_web.survey.form.words import DONT_KNOW

__all__ = [
    "NOT_SAID",
    "Checks",
    "Field",
    "Note",
    "Option",
    "Radios",
    "RosterEntry",
    "RosterField",
    "Select",
    "Tick",
    "Values",
    "Words",
    "dont_know",
    "one",
    "with_errors",
]

#: Values of a step, as a form posts them.
type Values = Mapping[str, Sequence[str]]

#: What is posted for "I do not know, or would rather not say".
NOT_SAID = "?"
#: Up to so many organisations are shown at once; more are searched, or browsed by letter.
MANY = 100


@dataclass(frozen=True)
class Option:
    """One answer to choose."""

    value: str
    label: str
    hint: str = ""
    checked: bool = False
    #: Set off from the others.
    apart: bool = False
    #: Opens the fields that are asked of closer partners.
    deep: bool = False


def dont_know(checked: bool = False) -> Option:
    """Return the way out of every question."""
    return Option(NOT_SAID, str(DONT_KNOW), checked=checked, apart=True)


@dataclass(frozen=True)
class Field:
    """Base: `legend` is the question."""

    name: str
    legend: str
    hint: str = ""
    error: str = ""
    #: Shown only where a deep enough answer is chosen.
    deeper: bool = False

    kind = ""

    @property
    def id(self) -> str:
        return "f-" + self.name.replace(".", "-")

    @property
    def template(self) -> str:
        return f"survey/fields/{self.kind}.html"


@dataclass(frozen=True)
class Radios(Field):
    """One answer out of a few."""

    options: tuple[Option, ...] = ()
    big: bool = False
    kind = "radios"

    def chosen(self, values: Values) -> Radios:
        """Return the field with the posted or stored answer ticked."""
        given = one(values, self.name)
        return replace(self, options=tuple(replace(o, checked=o.value == given) for o in self.options))


@dataclass(frozen=True)
class Checks(Field):
    """Any number of answers."""

    options: tuple[Option, ...] = ()
    big: bool = False
    #: Folded in until somebody wants it; open where something is ticked.
    folded: bool = False
    #: Value that excludes the others.
    excludes: str = ""
    kind = "checks"

    def chosen(self, values: Values) -> Checks:
        given = set(values.get(self.name, ()))
        return replace(self, options=tuple(replace(o, checked=o.value in given) for o in self.options))

    @property
    def count(self) -> int:
        return sum(o.checked for o in self.options)


@dataclass(frozen=True)
class Words(Field):
    """Words of one's own."""

    value: str = ""
    rows: int = 1
    longest: int = 200
    autocomplete: str = "off"
    kind = "words"


@dataclass(frozen=True)
class Select(Field):
    """One organisation out of the roster, by kind."""

    groups: tuple[tuple[str, tuple[Option, ...]], ...] = ()
    empty: str = ""
    kind = "select"


@dataclass(frozen=True)
class Tick(Field):
    """Yes, or not."""

    checked: bool = False
    required: bool = False
    kind = "tick"


@dataclass(frozen=True)
class Note(Field):
    """Words to read; nothing is answered."""

    paragraphs: tuple[str, ...] = ()
    #: Heading above the fields that follow.
    heading: bool = False
    kind = "note"


@dataclass(frozen=True)
class RosterEntry:
    """An organisation that can be named."""

    pk: int
    code: str
    label: str
    short: str = ""
    aliases: tuple[str, ...] = ()
    type: str = ""
    kind: str = ""

    @property
    def words(self) -> str:
        return fold(" ".join((self.label, self.short, *self.aliases)))


@dataclass(frozen=True)
class RosterField(Field):
    """Native check boxes for the whole roster, with a search that works without JavaScript, too."""

    entries: tuple[RosterEntry, ...] = ()
    chosen_keys: frozenset[int] = frozenset()
    query: str = ""
    big: bool = True
    kind = "roster"

    @property
    def by_letter(self) -> bool:
        return len(self.entries) > MANY

    @property
    def total(self) -> int:
        return len(self.entries)

    def _shown(self) -> list[RosterEntry]:
        words = fold(self.query).split()
        return [e for e in self.entries if all(w in e.words for w in words)]

    @property
    def shown(self) -> int:
        return len(self._shown())

    @property
    def groups(self) -> list[dict[str, Any]]:
        """Those that match, by kind or by first letter; each list in the order of the alphabet."""
        found: dict[str, list[RosterEntry]] = {}
        for entry in self._shown():
            key = (entry.words[:1].upper() or "#") if self.by_letter else entry.kind
            found.setdefault(key, []).append(entry)
        keys = sorted(found) if self.by_letter else list(found)
        return [{"label": key, "members": [self._item(e) for e in found[key]]} for key in keys]

    @property
    def kept(self) -> list[dict[str, Any]]:
        """Chosen ones that do not match what is searched for: they stay in the form, so that none is lost."""
        shown = {e.pk for e in self._shown()}
        return [self._item(e) for e in self.entries if e.pk in self.chosen_keys and e.pk not in shown]

    def _item(self, entry: RosterEntry) -> dict[str, Any]:
        return {
            "value": str(entry.pk),
            "label": entry.label,
            "short": entry.short,
            "aliases": list(entry.aliases),
            "checked": entry.pk in self.chosen_keys,
            "kind": entry.kind if self.by_letter else "",
        }


def with_errors(fields: Iterable[Field], errors: Mapping[str, str]) -> list[Field]:
    """Return the fields, each with what is wrong with it."""
    return [replace(f, error=errors[f.name]) if f.name in errors else f for f in fields]


def one(values: Values, name: str) -> str:
    """Return the single value that was posted under `name`; empty where there is none."""
    given = values.get(name, ())
    return given[-1].strip() if given else ""
