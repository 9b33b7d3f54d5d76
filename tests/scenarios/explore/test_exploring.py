"""Comparisons, boxes, swings and indices, on models whose answers are known."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import spearmanr

from clusterdynamics.errors import InputError
from clusterdynamics.scenarios.engine.check import checked
from clusterdynamics.scenarios.engine.inputs import Change
from clusterdynamics.scenarios.engine.model import Clock
from clusterdynamics.scenarios.engine.run import simulate_ensemble
from clusterdynamics.scenarios.engine.samples import Given
from clusterdynamics.scenarios.explore import Outcome, Plan, Ranks, Scenario, compare, prim, sobol_indices, swings
from tests.scenarios.build import aux, flow, model, stock

RISE = model(
    stock("S", 0, ["f"]),
    flow("f", "push + a * help"),
    aux("push", 1),
    aux("a", 1),
    aux("help", 0),
    clock=Clock(0, 1, 0.25),
)
PLAN = Plan(
    (
        Scenario("help", "", (Change("help", "set", 1.0),)),
        Scenario("more", "", (Change("push", "add", 1.0),), background="help"),
    ),
    (Outcome("S"), Outcome("S", "lower", 0.5)),
)


def test_shares_are_those_of_pairs_of_runs():
    """With help S ends a higher: 0.3, 0.005, −0.2, 0.7; by more than .01 in two of four, and worse in one."""
    values = {"a": np.array([0.3, 0.005, -0.2, 0.7]), "push": np.array([1.0, 2.0, 3.0, 4.0])}
    found = simulate_ensemble(RISE, Given.of(values), outputs=["S"], scenarios=PLAN.changes())
    help_, lower, more, _last = compare(found, PLAN, values)
    assert (help_.better, help_.worse, help_.runs, help_.against) == (0.5, 0.25, 4, "baseline")
    assert help_.middle == pytest.approx(np.median(values["a"]))
    # Lower is better, and half is the least that counts: 0.7 more is worse.
    assert (lower.better, lower.worse) == (0.0, 0.25)
    assert (more.against, more.better) == ("help", 1.0)
    assert (more.low, more.high) == (pytest.approx(1), pytest.approx(1))
    assert help_.depends[0].parameter == "a"
    assert help_.depends[0].correlation == pytest.approx(1)


def test_runs_that_broke_down_are_left_out_of_pairs():
    broken = model(
        stock("S", 1, ["f"]), flow("f", "help / (k - 1)"), aux("k", 2), aux("help", 0), clock=Clock(0, 1, 0.5)
    )
    plan = Plan((Scenario("help", "", (Change("help", "set", 1.0),)),), (Outcome("S"),))
    values = {"k": np.array([2.0, 1.0, 3.0])}
    found = simulate_ensemble(broken, Given.of(values), outputs=["S"], scenarios=plan.changes())
    (one,) = compare(found, plan, values)
    assert (one.runs, one.better) == (2, 1.0)
    none = simulate_ensemble(broken, Given.of({"k": [1.0]}), outputs=["S"], scenarios=plan.changes())
    (empty,) = compare(none, plan)
    assert empty.runs == 0


def test_rank_correlations_are_spearmans():
    rng = np.random.default_rng(1)
    x = {"a": rng.random(50), "b": np.round(rng.random(50), 1), "same": np.ones(50)}
    y = x["a"] ** 3 + rng.random(50)
    found = {d.parameter: d.correlation for d in Ranks.of(x).correlations(y)}
    assert set(found) == {"a", "b"}
    for key, value in found.items():
        assert value == pytest.approx(spearmanr(x[key], y).statistic)
    assert Ranks.of(x).correlations(np.ones(50)) == ()
    assert Ranks.of({}).correlations(y) == ()


def test_a_planted_box_is_found():
    """The event happens where a > .7 and b < .4, and in one of twenty runs elsewhere."""
    rng = np.random.default_rng(3)
    x = {k: rng.random(4000) for k in "abcd"}
    planted = (x["a"] > 0.7) & (x["b"] < 0.4)
    box = prim(x, planted | (rng.random(4000) < 0.05))
    assert {limit.parameter for limit in box.limits} == {"a", "b"}
    by = {limit.parameter: limit for limit in box.limits}
    assert by["a"].low == pytest.approx(0.7, abs=0.04)
    assert by["a"].high is None
    assert by["b"].high == pytest.approx(0.4, abs=0.04)
    assert box.density > 0.95
    inside = (x["a"] >= by["a"].low) & (x["b"] <= by["b"].high)
    assert box.mass == pytest.approx(inside.mean())


def test_no_box_where_there_is_none():
    rng = np.random.default_rng(4)
    x = {k: rng.random(1000) for k in "abc"}
    assert prim(x, np.ones(1000, dtype=bool)) is None
    assert prim(x, np.zeros(1000, dtype=bool)) is None
    assert prim({}, rng.random(10) < 0.5) is None
    chance = [prim(x, rng.random(1000) < 0.5) for _k in range(5)]
    # Peeling finds something in noise; what it finds is not much denser.
    assert all(b is None or b.density < 0.7 for b in chance)


def test_swings_by_hand():
    x = {"a": np.arange(10.0), "b": np.tile([0.0, 1.0], 5)}
    found = swings(x, "y", 2 * x["a"])
    assert found[0].parameter == "a"
    assert (found[0].at_low, found[0].at_high, found[0].mean, found[0].width) == (1.0, 17.0, 9.0, 16.0)
    assert swings(x, "y", np.full(10, np.nan)) == ()


def test_sobol_indices_of_the_ishigami_function():
    """Shares of the variance of Ishigami & Homma (1990), a = 7, b = .1, which are known in closed form."""
    ishigami = model(
        *(aux(f"x{k}", 0) for k in (1, 2, 3)),
        aux("y", "SIN(x1) + 7 * SIN(x2) ^ 2 + 0.1 * x3 ^ 4 * SIN(x1)"),
        clock=Clock(0, 1, 1),
    )
    ends = (-np.pi, np.pi)
    found = {
        i.parameter: i
        for i in sobol_indices(checked(ishigami), {f"x{k}": ends for k in (1, 2, 3)}, ["y"], base=2048, seed=1)
    }
    first, total = ({k: getattr(i, name) for k, i in found.items()} for name in ("first", "total"))
    assert first == pytest.approx({"x1": 0.3139, "x2": 0.4424, "x3": 0.0}, abs=0.03)
    assert total == pytest.approx({"x1": 0.5576, "x2": 0.4424, "x3": 0.2437}, abs=0.03)
    for k, value in {"x1": 0.5576, "x2": 0.4424, "x3": 0.2437}.items():
        assert abs(found[k].total - value) < 1.5 * found[k].total_bound


def test_sensitivity_needs_something_to_vary(monkeypatch):
    with pytest.raises(InputError, match="no constant"):
        sobol_indices(checked(RISE), {}, ["S"])
    import sys

    monkeypatch.setitem(sys.modules, "SALib.analyze", None)
    with pytest.raises(InputError, match="SALib"):
        sobol_indices(checked(RISE), {"a": (0, 1)}, ["S"])
