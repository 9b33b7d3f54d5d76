"""The seam for hard figures: rows here, the table `indicators` of the study package there."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from clusterdynamics.study.model import Study as StudyPackage
from clusterdynamics.study.tables import TABLES
from clusterdynamics_web.dashboard.models import HardFigure
from clusterdynamics_web.studies.models import Study
from clusterdynamics_web.survey.seam import Part

__all__ = ["COLUMNS", "PART", "figures_frame"]

COLUMNS = ("region", "period", "code", "label", "value", "unit", "source", "vintage", "flag")


def figures_frame(study: Study) -> pl.DataFrame:
    """Return the hard figures of a study as the library's table."""
    rows = [tuple(None if v == "" else v for v in row) for row in study.hard_figures.values_list(*COLUMNS)]
    return pl.DataFrame(rows, schema={c: TABLES["indicators"].schema[c] for c in COLUMNS}, orient="row")


def _frames(study: Study) -> Mapping[str, pl.DataFrame]:
    return {"indicators": figures_frame(study).select(list(TABLES["indicators"].schema))}


def _fill(study: Study, package: StudyPackage) -> None:
    HardFigure.objects.bulk_create(
        HardFigure(study=study, **{c: row[c] if row[c] is not None or c == "value" else "" for c in COLUMNS})
        for row in package["indicators"].iter_rows(named=True)
    )


PART = Part(("indicators",), _frames, _fill)
