"""Names beside their organisations, so that no name covers another name or an organisation."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

__all__ = ["Spot", "place_labels"]

FloatArray = NDArray[np.float64]

#: Directions in which a name can stand, in order of preference: (to the right, downward, cost).
_DIRECTIONS: tuple[tuple[float, float, float], ...] = (
    (1, 0, 0.0),
    (-1, 0, 0.3),
    (0, 1, 0.4),
    (0, -1, 0.5),
    (0.7, -0.7, 0.6),
    (0.7, 0.7, 0.6),
    (-0.7, -0.7, 0.8),
    (-0.7, 0.7, 0.8),
    (0.35, -0.93, 0.9),
    (0.35, 0.93, 0.9),
    (-0.35, -0.93, 1.0),
    (-0.35, 0.93, 1.0),
)
#: Distances from the organisation in pixels, and what each costs; beyond the first a thin line leads there.
_RINGS: tuple[tuple[float, float], ...] = (
    (2.0, 0.0),
    (10.0, 2.5),
    (22.0, 5.0),
    (36.0, 8.0),
    (52.0, 12.0),
    (74.0, 16.0),
    (100.0, 20.0),
)
_CLASH = 1000.0
_SWEEPS = 60
_GAP = 1.5


@dataclass(frozen=True)
class Spot:
    """Where a name stands: its box (left, top, right, bottom), and whether a line leads to it."""

    box: tuple[float, float, float, float]
    led: bool

    @property
    def centre(self) -> tuple[float, float]:
        """Middle of the box."""
        return (self.box[0] + self.box[2]) / 2, (self.box[1] + self.box[3]) / 2


def place_labels(
    points: FloatArray,
    radii: FloatArray,
    sizes: FloatArray,
    wanted: Sequence[int],
    *,
    frame: tuple[float, float, float, float],
    lines: FloatArray | None = None,
    taken: Sequence[tuple[float, float, float, float]] = (),
    seed: int = 0,
) -> dict[int, Spot]:
    """Return a place for each name that finds one without covering anything.

    Every name has up to 84 places around its organisation. Names choose in turn the place that costs least
    (far from its organisation, across ties), given where the others stand, with a noise that fades away;
    names that still clash at the end are left out, the last in `wanted` first.

    Parameters
    ----------
    points, radii
        (n, 2) centres and (n,) radii of all organisations drawn.
    sizes
        (n, 2) width and height of the names.
    wanted
        Organisations to be named, the most important first.
    frame
        Left, top, right, bottom of the map.
    lines
        (m, 2) points along the ties, which names avoid where they can.
    taken
        Boxes that are not free.
    seed
        Of the noise.

    Returns
    -------
    dict
        Organisation → place. Boxes touch neither each other nor any organisation.
    """
    along = lines if lines is not None else np.empty((0, 2))
    boxes, costs, led = [], [], []
    chosen_from: list[int] = []
    for i in wanted:
        found, price, far = _candidates(points, radii, sizes[i], i, frame, along)
        free = ~_overlaps(found, np.array(taken)).any(1) if taken and len(found) else slice(None)
        found, price, far = found[free], price[free], far[free]
        if len(found):
            chosen_from.append(i)
            boxes.append(found)
            costs.append(price)
            led.append(far)
    if not boxes:
        return {}
    offsets = np.cumsum([0, *(len(b) for b in boxes)])
    every = np.vstack(boxes)
    clash = _overlaps(every, every)
    chosen = _settle(costs, offsets, clash, seed)
    kept = _drop(chosen, clash)
    return {
        chosen_from[k]: Spot(tuple(every[chosen[k]].tolist()), bool(led[k][chosen[k] - offsets[k]]))
        for k in sorted(kept)
    }


def _candidates(
    points: FloatArray,
    radii: FloatArray,
    size: FloatArray,
    i: int,
    frame: tuple[float, float, float, float],
    along: FloatArray,
) -> tuple[FloatArray, FloatArray, NDArray[np.bool_]]:
    """Return the places of one name that lie in the frame and cover no organisation, with their costs."""
    (x, y), radius, (width, height) = points[i], radii[i], size
    boxes, costs, led = [], [], []
    for distance, far in _RINGS:
        for dx, dy, price in _DIRECTIONS:
            # The side of the box that faces the organisation stands at the distance asked for.
            cx = x + dx * (radius + distance) + (0 if abs(dx) < 0.3 else np.sign(dx) * width / 2)
            cy = y + dy * (radius + distance) + dy * height / 2
            boxes.append((cx - width / 2, cy - height / 2, cx + width / 2, cy + height / 2))
            costs.append(far + price)
            led.append(distance > _RINGS[1][0] - 1)
    all_boxes = np.array(boxes)
    inside = (
        (all_boxes[:, 0] >= frame[0])
        & (all_boxes[:, 1] >= frame[1])
        & (all_boxes[:, 2] <= frame[2])
        & (all_boxes[:, 3] <= frame[3])
    )
    good = inside & ~_covers(all_boxes, points, radii)
    all_boxes, price_of = all_boxes[good], np.array(costs)[good]
    if len(along) and len(all_boxes):
        crossed = (
            (along[None, :, 0] > all_boxes[:, None, 0])
            & (along[None, :, 0] < all_boxes[:, None, 2])
            & (along[None, :, 1] > all_boxes[:, None, 1])
            & (along[None, :, 1] < all_boxes[:, None, 3])
        ).sum(1)
        price_of = price_of + 0.25 * crossed
    return all_boxes, price_of, np.array(led)[good]


def _covers(boxes: FloatArray, points: FloatArray, radii: FloatArray) -> NDArray[np.bool_]:
    """Return which boxes touch the disc of any organisation, (boxes,)."""
    nearest_x = np.clip(points[None, :, 0], boxes[:, None, 0], boxes[:, None, 2])
    nearest_y = np.clip(points[None, :, 1], boxes[:, None, 1], boxes[:, None, 3])
    away = (nearest_x - points[None, :, 0]) ** 2 + (nearest_y - points[None, :, 1]) ** 2
    touched: NDArray[np.bool_] = (away < (radii[None, :] + 1.0) ** 2).any(1)
    return touched


def _overlaps(a: FloatArray, b: FloatArray) -> NDArray[np.bool_]:
    """Return which boxes overlap or nearly touch, (len(a), len(b))."""
    overlap: NDArray[np.bool_] = (
        (a[:, None, 0] < b[None, :, 2] + _GAP)
        & (b[None, :, 0] < a[:, None, 2] + _GAP)
        & (a[:, None, 1] < b[None, :, 3] + _GAP)
        & (b[None, :, 1] < a[:, None, 3] + _GAP)
    )
    return overlap


def _settle(costs: list[FloatArray], offsets: NDArray[np.intp], clash: NDArray[np.bool_], seed: int) -> list[int]:
    """Let the names choose in turn, with fading noise; return the best choice that was seen."""
    rng = np.random.default_rng(seed)
    n = len(costs)
    chosen = np.array([offsets[k] + int(np.argmin(costs[k])) for k in range(n)])

    def total(choice: NDArray[np.intp]) -> float:
        own = sum(float(costs[k][choice[k] - offsets[k]]) for k in range(n))
        return own + _CLASH * float(clash[np.ix_(choice, choice)].sum() - n) / 2

    best, least = chosen.copy(), total(chosen)
    for sweep in range(_SWEEPS):
        noise = 6.0 * max(0.0, 1 - 1.5 * sweep / _SWEEPS)
        for k in rng.permutation(n):
            others = np.delete(chosen, k)
            own = slice(offsets[k], offsets[k + 1])
            price = costs[k] + _CLASH * clash[own][:, others].sum(1)
            if noise:
                price = price + noise * rng.random(len(price))
            chosen[k] = offsets[k] + int(np.argmin(price))
        now = total(chosen)
        if now < least - 1e-9:
            best, least = chosen.copy(), now
    return [int(c) for c in best]


def _drop(chosen: list[int], clash: NDArray[np.bool_]) -> set[int]:
    """Return the names that stay when those that clash are left out, the less important first."""
    kept: list[int] = []
    for k, place in enumerate(chosen):
        if not any(clash[place, chosen[other]] for other in kept):
            kept.append(k)
    return set(kept)
