"""Stories: passages lie in the story, quotes stand there, themes form a tree."""

from __future__ import annotations

import polars as pl

from clusterdynamics.study.check.actors import find_cycles
from clusterdynamics.study.check.context import Context
from clusterdynamics.study.codes import Code
from clusterdynamics.study.read.report import ROW

__all__ = ["CHECKS"]


def passages_lie_in_their_story(context: Context) -> None:
    """Report passages that end before they start, or after the end of the story."""
    stories = context["stories"].select(pl.col("id").alias("story"), pl.col("text").str.len_chars().alias("length"))
    stories = stories.drop_nulls().unique("story")
    for table in ("claims", "codings"):
        frame = context[table].select(ROW, "story", "start", "end")
        bad = frame.filter(pl.col("end") <= pl.col("start"))
        context.report(Code.SPAN_REVERSED, table, "end", bad.select(ROW, "start", "end"))
        longest = pl.max_horizontal("start", "end").alias("end")
        placed = frame.join(stories, on="story", how="inner").select(ROW, longest, "length")
        outside = placed.filter(pl.col("end") > pl.col("length"))
        context.report(Code.SPAN_OUTSIDE, table, "end", outside)


def quotes_stand_in_their_story(context: Context) -> None:
    """Report quotes that are not in the story, or not where they are said to be."""
    stories = context["stories"].select(pl.col("id").alias("story"), "text").drop_nulls().unique("story")
    texts = dict(stories.iter_rows())
    claims = context["claims"].select(ROW, "story", "start", "end", "quote").drop_nulls(["story", "quote"])
    file = context.file("claims")
    for row, story, start, end, quote in claims.filter(pl.col("story").is_in(list(texts))).iter_rows():
        text = texts[story]
        if start is None or end is None:
            if quote not in text:
                context.problems.add(Code.QUOTE_NOT_FOUND, file, row, "quote", story=story, value=quote)
        elif text[start:end] != quote:
            found = text.find(quote)
            if found < 0:
                context.problems.add(Code.QUOTE_NOT_FOUND, file, row, "quote", story=story, value=quote)
            else:
                place = {"story": story, "start": start, "found": found, "end": found + len(quote)}
                context.problems.add(Code.QUOTE_ELSEWHERE, file, row, "start", **place)


def claims_lead_somewhere(context: Context) -> None:
    """Warn of claims whose cause is their effect."""
    bad = context["claims"].filter(pl.col("cause") == pl.col("effect"))
    context.report(Code.CLAIM_SELF, "claims", "effect", bad.select(ROW, pl.col("effect").alias("value")))


def themes_form_a_tree(context: Context) -> None:
    """Report themes that stand under themselves."""
    frame = context["themes"].select(ROW, "id", "parent").drop_nulls()
    rows = {i: row for row, i, _parent in frame.iter_rows()}
    for path in find_cycles({i: [parent] for _row, i, parent in frame.iter_rows()}):
        context.problems.add(Code.THEME_CYCLE, context.file("themes"), rows[path[0]], "parent", path=" ← ".join(path))


CHECKS = (
    passages_lie_in_their_story,
    quotes_stand_in_their_story,
    claims_lead_somewhere,
    themes_form_a_tree,
)
