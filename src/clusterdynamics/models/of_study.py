"""The model that a study is read with."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clusterdynamics.i18n import language
from clusterdynamics.models.load import load_model

if TYPE_CHECKING:
    from clusterdynamics.models.schema import ReferenceModel
    from clusterdynamics.study.model import Study

__all__ = ["model_of"]


def model_of(study: Study) -> ReferenceModel:
    """Return the model named in the study's settings, with its texts in the active language."""
    return load_model(study.settings.model, language())
