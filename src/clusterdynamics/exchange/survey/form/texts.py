"""A text of the study in every language of the form: the model's translations where the wording is the model's."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

from clusterdynamics.i18n import _, use_language
from clusterdynamics.models.of_study import model_of
from clusterdynamics.models.schema import ReferenceModel
from clusterdynamics.models.texts import texts_of
from clusterdynamics.study.model import Study

__all__ = ["Speaker"]


class Speaker:
    """Says the texts of one study in several languages.

    Attributes
    ----------
    untranslated
        Texts that are the study's own wording, so that they stand in one language.
    """

    def __init__(self, study: Study, languages: Sequence[str]) -> None:
        self._study = study
        self.languages = tuple(languages)
        self.untranslated: list[str] = []

    @cached_property
    def model(self) -> ReferenceModel:
        """The model in the first language."""
        return self._models[self.languages[0]]

    @cached_property
    def _models(self) -> dict[str, ReferenceModel]:
        found = {}
        for code in {*self.languages, "en"}:
            with use_language(code):
                found[code] = model_of(self._study)
        # All languages of the model: the study's own texts may be in one that the form does not use.
        for code in found["en"].languages:
            if code not in found:
                with use_language(code):
                    found[code] = model_of(self._study)
        return found

    @cached_property
    def _texts(self) -> dict[str, dict[str, str]]:
        return {code: {**texts_of(model), **_ratings_of_vignettes(model)} for code, model in self._models.items()}

    @cached_property
    def _keys(self) -> dict[str, str]:
        """Text in any language → its key; the first of several."""
        keys: dict[str, str] = {}
        for texts in self._texts.values():
            for key, text in texts.items():
                keys.setdefault(text, key)
        return keys

    def say(self, message: str, **values: object) -> dict[str, str]:
        """Return a text of the software in every language."""
        said = {}
        for code in self.languages:
            with use_language(code):
                # gettext answers an empty text with the header of its catalogue.
                said[code] = _safe(_(message).format(**values)) if message else ""
        return said

    def same(self, text: str) -> dict[str, str]:
        """Return a text that is the same in every language: a name."""
        return dict.fromkeys(self.languages, _safe(text))

    def of(self, own: str, *keys: str) -> dict[str, str]:
        """Return a text of the study in every language.

        Parameters
        ----------
        own
            The study's wording.
        keys
            Where the model may hold it. Any other key is taken where the wording is word for word the same.
        """
        key = next((k for k in keys if any(t.get(k) == own for t in self._texts.values())), None)
        key = key or self._keys.get(own)
        if key is None:
            # What a new study starts with is worded by the software, and translated with it.
            said = self.say(own) if "{" not in own else {}
            if len(set(said.values())) > 1:
                return said
            if len(self.languages) > 1 and own not in self.untranslated:
                self.untranslated.append(own)
            return self.same(own)
        return {code: _safe(self._texts[code].get(key, own)) for code in self.languages}

    def model_text(self, key: str, otherwise: str, **values: object) -> dict[str, str]:
        """Return a text of the model in every language, or a text of the software where the model has none."""
        if key not in self._texts[self.languages[0]]:
            return self.say(otherwise, **values)
        return {code: _safe(_filled(self._texts[code][key], values)) for code in self.languages}


def _ratings_of_vignettes(model: ReferenceModel) -> dict[str, str]:
    """Return the items that `instrument` puts together of the name of an invented cluster and a statement."""
    statements = {s.id: s.text for s in model.statements}
    pattern = next((q.text for q in model.questions if q.id == "vignettes.rating"), "{cluster}: {statement}")
    return {
        f"vignettes.{v.id}.rating.{s}": pattern.format(cluster=v.label, statement=statements[s])
        for v in model.vignettes
        for s in v.statements
    }


def _filled(text: str, values: dict[str, object]) -> str:
    for name, value in values.items():
        text = text.replace(f"{{{name}}}", str(value))
    return text


def _safe(text: str) -> str:
    """Return a text in which nothing is taken for a reference to a question."""
    return text.replace("${", "$ {").replace("\r\n", "\n")
