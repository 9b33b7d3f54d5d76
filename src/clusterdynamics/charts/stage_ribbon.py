"""The stage ribbon: how far each stage is fulfilled, and how the reading is spread over the redraws above it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl

from clusterdynamics.charts.bars import grouped, with_bars
from clusterdynamics.charts.base import inline, rows_of
from clusterdynamics.charts.numbers import percent
from clusterdynamics.charts.theme import ACCENT, GRID, INK, LINE, MUTED, SOFT, WIDTH, dress
from clusterdynamics.charts.words import wrap
from clusterdynamics.i18n import _

if TYPE_CHECKING:
    import altair as alt

__all__ = ["quantile_dots", "stage_ribbon"]

#: Dots in the spread of the reading; each stands for an equal part of the redraws.
DOTS = 20
_COLUMN = 4


def quantile_dots(shares: list[float], dots: int = DOTS) -> list[int]:
    """Return how many of `dots` each place gets, by largest remainder, so that they add up.

    >>> quantile_dots([0.64, 0.31, 0.05], 20)
    [13, 6, 1]
    """
    total = sum(shares)
    if total <= 0:
        return [0] * len(shares)
    exact = [s / total * dots for s in shares]
    given = [int(e) for e in exact]
    order = sorted(range(len(exact)), key=lambda k: (given[k] - exact[k], k))
    for k in order[: dots - sum(given)]:
        given[k] += 1
    return given


def stage_ribbon(
    values: pl.DataFrame,
    spread: pl.DataFrame,
    *,
    tau: float = 0.5,
    title: str = "",
    subtitle: str = "",
) -> alt.TopLevelMixin:
    """Draw a bar of fulfilment with its interval for each stage, and the readings of the redraws as dots above.

    Parameters
    ----------
    values
        Columns ``label`` (the stages, first to last) and ``value`` (0-1, null where it cannot be given); may have
        ``low``, ``high`` and ``note``.
    spread
        Columns ``label`` ("not yet", then the stages) and ``share`` of the redraws; no dots where all are 0.
    tau
        Value from which a stage counts as reached; drawn as a line.
    title, subtitle
        The finding, and what is measured.

    Raises
    ------
    ValueError
        A column is missing.
    """
    import altair as alt

    bars = rows_of(values, ("label", "value"), {"low": None, "high": None, "note": None})
    plain = grouped(
        [row | {"group": ""} for row in bars], {"": ACCENT}, percent=True, axis=_("fulfilled"), standing=True
    )
    places = rows_of(spread, ("label", "share"), {})
    width = WIDTH - 60
    column = width / max(1, len(places))
    names = {p["label"]: "\n".join(wrap(p["label"], column + 4, 12, lines=2)) for p in places}
    order = [names[p["label"]] for p in places]
    for row in bars:
        row["label"] = names.get(row["label"], row["label"])
        row["text"] = percent(row["value"]) if row["value"] is not None else (row["note"] and _("cannot say")) or "–"
        row["top"] = 1.0
    axis = alt.Axis(labelAngle=0, labelFontSize=12, labelExpr="split(datum.label, '\\n')")
    scale = alt.Scale(domain=order, paddingInner=0.25, paddingOuter=0.12)
    below = _bars(alt, bars, alt.X("label:N", sort=order, scale=scale, title=None, axis=axis), tau)
    chart = alt.vconcat(below.properties(width=width, height=190), spacing=18)
    if any(p["share"] for p in places):
        above = _dots(alt, places, names, alt.X("label:N", sort=order, scale=scale, title=None, axis=None))
        chart = alt.vconcat(above.properties(width=width), *chart.vconcat, spacing=18)
    dressed = dress(chart.resolve_scale(x="shared", xOffset="independent"), title=title, subtitle=subtitle)
    return with_bars(dressed, plain)


def _bars(alt: Any, rows: list[dict[str, Any]], x: Any, tau: float) -> Any:
    y = alt.Y(
        "value:Q",
        title=_("fulfilled"),
        scale=alt.Scale(domain=[0, 1], nice=False),
        axis=alt.Axis(format="%", tickCount=5, grid=False),
    )
    base = alt.Chart(inline(rows)).encode(x=x)
    line = alt.Chart(inline([{"tau": tau, "name": _("reached from here")}]))
    return alt.layer(
        base.mark_bar(color=SOFT, stroke=GRID).encode(y=alt.Y("top:Q", title=_("fulfilled"))),
        base.mark_bar(color=ACCENT, opacity=0.55).encode(y=y),
        base.mark_rule(color=INK, strokeWidth=2.5)
        .transform_filter("isValid(datum.low) && isValid(datum.high)")
        .encode(y=alt.Y("low:Q"), y2="high:Q"),
        line.mark_rule(strokeDash=[5, 4], color=LINE, strokeWidth=1.5).encode(y=alt.Y("tau:Q")),
        line.mark_text(align="left", baseline="bottom", dx=4, dy=-3, color=MUTED, fontSize=12).encode(
            x=alt.value(0), y=alt.Y("tau:Q"), text="name:N"
        ),
        base.mark_text(dy=-8, baseline="bottom", fontSize=13, fontWeight=600, color=INK).encode(
            y=alt.Y("top:Q"), text="text:N"
        ),
    )


def _dots(alt: Any, places: list[dict[str, Any]], names: dict[str, str], x: Any) -> Any:
    given = quantile_dots([p["share"] for p in places])
    rows = [
        {"label": names[p["label"]], "across": k % _COLUMN - (_COLUMN - 1) / 2, "up": k // _COLUMN}
        for p, n in zip(places, given, strict=True)
        for k in range(n)
    ]
    tallest = max(((n + _COLUMN - 1) // _COLUMN for n in given), default=1)
    note = _("each dot: one in {n} redraws of those who answered").format(n=DOTS)
    text = alt.Chart(inline([{"note": note}])).mark_text(align="left", baseline="top", color=MUTED, fontSize=12)
    dots = (
        alt.Chart(inline(rows))
        .mark_circle(size=70, color=INK, opacity=0.8)
        .encode(
            x=x,
            xOffset=alt.XOffset("across:Q", scale=alt.Scale(domain=[-3, 3])),
            y=alt.Y("up:Q", axis=None, scale=alt.Scale(domain=[-0.6, max(2, tallest) + 0.4], nice=False)),
        )
    )
    return alt.layer(dots, text.encode(x=alt.value(0), y=alt.value(0), text="note:N")).properties(height=100)
