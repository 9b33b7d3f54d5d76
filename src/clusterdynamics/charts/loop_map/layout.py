"""Places for factors, so that loops are circles: regular polygons fitted to all loops at once, the first ones most."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from clusterdynamics.charts.loop_map.scene import LoopRing
from clusterdynamics.charts.words import text_width, wrap

__all__ = ["LABEL", "LINE", "LoopLayout", "Node", "Ring", "loop_layout"]

FloatArray = NDArray[np.float64]

#: Size of the factors' names, the height of a line of them, and their greatest width.
LABEL, LINE, _WIDEST = 12.5, 15.0, 118.0
#: Length of a link, and least room between names.
_EDGE, _ROOM = 118.0, (26.0, 30.0)
_STEPS = 320
_MARGIN = 16.0


@dataclass(frozen=True)
class Node:
    """A factor: the middle of its name, the name's lines, and the half width and height of its box."""

    id: str
    x: float
    y: float
    lines: tuple[str, ...]
    half_width: float
    half_height: float


@dataclass(frozen=True)
class Ring:
    """A loop: the middle of its mark, and +1 where it turns clockwise on the picture."""

    id: str
    x: float
    y: float
    clockwise: int


@dataclass(frozen=True)
class LoopLayout:
    """Places in pixels, y downwards.

    Attributes
    ----------
    width, height
        Of the whole.
    nodes, rings
        Factors and loops.
    """

    width: float
    height: float
    nodes: tuple[Node, ...]
    rings: tuple[Ring, ...]

    def to_dict(self) -> dict[str, Any]:
        """Return the layout as plain data that JSON can hold."""
        return asdict(self)


def loop_layout(rings: Sequence[LoopRing], labels: Mapping[str, str], width: float) -> LoopLayout:
    """Return places for the factors of some loops; the same input has the same places.

    Every loop pulls its factors towards the regular polygon that fits their present places best (shape matching,
    Müller and others 2005), the first loop most; names push each other apart. Nothing is drawn by chance.

    Parameters
    ----------
    rings
        Loops, the one that is to be roundest first.
    labels
        Factor → name.
    width
        Pixels across; what is wider is made smaller.
    """
    names = list(dict.fromkeys(f for ring in rings for f in ring.chain))
    if not names:
        return LoopLayout(width, 2 * _MARGIN, (), ())
    at = {f: k for k, f in enumerate(names)}
    chains = [np.array([at[f] for f in ring.chain]) for ring in rings]
    words = [tuple(wrap(labels.get(f, f), _WIDEST, LABEL, lines=3)) or (f,) for f in names]
    boxes = np.array([(max(text_width(w, LABEL) for w in ws) / 2 + 3, LINE * len(ws) / 2 + 1) for ws in words])
    places = _begin(chains, len(names))
    turns = [1] * len(chains)
    for step in range(_STEPS):
        if step < _STEPS // 2:
            turns = [_turn(places[c]) for c in chains]
        places = places + _pull(places, chains, turns)
        places = places + _push(places, boxes) * (0.5 if step < _STEPS // 2 else 1.0)
        if step >= _STEPS // 4 and step % 2:
            places = places + _clear(places, boxes, chains)
    places = _fit(_wide(places), boxes, chains, width)
    bent = _along(places, chains, 12)[0]
    top = float(max((places[:, 1] + boxes[:, 1]).max(), bent[:, 1].max(initial=0.0) + 12)) + _MARGIN
    nodes = tuple(
        Node(f, float(x), float(y), ws, float(w), float(h))
        for f, (x, y), ws, (w, h) in zip(names, places, words, boxes, strict=True)
    )
    turns = [_turn(places[c]) for c in chains]
    middles = _marks(places, boxes, chains, bent)
    marks = tuple(Ring(r.id, float(x), float(y), t) for r, (x, y), t in zip(rings, middles, turns, strict=True))
    return LoopLayout(width, top, nodes, marks)


def _polygon(n: int, turn: int) -> NDArray[np.complex128]:
    radius = _EDGE / (2 * np.sin(np.pi / n)) if n > 1 else 0.0
    corners = radius * np.exp(turn * 2j * np.pi * np.arange(n) / max(n, 1))
    return np.asarray(corners, dtype=np.complex128)


def _complex(places: FloatArray) -> NDArray[np.complex128]:
    made: NDArray[np.complex128] = places[:, 0] + 1j * places[:, 1]
    return made


def _turn(places: FloatArray) -> int:
    """Return +1 where a chain of places turns clockwise on the picture (y downwards), else −1."""
    after = np.roll(places, -1, axis=0)
    area = float((places[:, 0] * after[:, 1] - after[:, 0] * places[:, 1]).sum())
    return 1 if area >= 0 else -1


def _begin(chains: Sequence[NDArray[np.int64]], n: int) -> FloatArray:
    """Return first places: the first loop a circle, what the others add on arcs to its outside."""
    places = np.full((n, 2), np.nan)
    left = list(range(len(chains)))
    while left:
        known = [int(np.isfinite(places[chains[k], 0]).sum()) for k in left]
        k = left.pop(int(np.argmax(known)))
        chain = chains[k]
        set_ = np.isfinite(places[chain, 0])
        corners = _polygon(len(chain), 1)
        if not set_.any():
            far = float(np.nanmax(places[:, 0], initial=0.0)) if np.isfinite(places).any() else 0.0
            shift = far + 2 * _EDGE if far else 0.0
            places[chain] = np.column_stack([corners.real + shift, corners.imag])
            continue
        middle = np.nanmean(places, axis=0)
        start = int(np.flatnonzero(set_)[0])
        order = np.roll(np.arange(len(chain)), -start)
        run: list[int] = []
        before = chain[order[0]]
        for position in [*order[1:], order[0]]:
            node = chain[position]
            if not np.isfinite(places[node, 0]):
                run.append(int(node))
                continue
            _arc(places, run, int(before), int(node), middle)
            run, before = [], node
    return places


def _arc(places: FloatArray, run: list[int], start: int, end: int, middle: FloatArray) -> None:
    """Put the nodes of a run on an arc from `start` to `end` that bends away from the middle of all."""
    if not run:
        return
    a, b = places[start], places[end]
    out = (a + b) / 2 - middle
    length = float(np.hypot(*out))
    # Two runs with the same ends do not lie on each other: longer ones bend more.
    out = out / length if length > 1e-6 else np.array([0.6, 0.8])
    across = b - a if start != end else np.array([-out[1], out[0]]) * _EDGE
    origin = a if start != end else a - across / 2
    for k, node in enumerate(run, 1):
        t = k / (len(run) + 1)
        bulge = np.sin(np.pi * t) * _EDGE * (0.5 + 0.35 * len(run))
        places[node] = origin + across * t + out * bulge + 0.01 * node


def _pull(places: FloatArray, chains: Sequence[NDArray[np.int64]], turns: Sequence[int]) -> FloatArray:
    """Return steps towards the polygons of all loops."""
    total = np.zeros_like(places)
    weight = np.zeros(len(places))
    for k, (chain, turn) in enumerate(zip(chains, turns, strict=True)):
        z = _complex(places[chain])
        middle = z.mean()
        corners = _polygon(len(chain), turn)
        fit = ((z - middle) * corners.conj()).sum()
        goal = middle + corners * (fit / abs(fit) if abs(fit) > 1e-9 else 1.0)
        share = 1.0 / (1 + 0.35 * k)
        total[chain] += share * np.column_stack([(goal - z).real, (goal - z).imag])
        weight[chain] += share
    return 0.25 * total / np.maximum(weight, 1e-9)[:, None]


def _push(places: FloatArray, boxes: FloatArray) -> FloatArray:
    """Return steps that move overlapping names (with room around them) apart, along the shorter way."""
    gap = places[:, None, :] - places[None, :, :]
    least = boxes[:, None, :] + boxes[None, :, :] + np.array(_ROOM)
    inside = least - np.abs(gap)
    overlap = (inside > 0).all(axis=2)
    np.fill_diagonal(overlap, False)
    along = np.argmin(inside, axis=2)
    move = np.zeros_like(gap)
    i, j = np.nonzero(overlap)
    axis = along[i, j]
    side = np.sign(gap[i, j, axis])
    side[side == 0] = np.where(i[side == 0] > j[side == 0], 1.0, -1.0)
    move[i, j, axis] = side * np.minimum(inside[i, j, axis], 30.0) * 0.4
    steps: FloatArray = move.sum(axis=1)
    return steps


def _along(places: FloatArray, chains: Sequence[NDArray[np.int64]], steps: int) -> tuple[FloatArray, NDArray[np.int64]]:
    """Return points along the links as they will be bent, around the first loop that has them, and their two ends."""
    seen: set[tuple[int, int]] = set()
    points: list[FloatArray] = []
    ends: list[tuple[int, int]] = []
    t = (np.arange(steps) + 1.0)[:, None] / (steps + 1)
    for chain in chains:
        middle = places[chain].mean(axis=0)
        bend = min(0.30, float(np.tan(np.pi / (2 * max(len(chain), 3))))) * 1.1
        for a, b in zip(chain.tolist(), np.roll(chain, -1).tolist(), strict=True):
            if (a, b) in seen or a == b:
                continue
            seen.add((a, b))
            across = places[b] - places[a]
            out = np.array([-across[1], across[0]])
            half = (places[a] + places[b]) / 2
            if len(chain) > 2 and out @ (half - middle) < 0:
                out = -out
            points.append(places[a] * (1 - t) ** 2 + 2 * t * (1 - t) * (half + out * bend) + places[b] * t**2)
            ends += [(a, b)] * steps
    if not points:
        return np.empty((0, 2)), np.empty((0, 2), dtype=np.int64)
    return np.concatenate(points), np.array(ends, dtype=np.int64)


def _clear(places: FloatArray, boxes: FloatArray, chains: Sequence[NDArray[np.int64]]) -> FloatArray:
    """Return steps that move names off links that are not theirs."""
    points, ends = _along(places, chains, 7)
    gap = places[:, None, :] - points[None, :, :]
    inside = boxes[:, None, :] + 9.0 - np.abs(gap)
    mine = (ends[None, :, :] == np.arange(len(places))[:, None, None]).any(axis=2)
    i, j = np.nonzero((inside > 0).all(axis=2) & ~mine)
    steps = np.zeros_like(places)
    axis = np.argmin(inside[i, j], axis=1)
    side = np.where(gap[i, j, axis] >= 0, 1.0, -1.0)
    np.add.at(steps, (i, axis), side * np.minimum(inside[i, j, axis], 12.0) * 0.25)
    bounded: FloatArray = np.clip(steps, -12.0, 12.0)
    return bounded


def _wide(places: FloatArray) -> FloatArray:
    """Return the places turned so that the whole is wider than high."""
    z = _complex(places) - _complex(places).mean()
    best = min(
        np.linspace(0, np.pi, 24, endpoint=False), key=lambda a: (round(float(np.ptp((z * np.exp(1j * a)).imag)), 3), a)
    )
    turned = z * np.exp(1j * best)
    made: FloatArray = np.column_stack([turned.real, turned.imag])
    return made


def _fit(places: FloatArray, boxes: FloatArray, chains: Sequence[NDArray[np.int64]], width: float) -> FloatArray:
    """Return the places inside the width, names kept apart again."""
    room = width - 2 * _MARGIN
    for _round in range(80):
        spread = float((places[:, 0] + boxes[:, 0]).max() - (places[:, 0] - boxes[:, 0]).min())
        if spread > room:
            places = places * np.array([room / spread, 1.0])
        step = _push(places, boxes) + _clear(places, boxes, chains)
        if spread <= room and not step.any():
            break
        places = places + step
    left = float((places[:, 0] - boxes[:, 0]).min())
    right = float((places[:, 0] + boxes[:, 0]).max())
    # A link that bends outwards, with its sign, may stand above every name.
    bent = _along(places, chains, 7)[0][:, 1].min(initial=np.inf) - 12
    top = min(float((places[:, 1] - boxes[:, 1]).min()), float(bent))
    moved: FloatArray = places + np.array([(width - left - right) / 2, _MARGIN - top])
    return moved


def _marks(
    places: FloatArray, boxes: FloatArray, chains: Iterable[NDArray[np.int64]], points: FloatArray
) -> list[FloatArray]:
    """Return places for the marks of the loops: near their middles, clear of names, links and each other."""
    found: list[FloatArray] = []
    grid = np.array([(x, y) for x in range(-96, 97, 8) for y in range(-96, 97, 8)], dtype=np.float64)
    size = np.array([27.0, 33.0])
    low, high = (places - boxes).min(axis=0) + 24, (places + boxes).max(axis=0) - 24
    for chain in chains:
        spots = np.clip(places[chain].mean(axis=0) + grid, low, high)
        away = np.hypot(*(spots - places[chain].mean(axis=0)).T)
        clash = np.zeros(len(spots))
        for centre, box in zip(places, boxes, strict=True):
            clash += 8 * np.maximum((box + size - np.abs(spots - centre)).min(axis=1), 0.0)
        for point in points:
            clash += 2 * np.maximum((size + 4 - np.abs(spots - point)).min(axis=1), 0.0)
        for other in found:
            clash += 6 * np.maximum((np.array([62.0, 62.0]) - np.abs(spots - other)).min(axis=1), 0.0)
        found.append(spots[int(np.argmin(1.6 * away + clash))])
    return found
