"""Names: each is given once, and whatever is named exists."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from clusterdynamics.models.draft import LISTS, RULES, Draft
from clusterdynamics.models.elements import (
    Circuit,
    EvidenceRule,
    Factor,
    Link,
    Loop,
    Option,
    Partial,
    Question,
    RelationKind,
    Stage,
    Statement,
    Vignette,
)
from clusterdynamics.models.problems import ModelCode, ModelProblem, nearest

__all__ = ["check_names"]

#: Parameters that each kind of network evidence understands.
_PARAMETERS = {
    "share_with_ties": {"depth", "ties", "purpose"},
    "largest_component": {"depth"},
    "areas_in_use": {"organisations"},
    "confirmed_pairs": {"depth"},
    "mutual_trust": {"depth"},
    "trust_returned": {"depth"},
    "crossing_types": {"depth"},
    "within_steps": {"steps"},
    "outside_givers": set[str](),
}

#: Sections whose names share one space, because they become items of one study or are named in one list.
_SHARED = ("statements", "questions", "evidence")


def check_names(draft: Draft) -> Iterator[ModelProblem]:
    """Return names used twice and references that lead nowhere."""
    yield from _twice(draft)
    for place, key, name, sections in _references(draft):
        known = set[str]().union(*(draft.ids[s] for s in sections))
        if name not in known and not any(s in draft.broken and not draft.ids[s] for s in sections):
            yield draft.problem(
                place,
                ModelCode.REFERENCE,
                key=key,
                name=name,
                section=", ".join(sections),
                nearest=nearest(name, known),
            )
    for place, rule in draft.of("evidence", EvidenceRule):
        known = _PARAMETERS[rule.measure]
        for name in rule.parameters:
            if name not in known:
                yield draft.problem(
                    f"{place}, parameters",
                    ModelCode.KEY_UNKNOWN,
                    key=name,
                    known=", ".join(sorted(known)) or "–",
                    nearest=nearest(name, known),
                )


def _twice(draft: Draft) -> Iterator[ModelProblem]:
    groups = [(s,) for s in LISTS if s != "links" and s not in _SHARED] + [_SHARED]
    for sections in groups:
        named = [(e.id, place) for s in sections for place, e in draft.elements[s]]
        yield from _repeated(draft, named, ModelCode.ID_TWICE)
    yield from _repeated(draft, [(f.code, p) for p, f in draft.of("factors", Factor)], ModelCode.CODE_TWICE)
    inside: list[tuple[str, Iterable[Circuit | Option]]] = [
        *((place, loop.circuits) for place, loop in draft.of("loops", Loop)),
        *((place, question.options) for place, question in draft.of("questions", Question)),
    ]
    for place, parts in inside:
        yield from _repeated(draft, [(part.id, place) for part in parts], ModelCode.ID_TWICE)
    # A level cut from a relation is a network with a name, as the relation is.
    networks = [(r.id, p) for p, r in draft.of("relations", RelationKind)]
    networks += [(level, p) for p, r in draft.of("relations", RelationKind) for level in r.levels]
    if "relations" not in draft.broken:
        yield from _repeated(draft, networks, ModelCode.ID_TWICE)


def _repeated(draft: Draft, named: Iterable[tuple[str, str]], code: ModelCode) -> Iterator[ModelProblem]:
    places: dict[str, list[str]] = {}
    for name, place in named:
        places.setdefault(name, []).append(place)
    for name, where in places.items():
        if len(where) > 1:
            yield draft.problem(where[1], code, name=name, places="; ".join(where))


def _references(draft: Draft) -> Iterator[tuple[str, str, str, tuple[str, ...]]]:
    """Return place, key, name and the sections in which the name may stand."""
    for section in LISTS:
        for place, element in draft.of(section, Partial):
            if (source := getattr(element, "source", None)) is not None:
                yield place, "source", source, ("sources",)
    for section in RULES:
        if (source := getattr(draft.rules.get(section), "source", None)) is not None:
            yield section, "source", source, ("sources",)
    for place, stage in draft.of("stages", Stage):
        yield place, "dimension", stage.dimension, ("dimensions",)
        for economy in stage.economies:
            yield place, "economies", economy, ("economies",)
        if stage.loop is not None:
            yield place, "loop", stage.loop, ("loops",)
    for place, statement in draft.of("statements", Statement):
        yield place, "stage", statement.stage, ("stages",)
        yield place, "dimension", statement.dimension, ("dimensions",)
        yield place, "scale", statement.scale, ("scales",)
    for place, factor in draft.of("factors", Factor):
        yield place, "stage", factor.stage, ("stages",)
        for name in factor.evidence:
            yield place, "evidence", name, _SHARED
    for place, link in draft.of("links", Link):
        yield place, "cause", link.cause, ("factors",)
        yield place, "effect", link.effect, ("factors",)
    for place, loop in draft.of("loops", Loop):
        if loop.stage is not None:
            yield place, "stage", loop.stage, ("stages",)
        for name in dict.fromkeys(n for c in loop.circuits for n in c.chain):
            yield place, "chain", name, ("factors",)
    yield from _asked(draft)


def _asked(draft: Draft) -> Iterator[tuple[str, str, str, tuple[str, ...]]]:
    """Return the references of what is asked, as `_references` does."""
    for place, rule in draft.of("evidence", EvidenceRule):
        yield place, "stage", rule.stage, ("stages",)
    for place, relation in draft.of("relations", RelationKind):
        if relation.scale is not None:
            yield place, "scale", relation.scale, ("scales",)
    for place, question in draft.of("questions", Question):
        if question.scale is not None:
            yield place, "scale", question.scale, ("scales",)
    for place, vignette in draft.of("vignettes", Vignette):
        yield place, "stage", vignette.stage, ("stages",)
        for name in vignette.statements:
            yield place, "statements", name, ("statements",)
