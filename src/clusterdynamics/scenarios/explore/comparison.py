"""Scenarios beside what they are compared with, run by run, and what a difference depends on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from clusterdynamics.scenarios.engine.reduce import Ensemble
from clusterdynamics.scenarios.explore.plan import Outcome, Plan

__all__ = ["Comparison", "Dependence", "Ranks", "compare"]

Floats = NDArray[np.float64]
#: Weakest rank correlation that is told, and how many of them.
_TELLING, _TOLD = 0.2, 3


@dataclass(frozen=True)
class Dependence:
    """A difference goes along with a constant: rank correlation over the runs (Spearman 1904)."""

    parameter: str
    correlation: float


@dataclass(frozen=True)
class Comparison:
    """A scenario beside the one it is compared with, for one outcome, over paired runs.

    Attributes
    ----------
    scenario, against, outcome
        What is compared with what, by which variable.
    runs
        Pairs of runs.
    better, worse
        Share of the pairs in which the scenario ends better, and worse, by more than the least difference.
    middle, low, high
        Median difference, and the bounds that hold 90 % of the pairs.
    depends
        Constants that the difference goes along with most.
    """

    scenario: str
    against: str
    outcome: str
    runs: int
    better: float
    worse: float
    middle: float
    low: float
    high: float
    depends: tuple[Dependence, ...] = ()


@dataclass(frozen=True, eq=False)
class Ranks:
    """Ranks of constants over the runs, with mean 0 and variance 1; made once, since there are many outcomes.

    Attributes
    ----------
    keys
        The constants that vary.
    matrix
        Shape (constants, runs).
    """

    keys: tuple[str, ...]
    matrix: Floats

    @classmethod
    def of(cls, parameters: Mapping[str, Floats]) -> Ranks:
        """Return the ranks of constants, ties averaged."""
        from scipy.stats import rankdata

        kept = [k for k, v in parameters.items() if v.size > 1 and np.ptp(v) > 0]
        if not kept:
            return cls((), np.zeros((0, 0)))
        matrix = np.array([rankdata(parameters[k]) for k in kept])
        matrix -= matrix.mean(axis=1, keepdims=True)
        return cls(tuple(kept), matrix / matrix.std(axis=1, keepdims=True))

    def correlations(self, outcome: Floats) -> tuple[Dependence, ...]:
        """Return the rank correlation of each constant with an outcome, the strongest first."""
        if outcome.size < 3 or np.ptp(outcome) == 0 or not self.keys:
            return ()
        from scipy.stats import rankdata

        y = rankdata(outcome)
        found = self.matrix @ ((y - y.mean()) / y.std()) / y.size
        rows = [Dependence(k, float(r)) for k, r in zip(self.keys, found, strict=True)]
        return tuple(sorted(rows, key=lambda d: (-abs(d.correlation), d.parameter)))


def compare(ensemble: Ensemble, plan: Plan, parameters: Mapping[str, Floats] | None = None) -> tuple[Comparison, ...]:
    """Compare every scenario with its background, or with nothing done, for every outcome.

    Parameters
    ----------
    ensemble
        Runs of all scenarios with their last values; every scenario has the same members.
    plan
        The scenarios and outcomes.
    parameters
        Constant → value of each member; without them nothing is said about dependence.
    """
    given = parameters or {}
    whole = Ranks.of(given)
    return tuple(
        _one(ensemble, s.id, plan.against(s.id), outcome, given, whole)
        for s in plan.scenarios
        for outcome in plan.outcomes
    )


def _one(
    ensemble: Ensemble, scenario: str, against: str, outcome: Outcome, parameters: Mapping[str, Floats], ranks: Ranks
) -> Comparison:
    ends = ensemble.final(scenario, outcome.variable), ensemble.final(against, outcome.variable)
    sound = np.isfinite(ends[0]) & np.isfinite(ends[1])
    difference = (ends[0] - ends[1])[sound]
    if not difference.size:
        nan = float("nan")
        return Comparison(scenario, against, outcome.variable, 0, nan, nan, nan, nan, nan)
    gain = outcome.sign * difference
    low, middle, high = np.quantile(difference, [0.05, 0.5, 0.95])
    strength = (ranks if sound.all() else Ranks.of({k: v[sound] for k, v in parameters.items()})).correlations(gain)
    return Comparison(
        scenario,
        against,
        outcome.variable,
        int(gain.size),
        float((gain > outcome.least).mean()),
        float((gain < -outcome.least).mean()),
        float(middle),
        float(low),
        float(high),
        tuple(x for x in strength[:_TOLD] if abs(x.correlation) >= _TELLING),
    )
