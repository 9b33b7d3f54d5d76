"""The depth profile: how the pairs spread over depth now, with the wishes to do more or to start behind it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl

from clusterdynamics.charts.bars import Bars, BarSeries, with_bars
from clusterdynamics.charts.base import inline, label_space, lines, rows_of
from clusterdynamics.charts.numbers import percent, span
from clusterdynamics.charts.theme import ACCENT, INK, MUTED, PAPER, WIDTH, dress, pale
from clusterdynamics.i18n import _

if TYPE_CHECKING:
    import altair as alt

__all__ = ["depth_profile"]

_VALUES = 145
_ROW, _LABEL = 46, 245
_BAR, _BEHIND = 14, 32


def depth_profile(frame: pl.DataFrame, *, title: str = "", subtitle: str = "", x_title: str = "") -> alt.LayerChart:
    """Draw a bar for each depth, the least deep on top, and behind it a broad one for the pairs with a wish.

    Parameters
    ----------
    frame
        Columns ``label`` (the depth, described) and ``share`` (of all pairs, 0-1; null where it cannot be given);
        may have ``low``, ``high`` (bounds of the share), ``wished`` (share of all pairs that are at this depth and
        in which somebody wishes to do more or to start) and ``note`` (written instead of a missing share).
    title, subtitle
        The finding, and what is measured.
    x_title
        Words under the axis.

    Raises
    ------
    ValueError
        A column is missing.
    """
    import altair as alt

    rows = rows_of(frame, ("label", "share"), {"low": None, "high": None, "wished": None, "note": None})
    plain = _plain(rows, x_title)
    for row in rows:
        row["label"] = lines(str(row["label"]), _LABEL)
        row["text"] = _text(row)
        row["wish_text"] = _wish_text(row)
    order = [r["label"] for r in rows]
    ends = [v for r in rows for v in (r["share"], r["high"], r["wished"]) if v is not None]
    now, wished = _("pairs now"), _("somebody wishes to do more or to start")
    colours = alt.Color(
        "what:N",
        title=None,
        sort=[now, wished],
        scale=alt.Scale(domain=[now, wished], range=[ACCENT, pale(ACCENT)]),
        legend=alt.Legend(symbolType="square", labelLimit=0),
    )
    width = max(120.0, WIDTH - label_space(order) - _VALUES - 24)
    y = alt.Y(
        "label:N",
        sort=order,
        title=None,
        axis=alt.Axis(labelExpr="split(datum.label, '\\n')", grid=False, labelLimit=0),
    )
    x = alt.X(
        "value:Q",
        title=x_title or None,
        scale=alt.Scale(domain=[0, max(ends, default=1.0) or 1.0], nice=False),
        axis=alt.Axis(format="%", tickCount=4),
    )
    base = alt.Chart(inline(rows)).encode(y=y)
    bounds = base.transform_filter("isValid(datum.low) && isValid(datum.high)")
    layers = [
        _bars(rows, "wished", wished, _BEHIND).encode(y=y, x=x, color=colours),
        _bars(rows, "share", now, _BAR).encode(y=y, x=x, color=colours),
        bounds.mark_rule(color=PAPER, strokeWidth=4).encode(x=alt.X("low:Q"), x2="high:Q"),
        bounds.mark_rule(color=INK, strokeWidth=1.5).encode(x=alt.X("low:Q"), x2="high:Q"),
        _words(base, "text", width + 8, -7, INK),
        _words(base, "wish_text", width + 8, 9, MUTED),
    ]
    chart = alt.layer(*layers).properties(width=width, height={"step": _ROW})
    return with_bars(dress(chart, title=title, subtitle=subtitle), plain)


def _plain(rows: list[dict[str, Any]], axis: str) -> Bars:
    """Return the shares as plain bars: the pairs with a wish, and all pairs."""
    nothing = (None,) * len(rows)
    wished = BarSeries(
        _("somebody wishes to do more or to start"),
        pale(ACCENT),
        tuple(r["wished"] for r in rows),
        nothing,
        nothing,
        ("",) * len(rows),
    )
    share, low, high = (tuple(r[k] for r in rows) for k in ("share", "low", "high"))
    now = BarSeries(_("pairs now"), ACCENT, share, low, high, tuple(str(r["note"] or "") for r in rows))
    series = (wished, now) if any(v is not None for v in wished.values) else (now,)
    return Bars(tuple(str(r["label"]) for r in rows), series, percent=True, axis=axis)


def _text(row: dict[str, Any]) -> str:
    if row["share"] is None:
        return str(row["note"] or _("not given"))
    shown = percent(row["share"], 1)
    if row["low"] is None or row["high"] is None:
        return shown
    return f"{shown}  ({span(row['low'], row['high'], as_percent=True)})"


def _wish_text(row: dict[str, Any]) -> str:
    if not row["wished"] or not row["share"]:
        return ""
    return _("a wish in {share} of them").format(share=percent(row["wished"] / row["share"]))


def _bars(rows: list[dict[str, Any]], column: str, what: str, size: int) -> Any:
    import altair as alt

    given = [{"label": r["label"], "value": r[column], "what": what} for r in rows if r[column] is not None]
    return alt.Chart(inline(given)).mark_bar(size=size)


def _words(base: Any, column: str, at: float, dy: int, colour: str) -> Any:
    import altair as alt

    return base.mark_text(align="left", baseline="middle", dy=dy, color=colour, fontSize=12).encode(
        x=alt.value(at), text=f"{column}:N"
    )
