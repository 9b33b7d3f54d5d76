"""The table ``suggestions`` of the study package: which pairs were shown, and which were held out by the draw."""

from __future__ import annotations

from collections.abc import Collection

import polars as pl

from clusterdynamics.study.tables import TABLES
from clusterdynamics_web.studies.models import PackageTable, Study

__all__ = ["add", "forget", "forget_wave", "held_out", "rows_of", "shown"]

type Pair = tuple[str, str]

_NAME = "suggestions"


def rows_of(study: Study) -> pl.DataFrame:
    """Return the table as it stands."""
    kept = PackageTable.objects.filter(study=study, name=_NAME).first()
    schema = TABLES[_NAME].schema
    return pl.DataFrame(schema=schema) if kept is None else pl.read_json(kept.content.encode(), schema=schema)


def add(study: Study, rows: pl.DataFrame) -> None:
    """Append rows; the caller holds the transaction."""
    _write(study, pl.concat([_locked(study), rows]))


def forget(study: Study, actors: Collection[str], waves: Collection[str]) -> None:
    """Take away every pair in which one of `actors` stands, in these waves."""
    known = _locked(study)
    named = pl.col("from").is_in(list(actors)) | pl.col("to").is_in(list(actors))
    left = known.filter(~(named & pl.col("wave").is_in(list(waves))))
    if left.height < known.height:
        _write(study, left)


def forget_wave(study: Study, wave: str) -> None:
    """Take away every pair of a wave."""
    _write(study, _locked(study).filter(pl.col("wave") != wave))


def shown(study: Study, wave: str) -> set[Pair]:
    """Return the pairs of a wave that may be seen, each in the order of its codes."""
    return _pairs(study, wave, "shown")


def held_out(study: Study, wave: str) -> set[Pair]:
    """Return the pairs of a wave that nobody may see."""
    return _pairs(study, wave, "held_out")


def _pairs(study: Study, wave: str, column: str) -> set[Pair]:
    rows = rows_of(study).filter((pl.col("wave") == wave) & pl.col(column))
    return {(min(a, b), max(a, b)) for a, b in rows.select("from", "to").iter_rows()}


def _locked(study: Study) -> pl.DataFrame:
    # Two people who press the button at once wait for one another here.
    list(Study.objects.select_for_update().filter(pk=study.pk).values_list("pk"))
    return rows_of(study)


def _write(study: Study, rows: pl.DataFrame) -> None:
    if rows.is_empty():
        PackageTable.objects.filter(study=study, name=_NAME).delete()
        return
    PackageTable.objects.update_or_create(study=study, name=_NAME, defaults={"content": rows.write_json()})
