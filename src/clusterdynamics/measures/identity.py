"""Who became whom between two waves: renamed, merged, split, joined, left; and networks in which a name is followed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

import numpy as np
import polars as pl

from clusterdynamics.study.network import STATE_CODES, Network
from clusterdynamics.study.tables import TieState

if TYPE_CHECKING:
    from clusterdynamics.study.model import Study

__all__ = ["Event", "Succession", "compared", "followed", "one_voice", "same_reports", "succession"]

type Kind = Literal["renamed", "merged", "split", "regrouped"]


@dataclass(frozen=True)
class Event:
    """Organisations that became others.

    Attributes
    ----------
    kind
        ``renamed``: one became one (a new identifier of the same). ``merged``: several became one. ``split``: one
        became several (it may itself be among them). ``regrouped``: several became several.
    before, after
        Identifiers in the earlier and the later wave, sorted.
    """

    kind: Kind
    before: tuple[str, ...]
    after: tuple[str, ...]


@dataclass(frozen=True)
class Succession:
    """What became of the organisations of one wave in a later one.

    Attributes
    ----------
    events
        Who became whom, sorted.
    stayers
        Present in both waves and comparable, by their identifier in the later wave; renamed ones are among them.
    joined, left
        Present in one of the waves only, and not part of an event.
    """

    first: str
    second: str
    events: tuple[Event, ...]
    stayers: tuple[str, ...]
    joined: tuple[str, ...]
    left: tuple[str, ...]

    @property
    def renamed(self) -> dict[str, str]:
        """Identifier in the earlier wave → identifier in the later one."""
        return {e.before[0]: e.after[0] for e in self.events if e.kind == "renamed"}

    @property
    def apart(self) -> frozenset[str]:
        """Organisations that merged or split, and what they became: they are not compared."""
        return frozenset(a for e in self.events if e.kind != "renamed" for a in (*e.before, *e.after))

    def count(self, kind: Kind) -> int:
        """Return the number of events of a kind."""
        return sum(e.kind == kind for e in self.events)


def succession(study: Study, first: str, second: str) -> Succession:
    """Return who became whom between two waves, from the column ``predecessor`` of the actors.

    A predecessor that was there in neither wave is followed to its own predecessors. An organisation that took
    another one over (it was there before) counts as a merger of both; one that lives on after a part became an
    organisation of its own counts as a split.

    Parameters
    ----------
    first, second
        The earlier and the later wave.
    """
    before, after = set(study.present(first)), set(study.present(second))
    listed = study["actors"].filter(pl.col("predecessor").list.len() > 0).select("id", "predecessor").iter_rows()
    predecessors = {actor: tuple(named) for actor, named in listed}
    since = {a: k for k, wave in reversed([*enumerate(study.wave_ids)]) for a in study.present(wave)}
    links: list[tuple[str, str]] = []
    for actor in sorted(after & set(predecessors)):
        if actor in before:
            # Taken over: gone now, and not one that it came out of when it began.
            mine = {a for a in predecessors[actor] if a in before - after and since[a] >= since[actor]}
            links += [(actor, actor)] if mine else []
        else:
            mine = _origins(actor, predecessors, before)
        links += [(a, actor) for a in mine] + [(a, a) for a in mine if a in after]
    events = tuple(sorted(_events(links), key=lambda e: (e.kind, e.before, e.after)))
    renamed = {e.after[0] for e in events if e.kind == "renamed"}
    told = {a for e in events for a in (*e.before, *e.after)}
    return Succession(
        first,
        second,
        events,
        stayers=tuple(sorted(((before & after) - told) | renamed)),
        joined=tuple(sorted(after - before - told)),
        left=tuple(sorted(before - after - told)),
    )


def _origins(actor: str, predecessors: Mapping[str, tuple[str, ...]], before: set[str]) -> set[str]:
    """Return the organisations of the earlier wave from which an organisation came."""
    found: set[str] = set()
    seen, waiting = {actor}, list(predecessors.get(actor, ()))
    while waiting:
        one = waiting.pop()
        if one in seen:
            continue
        seen.add(one)
        if one in before:
            found.add(one)
        else:
            waiting += predecessors.get(one, ())
    return found


def _events(links: list[tuple[str, str]]) -> list[Event]:
    """Return the groups of organisations that are joined by links from before to after."""
    groups: list[tuple[set[str], set[str]]] = []
    for old, new in links:
        mine = [g for g in groups if old in g[0] or new in g[1]]
        joined = ({old}.union(*(g[0] for g in mine)), {new}.union(*(g[1] for g in mine)))
        groups = [g for g in groups if g not in mine] + [joined]
    return [Event(_kind(len(a), len(b)), tuple(sorted(a)), tuple(sorted(b))) for a, b in groups]


def _kind(before: int, after: int) -> Kind:
    if before == 1:
        return "renamed" if after == 1 else "split"
    return "merged" if after == 1 else "regrouped"


def followed(network: Network, renamed: Mapping[str, str]) -> Network:
    """Return the network with renamed organisations under their later identifiers."""
    if not set(network.nodes) & set(renamed):
        return network
    return replace(network, nodes=tuple(renamed.get(a, a) for a in network.nodes)).canonical()


def compared(study: Study, name: str, between: Succession) -> tuple[Network, Network] | None:
    """Return a network in both waves, ready to be compared: names followed, what merged or split left out.

    Organisations that joined or left are still in it.

    Parameters
    ----------
    name
        A relation or level of the study.

    Returns
    -------
    The two networks as reported (not symmetrised); None where the relation was not asked in one of the waves.
    """
    asked = study.settings.relation(name)[0].waves
    if asked and not {between.first, between.second} <= set(asked):
        return None
    one = followed(study.network(name, between.first), between.renamed)
    two = study.network(name, between.second)
    apart = between.apart
    if apart:
        one, two = (x.subset([a for a in x.nodes if a not in apart]) for x in (one, two))
    return one, two


def same_reports(first: Network, second: Network) -> tuple[Network, Network]:
    """Return both networks among those in both, with only the reports that were given in both waves.

    So a difference cannot come from who happened to answer: an organisation that reported in one wave only says
    nothing in either. ``answered`` is true for those who answered both times.

    Parameters
    ----------
    first, second
        The relation as reported in the earlier and the later wave.
    """
    stay = sorted(set(first.nodes) & set(second.nodes))
    one, two = first.subset(stay), second.subset(stay)
    both, twice = one.observed & two.observed, one.answered & two.answered
    asked = one.asked & two.asked

    def only(network: Network) -> Network:
        states = network.states.copy()
        states[network.observed & ~both] = STATE_CODES[TieState.NOT_ANSWERED]
        return replace(
            network, values=np.where(both, network.values, np.nan), states=states, asked=asked, answered=twice
        )

    return only(one), only(two)


def one_voice(study: Study) -> Study:
    """Return the study with one respondent for each organisation and wave.

    The lead informant where that one answered, else the first other one who did. Where several people of an
    organisation answered in one wave and one person in another, their links put together would differ although
    nothing changed.
    """
    lead, done = pl.col("is_lead").fill_null(value=False), pl.col("status") == "submitted"
    people = (
        study["respondents"]
        .sort(done, lead, "id", descending=[True, True, False])
        .unique(["wave", "actor"], keep="first", maintain_order=True)
    )
    settings = study.settings.model_copy(update={"informants": "lead"})
    return replace(study, settings=settings, tables={**study.tables, "respondents": people})
