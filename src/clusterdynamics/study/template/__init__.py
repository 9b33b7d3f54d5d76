"""A new study: a folder with commented settings and a workbook to fill."""

from __future__ import annotations

import os
import tomllib
from pathlib import Path

from clusterdynamics.errors import InputError
from clusterdynamics.i18n import _, use_language
from clusterdynamics.study.settings import StudySettings
from clusterdynamics.study.template.settings_text import settings_text
from clusterdynamics.study.template.tables_workbook import tables_workbook
from clusterdynamics.study.write.package import write_folder

__all__ = ["write_template"]


def write_template(path: str | os.PathLike[str], *, language: str = "en") -> None:
    """Write a study folder to fill: ``study.toml`` with explanations, and ``tables.xlsx``.

    The settings hold the core instrument of the method with its defaults; areas and purposes are filled, three
    example organisations show how. The study is valid as it is written.

    Parameters
    ----------
    path
        Folder to make; it may exist if it is empty.
    language
        Language of explanations, statements and names.

    Raises
    ------
    InputError
        There is something at `path` already.
    """
    folder = Path(path)
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        message = _("There is something at {path} already. Choose another name.")
        raise InputError(message.format(path=folder))
    with use_language(language):
        text = settings_text()
        settings = StudySettings.model_validate(tomllib.loads(text))
        files = {"study.toml": text.encode(), "tables.xlsx": tables_workbook(settings)}
    folder.parent.mkdir(parents=True, exist_ok=True)
    write_folder(folder, files)
