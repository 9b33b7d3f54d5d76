"""What the form says, in the language of the person who answers.

The reference model has every question in all its languages. A study may have changed a text, in its first language:
that text is asked as it stands, in every language, because a translation of another sentence would ask for something
else. Unless the study has a translation of its own. Where nothing was changed, the model's translation is shown.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from clusterdynamics.i18n import use_language
from clusterdynamics.models import ReferenceModel, load_model
from clusterdynamics.models.of_study import model_of
from clusterdynamics.models.texts import texts_of
from clusterdynamics.study.model import Study as StudyPackage
from clusterdynamics.study.settings import Item, Relation, StudySettings

__all__ = ["Texts"]

_REFERENCE = "reference"


@lru_cache(maxsize=16)
def _spoken(language: str) -> Mapping[str, str]:
    return texts_of(load_model(_REFERENCE, language))


class Texts:
    """The texts of one study in one language.

    Parameters
    ----------
    settings
        What the study asks.
    language
        Code of the language.
    areas, purposes
        Rows of the study: ``{"id", "label"}``.
    files
        Files of the study package: a reference model of the region's own.
    translations
        The study's own translations into this language, by the keys of `studies.words`.
    """

    def __init__(
        self,
        settings: StudySettings,
        language: str,
        areas: list[dict[str, object]],
        purposes: list[dict[str, object]],
        files: Mapping[str, str] | None = None,
        translations: Mapping[str, str] | None = None,
    ) -> None:
        self.settings = settings
        self.language = language
        self._areas = {str(a["id"]): str(a["label"]) for a in areas}
        self._purposes = {str(p["id"]): str(p["label"]) for p in purposes}
        self._own = translations or {}
        self.model = _model(settings, language, files or {})
        self._here: Mapping[str, str] = _spoken(language) if settings.model == _REFERENCE else texts_of(self.model)
        self._originals: list[Mapping[str, str]] = []
        for code in self.model.languages if settings.model == _REFERENCE else (*settings.languages[:1],):
            known = _spoken(code) if settings.model == _REFERENCE else texts_of(_model(settings, code, files or {}))
            self._originals.append(known)

    def _said(self, key: str, own: str, study_key: str = "") -> str:
        """Return the model's text in this language, unless the study says something else under that key."""
        if self._own.get(study_key or key):
            return self._own[study_key or key]
        if key not in self._here:
            return own
        if not own or any(texts.get(key) == own for texts in self._originals):
            return self._here[key]
        return own

    def relation(self, relation: Relation) -> str:
        """Return the question about a relation."""
        return self._said(f"relations.{relation.id}.question", relation.question or relation.label)

    def relation_name(self, relation: Relation) -> str:
        """Return what a relation is called."""
        return self._said(f"relations.{relation.id}.label", relation.label)

    def item(self, item: Item) -> str:
        """Return the text of an item."""
        if item.id.startswith("vignette."):
            statement = item.id.split(".", 2)[2]
            key = f"statements.{statement}.text"
            return self._here.get(key, item.text)
        own_key = f"items.{item.id}.text"
        key = f"statements.{item.id}.text"
        if key in self._here:
            return self._said(key, item.text, own_key)
        key = f"questions.{item.id}.text"
        if key in self._here and "{most}" in self._here[key]:
            return self.question(item.id)
        return self._said(key, item.text, own_key)

    def option(self, item: str, option: str) -> str:
        """Return the label of one answer of a choice."""
        return self._here.get(f"questions.{item}.options.{option}.label", option.replace("_", " "))

    def options(self, item: str) -> dict[str, str]:
        """Return identifier → label of the answers that the model offers to a question."""
        found = next((q for q in self.model.questions if q.id == item), None)
        return {o.id: self.option(item, o.id) for o in found.options} if found is not None else {}

    def question(self, name: str, otherwise: str = "") -> str:
        """Return a question of the model by its identifier."""
        text = self._here.get(f"questions.{name}.text", otherwise)
        if "{most}" in text:
            text = text.replace("{most}", str(self.most(name)))
        return text

    def most(self, name: str, otherwise: int = 5) -> int:
        """Return the greatest number of answers to a question."""
        for question in self.model.questions:
            if question.id == name and question.most is not None:
                return question.most
        return otherwise

    def scale(self, name: str | None) -> list[tuple[float, str]]:
        """Return the values of a scale that have a label, with it, in order; without labels every whole number."""
        scale = self.settings.scale(name)
        if scale is None:
            return []
        labelled = sorted((float(value), value, label) for value, label in scale.labels.items())
        if labelled:
            return [(number, self._said(f"scales.{name}.labels.{value}", label)) for number, value, label in labelled]
        return [(float(v), str(v)) for v in range(int(scale.low), int(scale.high) + 1)]

    def area(self, name: str) -> str:
        """Return the name of a cooperation area."""
        return self._said(f"areas.{name}.label", self._areas.get(name, name))

    def purpose(self, name: str) -> str:
        """Return the name of a purpose."""
        return self._said(f"purposes.{name}.label", self._purposes.get(name, name))

    def block(self, name: str) -> str:
        """Return the name of a block."""
        return self._here.get(f"blocks.{name}.label", name.replace("_", " "))

    def vignette(self, name: str) -> tuple[str, str]:
        """Return name and text of an invented cluster."""
        return self._here.get(f"vignettes.{name}.label", name), self._here.get(f"vignettes.{name}.text", "")


def _model(settings: StudySettings, language: str, files: Mapping[str, str]) -> ReferenceModel:
    if settings.model == _REFERENCE:
        return load_model(_REFERENCE, language)
    with use_language(language):
        return model_of(StudyPackage(settings, files={name: text.encode() for name, text in files.items()}))
