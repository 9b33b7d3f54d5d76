"""Regions as shades: darker for more (choropleth)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np
import polars as pl

from clusterdynamics.charts.base import rows_of
from clusterdynamics.charts.groups import shade
from clusterdynamics.charts.numbers import number, percent
from clusterdynamics.charts.projection import equal_area
from clusterdynamics.charts.region_map.plane import (
    Area,
    Flat,
    Window,
    behind,
    feature,
    flat,
    hatching,
    inner,
    middle,
    window,
)
from clusterdynamics.charts.region_map.sheet import HATCH, NAMED, Name, Swatch, finished, geo, inline_shapes, names
from clusterdynamics.charts.theme import ACCENT, LINE, MUTED, PAPER, SOFT
from clusterdynamics.i18n import _

if TYPE_CHECKING:
    import altair as alt

__all__ = ["choropleth"]

#: Classes of shades.
_CLASSES = 5
_BEHIND = {"fill": "#f4f4f1", "stroke": LINE, "strokeWidth": 0.5}


def choropleth(
    frame: pl.DataFrame,
    areas: Iterable[Area],
    *,
    notice: str,
    background: Iterable[Area] = (),
    title: str = "",
    subtitle: str = "",
    source: str = "",
    unknown: str = "",
    as_percent: bool = False,
    digits: int | None = None,
) -> alt.LayerChart:
    """Draw regions, darker for more, in five classes with as many regions in each.

    Shares and means only: a count would show how large a region is. Regions without a figure are hatched, and a few
    regions have their names and figures on the map, so that colour is not the only sign; the equal table stands beside
    the map.

    Parameters
    ----------
    frame
        Columns ``region`` and ``value`` (null where there is no figure); may have ``note``.
    areas
        Outlines, in degrees.
    notice
        What a map with these outlines must say; it stands below it.
    background
        Outlines that are drawn behind: countries around, say.
    title, subtitle
        The finding, and what is measured.
    source
        What the figures rest on; it stands below the map.
    unknown
        What a region without a figure is called in the legend.
    as_percent
        The values are shares (0-1).
    digits
        Decimals of other values; about three meaningful figures where not given.

    Raises
    ------
    ValueError
        A column is missing, or no region of the frame has an outline.
    """
    import altair as alt

    rows = {str(r["region"]): r for r in rows_of(frame, ("region", "value"), {"note": None})}
    drawn = [a for a in areas if a.id in rows]
    if not drawn:
        raise ValueError("no region of the frame has an outline")
    nothing = unknown or _("not known")
    written = percent if as_percent else partial(number, digits=digits)
    centre = middle(drawn)
    shapes = {a.id: flat(a, centre) for a in drawn}
    shown = window(np.concatenate([equal_area(list(p[0]), centre) for a in drawn for p in a.polygons]))
    classes = _classes([rows[a.id]["value"] for a in drawn], written)
    features = []
    for area in drawn:
        row = rows[area.id]
        told = str(row["note"] or nothing) if row["value"] is None else written(row["value"])
        label = nothing if row["value"] is None else _class_of(row["value"], classes)
        features.append(feature(area, shapes[area.id], {"class": label, "told": f"{area.name}: {told}"}))
    gone = [a for a in drawn if rows[a.id]["value"] is None]
    colour = alt.Color(
        "properties.class:N",
        scale=alt.Scale(domain=[*(c[0] for c in classes), nothing], range=[*(c[3] for c in classes), SOFT]),
        legend=alt.Legend(
            title=None, columns=3, symbolType="square", symbolStrokeColor=LINE, values=[c[0] for c in classes]
        )
        if classes
        else None,
    )
    regions = alt.Chart(inline_shapes(features))
    around = behind(background, shown.box, centre)
    layers: list[Any] = [
        *([geo(around, **_BEHIND)] if around else []),
        regions.mark_geoshape(stroke=PAPER, strokeWidth=0.6).encode(
            color=colour, tooltip=alt.Tooltip("properties.told:N", title=" ")
        ),
    ]
    if gone:
        lines = [hatching(shapes[a.id], HATCH / shown.scale) for a in gone]
        layers.append(geo([x for x in lines if x], filled=False, stroke=LINE, strokeWidth=0.7))
        layers.append(
            geo(
                [feature(a, shapes[a.id], {}) for a in gone],
                filled=False,
                stroke=MUTED,
                strokeWidth=0.8,
                strokeDash=[2, 2],
            )
        )
    if len(drawn) <= NAMED:
        layers += names(_names(drawn, rows, shapes, shown, written), shown)
    swatches = [Swatch(nothing)] if gone else []
    return finished(layers, shown, swatches, (source, notice), title, subtitle)


def _names(
    drawn: Sequence[Area],
    rows: dict[str, dict[str, Any]],
    shapes: dict[str, Flat],
    shown: Window,
    written: Callable[[float], str],
) -> list[Name]:
    """Return each region's name and figure, the widest regions first."""

    def wide(area: Area) -> float:
        outlines = [np.asarray(p[0]) for p in shapes[area.id]]
        return max(float(np.ptp(o[:, 0]) * np.ptp(o[:, 1])) for o in outlines) * shown.scale

    ordered = sorted(drawn, key=lambda a: (-wide(a), a.id))
    values = {a.id: rows[a.id]["value"] for a in drawn}
    return [
        Name(inner(shapes[a.id]), (a.name, "–" if values[a.id] is None else written(values[a.id]))) for a in ordered
    ]


def _classes(values: Iterable[float | None], written: Callable[[float], str]) -> list[tuple[str, float, float, str]]:
    """Return (label, from, to, colour) of classes with about as many regions in each."""
    known = np.array(sorted({float(v) for v in values if v is not None}))
    if not known.size:
        return []
    n = min(_CLASSES, known.size)
    edges = np.unique(np.quantile(known, np.linspace(0, 1, n + 1)))
    if edges.size == 1:
        edges = np.array([edges[0], edges[0]])
    found: dict[str, tuple[str, float, float, str]] = {}
    for k in range(edges.size - 1):
        low, high = float(edges[k]), float(edges[k + 1])
        ends = dict.fromkeys((written(low), written(high)))
        label = " – ".join(ends)
        colour = shade((k + 1) / (edges.size - 1), 1.0) if edges.size > 2 else ACCENT
        # Two classes that are written alike would have one entry in the legend, and two colours.
        found[label] = (label, found[label][1] if label in found else low, high, colour)
    return list(found.values())


def _class_of(value: float, classes: Sequence[tuple[str, float, float, str]]) -> str:
    return next((label for label, _low, high, _colour in classes if value <= high + 1e-12), classes[-1][0])
