"""What respondents agreed to, without contradictions, and kept to."""

from __future__ import annotations

import polars as pl

from clusterdynamics.study.check.context import Context
from clusterdynamics.study.codes import Code
from clusterdynamics.study.read.report import ROW

__all__ = ["CHECKS"]

_YES_NO = ("yes", "no")
_AUDIENCES = ("nobody", "participants", "network", "public")
#: Choice → the answers that it can have; a name and a quote are given to an audience, the rest is yes or no.
_ANSWERS = {
    "take_part": _YES_NO,
    "name": _AUDIENCES,
    "own_ties": (*_YES_NO, *_AUDIENCES),
    "findable": _YES_NO,
    "quote": (*_YES_NO, *_AUDIENCES),
    "recontact": _YES_NO,
}
_ANSWERING = (
    "ties",
    "ratings",
    "wishes",
    "answers",
    "area_answers",
    "nominations",
    "outside_links",
    "partner_regions",
    "stories",
)


def answers_fit_their_choices(context: Context) -> None:
    """Report answers that a choice cannot have."""
    frame = context["consents"].select(ROW, "choice", pl.col("class").alias("value")).drop_nulls()
    for choice, allowed in _ANSWERS.items():
        bad = frame.filter((pl.col("choice") == choice) & ~pl.col("value").is_in(list(allowed)))
        context.report(Code.CONSENT_CLASS, "consents", "class", bad, choices=", ".join(allowed))


def consents_do_not_contradict(context: Context) -> None:
    """Report two different answers on one choice that hold at the same time."""
    key = ["respondent", "choice", "time"]
    frame = context["consents"].filter(pl.col("withdrawn_at").is_null())
    frame = frame.select(ROW, *key, "class").drop_nulls(["respondent", "choice", "class"])
    # Without a time nothing says which is the later one.
    undated = pl.col("time").is_null().any().over(["respondent", "choice"])
    frame = frame.with_columns(pl.when(~undated).then("time").alias("time"))
    first = frame.with_columns(
        pl.col(ROW).min().over(key).alias("first"),
        pl.col("class").sort_by(ROW).first().over(key).alias("first_class"),
    )
    bad = first.filter(pl.col("class") != pl.col("first_class"))
    context.report(
        Code.CONSENT_CONTRADICTION,
        "consents",
        "class",
        bad.select(ROW, pl.col("respondent").alias("value"), "choice", "first"),
    )


def consents_are_withdrawn_later(context: Context) -> None:
    """Report consents that were taken back before they were given."""
    bad = context["consents"].filter(pl.col("withdrawn_at") < pl.col("time"))
    texts = [
        pl.col(c).dt.strftime("%Y-%m-%d %H:%M").alias(n) for c, n in (("withdrawn_at", "withdrawn"), ("time", "given"))
    ]
    context.report(Code.WITHDRAWN_EARLY, "consents", "withdrawn_at", bad.select(ROW, *texts))


def refusals_are_kept(context: Context) -> None:
    """Report answers of respondents who did not agree to take part."""
    mine = context["consents"].filter(pl.col("choice") == "take_part")
    latest = mine.sort("time", ROW, nulls_last=False).unique("respondent", keep="last", maintain_order=True)
    refused = latest.filter((pl.col("class") == "no") | pl.col("withdrawn_at").is_not_null())
    if refused.is_empty():
        return
    told = [context[t].select("respondent") for t in _ANSWERING]
    answered = pl.concat(told).drop_nulls().unique()
    bad = refused.join(answered, on="respondent", how="semi")
    context.report(Code.CONSENT_REFUSED, "consents", "class", bad.select(ROW, pl.col("respondent").alias("value")))


CHECKS = (
    answers_fit_their_choices,
    consents_do_not_contradict,
    consents_are_withdrawn_later,
    refusals_are_kept,
)
