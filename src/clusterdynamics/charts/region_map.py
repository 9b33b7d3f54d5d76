"""Maps of regions: shades for figures (choropleth), and lines for ties between regions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np
import polars as pl

from clusterdynamics.charts.base import inline, rows_of
from clusterdynamics.charts.groups import shade
from clusterdynamics.charts.numbers import number, percent, whole
from clusterdynamics.charts.projection import equal_area, middle_of
from clusterdynamics.charts.theme import ACCENT, INK, LINE, MUTED, PAPER, SOFT, WIDTH, dress
from clusterdynamics.i18n import _

if TYPE_CHECKING:
    import altair as alt

__all__ = ["Area", "choropleth", "flow_map"]

_HEIGHT = 520
#: Classes of shades, and of the width of lines.
_CLASSES, _WIDTHS = 5, (0.6, 1.4, 2.6, 4.2, 6.5)
_SEA = "#ffffff"


class Area(Protocol):
    """A region with its outline: polygons of rings of (longitude, latitude), the first ring of each the outline."""

    @property
    def id(self) -> str:
        """Code of the region."""
        ...

    @property
    def name(self) -> str:
        """Its name."""
        ...

    @property
    def polygons(self) -> Sequence[Sequence[Sequence[tuple[float, float]]]]:
        """Its polygons."""
        ...


def choropleth(
    frame: pl.DataFrame,
    areas: Iterable[Area],
    *,
    notice: str,
    background: Iterable[Area] = (),
    title: str = "",
    subtitle: str = "",
    as_percent: bool = False,
) -> alt.LayerChart:
    """Draw regions, darker for more, in five classes with as many regions in each.

    Shares and means only: a count would show how large a region is. Regions without a figure are pale with a dashed
    outline, so that colour is not the only sign; the equal table stands beside the map.

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
    as_percent
        The values are shares (0-1).

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
    middle = _middle(drawn)
    box = _box(drawn, middle)
    classes = _classes([rows[a.id]["value"] for a in drawn], as_percent=as_percent)
    features = []
    for area in drawn:
        row = rows[area.id]
        label = _class_of(row["value"], classes)
        told = str(row["note"] or _("not known")) if row["value"] is None else _written(row["value"], as_percent)
        features.append(_feature(area, middle, {"class": label, "told": f"{area.name}: {told}"}))
    unknown = any(rows[a.id]["value"] is None for a in drawn)
    labels = [c[0] for c in classes] + ([_("not known")] if unknown else [])
    colours = [c[3] for c in classes] + ([SOFT] if unknown else [])
    colour = alt.Color(
        "properties.class:N",
        scale=alt.Scale(domain=labels, range=colours),
        legend=alt.Legend(title=None, columns=3, symbolType="square", symbolStrokeColor=LINE),
    )
    regions = alt.Chart(alt.InlineData(values=features))
    tip = alt.Tooltip("properties.told:N", title=" ")
    layers = [
        *_behind(background, box, middle),
        regions.mark_geoshape(stroke=PAPER, strokeWidth=0.6).encode(color=colour, tooltip=tip),
        regions.mark_geoshape(filled=False, stroke=MUTED, strokeWidth=0.7, strokeDash=[2, 2]).transform_filter(
            alt.datum["properties"]["class"] == _("not known")
        ),
    ]
    return _finished(layers, box, notice, title, subtitle)


def flow_map(
    flows: pl.DataFrame,
    areas: Iterable[Area],
    centres: Mapping[str, tuple[float, float]],
    *,
    notice: str,
    most: int = 60,
    background: Iterable[Area] = (),
    title: str = "",
    subtitle: str = "",
) -> alt.LayerChart:
    """Draw ties between regions as lines, wider for more, and ties within a region as circles.

    The `most` largest flows are drawn, and the map says which share of all ties they are: a map of all flows of a
    continent is a blot.

    Parameters
    ----------
    flows
        Columns ``origin``, ``destination``, ``ties``.
    areas
        Outlines of the regions.
    centres
        Region → (longitude, latitude) at which its lines meet.
    notice
        What a map with these outlines must say.
    most
        Flows that are drawn.
    background
        Outlines that are drawn behind.
    title, subtitle
        The finding, and what is measured.

    Raises
    ------
    ValueError
        A column is missing, or no flow has both its ends on the map.
    """
    import altair as alt

    rows = rows_of(flows, ("origin", "destination", "ties"), {})
    placed = [r for r in rows if r["origin"] in centres and r["destination"] in centres and (r["ties"] or 0) > 0]
    if not placed:
        raise ValueError("no flow has both its ends on the map")
    used = {str(r[end]) for r in placed for end in ("origin", "destination")}
    drawn = [a for a in areas if a.id in used]
    points = {k: v for k, v in centres.items() if k in used}
    middle = middle_of(list(points.values()))
    names = {a.id: a.name for a in drawn}
    box = _box(drawn, middle) if drawn else _around(equal_area(list(points.values()), middle))
    at = {k: equal_area([v], middle)[0] for k, v in points.items()}
    total = sum(float(r["ties"]) for r in rows if r["ties"])
    between = sorted(
        (r for r in placed if r["origin"] != r["destination"]),
        key=lambda r: (-float(r["ties"]), str(r["origin"]), str(r["destination"])),
    )[:most]
    inside = [r for r in placed if r["origin"] == r["destination"]]
    shown = sum(float(r["ties"]) for r in (*between, *inside))
    top = max((float(r["ties"]) for r in between), default=1.0)
    steps = [top * (k + 1) / len(_WIDTHS) for k in range(len(_WIDTHS))]
    words = [_("up to {n} ties").format(n=whole(s)) for s in steps]
    lines = []
    for r in reversed(between):  # the widest on top
        step = next(k for k, s in enumerate(steps) if float(r["ties"]) <= s + 1e-9)
        (x, y), (x2, y2) = at[str(r["origin"])], at[str(r["destination"])]
        ends = f"{names.get(r['origin'], r['origin'])} – {names.get(r['destination'], r['destination'])}"
        lines.append(
            {"x": float(x), "y": float(y), "x2": float(x2), "y2": float(y2)}
            | {"width": _WIDTHS[step], "told": f"{ends}: {whole(float(r['ties']))}"}
        )
    largest = max((float(r["ties"]) for r in inside), default=1.0)
    circles = [
        {
            "x": float(at[str(r["origin"])][0]),
            "y": float(at[str(r["origin"])][1]),
            "size": 30 + 570 * float(r["ties"]) / largest,
            "told": _("within {region}: {n}").format(
                region=names.get(r["origin"], r["origin"]), n=whole(float(r["ties"]))
            ),
        }
        for r in inside
    ]
    x, y = alt.Longitude("x:Q"), alt.Latitude("y:Q")
    tip = alt.Tooltip("told:N", title=" ")
    wide = alt.StrokeWidth("width:Q", scale=None, legend=None)
    shapes = [_feature(a, middle, {"told": a.name}) for a in drawn]
    layers = [
        *_behind(background, box, middle),
        alt.Chart(alt.InlineData(values=shapes)).mark_geoshape(fill=SOFT, stroke=LINE, strokeWidth=0.4),
        alt.Chart(inline(lines))
        .mark_rule(color=ACCENT, opacity=0.55)
        .encode(longitude=x, latitude=y, longitude2="x2:Q", latitude2="y2:Q", strokeWidth=wide, tooltip=tip),
    ]
    if circles:
        layers.append(
            alt.Chart(inline(circles))
            .mark_circle(color=INK, opacity=0.55)
            .encode(longitude=x, latitude=y, size=alt.Size("size:Q", scale=None), tooltip=tip)
        )
    share = percent(shown / total) if total else "–"
    said = _("{n} largest flows; with the circles of ties within regions {share} of all ties.").format(
        n=len(between), share=share
    )
    return _finished([*layers, *_widths(words)], box, f"{said} {notice}", title, subtitle)


def _widths(words: Sequence[str]) -> list[Any]:
    """Return layers with a line of each width and what it means, in the corner of the map."""
    import altair as alt

    layers = []
    for k, (word, width) in enumerate(zip(words, _WIDTHS, strict=True)):
        base = alt.Chart(inline([{"text": word}]))
        y = 14 + 17 * k
        # Rectangles: lines with both ends in pixels are not drawn beside a projection.
        layers.append(base.mark_rect(color=ACCENT, x=22, width=26, y=y - width / 2, height=width))
        layers.append(
            base.mark_text(align="left", baseline="middle", x=40, y=y, fontSize=11, color=INK).encode(text="text:N")
        )
    return layers


def _middle(areas: Sequence[Area]) -> tuple[float, float]:
    return middle_of([point for a in areas for p in a.polygons for point in p[0]])


def _flat(area: Area, middle: tuple[float, float]) -> list[list[list[list[float]]]]:
    """Return the polygons in the plane."""
    return [[np.round(equal_area(list(r), middle), 6).tolist() for r in p] for p in area.polygons]


def _feature(area: Area, middle: tuple[float, float], properties: dict[str, Any]) -> dict[str, Any]:
    geometry = {"type": "MultiPolygon", "coordinates": _flat(area, middle)}
    return {"type": "Feature", "id": area.id, "properties": {"name": area.name, **properties}, "geometry": geometry}


def _around(points: Any) -> tuple[float, float, float, float]:
    at = np.asarray(points)
    low, high = at.min(axis=0), at.max(axis=0)
    room = 0.06 * max(float((high - low).max()), 1e-3)
    return float(low[0] - room), float(low[1] - room), float(high[0] + room), float(high[1] + room)


def _box(areas: Sequence[Area], middle: tuple[float, float]) -> tuple[float, float, float, float]:
    """Return the box around areas in the plane, with a margin."""
    return _around(np.concatenate([equal_area(list(p[0]), middle) for a in areas for p in a.polygons]))


def _behind(
    background: Iterable[Area], box: tuple[float, float, float, float], middle: tuple[float, float]
) -> list[Any]:
    """Return a layer of outlines behind, of those that reach into the box."""
    import altair as alt

    features = []
    for area in background:
        flat = _flat(area, middle)
        cut = [[_clipped(ring, box) for ring in p] for p in flat]
        kept = [[r for r in p if len(r) > 3] for p in cut if len(p[0]) > 3]
        if kept:
            geometry = {"type": "MultiPolygon", "coordinates": kept}
            features.append({"type": "Feature", "properties": {"name": area.name}, "geometry": geometry})
    if not features:
        return []
    layer = alt.Chart(alt.InlineData(values=features))
    return [layer.mark_geoshape(fill="#f4f4f1", stroke=LINE, strokeWidth=0.5)]


def _clipped(ring: Sequence[Sequence[float]], box: tuple[float, float, float, float]) -> list[list[float]]:
    """Return the part of a ring inside the box (Sutherland & Hodgman 1974); empty where there is none."""
    points = [[float(x), float(y)] for x, y in ring[:-1]]
    for axis, limit, keep_low in ((0, box[0], False), (0, box[2], True), (1, box[1], False), (1, box[3], True)):
        if not points:
            return []

        def inside(p: Sequence[float], axis: int = axis, limit: float = limit, keep_low: bool = keep_low) -> bool:
            return p[axis] <= limit if keep_low else p[axis] >= limit

        found: list[list[float]] = []
        for k, point in enumerate(points):
            before = points[k - 1]
            if inside(point) != inside(before):
                share = (limit - before[axis]) / (point[axis] - before[axis])
                found.append([before[i] + share * (point[i] - before[i]) for i in (0, 1)])
            if inside(point):
                found.append(point)
        points = found
    return [*points, points[0]] if points else []


def _finished(
    layers: list[Any], box: tuple[float, float, float, float], notice: str, title: str, subtitle: str
) -> alt.LayerChart:
    """Return the map in a fixed window, with the notice below it."""
    import altair as alt

    from clusterdynamics.charts.words import wrap

    wide, high = box[2] - box[0], box[3] - box[1]
    scale = min(WIDTH / wide, _HEIGHT / high)
    width, height = max(240.0, wide * scale), max(120.0, high * scale)
    projection: dict[str, Any] = {
        "type": "identity",
        "reflectY": True,
        "scale": scale,
        "translate": [width / 2 - scale * (box[0] + box[2]) / 2, height / 2 + scale * (box[1] + box[3]) / 2],
    }
    frame = alt.Chart(inline([{"text": "\n".join(wrap(notice, width, 11, lines=4))}]))
    note = frame.mark_text(
        align="left", baseline="bottom", x=2, y=height - 2, fontSize=10, color=MUTED, lineBreak="\n"
    ).encode(text="text:N")
    projected = [layer.project(**projection) for layer in layers]
    chart = alt.layer(*projected, note.project(**projection)).properties(
        width=width, height=height, view=alt.ViewBackground(fill=_SEA, stroke=LINE)
    )
    return dress(chart, title=title, subtitle=subtitle)


def _written(value: float, as_percent: bool) -> str:
    return percent(value) if as_percent else number(value)


def _classes(values: Iterable[float | None], *, as_percent: bool) -> list[tuple[str, float, float, str]]:
    """Return (label, from, to, colour) of classes with about as many regions in each."""
    known = np.array(sorted({float(v) for v in values if v is not None}))
    if not known.size:
        return []
    n = min(_CLASSES, known.size)
    edges = np.unique(np.quantile(known, np.linspace(0, 1, n + 1)))
    if edges.size == 1:
        edges = np.array([edges[0], edges[0]])
    found = []
    for k in range(edges.size - 1):
        low, high = float(edges[k]), float(edges[k + 1])
        label = f"{_written(low, as_percent)} – {_written(high, as_percent)}"
        found.append((label, low, high, shade((k + 1) / (edges.size - 1), 1.0) if edges.size > 2 else ACCENT))
    return found


def _class_of(value: float | None, classes: Sequence[tuple[str, float, float, str]]) -> str:
    if value is None:
        return _("not known")
    return next((label for label, _low, high, _colour in classes if value <= high + 1e-12), classes[-1][0])
