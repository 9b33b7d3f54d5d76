"""What every check looks at."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import polars as pl

from clusterdynamics.study.codes import Code
from clusterdynamics.study.model import ONLY_WAVE
from clusterdynamics.study.read.report import ROW, Problems
from clusterdynamics.study.settings import StudySettings
from clusterdynamics.study.tables import TABLES, empty_frame

__all__ = ["PRESENT_STATES", "Context"]

#: States of a row that claim nothing about the organisations it names.
PRESENT_STATES = ("not_offered", "not_answered")


@dataclass(eq=False)
class Context:
    """The typed tables of a study with their row numbers, its settings, and where problems go.

    Attributes
    ----------
    settings
        None where ``study.toml`` cannot be used; checks that need it are left out then.
    frames
        Table → frame with ``ROW``; tables that are not there are empty.
    files
        Table → name of its file or sheet.
    broken
        Tables that are there and could not be read: what refers to them is not judged.
    """

    settings: StudySettings | None
    frames: Mapping[str, pl.DataFrame]
    problems: Problems
    settings_file: str = "study.toml"
    files: Mapping[str, str] = field(default_factory=dict)
    broken: frozenset[str] = frozenset()

    def __getitem__(self, table: str) -> pl.DataFrame:
        found = self.frames.get(table)
        if found is None:
            return empty_frame(TABLES[table]).with_columns(pl.lit(None, dtype=pl.Int64).alias(ROW))
        return found

    def file(self, table: str) -> str:
        """Return the name of the table's file or sheet."""
        return self.files.get(table, TABLES[table].file)

    def report(self, code: Code, table: str, column: str | None, bad: pl.DataFrame, **constants: Any) -> None:
        """Add a problem for each row of `bad` (``ROW`` and the values of the templates)."""
        if bad.height:
            self.problems.add_rows(code, self.file(table), column, bad, **constants)

    @cached_property
    def waves(self) -> pl.DataFrame:
        """``wave`` and its ``place`` (0 is the oldest); the one assumed wave where none is listed."""
        ids = self["waves"]["id"].drop_nulls().unique(maintain_order=True)
        if ids.is_empty():
            ids = pl.Series("id", [ONLY_WAVE])
        return pl.DataFrame({"wave": ids}).with_row_index("place").with_columns(pl.col("place").cast(pl.Int64))

    @cached_property
    def actors(self) -> pl.DataFrame:
        """``actor`` → places of ``joined``, ``left`` and ``opted_out`` (null: none), and the waves' names."""
        frame = self["actors"].select(pl.col("id").alias("actor"), "joined", "left", "opted_out")
        frame = frame.drop_nulls("actor").unique("actor", keep="first", maintain_order=True)
        for name in ("joined", "left", "opted_out"):
            places = self.waves.rename({"wave": name, "place": f"{name}_place"})
            frame = frame.join(places, on=name, how="left", maintain_order="left")
        return frame

    @cached_property
    def people(self) -> pl.DataFrame:
        """``wave``, ``respondent`` → ``for_actor``, ``status``, ``is_lead`` and ``ROW``; one row each."""
        frame = self["respondents"].select(
            ROW,
            "wave",
            pl.col("id").alias("respondent"),
            pl.col("actor").alias("for_actor"),
            "status",
            pl.col("is_lead").fill_null(value=False),
        )
        return frame.drop_nulls(["wave", "respondent"]).unique(
            ["wave", "respondent"], keep="first", maintain_order=True
        )
