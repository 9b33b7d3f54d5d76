"""What coders marked follows a story whose words change: places move along, and what is gone goes."""

from __future__ import annotations

from typing import Any

import polars as pl

from clusterdynamics.loops.coding import anchor_quotes
from clusterdynamics_web.stories.models import Claim, Coding
from clusterdynamics_web.survey.models import Story

__all__ = ["follow", "on_story_saved"]

_ROW = {"id": pl.String, "story": pl.String, "start": pl.Int64, "end": pl.Int64, "quote": pl.String}


def on_story_saved(sender: type[Story], instance: Story, created: bool, **_more: Any) -> None:
    """Bring what was marked in line with the words, whoever changed them."""
    if not created:
        follow(instance)


def follow(story: Story) -> int:
    """Move marks to where their words stand now; return how many are gone with theirs.

    A mark without words (and so without a place that could be checked) is about the whole story, and stays.
    """
    marks: list[Claim | Coding] = [*Claim.objects.filter(story=story), *Coding.objects.filter(story=story)]
    placed = {str(k): mark for k, mark in enumerate(marks) if mark.quote and mark.end is not None}
    if all(story.text[m.start or 0 : m.end] == m.quote for m in placed.values()):
        return 0
    rows = [(name, story.code, m.start, m.end, m.quote) for name, m in placed.items()]
    found = anchor_quotes(pl.DataFrame(rows, schema=_ROW, orient="row"), {story.code: story.text})
    lost = {gone.claim for gone in found.lost}
    for name, start, end, quote in found.claims.select("id", "start", "end", "quote").iter_rows():
        mark = placed[name]
        if name in lost:
            mark.delete()
        elif (mark.start, mark.end, mark.quote) != (start, end, quote):
            mark.start, mark.end, mark.quote = start, end, quote
            mark.save(update_fields=["start", "end", "quote"])
    return len(lost)
