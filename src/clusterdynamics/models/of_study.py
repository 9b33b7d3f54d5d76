"""The model that a study is read with."""

from __future__ import annotations

import tempfile
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from clusterdynamics.i18n import language
from clusterdynamics.models.load import REFERENCE, load_model

if TYPE_CHECKING:
    from clusterdynamics.models.schema import ReferenceModel
    from clusterdynamics.study.model import Study

__all__ = ["model_of"]


def model_of(study: Study) -> ReferenceModel:
    """Return the model named in the study's settings, with its texts in the active language.

    Raises
    ------
    ModelError
        The study's own model cannot be used; the error lists every problem.
    """
    if study.settings.model == REFERENCE:
        return load_model(REFERENCE, language())
    files = tuple(sorted((name, data) for name, data in study.files.items() if name.endswith(".toml")))
    return _own(study.settings.model, files, language())


@lru_cache(maxsize=16)
def _own(name: str, files: tuple[tuple[str, bytes], ...], code: str) -> ReferenceModel:
    """Load a model whose files are in memory; a translation is found beside the model."""
    with tempfile.TemporaryDirectory() as folder:
        for file, content in files:
            (Path(folder) / file).write_bytes(content)
        return load_model(Path(folder) / name, code)
