"""Values of links and ratings: on their scale, and in keeping with their state."""

from __future__ import annotations

import polars as pl

from clusterdynamics.study.check.context import Context
from clusterdynamics.study.codes import Code
from clusterdynamics.study.read.report import ROW
from clusterdynamics.study.tables import AnswerState, TieState

__all__ = ["CHECKS"]

# Plain texts: polars would make an enum of its own of the members.
_TIE, _ANSWERED = str(TieState.TIE), str(AnswerState.ANSWERED)
_SILENT = [str(s) for s in (TieState.DONT_KNOW, TieState.NOT_ANSWERED, TieState.NOT_OFFERED)]


def _number(column: str = "value") -> pl.Expr:
    return pl.col(column).cast(pl.String).str.replace(r"\.0$", "")


def ties_fit_their_scale(context: Context) -> None:
    """Report links whose value is off the scale, missing, or contradicts the state."""
    if context.settings is None or context["ties"].is_empty():
        return
    scales = pl.DataFrame(
        [
            (r.id, s.low if s else None, s.high if s else None)
            for r in context.settings.relations
            for s in [context.settings.scale(r.scale)]
        ],
        schema={"name": pl.String, "low": pl.Float64, "high": pl.Float64},
        orient="row",
    )
    ties = context["ties"].select(ROW, pl.col("relation").alias("name"), "value", "state")
    ties = ties.join(scales, on="name", how="inner")
    value, state = pl.col("value"), pl.col("state")
    scaled = pl.col("low").is_not_null()
    tie = state.is_null() | (state == _TIE)

    # 0 is "no link" on every scale, also on those that begin at 1.
    off = scaled & (value != 0) & ~value.is_between("low", "high")
    _off_scale(context, "ties", ties.filter(off))
    unscaled = ties.filter(~scaled & ~value.is_in([0.0, 1.0]))
    negative = unscaled.filter(value < 0).with_columns(pl.lit(0.0).alias("low"), pl.lit(1.0).alias("high"))
    _off_scale(context, "ties", negative)
    weighted = (
        unscaled.filter(value > 0).select(ROW, "name", _number()).unique("name", keep="first", maintain_order=True)
    )
    context.report(Code.VALUE_WITHOUT_SCALE, "ties", "value", weighted.select(ROW, "name", _number()))

    missing = ties.filter(scaled & value.is_null() & state.is_null())
    context.report(Code.VALUE_MISSING, "ties", "value", missing.select(ROW, "name"))
    unsaid = ties.filter((state == _TIE) & ((value == 0) | (scaled & value.is_null())))
    shown = _number().fill_null("–")
    context.report(Code.STATE_WITHOUT_VALUE, "ties", "state", unsaid.select(ROW, "state", shown))
    said = ties.filter(~tie & value.is_not_null() & ((value != 0) | state.is_in(_SILENT)))
    context.report(Code.STATE_WITH_VALUE, "ties", "state", said.select(ROW, "state", _number()))


def ratings_fit_their_scale(context: Context) -> None:
    """Report ratings whose value is off the scale of the item, missing, or contradicts the state."""
    ratings = context["ratings"].select(ROW, pl.col("item").alias("name"), "value", "state")
    states_fit(context, "ratings", ratings)
    if context.settings is None or ratings.is_empty():
        return
    scales = [(i.id, s.low, s.high) for i in context.settings.items if (s := context.settings.scale(i.scale))]
    known = pl.DataFrame(scales, schema={"name": pl.String, "low": pl.Float64, "high": pl.Float64}, orient="row")
    rated = ratings.join(known, on="name", how="inner")
    _off_scale(context, "ratings", rated.filter(~pl.col("value").is_between("low", "high")))


def states_fit(context: Context, table: str, frame: pl.DataFrame) -> None:
    """Report answers that are said to be given and have no value, or the other way round."""
    state, value = pl.col("state"), pl.col("value")
    unsaid = frame.filter((state == _ANSWERED) & value.is_null())
    shown = pl.lit("–").alias("value")
    context.report(Code.STATE_WITHOUT_VALUE, table, "state", unsaid.select(ROW, "state", shown))
    said = frame.filter((state != _ANSWERED) & value.is_not_null())
    context.report(Code.STATE_WITH_VALUE, table, "state", said.select(ROW, "state", _number()))


def _off_scale(context: Context, table: str, bad: pl.DataFrame) -> None:
    texts = [_number(c) for c in ("value", "low", "high")]
    context.report(Code.OFF_SCALE, table, "value", bad.select(ROW, "name", *texts))


CHECKS = (ties_fit_their_scale, ratings_fit_their_scale)
