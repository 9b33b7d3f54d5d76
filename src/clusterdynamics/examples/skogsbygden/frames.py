"""From rows to the frames of the study package."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import polars as pl

from clusterdynamics.study.tables import TABLES

__all__ = ["Row", "frame"]

type Row = Mapping[str, Any]


def frame(table: str, rows: Iterable[Row], extra: Mapping[str, pl.DataType] | None = None) -> pl.DataFrame:
    """Return the rows as a frame with exactly the columns of the table; what a row leaves out is empty.

    Parameters
    ----------
    table
        Name of the table.
    rows
        Column → value.
    extra
        Columns that the table may have besides its own, with their types.

    Raises
    ------
    ValueError
        A row has a column that the table does not have.
    """
    schema: dict[str, pl.DataType] = {**TABLES[table].schema, **(extra or {})}
    full = [dict(row) for row in rows]
    unknown = sorted({name for row in full for name in row} - set(schema))
    if unknown:
        raise ValueError(f"{table} has no column {', '.join(unknown)}")
    return pl.DataFrame({name: [row.get(name) for row in full] for name in schema}, schema=schema)
