"""How far an outcome swings between the low and the high end of what is not known, the widest first."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl

from clusterdynamics.charts.base import inline, label_space, lines, rows_of
from clusterdynamics.charts.numbers import number
from clusterdynamics.charts.theme import ACCENT, GRID, INK, LINE, MUTED, WIDTH, dress
from clusterdynamics.i18n import _

if TYPE_CHECKING:
    import altair as alt

__all__ = ["tornado"]


def tornado(
    frame: pl.DataFrame, *, middle: float, title: str = "", subtitle: str = "", x_title: str = ""
) -> alt.LayerChart:
    """Draw a bar for each row from its value at the low end to that at the high end.

    Parameters
    ----------
    frame
        Columns ``label, at_low, at_high``, in the order in which they are drawn.
    middle
        The mean of all runs, drawn as a line.
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

    rows = rows_of(frame, ("label", "at_low", "at_high"), {})
    for row in rows:
        row["label"] = lines(str(row["label"]))
        row["middle"] = middle
        row["text"] = _("{low} to {high}").format(low=number(row["at_low"], 2), high=number(row["at_high"], 2))
    order = list(dict.fromkeys(r["label"] for r in rows))
    width = max(120.0, WIDTH - label_space(order) - 100)
    seen = [r[k] for r in rows for k in ("at_low", "at_high")] + [middle]
    low, high = min(seen), max(seen)
    room = max(high - low, 1e-6) * 0.05
    scale = alt.Scale(domain=[low - room, high + room], nice=False)
    axis = alt.Axis(tickCount=5, grid=False)
    y = alt.Y("label:N", sort=order, title=None, axis=alt.Axis(labelExpr="split(datum.label, '\\n')", grid=False))
    base = alt.Chart(inline(rows)).encode(y=y)

    def bar(end: str, **how: Any) -> Any:
        x = alt.X(f"{end}:Q", title=x_title or None, scale=scale, axis=axis)
        return base.mark_bar(size=14, **how).encode(x=x, x2="middle:Q")

    layers: list[Any] = [
        # Full and empty bars, so that the ends are told apart without colour.
        bar("at_low", color=GRID, stroke=LINE, strokeWidth=1),
        bar("at_high", color=ACCENT),
        alt.Chart(inline([{"middle": middle}])).mark_rule(color=INK, strokeWidth=1.5).encode(x="middle:Q"),
        base.mark_text(align="left", fontSize=12, color=MUTED).encode(x=alt.value(width + 8), text="text:N"),
    ]
    return dress(alt.layer(*layers).properties(width=width, height=alt.Step(36)), title=title, subtitle=subtitle)
