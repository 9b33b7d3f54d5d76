"""Change between two waves: ties kept, new, lost, and those that cannot be compared."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from clusterdynamics.study.network import Network

__all__ = ["TieChanges", "kept_ties", "lost_ties", "new_ties", "stayers", "tie_changes"]

BoolArray = NDArray[np.bool_]


@dataclass(frozen=True)
class TieChanges:
    """Ties in two waves.

    Pairs are ordered, or unordered where both networks are undirected.

    Attributes
    ----------
    kept, new, lost, none
        Pairs observed in both waves: tied in both, in the second only, in the first only, in neither.
    not_comparable
        Pairs of stayers that were not observed in one of the waves, and, among all actors, pairs of others
        that were not observed in the wave in which they could have been.
    jaccard
        kept / (kept + new + lost); NaN where there is no tie.
    hamming
        new + lost.
    actors
        Who is compared, sorted.
    """

    kept: int
    new: int
    lost: int
    none: int
    not_comparable: int
    jaccard: float
    hamming: int
    actors: tuple[str, ...]


def stayers(first: Network, second: Network) -> tuple[str, ...]:
    """Return the actors that are in both networks, sorted."""
    return tuple(sorted(set(first.nodes) & set(second.nodes)))


def _on_stayers(first: Network, second: Network) -> tuple[Network, Network]:
    who = stayers(first, second)
    return first.subset(_places(first, who)), second.subset(_places(second, who))


def _places(net: Network, actors: tuple[str, ...]) -> NDArray[np.int64]:
    place = {node: i for i, node in enumerate(net.nodes)}
    return np.array([place[a] for a in actors], dtype=np.int64)


def _cells(first: Network, second: Network) -> tuple[BoolArray, BoolArray, BoolArray]:
    """Return the ties of both networks, and where both were observed; symmetric where both are undirected."""
    a, b = first.ties, second.ties
    here, there = first.observed, second.observed
    if not (first.directed or second.directed):
        a, b, here, there = a | a.T, b | b.T, here | here.T, there | there.T
    both: BoolArray = here & there
    return a, b, both


def kept_ties(first: Network, second: Network) -> BoolArray:
    """Return (s, s) True where two stayers (see :func:`stayers` for their order) are tied in both waves."""
    a, b, both = _cells(*_on_stayers(first, second))
    return a & b & both


def new_ties(first: Network, second: Network) -> BoolArray:
    """Return (s, s) True where two stayers are tied in the second wave and observed without a tie in the first."""
    a, b, both = _cells(*_on_stayers(first, second))
    return ~a & b & both


def lost_ties(first: Network, second: Network) -> BoolArray:
    """Return (s, s) True where two stayers are tied in the first wave and observed without a tie in the second."""
    a, b, both = _cells(*_on_stayers(first, second))
    return a & ~b & both


def _with_absent(net: Network, actors: tuple[str, ...]) -> Network:
    """Return the network on `actors`, in which those it did not have are tied to nobody."""
    values = np.zeros((len(actors), len(actors)))
    inside = np.array([a in set(net.nodes) for a in actors], dtype=np.bool_)
    places = _places(net, tuple(a for a in actors if a in set(net.nodes)))
    values[np.ix_(inside, inside)] = net.values[np.ix_(places, places)]
    return Network.from_matrix(values, actors, directed=net.directed)


def tie_changes(first: Network, second: Network, *, actors: Literal["all", "stayers"] = "stayers") -> TieChanges:
    """Compare two waves.

    Parameters
    ----------
    first, second
        The network in the earlier and the later wave.
    actors
        ``stayers``: those in both networks. ``all``: those in either, where an actor that is absent from a wave
        counts as one without ties in it. The second makes coming and going look like changes of ties; it is
        here because results are published like that.

    Raises
    ------
    ValueError
        `actors` is neither.

    References
    ----------
    Snijders, T. A. B., van de Bunt, G. G. & Steglich, C. E. G. (2010). Social Networks 32(1), 44-60 (Jaccard).
    """
    if actors == "stayers":
        one, two = _on_stayers(first, second)
    elif actors == "all":
        everyone = tuple(sorted(set(first.nodes) | set(second.nodes)))
        one, two = _with_absent(first, everyone), _with_absent(second, everyone)
    else:
        raise ValueError(f"actors must be all or stayers, not {actors!r}")
    a, b, both = _cells(one, two)
    # The two cells of an unordered pair are equal, so each pair is counted twice.
    per_pair = 1 if first.directed or second.directed else 2
    kept, new, lost, none = (
        int(x.sum()) // per_pair for x in (a & b & both, ~a & b & both, a & ~b & both, ~a & ~b & both)
    )
    pairs = one.n * (one.n - 1) // per_pair
    told = kept + new + lost
    return TieChanges(
        kept=kept,
        new=new,
        lost=lost,
        none=none,
        not_comparable=pairs - told - none,
        jaccard=kept / told if told else float("nan"),
        hamming=new + lost,
        actors=one.nodes,
    )
