"""The loops for which the most evidence speaks at their weakest link."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from clusterdynamics.errors import InputError
from clusterdynamics.i18n import _
from clusterdynamics.loops.circuits.components import components
from clusterdynamics.loops.circuits.graph import Loop, SignedGraph
from clusterdynamics.loops.circuits.listing import check_bounds
from clusterdynamics.loops.circuits.search import Search

__all__ = ["top_loops"]


def top_loops(graph: SignedGraph, strength: ArrayLike, k: int, *, max_length: int | None = None) -> tuple[Loop, ...]:
    """Return the `k` loops whose weakest link is strongest.

    A chain of evidence is as strong as its weakest link. Ties are broken by the mean strength of the links, then the
    shorter loop comes first, then the one whose nodes, then links, come first.

    Parameters
    ----------
    graph
        The signed graph.
    strength
        Strength of each link, for example the number of people who told it, shape (m,).
    k
        How many loops; fewer come back if there are fewer.
    max_length
        Leave out loops of more links.

    Raises
    ------
    InputError
        There is not one finite strength for each link, or a bound is below 0.

    Notes
    -----
    Strengths are gone through from the highest. At each one, only links of at least that strength are there, and only
    loops through a link of exactly that strength are searched: the others were found before. Once `k` are found,
    weaker links are never looked at.
    """
    check_bounds(max_length, None)
    if k < 0:
        raise InputError(_("k is {k}; it cannot be below 0.").format(k=k))
    value = np.asarray(strength, dtype=np.float64)
    if value.shape != (graph.m,) or not np.isfinite(value).all():
        raise InputError(_("There must be one finite strength for each of the {m} links.").format(m=graph.m))
    longest = graph.n if max_length is None else max_length
    found: list[Loop] = []
    # Links that lie on no loop are no thresholds.
    levels = np.unique([value[e] for part in components(graph) for e in part.links])[::-1]
    for level in levels:
        if len(found) >= k or longest < 1:
            break
        found += _through(graph, value, level, k - len(found), longest)
    return tuple(found)


def _through(graph: SignedGraph, value: NDArray[np.float64], level: float, k: int, longest: int) -> list[Loop]:
    """Return the best `k` loops whose weakest link has exactly this strength, best first."""
    best: list[tuple[float, int, tuple[int, ...], tuple[int, ...], Loop]] = []
    worst = (-np.inf, 0)
    keep = value >= level
    for link in np.flatnonzero(value == level):
        for part in components(graph, keep):
            place = np.flatnonzero(part.links == link)
            if not place.size:
                continue
            search = Search(part, longest, first=int(place[0]))
            while True:
                links, ends = search.block()
                if not ends.size:
                    break
                length = np.diff(ends, prepend=0)
                mean = np.add.reduceat(value[links], ends - length) / length
                # Equal to the worst so far may still win by its nodes.
                for i in np.flatnonzero((mean > worst[0]) | ((mean == worst[0]) & (length <= worst[1]))):
                    loop = graph.loop(tuple(links[ends[i] - length[i] : ends[i]].tolist()))
                    best.append((-float(mean[i]), len(loop), loop.nodes, loop.links, loop))
                best = sorted(best)[:k]
                if len(best) == k:
                    worst = (-best[-1][0], best[-1][1])
        # Loops through this link are told; the next one of the same strength does without it.
        keep[link] = False
    return [entry[-1] for entry in best]
