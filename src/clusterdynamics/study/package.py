"""Reading, checking and writing a study package: the three verbs that everything else goes through.

>>> import clusterdynamics as cd
>>> study = cd.read_study("my-cluster")  # doctest: +SKIP
>>> study, problems = cd.check_study("my-cluster")  # doctest: +SKIP
>>> cd.write_study(study, "my-cluster.zip")  # doctest: +SKIP
"""

from __future__ import annotations

import os
from pathlib import Path

import polars as pl

from clusterdynamics.study.check import Context, check_tables
from clusterdynamics.study.codes import Code, Severity
from clusterdynamics.study.model import Study
from clusterdynamics.study.problems import Problem, StudyError
from clusterdynamics.study.read.parse import parse_table
from clusterdynamics.study.read.report import ROW, Problems
from clusterdynamics.study.read.settings_file import parse_settings, parse_toml
from clusterdynamics.study.read.settings_sheet import pairs_to_settings
from clusterdynamics.study.read.shapes_file import SHAPES_FILE
from clusterdynamics.study.read.source import Source, open_source
from clusterdynamics.study.settings import StudySettings
from clusterdynamics.study.tables import TABLES
from clusterdynamics.study.template import write_template
from clusterdynamics.study.write.fingerprint import fingerprint
from clusterdynamics.study.write.package import write_study

#: Name of the model that ships with the package; any other is a file of the study.
REFERENCE_MODEL = "reference"

__all__ = ["check_study", "fingerprint", "read_study", "write_study", "write_template"]


def read_study(path: str | os.PathLike[str]) -> Study:
    """Read a study.

    Parameters
    ----------
    path
        A study folder, a .zip of one, or an .xlsx workbook with a sheet for each table and a sheet ``study``.

    Raises
    ------
    StudyError
        Something is wrong; the error lists everything that is.

    See Also
    --------
    check_study : also returns warnings and notes.
    """
    study, problems = check_study(path)
    if study is None:
        raise StudyError(p for p in problems if p.severity is Severity.ERROR)
    return study


def check_study(path: str | os.PathLike[str]) -> tuple[Study | None, tuple[Problem, ...]]:
    """Read a study and return it with everything that there is to say about it.

    Parameters
    ----------
    path
        A study folder, a .zip of one, or an .xlsx workbook.

    Returns
    -------
    study
        None where there is an error.
    problems
        Errors, warnings and notes, sorted by file, row and column. At most 1,000 of one kind are listed for
        each file; a further one says how many more there are.
    """
    place = Path(path)
    problems = Problems()
    try:
        source = open_source(place, problems)
    except OSError as error:
        problems.add(Code.FILE_UNREADABLE, place.name, reason=error.strerror or type(error).__name__)
        source = None
    study = None if source is None else _study(source, str(place), problems)
    listed = problems.listed()
    if any(p.severity is Severity.ERROR for p in listed):
        return None, listed
    return study, listed


def _study(source: Source, place: str, problems: Problems) -> Study | None:
    settings = _settings(source, problems)
    if settings is not None and settings.model != REFERENCE_MODEL and settings.model not in source.files:
        problems.add(Code.MODEL_MISSING, source.settings_file, column="model", name=settings.model)
    frames: dict[str, pl.DataFrame] = {}
    for table in TABLES.values():
        raw = source.tables.pop(table.name, None)
        if raw is not None:
            frames[table.name] = parse_table(raw, problems)
        if table.required and table.name not in source.found:
            columns = ", ".join(f.name for f in table.fields if f.required)
            problems.add(Code.TABLE_MISSING, table.file, table=table.name, columns=columns)
    broken = frozenset(source.found) - frozenset(frames)
    missing = frozenset(t.name for t in TABLES.values() if t.required) - frozenset(source.found)
    check_tables(Context(settings, frames, problems, source.settings_file, source.found, broken | missing))
    if settings is None:
        return None
    tables = {name: frame.drop(ROW) for name, frame in frames.items()}
    kept = {SHAPES_FILE: source.files.pop(SHAPES_FILE)} if SHAPES_FILE in source.files else {}
    if settings.model != REFERENCE_MODEL:
        stem = Path(settings.model).stem
        kept |= {name: content for name, content in source.files.items() if name.split(".")[0] == stem}
    return Study(settings, tables, source=place, files=kept)


def _settings(source: Source, problems: Problems) -> StudySettings | None:
    rows: dict[str, int] | None = None
    if source.toml is not None:
        data = parse_toml(source.toml, source.settings_file, problems)
    elif source.pairs is not None:
        data, rows = pairs_to_settings(source.pairs, source.settings_file, problems)
    else:
        return None
    if data is None:
        return None
    return parse_settings(data, source.settings_file, problems, rows)
