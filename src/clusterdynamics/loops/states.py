"""The state of a loop: running, broken at a link, weak, or not told (method, section 5)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from clusterdynamics.i18n import N_
from clusterdynamics.loops.causal_map import Arrow, CausalMap

if TYPE_CHECKING:
    from clusterdynamics.models.rules import StoryRule

__all__ = [
    "LINK_WORDS",
    "STATE_WORDS",
    "LinkStatus",
    "LoopState",
    "Standing",
    "link_status",
    "pivots",
    "standing",
    "whole_state",
]

type Link = tuple[str, str, int]  # cause, effect, sign


class LinkStatus(StrEnum):
    """What the stories say about a link."""

    #: By enough people of enough organisations.
    TOLD = "told"
    #: Somebody speaks of it, but not enough do.
    FEW = "few"
    #: Enough people say that the cause was there and the effect did not come.
    FAILS = "fails"
    UNTOLD = "untold"


class LoopState(StrEnum):
    """What the stories say about a loop."""

    RUNNING = "running"
    BROKEN = "broken"
    WEAK = "weak"
    NOT_TOLD = "not_told"
    #: Known, but not for the audience that reads it.
    NOT_SHOWN = "not_shown"


STATE_WORDS: dict[LoopState, str] = {
    LoopState.RUNNING: N_("running"),
    LoopState.BROKEN: N_("broken"),
    LoopState.WEAK: N_("weak"),
    LoopState.NOT_TOLD: N_("not told"),
    LoopState.NOT_SHOWN: N_("not told, or by too few to say"),
}
LINK_WORDS: dict[LinkStatus, str] = {
    LinkStatus.TOLD: N_("told"),
    LinkStatus.FEW: N_("told by few"),
    LinkStatus.FAILS: N_("fails"),
    LinkStatus.UNTOLD: N_("not told"),
}


@dataclass(frozen=True)
class Standing:
    """Where a loop stands.

    Attributes
    ----------
    state
        Its state.
    statuses
        What is said about each of its links, in their order.
    joined
        Stories that tell two links in a row.
    sources, homes
        Who speaks of any of its links, whatever they say; their organisations.
    whole
        Tellers who tell every link.
    evidence, weakest
        Least number of tellers over the links, and the first link with so few.
    """

    state: LoopState
    statuses: tuple[LinkStatus, ...]
    joined: tuple[str, ...]
    sources: tuple[str, ...]
    homes: tuple[str, ...]
    whole: tuple[str, ...]
    evidence: int
    weakest: int


def link_status(arrow: Arrow | None, sign: int, rule: StoryRule) -> LinkStatus:
    """Return what the stories say about a link of this sign.

    Enough tellers who say that it fails outweigh those who say that it works: the loop is broken there, and whether
    it is also told is seen in the counts.
    """
    if arrow is None:
        return LinkStatus.UNTOLD
    homes = len(arrow.organisations["+" if sign > 0 else "-"])
    return _status(len(arrow.told(sign)), homes, len(arrow.tellers["fails"]), len(arrow.told(-sign)), rule)


def _status(told: int, homes: int, fails: int, against: int, rule: StoryRule) -> LinkStatus:
    if fails >= rule.tellers:
        return LinkStatus.FAILS
    if told >= rule.tellers and homes >= rule.organisations:
        return LinkStatus.TOLD
    return LinkStatus.FEW if told or fails or against else LinkStatus.UNTOLD


def standing(found: CausalMap, links: Sequence[Link], rule: StoryRule) -> Standing:
    """Return where a circuit stands: its links in their order, each (cause, effect, sign).

    - *running*: each link is told by at least ``rule.tellers`` people of ``rule.organisations`` organisations, and
      one story joins two links in a row;
    - *broken*: at least ``rule.tellers`` people say of a link that it fails;
    - *not told*: nobody speaks of any of its links (which is not broken);
    - *weak*: otherwise.
    """
    arrows = [found.arrows.get((cause, effect)) for cause, effect, _sign in links]
    signs = [sign for _cause, _effect, sign in links]
    statuses = tuple(link_status(a, s, rule) for a, s in zip(arrows, signs, strict=True))
    stories = [_stories(found, a, s) for a, s in zip(arrows, signs, strict=True)]
    joined = sorted(set().union(*(a & b for a, b in zip(stories, [*stories[1:], *stories[:1]], strict=True))))
    told = [set(a.told(s)) if a is not None else set() for a, s in zip(arrows, signs, strict=True)]
    counts = [len(t) for t in told]
    there = [a for a in arrows if a is not None]
    return Standing(
        _state(statuses, bool(joined)),
        statuses,
        tuple(joined),
        tuple(sorted({t for a in there for t in a.sources})),
        tuple(sorted({o for a in there for o in a.homes})),
        tuple(sorted(set.intersection(*told))) if told else (),
        min(counts, default=0),
        counts.index(min(counts)) if counts else 0,
    )


def _state(statuses: Sequence[LinkStatus], joined: bool) -> LoopState:
    if LinkStatus.FAILS in statuses:
        return LoopState.BROKEN
    if all(s is LinkStatus.UNTOLD for s in statuses):
        return LoopState.NOT_TOLD
    if joined and all(s is LinkStatus.TOLD for s in statuses):
        return LoopState.RUNNING
    return LoopState.WEAK


def _stories(found: CausalMap, arrow: Arrow | None, sign: int) -> set[str]:
    """Return the stories that tell a link with this sign."""
    if arrow is None:
        return set()
    if not arrow.told(-sign):
        return set(arrow.stories)
    return set(found.signed_stories.get((arrow.cause, arrow.effect, "+" if sign > 0 else "-"), ()))


def pivots(found: CausalMap, links: Sequence[Link], now: Standing, rule: StoryRule) -> int:
    """Return how many tellers the state hangs on: had any one of them not spoken, it would be another."""
    return sum(_without(found, links, now, rule, teller) is not now.state for teller in now.sources)


def _without(found: CausalMap, links: Sequence[Link], now: Standing, rule: StoryRule, teller: str) -> LoopState:
    """Return the state of a loop if `teller` had not spoken."""
    statuses = []
    for (cause, effect, sign), status in zip(links, now.statuses, strict=True):
        arrow = found.arrows.get((cause, effect))
        if arrow is None or teller not in arrow.sources:
            statuses.append(status)
            continue
        told, against, fails = (
            [t for t in several if t != teller]
            for several in (arrow.told(sign), arrow.told(-sign), arrow.tellers["fails"])
        )
        homes = {home for t in told for home in found.homes_of.get(t, ())}
        statuses.append(_status(len(told), len(homes), len(fails), len(against), rule))
    return _state(statuses, any(found.teller_of[story] != teller for story in now.joined))


def whole_state(states: Iterable[LoopState]) -> LoopState:
    """Return the state of a loop of several circuits: broken if one is, running or not told only if all are."""
    several = set(states)
    if LoopState.NOT_SHOWN in several:
        return LoopState.NOT_SHOWN
    if LoopState.BROKEN in several:
        return LoopState.BROKEN
    return next(iter(several)) if len(several) == 1 else LoopState.WEAK
