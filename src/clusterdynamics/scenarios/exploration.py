"""The work of the analysis ``scenarios``: fit, runs, comparisons, what they depend on, and dominant loops."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from clusterdynamics.measures.estimate import Estimate, Interval, Reason
from clusterdynamics.models.of_study import model_of
from clusterdynamics.scenarios.calibrate import Posterior, calibrate, observations
from clusterdynamics.scenarios.cluster import cluster_model, factor_chain, loop_names, ranges_of, variable_labels
from clusterdynamics.scenarios.engine.check import Checked, checked
from clusterdynamics.scenarios.engine.lexer import key_of
from clusterdynamics.scenarios.engine.reduce import Ensemble
from clusterdynamics.scenarios.engine.run import simulate_ensemble
from clusterdynamics.scenarios.engine.samples import PIECE, LatinHypercube, Sample
from clusterdynamics.scenarios.explore import (
    BASELINE,
    Comparison,
    Plan,
    compare,
    prim,
    shipped_plan,
    sobol_indices,
    swings,
)
from clusterdynamics.scenarios.explore.comparison import Ranks
from clusterdynamics.scenarios.ltm import loops_that_matter
from clusterdynamics.scenarios.result import (
    Band,
    DependsOn,
    LoopBand,
    OutcomeSwing,
    ScenarioBox,
    Scenarios,
    ScenariosParams,
)
from clusterdynamics.scenarios.words import HARDLY, loop_groups, scenario_labels

if TYPE_CHECKING:
    from clusterdynamics.models.schema import ReferenceModel
    from clusterdynamics.study.model import Study

__all__ = ["explore"]

Floats = NDArray[np.float64]

#: A look at the runs four times a year.
_LOOKS = 4
#: Swings and boxes that are kept; constants that a box is looked for in, and runs it is looked for with.
_SWINGS, _IN_BOX, _BOX_RUNS = 12, 8, 4000
#: Share of runs that must do better, and must not, for a box to say more than the shares do.
_SOME = 0.1


def explore(study: Study, params: ScenariosParams, rng: np.random.Generator) -> Scenarios:
    """Return what scenarios do over the whole range of what is not known (see ``analysis.scenarios``)."""
    seed = int(rng.integers(1 << 31))
    plan = params.plan or shipped_plan()
    reference = model_of(study)
    model = cluster_model()
    ranges = ranges_of(model)
    observed = observations(study, {v.key for v in model.variables}) if params.calibrate else ()
    fitted = calibrate(model, ranges, observed, discrepancy=params.discrepancy, seed=seed) if observed else None
    start = min((o.time for o in observed), default=0.0)
    ready = checked(model.with_clock(start=start, stop=plan.years))
    sample: Sample
    if fitted is None:
        sample = LatinHypercube(ranges, max(1, params.replicates), seed=seed)
    else:
        sample = fitted.draw(max(1, params.replicates), np.random.default_rng(seed))
    outcomes = tuple(key_of(o.variable) for o in plan.outcomes)
    every = max(1, round(1 / _LOOKS / model.clock.step))
    # The run is lengthened backwards to whole looks, so that it ends with one.
    steps = ready.model.clock.steps
    ready = checked(ready.model.with_clock(start=plan.years - -(-steps // every) * every * model.clock.step))
    found = simulate_ensemble(ready, sample, outputs=outcomes, scenarios=plan.changes(), every=every)
    members = _members(sample)
    compared = compare(found, plan, members)
    base = {o: found.final(BASELINE, o) for o in outcomes}
    moved = {o: swings(members, o, base[o])[:_SWINGS] for o in outcomes}
    estimates = [*_ends(found, plan), *_differences(compared), *_learned(fitted)]
    if params.sensitivity and params.replicates:
        estimates += _indices(ready, ranges, outcomes, params.replicates, seed)
    estimates.append(Estimate("scenario.broken", float(1 - found.sound.mean()), n=found.members, method=_METHOD))
    middle = fitted.mean() if fitted is not None else {}
    return Scenarios(
        params,
        tuple(estimates),
        _bands(found, plan),
        tuple(OutcomeSwing(s.outcome, s.parameter, s.at_low, s.at_high, s.mean) for o in outcomes for s in moved[o]),
        tuple(
            DependsOn(c.scenario, c.outcome, d.parameter, d.correlation)
            for c in compared
            for d in c.depends
            if max(c.better, c.worse) >= HARDLY
        ),
        _boxes(found, plan, compared, members),
        _loop_bands(ready, reference, middle),
        {s.id: plan.against(s.id) for s in plan.scenarios},
        outcomes,
        tuple(dict.fromkeys(o.variable for o in fitted.not_reached())) if fitted is not None else (),
        fitted is not None,
        _labels(reference, plan),
    )


_METHOD = "scenarios/analysis"


def _members(sample: Sample) -> dict[str, Floats]:
    pieces = [sample.piece(k) for k in range(-(-sample.size // PIECE))]
    values = np.concatenate(pieces, axis=1)
    return dict(zip(sample.keys, values, strict=True))


def _ends(found: Ensemble, plan: Plan) -> list[Estimate]:
    made = []
    for scenario in plan.changes():
        for outcome in plan.outcomes:
            values = found.final(scenario, outcome.variable)
            values = values[np.isfinite(values)]
            subject = f"{scenario}|{key_of(outcome.variable)}"
            facts: dict[str, Any] = {"n": int(values.size), "subject": subject, "method": _METHOD}
            if not values.size:
                made.append(Estimate("scenario.end", None, reason=Reason.NONE_TO_JUDGE, **facts))
                continue
            low, middle, high = (float(q) for q in np.quantile(values, [0.05, 0.5, 0.95]))
            made.append(Estimate("scenario.end", middle, low, high, Interval.RUNS, **facts))
    return made


def _differences(compared: tuple[Comparison, ...]) -> list[Estimate]:
    made = []
    for c in compared:
        subject = f"{c.scenario}|{key_of(c.outcome)}"
        if not c.runs:
            made += [
                Estimate(f"scenario.{name}", None, reason=Reason.NONE_TO_JUDGE, subject=subject, method=_METHOD)
                for name in ("difference", "better", "worse")
            ]
            continue
        made += [
            Estimate(
                "scenario.difference", c.middle, c.low, c.high, Interval.RUNS, n=c.runs, subject=subject, method=_METHOD
            ),
            Estimate("scenario.better", c.better, n=c.runs, subject=subject, method=_METHOD),
            Estimate("scenario.worse", c.worse, n=c.runs, subject=subject, method=_METHOD),
        ]
    return made


def _learned(fitted: Posterior | None) -> list[Estimate]:
    if fitted is None:
        return []
    answered = max(o.n for o in fitted.observations)
    return [
        Estimate("scenario.learned", share, n=answered, subject=key, method=_METHOD)
        for key, share in fitted.contraction().items()
    ]


def _indices(
    ready: Checked, ranges: Mapping[str, tuple[float, float]], outcomes: tuple[str, ...], runs: int, seed: int
) -> list[Estimate]:
    """Return the share of each constant in the variance of the outcomes."""
    base = 1 << max(3, int(np.log2(max(8, runs / 80))))
    found = {(i.outcome, i.parameter): i for i in sobol_indices(ready, ranges, outcomes, base=base, seed=seed)}
    made = []
    for outcome in outcomes:
        for parameter in ranges:
            facts: dict[str, Any] = {
                "n": base * (len(ranges) + 2),
                "subject": f"{outcome}|{parameter}",
                "method": _METHOD,
            }
            i = found.get((outcome, parameter))
            if i is None or not np.isfinite(i.total_bound):
                made.append(Estimate("scenario.sensitivity", None, reason=Reason.NONE_TO_JUDGE, **facts))
                continue
            ends = i.total - i.total_bound, i.total + i.total_bound
            made.append(Estimate("scenario.sensitivity", i.total, *ends, Interval.RUNS_REDRAWN, **facts))
    return made


def _bands(found: Ensemble, plan: Plan) -> tuple[Band, ...]:
    times = tuple(float(t) for t in found.times)
    made = []
    for scenario in plan.changes():
        for outcome in plan.outcomes:
            rows = found.quantile(scenario, outcome.variable, [0.05, 0.25, 0.5, 0.75, 0.95])
            if np.isfinite(rows).all():
                made.append(Band(scenario, key_of(outcome.variable), times, *(tuple(r.tolist()) for r in rows)))
    return tuple(made)


def _boxes(
    found: Ensemble, plan: Plan, compared: tuple[Comparison, ...], members: Mapping[str, Floats]
) -> tuple[ScenarioBox, ...]:
    """Return where each scenario does better, where it does so in some runs and not in others."""
    made = []
    by_outcome = {key_of(o.variable): o for o in plan.outcomes}
    few = {k: v[:_BOX_RUNS] for k, v in members.items()}
    ranks = Ranks.of(few)
    for c in compared:
        if not _SOME <= c.better <= 1 - _SOME:
            continue
        outcome = by_outcome[key_of(c.outcome)]
        gain = outcome.sign * (found.final(c.scenario, c.outcome) - found.final(c.against, c.outcome))[:_BOX_RUNS]
        if not np.isfinite(gain).all():
            continue
        strongest = [d.parameter for d in ranks.correlations(gain)[:_IN_BOX]]
        box = prim({k: few[k] for k in strongest}, gain > outcome.least)
        if box is not None:
            made.append(ScenarioBox(c.scenario, key_of(c.outcome), box))
    return tuple(made)


def _loop_bands(ready: Checked, reference: ReferenceModel, parameters: Mapping[str, float]) -> tuple[LoopBand, ...]:
    """Return the share of each named loop, and of the others together, with nothing done; the first step has none."""
    factors = {f.id for f in reference.factors}
    names = loop_names(reference)
    found = loops_that_matter(ready, parameters)
    times = found.times[1 :: max(1, round(1 / _LOOKS / ready.model.clock.step))]
    totals: dict[str, Floats] = {}
    for loop in found.loops:
        if loop.partition:
            continue
        chain = factor_chain(loop.chain, factors)
        name = names.get(frozenset(pairwise(chain)), "").partition(".")[0]
        if not name:
            ending = "reinforcing" if loop.polarity == "R" else "balancing"
            name = "settling" if len(set(chain)) <= 1 else f"other_{ending}"
        share = np.abs(loop.share[1 :: max(1, round(1 / _LOOKS / ready.model.clock.step))])
        totals[name] = totals.get(name, np.zeros(times.size)) + share
    moving = np.sum(list(totals.values()), axis=0) > 0 if totals else np.zeros(0, dtype=bool)
    shown = {name: share[moving] for name, share in totals.items()}
    last = ("other_reinforcing", "other_balancing", "settling")
    order = sorted(shown, key=lambda n: (n in last, -float(shown[n].mean()) if n not in last else last.index(n)))
    when = tuple(float(t) for t in times[moving])
    return tuple(LoopBand(n, when, tuple(shown[n].tolist())) for n in order if when)


def _labels(reference: ReferenceModel, plan: Plan) -> dict[str, str]:
    labels = variable_labels(reference) | scenario_labels() | loop_groups()
    labels |= {f"loop:{loop.id}": f"{loop.id} {loop.label}" for loop in reference.loops}
    return labels | {f"scenario:{s.id}": s.label for s in plan.scenarios if s.label}
