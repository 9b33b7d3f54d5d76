"""Where the organisations stand: one layout for all waves, unlinked organisations in a row of their own."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from clusterdynamics.study.network import Network

__all__ = ["MAP_WIDTH", "Layout", "layout"]

FloatArray = NDArray[np.float64]

#: Width of the map, in units that are pixels at full size; the page of a report is about as wide.
MAP_WIDTH = 680.0
_MARGIN = 34.0
#: Height of the row of a small component, and of a row of unlinked organisations.
_SMALL, _ROW = 92.0, 44.0
#: Organisations side by side in a row of the unlinked.
_PER_ROW = 5
#: A component with fewer organisations than this is set below the largest one.
_FEW = 6


@dataclass(frozen=True)
class Layout:
    """Places of all organisations of a study.

    Attributes
    ----------
    places
        Organisation → (x, y), in units of ``MAP_WIDTH``; y points downward.
    unlinked
        Organisations without a tie in any wave, in their row.
    linked_height, height
        Where the row of the unlinked begins, and where the map ends.
    """

    places: Mapping[str, tuple[float, float]]
    unlinked: tuple[str, ...]
    linked_height: float
    height: float


def layout(networks: Sequence[Network], *, seed: int = 0) -> Layout:
    """Return the places of all organisations, computed on the ties of all waves together.

    Each component is laid out by Kamada and Kawai's springs, whose lengths are shorter between organisations
    that share partners, so that groups show; then organisations that stand too close are pushed apart. The
    result depends on the set of ties and the seed only, not on the order of organisations or waves.

    Parameters
    ----------
    networks
        The relation in each wave; organisations may differ between waves.
    seed
        Decides between equally good directions.

    References
    ----------
    Kamada, T., & Kawai, S. (1989). An algorithm for drawing general undirected graphs. Information
    Processing Letters, 31(1), 7-15.
    """
    nodes = sorted({node for network in networks for node in network.nodes})
    ties = _union(networks, nodes)
    parts = _components(ties)
    singles = [part[0] for part in parts if len(part) == 1]
    groups = sorted((p for p in parts if len(p) > 1), key=lambda p: (-len(p), p))
    main = [p for i, p in enumerate(groups) if i == 0 or len(p) >= _FEW]
    small = [p for i, p in enumerate(groups) if i > 0 and len(p) < _FEW]

    places: dict[int, tuple[float, float]] = {}
    top = 0.0
    for part in main:
        height = _height(len(part))
        spots = _spread(_fit(_springs(ties[np.ix_(part, part)], seed), MAP_WIDTH, height), MAP_WIDTH, height)
        places |= {node: (x, top + y) for node, (x, y) in zip(part, spots.tolist(), strict=True)}
        top += height
    top = _pack(small, ties, seed, places, top)
    for i, node in enumerate(singles):
        width = MAP_WIDTH / _PER_ROW
        places[node] = (width * (i % _PER_ROW) + 18, top + 38 + _ROW * (i // _PER_ROW))
    rows = math.ceil(len(singles) / _PER_ROW)
    height = top + (34 + _ROW * rows if rows else 0)
    return Layout(
        MappingProxyType({nodes[i]: places[i] for i in sorted(places)}),
        tuple(nodes[i] for i in singles),
        top,
        height,
    )


def _union(networks: Sequence[Network], nodes: list[str]) -> NDArray[np.bool_]:
    """Return which pairs have a tie in any wave, in any direction."""
    index = {node: i for i, node in enumerate(nodes)}
    ties = np.zeros((len(nodes), len(nodes)), dtype=np.bool_)
    for network in networks:
        at = np.array([index[node] for node in network.nodes], dtype=np.intp)
        ties[np.ix_(at, at)] |= network.ties | network.ties.T
    return ties


def _components(ties: NDArray[np.bool_]) -> list[list[int]]:
    """Return the components, each sorted, in the order of their first organisation."""
    from scipy.sparse import csr_matrix
    from scipy.sparse.csgraph import connected_components

    if not len(ties):
        return []
    _count, member = connected_components(csr_matrix(ties.astype(np.float64)), directed=False)
    parts: dict[int, list[int]] = {}
    for node, part in enumerate(member.tolist()):
        parts.setdefault(part, []).append(node)
    return list(parts.values())


def _height(n: int) -> float:
    """Height for `n` organisations: room for a name beside each, and no taller than a page."""
    return float(min(640.0, max(200.0, 100 + 13.0 * n)))


def _springs(ties: NDArray[np.bool_], seed: int) -> FloatArray:
    """Return the places of one component, (n, 2), without scale."""
    import igraph

    n = len(ties)
    linked = ties | np.eye(n, dtype=np.bool_)
    common = linked.astype(np.float64) @ linked.T
    degree = np.diag(common)
    similarity = common / (degree[:, None] + degree[None, :] - common)
    rows, columns = np.nonzero(np.triu(ties, 1))
    lengths = 2.0 - similarity[rows, columns]
    graph = igraph.Graph(n, list(zip(rows.tolist(), columns.tolist(), strict=True)))
    distances = np.array(graph.distances(weights=lengths.tolist()), dtype=np.float64)
    start = _classical(distances, seed)
    placed: Any = graph.layout_kamada_kawai(seed=start.tolist(), weights=lengths.tolist(), maxiter=60 * n, epsilon=0.0)
    return _even(_turn(np.array(placed.coords, dtype=np.float64)))


def _classical(distances: FloatArray, seed: int) -> FloatArray:
    """Return a start by classical scaling; a little seeded noise parts organisations with equal ties."""
    n = len(distances)
    centred = distances**2
    centred = -0.5 * (centred - centred.mean(0) - centred.mean(1)[:, None] + centred.mean())
    values, vectors = np.linalg.eigh(centred)
    best = np.argsort(values)[::-1][:2]
    found = vectors[:, best] * np.sqrt(np.maximum(values[best], 1e-9))
    noise = np.random.default_rng(seed).normal(size=(n, 2))
    return np.asarray(found + 0.05 * noise)


def _turn(points: FloatArray) -> FloatArray:
    """Turn the picture so that it is widest from left to right, and always the same way round."""
    points = points - points.mean(0)
    _values, vectors = np.linalg.eigh(points.T @ points)
    turned = points @ vectors[:, ::-1]
    for axis in range(2):
        if turned[int(np.argmax(np.abs(turned[:, axis]))), axis] < 0:
            turned[:, axis] *= -1
    return np.asarray(turned)


def _even(points: FloatArray) -> FloatArray:
    """Draw the points half-way to equal steps in each direction; one that stands far off would cost all others room."""
    n = len(points)
    if n < _FEW:
        return points
    low, high = points.min(0), points.max(0)
    extent = np.where(high - low > 1e-9, high - low, 1.0)
    ranks = np.argsort(np.argsort(points, axis=0, kind="stable"), axis=0, kind="stable") / (n - 1)
    return np.asarray(0.5 * (points - low) / extent + 0.5 * ranks)


def _fit(points: FloatArray, width: float, height: float) -> FloatArray:
    """Scale the points into the frame, each direction for itself."""
    low, high = points.min(0), points.max(0)
    extent = np.where(high - low > 1e-9, high - low, 1.0)
    frame = np.array([width - 3.2 * _MARGIN, height - 2 * _MARGIN])
    fitted = (points - low) / extent * frame
    flat = high - low <= 1e-9
    fitted[:, flat] = frame[flat] / 2
    return np.asarray(fitted + np.array([1.6 * _MARGIN, _MARGIN]))


def _spread(points: FloatArray, width: float, height: float, rounds: int = 300) -> FloatArray:
    """Push organisations apart that stand closer than is good for their names, inside the frame."""
    from scipy.spatial import cKDTree

    n = len(points)
    least = 0.72 * math.sqrt((width - 2 * _MARGIN) * (height - 2 * _MARGIN) / n)
    least = min(least, 90.0)
    low = np.array([1.4 * _MARGIN, 0.8 * _MARGIN])
    high = np.array([width, height]) - low
    for _round in range(rounds):
        near = cKDTree(points).query_pairs(least, output_type="ndarray")
        if not len(near):
            break
        near = near[np.lexsort((near[:, 1], near[:, 0]))]
        one, two = near.T
        gap = points[one] - points[two]
        distance = np.sqrt((gap**2).sum(1))
        # Organisations on the very same spot are parted along a fixed direction.
        same = distance < 1e-6
        gap[same], distance[same] = np.array([1.0, 0.5]), 1.0
        push = 0.25 * gap / distance[:, None] * np.where(same, least, least - distance)[:, None]
        moved = points.copy()
        np.add.at(moved, one, push)
        np.subtract.at(moved, two, push)
        points = np.clip(moved, low, high)
    return points


def _pack(
    small: list[list[int]],
    ties: NDArray[np.bool_],
    seed: int,
    places: dict[int, tuple[float, float]],
    top: float,
) -> float:
    """Set small components side by side below the large ones; return where the next row begins."""
    left = 0.0
    for part in small:
        width = 150.0 if len(part) == 2 else 225.0
        if left + width > MAP_WIDTH:
            left, top = 0.0, top + _SMALL
        spots = _fit(_springs(ties[np.ix_(part, part)], seed), width, _SMALL)
        places |= {node: (left + x, top + y) for node, (x, y) in zip(part, spots.tolist(), strict=True)}
        left += width
    return top + _SMALL if small else top
