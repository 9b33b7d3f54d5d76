"""A graph made smaller before its loops are counted: chains become one link, equal parallel links one group.

A loop that enters a node with one way in and one way out must take both, so the two links count as one, whose length
is the sum and whose sign is the product. Links between the same nodes of the same length are counted together, by
sign. What is counted on the small graph is handed back to the links it was made of.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from clusterdynamics.loops.circuits.bits import words_for
from clusterdynamics.loops.circuits.components import strong_labels
from clusterdynamics.loops.circuits.graph import SignedGraph

__all__ = ["Condensed", "Part", "condense"]

Ints = NDArray[np.int64]


@dataclass(frozen=True)
class _Link:
    """One link, or several in a row: where it leads, the product of their signs, which they are."""

    tail: int
    head: int
    sign: int
    members: tuple[int, ...]


@dataclass(frozen=True, eq=False)
class Part:
    """A strongly connected component of the condensed graph: k nodes, links in g groups.

    Nodes are numbered from those with the most ways through them to those with the fewest: loops are counted at
    their first node, and what is left then falls apart soonest.

    Attributes
    ----------
    starts, heads
        Groups by tail, shapes (k + 1,) and (g,).
    length
        Links of the graph that one link of the group stands for, shape (g,).
    plus, minus
        Positive and negative links of the group, shape (g,).
    after, before
        Successors and predecessors of each node as bits, uint64, shape (k, words).
    members
        Of each group, its links: sign, and the graph's links it stands for.
    """

    starts: Ints
    heads: Ints
    length: Ints
    plus: Ints
    minus: Ints
    after: NDArray[np.uint64]
    before: NDArray[np.uint64]
    members: tuple[tuple[tuple[int, tuple[int, ...]], ...], ...]


@dataclass(frozen=True, eq=False)
class Condensed:
    """The components, and the loops that were found on the way (chains that close on themselves)."""

    parts: tuple[Part, ...]
    closed: tuple[tuple[int, tuple[int, ...]], ...]


def condense(graph: SignedGraph) -> Condensed:
    """Return the graph in its condensed form; every loop is in exactly one part or among those `closed`."""
    links = [
        _Link(t, h, s, (e,))
        for e, (t, h, s) in enumerate(zip(graph.tail.tolist(), graph.head.tolist(), graph.sign.tolist(), strict=True))
    ]
    closed: list[tuple[int, tuple[int, ...]]] = []
    before = -1
    while len(links) != before:
        # Closing a chain can leave a node with one way through, so again until nothing changes.
        before = len(links)
        closed += [(link.sign, link.members) for link in links if link.tail == link.head]
        links = _within([link for link in links if link.tail != link.head], graph.n)
        links = _without_chains(links)
    by_part: dict[int, list[_Link]] = {}
    label = _labels(links, graph.n)
    for link in links:
        by_part.setdefault(int(label[link.tail]), []).append(link)
    parts = sorted(by_part.values(), key=lambda part: min(link.tail for link in part))
    return Condensed(tuple(_part(part) for part in parts), tuple(closed))


def _labels(links: list[_Link], n: int) -> Ints:
    tail = np.array([link.tail for link in links], dtype=np.int64)
    head = np.array([link.head for link in links], dtype=np.int64)
    return strong_labels(n, tail, head)


def _within(links: list[_Link], n: int) -> list[_Link]:
    """Return the links that lie on a loop."""
    label = _labels(links, n)
    return [link for link in links if label[link.tail] == label[link.head]]


def _without_chains(links: list[_Link]) -> list[_Link]:
    """Join the links before and behind every node with one way in and one way out."""
    out: dict[int, list[_Link]] = {}
    entering: dict[int, int] = {}
    for link in links:
        out.setdefault(link.tail, []).append(link)
        entering[link.head] = entering.get(link.head, 0) + 1
    passed = {v for v in out if len(out[v]) == 1 and entering[v] == 1}
    joined: list[_Link] = []
    seen: set[int] = set()

    def follow(link: _Link, until: int) -> None:
        sign, members, head = link.sign, list(link.members), link.head
        while head in passed and head != until:
            seen.add(head)
            (step,) = out[head]
            sign *= step.sign
            members += step.members
            head = step.head
        joined.append(_Link(link.tail, head, sign, tuple(members)))

    for v in sorted(out):
        if v not in passed:
            for link in out[v]:
                follow(link, -1)
    for v in sorted(passed):
        # What is left are rings of such nodes alone.
        if v not in seen:
            seen.add(v)
            follow(out[v][0], v)
    return joined


def _part(links: list[_Link]) -> Part:
    """Return the component that these links make."""
    entering: dict[int, int] = {}
    leaving: dict[int, int] = {}
    for link in links:
        leaving[link.tail] = leaving.get(link.tail, 0) + 1
        entering[link.head] = entering.get(link.head, 0) + 1
    rank = {v: i for i, v in enumerate(sorted(leaving, key=lambda v: (-leaving[v] * entering[v], v)))}
    k = len(rank)
    groups: dict[tuple[int, int, int], list[tuple[int, tuple[int, ...]]]] = {}
    for link in links:
        groups.setdefault((rank[link.tail], rank[link.head], len(link.members)), []).append((link.sign, link.members))
    keys = sorted(groups)
    tail, head, length = (np.array([key[i] for key in keys], dtype=np.int64) for i in range(3))
    plus = np.array([sum(sign > 0 for sign, _members in groups[key]) for key in keys], dtype=np.int64)
    total = np.array([len(groups[key]) for key in keys], dtype=np.int64)
    starts = np.zeros(k + 1, dtype=np.int64)
    np.cumsum(np.bincount(tail, minlength=k), out=starts[1:])
    bits = np.zeros((2, k, words_for(k)), dtype=np.uint64)
    for side, of, other in ((0, tail, head), (1, head, tail)):
        np.bitwise_or.at(bits[side], (of, other >> 6), np.uint64(1) << (other & 63).astype(np.uint64))
    members = tuple(tuple(groups[key]) for key in keys)
    return Part(starts, head, length, plus, total - plus, bits[0], bits[1], members)
