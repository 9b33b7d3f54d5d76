"""What a cell refers to is there."""

from __future__ import annotations

from typing import Any

import polars as pl

from clusterdynamics.study.check.context import Context
from clusterdynamics.study.codes import Code
from clusterdynamics.study.names import fold, nearest
from clusterdynamics.study.read.report import ROW
from clusterdynamics.study.tables import TABLES, Field, Kind, Table

__all__ = ["CHECKS"]

_UNKNOWN = {
    "actors": Code.UNKNOWN_ACTOR,
    "waves": Code.UNKNOWN_WAVE,
    "respondents": Code.UNKNOWN_RESPONDENT,
    "areas": Code.UNKNOWN_AREA,
    "purposes": Code.UNKNOWN_PURPOSE,
    "stories": Code.UNKNOWN_STORY,
    "themes": Code.UNKNOWN_THEME,
    "findings": Code.UNKNOWN_FINDING,
}


def references_exist(context: Context) -> None:
    """Report every cell that refers to a row of another table that is not there."""
    for table in TABLES.values():
        frame = context[table.name]
        for field in table.fields:
            if field.references is None or frame.is_empty() or field.references.startswith("settings."):
                continue
            target = field.references.partition(".")[0]
            if target not in context.broken:
                _table_reference(context, table, field, target)


def _table_reference(context: Context, table: Table, field: Field, target: str) -> None:
    wanted = _wanted(context, table, field)
    if wanted.is_empty():
        return
    if target == "waves":
        known = context.waves.select(pl.col("wave").alias("value"))
    else:
        known = context[target].select(pl.col("id").alias("value")).drop_nulls().unique()
    if known.is_empty():
        if not field.lax:
            file = context.file(table.name)
            context.problems.add(Code.TABLE_NEEDED, file, None, field.name, target=target)
        return
    unknown = wanted.join(known, on="value", how="anti")
    if unknown.height:
        _report(context, table, field, target, unknown.select(ROW, "value"), known["value"].to_list())
    if target == "respondents" and "wave" in table:
        _in_this_wave(context, table, field, wanted.join(known, on="value", how="semi"))


def _wanted(context: Context, table: Table, field: Field) -> pl.DataFrame:
    """Return ``ROW`` and ``value`` (and ``wave``) of all cells that refer to something."""
    columns = [pl.col(ROW), pl.col(field.name).alias("value")]
    if "wave" in table and field.name != "wave":
        columns.append(pl.col("wave"))
    frame = context[table.name].select(columns)
    if field.kind is Kind.LIST:
        frame = frame.drop_nulls("value").explode("value", empty_as_null=True)
    return frame.drop_nulls("value")


def _report(context: Context, table: Table, field: Field, target: str, unknown: pl.DataFrame, known: list[str]) -> None:
    found: dict[str, str | None] = {}
    names = _names(context) if target == "actors" else {}

    def near(row: dict[str, Any]) -> dict[str, Any]:
        value = row["value"]
        if value not in found:
            # A person may have written the name instead of the identifier.
            found[value] = names.get(fold(value)) or nearest(value, known)
        return {"nearest": found[value]}

    context.problems.add_rows(_UNKNOWN[target], context.file(table.name), field.name, unknown, near, target=target)


def _names(context: Context) -> dict[str, str]:
    """Folded name or other name of an organisation → its identifier."""
    names: dict[str, str] = {}
    rows = context["actors"].select("id", "label", "short_label", "aliases").drop_nulls("id").iter_rows()
    for identifier, label, short, aliases in rows:
        for name in (label, short, *(aliases or ())):
            if name:
                names.setdefault(fold(name), identifier)
    return names


def _in_this_wave(context: Context, table: Table, field: Field, wanted: pl.DataFrame) -> None:
    """Report respondents that are listed, but not in the wave of the row."""
    name = "respondent"
    here = context.people.select(pl.col(name).alias("value"), "wave")
    waves = context.waves.select("wave")
    elsewhere = wanted.join(waves, on="wave", how="semi").join(here, on=["value", "wave"], how="anti")
    context.report(Code.RESPONDENT_OTHER_WAVE, table.name, field.name, elsewhere.select(ROW, "value", "wave"))


def relations_are_described(context: Context) -> None:
    """Report ties of relations that ``study.toml`` does not know, or did not ask in the wave."""
    frame = context["ties"].select(ROW, "wave", pl.col("relation").alias("value")).drop_nulls("value")
    if context.settings is None or frame.is_empty():
        return
    relations = context.settings.relations
    levels = {level: r.id for r in relations for level in r.levels}
    known = [r.id for r in relations]
    unknown = frame.filter(~pl.col("value").is_in(known))
    cut = unknown.filter(pl.col("value").is_in(list(levels)))
    cut = cut.with_columns(pl.col("value").replace_strict(levels, return_dtype=pl.String, default="").alias("relation"))
    context.report(Code.LEVEL_AS_RELATION, "ties", "relation", cut.select(ROW, "value", "relation"))
    rest = unknown.filter(~pl.col("value").is_in(list(levels))).select(ROW, "value")

    def near(row: dict[str, Any]) -> dict[str, Any]:
        return {"nearest": nearest(row["value"], known)}

    context.problems.add_rows(Code.UNKNOWN_RELATION, context.file("ties"), "relation", rest, near)
    for relation in relations:
        if relation.waves:
            mine = frame.filter((pl.col("value") == relation.id) & ~pl.col("wave").is_in(list(relation.waves)))
            mine = mine.join(context.waves, on="wave", how="semi")
            context.report(Code.RELATION_NOT_ASKED, "ties", "wave", mine.select(ROW, "value", "wave"))


def items_are_described(context: Context) -> None:
    """Report answers and ratings of items that ``study.toml`` does not know, or of the wrong kind."""
    if context.settings is None:
        return
    kinds = {item.id: item.kind for item in context.settings.items}
    known = list(kinds)

    def near(row: dict[str, Any]) -> dict[str, Any]:
        return {"nearest": nearest(row["value"], known)}

    for table in ("ratings", "answers"):
        frame = context[table].select(ROW, pl.col("item").alias("value")).drop_nulls("value")
        unknown = frame.filter(~pl.col("value").is_in(known))
        context.problems.add_rows(Code.UNKNOWN_ITEM, context.file(table), "item", unknown, near)
        wrong = [i for i, kind in kinds.items() if (kind == "rating") != (table == "ratings")]
        misplaced = frame.filter(pl.col("value").is_in(wrong)).group_by("value").agg(pl.col(ROW).min())
        kind_of = pl.col("value").replace_strict(kinds, return_dtype=pl.String, default="")
        context.report(
            Code.ITEM_KIND,
            table,
            "item",
            misplaced.select(ROW, pl.col("value").alias("item"), kind_of.alias("kind")),
        )


CHECKS = (references_exist, relations_are_described, items_are_described)
