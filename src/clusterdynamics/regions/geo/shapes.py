"""Shapes of regions: polygons in degrees, with their names and the notice that goes with them."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from clusterdynamics.errors import InputError
from clusterdynamics.i18n import _

__all__ = ["Atlas", "Shape", "atlas_of", "centre", "countries", "neighbours", "read_atlas", "simplified"]

FloatArray = NDArray[np.float64]

#: A polygon: its outline first, then its holes; each ring a tuple of (longitude, latitude), closed.
type Ring = tuple[tuple[float, float], ...]
type Polygon = tuple[Ring, ...]

_FORMAT = 1


@dataclass(frozen=True)
class Shape:
    """A region: its code, its name, and its polygons."""

    id: str
    name: str
    polygons: tuple[Polygon, ...]

    @property
    def rings(self) -> Iterator[Ring]:
        """All rings, outlines and holes."""
        for polygon in self.polygons:
            yield from polygon


@dataclass(frozen=True)
class Atlas:
    """Shapes of regions.

    Attributes
    ----------
    shapes
        By code, sorted.
    notice
        What every map made with them must say.
    source
        Where they come from.
    """

    shapes: tuple[Shape, ...]
    notice: str
    source: str

    def __contains__(self, code: object) -> bool:
        return any(s.id == code for s in self.shapes)

    def only(self, codes: Iterable[str]) -> Atlas:
        """Return the atlas with these regions only."""
        wanted = set(codes)
        return Atlas(tuple(s for s in self.shapes if s.id in wanted), self.notice, self.source)

    def to_json(self) -> str:
        """Return the atlas as JSON text."""
        data = {
            "format": _FORMAT,
            "notice": self.notice,
            "source": self.source,
            "shapes": [{"id": s.id, "name": s.name, "polygons": s.polygons} for s in self.shapes],
        }
        return json.dumps(data, ensure_ascii=False, separators=(",", ":")) + "\n"


def atlas_of(data: dict[str, Any]) -> Atlas:
    """Return an atlas from its JSON, as ``Atlas.to_json`` writes it."""
    shapes = [
        Shape(
            str(s["id"]),
            str(s["name"]),
            tuple(tuple(tuple((float(x), float(y)) for x, y in ring) for ring in p) for p in s["polygons"]),
        )
        for s in data["shapes"]
    ]
    return Atlas(tuple(sorted(shapes, key=lambda s: s.id)), str(data["notice"]), str(data["source"]))


def read_atlas(path: Path | str) -> Atlas:
    """Return shapes that ``geo import`` has written.

    Raises
    ------
    InputError
        The file is none of these.
    """
    try:
        data = json.loads(Path(path).read_text(encoding="utf-8"))
        if data["format"] != _FORMAT:
            raise KeyError("format")
        return atlas_of(data)
    except (OSError, ValueError, KeyError, TypeError):
        raise InputError(
            _("{file} holds no shapes. Bring a GeoJSON file in with clusterdynamics geo import.").format(
                file=Path(path).name
            )
        ) from None


@cache
def countries() -> Atlas:
    """Return the countries of Europe and around it: Natural Earth 4.1, 1:50 million, in the public domain."""
    text = resources.files("clusterdynamics.regions.geo").joinpath("countries.json").read_text(encoding="utf-8")
    return atlas_of(json.loads(text))


def _area(ring: Ring) -> float:
    """Return the area inside a ring in square degrees, signed by its direction."""
    at = np.asarray(ring)
    x, y = at[:, 0], at[:, 1]
    return float((x[:-1] * y[1:] - x[1:] * y[:-1]).sum() / 2)


def centre(shape: Shape) -> tuple[float, float]:
    """Return (longitude, latitude) of the centre of mass of a shape's largest polygon."""
    outline = max((p[0] for p in shape.polygons), key=lambda ring: abs(_area(ring)))
    at = np.asarray(outline)
    area = _area(outline)
    if area == 0:
        return float(at[:, 0].mean()), float(at[:, 1].mean())
    cross = at[:-1, 0] * at[1:, 1] - at[1:, 0] * at[:-1, 1]
    x = ((at[:-1, 0] + at[1:, 0]) * cross).sum() / (6 * area)
    y = ((at[:-1, 1] + at[1:, 1]) * cross).sum() / (6 * area)
    return float(x), float(y)


def neighbours(shapes: Sequence[Shape]) -> tuple[tuple[str, str], ...]:
    """Return the pairs of regions that have a border in common: at least two points of their outlines are the same.

    Shapes must come from one file, in which a border is drawn alike from both sides.
    """
    at: dict[tuple[float, float], set[str]] = defaultdict(set)
    for shape in shapes:
        for ring in shape.rings:
            for x, y in ring:
                at[round(x, 5), round(y, 5)].add(shape.id)
    shared: dict[tuple[str, str], int] = defaultdict(int)
    for who in at.values():
        several = sorted(who)
        for k, a in enumerate(several):
            for b in several[k + 1 :]:
                shared[a, b] += 1
    return tuple(sorted(pair for pair, n in shared.items() if n > 1))


def simplified(shape: Shape, tolerance: float) -> Shape:
    """Return a shape with fewer points: none that lies nearer than `tolerance` degrees to the line of the others.

    Borders of neighbours are drawn alike before and mostly after, since the same points are kept; polygons that are
    smaller than the tolerance vanish, but a region keeps its largest one.

    References
    ----------
    Douglas, D. H., & Peucker, T. K. (1973). Algorithms for the reduction of the number of points required to represent
    a digitized line. Cartographica 10(2), 112-122.
    """
    if tolerance <= 0:
        return shape
    kept: list[Polygon] = []
    for polygon in shape.polygons:
        rings = [_thinned(ring, tolerance) for ring in polygon]
        if len(rings[0]) > 3:
            kept.append(tuple(r for r in rings if len(r) > 3))
    if not kept:
        kept = [max(shape.polygons, key=lambda p: abs(_area(p[0])))]
    return Shape(shape.id, shape.name, tuple(kept))


def _thinned(ring: Ring, tolerance: float) -> Ring:
    at = np.asarray(ring)
    if len(at) < 5:
        return ring
    # A closed line has no ends: it is cut at its first point and at the one farthest from that.
    far = int(np.argmax(np.hypot(*(at - at[0]).T)))
    keep = np.zeros(len(at), dtype=np.bool_)
    keep[[0, far, len(at) - 1]] = True
    stack = [(0, far), (far, len(at) - 1)]
    while stack:
        a, b = stack.pop()
        if b - a < 2:
            continue
        line = at[b] - at[a]
        length = float(np.hypot(*line))
        rest = at[a + 1 : b] - at[a]
        away = np.abs(line[0] * rest[:, 1] - line[1] * rest[:, 0]) / length if length else np.hypot(*rest.T)
        worst = int(np.argmax(away))
        if away[worst] > tolerance:
            keep[a + 1 + worst] = True
            stack += [(a, a + 1 + worst), (a + 1 + worst, b)]
    return tuple((float(x), float(y)) for x, y in at[keep])
