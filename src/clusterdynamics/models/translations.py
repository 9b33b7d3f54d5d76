"""The texts of a model in other languages: one file for each, beside the model.

An entry holds the original as it was when it was translated, the translation, and how far it was checked::

    ["statements.s2.2.text"]
    original = "Joint activities have given us something useful in the past year."
    text = "Gemensamma aktiviteter har gett oss något användbart det senaste året."
    status = "draft"

So a translator works in one file with both texts in sight, and a text that changed later is found.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from clusterdynamics.models.problems import ModelCode, ModelProblem, nearest
from clusterdynamics.models.texts import placeholders
from clusterdynamics.study.codes import Severity

__all__ = ["STATUS", "Translation", "Translations", "check_translations", "read_translations", "translation_file"]

#: What a status may be.
STATUS = re.compile(r"draft|reviewed by \S.*")

#: Statements are read on a phone, many in a row.
_LONGEST_STATEMENT = 120


@dataclass(frozen=True)
class Translation:
    """One text in one language."""

    original: str
    text: str
    status: str


@dataclass(frozen=True)
class Translations:
    """All texts of a model in one language, by key, and what is wrong with the file."""

    language: str
    file: str
    texts: Mapping[str, Translation] = field(default_factory=dict)
    problems: tuple[ModelProblem, ...] = ()
    exists: bool = True


def translation_file(model: Path, language: str) -> Path:
    """Return where the texts of a model in a language lie: ``reference.sv.toml`` beside ``reference.toml``."""
    return model.with_name(f"{model.stem}.{language}.toml")


def read_translations(path: Path, language: str) -> Translations:
    """Read one file of translations; a missing file is one without entries."""
    if not path.is_file():
        return Translations(language, path.name, exists=False)
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        problem = ModelProblem(path.name, "", ModelCode.TRANSLATION_SYNTAX, {"reason": _lower(str(error))})
        return Translations(language, path.name, problems=(problem,))
    texts: dict[str, Translation] = {}
    problems: list[ModelProblem] = []
    for key, entry in raw.items():
        if _complete(entry):
            texts[key] = Translation(entry["original"], entry["text"], entry["status"])
        else:
            problems.append(ModelProblem(path.name, key, ModelCode.TRANSLATION_SHAPE, {"key": key}))
    return Translations(language, path.name, texts, tuple(problems))


def _complete(entry: Any) -> bool:
    return (
        isinstance(entry, dict)
        and set(entry) == {"original", "text", "status"}
        and all(isinstance(v, str) and v.strip() for v in entry.values())
    )


def _lower(reason: str) -> str:
    return reason[0].lower() + reason[1:]


def check_translations(
    found: Translations, originals: Mapping[str, str], inherited: frozenset[str] = frozenset()
) -> Iterator[ModelProblem]:
    """Return what is wrong with the translations of a model into one language.

    Parameters
    ----------
    found
        The translations.
    originals
        The texts of the model by key, in the language of the file.
    inherited
        Keys of texts that come translated with the model that this one extends.
    """
    yield from found.problems
    if any(p.code == ModelCode.TRANSLATION_SYNTAX for p in found.problems):
        return
    own = {key: text for key, text in originals.items() if key not in inherited}
    if not found.exists:
        if own:
            yield _warning(found, "", ModelCode.TRANSLATION_FILE, language=found.language)
        return
    for key in own:
        if key not in found.texts and not any(p.part == key for p in found.problems):
            yield _warning(found, key, ModelCode.TRANSLATION_MISSING, key=key)
    for key, entry in found.texts.items():
        if key not in originals:
            yield _warning(found, key, ModelCode.TRANSLATION_UNKNOWN, key=key, nearest=nearest(key, originals))
            continue
        if entry.original != originals[key]:
            yield _warning(found, key, ModelCode.TRANSLATION_OLD, key=key)
        yield from _entry(found, key, entry, originals[key])


def _entry(found: Translations, key: str, entry: Translation, original: str) -> Iterator[ModelProblem]:
    if not STATUS.fullmatch(entry.status):
        yield ModelProblem(found.file, key, ModelCode.REVIEW_STATUS, {"value": entry.status})
    expected, here = placeholders(original), placeholders(entry.text)
    if expected != here:
        values = {"key": key, "found": _listed(here), "expected": _listed(expected)}
        yield ModelProblem(found.file, key, ModelCode.TRANSLATION_PLACEHOLDERS, values)
    if key.startswith("statements.") and len(entry.text) > _LONGEST_STATEMENT:
        values_long = {"key": key, "n": len(entry.text), "most": _LONGEST_STATEMENT}
        yield ModelProblem(found.file, key, ModelCode.TRANSLATION_LONG, values_long)


def _listed(names: frozenset[str]) -> str:
    return ", ".join(f"{{{n}}}" for n in sorted(names)) or "–"


def _warning(found: Translations, part: str, code: ModelCode, **values: object) -> ModelProblem:
    return ModelProblem(found.file, part, code, values, Severity.WARNING)
