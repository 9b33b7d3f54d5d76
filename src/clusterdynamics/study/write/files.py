"""The files of a package, as bytes: ``study.toml``, a CSV file for each table, ``datapackage.json``."""

from __future__ import annotations

import io

import polars as pl

from clusterdynamics.study.model import Study
from clusterdynamics.study.tables import TABLES
from clusterdynamics.study.write.canonical import canonical_table, text_table
from clusterdynamics.study.write.descriptor import descriptor_bytes
from clusterdynamics.study.write.toml import dump_toml

__all__ = ["DESCRIPTOR_FILE", "package_files", "written_tables"]

DESCRIPTOR_FILE = "datapackage.json"


def written_tables(study: Study) -> dict[str, pl.DataFrame]:
    """Return the canonical tables that are written: those with rows, and those that every study has."""
    tables = {name: canonical_table(study[name], table) for name, table in TABLES.items()}
    return {name: frame for name, frame in tables.items() if frame.height or TABLES[name].required}


def package_files(study: Study) -> dict[str, bytes]:
    """Return file name → bytes; the same study gives the same bytes on every machine."""
    tables = written_tables(study)
    files = {"study.toml": dump_toml(study.settings.model_dump(mode="json")).encode()}
    for name, frame in tables.items():
        buffer = io.BytesIO()
        text_table(frame).write_csv(buffer, line_terminator="\n", quote_style="necessary", null_value="")
        files[TABLES[name].file] = buffer.getvalue()
    files |= dict(sorted(study.files.items()))
    files[DESCRIPTOR_FILE] = descriptor_bytes(study.settings, tables)
    return files
