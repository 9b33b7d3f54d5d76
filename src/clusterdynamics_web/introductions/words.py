"""Areas, purposes and reasons in the reader's language."""

from __future__ import annotations

from typing import Any

from clusterdynamics.i18n import use_language
from clusterdynamics.measures.easy.suggest import Suggested, sentence
from clusterdynamics_web.introductions.models import Introduction
from clusterdynamics_web.studies.models import Study
from clusterdynamics_web.studies.words import model_in, words_in

__all__ = ["area_labels", "kept_reasons", "purpose_labels", "reasons_for", "suggested_of"]

#: Fields of a suggestion that its two sides may be told; the rest is of others, or a number that invites comparing.
_OPEN = ("both", "first_offers", "second_offers", "ease", "near", "kilometres", "same_region")


def area_labels(study: Study, language: str) -> dict[str, str]:
    """Return area → label: as the study says it in that language, or as the model does."""
    labels = {area.id: area.label for area in model_in(study, language).areas}
    words = words_in(study, language)
    return labels | {a["id"]: words.get(f"areas.{a['id']}.label", a["label"]) for a in study.areas}


def purpose_labels(study: Study, language: str) -> dict[str, str]:
    """Return purpose → label."""
    labels = {purpose.id: purpose.label for purpose in model_in(study, language).purposes}
    words = words_in(study, language)
    own = {p["id"]: words.get(f"purposes.{p['id']}.label", p["label"]) for p in study.purposes}
    return own or labels


def kept_reasons(pair: Suggested) -> dict[str, Any]:
    """Return what is kept of a suggestion, as plain data."""
    return {name: getattr(pair, name) for name in ("first", "second", *_OPEN)}


def suggested_of(introduction: Introduction) -> Suggested:
    """Return the suggestion behind an introduction of two."""
    kept: dict[str, Any] = {k: tuple(v) if isinstance(v, list) else v for k, v in introduction.reasons.items()}
    return Suggested(value=0.0, **kept)


def reasons_for(introduction: Introduction, reader: str | None, language: str) -> str:
    """Return why the two are introduced, in one sentence; `reader` is the code of the side that reads it."""
    with use_language(language):
        return sentence(suggested_of(introduction), area_labels(introduction.study, language), reader=reader)
