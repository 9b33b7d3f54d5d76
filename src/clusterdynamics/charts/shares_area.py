"""Shares that add up to the whole, over time: which loop carries the cluster when."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl

from clusterdynamics.charts.base import inline, rows_of
from clusterdynamics.charts.theme import ACCENT, GRID, INK, MUTED, PAPER, WIDTH, dress, ink_on, pale
from clusterdynamics.charts.words import clip, text_width

if TYPE_CHECKING:
    import altair as alt

__all__ = ["shares_area"]

_HEIGHT = 300
#: Fills from the strongest to the faintest; bands are parted by white lines and named, so that none rests on colour.
_FILLS = (ACCENT, "#655f56", pale(ACCENT), "#a39a8d", pale(pale(ACCENT)), "#cfc8be", GRID)


def shares_area(
    frame: pl.DataFrame, *, title: str = "", subtitle: str = "", x_title: str = "", y_title: str = ""
) -> alt.LayerChart:
    """Draw bands on top of each other, in the order in which they are named, the first at the bottom.

    Parameters
    ----------
    frame
        Columns ``time, label, share``; every label at every time.
    title, subtitle
        The finding, and what is measured.
    x_title, y_title
        Words at the axes.

    Raises
    ------
    ValueError
        A column is missing.
    """
    import altair as alt

    rows = rows_of(frame, ("time", "label", "share"), {})
    names = list(dict.fromkeys(r["label"] for r in rows))
    reached: dict[float, float] = {}
    for name in names:
        for row in rows:
            if row["label"] == name:
                row["low"] = reached.get(row["time"], 0.0)
                row["high"] = row["low"] + row["share"]
                reached[row["time"]] = row["high"]
    room = max((text_width(n, 12) for n in names), default=0.0) + 16
    width = max(200.0, WIDTH - 60 - min(room, 220.0))
    x = alt.X("time:Q", title=x_title or None, axis=alt.Axis(grid=False), scale=alt.Scale(nice=False))
    y = alt.Y("low:Q", title=y_title or None, scale=alt.Scale(domain=[0, 1]), axis=alt.Axis(format="%", tickCount=5))
    layers: list[Any] = []
    for k, name in enumerate(names):
        mine = [r for r in rows if r["label"] == name]
        fill = _FILLS[k % len(_FILLS)]
        band = alt.Chart(inline(mine)).mark_area(color=fill, stroke=PAPER, strokeWidth=1, opacity=1)
        layers.append(band.encode(x=x, y=y, y2="high:Q"))
        layers += _named(name, mine[-1], k, names, width)
        layers += _number(mine, k, x, fill)
    if not layers:
        layers = [alt.Chart(inline([{"name": ""}])).mark_text(color=MUTED).encode(text="name:N")]
    return dress(alt.layer(*layers).properties(width=width, height=_HEIGHT), title=title, subtitle=subtitle)


def _named(name: str, last: dict[str, Any], k: int, names: list[str], width: float) -> list[Any]:
    """Name a band at the right, with its number; names stand in order, evenly, since bands can be thin there."""
    import altair as alt

    at = _HEIGHT - (k + 0.5) * min(22.0, _HEIGHT / len(names))
    text = clip(f"{k + 1}  {name}", 214, 12)
    chart = alt.Chart(inline([{"name": text}]))
    return [
        chart.mark_text(align="left", fontSize=12, color=INK).encode(
            x=alt.value(width + 8), y=alt.value(at), text="name:N"
        )
    ]


def _number(rows: list[dict[str, Any]], k: int, x: Any, fill: str) -> list[Any]:
    """Write the number of a band where it is widest, if there is room for it."""
    import altair as alt

    widest = max(rows, key=lambda r: r["share"])
    if widest["share"] < 0.07:
        return []
    # Not at the very ends, where the number would be cut off.
    edge = max(1, len(rows) // 20)
    inner = [r for r in rows[edge:-edge] if r["share"] >= widest["share"] * 0.9]
    if not inner:
        return []
    chosen = inner[len(inner) // 2]
    data = inline([{"time": chosen["time"], "at": (chosen["low"] + chosen["high"]) / 2, "name": str(k + 1)}])
    mark = alt.Chart(data).mark_text(fontSize=12, fontWeight=600, color=ink_on(fill))
    return [mark.encode(x=x, y="at:Q", text="name:N")]
