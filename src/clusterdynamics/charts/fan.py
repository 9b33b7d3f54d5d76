"""A fan of futures: bands that hold half and nine tenths of the runs, and the middle of other scenarios."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl

from clusterdynamics.charts.base import inline, rows_of
from clusterdynamics.charts.theme import ACCENT, INK, LINE, MUTED, WIDTH, dress, pale
from clusterdynamics.charts.words import text_width
from clusterdynamics.i18n import _

if TYPE_CHECKING:
    import altair as alt

__all__ = ["fan"]

_HEIGHT = 260
#: Pixels between the names at the ends of the lines.
_APART = 16
#: Dashes of the lines of other scenarios, so that colour is never the only sign.
_DASHES = ([1, 0], [6, 3], [2, 3], [8, 3, 2, 3], [12, 4], [4, 2], [1, 2], [10, 2, 2, 2, 2, 2])


def fan(
    frame: pl.DataFrame,
    *,
    lines: pl.DataFrame | None = None,
    title: str = "",
    subtitle: str = "",
    x_title: str = "",
    y_title: str = "",
    domain: tuple[float, float] | None = None,
) -> alt.LayerChart:
    """Draw bands around a middle over time.

    Parameters
    ----------
    frame
        Columns ``time, low, quarter, middle, three_quarters, high``: bounds of nine tenths and of half of the runs.
    lines
        The middle of other scenarios: ``time, label, value``; each is named at its end.
    title, subtitle
        The finding, and what is measured.
    x_title, y_title
        Words at the axes.
    domain
        Ends of the upright axis.

    Raises
    ------
    ValueError
        A column is missing.
    """
    import altair as alt

    rows = rows_of(frame, ("time", "low", "quarter", "middle", "three_quarters", "high"), {})
    others = rows_of(lines, ("time", "label", "value"), {}) if lines is not None else []
    names = list(dict.fromkeys(r["label"] for r in others))
    seen = [r[k] for r in rows for k in ("low", "high") if r[k] is not None] + [r["value"] for r in others]
    ends = domain or (min(seen, default=0.0), max(seen, default=1.0))
    if ends[0] == ends[1]:
        ends = (ends[0] - 0.5, ends[1] + 0.5)
    room = max((text_width(n, 12) for n in names), default=0.0) + 12
    width = max(200.0, WIDTH - 70 - room)
    x = alt.X("time:Q", title=x_title or None, axis=alt.Axis(grid=False), scale=alt.Scale(nice=False))
    scale = alt.Scale(domain=list(ends), nice=False)

    def y(field: str) -> alt.Y:
        return alt.Y(f"{field}:Q", title=y_title or None, scale=scale, axis=alt.Axis(tickCount=5))

    base = alt.Chart(inline(rows)).encode(x=x)
    layers: list[Any] = [
        base.mark_area(color=pale(pale(ACCENT)), opacity=1).encode(y=y("low"), y2="high:Q"),
        base.mark_area(color=pale(ACCENT), opacity=1).encode(y=y("quarter"), y2="three_quarters:Q"),
    ]
    for name, at in zip(names, _ends_apart(others, names, ends), strict=True):
        mine = [r for r in others if r["label"] == name]
        dash = _DASHES[(names.index(name) + 1) % len(_DASHES)]
        line = alt.Chart(inline(mine)).encode(x=x)
        layers.append(line.mark_line(color=MUTED, strokeWidth=2, strokeDash=dash).encode(y=y("value")))
        text = alt.Chart(inline([{"name": name}]))
        layers.append(
            text.mark_text(align="left", fontSize=12, color=INK).encode(
                x=alt.value(width + 8), y=alt.value(at), text="name:N"
            )
        )
    layers.append(base.mark_line(color=INK, strokeWidth=2.5).encode(y=y("middle")))
    if not rows:
        nothing = alt.Chart(inline([{"name": _("There is nothing to draw.")}]))
        layers = [nothing.mark_text(color=MUTED).encode(text="name:N")]
    zero = alt.Chart(inline([{"time": 0.0}])).mark_rule(color=LINE, strokeDash=[5, 4]).encode(x="time:Q")
    if rows and min(r["time"] for r in rows) < 0:
        layers.append(zero)
    return dress(alt.layer(*layers).properties(width=width, height=_HEIGHT), title=title, subtitle=subtitle)


def _ends_apart(rows: list[dict[str, Any]], names: list[str], ends: tuple[float, float]) -> list[float]:
    """Return the height in pixels of each name, near the end of its line and none on top of another."""
    last = {r["label"]: r["value"] for r in rows}
    wanted = {n: _HEIGHT * (1 - (last[n] - ends[0]) / (ends[1] - ends[0])) for n in names}
    placed: dict[str, float] = {}
    below = -_APART
    for name in sorted(names, key=lambda n: wanted[n]):
        below = max(wanted[name], below + _APART)
        placed[name] = below
    over = max(0.0, below - _HEIGHT)
    # Names pushed out at the bottom move up together with those that touch them.
    for name in sorted(names, key=lambda n: -placed[n]):
        placed[name] = min(placed[name], _HEIGHT if over else placed[name])
        over = 0.0
    free = float("inf")
    for name in sorted(names, key=lambda n: -placed[n]):
        placed[name] = min(placed[name], free)
        free = placed[name] - _APART
    return [placed[n] for n in names]
