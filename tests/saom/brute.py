"""The model as its definition reads, on whole matrices, however long it takes: for few organisations."""

from __future__ import annotations

import itertools
from dataclasses import replace

import numpy as np

from clusterdynamics.saom.codes import Code, Kind
from clusterdynamics.saom.problem import Problem
from clusterdynamics.saom.statistics import effect_statistic, tie_statistic


def tie_effects(problem: Problem, v: int) -> range:
    """Places of the effects on variable `v` among all effects."""
    return range(problem.model.start[v], problem.model.start[v + 1])


def adds(problem: Problem, k: int, nets: np.ndarray, z: np.ndarray, v: int, i: int, j: int) -> float:
    """What the tie from i to j adds to what i minds of effect k: with the tie less without it."""
    code = Code(problem.model.code[k])
    other = int(problem.model.other[k])
    seen = replace(
        problem.data[0], first=nets.astype(float), behaviour_first=z, uncounted=np.zeros_like(nets, dtype=bool)
    )
    row = problem.model.matrix[k]
    dyad = problem.periods[0].dyads[row] if code in (Code.DYADIC, Code.DYADIC_RECIP) else None
    sides = 1 if problem.model.decides[v] == 0 else 2

    def mine(value: int) -> float:
        x = nets[v].astype(float)
        x[i, j] = value
        if sides == 2:
            x[j, i] = value
        weights = tie_statistic(code, seen, v, x, other, dyad, float(problem.model.par[k]))
        if code == Code.GWESP:  # the reference counts the pair's own weight, not what the tie does to i's other pairs
            return value * weights[i, j]
        if code == Code.TRANS_TRIADS:
            return float((x * weights).sum()) / 2
        whole = 3 if code == Code.CYCLE3 else 1  # a third of each circle is in the row of each of its members
        return whole * float((x[i] * weights[i]).sum())

    return mine(1) - mine(0)


def gain(problem: Problem, beta: np.ndarray, nets: np.ndarray, z: np.ndarray, v: int, i: int, j: int) -> float:
    """What i gains when it turns the tie to j."""
    there = bool(nets[v, i, j])
    total = 0.0
    for k in tie_effects(problem, v):
        kind = problem.model.kind[k]
        if kind == Kind.EVALUATION or (kind == Kind.ENDOWMENT) == there:
            total += beta[k] * adds(problem, k, nets, z, v, i, j)
    return -total if there else total


def agreement(problem: Problem, beta: np.ndarray, nets: np.ndarray, z: np.ndarray, v: int, j: int, i: int) -> float:
    """The chance that j agrees to a tie that i proposes."""
    return float(1 / (1 + np.exp(-gain(problem, beta, nets, z, v, j, i))))


def behaviour_utility(problem: Problem, beta: np.ndarray, nets: np.ndarray, z: np.ndarray, i: int) -> float:
    """Utility of i with its behaviour as it is."""
    v = problem.networks
    seen = replace(
        problem.data[0],
        first=nets.astype(float),
        behaviour_last=z,
        behaviour_first=z,
        unseen=np.arange(z.size) != i,
    )
    return sum(
        beta[k]
        * effect_statistic(
            Code(problem.model.code[k]), Kind.EVALUATION, seen, v, int(problem.model.other[k]), None, 0.0, False
        )
        for k in tie_effects(problem, v)
    )


State = tuple[tuple[int, ...], tuple[int, ...]]


def moves(
    problem: Problem, beta: np.ndarray, rate: np.ndarray, nets: np.ndarray, z: np.ndarray, active: np.ndarray
) -> list[tuple[np.ndarray, np.ndarray, float]]:
    """Every change that can come next, with its rate per unit of time."""
    n = nets.shape[1]
    found = []
    fixed = problem.periods[0].fixed
    for v in range(problem.networks):
        for i in np.flatnonzero(active):
            open_to = [j for j in range(n) if j != i and (active[j] or problem.model.absent)]
            options = [j for j in open_to if not fixed[v, i, j]]
            weights = np.exp([gain(problem, beta, nets, z, v, i, j) for j in options])
            for j, w in zip(options, weights, strict=True):
                p = w / (1 + weights.sum())
                after = nets.copy()
                after[v, i, j] ^= 1
                if problem.model.decides[v]:
                    after[v, j, i] = after[v, i, j]
                if problem.model.decides[v] == 2 and not nets[v, i, j]:
                    p *= agreement(problem, beta, nets, z, v, j, i)
                found.append((after, z, rate[v] * p))
    if problem.periods[0].behaviour.size:
        low, high = problem.periods[0].scale[:2]
        for i in np.flatnonzero(active):
            ahead = []
            for step in (-1, 0, 1):
                value = z.copy()
                value[i] += step
                if low <= value[i] <= high:
                    ahead.append((value, np.exp(behaviour_utility(problem, beta, nets, value, i))))
            total = sum(w for _value, w in ahead)
            found += [(nets, value, rate[-1] * w / total) for value, w in ahead if (value != z).any()]
    return found


def key(nets: np.ndarray, z: np.ndarray) -> State:
    return tuple(int(a) for a in nets.ravel()), tuple(int(a) for a in z)


def generator(
    problem: Problem, beta: np.ndarray, rate: np.ndarray, active: np.ndarray
) -> tuple[dict[State, int], np.ndarray]:
    """All states that can be reached from the start, and the matrix of rates from state to state."""
    period = problem.periods[0]
    start = (period.first.astype(int), period.behaviour.astype(int))
    number = {key(*start): 0}
    waiting = [start]
    cells = []
    while waiting:
        nets, z = waiting.pop()
        a = number[key(nets, z)]
        for nets1, z1, speed in moves(problem, beta, rate, nets, z, active):
            if (k := key(nets1, z1)) not in number:
                number[k] = len(number)
                waiting.append((nets1, z1))
            cells.append((a, number[k], speed))
    Q = np.zeros((len(number), len(number)))
    for a, b, speed in cells:
        Q[a, b] += speed
        Q[a, a] -= speed
    return number, Q


def pairs(n: int) -> list[tuple[int, int]]:
    return [(i, j) for i, j in itertools.product(range(n), repeat=2) if i != j]
