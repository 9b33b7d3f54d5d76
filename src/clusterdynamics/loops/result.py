"""What the analysis of loops found, as plain data: loops, links, quotes, what would close most loops."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, ClassVar, Self

from clusterdynamics.i18n import _
from clusterdynamics.loops.states import STATE_WORDS, LinkStatus, LoopState, whole_state
from clusterdynamics.measures.analyses.common import dots
from clusterdynamics.measures.estimate import Estimate
from clusterdynamics.measures.protocol import Params, Result

if TYPE_CHECKING:
    import altair as alt

__all__ = ["LinkTold", "LoopTold", "Loops", "LoopsParams", "MendOption", "Quote", "SuggestedMatch"]

type Pair = tuple[str, str]


@dataclass(frozen=True)
class LoopsParams(Params):
    """What can be chosen.

    Attributes
    ----------
    mapping
        Factor of the coders → factor of the model (``~`` before it: meant the other way round). Factors that have the
        identifier or the code of a factor of the model need none.
    waves
        Waves whose stories are read; all where empty, since a story stays told.
    shown, longest, most
        Other loops of the map that are listed; links of the longest one looked for; loops looked at.
    replicates
        Redraws of the tellers.
    """

    mapping: dict[str, str] = field(default_factory=dict)
    waves: tuple[str, ...] = ()
    shown: int = 20
    longest: int = 12
    most: int = 20_000
    replicates: int = 2000


@dataclass(frozen=True)
class LinkTold:
    """A link of a loop, and who speaks of it.

    Attributes
    ----------
    cause, effect, sign
        The link; +1 or −1.
    status
        What the stories say about it.
    tellers, organisations
        How many tell it; None where it is not for the reader.
    against, fails
        How many say the other sign; how many say that it fails.
    delay
        The delay told most often.
    claims
        Identifiers of its claims.
    """

    cause: str
    effect: str
    sign: int
    status: LinkStatus
    tellers: int | None = None
    organisations: int | None = None
    against: int | None = None
    fails: int | None = None
    delay: str = "none"
    claims: tuple[str, ...] = ()

    @property
    def contested(self) -> bool:
        """Whether some tell it with this sign and some with the other."""
        return bool(self.tellers and self.against)


@dataclass(frozen=True)
class LoopTold:
    """A loop, and where it stands.

    Attributes
    ----------
    id, kind, loop
        ``L3.short``; ``named`` by the model, another circuit of the ``model``, or of the ``map`` only; ``L3``.
    reinforcing
        Whether a change comes back with the same sign; otherwise it balances.
    chain
        Its factors, the first one again at the end.
    state
        Where it stands.
    broken, missing
        Links at which it is broken; links that are not told by enough people.
    weakest
        The link with the fewest tellers.
    joined
        Stories that tell two of its links in a row.
    """

    id: str
    kind: str
    loop: str
    reinforcing: bool
    chain: tuple[str, ...]
    state: LoopState
    broken: tuple[Pair, ...] = ()
    missing: tuple[Pair, ...] = ()
    weakest: Pair | None = None
    joined: tuple[str, ...] = ()

    @property
    def links(self) -> tuple[Pair, ...]:
        """Cause and effect of every link."""
        return tuple(zip(self.chain, self.chain[1:], strict=False))


@dataclass(frozen=True)
class MendOption:
    """A link that, mended (where it fails) or told by enough, would close loops; see ``cluster_loops.Mend``."""

    cause: str
    effect: str
    status: LinkStatus
    closes: tuple[str, ...]
    part_of: tuple[str, ...]


@dataclass(frozen=True)
class Quote:
    """The words behind a link."""

    claim: str
    story: str
    cause: str
    effect: str
    polarity: str
    text: str


@dataclass(frozen=True)
class SuggestedMatch:
    """A factor of the model that a coder may have meant."""

    factor: str
    model_factor: str
    similarity: float


@dataclass(frozen=True)
class Loops(Result):
    """The loops of the cluster, as the stories tell them.

    Figures of each loop (subject: ``L3``, ``L3.short``, ``O1`` …): ``loop.state`` (0 not told, 1 weak, 2 broken,
    3 running; names and no amounts; n: organisations that speak of it), ``loop.tellers``, ``loop.organisations`` (who
    speak of any of its links), ``loop.weakest`` (tellers of the link with the fewest; bounds: redraws of the tellers),
    ``loop.rank`` (1: the most tellers at the weakest link; bounds: the same redraws), ``loop.whole`` (tellers who tell
    all of it), ``loop.pivots`` (tellers without any one of whom the state would be another). Of a link
    (``cause→effect``): ``mend.closes``. Of the map: ``map.claims``, ``map.links``, ``map.contested``, ``map.tellers``.

    Attributes
    ----------
    loops, links, mends
        See their classes; named loops first, in the order of the model.
    quotes
        The words behind the links; for the study team. Others read what ``disclosure.claims_for`` leaves.
    complete
        False where the map has more loops than were looked at.
    unmatched, suggestions
        Factors of the stories that the model does not have, and what may have been meant.
    """

    name: ClassVar[str] = "loops"

    params: LoopsParams
    loops: tuple[LoopTold, ...]
    links: tuple[LinkTold, ...]
    mends: tuple[MendOption, ...]
    quotes: tuple[Quote, ...]
    complete: bool
    unmatched: tuple[str, ...]
    suggestions: tuple[SuggestedMatch, ...]
    wave: str
    labels: dict[str, str]

    def with_estimates(self, estimates: Iterable[Estimate]) -> Self:
        """Return the result for readers outside the study team: no counts of few, no stories, no quotes.

        A loop keeps its state where the figure ``loop.state`` is shown. Of its links only "told", "fails" and "told
        by few or none" is left, and other links are gone.
        """
        given = tuple(estimates)
        shown = {e.subject for e in given if e.name == "loop.state" and e.value is not None}
        loops = tuple(_for_others(f, f.id in shown) for f in self.loops if f.id in shown or f.kind == "named")
        kept = {pair for f in loops if f.state is not LoopState.NOT_SHOWN for pair in f.links}
        named = {pair for f in loops for pair in f.links}
        links = tuple(
            LinkTold(
                k.cause,
                k.effect,
                k.sign,
                k.status
                if (k.cause, k.effect) in kept and k.status in (LinkStatus.TOLD, LinkStatus.FAILS)
                else LinkStatus.UNTOLD,
            )
            for k in self.links
            if (k.cause, k.effect) in named
        )
        ids = {f.id for f in loops if f.state is not LoopState.NOT_SHOWN}
        mends = (
            replace(m, closes=tuple(i for i in m.closes if i in ids), part_of=tuple(i for i in m.part_of if i in ids))
            for m in self.mends
            if m.status is LinkStatus.FAILS and (m.cause, m.effect) in kept
        )
        # What coders called a factor, or a loop that is not shown, can point at who told of it.
        said = {x for f in loops for x in f.chain} | {f"loop:{i}" for f in loops for i in (f.id, f.loop)}
        return replace(
            self,
            estimates=given,
            labels={k: v for k, v in self.labels.items() if k in said or k.startswith("wave:")},
            loops=loops,
            links=links,
            mends=tuple(mends),
            quotes=(),
            unmatched=(),
            suggestions=(),
        )

    def loop(self, name: str) -> LoopTold:
        """Return the loop with this identifier; KeyError where there is none."""
        for f in self.loops:
            if f.id == name:
                return f
        raise KeyError(name)

    def state_of(self, loop: str) -> LoopState:
        """Return the state of a loop of the model: broken if one of its circuits is, running only if all are."""
        return whole_state(f.state for f in self.loops if f.loop == loop)

    def link(self, pair: Pair) -> LinkTold:
        """Return a link of the loops; KeyError where there is none."""
        for k in self.links:
            if (k.cause, k.effect) == pair:
                return k
        raise KeyError(pair)

    def quotes_of(self, loop: str) -> tuple[Quote, ...]:
        """Return the words behind a loop, link by link: each loop is one step from its quotes."""
        pairs = {pair: k for k, pair in enumerate(self.loop(loop).links)}
        mine = [q for q in self.quotes if (q.cause, q.effect) in pairs]
        return tuple(sorted(mine, key=lambda q: (pairs[q.cause, q.effect], q.claim)))

    def called(self, name: str) -> str:
        """Return what a factor or a loop is called for people."""
        return self.labels.get(name, name)

    def chart(self) -> alt.TopLevelMixin:
        """Return how many tell the weakest link of each loop that anybody tells, with the redraws of the tellers."""
        from clusterdynamics.charts import interval_dots

        states = {f.id: _(STATE_WORDS[f.state]) for f in self.loops}
        shown = [e for e in self.estimates if e.name == "loop.weakest" and e.subject in states and e.value]
        return interval_dots(
            dots(
                shown,
                self.labels,
                lambda e: _("{loop}: {state}").format(loop=self.called(f"loop:{e.subject}"), state=states[e.subject]),
            ),
            x_title=_("tellers of the link with the fewest"),
        )

    def sentences(self) -> tuple[str, ...]:
        """Return what the stories say about the loops, in plain words."""
        from clusterdynamics.loops.words import sentences

        return sentences(self)


def _for_others(loop: LoopTold, shown: bool) -> LoopTold:
    state = loop.state if shown else LoopState.NOT_SHOWN
    broken = loop.broken if shown else ()
    return LoopTold(loop.id, loop.kind, loop.loop, loop.reinforcing, loop.chain, state, broken)
