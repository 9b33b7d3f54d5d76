"""Two clusters of two regions: links inside each, and between them where each named organisations of the other."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from clusterdynamics.regions.blocks import RegionBlocks, region_blocks
from clusterdynamics.study.network import Network

__all__ = ["BLOCKS", "SIDES", "Across", "TwoSides", "two_sides"]

BoolArray = NDArray[np.bool_]

#: The two sides.
SIDES = ("a", "b")
#: From which side to which: inside the first, between them both ways, inside the second.
BLOCKS = (("a", "a"), ("a", "b"), ("b", "a"), ("b", "b"))


@dataclass(frozen=True)
class Across:
    """What organisations of one side say about organisations of the other that they could choose from.

    Attributes
    ----------
    asked
        Organisations of this side that answered the question.
    shown
        Organisations of the other side whose names they could choose from.
    values
        (from, to) → depth of each link that was named, NaN where it was named and its depth is not known. All other
        pairs of `asked` and `shown` are "no link".
    """

    asked: frozenset[str]
    shown: frozenset[str]
    values: Mapping[tuple[str, str], float]


@dataclass(frozen=True, eq=False)
class TwoSides:
    """Reports of both sides in one network.

    Attributes
    ----------
    network
        Directed: ``values[i, j]`` is what i reports about j; NaN where it was not asked or not answered, and where the
        depth of a link that was named is not known (``linked`` has it).
    sides
        (n,) "a" or "b".
    linked, observed
        (n, n) whether i reports a link to j; whether it was asked and answered.
    answered
        (n,) whether the organisation answered at all.
    """

    network: Network
    sides: tuple[str, ...]
    linked: BoolArray
    observed: BoolArray
    answered: BoolArray

    @property
    def depths(self) -> RegionBlocks:
        """Links whose depth is known, by block: `regions.region_blocks` of the network."""
        return region_blocks(self.network, self.sides)

    def of(self, side: str) -> BoolArray:
        """Return (n,) which organisations are of a side."""
        return np.array([s == side for s in self.sides], dtype=np.bool_)

    def block(self, here: str, there: str) -> BoolArray:
        """Return (n, n) the ordered pairs of a block, without the diagonal."""
        mask = np.outer(self.of(here), self.of(there))
        np.fill_diagonal(mask, val=False)
        return mask

    def ties(self, here: str, there: str) -> int:
        """Return the number of links that `here` reports to `there`."""
        return int((self.linked & self.block(here, there)).sum())

    def possible(self, here: str, there: str) -> int:
        """Return the number of ordered pairs that were asked and answered."""
        return int((self.observed & self.block(here, there)).sum())

    def both_asked(self) -> BoolArray:
        """Return (n, n) the pairs of which both ends were asked about the other, and answered."""
        both: BoolArray = self.observed & self.observed.T
        return both

    def mutual(self, here: str, there: str) -> tuple[int, int]:
        """Return (pairs that both ends report, pairs that either end reports), of those that both were asked about.

        The share of the first in the second is reciprocity by pairs (Wasserman & Faust 1994, section 13.4: mutual of
        mutual and asymmetric dyads).
        """
        judged = self.both_asked() & self.block(here, there)
        half = 2 if here == there else 1
        both = int((self.linked & self.linked.T & judged).sum()) // half
        either = int(((self.linked | self.linked.T) & judged).sum()) // half
        return both, either


def two_sides(first: Network, second: Network, across: Across | None = None, back: Across | None = None) -> TwoSides:
    """Put the reports inside two clusters and between them into one network.

    Parameters
    ----------
    first, second
        Reports inside each side, as reported (not symmetrised); where the relation has no direction, each end's report
        counts as its own, so that all four blocks count the same thing.
    across, back
        What the first side says about the second, and the second about the first; None where names were not asked.

    Raises
    ------
    ValueError
        Somebody answered, or was shown, who is not of their side.
    """
    own = (first, second)
    names = [(SIDES[k], node) for k, net in enumerate(own) for node in net.nodes]
    place = {name: i for i, name in enumerate(names)}
    n, m = len(names), first.n
    values = np.full((n, n), np.nan)
    values[:m, :m], values[m:, m:] = first.values, second.values
    linked = np.nan_to_num(values) > 0
    observed = np.isfinite(values)
    for k, said in enumerate((across, back)):
        if said is None:
            continue
        here, there = SIDES[k], SIDES[1 - k]
        known = (set(own[k].nodes), set(own[1 - k].nodes))
        strange = (said.asked - known[0]) | (said.shown - known[1])
        strange |= {
            x for pair in said.values for x, s in zip(pair, (said.asked, said.shown), strict=True) if x not in s
        }
        if strange:
            raise ValueError(f"not of their side, not asked or not shown: {sorted(strange)}")
        rows = [place[here, a] for a in sorted(said.asked)]
        columns = [place[there, b] for b in sorted(said.shown)]
        values[np.ix_(rows, columns)], observed[np.ix_(rows, columns)] = 0.0, True
        for (a, b), depth in said.values.items():
            i, j = place[here, a], place[there, b]
            values[i, j], linked[i, j] = depth, True
    answered = np.concatenate([net.answered for net in own])
    network = Network.from_matrix(values, [f"{side}:{node}" for side, node in names], name=first.name)
    return TwoSides(network, tuple(side for side, _node in names), linked, observed, answered)
