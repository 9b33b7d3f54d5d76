"""What changed between two waves: kept, new, lost ties as bars to both sides of a line."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl

from clusterdynamics.charts.bars import Bars, BarSeries, with_bars
from clusterdynamics.charts.base import inline, label_space, lines, rows_of
from clusterdynamics.charts.numbers import whole
from clusterdynamics.charts.theme import ACCENT, INK, LINE, MUTED, PAPER, SOFT, WIDTH, dress, ink_on
from clusterdynamics.charts.words import text_width
from clusterdynamics.i18n import N_, _

if TYPE_CHECKING:
    import altair as alt

__all__ = ["change_bars"]

#: Part → what it is called, fill, outline, its dash. Dash and place tell them apart without colour.
_PARTS: tuple[tuple[str, str, str, str, list[int]], ...] = (
    ("lost", N_("lost"), PAPER, INK, [4, 3]),
    ("kept", N_("kept"), MUTED, MUTED, []),
    ("new", N_("new"), ACCENT, ACCENT, []),
    ("not_comparable", N_("pairs that cannot be compared"), SOFT, LINE, [1, 2]),
)


def change_bars(frame: pl.DataFrame, *, title: str = "", subtitle: str = "", x_title: str = "") -> alt.LayerChart:
    """Draw lost ties to the left of the line, kept, new and not comparable ones to the right.

    Parameters
    ----------
    frame
        Columns ``label`` (one bar each, for example "All organisations" and "Stayers"), ``kept``, ``new``,
        ``lost``, ``not_comparable`` (numbers of ties; null counts as none).
    title, subtitle
        The finding, and what is counted.
    x_title
        Words under the axis.

    Raises
    ------
    ValueError
        A column is missing.
    """
    import altair as alt

    rows = rows_of(frame, ("label", "kept", "new", "lost", "not_comparable"), {})
    pieces = [piece for row in rows for piece in _pieces(row)]
    order = list(dict.fromkeys(lines(str(r["label"])) for r in rows))
    low = min((p["from"] for p in pieces), default=0.0)
    high = max((p["to"] for p in pieces), default=1.0)
    width = max(200.0, WIDTH - label_space(order) - 16)
    _place_texts(pieces, (high - low) or 1.0, width)

    names = [_(name) for _part, name, *_rest in _PARTS]
    y = alt.Y("label:N", sort=order, title=None, axis=alt.Axis(labelExpr="split(datum.label, '\\n')"))
    x = alt.X(
        "from:Q",
        title=x_title or _("links"),
        scale=alt.Scale(domain=[min(low, 0.0), max(high, 1.0)], nice=False),
        axis=alt.Axis(labelExpr="format(abs(datum.value), ',d')", format=",d", tickCount=6, tickMinStep=1),
    )
    base = alt.Chart(inline(pieces))
    legend = alt.Legend(title=None, symbolType="square", symbolStrokeWidth=1.5)
    bars = base.mark_bar(size=26, strokeWidth=1.5).encode(
        y=y,
        x=x,
        x2="to:Q",
        fill=alt.Fill("part:N", scale=alt.Scale(domain=names, range=[p[2] for p in _PARTS]), legend=legend, sort=names),
        stroke=alt.Stroke("part:N", scale=alt.Scale(domain=names, range=[p[3] for p in _PARTS]), legend=legend),
        strokeDash=alt.StrokeDash(
            "part:N", scale=alt.Scale(domain=names, range=[p[4] or [1, 0] for p in _PARTS]), legend=legend
        ),
    )
    texts = base.mark_text(baseline="middle", fontWeight=600).encode(
        y=y, x=alt.X("middle:Q"), text="text:N", color=alt.Color("ink:N", scale=None, legend=None)
    )
    inside = texts.transform_filter("datum.above === 0")
    above = [
        base.transform_filter(f"datum.above === {level}")
        .mark_text(baseline="bottom", dy=-3 - 13 * level, fontWeight=600)
        .encode(y=y, x="middle:Q", text="text:N", color=alt.value(INK))
        for level in (1, 2)
    ]
    zero = alt.Chart(inline([{"zero": 0}])).mark_rule(color=INK, strokeWidth=1.5).encode(x="zero:Q")
    chart = alt.layer(bars, inside, *above, zero).properties(width=width, height=alt.Step(step=58))
    return with_bars(dress(chart, title=title, subtitle=subtitle), _plain(rows, x_title or _("links")))


def _plain(rows: list[dict[str, Any]], axis: str) -> Bars:
    """Return kept, new and lost as plain bars, side by side; what cannot be compared stays in the picture's table."""
    nothing = (None,) * len(rows)
    colours = {"kept": MUTED, "new": ACCENT, "lost": LINE}
    names = {part: name for part, name, *_rest in _PARTS}
    series = tuple(
        BarSeries(
            _(names[part]),
            colour,
            tuple(None if r[part] is None else float(r[part]) for r in rows),
            nothing,
            nothing,
            ("",) * len(rows),
        )
        for part, colour in colours.items()
    )
    return Bars(tuple(str(r["label"]) for r in rows), series, axis=axis)


def _pieces(row: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the pieces of one bar, from left to right."""
    pieces: list[dict[str, Any]] = []
    right = 0.0
    for part, name, fill, _outline, _dash in _PARTS:
        size = float(row[part] or 0)
        if size == 0:
            continue
        start, end = (-size, 0.0) if part == "lost" else (right, right + size)
        right = max(right, end)
        pieces.append(
            {
                "label": lines(str(row["label"])),
                "part": _(name),
                "from": start,
                "to": end,
                "middle": (start + end) / 2,
                "text": whole(size),
                "ink": ink_on(fill),
            }
        )
    return pieces


def _place_texts(pieces: list[dict[str, Any]], extent: float, width: float) -> None:
    """Say where each number stands: 0 inside its piece, 1 above it, 2 above the number before it."""
    ends: dict[tuple[str, int], float] = {}
    for piece in pieces:
        needed = text_width(piece["text"], 13, bold=True) + 6
        room = (piece["to"] - piece["from"]) / extent * width
        piece["above"] = 0
        if needed > room:
            left = piece["middle"] / extent * width - needed / 2
            level = 1 if left >= ends.get((piece["label"], 1), -width) else 2
            ends[piece["label"], level] = left + needed
            piece["above"] = level
