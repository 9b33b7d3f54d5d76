"""Curved links: quadratic Bézier curves that bend around their loop, cut at the names they join."""

from __future__ import annotations

import math
from dataclasses import dataclass

from clusterdynamics.charts.loop_map.layout import Node

__all__ = ["Curve", "between"]

type Point = tuple[float, float]


@dataclass(frozen=True)
class Curve:
    """A quadratic Bézier curve."""

    start: Point
    control: Point
    end: Point

    def at(self, t: float) -> Point:
        """Return the point at `t` in [0, 1]."""
        a, b, c = (1 - t) ** 2, 2 * t * (1 - t), t * t
        return (
            a * self.start[0] + b * self.control[0] + c * self.end[0],
            a * self.start[1] + b * self.control[1] + c * self.end[1],
        )

    def heading(self, t: float) -> Point:
        """Return the direction at `t`, of length 1."""
        dx = (1 - t) * (self.control[0] - self.start[0]) + t * (self.end[0] - self.control[0])
        dy = (1 - t) * (self.control[1] - self.start[1]) + t * (self.end[1] - self.control[1])
        length = math.hypot(dx, dy) or 1.0
        return dx / length, dy / length

    def part(self, t0: float, t1: float) -> Curve:
        """Return the stretch from `t0` to `t1`."""
        start, end = self.at(t0), self.at(t1)
        # The control point of a stretch is the blossom of the curve at both its ends.
        a, b, c = (1 - t0) * (1 - t1), (1 - t0) * t1 + t0 * (1 - t1), t0 * t1
        control = tuple(a * p + b * q + c * r for p, q, r in zip(self.start, self.control, self.end, strict=True))
        return Curve(start, (control[0], control[1]), end)

    @property
    def length(self) -> float:
        """Length, near enough for marks."""
        chord = math.hypot(self.end[0] - self.start[0], self.end[1] - self.start[1])
        legs = math.hypot(self.control[0] - self.start[0], self.control[1] - self.start[1]) + math.hypot(
            self.end[0] - self.control[0], self.end[1] - self.control[1]
        )
        return (2 * chord + legs) / 3

    @property
    def d(self) -> str:
        """The curve as the ``d`` of an SVG path."""
        (ax, ay), (cx, cy), (bx, by) = self.start, self.control, self.end
        return f"M{ax:.1f},{ay:.1f}Q{cx:.1f},{cy:.1f} {bx:.1f},{by:.1f}"


def between(a: Node, b: Node, middle: Point, corners: int) -> Curve:
    """Return the link from `a` to `b`, bent away from `middle` as on a circle of so many links, cut at the names."""
    mx, my = (a.x + b.x) / 2, (a.y + b.y) / 2
    dx, dy = b.x - a.x, b.y - a.y
    length = math.hypot(dx, dy) or 1.0
    nx, ny = -dy / length, dx / length
    if nx * (mx - middle[0]) + ny * (my - middle[1]) < 0:
        nx, ny = -nx, -ny
    bend = length * min(0.30, math.tan(math.pi / (2 * max(corners, 3))))
    curve = Curve((a.x, a.y), (mx + nx * bend * 1.1, my + ny * bend * 1.1), (b.x, b.y))
    out = next((k / 100 for k in range(100) if not _inside(curve.at(k / 100), a, 2.0)), 0.0)
    into = next((k / 100 for k in range(100, 0, -1) if not _inside(curve.at(k / 100), b, 5.0)), 1.0)
    return curve.part(out, into) if out < into else curve


def _inside(p: Point, node: Node, room: float) -> bool:
    return abs(p[0] - node.x) <= node.half_width + room and abs(p[1] - node.y) <= node.half_height + room
