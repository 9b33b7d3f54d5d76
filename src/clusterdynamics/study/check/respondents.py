"""Who answered for whom, and whether they answered at all."""

from __future__ import annotations

import polars as pl

from clusterdynamics.study.check.context import PRESENT_STATES, Context
from clusterdynamics.study.codes import Code
from clusterdynamics.study.read.report import ROW

__all__ = ["CHECKS"]

#: Statuses under which there can be no answers.
_SILENT = ("invited", "declined", "bounced")
#: Table → column with the organisation that the respondent speaks for.
_SPEAKING = {"ties": "from", "ratings": "from", "wishes": "from", "stories": "actor"}
_ANSWERING = (*_SPEAKING, "answers", "area_answers", "nominations", "outside_links", "partner_regions")


def _claims(context: Context, table: str) -> pl.DataFrame:
    """Return the rows of a table that say something: not those that say that nothing was said."""
    frame = context[table]
    if "state" not in frame.columns:
        return frame
    return frame.filter(pl.col("state").is_null() | ~pl.col("state").is_in(list(PRESENT_STATES)))


def respondents_speak_for_their_own(context: Context) -> None:
    """Report rows in which a respondent of one organisation answers for another."""
    for table, column in _SPEAKING.items():
        frame = context[table].select(ROW, "wave", "respondent", pl.col(column).alias("value")).drop_nulls()
        rows = frame.join(context.people.drop(ROW), on=["wave", "respondent"], how="inner")
        bad = rows.filter(pl.col("value") != pl.col("for_actor"))
        context.report(
            Code.RESPONDENT_OTHER_ACTOR,
            table,
            "respondent",
            bad.select(ROW, "respondent", pl.col("for_actor").alias("actor"), "value"),
        )


def answers_come_from_those_who_answered(context: Context) -> None:
    """Report answers of respondents that were only invited, declined, or could not be reached."""
    silent = context.people.filter(pl.col("status").is_in(list(_SILENT))).drop(ROW)
    for table in _ANSWERING:
        frame = _claims(context, table).select(ROW, "wave", pl.col("respondent"))
        bad = frame.join(silent, on=["wave", "respondent"], how="inner")
        context.report(
            Code.RESPONDENT_SILENT, table, "respondent", bad.select(ROW, pl.col("respondent").alias("value"), "status")
        )


def reports_come_from_those_who_were_asked(context: Context) -> None:
    """Report links and ratings of organisations where nobody was asked, or nobody answered."""
    if context.people.is_empty() or "respondents" in context.broken:
        return
    key = ["wave", "value"]
    asked = context.people.rename({"for_actor": "value"}).drop_nulls(key)
    silent = asked.group_by(key).agg(
        pl.col("status").is_in(list(_SILENT)).all().alias("silent"), pl.col("status").first()
    )
    silent = silent.filter("silent").drop("silent")
    for table in ("ties", "ratings", "wishes"):
        rows = _claims(context, table).select(ROW, "wave", "respondent", pl.col("from").alias("value"))
        rows = rows.drop_nulls(key)
        known = rows.join(context.actors.select(pl.col("actor").alias("value")), on="value", how="semi")
        known = known.join(context.waves.select("wave"), on="wave", how="semi")
        context.report(
            Code.NOT_ASKED, table, "from", known.join(asked, on=key, how="anti").select(ROW, "value", "wave")
        )
        unnamed = rows.filter(pl.col("respondent").is_null()).join(silent, on=key, how="inner")
        context.report(Code.RESPONDENT_SILENT, table, "from", unnamed.select(ROW, "value", "status"))


def leads_are_single(context: Context) -> None:
    """Report organisations with two lead informants in a wave, and with none where the lead decides."""
    key = ["wave", "for_actor"]
    people = context.people.drop_nulls(key)
    leads = people.filter("is_lead").with_columns(pl.col(ROW).min().over(key).alias("first"))
    bad = leads.filter(pl.col(ROW) > pl.col("first"))
    context.report(
        Code.TWO_LEADS, "respondents", "is_lead", bad.select(ROW, pl.col("for_actor").alias("value"), "wave", "first")
    )
    if context.settings is None or context.settings.informants != "lead":
        return
    groups = people.group_by(key).agg(pl.col(ROW).min(), pl.len().alias("n"), pl.col("is_lead").any())
    missing = groups.filter((pl.col("n") > 1) & ~pl.col("is_lead"))
    context.report(
        Code.NO_LEAD, "respondents", "is_lead", missing.select(ROW, pl.col("for_actor").alias("value"), "wave")
    )


CHECKS = (
    respondents_speak_for_their_own,
    answers_come_from_those_who_answered,
    reports_come_from_those_who_were_asked,
    leads_are_single,
)
