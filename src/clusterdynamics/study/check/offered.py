"""What could be picked, and what was."""

from __future__ import annotations

import polars as pl

from clusterdynamics.study.check.context import PRESENT_STATES, Context
from clusterdynamics.study.codes import Code
from clusterdynamics.study.read.report import ROW

__all__ = ["CHECKS"]


def picks_were_offered(context: Context) -> None:
    """Report links to organisations that were not on the respondent's list."""
    lists = context["offered"].select("wave", "respondent", pl.col("actor").alias("value")).drop_nulls()
    if lists.is_empty():
        return
    ties = context["ties"].select(ROW, "wave", "from", "respondent", pl.col("to").alias("value"), "state")
    ties = ties.filter(pl.col("state").is_null() | ~pl.col("state").is_in(list(PRESENT_STATES)))
    # Where an organisation has one respondent only, a row need not name them.
    key = ["wave", "for_actor"]
    only = context.people.drop_nulls(key).filter(pl.len().over(key) == 1)
    only = only.select("wave", pl.col("for_actor").alias("from"), pl.col("respondent").alias("the_one"))
    ties = ties.join(only, on=["wave", "from"], how="left")
    ties = ties.with_columns(pl.coalesce("respondent", "the_one").alias("respondent"))
    listed = ties.join(lists.select("wave", "respondent").unique(), on=["wave", "respondent"], how="semi")
    bad = listed.join(lists, on=["wave", "respondent", "value"], how="anti")
    known = bad.join(context.actors.select(pl.col("actor").alias("value")), on="value", how="semi")
    context.report(Code.NOT_OFFERED, "ties", "to", known.select(ROW, "value", "respondent"))


def everybody_was_offered(context: Context) -> None:
    """Warn of organisations that were on nobody's list in a wave that has lists."""
    lists = context["offered"].select("wave", pl.col("actor")).drop_nulls().unique()
    waves = context.waves.join(lists.select("wave").unique(), on="wave", how="semi")
    rows = context["actors"].select(ROW, pl.col("id").alias("actor")).join(context.actors, on="actor")
    pairs = rows.join(waves, how="cross")
    place = pl.col("place")
    present = (
        (pl.col("joined_place").fill_null(0) <= place)
        & (pl.col("left_place").is_null() | (pl.col("left_place") > place))
        & (pl.col("opted_out_place").is_null() | (pl.col("opted_out_place") > place))
    )
    missing = pairs.filter(present).join(lists, on=["wave", "actor"], how="anti")
    context.report(Code.NEVER_OFFERED, "actors", "id", missing.select(ROW, pl.col("actor").alias("value"), "wave"))


CHECKS = (picks_were_offered, everybody_was_offered)
