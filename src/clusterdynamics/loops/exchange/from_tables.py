"""From the tables of a study to a corpus: stories, themes, codings and claims."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import polars as pl

from clusterdynamics.i18n import _
from clusterdynamics.loops.exchange.corpus import (
    Claim,
    Code,
    Coding,
    Corpus,
    Document,
    Scalar,
    Selection,
    Source,
)

__all__ = ["STORY_COLUMNS", "tables_to_corpus"]

#: Columns of a story that a text carries along as attributes.
STORY_COLUMNS = ("wave", "respondent", "worked", "language", "class")


def tables_to_corpus(tables: Mapping[str, pl.DataFrame], *, title: str = "", wave: str | None = None) -> Corpus:
    """Return the stories of a study and how they are coded.

    Parameters
    ----------
    tables
        Table name → frame, as a `Study` has them: ``stories``, ``claims``, ``themes``, ``codings``, and ``actors``
        for the names of those who tell.
    wave
        Stories of this wave only.

    Returns
    -------
    A corpus. Sources are the organisations of the tellers; factors that are no themes become codes called by
    their identifiers.
    """
    stories = tables["stories"]
    if wave is not None:
        stories = stories.filter(pl.col("wave") == wave)
    documents = tuple(
        Document(
            row["id"],
            row["text"],
            row["title"] or "",
            row["actor"],
            {name: row[name] for name in STORY_COLUMNS if row[name] is not None},
        )
        for row in stories.iter_rows(named=True)
    )
    told = {d.id for d in documents}
    claims = tuple(
        Claim(
            row["id"],
            row["cause"],
            row["effect"],
            row["polarity"],
            row["quote"] or "",
            row["story"],
            row["start"] if row["end"] is not None else None,
            row["end"] if row["start"] is not None else None,
            coder=row["coder"] or "",
            delay=row["delay"] or "",
            certainty=row["certainty"] or "",
            counter_evidence=row["counter_evidence"] or "",
            time=row["time"] or "",
        )
        for row in tables["claims"].iter_rows(named=True)
        if row["story"] in told
    )
    codes = [
        Code(row["id"], row["label"], row["parent"], row["definition"] or "")
        for row in tables["themes"].iter_rows(named=True)
    ]
    themes = {c.id for c in codes}
    factors = dict.fromkeys(end for c in claims for end in (c.cause, c.effect) if end not in themes)
    selections, codings = _passages(row for row in tables["codings"].iter_rows(named=True) if row["story"] in told)
    labels = dict(tables["actors"].select("id", "label").iter_rows())
    tellers = dict.fromkeys(d.source for d in documents if d.source is not None)
    return Corpus(
        documents,
        (*codes, *(Code(f, f) for f in factors)),
        selections,
        codings,
        claims,
        tuple(Source(t, labels.get(t, "")) for t in tellers),
        title,
        (_("Factors that are no themes are called by their identifiers."),) if factors else (),
    )


def _passages(rows: Iterable[Mapping[str, Scalar]]) -> tuple[tuple[Selection, ...], tuple[Coding, ...]]:
    """Return each passage once, and the codings on it."""
    places: dict[tuple[str, int, int], Selection] = {}
    codings = []
    for row in rows:
        story, start, end = str(row["story"]), row["start"], row["end"]
        own = None
        if isinstance(start, int) and isinstance(end, int):
            selection = Selection(f"{story}:{start}-{end}", story, start, end)
            own = places.setdefault((story, start, end), selection).id
        codings.append(Coding(str(row["theme"]), story, own, str(row["coder"] or "")))
    return tuple(places.values()), tuple(codings)
