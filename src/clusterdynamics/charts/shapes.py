"""The shapes of data points, all of the same area, as polygons for maps and as paths for charts."""

from __future__ import annotations

import math
from functools import cache

__all__ = ["SHAPES", "outline", "reach", "symbol_path"]


def _regular(corners: int, turn: float) -> list[tuple[float, float]]:
    """Corners of a regular polygon; `turn` in degrees, 0 points to the right and 90 downward."""
    step = 2 * math.pi / corners
    start = math.radians(turn)
    return [(math.cos(start + i * step), math.sin(start + i * step)) for i in range(corners)]


def _star() -> list[tuple[float, float]]:
    outer, inner = _regular(5, -90), _regular(5, -54)
    return [p for o, i in zip(outer, inner, strict=True) for p in (o, (0.5 * i[0], 0.5 * i[1]))]


def _cross() -> list[tuple[float, float]]:
    a, b = 0.36, 1.0
    corners = [
        (-a, -b),
        (a, -b),
        (a, -a),
        (b, -a),
        (b, a),
        (a, a),
        (a, b),
        (-a, b),
        (-a, a),
        (-b, a),
        (-b, -a),
        (-a, -a),
    ]
    return [(float(x), float(y)) for x, y in corners]


_RAW = {
    "square": _regular(4, 45),
    "diamond": _regular(4, 0),
    "triangle-up": _regular(3, -90),
    "triangle-down": _regular(3, 90),
    "triangle-left": _regular(3, 180),
    "triangle-right": _regular(3, 0),
    "pentagon": _regular(5, -90),
    "hexagon": _regular(6, 0),
    "star": _star(),
    "cross": _cross(),
}

#: Names of all shapes.
SHAPES: tuple[str, ...] = ("circle", *_RAW)


def _area(corners: list[tuple[float, float]]) -> float:
    nexts = corners[1:] + corners[:1]
    return abs(sum(x * v - u * y for (x, y), (u, v) in zip(corners, nexts, strict=True))) / 2


@cache
def outline(shape: str) -> tuple[tuple[float, float], ...]:
    """Return the corners of a shape whose area is that of a circle of radius 1; none for the circle."""
    if shape == "circle":
        return ()
    corners = _RAW[shape]
    scale = math.sqrt(math.pi / _area(corners))
    return tuple((round(scale * x, 4), round(scale * y, 4)) for x, y in corners)


@cache
def reach(shape: str) -> float:
    """Return how far the shape reaches from its centre, in radii of the circle of equal area."""
    return max((math.hypot(x, y) for x, y in outline(shape)), default=1.0)


@cache
def symbol_path(shape: str) -> str:
    """Return the shape as Vega wants it: ``circle``, or a path whose area is that of Vega's circle."""
    corners = outline(shape)
    if not corners:
        return "circle"
    return "M" + "L".join(f"{x:g},{y:g}" for x, y in corners) + "Z"
