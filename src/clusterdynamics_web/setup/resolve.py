"""From a list and what somebody decided about each pair that looks alike, to what an import would write."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext_lazy as _

from clusterdynamics.exchange.roster import (
    Duplicate,
    RosterPlan,
    RosterRow,
    RosterSheet,
    build_roster,
    find_duplicates,
    guess_mapping,
    read_roster,
    suggest_short_labels,
)
from clusterdynamics_web.setup.duplicates import known_actors
from clusterdynamics_web.setup.formulas import without_formulas
from clusterdynamics_web.studies.models import RosterDraft, Study

__all__ = ["CHOICES", "Hit", "Import", "NewActor", "build", "hits_of", "plan_of", "sheet_of"]

#: What can be done about a pair that looks alike.
CHOICES = {
    "merge": _("They are one: put them together"),
    "both": _("They are two: keep both"),
    "skip": _("Leave this row out"),
}


@dataclass(frozen=True)
class Hit:
    """A pair that looks alike, and the name of its choice in the form."""

    name: str
    duplicate: Duplicate


@dataclass
class NewActor:
    """An organisation that the import would add: the row that gives its name, and rows put together with it."""

    row: RosterRow
    short_label: str = ""
    merged: list[RosterRow] = field(default_factory=list)


@dataclass
class Import:
    """What an import would write.

    Attributes
    ----------
    new
        Organisations to add.
    into
        Code of an organisation of the study → rows that are put together with it.
    skipped
        Lines that are left out.
    apart
        Pairs of codes that look alike and are two.
    open
        Names of the choices that nobody has made yet.
    types
        New kinds of organisations: identifier → name.
    """

    new: list[NewActor] = field(default_factory=list)
    into: dict[str, list[RosterRow]] = field(default_factory=dict)
    skipped: list[int] = field(default_factory=list)
    apart: list[tuple[str, str]] = field(default_factory=list)
    open: list[str] = field(default_factory=list)
    types: Mapping[str, str] = field(default_factory=dict)


def sheet_of(draft: RosterDraft) -> RosterSheet:
    """Read the list that was handed in."""
    return read_roster(bytes(draft.content), draft.name)


def plan_of(study: Study, draft: RosterDraft) -> RosterPlan:
    """Return the cleaned rows of the list, with what is wrong with them."""
    sheet = sheet_of(draft)
    mapping = draft.mapping or guess_mapping(sheet.columns, sheet.preview(20))
    return without_formulas(
        build_roster(
            sheet,
            mapping,
            types=study.parsed.types,
            taken_ids=study.actors.values_list("code", flat=True),
        )
    )


def hits_of(study: Study, plan: RosterPlan) -> list[Hit]:
    """Return the pairs that look alike: of the list with the study, and within the list."""
    return [
        Hit(f"pair-{d.line}-{d.other_id if d.other_id is not None else f'line-{d.other_line}'}", d)
        for d in find_duplicates(plan, known_actors(study))
    ]


def build(study: Study, plan: RosterPlan, hits: Sequence[Hit], choices: Mapping[str, str]) -> Import:
    """Return what the import would write, given a choice for each pair.

    A row that is put together with one that itself went into a third goes there too. A row that is left out, or put
    together with another, is left out however its other pairs were answered.
    """
    done = Import(types=plan.types)
    rows = {row.line: row for row in plan.usable}
    by_line: dict[int, list[Hit]] = {}
    for hit in hits:
        by_line.setdefault(hit.duplicate.line, []).append(hit)
    #: Line → code of an organisation of the study, or line of the list, where the row ended up.
    ended: dict[int, str | int] = {}
    added: dict[int, NewActor] = {}
    for line, row in rows.items():
        mine = by_line.get(line, [])
        chosen = {hit.name: choices.get(hit.name, "") for hit in mine}
        done.open += [name for name, choice in chosen.items() if choice not in CHOICES]
        target = next((_target(h.duplicate, ended) for h in mine if chosen[h.name] == "merge"), None)
        if "skip" in chosen.values():
            done.skipped.append(line)
            # Who is told to be the same as this row is the same as its counterpart.
            skip = next(h.duplicate for h in mine if chosen[h.name] == "skip")
            ended[line] = _target(skip, ended)
        elif target is not None:
            ended[line] = target
            if isinstance(target, str):
                done.into.setdefault(target, []).append(row)
            else:
                added[target].merged.append(row)
        else:
            ended[line] = line
            added[line] = NewActor(row)
    done.new = list(added.values())
    done.apart = _apart(hits, choices, ended, rows)
    _name_on_maps(study, done.new)
    return done


def _target(pair: Duplicate, ended: Mapping[int, str | int]) -> str | int:
    if pair.other_id is not None:
        return pair.other_id
    assert pair.other_line is not None  # noqa: S101 (a pair has the one or the other)
    return ended[pair.other_line]


def _apart(
    hits: Sequence[Hit], choices: Mapping[str, str], ended: Mapping[int, str | int], rows: Mapping[int, RosterRow]
) -> list[tuple[str, str]]:
    def code(place: str | int) -> str:
        return place if isinstance(place, str) else rows[place].text("id")

    found = []
    for hit in hits:
        if choices.get(hit.name) == "both":
            one, other = code(_target(hit.duplicate, ended)), code(ended[hit.duplicate.line])
            if one != other:
                found.append((min(one, other), max(one, other)))
    return sorted(set(found))


def _name_on_maps(study: Study, new: Sequence[NewActor]) -> None:
    """Give each new organisation a short name of its own; one from the list stays where it is free."""
    taken = [a.map_label for a in study.actors.all()]
    used = {_same(name) for name in taken}
    waiting = []
    for actor in new:
        own = actor.row.text("short_label")
        if own and _same(own) not in used:
            actor.short_label = own
            used.add(_same(own))
            taken.append(own)
        else:
            waiting.append(actor)
    names = [a.row.text("short_label") or a.row.text("label") for a in waiting]
    for actor, name in zip(waiting, suggest_short_labels(names, taken=taken), strict=True):
        actor.short_label = name


def _same(name: str) -> str:
    return " ".join(name.casefold().split())
