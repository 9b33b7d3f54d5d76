"""The study's own words (statements, scales, areas, purposes) in the language of the reader."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from clusterdynamics.i18n import use_language
from clusterdynamics.models.of_study import model_of

if TYPE_CHECKING:
    from clusterdynamics.models.schema import ReferenceModel
    from clusterdynamics.study.model import Study

__all__ = ["Texts"]


class Texts:
    """Words by key: ``items.s1.1.text``, ``scales.depth.labels.1``, ``areas.training.label``, ``purposes.save.label``.

    Parameters
    ----------
    study
        The study, whose words are in its first language.
    words
        Words by key in the reader's language, for studies that keep translations of their own; without them the
        model's translation is taken wherever the study says what the model says.
    """

    def __init__(self, study: Study, words: Mapping[str, str] | None = None) -> None:
        self._study = _of_study(study)
        self._given = dict(words or {})
        self._model = _of_model(model_of(study))
        with use_language(study.settings.languages[0]):
            self._original = _of_model(model_of(study))
        with use_language("en"):
            self._english = _of_model(model_of(study))

    def __getitem__(self, key: str) -> str:
        """Return a text; its key where nobody has worded it."""
        if key in self._given:
            return self._given[key]
        own = self._study.get(key)
        if key in self._model and own in (None, "", self._original.get(key), self._english.get(key)):
            return self._model[key]
        return own or key.split(".")[1]


def _of_study(study: Study) -> dict[str, str]:
    settings = study.settings
    found = {f"items.{i.id}.text": i.text for i in settings.items}
    found |= {f"scales.{s.id}.labels.{float(v):g}": label for s in settings.scales for v, label in s.labels.items()}
    for table in ("areas", "purposes"):
        found |= {f"{table}.{i}.label": label or "" for i, label in study[table].select("id", "label").iter_rows()}
    return found


def _of_model(model: ReferenceModel) -> dict[str, str]:
    found = {f"items.{s.id}.text": s.text for s in model.statements}
    found |= {f"items.{q.id}.text": q.text for q in model.questions}
    found |= {f"scales.{s.id}.labels.{float(v):g}": label for s in model.scales for v, label in s.labels.items()}
    found |= {f"areas.{a.id}.label": a.label for a in model.areas}
    return found | {f"purposes.{p.id}.label": p.label for p in model.purposes}
