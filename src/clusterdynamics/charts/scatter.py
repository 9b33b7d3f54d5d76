"""Two measures of each organisation on a plane; bounds as thin bars, kinds by colour and shape."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Literal

import polars as pl

from clusterdynamics.charts.base import inline, rows_of
from clusterdynamics.charts.shapes import symbol_path
from clusterdynamics.charts.theme import INK, LINE, WIDTH, dress, kinds_for
from clusterdynamics.charts.words import text_width

if TYPE_CHECKING:
    import altair as alt

__all__ = ["scatter"]

_WIDTH, _HEIGHT, _SIZE = WIDTH - 80, 340, 12

#: Where a name can stand beside its point: alignment, shift to the right, shift downward.
_SIDES: tuple[tuple[Literal["left", "center", "right"], int, int], ...] = (
    ("left", 9, 4),
    ("right", -9, 4),
    ("center", 0, -11),
    ("center", 0, 19),
)


def scatter(
    frame: pl.DataFrame,
    *,
    x_title: str,
    y_title: str,
    title: str = "",
    subtitle: str = "",
    labelled: int = 8,
    kind_labels: Mapping[str, str] | None = None,
    x_percent: bool = False,
    y_percent: bool = False,
) -> alt.LayerChart:
    """Draw each organisation at its two measures.

    Parameters
    ----------
    frame
        Columns ``label``, ``x``, ``y``; may have ``kind`` (as ``theme.kind_of`` gives it), and the bounds
        ``x_low``, ``x_high``, ``y_low``, ``y_high``. Rows without `x` or `y` are left out.
    x_title, y_title
        Words beside the axes.
    title, subtitle
        The finding, and what is measured.
    labelled
        How many are named in the picture: those farthest from the middle. All are in the table beside it.
    kind_labels
        What the study calls the kinds.
    x_percent, y_percent
        The values are shares (0-1).

    Raises
    ------
    ValueError
        A column is missing.
    """
    import altair as alt

    bounds = dict.fromkeys(("x_low", "x_high", "y_low", "y_high"))
    rows = rows_of(frame, ("label", "x", "y"), {"kind": "other", **bounds})
    rows = [r for r in rows if r["x"] is not None and r["y"] is not None]
    kinds = kinds_for((r["kind"] or "other" for r in rows), kind_labels)
    names = [k.label for k in kinds.values()]
    for row in rows:
        row["kind"] = kinds[row["kind"] or "other"].label
        row["side"] = -1
    _name(rows, labelled, ends_x := _ends(rows, "x"), ends_y := _ends(rows, "y"))

    x = alt.X(
        "x:Q",
        title=x_title,
        scale=alt.Scale(domain=list(ends_x), nice=False),
        axis=alt.Axis(format="%" if x_percent else ",f", tickCount=5),
    )
    y = alt.Y(
        "y:Q",
        title=y_title,
        scale=alt.Scale(domain=list(ends_y), nice=False),
        axis=alt.Axis(format="%" if y_percent else ",f", tickCount=5, domain=True),
    )
    base = alt.Chart(inline(rows))
    rule: dict[str, Any] = {"color": LINE, "strokeWidth": 1.2}
    legend = alt.Legend(title=None, columns=3) if len(names) > 1 else None
    layers = [
        base.mark_rule(**rule)
        .encode(x=alt.X("x_low:Q"), x2="x_high:Q", y=y)
        .transform_filter("isValid(datum.x_low) && isValid(datum.x_high)"),
        base.mark_rule(**rule)
        .encode(x=x, y=alt.Y("y_low:Q"), y2="y_high:Q")
        .transform_filter("isValid(datum.y_low) && isValid(datum.y_high)"),
        base.mark_point(size=90, filled=True, opacity=0.95, stroke=INK, strokeWidth=0.8).encode(
            x=x,
            y=y,
            fill=alt.Fill(
                "kind:N",
                legend=legend,
                scale=alt.Scale(domain=names, range=[k.colour for k in kinds.values()]),
            ),
            shape=alt.Shape(
                "kind:N",
                legend=legend,
                scale=alt.Scale(domain=names, range=[symbol_path(k.shape) for k in kinds.values()]),
            ),
        ),
        *(
            base.mark_text(align=align, dx=dx, dy=dy, fontSize=_SIZE, color=INK)
            .encode(x=x, y=y, text="label:N")
            .transform_filter(f"datum.side === {side}")
            for side, (align, dx, dy) in enumerate(_SIDES)
        ),
    ]
    chart = alt.layer(*layers).properties(width=_WIDTH, height=_HEIGHT)
    return dress(chart, title=title, subtitle=subtitle)


def _ends(rows: list[dict[str, Any]], axis: str) -> tuple[float, float]:
    """Return the ends of an axis: from 0 or the lowest value to a little above the highest."""
    seen = [r[k] for r in rows for k in (axis, f"{axis}_low", f"{axis}_high") if r[k] is not None]
    low, high = min([0.0, *seen]), max(seen, default=1.0)
    room = 0.06 * (high - low or 1.0)
    return (low - room if low < 0 else low, high + room)


def _name(rows: list[dict[str, Any]], n: int, ends_x: tuple[float, float], ends_y: tuple[float, float]) -> None:
    """Name the `n` rows farthest from the middle, on a side where the name covers nothing."""
    places = {
        id(r): (
            (r["x"] - ends_x[0]) / (ends_x[1] - ends_x[0]) * _WIDTH,
            (1 - (r["y"] - ends_y[0]) / (ends_y[1] - ends_y[0])) * _HEIGHT,
        )
        for r in rows
    }
    taken = [(x - 6, y - 6, x + 6, y + 6) for x, y in places.values()]
    for row in _farthest(rows, n):
        x, y = places[id(row)]
        width = text_width(str(row["label"]), _SIZE)
        for side, (align, dx, dy) in enumerate(_SIDES):
            left = x + dx - {"left": 0.0, "center": width / 2, "right": width}[align]
            box = (left, y + dy - 8, left + width, y + dy + 6)
            if box[0] < 0 or box[2] > _WIDTH or any(_overlap(box, other) for other in taken):
                continue
            row["side"] = side
            taken.append(box)
            break


def _overlap(a: tuple[float, float, float, float], b: tuple[float, float, float, float]) -> bool:
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]


def _farthest(rows: list[dict[str, Any]], n: int) -> list[dict[str, Any]]:
    """Return the `n` rows farthest from the middle, each axis in units of its range; ties by name."""
    if not rows:
        return []
    reach: dict[str, tuple[float, float]] = {}
    for axis in ("x", "y"):
        values = sorted(r[axis] for r in rows)
        reach[axis] = (values[len(values) // 2], (values[-1] - values[0]) or 1.0)

    def distance(row: dict[str, Any]) -> float:
        return float(sum(((row[a] - middle) / width) ** 2 for a, (middle, width) in reach.items()))

    return sorted(rows, key=lambda r: (-distance(r), str(r["label"])))[:n]
