"""The texts that a study asks with: which there are, in which language, which were checked, and what was signed."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from clusterdynamics.i18n import use_language
from clusterdynamics.models import load_model
from clusterdynamics.models.instrument import Instrument, instrument
from clusterdynamics.models.load import REFERENCE, translations_of
from clusterdynamics.models.of_study import model_of
from clusterdynamics.models.schema import ReferenceModel
from clusterdynamics.study.model import Study as StudyPackage
from clusterdynamics_web.studies.models import Study

__all__ = [
    "OWN",
    "asked_by_model",
    "draft_texts",
    "model_in",
    "own_keys",
    "questions_hash",
    "untranslated",
    "words_in",
    "words_of",
]

#: Block of the statements that a region wrote itself.
OWN = "own"


def model_in(study: Study, language: str) -> ReferenceModel:
    """Return the reference model of the study, in a language."""
    if study.document.get("model", REFERENCE) == REFERENCE:
        return load_model(REFERENCE, language)
    files = {name: text.encode() for name, text in study.files.items()}
    with use_language(language):
        return model_of(StudyPackage(study.parsed, files=files))


def asked_by_model(study: Study, language: str) -> Instrument:
    """Return what the model asks in the blocks of the study, in a language."""
    model = model_in(study, language)
    known = {block.id for block in model.blocks}
    return instrument(model, [b for b in study.blocks if b in known] or ["core"])


def words_of(study: Study) -> dict[str, str]:
    """Return every text that participants are asked with, by key, in the study's first language.

    Keys are those of the settings: ``items.s1.1.text``, ``relations.depth.question``, ``scales.trust.labels.1``,
    ``areas.training.label``, ``purposes.save.label``.
    """
    settings = study.parsed
    return _words(settings.relations, settings.items, settings.scales, study.areas, study.purposes)


def _words(relations: Any, items: Any, scales: Any, areas: Any, purposes: Any) -> dict[str, str]:
    words = {f"relations.{r.id}.{name}": getattr(r, name) for r in relations for name in ("label", "question")}
    words |= {f"items.{i.id}.text": i.text for i in items}
    words |= {f"scales.{s.id}.labels.{value}": label for s in scales for value, label in s.labels.items()}
    words |= {f"areas.{a['id']}.label": a["label"] for a in areas}
    words |= {f"purposes.{p['id']}.label": p["label"] for p in purposes}
    return words


def _model_words(study: Study, language: str) -> dict[str, str]:
    asked = asked_by_model(study, language)
    return _words(asked.relations, asked.items, asked.scales, asked.areas.to_dicts(), asked.purposes.to_dicts())


def own_keys(study: Study) -> list[str]:
    """Return the keys of texts that are not the model's: they have no translation but the study's own."""
    model_words = _model_words(study, study.parsed.languages[0])
    return [key for key, text in words_of(study).items() if text and model_words.get(key) != text]


def words_in(study: Study, language: str) -> dict[str, str]:
    """Return every text that participants are asked with, by key, in a language.

    The study's own words in that language come first, then the model's; a text that has neither stays in the
    study's first language.
    """
    words = words_of(study)
    if language == study.parsed.languages[0]:
        return words
    own = study.translations.get(language, {})
    kept = {key: text for key, text in _model_words(study, language).items() if key in words}
    ours = set(own_keys(study))
    kept = {key: text for key, text in kept.items() if key not in ours}
    return words | kept | {key: text for key, text in own.items() if key in words and text}


def untranslated(study: Study, language: str) -> list[str]:
    """Return the keys of own texts that the study does not have in a language."""
    if language == study.parsed.languages[0]:
        return []
    own = study.translations.get(language, {})
    return [key for key in own_keys(study) if not own.get(key)]


def draft_texts(study: Study, language: str) -> int:
    """Return how many texts of the model nobody has checked yet in a language.

    A model of the region's own says in its files how far they were checked; there we cannot look by name, and count
    none.
    """
    if study.document.get("model", REFERENCE) != REFERENCE:
        return 0
    asked = set(_in_model(study))
    return sum(1 for key, status in translations_of(REFERENCE, language).items() if status == "draft" and key in asked)


def _in_model(study: Study) -> list[str]:
    """Return the keys that the texts of the study have in the model's files."""
    settings = study.parsed
    keys = [f"relations.{r.id}.{name}" for r in settings.relations for name in ("label", "question")]
    for item in settings.items:
        keys += [f"statements.{item.id}.text", f"questions.{item.id}.text"]
    keys += [f"areas.{a['id']}.label" for a in study.areas] + [f"purposes.{p['id']}.label" for p in study.purposes]
    return keys


def questions_hash(study: Study) -> str:
    """Return what a sign-off is about: a hash of everything that is asked, and of who may see what."""
    parts = {"scales", "relations", "items", "boundary", "disclosure"}
    asked: dict[str, Any] = {
        "settings": study.parsed.model_dump(mode="json", include=parts),
        "areas": study.areas,
        "purposes": study.purposes,
        "blocks": study.blocks,
        "consent": study.consent_texts,
    }
    if study.partner_regions:
        asked["partner_regions"] = study.partner_regions
    if study.parsed.last_answers:
        asked["last_answers"] = study.parsed.last_answers
    return hashlib.sha256(json.dumps(asked, sort_keys=True, ensure_ascii=False).encode()).hexdigest()
