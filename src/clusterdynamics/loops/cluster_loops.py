"""The loops of the cluster: those that the model names, and the other circuits of model and map."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np
from numpy.typing import NDArray

from clusterdynamics.loops.causal_map import Arrow, CausalMap
from clusterdynamics.loops.circuits import Loop, SignedGraph, iter_loops
from clusterdynamics.loops.states import Link, LinkStatus, Standing, link_status, standing

if TYPE_CHECKING:
    from clusterdynamics.models.rules import StoryRule
    from clusterdynamics.models.schema import ReferenceModel

__all__ = ["Bounds", "Found", "Mend", "all_loops", "incidence", "mends", "rank_draws", "ranks"]

FloatArray = NDArray[np.float64]
type Kind = Literal["named", "model", "map"]


@dataclass(frozen=True)
class Bounds:
    """How far other loops are looked for.

    Attributes
    ----------
    shown
        Most other loops of the map; those of the model are always there.
    longest
        Links of the longest loop of the map.
    most
        Most loops that are looked at; where there are more, the result says so.
    """

    shown: int = 20
    longest: int = 12
    most: int = 20_000


@dataclass(frozen=True)
class Found:
    """A loop and where it stands.

    Attributes
    ----------
    id
        ``L3`` or ``L3.short`` for loops that the model names; ``O1``, ``O2`` … for the others.
    kind
        ``named`` by the model, another circuit of the ``model``, or one of the ``map`` only.
    loop, circuit
        Identifiers in the model; empty for the others.
    links
        (cause, effect, sign) in their order.
    standing
        Where it stands.
    """

    id: str
    kind: Kind
    loop: str
    circuit: str
    links: tuple[Link, ...]
    standing: Standing

    @property
    def reinforcing(self) -> bool:
        """Whether a change comes back with the same sign."""
        return bool(np.prod([sign for _c, _e, sign in self.links]) > 0)

    @property
    def chain(self) -> tuple[str, ...]:
        """Its factors, the first one again at the end."""
        return (*(cause for cause, _e, _s in self.links), self.links[0][0])


def all_loops(
    found: CausalMap, model: ReferenceModel, rule: StoryRule, bounds: Bounds | None = None
) -> tuple[tuple[Found, ...], bool]:
    """Return every loop of the model, and the strongest others of the map, with where each stands.

    Parameters
    ----------
    found
        The map, its factors called as the model calls them where they are the same.
    rule
        From when on a link counts as told.
    bounds
        How far others are looked for.

    Returns
    -------
    loops
        Named ones in the order of the model, then the other circuits of the model, then those of the map; both
        others by their weakest link, the strongest first.
    complete
        False where the map has more loops than were looked at.
    """
    limits = bounds or Bounds()
    named = list(_named(found, model, rule))
    seen = {_key(f.links) for f in named}
    others: list[tuple[Kind, tuple[Link, ...], Standing]] = []
    for links in _sorted(_model_circuits(model), found, rule):
        if _key(links[0]) not in seen:
            seen.add(_key(links[0]))
            others.append(("model", *links))
    circuits, complete = _map_circuits(found, limits)
    fresh = [c for c in circuits if _key(c) not in seen][: limits.shown]
    others += [("map", *pair) for pair in _sorted(fresh, found, rule)]
    rest = [Found(f"O{k}", kind, "", "", links, at) for k, (kind, links, at) in enumerate(others, 1)]
    return (*named, *rest), complete


def _named(found: CausalMap, model: ReferenceModel, rule: StoryRule) -> Iterator[Found]:
    for loop in model.loops:
        for circuit in loop.circuits:
            links = tuple((c, e, model.sign(c, e)) for c, e in circuit.links)
            name = loop.id if len(loop.circuits) == 1 else f"{loop.id}.{circuit.id}"
            yield Found(name, "named", loop.id, circuit.id, links, standing(found, links, rule))


def _key(links: Sequence[Link]) -> frozenset[tuple[str, str]]:
    return frozenset((cause, effect) for cause, effect, _sign in links)


def _sorted(
    circuits: Iterable[tuple[Link, ...]], found: CausalMap, rule: StoryRule
) -> list[tuple[tuple[Link, ...], Standing]]:
    judged = [(links, standing(found, links, rule)) for links in circuits]
    return sorted(judged, key=lambda p: (-p[1].evidence, -len(p[1].sources), len(p[0]), p[0]))


def _links(loop: Loop, ends: Sequence[tuple[str, str, int]]) -> tuple[Link, ...]:
    return tuple(ends[e] for e in loop.links)


def _model_circuits(model: ReferenceModel) -> Iterator[tuple[Link, ...]]:
    names = [f.id for f in model.factors]
    at = {name: k for k, name in enumerate(names)}
    ends = [(k.cause, k.effect, 1 if k.sign == "+" else -1) for k in model.links]
    graph = SignedGraph(
        len(names),
        np.array([at[c] for c, _e, _s in ends], dtype=np.int64),
        np.array([at[e] for _c, e, _s in ends], dtype=np.int64),
        np.array([s for _c, _e, s in ends], dtype=np.int8),
    )
    for loop in iter_loops(graph, limit=10_000):
        yield _links(loop, ends)


def _map_circuits(found: CausalMap, limits: Bounds) -> tuple[list[tuple[Link, ...]], bool]:
    """Return the strongest circuits of the map (by their weakest link), and whether all were looked at."""
    arrows = list(found.arrows.values())
    graph = found.graph(arrows)
    strength = np.array([len(a.told(a.sign)) for a in arrows], dtype=np.float64)
    ends = [(a.cause, a.effect, a.sign) for a in arrows]
    loops = list(iter_loops(graph, max_length=limits.longest, limit=limits.most + 1))
    complete = len(loops) <= limits.most
    if not complete:
        # Too many: from the links told best downwards until there are enough (circuits of the model among them).
        for level in sorted(set(strength.tolist()), reverse=True):
            kept = np.flatnonzero(strength >= level)
            part = SignedGraph(graph.n, graph.tail[kept], graph.head[kept], graph.sign[kept])
            inside = iter_loops(part, max_length=limits.longest, limit=limits.most)
            loops = [graph.loop(tuple(int(kept[e]) for e in loop.links)) for loop in inside]
            if len(loops) >= limits.shown + 50:
                break
    best = [loop.links for loop in loops]
    best.sort(key=lambda links: (-strength[list(links)].min(), -strength[list(links)].mean(), len(links), links))
    return [tuple(ends[e] for e in links) for links in best], complete


@dataclass(frozen=True)
class Mend:
    """A link that, mended or told, would close loops.

    Attributes
    ----------
    cause, effect
        The link.
    status
        ``fails``: there is something to mend; ``few`` or ``untold``: there is something to ask about first.
    closes
        Loops of which it is the only link that is not told.
    part_of
        All loops it is part of that do not run.
    """

    cause: str
    effect: str
    status: LinkStatus
    closes: tuple[str, ...]
    part_of: tuple[str, ...]


def mends(loops: Sequence[Found], found: CausalMap, rule: StoryRule) -> tuple[Mend, ...]:
    """Return the links that stand between the cluster and loops that would run, those first that close most loops.

    A loop is closed by a link if all its other links are told by enough people. Only how often links stand in the way
    is counted; how central a factor is says nothing about what moves the cluster.
    """
    closes: dict[Link, list[str]] = {}
    part: dict[Link, list[str]] = {}
    for f in loops:
        open_links = [k for k, s in zip(f.links, f.standing.statuses, strict=True) if s is not LinkStatus.TOLD]
        for link in open_links:
            part.setdefault(link, []).append(f.id)
        if len(open_links) == 1:
            closes.setdefault(open_links[0], []).append(f.id)
    made = [
        Mend(c, e, link_status(found.arrows.get((c, e)), s, rule), tuple(closes.get((c, e, s), ())), tuple(inside))
        for (c, e, s), inside in part.items()
    ]
    order = {LinkStatus.FAILS: 0, LinkStatus.FEW: 1, LinkStatus.UNTOLD: 2}
    return tuple(sorted(made, key=lambda m: (-len(m.closes), order[m.status], -len(m.part_of), m.cause, m.effect)))


def incidence(found: CausalMap, loops: Sequence[Found]) -> tuple[FloatArray, tuple[NDArray[np.int64], ...]]:
    """Return (tellers, links) who tells which link of the loops, and for each loop the columns of its links."""
    links = list(dict.fromkeys(k for f in loops for k in f.links))
    column = {k: j for j, k in enumerate(links)}
    row = {t: i for i, t in enumerate(found.tellers)}
    table = np.zeros((len(row), len(links)))
    for (cause, effect, sign), j in column.items():
        arrow: Arrow | None = found.arrows.get((cause, effect))
        for teller in arrow.told(sign) if arrow is not None else ():
            table[row[teller], j] = 1.0
    return table, tuple(np.array([column[k] for k in f.links], dtype=np.int64) for f in loops)


def rank_draws(
    rng: np.random.Generator, size: int, told: FloatArray, members: tuple[NDArray[np.int64], ...]
) -> FloatArray:
    """Return (size, loops, 2) evidence and rank of every loop in redraws of the tellers, with replacement.

    The evidence is the least number of tellers over the links; the rank counts loops with more (1 is the best told;
    equal ones share the middle of their ranks).
    """
    n = told.shape[0]
    weights = rng.multinomial(n, np.full(n, 1 / n), size=size).astype(np.float64)
    counts = weights @ told
    evidence = np.stack([counts[:, links].min(axis=1) for links in members], axis=1)
    return np.stack([evidence, ranks(evidence)], axis=2)


def ranks(evidence: FloatArray) -> FloatArray:
    """Return the ranks of loops (last axis) by evidence, 1 for the most, equal ones in the middle of their ranks."""
    more = (evidence[..., None, :] > evidence[..., :, None]).sum(axis=-1)
    equal = (evidence[..., None, :] == evidence[..., :, None]).sum(axis=-1)
    middle: FloatArray = 1 + more + (equal - 1) / 2
    return middle
