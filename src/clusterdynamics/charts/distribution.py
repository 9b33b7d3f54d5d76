"""How many have how much: a histogram with the numbers on the bars."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import polars as pl

from clusterdynamics.charts.base import inline, rows_of
from clusterdynamics.charts.numbers import number, percent, whole
from clusterdynamics.charts.theme import ACCENT, INK, PAPER, WIDTH, dress
from clusterdynamics.i18n import _

if TYPE_CHECKING:
    import altair as alt

__all__ = ["count_values", "distribution"]

#: More different values than this are put into classes of equal width.
_BARS = 24


def count_values(values: Iterable[float]) -> pl.DataFrame:
    """Return how often each value occurs, as ``distribution`` wants it: ``label``, ``count``.

    Whole numbers get one bar each, with empty bars between them; more than 24 bars, or values that are not
    whole, are put into classes of equal, round width.
    """
    seen = [float(v) for v in values if math.isfinite(v)]
    if not seen:
        return pl.DataFrame(schema={"label": pl.String, "count": pl.Int64})
    low, high = min(seen), max(seen)
    if all(v.is_integer() for v in seen) and high - low < _BARS:
        tally = Counter(int(v) for v in seen)
        span = range(int(low), int(high) + 1)
        return pl.DataFrame({"label": [whole(v) for v in span], "count": [tally[v] for v in span]})
    whole_numbers = all(v.is_integer() for v in seen)
    width = _round_width((high - low) / 12)
    if whole_numbers:
        width = max(1.0, math.ceil(width))
    first = math.floor(low / width)
    last = math.floor(high / width) if whole_numbers else max(first, math.ceil(high / width) - 1)
    classes = Counter(min(last, math.floor(v / width)) for v in seen)
    # Whole numbers: "5–9" and "10–14" share no value; others: a value on the border belongs to the upper class.
    step = 1.0 if whole_numbers else 0.0
    labels = [f"{number(k * width)}–{number((k + 1) * width - step)}" for k in range(first, last + 1)]
    return pl.DataFrame({"label": labels, "count": [classes[k] for k in range(first, last + 1)]})


def _round_width(width: float) -> float:
    """Return the next round number (1, 2 or 5 times a power of ten) that is not less than `width`."""
    if width <= 0:
        return 1.0
    power = 10.0 ** math.floor(math.log10(width))
    return next(m * power for m in (1, 2, 5, 10) if m * power >= width * (1 - 1e-12))


def distribution(
    frame: pl.DataFrame,
    *,
    title: str = "",
    subtitle: str = "",
    x_title: str = "",
    y_title: str = "",
    as_percent: bool = False,
) -> alt.LayerChart:
    """Draw one bar for each value, in the order of the frame; bounds are drawn where they are given.

    Parameters
    ----------
    frame
        Columns ``label`` (the value, in words or as a number) and ``count``; may have ``low`` and ``high``.
        ``count_values`` makes it of raw values.
    title, subtitle
        The finding, and what is counted.
    x_title, y_title
        Words beside the axes.
    as_percent
        The counts are shares (0-1).

    Raises
    ------
    ValueError
        A column is missing.
    """
    import altair as alt

    rows = rows_of(frame, ("label", "count"), {"low": None, "high": None})
    for i, row in enumerate(rows):
        row["label"] = str(row["label"])
        row["place"] = i
        row["text"] = percent(row["count"]) if as_percent else number(row["count"])
        row["top"] = max(v for v in (row["count"], row["high"]) if v is not None)
    order = [r["label"] for r in rows]
    crowded = len(order) > 12
    tops = max((r["top"] for r in rows), default=1.0) or 1.0
    x = alt.X(
        "label:N",
        sort=order,
        title=x_title or None,
        axis=alt.Axis(labelAngle=-40 if crowded and max(map(len, order)) > 3 else 0, labelOverlap="greedy"),
        scale=alt.Scale(paddingInner=0.12),
    )
    y = alt.Y(
        "count:Q",
        title=y_title or _("organisations"),
        scale=alt.Scale(domain=[0, tops * 1.12], nice=False),
        axis=alt.Axis(format="%" if as_percent else ",f", tickCount=4, tickMinStep=0 if as_percent else 1),
    )
    base = alt.Chart(inline(rows)).encode(x=x)
    bounds = base.transform_filter("isValid(datum.low) && isValid(datum.high)")
    layers = [
        base.mark_bar(color=ACCENT).encode(y=y),
        bounds.mark_rule(color=PAPER, strokeWidth=5).encode(y=alt.Y("low:Q"), y2="high:Q"),
        bounds.mark_rule(color=INK, strokeWidth=2).encode(y=alt.Y("low:Q"), y2="high:Q"),
        base.mark_text(dy=-5, baseline="bottom", fontSize=11 if crowded else 13)
        .encode(y=alt.Y("top:Q"), text="text:N")
        .transform_filter("datum.count > 0"),
    ]
    width: Any = min(WIDTH - 70, max(220, 52 * len(order)))
    return dress(alt.layer(*layers).properties(width=width, height=210), title=title, subtitle=subtitle)
