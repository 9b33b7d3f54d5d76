"""Answers that are not about a partner: of the kind the item asks for, and without contradictions."""

from __future__ import annotations

import polars as pl

from clusterdynamics.study.check.context import Context
from clusterdynamics.study.check.values import states_fit
from clusterdynamics.study.codes import Code
from clusterdynamics.study.read.report import ROW
from clusterdynamics.study.tables import LIST_SEPARATOR

__all__ = ["CHECKS"]


def answers_fit_their_items(context: Context) -> None:
    """Report answers that are no number where one is asked, off the scale, or not among the options."""
    answers = context["answers"].select(ROW, "item", "value", "state")
    states_fit(context, "answers", answers)
    if context.settings is None or answers.is_empty():
        return
    given = answers.drop_nulls(["item", "value"])
    numeric, choosing = [], []
    for item in context.settings.items:
        if item.kind in {"statement", "number", "rating"}:
            scale = context.settings.scale(item.scale)
            numeric.append((item.id, scale.low if scale else None, scale.high if scale else None))
        elif item.kind == "choice" and item.options:
            choosing.append((item.id, list(item.options)))
    _numbers(context, given, numeric)
    _options(context, given, choosing)


def _numbers(context: Context, given: pl.DataFrame, items: list[tuple[str, float | None, float | None]]) -> None:
    known = pl.DataFrame(items, schema={"item": pl.String, "low": pl.Float64, "high": pl.Float64}, orient="row")
    rows = given.join(known, on="item", how="inner")
    number = pl.col("value").str.strip_chars().cast(pl.Float64, strict=False)
    rows = rows.with_columns(number.alias("number"))
    none = rows.filter(pl.col("number").is_null() | ~pl.col("number").is_finite())
    context.report(Code.ANSWER_NOT_NUMBER, "answers", "value", none.select(ROW, "value", "item"))
    off = rows.filter(pl.col("number").is_finite() & ~pl.col("number").is_between("low", "high"))
    texts = [pl.col(c).cast(pl.String).str.replace(r"\.0$", "") for c in ("low", "high")]
    context.report(Code.OFF_SCALE, "answers", "value", off.select(ROW, "value", pl.col("item").alias("name"), *texts))


def _options(context: Context, given: pl.DataFrame, items: list[tuple[str, list[str]]]) -> None:
    known = pl.DataFrame(items, schema={"item": pl.String, "options": pl.List(pl.String)}, orient="row")
    rows = given.join(known, on="item", how="inner")
    parts = rows.with_columns(pl.col("value").str.split(LIST_SEPARATOR)).explode("value")
    parts = parts.with_columns(pl.col("value").str.strip_chars())
    bad = parts.filter(~pl.col("value").is_in(pl.col("options")))
    shown = pl.col("options").list.join(", ").alias("choices")
    context.report(Code.OPTION_UNKNOWN, "answers", "value", bad.select(ROW, "value", "item", shown))


def areas_do_not_contradict(context: Context) -> None:
    """Report respondents that ticked "not for us" and something else for the same area."""
    key = ["wave", "respondent", "area"]
    frame = context["area_answers"].select(ROW, *key, "answer").drop_nulls()
    refusals = frame.filter(pl.col("answer") == "not_for_us")
    others = frame.filter(pl.col("answer") != "not_for_us").select(key).unique()
    bad = refusals.join(others, on=key, how="semi")
    context.report(
        Code.AREA_CONTRADICTION, "area_answers", "answer", bad.select(ROW, pl.col("respondent").alias("value"), "area")
    )


def nominations_name_somebody(context: Context) -> None:
    """Report nominations of nobody."""
    bad = context["nominations"].filter(pl.col("actor").is_null() & pl.col("person").is_null())
    context.report(Code.NOMINATION_EMPTY, "nominations", None, bad.select(ROW))


def outside_links_do_not_contradict(context: Context) -> None:
    """Report respondents that have links outside the region and have none."""
    key = ["wave", "respondent"]
    frame = context["outside_links"]
    none = frame.filter(pl.col("has_links").not_())
    described = pl.any_horizontal(pl.col("partner_type", "region", "purpose").is_not_null())
    some = frame.filter(pl.col("has_links")).select(key).unique()
    bad = pl.concat([none.filter(described), none.join(some, on=key, how="semi")]).unique(ROW)
    context.report(
        Code.LINKS_CONTRADICTION, "outside_links", "has_links", bad.select(ROW, pl.col("respondent").alias("value"))
    )


def partner_regions_do_not_contradict(context: Context) -> None:
    """Report respondents that have partners in other regions and have none, regions without a name, wrong depths."""
    key = ["wave", "respondent"]
    frame = context["partner_regions"]
    none = frame.filter(pl.col("has_partners").not_())
    columns = ("region", "depth", "areas", "gets", "barriers", "door", "door_name")
    described = pl.any_horizontal(pl.col(*columns).is_not_null())
    some = frame.filter(pl.col("has_partners"))
    who = (ROW, pl.col("respondent").alias("value"))
    bad = pl.concat([none.filter(described), none.join(some.select(key).unique(), on=key, how="semi")]).unique(ROW)
    context.report(Code.PARTNERS_CONTRADICTION, "partner_regions", "has_partners", bad.select(*who))
    nameless = some.filter(pl.col("region").is_null())
    context.report(Code.PARTNER_REGION_MISSING, "partner_regions", "region", nameless.select(*who))
    scale = context.settings.scale("depth") if context.settings is not None else None
    if scale is not None:
        off = frame.filter(~pl.col("depth").is_between(scale.low, scale.high))
        context.report(
            Code.OFF_SCALE,
            "partner_regions",
            "depth",
            off.select(ROW, pl.col("depth").alias("value")),
            name="depth",
            low=f"{scale.low:g}",
            high=f"{scale.high:g}",
        )


CHECKS = (
    answers_fit_their_items,
    areas_do_not_contradict,
    nominations_name_somebody,
    outside_links_do_not_contradict,
    partner_regions_do_not_contradict,
)
