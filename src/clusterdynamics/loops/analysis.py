"""The analysis ``loops``: from the stories of a study to the loops of its cluster."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np
import polars as pl
from numpy.typing import NDArray

from clusterdynamics import compute
from clusterdynamics.loops.causal_map import CausalMap, causal_map
from clusterdynamics.loops.cluster_loops import Bounds, Found, all_loops, incidence, mends, rank_draws, ranks
from clusterdynamics.loops.coding.factors import OPPOSITE, combine_opposites
from clusterdynamics.loops.matching import Matching, match_factors
from clusterdynamics.loops.result import LinkTold, Loops, LoopsParams, LoopTold, MendOption, Quote, SuggestedMatch
from clusterdynamics.loops.states import LinkStatus, LoopState, link_status, pivots
from clusterdynamics.measures.analyses.common import labels_of
from clusterdynamics.measures.analyses.told import Told
from clusterdynamics.measures.estimate import Estimate
from clusterdynamics.measures.evidence.tellings import tellings
from clusterdynamics.measures.protocol import analysis
from clusterdynamics.measures.redraws import bounds
from clusterdynamics.models.of_study import model_of

if TYPE_CHECKING:
    from clusterdynamics.models.rules import StoryRule
    from clusterdynamics.models.schema import ReferenceModel
    from clusterdynamics.study.model import Study

__all__ = ["loops", "quotes_behind", "study_map"]

FloatArray = NDArray[np.float64]
_CODES = {LoopState.NOT_TOLD: 0.0, LoopState.WEAK: 1.0, LoopState.BROKEN: 2.0, LoopState.RUNNING: 3.0}


def study_map(
    study: Study, model: ReferenceModel, mapping: Mapping[str, str] | None = None, waves: Sequence[str] = ()
) -> tuple[CausalMap, Matching]:
    """Return the causal map of a study, its factors called as the model calls them, and how they were matched.

    A factor that is meant the other way round (``~``) becomes its opposite, with the sign of its claims turned.
    """
    claims = tellings(study, waves or None)
    factors = {*claims["cause"].to_list(), *claims["effect"].to_list()}
    labels = dict(study["themes"].select("id", "label").iter_rows())
    match = match_factors(factors, model, mapping, labels)
    called = claims.with_columns(pl.col("cause", "effect").replace(dict(match.matched)))
    return causal_map(combine_opposites(called)), match


@analysis(LoopsParams, Loops)
def loops(study: Study, params: LoopsParams, rng: np.random.Generator) -> Loops:
    """Read the loops of the cluster from its stories.

    Claims of all tellers become a causal map; the loops of the model, and the others that the map closes, are
    running, broken at a link, weak or not told (method, section 5). How far the ranking by the weakest link depends
    on who told is shown by redraws of the tellers (Efron & Tibshirani 1993), with replacement.
    """
    model = model_of(study)
    rule = model.story_evidence
    found, match = study_map(study, model, params.mapping, params.waves)
    listed, complete = all_loops(found, model, rule, Bounds(params.shown, params.longest, params.most))
    repairs = mends(listed, found, rule)
    stories = study["stories"]
    told_in = [w for w in study.wave_ids if (not params.waves or w in params.waves) and w in set(stories["wave"])]
    wave = told_in[-1] if told_in else study.wave_ids[-1]
    maker = Told.of(study, wave, "loops", len(found.tellers))
    estimates = _Figures(maker, found, bool(told_in)).of(listed, rule, params.replicates, rng)
    estimates += [
        maker.give(
            "mend.closes", float(len(m.closes)), subject=f"{m.cause}→{m.effect}", details={"status": str(m.status)}
        )
        for m in repairs
        if m.closes and found.claims.height
    ]
    return Loops(
        params,
        tuple(estimates),
        tuple(_loop(f) for f in listed),
        _links(found, listed, rule),
        tuple(MendOption(m.cause, m.effect, m.status, m.closes, m.part_of) for m in repairs),
        _quotes(found, {(c, e) for f in listed for c, e, _s in f.links}),
        complete,
        match.unmatched,
        tuple(SuggestedMatch(s.factor, s.model_factor, s.similarity) for s in match.suggestions),
        wave,
        _labels(study, model, found, listed),
    )


class _Figures:
    """Makes the figures of the loops and of the map."""

    def __init__(self, maker: Told, found: CausalMap, asked: bool) -> None:
        self.maker, self.found, self.asked = maker, found, asked
        self.coded = bool(found.claims.height)

    def _give(
        self,
        name: str,
        value: float,
        subject: str,
        limits: tuple[float | None, float | None] = (None, None),
        n: int | None = None,
    ) -> Estimate:
        # Without a claim nobody has read the stories for loops yet: none to judge, not "nobody".
        given = value if self.coded else float("nan")
        return self.maker.give(name, given, asked=self.asked, subject=subject, bounds=limits, n=n)

    def of(self, listed: Sequence[Found], rule: StoryRule, replicates: int, rng: np.random.Generator) -> list[Estimate]:
        """Return all figures."""
        limits, order = self._ranking(listed, replicates, rng)
        made: list[Estimate] = []
        for k, f in enumerate(listed):
            at = f.standing
            made += [
                self._give("loop.state", _CODES[at.state], f.id, n=len(at.homes)),
                self._give("loop.tellers", float(len(at.sources)), f.id),
                self._give("loop.organisations", float(len(at.homes)), f.id),
                self._give("loop.weakest", float(at.evidence), f.id, limits[k][0]),
                self._give("loop.rank", float(order[k]), f.id, limits[k][1]),
                self._give("loop.whole", float(len(at.whole)), f.id),
                self._give("loop.pivots", float(pivots(self.found, f.links, at, rule)), f.id),
            ]
        arrows = self.found.arrows.values()
        return [
            *made,
            self._give("map.claims", float(sum(a.count for a in arrows)), "whole"),
            self._give("map.links", float(len(arrows)), "whole"),
            self._give("map.contested", float(sum(a.contested for a in arrows)), "whole"),
            self._give("map.tellers", float(len(self.found.tellers)), "whole"),
        ]

    def _ranking(
        self, listed: Sequence[Found], replicates: int, rng: np.random.Generator
    ) -> tuple[list[tuple[tuple[float | None, float | None], tuple[float | None, float | None]]], FloatArray]:
        """Return the bounds of evidence and rank of every loop, and the ranks."""
        order = ranks(np.array([f.standing.evidence for f in listed], dtype=np.float64))
        nothing: tuple[float | None, float | None] = (None, None)
        if not listed or not self.found.tellers or not replicates:
            return [(nothing, nothing)] * len(listed), order
        table, members = incidence(self.found, listed)
        parts = compute.replicate(rank_draws, replicates, table, members, seed=rng, label="loops")
        draws: FloatArray = np.concatenate(parts)
        return [(bounds(draws[:, k, 0]), bounds(draws[:, k, 1])) for k in range(len(listed))], order


def _loop(f: Found) -> LoopTold:
    at = f.standing
    pairs = [(c, e) for c, e, _s in f.links]
    said = list(zip(pairs, at.statuses, strict=True))
    return LoopTold(
        f.id,
        f.kind,
        f.loop,
        f.reinforcing,
        f.chain,
        at.state,
        tuple(p for p, s in said if s is LinkStatus.FAILS),
        tuple(p for p, s in said if s in (LinkStatus.FEW, LinkStatus.UNTOLD)),
        pairs[at.weakest] if at.sources else None,
        at.joined,
    )


def _links(found: CausalMap, listed: Sequence[Found], rule: StoryRule) -> tuple[LinkTold, ...]:
    """Return the links of all loops, each once, in the order in which they are met."""
    links = dict.fromkeys(link for f in listed for link in f.links)
    made = []
    for cause, effect, sign in links:
        arrow = found.arrows.get((cause, effect))
        status = link_status(arrow, sign, rule)
        if arrow is None:
            made.append(LinkTold(cause, effect, sign, status, 0, 0, 0, 0))
            continue
        made.append(
            LinkTold(
                cause,
                effect,
                sign,
                status,
                len(arrow.told(sign)),
                len(arrow.organisations["+" if sign > 0 else "-"]),
                len(arrow.told(-sign)),
                len(arrow.tellers["fails"]),
                arrow.delay,
                arrow.ids,
            )
        )
    return tuple(made)


def quotes_behind(study: Study, found: Loops) -> tuple[Quote, ...]:
    """Return the words behind the links of the loops of a result, also where it has lost them on its way to a reader.

    Who hands them on asks ``disclosure.claims_for`` first which claims the reader may read.
    """
    whole, _match = study_map(study, model_of(study), found.params.mapping, found.params.waves)
    return _quotes(whole, {pair for f in found.loops for pair in f.links})


def _quotes(found: CausalMap, links: Collection[tuple[str, str]]) -> tuple[Quote, ...]:
    """Return the words behind links; what two coders found in one passage stands once."""
    kept: dict[tuple[str, str, str, str, str], Quote] = {}
    frame = found.claims.select("id", "story", "cause", "effect", "polarity", "quote").drop_nulls("quote")
    for claim, story, cause, effect, polarity, text in frame.iter_rows():
        if (cause, effect) in links:
            kept.setdefault((story, cause, effect, polarity, text), Quote(claim, story, cause, effect, polarity, text))
    return tuple(kept.values())


def _labels(study: Study, model: ReferenceModel, found: CausalMap, listed: Sequence[Found]) -> dict[str, str]:
    labels = labels_of(study)
    labels |= dict(study["themes"].select("id", "label").iter_rows())
    labels |= {f.id: f.label for f in model.factors}
    labels = {f: f.removeprefix(OPPOSITE).replace("_", " ") for f in found.factors} | labels
    for loop in model.loops:
        labels[f"loop:{loop.id}"] = loop.label
        steps = [set(c.links) for c in loop.circuits]
        for k, circuit in enumerate(loop.circuits):
            name = f"loop:{loop.id}" if len(loop.circuits) == 1 else f"loop:{loop.id}.{circuit.id}"
            own = [p for p in circuit.links if not any(p in s for j, s in enumerate(steps) if j != k)]
            by = f"{loop.label}: {labels[own[0][0]]} → {labels[own[0][1]]}" if own else f"{loop.label} ({circuit.id})"
            labels[name] = circuit.label or (loop.label if k == 0 else by)
    for f in listed:
        if f.kind != "named":
            names = [labels.get(x, x) for x in f.chain[:-1]]
            labels[f"loop:{f.id}"] = " → ".join(names[:3] + (["…"] if len(names) > 3 else []))
    return labels
