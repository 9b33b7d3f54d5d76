"""Key players: what a network loses when some actors go, and how far some actors reach together.

Two questions with different answers (Borgatti 2006). *Negative*: how broken is what is left when a set of actors
is taken out. *Positive*: how many of the others does a set of actors reach. All read the network as a graph, in
which a cell that was not observed is no tie; ties are followed in their direction where they have one.

References
----------
Borgatti, S. P. (2006). Identifying sets of key players in a social network. Computational & Mathematical
Organization Theory 12, 21-34.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import combinations
from math import comb
from typing import Literal, get_args

import numpy as np
from numpy.typing import NDArray

from clusterdynamics.measures import kernels
from clusterdynamics.measures.graph import adjacency, neighbour_lists, nothing_observed, sorted_order
from clusterdynamics.study.network import Network

__all__ = [
    "KeyPlayers",
    "all_removals",
    "distance_fragmentation",
    "distance_reach",
    "distances",
    "fragmentation",
    "key_set",
    "set_reach",
]

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]
BoolArray = NDArray[np.bool_]
type Criterion = Literal["fragmentation", "distance_fragmentation", "reach", "distance_reach"]
type _Value = Callable[[tuple[int, ...]], float]

#: Up to so many sets all are tried.
_MOST_SETS = 20_000
#: A value that is better by less than this is as good: the order of a sum makes no key player.
_EQUAL = 1e-12


@dataclass(frozen=True)
class KeyPlayers:
    """A set of actors that no other set of its size betters.

    Attributes
    ----------
    members
        The actors, sorted; of equally good sets the first by identifier. Empty where nothing can be said.
    value
        What the set amounts to by the criterion; NaN where nothing can be said.
    exact
        True where all sets of the size were tried; False where a better one may have been missed.
    """

    members: tuple[str, ...]
    value: float
    exact: bool


def _positions(net: Network, actors: Sequence[str]) -> tuple[int, ...]:
    place = {node: i for i, node in enumerate(net.nodes)}
    return tuple(sorted({place[a] for a in actors}))


def _levels(matrix: BoolArray) -> tuple[int, float]:
    """Return over ordered pairs the number that reach each other, and the sum of 1 / distance."""
    _counts, reached, _total, inverse = kernels.reach_levels(*neighbour_lists(matrix))
    return int(reached.sum()), float(inverse.sum())


def _both(matrix: BoolArray, gone: Sequence[int]) -> tuple[float, float]:
    """Return F and D_F of what is left of a graph without the actors at `gone`."""
    left = np.ones(matrix.shape[0], dtype=np.bool_)
    left[list(gone)] = False
    n = int(left.sum())
    if n < 2:
        return float("nan"), float("nan")
    # The actors that are gone keep their place without any tie: nobody reaches them, and they reach nobody.
    pairs, inverse = _levels(matrix & left[:, None] & left[None, :])
    return 1 - pairs / (n * (n - 1)), 1 - inverse / (n * (n - 1))


def _broken(matrix: BoolArray, gone: Sequence[int], *, weighted: bool) -> float:
    return _both(matrix, gone)[int(weighted)]


def fragmentation(net: Network, without: Sequence[str] = ()) -> float:
    r"""Return the share of pairs that cannot reach each other, after some actors have gone.

    .. math:: F = 1 - \frac{\sum_{i \ne j} r_{ij}}{n(n-1)}

    over the n actors that are left; :math:`r_{ij}` is 1 where i reaches j.

    Parameters
    ----------
    net
        The network.
    without
        Identifiers of the actors that go.

    Returns
    -------
    float
        0 where everybody reaches everybody, 1 where nobody reaches anybody; NaN where fewer than two are left
        or nothing was observed.

    Raises
    ------
    KeyError
        An actor is not in the network.

    References
    ----------
    Borgatti (2006).
    """
    gone = _positions(net, without)
    return float("nan") if nothing_observed(net) else _broken(adjacency(net), gone, weighted=False)


def distance_fragmentation(net: Network, without: Sequence[str] = ()) -> float:
    r"""Return how far apart pairs are, after some actors have gone: fragmentation in which distance counts.

    .. math:: D_F = 1 - \frac{\sum_{i \ne j} 1 / d_{ij}}{n(n-1)}

    over the n actors that are left; :math:`1 / d_{ij}` is 0 where i does not reach j. Without removal it is
    1 − global efficiency.

    Returns
    -------
    float
        0 where all are tied, 1 where nobody is; never below :func:`fragmentation`. NaN as there.

    Raises
    ------
    KeyError
        An actor is not in the network.

    References
    ----------
    Borgatti (2006).
    """
    gone = _positions(net, without)
    return float("nan") if nothing_observed(net) else _broken(adjacency(net), gone, weighted=True)


def distances(net: Network) -> FloatArray:
    """Return (n, n) the number of steps from each actor to each other; 0 on the diagonal, inf without a way."""
    from scipy.sparse import csr_array
    from scipy.sparse.csgraph import shortest_path

    if net.n == 0:
        return np.zeros((0, 0))
    steps: FloatArray = shortest_path(csr_array(adjacency(net).astype(np.float64)), method="D", unweighted=True)
    return steps


def _reached(steps: FloatArray, members: Sequence[int], most: float) -> float:
    """Return the share of the actors outside the set that it reaches in at most `most` steps."""
    outside = np.ones(steps.shape[0], dtype=np.bool_)
    outside[list(members)] = False
    if not outside.any():
        return float("nan")
    return float(np.mean(steps[list(members)].min(axis=0)[outside] <= most))


def _near(steps: FloatArray, members: Sequence[int]) -> float:
    nearest = steps[list(members)].min(axis=0)
    return float(np.mean(1 / np.maximum(nearest, 1.0)))


def set_reach(net: Network, members: Sequence[str], steps: int = 2, *, ways: FloatArray | None = None) -> float:
    r"""Return the share of the other actors that a set reaches in at most `steps` steps.

    .. math:: R_m = \frac{|\{j \notin K : \min_{k \in K} d_{kj} \le m\}|}{n - |K|}

    Parameters
    ----------
    net
        The network.
    members
        Identifiers of the actors of the set; at least one.
    steps
        Steps m.
    ways
        ``distances(net)``, where it is at hand.

    Returns
    -------
    float
        In [0, 1]; NaN where there is no other actor, or nothing was observed.

    Raises
    ------
    KeyError
        An actor is not in the network.
    ValueError
        The set is empty.

    References
    ----------
    Borgatti (2006), m-reach; there as a number, here as a share.
    """
    chosen = _chosen(net, members)
    return float("nan") if nothing_observed(net) else _reached(distances(net) if ways is None else ways, chosen, steps)


def distance_reach(net: Network, members: Sequence[str], *, ways: FloatArray | None = None) -> float:
    r"""Return how near a set is to all actors: reach in which distance counts.

    .. math:: D_R = \frac{1}{n} \sum_j \frac{1}{d_{Kj}}

    where :math:`d_{Kj}` is the distance from the nearest member of the set K to j, and 1 for the members.

    Parameters
    ----------
    net
        The network.
    members
        Identifiers of the actors of the set; at least one.
    ways
        ``distances(net)``, where it is at hand.

    Returns
    -------
    float
        1 where every other actor is tied to a member; NaN where nothing was observed.

    Raises
    ------
    KeyError
        An actor is not in the network.
    ValueError
        The set is empty.

    References
    ----------
    Borgatti (2006).
    """
    chosen = _chosen(net, members)
    return float("nan") if nothing_observed(net) else _near(distances(net) if ways is None else ways, chosen)


def _chosen(net: Network, members: Sequence[str]) -> tuple[int, ...]:
    chosen = _positions(net, members)
    if not chosen:
        raise ValueError("the set of actors is empty")
    return chosen


def key_set(
    net: Network, size: int = 1, criterion: Criterion = "distance_fragmentation", *, steps: int = 2
) -> KeyPlayers:
    """Return the set of `size` actors that breaks the network most when it goes, or that reaches furthest.

    All sets are tried where there are at most 20,000. Otherwise actors are added one by one, each time the one
    that adds most, and then members are exchanged for others as long as that helps; the best actors are not
    always the best set, and such a search can miss it (``exact`` says so).

    Parameters
    ----------
    net
        The network.
    size
        Actors in the set, from 1 to n.
    criterion
        ``fragmentation`` or ``distance_fragmentation`` of what is left without them; ``reach`` in at most
        `steps` steps or ``distance_reach`` from them.
    steps
        Steps for ``reach``.

    Raises
    ------
    ValueError
        The size is not from 1 to n, or the criterion is unknown.

    References
    ----------
    Borgatti (2006), greedy search with exchanges.
    """
    if not 1 <= size <= net.n:
        raise ValueError(f"size must be from 1 to {net.n}, not {size}")
    if criterion not in get_args(Criterion.__value__):
        raise ValueError(f"the criterion is unknown: {criterion!r}")
    exact = comb(net.n, size) <= _MOST_SETS
    if nothing_observed(net):
        return KeyPlayers((), float("nan"), exact)
    ordered = net.subset(sorted_order(net))
    value = _criterion(ordered, criterion, steps)
    members, best = (_best_of_all if exact else _exchange)(ordered.n, size, value)
    return KeyPlayers(tuple(ordered.nodes[i] for i in members), best, exact)


def all_removals(net: Network, size: int) -> FloatArray | None:
    """Return what is left of the network for every set of `size` actors that goes: fragmentation of both kinds.

    Returns
    -------
    (sets, 2) F and D_F, the sets in the order of ``itertools.combinations``; NaN where fewer than two actors are
    left. None where there are more than 20,000 sets, or nothing was observed.
    """
    if nothing_observed(net) or comb(net.n, size) > _MOST_SETS:
        return None
    matrix = adjacency(net)
    return np.array([_both(matrix, gone) for gone in combinations(range(net.n), size)]).reshape(-1, 2)


def _criterion(net: Network, criterion: Criterion, steps: int) -> _Value:
    matrix = adjacency(net)
    if criterion in ("fragmentation", "distance_fragmentation"):
        weighted = criterion == "distance_fragmentation"
        return lambda members: _broken(matrix, members, weighted=weighted)
    ways = distances(net)
    if criterion == "reach":
        return lambda members: _reached(ways, members, steps)
    return lambda members: _near(ways, members)


def _best_of_all(n: int, size: int, value: _Value) -> tuple[tuple[int, ...], float]:
    best: tuple[int, ...] = ()
    highest = float("nan")
    for members in combinations(range(n), size):
        here = value(members)
        if np.isfinite(here) and not here <= highest + _EQUAL:
            best, highest = members, here
    return best, highest


def _exchange(n: int, size: int, value: _Value) -> tuple[tuple[int, ...], float]:
    members: list[int] = []
    highest = -np.inf
    while len(members) < size:
        found = [(value((*members, i)), -i) for i in range(n) if i not in members]
        highest, chosen = max(found)
        members.append(-chosen)
    better = True
    while better:
        better = False
        for k in range(size):
            for i in range(n):
                if i in members:
                    continue
                tried = [*members[:k], i, *members[k + 1 :]]
                here = value(tuple(tried))
                if here > highest + _EQUAL:
                    members, highest, better = tried, here, True
    return tuple(sorted(members)), float(highest)
