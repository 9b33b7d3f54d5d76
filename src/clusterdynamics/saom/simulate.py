"""Many chains at given parameters: their statistics, scores and durations."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from clusterdynamics.errors import InputError
from clusterdynamics.i18n import _
from clusterdynamics.saom.kernels import run_chains
from clusterdynamics.saom.problem import Problem

__all__ = ["Simulated", "simulate"]

Floats = NDArray[np.float64]
type Runner = Callable[[Callable[..., Any], Sequence[tuple[Any, ...]]], list[Any]]

#: Chains in a block; part of no result, since each chain has its own stream of random numbers.
_BLOCK = 128


@dataclass(frozen=True, eq=False)
class Simulated:
    """What chains gave.

    Attributes
    ----------
    statistics
        (chains, p) statistics, summed over periods, in the order of the parameters.
    derivative
        (p, p) derivative of their means by the parameters, from the scores.
    slopes
        (p,) regression of each statistic on its own score.
    scores
        (chains, p) scores, summed over periods.
    durations
        (periods, chains) how long each period took.
    networks, behaviours
        One array a period, (chains, V, n, n) and (chains, n), where they were asked for.
    """

    statistics: Floats
    derivative: Floats
    slopes: Floats
    scores: Floats
    durations: Floats
    networks: tuple[NDArray[np.uint8], ...] = ()
    behaviours: tuple[NDArray[np.int64], ...] = ()


def simulate(
    problem: Problem, values: Floats, chains: int, *, seed: int, begin: int = 0, run: Runner, keep: bool = False
) -> Simulated:
    """Simulate `chains` chains of every period, each from the network observed at its start.

    Parameters
    ----------
    problem, values
        The model and its parameters.
    seed, begin
        Chain c draws from the stream (seed, period, begin + c), so the result does not depend on how many
        workers there are.
    run
        From ``compute.threads``.
    keep
        Keep the last networks and behaviours.

    Raises
    ------
    InputError
        A chain did not come to its end: the parameters make an organisation change without bound.
    """
    p = problem.size
    total = np.zeros((chains, p))
    scored = np.zeros((chains, p))
    derivative = np.zeros((p, p))
    slope, spread = np.zeros(p), np.zeros(p)
    durations = np.zeros((len(problem.periods), chains))
    finals: list[NDArray[np.uint8]] = []
    ends: list[NDArray[np.int64]] = []
    for m, period in enumerate(problem.periods):
        where = problem.places[m]
        theta = problem.theta(values, m)
        networks, n = period.first.shape[:2]
        stats = np.zeros((chains, where.size))
        scores = np.zeros((chains, where.size))
        last = np.zeros((chains, networks, n, n) if keep else (0, 1, 1, 1), dtype=np.uint8)
        end = np.zeros((chains, n) if keep and period.behaviour.size else (0, 1), dtype=np.int64)
        stream = (seed * 1_000_003 + m) % (1 << 62)
        calls = []
        for a in range(0, chains, _block(chains)):
            b = min(a + _block(chains), chains)
            part = slice(a, b)
            calls.append(
                (
                    problem.model,
                    period,
                    theta,
                    stream,
                    begin + a,
                    stats[part],
                    scores[part],
                    durations[m, part],
                    last[part] if keep else last,
                    end[part] if end.shape[0] else end,
                )
            )
        run(run_chains, calls)
        inside = where >= 0
        at = where[inside]
        own, score = stats[:, inside], scores[:, inside]
        total[:, at] += own
        scored[:, at] += score
        centred = score - score.mean(axis=0)
        together = (own - own.mean(axis=0)).T @ centred / chains
        derivative[np.ix_(at, at)] += together
        slope[at] += np.diag(together)
        spread[at] += (centred**2).mean(axis=0)
        if keep:
            finals.append(last)
            ends.append(end)
    if (durations < 0).any():
        raise InputError(
            _(
                "A simulated network changed more than a million times in one period: the parameters are too far from "
                "the data. Leave effects out, or start from other values."
            )
        )
    slopes = np.divide(slope, spread, out=np.zeros(p), where=spread > 0)
    return Simulated(total, derivative, slopes, scored, durations, tuple(finals), tuple(ends))


def _block(chains: int) -> int:
    """Return how many chains go to one worker at a time: enough of them for two workers even in a small batch."""
    return min(_BLOCK, max(1, (chains + 3) // 4))
