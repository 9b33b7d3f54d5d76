"""Before a study: what one of this size will be able to say, from simulated studies."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from math import ceil, comb, isfinite, sqrt

import numpy as np
from numpy.typing import NDArray

from clusterdynamics.errors import InputError
from clusterdynamics.i18n import _
from clusterdynamics.measures.redraws import bounds, redraw_pair_ratio
from clusterdynamics.measures.reliability import smallest_detectable_change
from clusterdynamics.measures.stages import (
    StageItems,
    expanded_bounds,
    item_shares,
    items_of,
    reading,
    redraw_values,
    stage_values,
)
from clusterdynamics.models.load import load_model
from clusterdynamics.models.schema import ReferenceModel

__all__ = ["MOST", "Assumptions", "Plan", "plan"]

FloatArray = NDArray[np.float64]

#: Most organisations that can be planned for.
MOST = 2000
#: Simulated studies for the reading; for the width of intervals, with so many redraws; for the detectable change.
_READINGS, _WIDTHS, _REDRAWS, _AGAIN = 1000, 60, 400, 200
#: Answers that may be simulated for one question: large studies vary less from one to the next and need fewer.
_ANSWERS = 2_000_000
#: Gates of figures about the network.
_NETWORK = (
    "in_degree",
    "density",
    "blocks",
    "components",
    "distance",
    "centralisation",
    "transitivity",
    "brokerage",
    "core_periphery",
    "communities",
)


@dataclass(frozen=True)
class Assumptions:
    """What the simulated clusters are like.

    Attributes
    ----------
    clear, unclear
        How far the value of every stage is from the threshold in a clear and in an unclear cluster.
    optimism
        Standard deviation of how inclined respondents are to agree, in log odds: what makes the answers of one
        respondent hang together.
    skipped
        Share of answers that are missing, or "don't know".
    density
        Share of pairs that are linked.
    sociability
        Standard deviation of how inclined organisations are to have links, in log odds.
    crossing
        Share of answers that change sides between agreeing and not when asked again though nothing changed.
    """

    clear: float = 0.2
    unclear: float = 0.05
    optimism: float = 0.8
    skipped: float = 0.05
    density: float = 0.12
    sociability: float = 0.6
    crossing: float = 0.04


@dataclass(frozen=True)
class Plan:
    """What a study of this size can be expected to say.

    Attributes
    ----------
    organisations, response
        What was planned.
    afternoon
        Whether it is an afternoon study: statements only, no links.
    answering
        Organisations that will answer: lower bound, expectation, upper bound (95 %).
    stage_width
        Expected width of the 95 % interval of a stage's value; None where a reading is hardly ever possible.
    right_clear, right_unclear
        Share of simulated studies whose reading is the true one, among those that give a reading.
    density, density_width
        Density of the simulated networks, and the expected width of its 95 % interval; None for an afternoon study.
    pairs
        Pairs both of which answer: lower bound, expectation, upper bound (95 %).
    gates
        Gate → chance that it opens.
    asked_twice
        Organisations to ask twice.
    detectable
        Change of a stage's value, between two such studies, that is called more than misreporting: the upper bound of
        the smallest detectable change; None where too few answer.
    assumptions, seed
        What was simulated, and where chance comes from.
    """

    organisations: int
    response: float
    afternoon: bool
    answering: tuple[int, float, int]
    stage_width: float | None
    right_clear: float | None
    right_unclear: float | None
    density: float | None
    density_width: float | None
    pairs: tuple[int, float, int]
    gates: Mapping[str, float]
    asked_twice: int
    detectable: float | None
    assumptions: Assumptions
    seed: int

    def sentences(self) -> tuple[str, ...]:
        """Return what the study will be able to say and what not, in plain words."""
        from clusterdynamics.measures.planning_words import plan_sentences

        return plan_sentences(self)


def plan(
    organisations: int,
    response: float = 0.75,
    model: ReferenceModel | str = "reference",
    seed: int = 0,
    *,
    afternoon: bool = False,
    assumptions: Assumptions | None = None,
) -> Plan:
    """Return what a study of this size can be expected to say.

    Each organisation answers with the probability `response`, independently of the others, so that the share that
    answers is itself uncertain; the chance of each gate follows exactly (binomial). The width of intervals and the
    share of right readings come from simulated studies: clusters whose stages up to a drawn one are over the
    threshold by a margin and the others under it by the same.

    Parameters
    ----------
    organisations
        Organisations that will be asked.
    response
        Expected share that answers.
    model
        A model, or what ``load_model`` takes; its thresholds, statements, gates and sample sizes are used.
    seed
        Where all chance comes from.
    afternoon
        Plan for an afternoon study.
    assumptions
        What the simulated clusters are like.

    Raises
    ------
    InputError
        The number of organisations or the share cannot be planned for.
    """
    if not 1 <= organisations <= MOST:
        raise InputError(_("Plan for 1 to {most} organisations, not {n}.").format(most=MOST, n=organisations))
    if not 0 < response <= 1:
        raise InputError(
            _("The share that answers must be more than 0 and at most 1, not {share}.").format(share=f"{response:g}")
        )
    chosen = load_model(model) if isinstance(model, str) else model
    like = assumptions or Assumptions()
    rng = np.random.default_rng(seed)
    chances = _binomial(organisations, response)
    low, high = _middle(chances)
    gates = _gates(chosen, chances, response, afternoon=afternoon)
    simulated = _Readings(chosen, organisations, response, like, afternoon=afternoon)
    clear, unclear = (simulated.right(rng, margin) for margin in (like.clear, like.unclear))
    width = simulated.width(rng)
    net = None if afternoon else _density_width(rng, organisations, response, like)
    answer = organisations * response
    sizes = chosen.sample_sizes
    twice = max(sizes.re_asking_least, ceil(sizes.re_asking_share * organisations))
    return Plan(
        organisations=organisations,
        response=response,
        afternoon=afternoon,
        answering=(low, answer, high),
        stage_width=width,
        right_clear=clear,
        right_unclear=unclear,
        density=None if net is None else like.density,
        density_width=net,
        pairs=(comb(low, 2), comb(organisations, 2) * response**2, comb(high, 2)),
        gates=gates,
        asked_twice=twice,
        detectable=_detectable(rng, simulated.items, round(answer), twice, like) if twice <= answer else None,
        assumptions=like,
        seed=seed,
    )


# -- who answers, and what opens ----------------------------------------------------------------------------------


def _binomial(n: int, p: float) -> FloatArray:
    """Return (n + 1,) the chance that so many of n answer."""
    from scipy.stats import binom

    chances: FloatArray = binom.pmf(np.arange(n + 1), n, p)
    return chances


def _middle(chances: FloatArray, level: float = 0.95) -> tuple[int, int]:
    """Return between which numbers at least the middle `level` lies."""
    below = np.cumsum(chances)
    tail = (1 - level) / 2
    return int(np.searchsorted(below, tail)), int(np.searchsorted(below, 1 - tail - 1e-12))


def _gates(model: ReferenceModel, chances: FloatArray, response: float, *, afternoon: bool) -> dict[str, float]:
    """Return gate → chance that it opens."""
    n = chances.size - 1
    answered = np.arange(n + 1)
    share, both = answered / n, answered * (answered - 1) / 2
    gates, sizes = model.gates, model.sample_sizes

    def chance(opens: NDArray[np.bool_]) -> float:
        return min(1.0, float(chances[opens].sum()))

    enough = gates.afternoon_organisations if afternoon else gates.stage_organisations
    given = {
        "stage": chance((answered >= enough) & (share >= gates.statements)),
        "re_asking": chance(answered >= sizes.re_asking_least),
        "mokken": chance(answered >= sizes.mokken_respondents),
    }
    if afternoon:
        return given
    given |= {gate: chance(share >= getattr(gates, gate)) for gate in _NETWORK}
    given["pairs"] = chance(both >= gates.pairs)
    given["social_relations"] = chance(answered >= sizes.social_relations_raters)
    given["actor_models"] = float(n >= sizes.actor_models_actors)
    # Of those asked twice, response² answer both times if who answers is chance each time.
    both_times = _binomial(n, response**2)
    given["change"] = min(1.0, float(both_times[share >= gates.change].sum()))
    return given


# -- simulated readings -------------------------------------------------------------------------------------------


@lru_cache(maxsize=64)
def _intercept(share: float, spread: float) -> float:
    """Return the log odds at which, with normal spread, the given share agrees on average."""
    from scipy.optimize import brentq

    points, weights = np.polynomial.hermite_e.hermegauss(41)
    weights = weights / weights.sum()

    def missed(at: float) -> float:
        return float((weights / (1 + np.exp(-(at + spread * points)))).sum()) - share

    return float(brentq(missed, -30, 30))


class _Readings:
    """Simulated answers to the statements, and what is read from them."""

    def __init__(
        self, model: ReferenceModel, organisations: int, response: float, like: Assumptions, *, afternoon: bool
    ) -> None:
        self.items: tuple[StageItems, ...] = items_of(model)
        self.statements = len(model.statements)
        self.n, self.response, self.like = organisations, response, like
        self.tau = model.thresholds.tau
        gates = model.gates
        enough = gates.afternoon_organisations if afternoon else gates.stage_organisations
        self.readings = int(np.clip(_ANSWERS / (organisations * self.statements), 50, _READINGS))
        self.widths = int(np.clip(_ANSWERS / (organisations * self.statements), 3, _WIDTHS))
        self.least = max(enough, ceil(gates.statements * organisations - 1e-9))

    def _answers(self, rng: np.random.Generator, margin: float, stage: int, answering: int) -> FloatArray:
        """Return (answering, statements) who agrees in a cluster whose true reading is `stage`."""
        shares = np.zeros(self.statements)
        for k, items in enumerate(self.items):
            at = self.tau + (margin if k < stage else -margin)
            for which in (items.core, *items.others):
                shares[list(which)] = min(max(at, 0.01), 0.99)
        spread = self.like.optimism
        eta = np.array([_intercept(s, spread) for s in shares.tolist()]) + spread * rng.normal(size=(answering, 1))
        agrees = (rng.random(eta.shape) < 1 / (1 + np.exp(-eta))).astype(np.float64)
        agrees[rng.random(eta.shape) < self.like.skipped] = np.nan
        return agrees

    def right(self, rng: np.random.Generator, margin: float) -> float | None:
        """Return the share of studies that read the true stage, among those that give a reading."""
        true, shares = [], []
        for k in range(self.readings):
            answering = int(rng.binomial(self.n, self.response))
            if answering >= self.least:
                true.append(k % (len(self.items) + 1))
                shares.append(item_shares(self._answers(rng, margin, true[-1], answering), np.ones(answering)))
        if len(true) < max(1, self.readings / 50):
            return None
        found = reading(stage_values(np.array(shares), self.items), self.tau)
        return float((found == np.array(true)).mean())

    def width(self, rng: np.random.Generator) -> float | None:
        """Return the mean width of the interval of a stage's value, among studies that give a reading."""
        found = []
        for k in range(self.widths):
            answering = int(rng.binomial(self.n, self.response))
            if answering < self.least:
                continue
            margin = (self.like.clear, self.like.unclear)[k % 2]
            agrees = self._answers(rng, margin, k % (len(self.items) + 1), answering)
            kinds = (None,) * answering
            draws = redraw_values(rng, _REDRAWS, agrees, kinds, kinds, self.items)
            for s in range(len(self.items)):
                low, high = expanded_bounds(draws[:, s], answering)
                if low is not None and high is not None:
                    found.append(high - low)
        return float(np.mean(found)) if found else None


def _detectable(
    rng: np.random.Generator, items: tuple[StageItems, ...], answering: int, twice: int, like: Assumptions
) -> float | None:
    """Return the upper bound of the smallest detectable change of a stage's value, the median of simulated studies."""
    statements = 1 + max(k for stage in items for which in (stage.core, *stage.others) for k in which)
    weights = np.stack([stage.weights(statements) for stage in items], axis=1)
    found = []
    for _study in range(int(np.clip(_ANSWERS / (twice * statements), 20, _AGAIN))):
        crossed = rng.random((twice, statements)) < like.crossing
        moved = np.where(crossed, rng.choice([-1.0, 1.0], crossed.shape), 0.0) @ weights
        high = smallest_detectable_change(moved).over(answering, answering).high
        if isfinite(high):
            found.append(high)
    return float(np.median(found)) if found else None


# -- simulated networks -------------------------------------------------------------------------------------------


def _density_width(rng: np.random.Generator, n: int, response: float, like: Assumptions) -> float | None:
    """Return the mean width of the interval of the density of simulated networks."""
    studies = int(np.clip(_ANSWERS / n**2, 2, 40))
    # The sum of two spreads makes a pair.
    at = _intercept(like.density, sqrt(2) * like.sociability)
    found = []
    for _study in range(studies):
        answered = rng.random(n) < response
        inclined = like.sociability * rng.normal(size=n)
        chance = 1 / (1 + np.exp(-(at + inclined[:, None] + inclined[None, :])))
        ties = np.triu(rng.random((n, n)) < chance, 1).astype(np.float64)
        seen = (answered[:, None] | answered[None, :]).astype(np.float64)
        np.fill_diagonal(seen, 0.0)
        draws = redraw_pair_ratio((ties + ties.T) * seen, seen, answered, _REDRAWS, rng)
        low, high = bounds(draws)
        if low is not None and high is not None:
            found.append(high - low)
    return float(np.mean(found)) if found else None
