"""Figures as tables: in the report, and as ``figures.csv``."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

import polars as pl

from clusterdynamics.i18n import _
from clusterdynamics.measures.estimate import INTERVAL_WORDS, Estimate, Interval
from clusterdynamics.report.model import Cell, Column, Share, Table
from clusterdynamics.report.words import measure

if TYPE_CHECKING:
    from clusterdynamics.assessment import Assessment

__all__ = ["cell", "figures_csv", "figures_frame", "figures_table"]


def cell(value: float | None, name: str) -> Cell:
    """Return the value of the measure `name` as it stands in a table: shares as percentages."""
    if value is None:
        return None
    return Share(value) if measure(name).kind == "percent" else float(value)


def figures_table(
    estimates: Iterable[Estimate],
    labels: Mapping[str, str],
    caption: str,
    *,
    with_figure: bool = True,
    subject: str = "",
    subjects: Mapping[str, str] | None = None,
) -> Table:
    """Return figures as a table, one row each, with bounds, what these mean, n, and why a figure is missing.

    Parameters
    ----------
    estimates
        The figures.
    labels
        Network → label, and ``wave:<id>`` → label.
    caption
        What the table shows.
    with_figure
        Whether to name the measure in each row.
    subject
        Head of a column that names the subject; without it there is none.
    subjects
        Subject → what it is called.
    """
    listed = list(estimates)
    called = subjects or {}
    networks = any(e.network for e in listed)
    bounded = any(e.interval is not Interval.NONE for e in listed)
    noted = any(e.value is None for e in listed)
    columns = [
        *([Column(_("Network"))] if networks else []),
        *([Column(subject)] if subject else []),
        *([Column(_("Figure"))] if with_figure else []),
        Column(_("Wave")),
        Column(_("Value"), "number"),
        *([Column(_("From"), "number"), Column(_("To"), "number"), Column(_("Bounds"))] if bounded else []),
        Column(_("n"), "number"),
        Column(_("Coverage"), "percent"),
        *([Column(_("Note"))] if noted else []),
    ]
    rows: list[tuple[Cell, ...]] = []
    for e in listed:
        wave = labels.get(f"wave:{e.wave}") or (e.wave or "").replace("→", " → ")
        words = "" if e.interval is Interval.NONE else _(INTERVAL_WORDS[e.interval])
        rows.append(
            (
                *((labels.get(e.network or "", e.network or ""),) if networks else ()),
                *((called.get(e.subject, e.subject),) if subject else ()),
                *((measure(e.name).label,) if with_figure else ()),
                wave,
                cell(e.value, e.name),
                *((cell(e.low, e.name), cell(e.high, e.name), words) if bounded else ()),
                float(e.n),
                e.coverage,
                *((e.why,) if noted else ()),
            )
        )
    return Table(caption, tuple(columns), tuple(rows))


def figures_frame(assessment: Assessment) -> pl.DataFrame:
    """Return every figure, one row each, with the analysis it comes from."""
    frames = [
        result.to_frame().select(pl.lit(name).alias("analysis"), pl.all())
        for name, result in assessment.results.items()
    ]
    return pl.concat(frames) if frames else pl.DataFrame(schema={"analysis": pl.String})


def figures_csv(assessment: Assessment) -> str:
    """Return every figure as CSV, one row each, for spreadsheets and statistics programs."""
    return figures_frame(assessment).write_csv()
