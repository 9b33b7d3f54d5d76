"""Estimation by the method of moments: Robbins–Monro, then Newton steps on large batches.

The parameters sought are those at which the expected statistics equal the observed ones (Snijders 2001). Phase 1
finds how the statistics depend on the parameters (from scores, Schweinberger & Snijders 2007). Phase 2 walks
towards the solution with shrinking steps and averages (Robbins & Monro; Bather; Schwabe & Walk). Phase 3 simulates
much at the value found and gives standard errors; as long as the mean statistics are further from the observed
ones than chance explains, it makes one more Newton step and looks again.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from clusterdynamics import compute
from clusterdynamics.i18n import _
from clusterdynamics.saom.kernels import run_chains
from clusterdynamics.saom.problem import Problem
from clusterdynamics.saom.simulate import Runner, Simulated, simulate

__all__ = ["Control", "Estimated", "estimate", "starting_values"]

Floats = NDArray[np.float64]

#: Chains simulated at once in phase 2.
_BATCH = 8
#: Share of the derivative's other cells that is used in phase 2 is 1 − this.
_DIAGONAL = 0.2
_TRUNCATION = 5.0


@dataclass(frozen=True)
class Control:
    """How estimation is done.

    Attributes
    ----------
    simulations
        Chains in phase 3.
    subphases
        Of phase 2.
    gain
        First step of phase 2, halved from subphase to subphase.
    rounds
        Largest number of times that phase 3 is done again after a Newton step.
    """

    simulations: int = 4000
    subphases: int = 3
    gain: float = 0.2
    rounds: int = 12


@dataclass(frozen=True, eq=False)
class Estimated:
    """Where estimation ended.

    Attributes
    ----------
    theta
        (p,) parameters; those held fixed at their values.
    free
        (p,) which of them were estimated.
    simulated
        Phase 3.
    ratios
        (p,) mean deviation of each statistic in standard deviations.
    overall
        Overall maximum convergence ratio of the estimated ones.
    converged
        Every ratio is below .1, and the overall one at what chance gives.
    simulations
        Chains in all.
    """

    theta: Floats
    free: NDArray[np.bool_]
    simulated: Simulated
    ratios: Floats
    overall: float
    converged: bool
    simulations: int


def starting_values(problem: Problem) -> Floats:
    """Return rates from the distances, density from how often ties came and went, all else zero."""
    theta = np.zeros(problem.size)
    for j, parameter in enumerate(problem.parameters):
        if parameter.effect is not None and parameter.effect.fixed is not None:
            theta[j] = parameter.effect.fixed
    for m, where in enumerate(problem.places):
        for v in range(len(problem.variables)):
            if where[v] >= 0:
                n = problem.periods[m].first.shape[1]
                sides = 2 if problem.model.decides[min(v, problem.networks - 1)] and v < problem.networks else 1
                theta[where[v]] = max(problem.targets[m, v] / n / sides * 1.2, 0.1)
    for j, parameter in enumerate(problem.parameters):
        e = parameter.effect
        if e is None or e.name != "density" or e.kind != "evaluation" or e.fixed is not None:
            continue
        v = problem.variables.index(parameter.on)
        made = lost = absent = there = 1.0
        for data in problem.data:
            counted = ~data.uncounted[v] & ~np.eye(data.first.shape[1], dtype=np.bool_)
            x0, x1 = data.first[v][counted], data.last[v][counted]
            made += float((x1 * (1 - x0)).sum())
            lost += float((x0 * (1 - x1)).sum())
            absent += float((1 - x0).sum())
            there += float(x0.sum())
        theta[j] = 0.5 * np.log((made / absent) / (lost / there))
    return theta


def estimate(problem: Problem, *, seed: int, control: Control, start: Floats | None = None) -> Estimated:
    """Estimate the parameters that are not fixed.

    Raises
    ------
    Cancelled
        The person asked to stop.
    InputError
        The parameters ran off to where nothing can be simulated.
    """
    with compute.threads() as run:
        return _Search(problem, seed, control, run).go(starting_values(problem) if start is None else start.copy())


class _Search:
    """The state of one estimation."""

    def __init__(self, problem: Problem, seed: int, control: Control, run: Runner) -> None:
        self.problem, self.seed, self.control, self.run = problem, seed, control, run
        self.target = problem.target()
        self.free = np.array([q.effect is None or q.effect.fixed is None for q in problem.parameters])
        self.rates = np.array([q.effect is None for q in problem.parameters])
        self.used = 0
        self.progress: Callable[[str, int, int], None] = compute.current().progress

    def chains(self, theta: Floats, n: int) -> Simulated:
        """Simulate `n` new chains."""
        result = simulate(self.problem, theta, n, seed=self.seed, begin=self.used, run=self.run)
        self.used += n
        return result

    def go(self, theta: Floats) -> Estimated:
        label = _("Estimating the model")
        stages = self.control.subphases + 3
        free = np.flatnonzero(self.free)
        if not run_chains.signatures:
            self.progress(_("Getting the model ready (the first time it is compiled: half a minute)"), 0, stages)
        theta = self._first(theta, free)
        self.progress(label, 1, stages)
        for k in range(self.control.subphases):
            theta = self._subphase(theta, free, k)
            self.progress(label, 2 + k, stages)
        best = self._newton(theta, free)
        self.progress(label, stages, stages)
        return best

    def _first(self, theta: Floats, free: NDArray[np.int64]) -> Floats:
        """Phase 1: the derivative, and a first careful step; again from there, while it is far."""
        for _round in range(3):
            got = self.chains(theta, max(60, 7 + 3 * theta.size))
            self._learn(got, free)
            step = self._step(got, free, 0.5)
            theta = self._moved(theta, free, step, 0.5)
        return theta

    def _learn(self, got: Simulated, free: NDArray[np.int64]) -> None:
        """Keep what phase 2 needs: the derivative made more diagonal, its inverse, spread and slopes."""
        D = got.derivative[np.ix_(free, free)].copy()
        spread = got.statistics[:, free].std(axis=0)
        flat = np.diag(D) < 1e-3 * max(np.diag(D).max(), 1e-3)
        D[flat, flat] = np.maximum(np.abs(np.diag(D))[flat], 1e-3)
        mixed = (1 - _DIAGONAL) * D + _DIAGONAL * np.diag(np.diag(D))
        self.inverse = np.linalg.pinv(mixed)
        self.slopes = got.slopes[free]
        deviations = got.statistics[:, free] - got.scores[:, free] * self.slopes
        covariance = np.atleast_2d(np.cov(deviations.T))
        self.precision = np.linalg.pinv(covariance + 1e-9 * np.eye(free.size) * max(float((spread**2).max()), 1e-9))
        width = np.sqrt(np.maximum(np.diag(self.inverse @ covariance @ self.inverse.T), 1e-12))
        self.standard = np.minimum(1.0 / width, 1.0)

    def _step(self, got: Simulated, free: NDArray[np.int64], share: float) -> Floats:
        deviation = got.statistics[:, free].mean(axis=0) - self.target[free]
        return np.asarray(-share * self.inverse @ deviation)

    def _moved(self, theta: Floats, free: NDArray[np.int64], step: Floats, most: float) -> Floats:
        """Return theta after a step of at most `most` (for rates: of their size); rates stay positive."""
        scale = np.where(self.rates[free], np.maximum(theta[free], 1.0), 1.0)
        step = step * min(1.0, most / max(float(np.abs(step / scale).max()), 1e-12))
        moved = theta.copy()
        moved[free] += step
        low = self.rates & (moved <= 0)
        moved[low] = theta[low] / 2
        return moved

    def _subphase(self, theta: Floats, free: NDArray[np.int64], k: int) -> Floats:
        """One subphase: steps with the sum of deviations so far, taken from the mean of the values so far."""
        q = free.size
        gain = self.control.gain * 0.5**k * np.sqrt(_BATCH)
        least = max(8, int(2.52 ** (k + 1) * (7 + q) / _BATCH))
        values = [theta]
        total = np.zeros(q)
        before: Floats | None = None
        cross, square = np.zeros(q), np.full(q, 1e-12)
        for step in range(least + 25):
            got = self.chains(values[-1], _BATCH)
            z = got.statistics[:, free].mean(axis=0) - self.target[free]
            z = z - self.slopes * got.scores[:, free].mean(axis=0)
            far = np.sqrt(max(float(z @ self.precision @ z), 0.0) / q)
            if far > _TRUNCATION:
                z = z * (_TRUNCATION / far)
            total += z
            mean = np.mean(values, axis=0)
            values.append(self._moved(mean, free, -gain * (self.inverse @ total) * self.standard, 1.0))
            if before is not None:
                cross += z * before
                square += before**2
            before = z
            if step + 1 >= least and float((cross / square).max()) < 0.0:
                break
        return np.asarray(np.mean(values[1:], axis=0))

    def _newton(self, theta: Floats, free: NDArray[np.int64]) -> Estimated:
        """Phase 3: simulate much; while the deviation is more than chance, step and simulate again."""
        q, goal = free.size, self.control.simulations
        n = min(goal, 1000)
        best: Estimated | None = None
        pool: list[tuple[int, Floats]] = []
        for round_ in range(self.control.rounds + 1):
            got = self.chains(theta, n)
            now = self._judge(theta, got, free, n)
            if n == goal and (best is None or now.overall < best.overall):
                best = now
            if now.converged and n == goal:
                break
            if round_ < self.control.rounds:
                D = got.derivative[np.ix_(free, free)]
                deviation = got.statistics[:, free].mean(axis=0) - self.target[free]
                solved = theta[free] - np.linalg.lstsq(D, deviation, rcond=1e-10)[0]
                near = now.overall < max(0.35, 3 * np.sqrt(q / n))
                # Close to the solution every round says where it is, as exactly as it was long; far off, the last one.
                pool = [*pool, (n, solved)] if near else []
                wanted = np.average([v for _n, v in pool], axis=0, weights=[k for k, _v in pool]) if near else solved
                theta = self._moved(theta, free, wanted - theta[free], 0.5)
                if near:
                    n = min(goal, 2 * n)
        return best if best is not None else now

    def _judge(self, theta: Floats, got: Simulated, free: NDArray[np.int64], n: int) -> Estimated:
        deviation = got.statistics.mean(axis=0) - self.target
        spread = got.statistics.std(axis=0, ddof=1)
        ratios = np.divide(deviation, spread, out=np.zeros_like(deviation), where=spread > 0)
        covariance = np.atleast_2d(np.cov(got.statistics[:, free].T))
        squared = float(deviation[free] @ np.linalg.pinv(covariance) @ deviation[free])
        overall = float(np.sqrt(max(squared, 0.0)))
        # A mean over n chains is off by chance: √(p/n) on average; twice that is hardly ever chance.
        noise = np.sqrt(free.size / n)
        converged = bool(np.abs(ratios[free]).max() < 0.1 and overall < max(1.7 * noise, 0.02))
        return Estimated(theta, self.free, got, ratios, overall, converged, self.used)
