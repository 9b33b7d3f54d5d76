"""A model file taken apart: every element that is well formed, and a problem for every one that is not.

Nothing stops at the first mistake. What can be read is kept, so that the checks of one element against the
others can run, too, and a person sees all problems at once.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, cast

from pydantic import BaseModel, Field, ValidationError

from clusterdynamics.models import elements as kinds
from clusterdynamics.models.elements import Partial
from clusterdynamics.models.problems import ModelCode, ModelProblem, nearest
from clusterdynamics.models.rules import SampleSizes, StoryRule, Thresholds
from clusterdynamics.models.schema import Header, ReferenceModel
from clusterdynamics.study.settings import Gates

__all__ = ["LISTS", "RULES", "Draft", "FileHeader", "Review", "take_apart"]

#: Sections that are lists of elements.
LISTS: Mapping[str, type[Partial]] = MappingProxyType(
    {
        "sources": kinds.Source,
        "economies": kinds.Economy,
        "dimensions": kinds.Dimension,
        "stages": kinds.Stage,
        "statements": kinds.Statement,
        "factors": kinds.Factor,
        "links": kinds.Link,
        "loops": kinds.Loop,
        "areas": kinds.Area,
        "purposes": kinds.Purpose,
        "evidence": kinds.EvidenceRule,
        "weights": kinds.Weight,
        "scales": kinds.ScaleKind,
        "relations": kinds.RelationKind,
        "questions": kinds.Question,
        "vignettes": kinds.Vignette,
        "blocks": kinds.Block,
    }
)

#: Sections that are one table.
RULES: Mapping[str, type[BaseModel]] = MappingProxyType(
    {"story_evidence": StoryRule, "thresholds": Thresholds, "sample_sizes": SampleSizes, "gates": Gates}
)

_NESTED: Mapping[str, type[Partial]] = MappingProxyType({"circuits": kinds.Circuit, "options": kinds.Option})


class Review(Partial):
    """How far the texts of the file itself have been checked: for all, and for single texts by key."""

    default: str = "draft"
    texts: dict[str, str] = Field(default_factory=dict)


class FileHeader(Header):
    """The top of a model file.

    Attributes
    ----------
    extends
        Model from which the sections that are not written here are taken.
    """

    extends: str | None = None
    review: Review = Review()


@dataclass
class Draft:
    """What could be read of a model file.

    Attributes
    ----------
    elements
        Section → place and element, for the well-formed elements; inherited ones are included.
    ids
        Section → all identifiers in it, also of elements that are not well formed.
    inherited
        Sections taken from the model that this one extends.
    broken
        Sections that are missing or hold something that could not be read: what seems to be missing in them
        may be there, so nothing is said about it.
    """

    file: str
    header: FileHeader | None = None
    elements: dict[str, list[tuple[str, Any]]] = field(default_factory=dict)
    ids: dict[str, set[str]] = field(default_factory=dict)
    rules: dict[str, Any] = field(default_factory=dict)
    inherited: set[str] = field(default_factory=set)
    broken: set[str] = field(default_factory=set)
    problems: list[ModelProblem] = field(default_factory=list)

    def of[P: Partial](self, section: str, kind: type[P]) -> Iterator[tuple[str, P]]:
        """Return place and element of every well-formed element of a section."""
        return cast("Iterator[tuple[str, P]]", iter(self.elements.get(section, [])))

    def problem(self, part: str, code: ModelCode, **values: object) -> ModelProblem:
        """Return a problem of this file."""
        return ModelProblem(self.file, part, code, values)


def take_apart(raw: Mapping[str, Any], file: str, base: ReferenceModel | None = None) -> Draft:
    """Take the content of a model file apart.

    Parameters
    ----------
    raw
        The file as TOML reads it.
    file
        Name of the file, for the messages.
    base
        Model from which missing sections are taken.
    """
    draft = Draft(file)
    top = set(FileHeader.model_fields)
    known = top | set(LISTS) | set(RULES)
    for key in raw:
        if key not in known:
            draft.problems.append(_unknown(draft, "", key, known))
    draft.header = cast("FileHeader | None", _valid(draft, FileHeader, {k: v for k, v in raw.items() if k in top}, ""))
    for section, kind in LISTS.items():
        _take_list(draft, raw, section, kind, base)
    for section, rules in RULES.items():
        _take_rules(draft, raw, section, rules, base)
    return draft


def _take_list(
    draft: Draft, raw: Mapping[str, Any], section: str, kind: type[Partial], base: ReferenceModel | None
) -> None:
    taken: list[tuple[str, Any]] = []
    names: set[str] = set()
    if section not in raw:
        if base is not None:
            draft.inherited.add(section)
            taken = [(_place(section, n, _id(e)), e) for n, e in enumerate(getattr(base, section), 1)]
            names = {_id(e) for _, e in taken}
        elif ReferenceModel.model_fields[section].is_required():
            draft.broken.add(section)
            draft.problems.append(draft.problem("", ModelCode.SECTION_MISSING, name=section))
    elif not isinstance(raw[section], list) or not all(isinstance(e, dict) for e in raw[section]):
        draft.broken.add(section)
        draft.problems.append(draft.problem(section, ModelCode.SECTION_SHAPE, name=section))
    else:
        for number, entry in enumerate(raw[section], 1):
            name = str(entry.get("id", ""))
            names.add(name)
            place = _place(section, number, name)
            element = _valid(draft, kind, entry, place)
            if element is None:
                draft.broken.add(section)
            else:
                taken.append((place, element))
        if not raw[section] and ReferenceModel.model_fields[section].is_required():
            draft.problems.append(draft.problem(section, ModelCode.SECTION_MISSING, name=section))
    if section == "sources" and base is not None and section in raw:
        # What is inherited keeps its sources; a source of the same name in the file goes first.
        more = [(_place(section, 0, s.id), s) for s in base.sources if s.id not in names]
        taken += more
        names |= {s.id for _, s in more}
    draft.elements[section], draft.ids[section] = taken, names


def _take_rules(
    draft: Draft, raw: Mapping[str, Any], section: str, kind: type[BaseModel], base: ReferenceModel | None
) -> None:
    given = raw.get(section)
    if given is not None and not isinstance(given, dict):
        draft.problems.append(draft.problem(section, ModelCode.SECTION_SHAPE, name=section))
        return
    if given is None and base is None:
        if ReferenceModel.model_fields[section].is_required():
            draft.problems.append(draft.problem("", ModelCode.SECTION_MISSING, name=section))
        return
    # Single numbers may differ; the others stay as they are. On what they rest is said again for those that differ.
    inherited: dict[str, Any] = {} if base is None else getattr(base, section).model_dump()
    if given is None:
        draft.inherited.add(section)
    else:
        inherited = {k: v for k, v in inherited.items() if k not in {"basis", "source", "note"}}
    rules = _valid(draft, kind, inherited | (given or {}), section)
    if rules is not None:
        draft.rules[section] = rules


def _id(element: Any) -> str:
    return str(getattr(element, "id", ""))


def _place(section: str, number: int, name: str) -> str:
    return f"{section} {name}" if name else f"{section} {number}"


def _valid[M: BaseModel](draft: Draft, kind: type[M], entry: Mapping[str, Any], place: str) -> M | None:
    try:
        return kind.model_validate(entry)
    except ValidationError as error:
        details = error.errors(include_url=False)
        deeper = {d["loc"][:-2] for d in details if len(d["loc"]) > 2}
        for detail in details:
            if detail["type"] == "too_short" and detail["loc"] in deeper:
                # Its entries cannot be read, and so it seems to be empty.
                continue
            draft.problems.append(_said(draft, kind, place, cast("Mapping[str, Any]", detail)))
        return None


def _said(draft: Draft, kind: type[BaseModel], place: str, detail: Mapping[str, Any]) -> ModelProblem:
    """Turn what pydantic found into a problem in our words."""
    way = [str(step) for step in detail["loc"]]
    key = way[-1]
    inner = next((_NESTED[step] for step in way[:-1] if step in _NESTED), kind)
    part = ", ".join(p for p in (place, " ".join(_counted(detail["loc"][:-1]))) if p)
    if detail["type"] == "extra_forbidden":
        return _unknown(draft, part, key, inner.model_fields)
    if detail["type"] == "missing":
        code = {"basis": ModelCode.BASIS_MISSING, "source": ModelCode.SOURCE_MISSING}.get(key, ModelCode.KEY_MISSING)
        return draft.problem(part, code, key=key)
    if detail["type"] == "literal_error":
        known = re.findall(r"'([^']*)'", str(detail["ctx"]["expected"]))
        value = detail["input"]
        return draft.problem(
            part, ModelCode.CHOICE, key=key, value=value, known=", ".join(known), nearest=nearest(value, known)
        )
    reason = str(detail["msg"])
    return draft.problem(part, ModelCode.VALUE, key=key, value=detail["input"], reason=reason[0].lower() + reason[1:])


def _counted(way: tuple[str | int, ...]) -> list[str]:
    # People count from one.
    return [str(step + 1) if isinstance(step, int) else step for step in way]


def _unknown(draft: Draft, part: str, key: str, known: Any) -> ModelProblem:
    names = sorted(known)
    return draft.problem(part, ModelCode.KEY_UNKNOWN, key=key, known=", ".join(names), nearest=nearest(key, names))
