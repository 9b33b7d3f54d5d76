"""Figures with their bounds on one axis: dots with bars, and the numbers written beside them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl

from clusterdynamics.charts.bars import grouped, with_bars
from clusterdynamics.charts.base import inline, label_space, lines, rows_of
from clusterdynamics.charts.numbers import number, percent, span
from clusterdynamics.charts.shapes import symbol_path
from clusterdynamics.charts.theme import INK, LINE, MUTED, PAPER, WIDTH, Series, dress, series_for
from clusterdynamics.i18n import _

if TYPE_CHECKING:
    import altair as alt

__all__ = ["interval_dots"]

_VALUES = 150
_ROW, _SERIES_ROW = 34, 24


def _text(row: dict[str, Any], as_percent: bool) -> str:
    value, low, high = row["value"], row["low"], row["high"]
    if value is None:
        return str(row["note"] or _("not given"))
    shown = percent(value) if as_percent else number(value)
    if low is None or high is None:
        return shown
    return f"{shown}  ({span(low, high, as_percent=as_percent)})"


def interval_dots(
    frame: pl.DataFrame,
    *,
    title: str = "",
    subtitle: str = "",
    x_title: str = "",
    as_percent: bool = False,
    domain: tuple[float, float] | None = None,
    reference: float | None = None,
    reference_label: str = "",
) -> alt.LayerChart:
    """Draw figures as dots, their bounds as bars, in the order of the frame.

    Parameters
    ----------
    frame
        Columns ``label`` and ``value`` (null where there is no figure); may have ``low``, ``high`` (null: no
        bounds), ``group`` (a series within the row, a wave say; the last one named stands out) and ``note``
        (written instead of a missing figure).
    title, subtitle
        The finding, and what is measured.
    x_title
        Words under the axis.
    as_percent
        The values are shares (0-1).
    domain
        Ends of the axis; from 0 (or the lowest bound) to the highest bound where it is not given.
    reference, reference_label
        A value to compare with, drawn as a line with its name.

    Raises
    ------
    ValueError
        A column is missing.
    """
    import altair as alt

    rows = rows_of(frame, ("label", "value"), {"low": None, "high": None, "group": None, "note": None})
    colours = {name: s.colour for name, s in series_for(str(r["group"] or "") for r in rows).items()}
    plain = grouped(rows, colours, percent=as_percent, axis=x_title)
    for row in rows:
        row["label"] = lines(str(row["label"]))
        row["group"] = "" if row["group"] is None else str(row["group"])
        row["text"] = _text(row, as_percent)
        row["at"] = row["value"] if row["value"] is not None else None
    order = list(dict.fromkeys(r["label"] for r in rows))
    series = series_for(r["group"] for r in rows)
    ends = domain or _ends(rows, reference)
    width = max(120.0, WIDTH - label_space(order) - _VALUES - 24)
    step = {"step": _ROW if len(series) <= 1 else _SERIES_ROW}
    if len(series) > 1:
        step["for"] = "offset"  # type: ignore[assignment]

    y = alt.Y("label:N", sort=order, title=None, axis=alt.Axis(labelExpr="split(datum.label, '\\n')", grid=False))
    x = alt.X(
        "value:Q",
        title=x_title or None,
        scale=alt.Scale(domain=list(ends), nice=False),
        axis=alt.Axis(format="%" if as_percent else ",f", tickCount=5),
    )
    where: dict[str, Any] = {"y": y}
    if len(series) > 1:
        where["yOffset"] = alt.YOffset("group:N", sort=list(series))
    base = alt.Chart(inline(rows)).encode(**where)
    layers: list[alt.Chart] = []
    if reference is not None:
        layers += _reference(reference, reference_label, x)
    layers += [
        base.mark_rule(strokeWidth=2.5, color=INK, opacity=0.75)
        .encode(x=x, x2="high:Q")
        .transform_filter("isValid(datum.low) && isValid(datum.high)")
        .encode(x=alt.X("low:Q", title=x_title or None)),
        *_points(base, x, series),
        base.mark_text(align="left", fontSize=13).encode(
            x=alt.value(width + 12),
            text="text:N",
            color=alt.condition("isValid(datum.value)", alt.value(INK), alt.value(MUTED)),
        ),
    ]
    chart = alt.layer(*layers).properties(width=width, height=alt.Step(**step))
    dressed = dress(chart, title=title, subtitle=subtitle)
    # Bars have no line to compare with.
    return dressed if reference is not None else with_bars(dressed, plain)


def _points(base: alt.Chart, x: alt.X, series: dict[str, Series]) -> list[alt.Chart]:
    """Draw the dots: one layer with a legend where there are several series."""
    import altair as alt

    shown = base.transform_filter("isValid(datum.value)")
    if len(series) <= 1:
        only = next(iter(series.values()), None)
        colour = only.colour if only else INK
        return [shown.mark_point(size=110, filled=True, opacity=1, color=colour).encode(x=x)]
    names = list(series)
    looks = list(series.values())
    return [
        shown.mark_point(size=95, opacity=1, strokeWidth=2).encode(
            x=x,
            shape=alt.Shape(
                "group:N",
                title=None,
                scale=alt.Scale(domain=names, range=[symbol_path(s.shape) for s in looks]),
            ),
            stroke=alt.Stroke("group:N", title=None, scale=alt.Scale(domain=names, range=[s.colour for s in looks])),
            fill=alt.Fill(
                "group:N",
                title=None,
                scale=alt.Scale(domain=names, range=[s.colour if s.filled else PAPER for s in looks]),
            ),
        )
    ]


def _reference(value: float, label: str, x: alt.X) -> list[alt.Chart]:
    import altair as alt

    base = alt.Chart(inline([{"value": value, "name": label}])).encode(x=x)
    layers = [base.mark_rule(strokeDash=[5, 4], color=LINE, strokeWidth=1.5)]
    if label:
        layers.append(base.mark_text(dy=-8, baseline="bottom", color=MUTED).encode(y=alt.value(0), text="name:N"))
    return layers


def _ends(rows: list[dict[str, Any]], reference: float | None) -> tuple[float, float]:
    seen = [v for r in rows for v in (r["value"], r["low"], r["high"]) if v is not None]
    seen += [] if reference is None else [reference]
    low, high = min(seen, default=0.0), max(seen, default=1.0)
    low = min(low, 0.0)
    return (low, high) if high > low else (low, low + 1.0)
