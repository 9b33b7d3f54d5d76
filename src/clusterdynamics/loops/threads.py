"""From causes to effects: threads told whole by one teller, chains joined across tellers, and how robust both are."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

import polars as pl

from clusterdynamics.errors import InputError
from clusterdynamics.i18n import _
from clusterdynamics.loops.causal_map import CausalMap
from clusterdynamics.loops.circuits import max_flow

__all__ = ["Robustness", "Threads", "robustness", "threads"]

type Chain = tuple[str, ...]


@dataclass(frozen=True)
class Robustness:
    """How much evidence leads from causes to effects: what would have to be wrong before no chain is left.

    Attributes
    ----------
    claims
        Least number of claims without which no chain is left.
    tellings
        The same where each link counts each of its tellers once.
    by_teller
        Teller → least number of their own claims without which their own words hold no chain; 0 for those who tell
        no thread whole.

    References
    ----------
    Powell, S., Copestake, J., & Remnant, F. (2024). Causal mapping for evaluators. Evaluation 30(1), 100-119.
    """

    claims: int
    tellings: int
    by_teller: Mapping[str, int]

    @property
    def threads(self) -> int:
        """Number of tellers who tell a chain from a cause to an effect whole."""
        return sum(flow > 0 for flow in self.by_teller.values())


def robustness(found: CausalMap, causes: Iterable[str], effects: Iterable[str]) -> Robustness:
    """Return how robust the evidence is that leads from `causes` to `effects`, over all sources and for each.

    Claims that a link *fails* carry nothing.

    Raises
    ------
    InputError
        A factor is not on the map, or is cause and effect at once.
    """
    first, last = _ends(found, causes, effects)
    arrows = [a for a in found.arrows.values() if a.claims["+"] + a.claims["-"]]
    n, at = len(found.factors), found.place
    tail, head = [at[a.cause] for a in arrows], [at[a.effect] for a in arrows]
    sources, sinks = [at[f] for f in first], [at[f] for f in last]
    claims = max_flow(n, tail, head, [a.claims["+"] + a.claims["-"] for a in arrows], sources, sinks)
    people = [len({*a.tellers["+"], *a.tellers["-"]}) for a in arrows]
    tellings = max_flow(n, tail, head, people, sources, sinks)
    own: dict[str, int] = dict.fromkeys(found.tellers, 0)
    for (teller,), part in _working(found.claims).group_by("teller"):
        mine = part.group_by("cause", "effect").agg(pl.len())
        ends = [[at[f] for f in mine[column].to_list()] for column in ("cause", "effect")]
        own[str(teller)] = max_flow(n, ends[0], ends[1], mine["len"].to_list(), sources, sinks)
    return Robustness(claims, tellings, MappingProxyType(own))


def _working(claims: pl.DataFrame) -> pl.DataFrame:
    """Return the claims that say a link works, each once however many coders found it."""
    works = claims.filter(pl.col("polarity") != "fails")
    by_coder = works.group_by("teller", "story", "cause", "effect", "polarity", "coder").len()
    most = by_coder.group_by("teller", "story", "cause", "effect", "polarity").agg(pl.col("len").max())
    return most.select("teller", "cause", "effect", pl.int_ranges("len").alias("each")).explode("each")


@dataclass(frozen=True)
class Threads:
    """Chains from causes to effects.

    Attributes
    ----------
    whole
        Teller → the shortest chain of factors that they tell from end to end.
    joined
        The shortest chain on the map, where no teller tells a chain whole: each part was told, the whole by nobody.
        None where there is none, or where somebody tells one whole.
    """

    whole: Mapping[str, Chain]
    joined: Chain | None


def threads(found: CausalMap, causes: Iterable[str], effects: Iterable[str]) -> Threads:
    """Return the chains from `causes` to `effects` that one teller tells whole, or else the one joined across tellers.

    Raises
    ------
    InputError
        A factor is not on the map, or is cause and effect at once.
    """
    first, last = _ends(found, causes, effects)
    works = found.claims.filter(pl.col("polarity") != "fails").select("teller", "cause", "effect").unique()
    whole: dict[str, Chain] = {}
    for (teller,), part in works.sort("teller", "cause", "effect").group_by("teller", maintain_order=True):
        chain = _shortest(part.select("cause", "effect").iter_rows(), first, last)
        if chain is not None:
            whole[str(teller)] = chain
    pairs = works.select("cause", "effect").unique().sort("cause", "effect").iter_rows()
    return Threads(MappingProxyType(whole), None if whole else _shortest(pairs, first, last))


def _ends(found: CausalMap, causes: Iterable[str], effects: Iterable[str]) -> tuple[Chain, Chain]:
    first, last = tuple(dict.fromkeys(causes)), tuple(dict.fromkeys(effects))
    unknown = sorted({*first, *last} - set(found.factors))
    wrong = [_("These factors are not on the map: {names}.").format(names=", ".join(unknown))] if unknown else []
    both = sorted(set(first) & set(last))
    if both:
        wrong.append(_("These factors are cause and effect at once: {names}.").format(names=", ".join(both)))
    if wrong:
        raise InputError(" ".join(wrong))
    return first, last


def _shortest(links: Iterable[tuple[str, str]], first: Chain, last: Chain) -> Chain | None:
    """Return the shortest chain, breadth first; of several the first by name."""
    after: dict[str, list[str]] = {}
    for cause, effect in links:
        after.setdefault(cause, []).append(effect)
    goal = set(last)
    came: dict[str, str | None] = dict.fromkeys(sorted(first))
    waiting = deque(came)
    while waiting:
        at = waiting.popleft()
        if at in goal:
            chain: list[str] = [at]
            while (before := came[chain[-1]]) is not None:
                chain.append(before)
            return tuple(reversed(chain))
        for effect in after.get(at, ()):
            if effect not in came:
                came[effect] = at
                waiting.append(effect)
    return None
