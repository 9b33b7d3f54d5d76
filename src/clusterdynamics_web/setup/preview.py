"""The questions as participants read them, in the order of the form and in one language."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from clusterdynamics.models.schema import Question, ReferenceModel
from clusterdynamics.study.settings import StudySettings
from clusterdynamics_web.studies.models import Study
from clusterdynamics_web.studies.words import OWN, model_in, words_in

__all__ = ["Asked", "Section", "sections"]

#: Parts whose questions are rows of tables of their own, and are chosen from lists of the study.
_LISTS = {"areas": "areas", "card.areas": "areas", "between.areas": "areas", "card.purposes": "purposes",
          "outside.purposes": "purposes"}  # fmt: skip


@dataclass(frozen=True)
class Asked:
    """One question: its text, what can be answered, where it comes from."""

    id: str
    text: str
    kind: str
    options: tuple[str, ...] = ()
    rows: tuple[str, ...] = ()
    source: str = ""
    documented: bool = False


@dataclass(frozen=True)
class Section:
    """The questions of one block."""

    block: str
    label: str
    questions: tuple[Asked, ...]


def sections(study: Study, language: str) -> list[Section]:
    """Return what is asked, block by block."""
    model = model_in(study, language)
    settings = study.parsed
    words = words_in(study, language)
    sources = {source.id: source.citation for source in model.sources}
    found = []
    for block in model.blocks:
        if block.id in study.blocks:
            asked = [q for part in block.parts for q in _part(part, model, settings, study, words, sources)]
            found.append(Section(block.id, block.label, tuple(asked)))
    own = [
        Asked(i.id, words[f"items.{i.id}.text"], i.kind, _labels(i.scale, settings, words))
        for i in settings.items
        if i.block == OWN
    ]
    return [*found, Section(OWN, "", tuple(own))] if own else found


def _labels(scale: str | None, settings: StudySettings, words: Mapping[str, str]) -> tuple[str, ...]:
    known = settings.scale(scale)
    if known is None:
        return ()
    ordered = sorted(known.labels, key=float)
    return tuple(words[f"scales.{known.id}.labels.{value}"] for value in ordered)


def _part(
    part: str,
    model: ReferenceModel,
    settings: StudySettings,
    study: Study,
    words: Mapping[str, str],
    sources: Mapping[str, str],
) -> list[Asked]:
    asked = [
        Asked(
            r.id,
            words.get(f"relations.{r.id}.question", r.question),
            "relation",
            _labels(r.scale, settings, words),
            source=sources.get(r.source, ""),
            documented=r.basis == "documented",
        )
        for r in model.relations
        if r.part == part and any(known.id == r.id for known in settings.relations)
    ]
    if part == "statements":
        asked += [
            Asked(
                s.id,
                words.get(f"items.{s.id}.text", s.text),
                "statement",
                _labels(s.scale, settings, words),
                source=sources.get(s.source, ""),
                documented=s.basis == "documented",
            )
            for s in model.statements
        ]
    if part == "vignettes":
        asked += [Asked(f"vignette.{v.id}", f"{v.label}: {v.text}", "text") for v in model.vignettes]
        return asked
    return asked + [
        _question(q, settings, study, words, sources)
        for q in model.questions
        if q.part == part and not (q.stored_in == "none" and "{" in q.text)
    ]


def _question(
    q: Question, settings: StudySettings, study: Study, words: Mapping[str, str], sources: Mapping[str, str]
) -> Asked:
    listed: Sequence[str] = ()
    if q.id in _LISTS:
        table = _LISTS[q.id]
        listed = [words[f"{table}.{row['id']}.label"] for row in getattr(study, table)]
    text = words.get(f"items.{q.id}.text") or (q.text if q.most is None else q.text.format(most=q.most))
    options = tuple(option.label for option in q.options) or _labels(q.scale, settings, words)
    return Asked(q.id, text, q.kind, options, tuple(listed), sources.get(q.source, ""), q.basis == "documented")
