"""How dense the ties are within and between groups: a matrix of numbers with shades behind them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl

from clusterdynamics.charts.base import inline, label_space, lines, rows_of
from clusterdynamics.charts.numbers import number, percent, span
from clusterdynamics.charts.theme import ACCENT, LINE, MUTED, PAPER, SOFT, WIDTH, dress, ink_on
from clusterdynamics.charts.words import text_width

if TYPE_CHECKING:
    import altair as alt

__all__ = ["group_matrix", "shade"]


def shade(value: float, top: float) -> str:
    """Return the shade for `value` on the scale from white (0) to the accent colour (`top`)."""
    share = min(1.0, max(0.0, value / top)) if top > 0 else 0.0
    parts = []
    for i in (1, 3, 5):
        light, dark = int(PAPER[i : i + 2], 16), int(ACCENT[i : i + 2], 16)
        parts.append(round(light + (dark - light) * share))
    return "#" + "".join(f"{p:02x}" for p in parts)


def group_matrix(
    frame: pl.DataFrame,
    *,
    title: str = "",
    subtitle: str = "",
    row_title: str = "",
    column_title: str = "",
    as_percent: bool = True,
    top: float | None = None,
) -> alt.LayerChart:
    """Draw a cell for each pair of groups: the figure, its bounds below it, a shade behind.

    Parameters
    ----------
    frame
        Columns ``row``, ``column`` (names of groups, in the order to be drawn) and ``value`` (null where
        there is no figure); may have ``low``, ``high``, and ``note`` (a word or two for a cell without one).
    title, subtitle
        The finding, and what is measured.
    row_title, column_title
        Words beside the axes ("from", "to").
    as_percent
        The values are shares (0-1).
    top
        Value of the darkest shade; the highest value where it is not given.

    Raises
    ------
    ValueError
        A column is missing.
    """
    import altair as alt

    rows = rows_of(frame, ("row", "column", "value"), {"low": None, "high": None, "note": None})
    highest = top if top is not None else max((r["value"] for r in rows if r["value"] is not None), default=1.0)
    groups = list(dict.fromkeys([*(str(r["row"]) for r in rows), *(str(r["column"]) for r in rows)]))
    across = list(dict.fromkeys(str(r["column"]) for r in rows))
    down = [g for g in groups if any(str(r["row"]) == g for r in rows)]
    room = WIDTH - label_space(lines(g, 150) for g in down) - 30
    cell = max(46.0, min(96.0, room / max(1, len(across))))
    for row in rows:
        _fill(row, highest, as_percent, cell)

    tops = [lines(g, cell - 4, 12) for g in across]
    two = any("\n" in t for t in tops)  # the axis sets the first line above the cells, and the second one below it
    y = alt.Y(
        "row:N",
        sort=[lines(g, 150) for g in down],
        title=row_title or None,
        axis=alt.Axis(labelExpr="split(datum.label, '\\n')"),
        scale=alt.Scale(padding=0),
    )
    x = alt.X(
        "column:N",
        sort=list(dict.fromkeys(tops)),
        title=column_title or None,
        axis=alt.Axis(
            labelExpr="split(datum.label, '\\n')",
            orient="top",
            labelAngle=0,
            domain=False,
            ticks=False,
            labelFontSize=12,
            labelPadding=20 if two else 6,
        ),
        scale=alt.Scale(padding=0),
    )
    base = alt.Chart(inline(rows)).encode(x=x, y=y)
    chart = alt.layer(
        base.mark_rect(stroke=LINE, strokeWidth=1).encode(color=alt.Color("fill:N", scale=None)),
        base.mark_text(fontSize=14, fontWeight=600)
        .encode(text="text:N", color=alt.Color("ink:N", scale=None))
        .transform_filter("datum.bounds === ''"),
        base.mark_text(fontSize=14, fontWeight=600, dy=-7)
        .encode(text="text:N", color=alt.Color("ink:N", scale=None))
        .transform_filter("datum.bounds !== ''"),
        base.mark_text(fontSize=11, dy=10).encode(text="bounds:N", color=alt.Color("ink:N", scale=None)),
    ).properties(width=cell * len(tops), height=max(44.0, cell * 0.58) * len(down))
    return dress(chart, title=title, subtitle=subtitle)


def _fill(row: dict[str, Any], highest: float, as_percent: bool, cell: float) -> None:
    """Add what the cell shows: text, bounds, shade, and a text colour that can be read on it."""
    row["row"], row["column"] = lines(str(row["row"]), 150), lines(str(row["column"]), cell - 4, 12)
    value, low, high = row["value"], row["low"], row["high"]
    if value is None:
        note = str(row["note"] or "–")
        # A reason that is wider than its cell would cover the others; the table beside the picture says it.
        text = note if text_width(note, 14, bold=True) <= cell - 4 else "–"
        row |= {"text": text, "bounds": "", "fill": SOFT, "ink": MUTED}
        return
    fill = shade(value, highest)
    row["text"] = percent(value) if as_percent else number(value)
    row["bounds"] = "" if low is None or high is None else span(low, high, as_percent=as_percent)
    row["fill"], row["ink"] = fill, ink_on(fill)
