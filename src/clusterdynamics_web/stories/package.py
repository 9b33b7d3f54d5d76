"""The seam for coding: rows here, tables `themes`, `codings` and `claims` of the study package there."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from clusterdynamics.study.model import Study as StudyPackage
from clusterdynamics.study.tables import TABLES
from clusterdynamics_web.stories.models import Claim, Coding, Theme
from clusterdynamics_web.studies.models import Study
from clusterdynamics_web.survey.seam import Part

__all__ = ["PART"]

#: Fields of a claim that are called the same in the package, where an empty text is an empty cell.
_SAME = ("polarity", "delay", "quote", "coder", "certainty", "counter_evidence", "time")


def _frames(study: Study) -> Mapping[str, pl.DataFrame]:
    themes = [
        (t.code, t.label, t.parent.code if t.parent else None, t.definition or None)
        for t in study.themes.select_related("parent").order_by("pk")
    ]
    codings = [
        (story, theme, start, end, coder or None)
        for story, theme, start, end, coder in Coding.objects.filter(story__study=study)
        .order_by("pk")
        .values_list("story__code", "theme__code", "start", "end", "coder")
    ]
    columns = ("code", "story__code", "cause", "effect", "polarity", "delay", "start", "end", *_SAME[2:])
    claims = [
        tuple(None if value == "" else value for value in row)
        for row in Claim.objects.filter(story__study=study).order_by("pk").values_list(*columns)
    ]
    return {
        name: pl.DataFrame(rows, schema=TABLES[name].schema, orient="row")
        for name, rows in (("themes", themes), ("codings", codings), ("claims", claims))
    }


def _fill(study: Study, package: StudyPackage) -> None:
    stories = {s.code: s for s in study.stories.all()}
    themes = {
        row["id"]: Theme(study=study, code=row["id"], label=row["label"], definition=row["definition"] or "")
        for row in package["themes"].iter_rows(named=True)
    }
    Theme.objects.bulk_create(themes.values())
    under = [(row["id"], row["parent"]) for row in package["themes"].iter_rows(named=True) if row["parent"]]
    for theme, parent in under:
        themes[theme].parent = themes[parent]
    Theme.objects.bulk_update([themes[theme] for theme, _parent in under], ["parent"])
    Coding.objects.bulk_create(
        Coding(
            story=stories[row["story"]],
            theme=themes[row["theme"]],
            start=row["start"],
            end=row["end"],
            quote="" if row["end"] is None else stories[row["story"]].text[row["start"] or 0 : row["end"]],
            coder=row["coder"] or "",
        )
        for row in package["codings"].iter_rows(named=True)
    )
    Claim.objects.bulk_create(
        Claim(
            story=stories[row["story"]],
            code=row["id"],
            cause=row["cause"],
            effect=row["effect"],
            start=row["start"],
            end=row["end"],
            **{name: row[name] or "" for name in _SAME},
        )
        for row in package["claims"].iter_rows(named=True)
    )


PART = Part(("themes", "codings", "claims"), _frames, _fill)
