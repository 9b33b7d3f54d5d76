"""What is asked: areas, purposes, statements of the region's own, and the words of every question."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from clusterdynamics.errors import InputError
from clusterdynamics.study.names import fold
from clusterdynamics.study.settings import Item, StudySettings
from clusterdynamics_web.accounts.models import User
from clusterdynamics_web.audit import record
from clusterdynamics_web.setup.formulas import looks_like_formula
from clusterdynamics_web.setup.operations.guard import draft_wave, locked
from clusterdynamics_web.studies.models import Study
from clusterdynamics_web.studies.state import State, current_wave, state_of
from clusterdynamics_web.studies.words import OWN, asked_by_model, words_of
from clusterdynamics_web.survey.models import Answer, AreaAnswer, Tie, Wish

__all__ = ["LEAST_ALIKE", "add_statement", "correct_words", "remove_statement", "set_list", "translate"]

#: Likeness (0 to 100, rapidfuzz ratio of the folded texts) under which another wording is another question.
LEAST_ALIKE = 60.0
#: Statements are read on a phone, many in a row.
LONGEST = 120


@transaction.atomic
def set_list(user: User, study: Study, table: str, rows: Sequence[Mapping[str, Any]]) -> Study:
    """Set the areas or the purposes, in the order in which they are asked.

    Parameters
    ----------
    table
        ``areas`` or ``purposes``.
    rows
        With ``id`` (empty for a new one), ``label``, and ``sensitivity`` for areas.

    Raises
    ------
    InputError
        Two have the same name, none is left, or one was answered in an earlier wave and is missing.
    """
    study = locked(study)
    draft_wave(study)
    before = {row["id"] for row in getattr(study, table)}
    made: list[dict[str, Any]] = []
    taken = set(before)
    for row in rows:
        label = " ".join(str(row["label"]).split())
        if not label:
            continue
        if looks_like_formula(label):
            raise InputError(_("'{text}' looks like a formula. Write the text itself.").format(text=label[:40]))
        own = str(row.get("id") or "")
        if own not in before:
            own = _identifier(label, taken)
            taken.add(own)
        entry: dict[str, Any] = {"id": own, "label": label}
        if table == "areas":
            entry["sensitivity"] = row.get("sensitivity")
        made.append(entry)
    labels = [fold(r["label"]) for r in made]
    twice = [r["label"] for r in made if labels.count(fold(r["label"])) > 1]
    if twice:
        raise InputError(_("These have the same name: {names}.").format(names=", ".join(twice)))
    if not made:
        raise InputError(_("Keep at least one."))
    gone = before - {r["id"] for r in made}
    used = sorted(gone & _used(study, table))
    if used:
        names = {row["id"]: row["label"] for row in getattr(study, table)}
        raise InputError(
            _("These were answered in an earlier wave and stay: {names}.").format(
                names=", ".join(names[own] for own in used)
            )
        )
    setattr(study, table, made)
    study.save(update_fields=[table])
    verb = {"areas": "study.areas_changed", "purposes": "study.purposes_changed"}[table]
    record(user, verb, study, count=len(made))
    return study


def _used(study: Study, table: str) -> set[str]:
    """Return what was answered in any wave."""
    used: set[str] = set()
    if table == "areas":
        answered = AreaAnswer.objects.filter(respondent__study=study, respondent__is_test=False)
        used |= set(answered.values_list("area", flat=True))
        for areas in Wish.objects.filter(wave__study=study).values_list("areas", flat=True):
            used |= set(areas)
    for listed in Tie.objects.filter(wave__study=study).values_list(table, flat=True):
        used |= set(listed)
    return used


@transaction.atomic
def add_statement(user: User, study: Study, text: str) -> Study:
    """Add a statement of the region's own; it is answered on the scale of agreement and is part of no stage."""
    study = locked(study)
    draft_wave(study)
    text = _sentence(text)
    settings = study.parsed
    if any(fold(i.text) == fold(text) for i in settings.items):
        raise InputError(_("This is asked already."))
    scale = "agreement"
    scales = settings.scales
    if settings.scale(scale) is None:
        scales = (*scales, *(s for s in asked_by_model(study, settings.languages[0]).scales if s.id == scale))
        if scales == settings.scales:
            raise InputError(_("The model of this study has no scale of agreement, so a statement cannot be answered."))
    numbers = [int(m[1]) for i in settings.items if (m := re.fullmatch(r"own\.(\d+)", i.id))]
    item = Item(id=f"own.{max(numbers, default=0) + 1}", text=text, kind="statement", scale=scale, block=OWN)
    _save(study, settings.model_copy(update={"items": (*settings.items, item), "scales": scales}))
    study.save(update_fields=["document"])
    record(user, "study.statement_added", study, item.id)
    return study


@transaction.atomic
def remove_statement(user: User, study: Study, item: str) -> Study:
    """Remove a statement of the region's own that nobody has answered yet."""
    study = locked(study)
    draft_wave(study)
    settings = study.parsed
    if not any(i.id == item and i.block == OWN for i in settings.items):
        raise InputError(_("There is no such statement."))
    if Answer.objects.filter(respondent__study=study, respondent__is_test=False, item=item).exists():
        raise InputError(_("This was answered in an earlier wave and stays."))
    _save(study, settings.model_copy(update={"items": tuple(i for i in settings.items if i.id != item)}))
    study.save(update_fields=["document"])
    record(user, "study.statement_removed", study, item)
    return study


@transaction.atomic
def correct_words(user: User, study: Study, changes: Mapping[str, str]) -> list[str]:
    """Change the words of questions, by key (`studies.words.words_of`); returns the keys that changed.

    Before the first wave opens anything may be changed. Later only what stays the same question: a misspelling, a
    clearer word.

    Raises
    ------
    InputError
        A key is unknown, a text is empty or too long, or the wording has become another question.
    """
    study = locked(study)
    words = words_of(study)
    changed = {}
    for key, text in changes.items():
        if key not in words:
            raise InputError(_("There is no text '{key}'.").format(key=key))
        clean = " ".join(text.split())
        if clean != words[key]:
            changed[key] = clean
    if not changed:
        return []
    wave = current_wave(study)
    asked_before = wave.position > 0 or state_of(wave) != State.DRAFT
    problems = [p for key, text in changed.items() if (p := _refused(key, words[key], text, asked_before=asked_before))]
    if problems:
        raise InputError(" ".join(problems))
    _write(study, changed)
    study.save(update_fields=["document", "areas", "purposes"])
    record(user, "study.words_corrected" if asked_before else "study.words_changed", study, fields=sorted(changed))
    return sorted(changed)


def _refused(key: str, before: str, text: str, *, asked_before: bool) -> str:
    from rapidfuzz import fuzz

    if not text:
        return _("'{before}' must keep a text.").format(before=before)
    if key.startswith(("areas.", "purposes.")) and looks_like_formula(text):
        return _("'{text}' looks like a formula. Write the text itself.").format(text=text[:40])
    if key.startswith("items.") and len(text) > 500:
        return _("'{text}' is too long: at most {n} characters.").format(text=text[:40] + "…", n=500)
    if asked_before and fuzz.ratio(fold(before), fold(text)) < LEAST_ALIKE:
        return _(
            "'{text}' is another question than '{before}', not a correction, and people have answered already. "
            "Ask it as a new one in the next wave."
        ).format(text=text, before=before)
    return ""


def _write(study: Study, changed: Mapping[str, str]) -> None:
    """Put texts where their keys point."""
    document = study.document
    for key, text in changed.items():
        section, rest = key.split(".", 1)
        if section in {"areas", "purposes"}:
            own = rest.removesuffix(".label")
            rows = [row | {"label": text} if row["id"] == own else row for row in getattr(study, section)]
            setattr(study, section, rows)
        elif section == "scales":
            own, value = rest.split(".labels.", 1)
            parts = [s | {"labels": s["labels"] | {value: text}} if s["id"] == own else s for s in document[section]]
            document = document | {section: parts}
        else:
            own, name = rest.rsplit(".", 1)
            parts = [p | {name: text} if p["id"] == own else p for p in document[section]]
            document = document | {section: parts}
    study.document = StudySettings.model_validate(document).model_dump(mode="json")


@transaction.atomic
def translate(user: User, study: Study, language: str, texts: Mapping[str, str]) -> Study:
    """Keep the study's own words in a language; an empty text takes a translation away.

    Translations may come at any time: a text without one is shown in the study's first language.
    """
    study = locked(study)
    settings = study.parsed
    if language not in settings.languages[1:]:
        raise InputError(_("The study is not asked in this language."))
    words = words_of(study)
    clean = {key: " ".join(text.split()) for key, text in texts.items() if key in words}
    now = {**study.translations.get(language, {}), **clean}
    study.translations = study.translations | {language: {key: text for key, text in now.items() if text}}
    study.save(update_fields=["translations"])
    record(user, "study.translated", study, language=language, texts=len(clean))
    return study


def _save(study: Study, settings: StudySettings) -> None:
    study.document = StudySettings.model_validate(settings.model_dump(mode="json")).model_dump(mode="json")


def _sentence(text: str) -> str:
    clean = " ".join(text.split())
    if not clean:
        raise InputError(_("Write the statement."))
    if len(clean) > LONGEST:
        raise InputError(
            _("The statement has {n} characters; at most {most} can be read on a phone.").format(
                n=len(clean), most=LONGEST
            )
        )
    return clean


def _identifier(label: str, taken: set[str]) -> str:
    base = re.sub(r"[^a-z0-9]+", "_", fold(label)).strip("_")[:40] or "own"
    own, n = base, 1
    while own in taken:
        n += 1
        own = f"{base}_{n}"
    return own
