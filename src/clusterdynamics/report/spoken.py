"""The reference model's words inside results, in the reader's language.

An assessment keeps labels as they were when it was computed. A report in another language says the labels of stages,
statements, loops and other parts of the model as the model itself says them there. What the study calls its areas,
scales and organisations stays as the study wrote it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass, replace
from typing import TYPE_CHECKING, Any

from clusterdynamics.i18n import LANGUAGES, language, use_language
from clusterdynamics.measures.estimate import Estimate
from clusterdynamics.models.of_study import model_of
from clusterdynamics.models.texts import texts_of

if TYPE_CHECKING:
    from clusterdynamics.assessment import Assessment
    from clusterdynamics.study.model import Study

__all__ = ["spoken"]

#: Fields of results that hold words for people; all others hold identifiers and figures.
_WORDS = frozenset({"label", "labels", "text"})


def spoken(assessment: Assessment) -> Assessment:
    """Return the assessment with the words of the reference model in the active language."""
    known = _translations(assessment.study)
    if not known:
        return assessment
    return replace(assessment, results={name: _said(result, known) for name, result in assessment.results.items()})


def _translations(study: Study) -> Mapping[str, str]:
    """Return each text of the model in another language → the same text in the active one.

    Left out is what would be ambiguous, what is a text of the active language itself, and what is also the name of an
    organisation.
    """
    here = texts_of(model_of(study))
    found: dict[str, set[str]] = {}
    for code in LANGUAGES:
        if code == language():
            continue
        with use_language(code):
            there = texts_of(model_of(study))
        for path, text in there.items():
            if path in here:
                found.setdefault(text, set()).add(here[path])
    kept = {*here.values(), *study.labels.values()}
    return {text: next(iter(said)) for text, said in found.items() if len(said) == 1 and text not in kept}


def _said(part: Any, known: Mapping[str, str]) -> Any:
    """Return a result, or a part of one, with its words said; the same object where there is nothing to say."""
    if isinstance(part, tuple) and not (part and isinstance(part[0], Estimate)):
        parts = tuple(_said(one, known) for one in part)
        return parts if any(a is not b for a, b in zip(parts, part, strict=True)) else part
    if not is_dataclass(part) or isinstance(part, type):
        return part
    changed = {}
    for one in fields(part):
        value: Any = getattr(part, one.name)
        said: Any = _in_words(value, known) if one.name in _WORDS else _said(value, known)
        if said is not value:
            changed[one.name] = said
    return replace(part, **changed) if changed else part


def _in_words(value: Any, known: Mapping[str, str]) -> Any:
    """Return a word, or a dictionary of words, as it is said; the same object where there is nothing to say."""
    if isinstance(value, str):
        return known.get(value, value)
    if isinstance(value, dict):
        said = {key: _in_words(text, known) for key, text in value.items()}
        return said if said != value else value
    return value
