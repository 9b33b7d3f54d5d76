"""Nobody is named in a wave of which they are no part, and nobody names themselves."""

from __future__ import annotations

import polars as pl

from clusterdynamics.study.check.context import Context
from clusterdynamics.study.codes import Code
from clusterdynamics.study.read.report import ROW

__all__ = ["CHECKS"]

_PAIRS = ("ties", "ratings", "wishes", "suggestions")
#: Table → columns that name an organisation in the wave of the row.
_NAMED = dict.fromkeys(_PAIRS, ("from", "to")) | {"offered": ("actor",), "respondents": ("actor",)}


def pairs_are_of_two(context: Context) -> None:
    """Report rows in which an organisation names itself."""
    for table in _PAIRS:
        bad = context[table].filter(pl.col("from") == pl.col("to"))
        context.report(Code.SELF_TIE, table, "to", bad.select(ROW, pl.col("to").alias("value")))


def actors_are_present(context: Context) -> None:
    """Report organisations named in a wave before they joined, or after they left or opted out."""
    spans = context.actors.drop_nulls("actor")
    moving = spans.filter(pl.any_horizontal(pl.col("joined", "left", "opted_out").is_not_null()))
    if moving.is_empty():
        return
    for table, columns in _NAMED.items():
        frame = context[table]
        if "state" in frame.columns:
            # A row may say outright that the organisation was not on the list.
            frame = frame.filter(pl.col("state").is_null() | (pl.col("state") != "not_offered"))
        for column in columns:
            _present(context, table, column, frame.select(ROW, "wave", pl.col(column).alias("actor")), moving)


def _present(context: Context, table: str, column: str, named: pl.DataFrame, moving: pl.DataFrame) -> None:
    rows = named.join(moving, on="actor", how="inner").join(context.waves, on="wave", how="inner")
    place = pl.col("place")
    reasons = (
        (Code.ACTOR_OPTED_OUT, pl.col("opted_out_place") <= place, "opted_out"),
        (Code.ACTOR_LEFT, pl.col("left_place") <= place, "left"),
        (Code.ACTOR_NOT_YET, pl.col("joined_place") > place, "joined"),
    )
    for code, absent, since in reasons:
        bad = rows.filter(absent).select(ROW, "wave", pl.col("actor").alias("value"), pl.col(since).alias("since"))
        context.report(code, table, column, bad)
        rows = rows.filter(absent.fill_null(value=False).not_())


CHECKS = (pairs_are_of_two, actors_are_present)
