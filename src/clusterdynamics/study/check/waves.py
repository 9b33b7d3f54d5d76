"""Waves follow one another."""

from __future__ import annotations

import polars as pl

from clusterdynamics.study.check.context import Context
from clusterdynamics.study.codes import Code
from clusterdynamics.study.read.report import ROW

__all__ = ["CHECKS"]


def waves_are_listed(context: Context) -> None:
    """Note that one wave is assumed where none is listed."""
    if context["waves"].is_empty() and "waves" not in context.broken:
        context.problems.add(Code.NO_WAVES, context.file("waves"))


def waves_follow_one_another(context: Context) -> None:
    """Report waves that close before they open, are out of order, or overlap."""
    frame = context["waves"].select(ROW, "id", "opens", "closes")
    early = frame.filter(pl.col("closes") < pl.col("opens"))
    dates = [pl.col(c).cast(pl.String) for c in ("opens", "closes")]
    context.report(Code.WAVE_CLOSES_EARLY, "waves", "closes", early.select(ROW, *dates))
    dated = frame.drop_nulls("opens").with_columns(
        pl.col("id").shift(1).alias("other"),
        pl.col("opens").shift(1).alias("before"),
        pl.col("closes").shift(1).alias("until"),
    )
    unordered = dated.filter(pl.col("opens") < pl.col("before"))
    context.report(Code.WAVE_ORDER, "waves", "opens", unordered.select(ROW, "other"))
    overlapping = dated.filter((pl.col("opens") >= pl.col("before")) & (pl.col("opens") <= pl.col("until")))
    context.report(Code.WAVE_OVERLAP, "waves", "opens", overlapping.select(ROW, "other"))


def answers_come_during_the_wave(context: Context) -> None:
    """Warn of answers that were sent outside the dates of their wave."""
    waves = context["waves"].select(pl.col("id").alias("wave"), "opens", "closes").drop_nulls("wave").unique("wave")
    frame = context["respondents"].select(ROW, "wave", pl.col("submitted_at").dt.date().alias("date"))
    frame = frame.drop_nulls("date").join(waves, on="wave", how="inner")
    outside = frame.filter((pl.col("date") < pl.col("opens")) | (pl.col("date") > pl.col("closes")))
    texts = [pl.col(c).cast(pl.String).fill_null("…") for c in ("date", "opens", "closes")]
    context.report(Code.SUBMITTED_OUTSIDE, "respondents", "submitted_at", outside.select(ROW, "wave", *texts))


CHECKS = (waves_are_listed, waves_follow_one_another, answers_come_during_the_wave)
