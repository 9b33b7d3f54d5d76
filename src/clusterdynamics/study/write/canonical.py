"""One form for each study: columns, rows and empty cells as reading a written package gives them."""

from __future__ import annotations

import polars as pl

from clusterdynamics.errors import InputError
from clusterdynamics.i18n import _
from clusterdynamics.study.model import Study
from clusterdynamics.study.read.raw import column_key
from clusterdynamics.study.tables import LIST_SEPARATOR, TABLES, Kind, Table

__all__ = ["canonical", "canonical_table", "text_table"]

#: Tables whose order of rows says something (waves: oldest first); the others are sorted by their key.
_ORDERED = frozenset({"waves"})


def canonical(study: Study) -> Study:
    """Return the study as it comes back when it is written and read.

    Rows are sorted by the table's key, empty texts and lists are null, further columns stand after the
    described ones, by name and as text. Two studies that say the same are equal, table by table, in this form.
    """
    tables = {name: canonical_table(study[name], table) for name, table in TABLES.items()}
    return Study(study.settings, tables, study.source, study.files)


def canonical_table(frame: pl.DataFrame, table: Table) -> pl.DataFrame:
    """Return one table in its canonical form.

    Raises
    ------
    InputError
        The table has a further column that it must not have, or a value that no file can hold.
    """
    extra = sorted(c for c in frame.columns if c not in table)
    taken = [c for c in extra if not table.open or column_key(c) in table or c != c.strip() or not c]
    if taken:
        message = _("The table '{table}' cannot have a column '{column}'.")
        raise InputError(message.format(table=table.name, column=taken[0]))
    columns = []
    for field in table.fields:
        if field.name not in frame.columns:
            column = pl.Series(field.name, [None] * frame.height, dtype=field.dtype)
        else:
            column = frame[field.name].cast(field.dtype)
        columns.append(_clean(column, field.kind, table))
    columns += [_clean(frame[c].cast(pl.String), None, table) for c in extra]
    result = pl.DataFrame(columns)
    if table.name in _ORDERED or not table.key:
        return result
    ordered = result.sort(table.key, maintain_order=True)
    if ordered.select(pl.struct(table.key).is_duplicated().any()).item():
        # Never in a study that was checked; here so that the bytes never depend on the order of the rows.
        text = text_table(ordered)
        order = text.with_row_index("__place__").sort(*table.key, *text.columns)["__place__"]
        ordered = ordered[order]
    return ordered


def _clean(column: pl.Series, kind: Kind | None, table: Table) -> pl.Series:
    frame = column.to_frame()
    name = pl.col(column.name)
    if column.dtype == pl.String:
        if column.str.contains("\0", literal=True).any():
            message = _("A text in the table '{table}', column '{column}', holds a NUL character.")
            raise InputError(message.format(table=table.name, column=column.name))
        # Spaces around anything but a text are taken off in reading.
        bare = name.str.strip_chars()
        value = name if kind in {Kind.TEXT, None} else bare
        return frame.select(pl.when((bare != "") if kind is not None else (name != "")).then(value)).to_series()
    if isinstance(column.dtype, pl.List):
        if column.explode(empty_as_null=True).str.contains(LIST_SEPARATOR, literal=True).any():
            message = _("A name in the table '{table}', column '{column}', holds the separator |.")
            raise InputError(message.format(table=table.name, column=column.name))
        parts = name.list.eval(pl.element().str.strip_chars()).list.eval(pl.element().filter(pl.element() != ""))
        return (
            frame.select(parts.list.unique(maintain_order=True))
            .select(pl.when(name.list.len() > 0).then(name))
            .to_series()
        )
    if column.dtype == pl.Float64:
        # −0 is 0; NaN and infinity have no place in a study.
        return frame.select(
            pl.when(name == 0).then(0.0).when(name.is_finite()).then(name).alias(column.name)
        ).to_series()
    return column


def text_table(frame: pl.DataFrame) -> pl.DataFrame:
    """Return the table as the texts that stand in a CSV file."""
    columns = []
    for name, dtype in frame.schema.items():
        column = pl.col(name)
        if dtype == pl.Float64:
            columns.append(column.cast(pl.String).str.replace(r"\.0$", ""))
        elif isinstance(dtype, pl.List):
            columns.append(column.list.join(LIST_SEPARATOR))
        elif isinstance(dtype, pl.Datetime):
            columns.append(column.dt.to_string("%Y-%m-%dT%H:%M:%S%.f"))
        else:
            columns.append(column.cast(pl.String))
    return frame.select(columns)
