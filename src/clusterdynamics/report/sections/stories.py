"""What do people tell? The stories of the latest wave, in the tellers' own words, as far as each has agreed."""

from __future__ import annotations

import polars as pl

from clusterdynamics.disclosure import leaks, stories_for
from clusterdynamics.i18n import _, ngettext
from clusterdynamics.report.audience import secret_names
from clusterdynamics.report.model import Basis, Section, StoryBlock
from clusterdynamics.report.sections.context import Context
from clusterdynamics.report.words import METHODS, questions

__all__ = ["stories_section"]


def stories_section(context: Context) -> Section | None:
    """Return the stories that the audience may read, of the latest wave that has any; None where there is none."""
    study = context.study
    stories = stories_for(study, context.audience)
    secrets = secret_names(study, context.audience)
    # A story that names somebody who has not agreed to it waits for the person who reviews the stories.
    stories = stories.filter(
        [not leaks(f"{t or ''} {x}", secrets) for t, x in stories.select("title", "text").iter_rows()]
    )
    waves = [w for w in study.wave_ids if stories.filter(pl.col("wave") == w).height]
    if not waves:
        return None
    latest = stories.filter(pl.col("wave") == waves[-1]).sort("id")
    told, wave = latest.height, study.wave_label(waves[-1])
    hidden = study["stories"].filter(pl.col("wave") == waves[-1]).height - told
    finding = ngettext("In {wave} {n} story can be read here.", "In {wave} {n} stories can be read here.", told)
    answer = finding.format(wave=wave, n=told)
    if hidden:
        answer += " " + _("Others were told for a smaller circle.")
    blocks = tuple(
        StoryBlock(
            alt=row["title"] or row["text"][:80],
            title=row["title"] or "",
            text=row["text"],
            teller=study.labels[row["actor"]] if row["actor"] else "",
            basis=(Basis(told, _("stories"), None, wave),),
            method=_(METHODS["stories"]),
            source=context.assessment.snapshot,
            verdict=context.audience,
        )
        for row in latest.iter_rows(named=True)
    )
    return Section("stories", questions()["stories"], answer, blocks)
