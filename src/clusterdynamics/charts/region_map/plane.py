"""From the globe to the window of a map: equal areas, clipped to what is shown, hatched where there is no figure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from clusterdynamics.charts.projection import equal_area, middle_of
from clusterdynamics.charts.theme import WIDTH

__all__ = ["Area", "Flat", "Window", "behind", "clipped", "feature", "flat", "hatching", "inner", "middle", "window"]

FloatArray = NDArray[np.float64]

#: Polygons in the plane: rings of [x, y], the outline of each first.
type Flat = list[list[list[list[float]]]]
type Box = tuple[float, float, float, float]

_HEIGHT = 520
#: Steps of the grid in which the inmost point of a region is looked for, and points of its outline that are looked at.
_GRID, _OUTLINE = 24, 600


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


@dataclass(frozen=True)
class Window:
    """The part of the plane that a map shows.

    Attributes
    ----------
    box
        Its corners in the plane: left, low, right, high.
    width, height
        In pixels.
    scale
        Pixels for a unit of the plane.
    """

    box: Box
    width: float
    height: float
    scale: float

    @property
    def projection(self) -> dict[str, Any]:
        """How Vega-Lite gets from the plane to the pixels."""
        left, low, right, high = self.box
        shift = [self.width / 2 - self.scale * (left + right) / 2, self.height / 2 + self.scale * (low + high) / 2]
        return {"type": "identity", "reflectY": True, "scale": self.scale, "translate": shift}

    def pixels(self, point: Sequence[float]) -> tuple[float, float]:
        """Return where a point of the plane is drawn, from the upper left corner."""
        x, y = self.projection["translate"]
        return x + self.scale * point[0], y - self.scale * point[1]

    def back(self, x: float, y: float) -> list[float]:
        """Return the point of the plane that is drawn at a pixel."""
        dx, dy = self.projection["translate"]
        return [(x - dx) / self.scale, (dy - y) / self.scale]


def window(points: Any) -> Window:
    """Return the window around points of the plane, with a margin."""
    at = np.asarray(points)
    low, high = at.min(axis=0), at.max(axis=0)
    room = 0.06 * max(float((high - low).max()), 1e-3)
    box = (float(low[0] - room), float(low[1] - room), float(high[0] + room), float(high[1] + room))
    wide, tall = box[2] - box[0], box[3] - box[1]
    scale = min(WIDTH / wide, _HEIGHT / tall)
    return Window(box, max(240.0, wide * scale), max(120.0, tall * scale), scale)


def middle(areas: Iterable[Area]) -> tuple[float, float]:
    """Return the middle of areas, in degrees."""
    return middle_of([point for a in areas for p in a.polygons for point in p[0]])


def flat(area: Area, centre: tuple[float, float]) -> Flat:
    """Return the polygons in the plane around `centre`."""
    return [[np.round(equal_area(list(r), centre), 6).tolist() for r in p] for p in area.polygons]


def feature(area: Area, polygons: Flat, properties: dict[str, Any]) -> dict[str, Any]:
    """Return an area as GeoJSON, in the plane."""
    geometry = {"type": "MultiPolygon", "coordinates": polygons}
    return {"type": "Feature", "id": area.id, "properties": {"name": area.name, **properties}, "geometry": geometry}


def behind(background: Iterable[Area], box: Box, centre: tuple[float, float]) -> list[dict[str, Any]]:
    """Return outlines behind as GeoJSON, of those that reach into the box, cut at its edges."""
    features = []
    for area in background:
        cut = [[clipped(ring, box) for ring in p] for p in flat(area, centre)]
        kept = [[r for r in p if len(r) > 3] for p in cut if len(p[0]) > 3]
        if kept:
            geometry = {"type": "MultiPolygon", "coordinates": kept}
            features.append({"type": "Feature", "properties": {"name": area.name}, "geometry": geometry})
    return features


def clipped(ring: Sequence[Sequence[float]], box: Box) -> list[list[float]]:
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


def hatching(polygons: Flat, step: float) -> dict[str, Any] | None:
    """Return slanted lines inside polygons as GeoJSON, `step` apart; None where no line falls into them.

    The lines lie on one grid for the whole map, so that those of neighbours go on.
    """
    lines: list[list[list[float]]] = []
    for polygon in polygons:
        # Along and across the lines; a line enters and leaves the polygon in turn (even-odd rule, with its holes).
        edges = [(np.asarray(r) @ np.array([[1.0, -1.0], [1.0, 1.0]]) / np.sqrt(2)) for r in polygon]
        starts, ends = np.concatenate([e[:-1] for e in edges]), np.concatenate([e[1:] for e in edges])
        low, high = float(starts[:, 1].min()), float(starts[:, 1].max())
        for k in range(int(np.ceil(low / step)), int(np.floor(high / step)) + 1):
            across = k * step
            crossing = (starts[:, 1] <= across) != (ends[:, 1] <= across)
            a, b = starts[crossing], ends[crossing]
            along = np.sort(a[:, 0] + (across - a[:, 1]) / (b[:, 1] - a[:, 1]) * (b[:, 0] - a[:, 0]))
            for first, last in zip(along[::2], along[1::2], strict=True):
                both = [((u - across) / np.sqrt(2), (u + across) / np.sqrt(2)) for u in (first, last)]
                lines.append([[round(float(x), 6), round(float(y), 6)] for x, y in both])
    return {"type": "MultiLineString", "coordinates": lines} if lines else None


def inner(polygons: Flat) -> tuple[float, float]:
    """Return the point of the largest polygon that is farthest from its outline: where a name stands well.

    The middle of a bent region may lie outside it (that of Norway lies in Sweden).
    """
    outline = max((np.asarray(p[0]) for p in polygons), key=lambda r: float(np.ptp(r[:, 0]) * np.ptp(r[:, 1])))
    outline = np.concatenate([outline[: -1 : max(1, len(outline) // _OUTLINE)], outline[:1]])
    low, high = outline.min(axis=0), outline.max(axis=0)
    steps = (np.arange(_GRID) + 0.5) / _GRID
    points = np.stack(np.meshgrid(*(low + steps[:, None] * (high - low)).T), axis=-1).reshape(-1, 2)
    a, b = outline[:-1], outline[1:]
    above = (a[None, :, 1] > points[:, None, 1]) != (b[None, :, 1] > points[:, None, 1])
    rise = np.where(b[:, 1] == a[:, 1], 1.0, b[:, 1] - a[:, 1])
    at = a[None, :, 0] + (points[:, None, 1] - a[None, :, 1]) / rise[None, :] * (b - a)[None, :, 0]
    inside = (above & (points[:, None, 0] < at)).sum(axis=1) % 2 == 1
    if not inside.any():
        return float(outline[:-1, 0].mean()), float(outline[:-1, 1].mean())
    points = points[inside]
    line = b - a
    length = np.maximum((line**2).sum(axis=1), 1e-18)
    along = np.clip(((points[:, None] - a[None]) * line[None]).sum(axis=2) / length[None], 0, 1)
    away = points[:, None] - (a[None] + along[..., None] * line[None])
    best = points[int(np.argmax((away**2).sum(axis=2).min(axis=1)))]
    return float(best[0]), float(best[1])
