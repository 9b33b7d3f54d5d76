"""Who answered, of those asked, with the lines below which a figure is not given."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import polars as pl

from clusterdynamics.charts.bars import Bars, grouped, with_bars
from clusterdynamics.charts.base import inline, label_space, lines, rows_of
from clusterdynamics.charts.numbers import percent
from clusterdynamics.charts.theme import ACCENT, GRID, INK, LINE, MUTED, WIDTH, dress, series_for
from clusterdynamics.i18n import _

if TYPE_CHECKING:
    import altair as alt

__all__ = ["coverage_bars"]


def coverage_bars(
    frame: pl.DataFrame,
    *,
    gates: Mapping[str, float] | None = None,
    title: str = "",
    subtitle: str = "",
) -> alt.LayerChart:
    """Draw the share that answered as bars in a frame of those asked, in the order of the frame.

    Parameters
    ----------
    frame
        Columns ``label`` (a type, say), ``asked`` and ``answered`` (numbers of organisations); may have
        ``group`` (a wave; the last one named stands out).
    gates
        What is given from which share on: ``{"density": .65}``; one line for each different share.
    title, subtitle
        The finding, and what is measured.

    Raises
    ------
    ValueError
        A column is missing.
    """
    import altair as alt

    rows = rows_of(frame, ("label", "asked", "answered"), {"group": None})
    plain = _plain(rows)
    for row in rows:
        row["label"] = lines(str(row["label"]))
        row["group"] = "" if row["group"] is None else str(row["group"])
        row["share"] = row["answered"] / row["asked"] if row["asked"] else None
        row["full"] = 1.0 if row["asked"] else None
        row["text"] = (
            _("{answered} of {asked} ({share})").format(
                answered=row["answered"], asked=row["asked"], share=percent(row["share"])
            )
            if row["asked"]
            else _("nobody asked")
        )
    order = list(dict.fromkeys(r["label"] for r in rows))
    series = series_for(r["group"] for r in rows)
    several = len(series) > 1
    width = max(120.0, WIDTH - label_space(order) - (190 if several else 130))
    height = 24 if several else 34

    x = alt.X(
        "share:Q",
        title=_("answered, of those asked"),
        scale=alt.Scale(domain=[0, 1], nice=False),
        axis=alt.Axis(format="%", values=[0, 0.25, 0.5, 0.75, 1], labelOverlap=False, grid=False),
    )
    where: dict[str, Any] = {
        "y": alt.Y("label:N", sort=order, title=None, axis=alt.Axis(labelExpr="split(datum.label, '\\n')"))
    }
    if several:
        where["yOffset"] = alt.YOffset("group:N", sort=list(series))
        for row in rows:
            row["text"] = f"{row['group']}: {row['text']}"
    base = alt.Chart(inline(rows)).encode(**where)
    newest = list(series)[-1] if series else ""
    layers: list[alt.Chart] = [
        base.mark_bar(size=14, color=GRID, stroke=LINE, strokeWidth=1)
        .encode(x=x.copy(), x2=alt.datum(0))
        .encode(x=alt.X("full:Q")),
        base.mark_bar(size=14).encode(
            x=x,
            x2=alt.datum(0),
            color=alt.condition(f"datum.group === {newest!r}", alt.value(ACCENT), alt.value(MUTED)),
        ),
        base.mark_text(align="left").encode(x=alt.value(width + 10), text="text:N", color=alt.value(INK)),
        *_gates(gates or {}),
    ]
    step = alt.Step(step=height, **({"for": "offset"} if several else {}))
    chart = alt.layer(*layers).properties(width=width, height=step)
    return with_bars(dress(chart, title=title, subtitle=subtitle), plain)


def _plain(rows: list[dict[str, Any]]) -> Bars | None:
    """Return the shares that answered as plain bars."""
    shares = [
        {
            "label": r["label"],
            "group": str(r["group"] or ""),
            "value": r["answered"] / r["asked"] if r["asked"] else None,
            "low": None,
            "high": None,
            "note": "" if r["asked"] else _("nobody asked"),
        }
        for r in rows
    ]
    names = list(dict.fromkeys(s["group"] for s in shares))
    colours = {name: ACCENT if name == names[-1] else MUTED for name in names}
    return grouped(shares, colours, percent=True, axis=_("answered, of those asked"))


def _gates(gates: Mapping[str, float]) -> list[alt.Chart]:
    """Draw one line for each share that is a gate, with the share above it."""
    import altair as alt

    shares = sorted(set(gates.values()))
    if not shares:
        return []
    data = inline({"share": s, "name": percent(s)} for s in shares)
    lines_ = alt.Chart(data).encode(x="share:Q")
    return [
        lines_.mark_rule(color=INK, strokeDash=[5, 3], strokeWidth=1.5),
        lines_.mark_text(dy=-4, baseline="bottom", fontSize=12, color=MUTED).encode(y=alt.value(0), text="name:N"),
    ]
