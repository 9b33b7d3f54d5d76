"""Figures within and between regions: a matrix that still reads with a hundred regions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl

from clusterdynamics.charts.base import inline, rows_of
from clusterdynamics.charts.groups import group_matrix, shade
from clusterdynamics.charts.numbers import number, percent
from clusterdynamics.charts.theme import LINE, SOFT, WIDTH, dress
from clusterdynamics.i18n import _

if TYPE_CHECKING:
    import altair as alt

__all__ = ["WRITTEN", "region_matrix"]

#: Up to so many regions each cell has its figure written in it.
WRITTEN = 9
#: Smallest side of a cell in pixels for which the regions are named beside the matrix.
_NAMED = 9.0


def region_matrix(
    frame: pl.DataFrame,
    *,
    title: str = "",
    subtitle: str = "",
    row_title: str = "",
    column_title: str = "",
    as_percent: bool = True,
    top: float | None = None,
) -> alt.LayerChart:
    """Draw a cell for each pair of regions, darker for more.

    Up to nine regions the figures stand in the cells, with their bounds. With more of them the cells are coloured on a
    scale that is square-root spaced, so that small figures can be told apart, with the figure as a tooltip; the equal
    table stands beside it. Cells without a figure are pale with a cross, so that colour is not the only sign.

    Parameters
    ----------
    frame
        Columns ``row``, ``column`` (names of regions, in the order to be drawn) and ``value`` (null where there is no
        figure); may have ``low``, ``high`` and ``note``.
    title, subtitle
        The finding, and what is measured.
    row_title, column_title
        Words beside the axes ("from", "to").
    as_percent
        The values are shares (0-1).
    top
        Value of the darkest colour; the highest value where it is not given.

    Raises
    ------
    ValueError
        A column is missing.
    """
    words: dict[str, Any] = {
        "title": title,
        "subtitle": subtitle,
        "row_title": row_title,
        "column_title": column_title,
        "as_percent": as_percent,
    }
    rows = rows_of(frame, ("row", "column", "value"), {"low": None, "high": None, "note": None})
    names = list(dict.fromkeys([*(str(r["row"]) for r in rows), *(str(r["column"]) for r in rows)]))
    if len(names) <= WRITTEN:
        return group_matrix(frame, top=top, **words)
    import altair as alt

    side = max(3.0, min(26.0, (WIDTH - 60) / len(names)))
    highest = top if top is not None else max((r["value"] for r in rows if r["value"] is not None), default=1.0)
    for row in rows:
        value = row["value"]
        root = 0.0 if value is None or highest <= 0 else (min(max(value, 0.0), highest) / highest) ** 0.5
        row["fill"] = SOFT if value is None else shade(root, 1.0)
        row["gone"] = value is None
        told = str(row["note"] or _("–")) if value is None else percent(value) if as_percent else number(value)
        row["told"] = f"{row['row']} → {row['column']}: {told}"
    labelled = side >= _NAMED
    step: dict[str, Any] = {
        "domain": False,
        "ticks": False,
        "labels": labelled,
        "labelFontSize": int(min(12, max(7, side))),
    }
    axis: Any = {"axis": alt.Axis(**step), "sort": names, "scale": alt.Scale(padding=0)}
    across: Any = {**axis, "axis": alt.Axis(**step, orient="top", labelAngle=-90)}
    base = alt.Chart(inline(rows)).encode(
        x=alt.X("column:N", title=column_title or None, **across),
        y=alt.Y("row:N", title=row_title or None, **axis),
        tooltip=alt.Tooltip("told:N", title=" "),
    )
    layers = [
        base.mark_rect(stroke=LINE, strokeWidth=0.3 if labelled else 0).encode(color=alt.Color("fill:N", scale=None)),
        base.mark_point(shape="cross", size=max(6.0, side * 2), angle=45, color=LINE, strokeWidth=0.6).transform_filter(
            "datum.gone"
        ),
    ]
    chart = alt.layer(*layers).properties(width=side * len(names), height=side * len(names))
    return dress(chart, title=title, subtitle=subtitle)
