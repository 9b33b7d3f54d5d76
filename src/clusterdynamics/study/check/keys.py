"""No row twice."""

from __future__ import annotations

import polars as pl

from clusterdynamics.study.check.context import Context
from clusterdynamics.study.codes import Code
from clusterdynamics.study.read.report import ROW
from clusterdynamics.study.tables import TABLES, Table

__all__ = ["CHECKS"]

#: What an empty cell of a key means, where it means something.
_EMPTY_MEANS = {("answers", "occasion"): "first"}


def keys_are_unique(context: Context) -> None:
    """Report every row whose key was there before, with the first such row."""
    for table in TABLES.values():
        if table.key and context[table.name].height > 1:
            _unique(context, table)


def _unique(context: Context, table: Table) -> None:
    required = [name for name in table.key if table[name].required]
    frame = context[table.name].select(ROW, *table.key)
    if any(frame[name].null_count() for name in required):
        frame = frame.drop_nulls(required)
    for name in table.key:
        if (table.name, name) in _EMPTY_MEANS:
            frame = frame.with_columns(pl.col(name).fill_null(_EMPTY_MEANS[table.name, name]))
    # Hashes first: comparing a million keys of five columns themselves takes ten times the memory.
    suspects = frame.filter(frame.select(table.key).hash_rows().is_duplicated())
    repeated = suspects.filter(pl.struct(table.key).is_duplicated())
    if repeated.is_empty():
        return
    first = pl.col(ROW).min().over(table.key)
    parts = [pl.col(name).cast(pl.String) for name in table.key]
    key = pl.concat_str(parts, separator=", ", ignore_nulls=True)
    bad = repeated.with_columns(first.alias("first"), key.alias("key")).filter(pl.col(ROW) > pl.col("first"))
    column = table.key[0] if len(table.key) == 1 else None
    context.report(Code.KEY_TWICE, table.name, column, bad.select(ROW, "first", "key"))


CHECKS = (keys_are_unique,)
