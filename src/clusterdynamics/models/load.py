"""Read a model: the one that ships with the package, or a region's own file."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from clusterdynamics.models.checks import check_content
from clusterdynamics.models.draft import LISTS, RULES, Draft, FileHeader, Review, take_apart
from clusterdynamics.models.problems import ModelCode, ModelError, ModelProblem
from clusterdynamics.models.schema import Header, ReferenceModel
from clusterdynamics.models.texts import texts_of, with_texts
from clusterdynamics.models.translations import (
    STATUS,
    check_translations,
    read_translations,
    translation_file,
)
from clusterdynamics.study.codes import Severity

__all__ = ["REFERENCE", "check_model", "load_model", "translations_of"]

#: Name of the model that ships with the package.
REFERENCE = "reference"

_FOLDER = Path(__file__).parent


def load_model(name_or_path: str | Path = REFERENCE, language: str = "en") -> ReferenceModel:
    """Return a model with its texts in a language.

    Parameters
    ----------
    name_or_path
        ``"reference"`` for the model that ships with the package, or the path of a model file.
    language
        Code of the language. A text that is not translated stays in the language of the file and is listed
        in ``untranslated``.

    Raises
    ------
    ModelError
        The model cannot be used; the error lists every problem.
    """
    if str(name_or_path) == REFERENCE:
        return _reference(language)
    return _usable(Path(name_or_path), language)


def check_model(path: str | Path) -> tuple[ReferenceModel | None, tuple[ModelProblem, ...]]:
    """Check a model file and its translations.

    Parameters
    ----------
    path
        The model file, or ``"reference"``.

    Returns
    -------
    model, problems
        The model in the language of its file, or None where an error keeps it from being used; and all
        problems, errors first. Missing and outdated translations are warnings.
    """
    return _check(_FOLDER / "reference.toml" if str(path) == REFERENCE else Path(path), None)


@lru_cache(maxsize=16)
def _reference(language: str) -> ReferenceModel:
    return _usable(_FOLDER / "reference.toml", language)


def _usable(path: Path, language: str) -> ReferenceModel:
    model, problems = _check(path, language)
    if model is None:
        raise ModelError(p for p in problems if p.severity == Severity.ERROR)
    return model


def _check(path: Path, language: str | None) -> tuple[ReferenceModel | None, tuple[ModelProblem, ...]]:
    raw, problem = _read(path)
    if problem is not None:
        return None, (problem,)
    spoken = str(raw.get("language", "en"))
    base, problem = _base(raw, path, spoken)
    draft = take_apart(raw, path.name, base)
    if problem is not None:
        draft.problems.append(problem)
    draft.problems += check_content(draft)
    header = draft.header
    if header is None or any(p.severity == Severity.ERROR for p in draft.problems):
        return None, _sorted(draft.problems)
    model = _assembled(draft, header)
    originals = texts_of(model)
    inherited = frozenset() if base is None else _inherited(originals, draft)
    draft.problems += _reviewed(draft, header, originals)
    for code in model.languages:
        if code != spoken:
            own = read_translations(translation_file(path, code), code)
            draft.problems += check_translations(own, originals, inherited)
    if any(p.severity == Severity.ERROR for p in draft.problems):
        return None, _sorted(draft.problems)
    if language is not None and language != spoken:
        model = _translated(model, path, language, originals, inherited)
    return model, _sorted(draft.problems)


def _read(path: Path) -> tuple[dict[str, Any], ModelProblem | None]:
    if not path.is_file():
        return {}, ModelProblem(path.name, "", ModelCode.FILE_MISSING)
    try:
        return tomllib.loads(path.read_text(encoding="utf-8-sig")), None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        reason = str(error)
        return {}, ModelProblem(path.name, "", ModelCode.FILE_SYNTAX, {"reason": reason[0].lower() + reason[1:]})


def _base(raw: Mapping[str, Any], path: Path, language: str) -> tuple[ReferenceModel | None, ModelProblem | None]:
    """Return the model that this one extends, in the language this one is written in."""
    name = raw.get("extends")
    if name is None:
        return None, None
    if name != REFERENCE:
        return None, ModelProblem(path.name, "", ModelCode.EXTENDS, {"name": name})
    return _reference(language), None


def _assembled(draft: Draft, header: FileHeader) -> ReferenceModel:
    parts: dict[str, Any] = {name: getattr(header, name) for name in Header.model_fields}
    parts |= {section: tuple(element for _, element in draft.elements[section]) for section in LISTS}
    parts |= {section: draft.rules[section] for section in RULES if section in draft.rules}
    parts["stages"] = tuple(sorted(parts["stages"], key=lambda stage: stage.number))
    return ReferenceModel(**parts)


def _inherited(originals: Mapping[str, str], draft: Draft) -> frozenset[str]:
    return frozenset(key for key in originals if key.split(".", 1)[0] in draft.inherited)


def _reviewed(draft: Draft, header: FileHeader, originals: Mapping[str, str]) -> list[ModelProblem]:
    """Check what the file says about the review of its own texts."""
    review = header.review
    problems = [
        draft.problem(place, ModelCode.REVIEW_STATUS, value=status)
        for place, status in (
            ("review, default", review.default),
            *((f"review, {k}", s) for k, s in review.texts.items()),
        )
        if not STATUS.fullmatch(status)
    ]
    problems += [
        draft.problem("review, texts", ModelCode.TRANSLATION_UNKNOWN, key=key)
        for key in review.texts
        if key not in originals
    ]
    return problems


def _translated(
    model: ReferenceModel,
    path: Path,
    language: str,
    originals: Mapping[str, str],
    inherited: frozenset[str],
) -> ReferenceModel:
    texts: dict[str, str] = {}
    missing: frozenset[str] = frozenset()
    if inherited:
        base = _reference(language)
        theirs = texts_of(base)
        texts = {key: theirs[key] for key in inherited}
        missing = inherited.intersection(base.untranslated)
    own = read_translations(translation_file(path, language), language).texts
    texts |= {key: own[key].text for key in originals if key in own}
    untranslated = tuple(key for key in originals if key not in texts or (key in missing and key not in own))
    return with_texts(model, texts).model_copy(update={"language": language, "untranslated": untranslated})


def _sorted(problems: list[ModelProblem]) -> tuple[ModelProblem, ...]:
    # Errors first; otherwise in the order in which the file is read.
    return tuple(sorted(problems, key=lambda p: p.severity != Severity.ERROR))


def translations_of(name_or_path: str | Path = REFERENCE, language: str = "en") -> dict[str, str]:
    """Return key → how far the text has been checked, for every text that the model has in a language.

    Parameters
    ----------
    name_or_path
        As for `load_model`.
    language
        Code of the language.

    Raises
    ------
    ModelError
        The model cannot be used.
    """
    path = _FOLDER / "reference.toml" if str(name_or_path) == REFERENCE else Path(name_or_path)
    keys = tuple(texts_of(load_model(name_or_path, language)))
    raw, _problem = _read(path)
    if language == raw.get("language", "en"):
        review = Review.model_validate(raw.get("review", {}))
        return {key: review.texts.get(key, review.default) for key in keys}
    own = read_translations(translation_file(path, language), language).texts
    found = {key: own[key].status for key in keys if key in own}
    if "extends" in raw:
        theirs = translations_of(REFERENCE, language)
        found = {key: status for key, status in theirs.items() if key in keys} | found
    return found
