"""The compiled kernels against the definitions, computed without them on whole matrices (brute.py, statistics.py).

Nothing here looks inside the kernels: the tests see what ``run_chains`` returns.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.linalg import expm
from scipy.stats import chisquare

from clusterdynamics import compute
from clusterdynamics.saom.building import make_problem
from clusterdynamics.saom.codes import Code, Kind
from clusterdynamics.saom.data import Group, as_group
from clusterdynamics.saom.effects import EFFECTS, KINDS, Effect
from clusterdynamics.saom.kernels import run_chains
from clusterdynamics.saom.problem import Problem
from clusterdynamics.saom.simulate import simulate
from clusterdynamics.saom.statistics import effect_statistic
from tests.saom.brute import adds, agreement, gain, generator, key, moves, pairs, tie_effects
from tests.saom.cases import simulated

SHAPES = ["directed", "undirected", "undirected, agreed", "two networks", "behaviour", "two networks, behaviour"]
NO_ONE = np.zeros((0, 1, 1, 1), dtype=np.uint8), np.zeros((0, 1), dtype=np.int64)


def random_group(rng: np.random.Generator, shape: str, n: int, *, gaps: bool = False, spells: bool = False) -> Group:
    """Two waves of random networks with covariates; `gaps`: missing and fixed ties, and missing behaviour."""

    def wave() -> np.ndarray:
        x = (rng.random((n, n)) < 0.35).astype(float)
        if gaps:
            x[rng.random((n, n)) < 0.1] = np.nan
        if "undirected" in shape:
            x = np.triu(x, 1)
            x += x.T
        return x

    names = ["a", "b"] if "two" in shape else ["a"]
    waves = {k: [wave(), wave()] for k in names}
    if gaps:
        mask = np.triu(rng.random((n, n)) < 0.1, 1)
        mask |= mask.T
        for k in names:
            held = np.where(mask, np.nan_to_num(waves[k][0]), 0)
            for x in waves[k]:
                np.copyto(x, held + 10, where=mask)
    behaviours = {}
    if "behaviour" in shape:
        z = rng.integers(1, 4, (n, 2)).astype(float)
        z[0], z[1] = [1, 3], [3, 1]
        if gaps:
            z[2, 1] = np.nan
        behaviours["z"] = z
    value = np.arange(n) + rng.random(n).round(1)
    come_and_go = np.tile([-np.inf, np.inf], (n, 1))
    if spells:
        come_and_go[:3] = [[1.3, 1.8], [1.4, np.inf], [0.5, 1.0]]
    return as_group(
        waves,
        directed="undirected" not in shape,
        behaviours=behaviours,
        covariates={"v": value, "kind": rng.permutation(np.arange(n) % 2)},
        dyadic={"w": rng.normal(size=(n, n)).round(2)},
        composition=come_and_go if spells else None,
    )


def every_effect(group: Group, kinds: tuple[str, ...] = tuple(KINDS)) -> list[Effect]:
    """All effects that fit a group, on every dependent variable, of every kind."""
    networks, behaviours = list(group.networks), list(group.behaviours)
    chosen = []
    for e in EFFECTS.values():
        if e.networks == "behaviour":
            of = networks if e.takes else [None]
            chosen += [Effect(e.name, o, on=b) for b in behaviours for o in of]
            continue
        for on in networks:
            if e.networks not in ("both", "directed" if group.directed[on] else "undirected"):
                continue
            of = {
                "covariate or behaviour": ["v" if e.name != "sameX" else "kind", *behaviours],
                "dyadic": ["w"],
                "network": [w for w in networks if w != on],
            }.get(e.takes, [None])
            chosen += [Effect(e.name, o, kind=kind, on=on) for o in of for kind in kinds]
    return chosen


def random_problem(
    seed: int, shape: str, n: int, *, kinds: tuple[str, ...] = tuple(KINDS), gaps: bool = False, spells: bool = False
) -> Problem:
    group = random_group(np.random.default_rng(seed), shape, n, gaps=gaps, spells=spells)
    return make_problem(
        [group], every_effect(group, kinds), undirected="initiative" if "agreed" in shape else "forcing"
    )


def some_values(problem: Problem, seed: int, rate: float = 3.0, size: float = 0.15) -> np.ndarray:
    """Rates all alike, effects at random and small enough for every option to have a chance."""
    rng = np.random.default_rng(seed)
    return np.array([rate if p.effect is None else rng.normal() * size for p in problem.parameters])


def effect_values(problem: Problem, values: np.ndarray) -> np.ndarray:
    return values[problem.places[0][len(problem.variables) :]]


def one_change(problem: Problem, values: np.ndarray, v: int, chains: int) -> tuple[np.ndarray, np.ndarray]:
    """Run until the first change of network `v`, all others at rest: last networks, and scores of all effects."""
    model = problem.model._replace(condition=v)
    period = problem.periods[0]._replace(distance=1)
    theta = problem.theta(values, 0)
    rate = np.full(len(problem.variables), 1e-12)
    rate[v] = 1.0
    k, variables = model.code.size, len(problem.variables)
    stats, scores, durations = (np.zeros((chains, variables + k)) for _ in range(2)), None, np.zeros(chains)
    stats, scores = stats
    finals = np.zeros((chains, *period.first.shape), dtype=np.uint8)
    ends = np.zeros((chains, period.behaviour.size), dtype=np.int64) if period.behaviour.size else NO_ONE[1]
    run_chains(model, period, theta._replace(rate=rate), 5, 0, stats, scores, durations, finals, ends)
    assert (durations > 0).all()
    return finals, scores[:, variables:]


@pytest.mark.parametrize("shape", ["directed", "undirected", "two networks", "two networks, behaviour"])
@settings(max_examples=8)
@given(seed=st.integers(0, 2**32), n=st.integers(4, 6))
def test_a_tie_adds_what_it_changes_in_the_ego_s_statistic(shape: str, seed: int, n: int) -> None:
    """For every effect, kind and pair.

    With every tie but one fixed and all parameters zero, an organisation that decides changes the tie with
    probability ½. A chain that comes to the change after m other decisions has the score s (1 − m) / 2 for an
    effect to which the change adds s; of the density s is known, ±1.
    """
    problem = random_problem(seed, shape, n)
    period = problem.periods[0]
    nets, z = period.first.astype(int), period.behaviour
    for v in range(problem.networks):
        effects = tie_effects(problem, v)
        density = next(k for k in effects if problem.model.code[k] == Code.DENSITY and not problem.model.kind[k])
        for i, j in pairs(n)[:: 1 + n // 5]:
            fixed = np.ones_like(period.fixed)
            fixed[v, i, j] = 0
            alone = replace(
                problem,
                model=problem.model._replace(wide=np.ones_like(problem.model.wide)),
                periods=(period._replace(fixed=fixed),),
            )
            _finals, scores = one_change(alone, np.zeros(problem.size), v, 8)
            there = nets[v, i, j]
            sign = -1 if there else 1
            told = scores[:, density] != 0
            assert told.any()
            got = scores[told] / scores[told][:, [density]] * sign
            for k in effects:
                s = sign * adds(problem, k, nets, z, v, i, j)
                kind = problem.model.kind[k]
                if kind and (kind == Kind.ENDOWMENT) != there:
                    s = 0.0
                assert got[:, k] == pytest.approx(np.full(told.sum(), s), abs=1e-9), (
                    Code(problem.model.code[k]).name,
                    kind,
                )


@pytest.mark.parametrize("wide", [False, True])
@pytest.mark.parametrize("shape", SHAPES)
def test_the_first_change_has_the_probabilities_of_the_model(shape: str, wide: bool) -> None:
    """20,000 first changes against the probabilities from the definition: a χ² test at one in 100,000, fixed seed.

    Both ways of choosing are tested: partners told apart, and those with nothing in common drawn together.
    """
    group = random_group(np.random.default_rng(3), shape, 6)
    names = [e for e in every_effect(group) if wide or e.name not in WIDE_EFFECTS]
    problem = make_problem([group], names, undirected="initiative" if "agreed" in shape else "forcing")
    assert problem.model.wide.any() == wide
    values = some_values(problem, 4)
    beta = effect_values(problem, values)
    nets, z = problem.periods[0].first.astype(int), problem.periods[0].behaviour
    for v in range(problem.networks):
        finals, _scores = one_change(problem, values, v, 20_000)
        turned = finals[:, v] != nets[v]
        expected = np.zeros((6, 6))
        for i in range(6):
            weights = np.array([np.exp(gain(problem, beta, nets, z, v, i, j)) if j != i else 1.0 for j in range(6)])
            expected[i] = weights / weights.sum()
            if problem.model.decides[v] == 2:
                expected[i] *= [
                    1.0 if nets[v, i, j] or i == j else agreement(problem, beta, nets, z, v, j, i) for j in range(6)
                ]
        np.fill_diagonal(expected, 0)
        if problem.model.decides[v]:
            expected, turned = np.triu(expected + expected.T), np.triu(turned)
        observed = turned.sum(axis=0)
        assert observed.sum() == 20_000
        used = expected > 0
        assert (observed[~used] == 0).all()
        assert chisquare(observed[used], 20_000 * expected[used] / expected.sum()).pvalue > 1e-5


WIDE_EFFECTS = {"inPop", "inPopSqrt", "outPop", "outPopSqrt", "X", "egoX", "altX", "simX", "sameX", "egoXaltX"}

#: Few organisations, so that all states can be enumerated: name → shape, n, effects (None: all on evaluation).
WHOLE = {
    "directed": ("directed", 3, None),
    "directed, narrow": ("directed", 3, ["recip", "transTrip", "cycle3", "outAct"]),
    "creation and endowment": ("directed", 3, [Effect("recip", kind="creation"), Effect("recip", kind="endowment")]),
    "undirected": ("undirected", 4, None),
    "undirected, agreed": ("undirected, agreed", 4, None),
    "behaviour": ("behaviour, undirected", 3, None),
}


@pytest.mark.parametrize("name", WHOLE)
def test_networks_at_the_end_have_the_distribution_of_the_markov_chain(name: str) -> None:
    """The whole process, waiting times included: the exponential of the generator gives every state's probability."""
    shape, n, effects = WHOLE[name]
    group = random_group(np.random.default_rng(8), shape, n)
    problem = make_problem(
        [group],
        every_effect(group, ("evaluation",)) if effects is None else effects,
        undirected="initiative" if "agreed" in shape else "forcing",
    )
    values = some_values(problem, 6, rate=1.5)
    rate = np.full(len(problem.variables), 1.5)
    number, Q = generator(problem, effect_values(problem, values), rate, np.ones(n))
    check_distribution(problem, values, number, expm(Q)[0])


def check_distribution(problem: Problem, values: np.ndarray, number: dict, expected: np.ndarray) -> None:
    chains = 20_000
    got = simulated(problem, values, chains, keep=True)
    ends = got.behaviours[0] if problem.periods[0].behaviour.size else np.zeros((chains, 0), dtype=int)
    observed = np.zeros(len(number))
    for nets, z in zip(got.networks[0], ends, strict=True):
        observed[number[key(nets, z)]] += 1
    rare = (chains * expected < 10) & (expected > 0)
    usual = chains * expected >= 10
    assert (observed[expected == 0] == 0).all()
    p = chisquare(
        [*observed[usual], *([observed[rare].sum()] if rare.any() else [])],
        [*(chains * expected[usual]), *([chains * expected[rare].sum()] if rare.any() else [])],
    ).pvalue
    assert p > 1e-5


@pytest.mark.parametrize("choose_absent", [True, False])
def test_organisations_that_come_and_go(choose_absent: bool) -> None:
    """The same, with generators one after the other: 4 organisations, one away for good, one comes, one goes.

    Both ways: those who are away can be chosen (the default, as in RSiena), or not.
    """
    rng = np.random.default_rng(9)
    waves = [(rng.random((4, 4)) < 0.5).astype(float) for _ in range(2)]
    spells = [[-np.inf, np.inf], [1.4, np.inf], [-np.inf, 1.7], [2.5, np.inf]]
    group = as_group(waves, composition=spells, directed=True)
    problem = make_problem([group], ["recip", "transTrip"], choose_absent=choose_absent)
    assert make_problem([group], ["recip"]).model.absent
    values = np.array([1.5, -0.3, 0.6, 0.4])
    beta, rate = effect_values(problem, values), values[:1]
    first = problem.periods[0].first[0]
    nobody = np.zeros(0, dtype=int)

    def turned(chance: np.ndarray, number: dict, change: Callable[[np.ndarray], None]) -> np.ndarray:
        """The chance of each state after something has been done to all of them."""
        after = np.zeros(len(number))
        for (cells, _z), a in number.items():
            net = np.array(cells).reshape(4, 4)
            change(net)
            if chance[a]:
                after[number[key(net, nobody)]] += chance[a]
        return after

    def without(*who: int) -> Callable[[np.ndarray], None]:
        def change(net: np.ndarray) -> None:
            for i in who:
                net[i] = net[:, i] = 0

        return change

    def with_second(net: np.ndarray) -> None:
        """Its ties of the start come with it, but not those with the fourth, who is away; others may be there."""
        net[1, [0, 2]] |= first[1, [0, 2]]
        net[[0, 2], 1] |= first[[0, 2], 1]

    def back(net: np.ndarray) -> None:
        """What is tied to the third and the fourth is as it was, whoever did it."""
        for i in (2, 3):
            net[i], net[:, i] = first[i], first[:, i]

    # While one is away its ties rest. States are numbered with the three there that ever are.
    alone = first.copy()
    without(3)(alone)
    start = replace(problem, periods=(problem.periods[0]._replace(first=alone[None]),))
    number, everyone = generator(start, beta, rate, np.array([1, 1, 1, 0]))
    chance = np.zeros(len(number))
    chance[0] = 1.0
    chance = turned(chance, number, without(1))
    chance = chance @ expm(0.4 * reordered(start, beta, rate, np.array([1, 0, 1, 0]), number))
    chance = turned(chance, number, with_second) @ expm(0.3 * everyone)
    chance = turned(chance, number, without(2))
    chance = chance @ expm(0.3 * reordered(start, beta, rate, np.array([1, 1, 0, 0]), number))
    ends: dict = {}
    after: list[float] = []
    for (cells, _z), a in number.items():
        net = np.array(cells).reshape(4, 4)
        back(net)
        if (k := key(net[None], nobody)) not in ends:
            ends[k] = len(ends)
            after.append(0.0)
        after[ends[k]] += chance[a]
    assert sum(after) == pytest.approx(1)
    check_distribution(problem, values, ends, np.array(after))


def reordered(problem: Problem, beta: np.ndarray, rate: np.ndarray, active: np.ndarray, number: dict) -> np.ndarray:
    """The generator with some away, over the states in `number`."""
    Q = np.zeros((len(number), len(number)))
    shape = problem.periods[0].first.shape
    for (cells, z), a in number.items():
        period = problem.periods[0]._replace(first=np.array(cells, dtype=np.uint8).reshape(shape))
        here = replace(problem, periods=(period,))
        for nets1, z1, speed in moves(here, beta, rate, period.first.astype(int), np.array(z, dtype=int), active):
            Q[a, number[key(nets1, z1)]] += speed
            Q[a, a] -= speed
    return Q


@pytest.mark.parametrize("gaps", [False, True])
@pytest.mark.parametrize("shape", SHAPES)
def test_statistics_of_simulated_networks_are_those_of_the_formulas(shape: str, gaps: bool) -> None:
    spells = gaps and shape == "directed"
    problem = random_problem(11, shape, 9, gaps=gaps, spells=spells)
    got = simulated(problem, some_values(problem, 12), 25, keep=True)
    for c in range(25):
        end = got.networks[0][c].astype(float)
        seen = replace(problem.data[0], last=end)
        if problem.periods[0].behaviour.size:
            seen = replace(seen, behaviour_last=got.behaviours[0][c].astype(float))
        for p, (parameter, value) in enumerate(zip(problem.parameters, got.statistics[c], strict=True)):
            e = parameter.effect
            v = problem.variables.index(parameter.on)
            if e is None:
                assert value == seen.distance(v)
                continue
            k = int(np.flatnonzero(problem.places[0] == p)[0]) - len(problem.variables)
            code = Code(problem.model.code[k])
            dyad = (
                problem.periods[0].dyads[problem.model.matrix[k]] if code in (Code.DYADIC, Code.DYADIC_RECIP) else None
            )
            halved = bool(v < problem.networks and problem.model.decides[v])
            other = int(problem.model.other[k])
            expected = effect_statistic(code, KINDS[e.kind], seen, v, other, dyad, e.parameter or 0.0, halved)
            assert value == pytest.approx(expected, abs=1e-8), e.label


def test_workers_and_blocks_change_nothing() -> None:
    problem = random_problem(13, "two networks, behaviour", 8, gaps=True)
    values = some_values(problem, 14)
    results = []
    for workers in (1, 2):
        with compute.using(workers=workers), compute.threads() as run:
            results.append(simulate(problem, values, 300, seed=3, run=run, keep=True))
    one, two = results
    assert (one.statistics == two.statistics).all()
    assert (one.scores == two.scores).all()
    assert (one.durations == two.durations).all()
    assert (one.networks[0] == two.networks[0]).all()
    assert (one.behaviours[0] == two.behaviours[0]).all()
    with compute.threads() as run:
        later = simulate(problem, values, 100, seed=3, begin=200, run=run)
        other = simulate(problem, values, 100, seed=4, run=run)
    assert (later.statistics == one.statistics[200:]).all()
    assert (other.statistics != one.statistics[:100]).any()


@pytest.mark.parametrize("shape", ["directed", "undirected", "undirected, agreed", "two networks"])
def test_fixed_ties_and_the_absent_never_change(shape: str) -> None:
    problem = random_problem(15, shape, 9, gaps=True, spells=True)
    got = simulated(problem, some_values(problem, 16), 200, keep=True)
    period = problem.periods[0]
    first, end = period.first, got.networks[0]
    # Missing and fixed ties are set to how they were observed at the end before statistics are taken.
    cells = np.zeros_like(period.fixed, dtype=bool)
    cells[tuple(period.forced[:, :3].T)] = True
    fixed = period.fixed.astype(bool)
    assert fixed.any()
    assert (end[:, fixed] == first[fixed]).all()
    free = ~cells
    away = np.zeros((9, 9), dtype=bool)
    for who in (0, 2):  # one goes, with what it did taken back; one is gone when the period begins
        away[who] = away[:, who] = True
    assert (end[:, free & away] == first[free & away]).all()
    there = free & ~away & ~np.eye(9, dtype=bool)
    assert (end[:, there] != first[there]).any(axis=0).mean() > 0.9


@pytest.mark.parametrize("shape", ["directed", "undirected"])
@pytest.mark.parametrize("gaps", [False, True])
def test_conditional_simulation_ends_at_the_observed_distance(shape: str, gaps: bool) -> None:
    group = random_group(np.random.default_rng(17), shape, 9, gaps=gaps)
    problem = make_problem(
        [group], ["transTrip" if shape == "directed" else "transTriads"], conditional=True, undirected="forcing"
    )
    assert all(p.effect is not None for p in problem.parameters)
    got = simulated(problem, np.array([-0.5, 0.1]), 100, keep=True)
    free = ~problem.data[0].uncounted[0]
    moved = (got.networks[0][:, 0] != problem.periods[0].first[0])[:, free].sum(axis=1)
    assert (moved == problem.periods[0].distance).all()
    assert problem.periods[0].distance == problem.targets[0, 0] > 0
    assert (got.durations > 0).all()
