"""Runs: against formulas, against the numpy twin, and where they break down."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clusterdynamics import compute
from clusterdynamics.errors import InputError
from clusterdynamics.scenarios.engine.check import checked
from clusterdynamics.scenarios.engine.inputs import Change, inputs_for
from clusterdynamics.scenarios.engine.model import Clock, Lookup, Variable
from clusterdynamics.scenarios.engine.reduce import Level
from clusterdynamics.scenarios.engine.run import simulate, simulate_ensemble
from clusterdynamics.scenarios.engine.samples import PIECE, Given, LatinHypercube, SobolSequence
from clusterdynamics.scenarios.engine.twin import Twin
from clusterdynamics.scenarios.problems import ScenarioModelError, SimulationError
from tests.scenarios.build import aux, flow, logistic, model, sir, stock


def agree(a, b, tolerance=1e-12):
    for key, other in b.items():
        scale = max(1.0, float(np.abs(other).max()))
        np.testing.assert_allclose(a[key], other, atol=tolerance * scale, rtol=0, err_msg=key)


def test_decay_by_euler_is_the_power_it_is():
    run = simulate(model(stock("S", 100, outflows=["f"]), flow("f", "S / 4"), clock=Clock(0, 5, 0.5)))
    np.testing.assert_allclose(run["s"], 100 * (1 - 0.5 / 4) ** np.arange(11))
    np.testing.assert_allclose(run["time"], np.arange(11) / 2)


def test_runge_kutta_is_of_order_four():
    """Halving the step divides the error of logistic growth by about 16 (the solution is known)."""

    def error(step):
        run = simulate(logistic(stop=40, step=step).with_clock(method="rk4"))
        exact = 100 / (1 + 99 * np.exp(-0.1 * run["time"]))
        return np.abs(run["s"] - exact).max()

    assert error(4.0) / error(2.0) == pytest.approx(16, rel=0.25)
    assert error(1.0) / error(0.5) == pytest.approx(16, rel=0.1)


def test_delays_and_smoothing():
    """A step through DELAY1 and SMTH3: 1 − e^(−t/T), and the Erlang distribution of order 3 (Forrester 1961)."""
    run = simulate(
        model(
            aux("jump", "STEP(1, 0)"),
            aux("late", "DELAY1(jump, 5, 0)"),
            aux("smooth", "SMTH3(jump, 6, 0)"),
            aux("third", "DELAY3(jump, 6, 0)"),
            clock=Clock(0, 20, 1 / 128, "rk4"),
        )
    )
    t = run["time"]
    np.testing.assert_allclose(run["late"], 1 - np.exp(-t / 5), atol=1e-8)
    x = t / 2
    erlang = 1 - np.exp(-x) * (1 + x + x**2 / 2)
    np.testing.assert_allclose(run["smooth"], erlang, atol=1e-8)
    np.testing.assert_allclose(run["third"], erlang, atol=1e-8)


def test_pulse_step_and_ramp():
    run = simulate(
        model(
            aux("once", "PULSE(3, 2)"),
            aux("often", "PULSE(1, 1, 2)"),
            aux("up", "STEP(4, 2)"),
            aux("rise", "RAMP(2, 1, 3)"),
            stock("held", 0, ["f"]),
            flow("f", "once"),
            clock=Clock(0, 5, 0.25),
        )
    )
    assert run["once"].nonzero()[0].tolist() == [8]
    assert run["often"].nonzero()[0].tolist() == [4, 12, 20]
    assert run["held"][-1] == pytest.approx(3)
    assert run["up"].tolist() == [0.0] * 8 + [4.0] * 13
    np.testing.assert_allclose(run["rise"], np.clip(run["time"] - 1, 0, 2) * 2)


@pytest.mark.parametrize("method", ["euler", "rk4"])
def test_every_operation_agrees_with_the_twin(method):
    table = Variable("table", "lookup", lookup=Lookup((-1.0, 0.0, 2.0, 5.0), (3.0, 0.0, 1.0, -2.0)))
    beyond = Variable("beyond", "lookup", lookup=Lookup((0.0, 1.0, 2.0), (0.0, 1.0, 4.0), "extrapolate"))
    stairs = Variable("stairs", "lookup", lookup=Lookup((0.0, 1.0, 2.0), (5.0, 6.0, 7.0), "discrete"))
    single = Variable("single", "lookup", lookup=Lookup((1.0,), (2.5,)))
    parts = [
        "x * y + 2", "2 - x * y", "x / (1 + y * y)", "x / k", "-x", "MIN(x, y)", "MAX(x, y)",
        "IF x > y THEN x ELSE y", "x < y", "x <= y", "x >= y", "x = y", "x <> y", "x > 0 AND y > 0",
        "x > 0 OR y > 0", "NOT (x > 0)", "ABS(x)", "SQRT(ABS(x))", "EXP(-x * x)", "LN(2 + x * x)",
        "LOG10(2 + x * x)", "SIN(x)", "COS(x)", "TAN(x / 9)", "ARCTAN(x)", "TANH(x)", "INT(x)", "ABS(x) ^ 1.3",
        "x ^ 2 + x ^ 3", "x MOD 0.7", "SAFEDIV(x, y)", "SAFEDIV(x, y * 0, k)", "TIME * x", "table(x)", "beyond(x)",
        "stairs(x)", "single(x)", "k * x * m / k / m", "x * 3 * k / (y * y + 1) / 2", "x - x", "1 * x + 0",
        "x * x + x * x", "k - x * x", "DT * STARTTIME + STOPTIME",
    ]  # fmt: skip
    whole = model(
        stock("x", "1 + k", ["dx"]),
        stock("y", "-0.5", ["dy"], ["x_out"]),
        flow("dx", "y - 0.1 * x"),
        flow("dy", "-x"),
        flow("x_out", "y"),
        aux("k", 0.7),
        aux("m", 1.9),
        table,
        beyond,
        stairs,
        single,
        *(aux(f"p{n}", text) for n, text in enumerate(parts)),
        clock=Clock(-1, 9, 0.125, method),
    )
    ready = checked(whole)
    agree(simulate(ready), Twin(ready).run())


@pytest.mark.parametrize("method", ["euler", "rk4"])
def test_a_flow_that_is_a_stock_is_read_before_stocks_move(method):
    swing = model(
        stock("a", 1, ["da"]), stock("b", 0, ["db"]), flow("da", "b"), flow("db", "-a"), clock=Clock(0, 3, 0.1, method)
    )
    turned = swing.replace([swing["b"], swing["a"], swing["da"], swing["db"]])
    agree(simulate(swing), Twin(checked(swing)).run())
    agree(simulate(turned), simulate(swing))


@pytest.mark.parametrize("method", ["euler", "rk4"])
def test_stocks_and_flows_that_cannot_fall_below_zero(method):
    tank = model(
        stock("tank", 3, ["rain"], ["use", "leak"], non_negative=True),
        stock("used", 0, ["use"]),
        flow("rain", "IF TIME < 2 THEN 0.2 ELSE -1", non_negative=True),
        flow("use", "1"),
        flow("leak", "0.5"),
        clock=Clock(0, 6, 0.25, method),
    )
    run = simulate(tank)
    agree(run, Twin(checked(tank)).run())
    assert run["tank"].min() > -1e-12
    assert run["rain"].min() == 0
    if method == "euler":
        assert run["used"][-1] + run["tank"][-1] < 3.4 + 1e-12
        assert run["leak"][-1] == 0


@given(
    st.lists(st.sampled_from(["+", "-", "*", "/", "MIN", "MAX", "^2", "IF"]), min_size=1, max_size=25),
    st.integers(0, 2**31),
    st.sampled_from(["euler", "rk4"]),
)
@settings(max_examples=60)
def test_random_models_agree_with_the_twin(operations, seed, method):
    rng = np.random.default_rng(seed)
    names = ["a", "b", "k", "m"]
    made = []
    for n, op in enumerate(operations):
        x, y, z = (names[int(rng.integers(len(names)))] for _ in range(3))
        text = {
            "^2": f"({x} - {y}) ^ 2 / 9",
            "IF": f"IF {x} > {y} THEN {z} ELSE {y}",
            "MIN": f"MIN({x}, {y}, {z})",
            "MAX": f"MAX({x}, {y})",
            "/": f"{x} / (1 + ABS({y} * {z}))",
            "*": f"0.3 * {x} * {y} / k",
        }.get(op, f"{x} {op} {y}")
        made.append(aux(f"v{n}", text))
        names.append(f"v{n}")
    last = names[-1]
    whole = model(
        stock("a", 1, ["f"], ["g"]),
        stock("b", "k", ["g"]),
        flow("f", f"TANH({last}) - 0.2 * a"),
        flow("g", "0.1 * a - 0.1 * b"),
        aux("k", 1.3),
        aux("m", -0.4),
        *made,
        clock=Clock(0, 2, 0.25, method),
    )
    ready = checked(whole)
    agree(simulate(ready), Twin(ready).run())


# -- where runs break down -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("equation", "time", "says"),
    [
        ("1 / (left - 1)", 2.0, "division by zero"),
        ("1 / gap", 2.0, "gap is 0"),
        ("LN(left - 1)", 2.0, "logarithm"),
        ("SQRT(left - 1.1)", 2.0, "root"),
        ("(left - 1.1) ^ 0.5", 2.0, "power"),
    ],
)
def test_a_run_that_breaks_down_names_variable_time_and_cause(equation, time, says):
    falling = model(
        stock("left", 3, outflows=["f"]),
        flow("f", "1"),
        aux("gap", "left - 1"),
        aux("broken", equation),
        clock=Clock(0, 5, 0.5),
    )
    with pytest.raises(SimulationError) as caught:
        simulate(falling)
    assert (caught.value.variable, caught.value.time) == ("broken", time)
    assert says in caught.value.why


def test_divergence_is_told():
    explosive = model(stock("S", 2, ["f"]), flow("f", "S * S"), clock=Clock(0, 50, 0.5))
    with pytest.raises(SimulationError, match="beyond all bounds") as caught:
        simulate(explosive)
    assert caught.value.variable in {"S", "f"}


def test_a_value_lost_in_a_minimum_is_not_hidden():
    with pytest.raises(SimulationError):
        simulate(model(aux("z", "0"), aux("a", "MIN(1, z / z)"), stock("S", 0, ["f"]), flow("f", "MAX(0, a)")))


# -- ensembles -------------------------------------------------------------------------------------------------------


def test_quantiles_are_those_of_all_values_to_the_width_of_a_bin():
    sample = LatinHypercube({"c": (0.2, 0.4), "d": (3, 8)}, 6000, seed=1)
    found = simulate_ensemble(sir(8, 60), sample, outputs=["S", "I"], every=16, paths=True)
    for name in ("S", "I"):
        whole = found.paths[0, :, found.output(name)]
        read = found.quantile("", name, [0.05, 0.25, 0.5, 0.75, 0.95])
        exact = np.quantile(whole, [0.05, 0.25, 0.5, 0.75, 0.95], axis=0)
        assert np.all(np.abs(read - exact) <= found.width(name) + 1e-12)
        np.testing.assert_allclose(found.mean[0, found.output(name)], whole.mean(axis=0))
        assert np.array_equal(found.least[0, found.output(name)], whole.min(axis=0))
        assert np.array_equal(found.final("", name), whole[:, -1])


def test_every_member_is_the_run_of_its_constants():
    sample = LatinHypercube({"c": (0.2, 0.4), "d": (3, 8)}, 300, seed=3)
    found = simulate_ensemble(sir(8, 30), sample, outputs=["I"], every=8, paths=True)
    values = sample.piece(0)
    for member in (0, 255, 256, 299):
        alone = simulate(sir(8, 30), {"c": values[0, member], "d": values[1, member]}, every=8)
        np.testing.assert_allclose(found.paths[0, member, 0], alone["i"], rtol=1e-13)


def test_the_result_does_not_depend_on_workers():
    sample = SobolSequence({"c": (0.2, 0.4), "d": (3, 8)}, 3 * PIECE - 100, seed=2)
    one = simulate_ensemble(sir(4, 40), sample, outputs=["I"], every=40, levels=[Level("I", 50)])
    with compute.using(workers=2, backend="threading"):
        two = simulate_ensemble(sir(4, 40), sample, outputs=["I"], every=40, levels=[Level("I", 50)])
    for name in ("seen", "mean", "least", "most", "beyond", "finals", "_bins"):
        assert np.array_equal(getattr(one, name), getattr(two, name)), name


def test_a_dask_cluster_gives_the_same():
    from distributed import LocalCluster

    sample = LatinHypercube({"c": (0.2, 0.4), "d": (3, 8)}, 2 * PIECE, seed=2)
    here = simulate_ensemble(sir(1, 20), sample, outputs=["I"], every=5)
    with (
        LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None, processes=False) as cluster,
        compute.using(cluster=cluster.scheduler_address),
    ):
        there = simulate_ensemble(sir(1, 20), sample, outputs=["I"], every=5)
    assert np.array_equal(here.finals, there.finals)
    assert np.array_equal(here._bins, there._bins)


def test_memory_grows_with_what_is_counted_and_not_with_runs():
    import tracemalloc

    def peak(n):
        sample = LatinHypercube({"c": (0.2, 0.4), "d": (3, 8)}, n, seed=1)
        tracemalloc.start()
        simulate_ensemble(sir(1, 20), sample, outputs=["I"], every=5, finals=False)
        most = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return most

    small, large = peak(8 * PIECE), peak(80 * PIECE)
    # What grows is one byte per member, which says whether it was sound.
    assert large - small < 80 * PIECE * 3


def test_thresholds_are_counted():
    sample = Given.of({"rate": [0.05, 0.1, 0.2]})
    found = simulate_ensemble(
        logistic(),
        sample,
        outputs=["S"],
        levels=[Level("S", 50.0), Level("births", 1.0, above=False)],
        every=8,
        paths=True,
    )
    np.testing.assert_allclose(found.beyond[0, 0], (found.paths[0, :, 0] > 50).mean(axis=0))
    np.testing.assert_allclose(found.beyond[0, 1], (found.paths[0, :, 1] < 1).mean(axis=0))


def test_members_that_break_down_are_marked_and_left_out():
    broken = model(stock("S", 1, ["f"]), flow("f", "S / (k - 1)"), aux("k", 2), clock=Clock(0, 1, 0.25))
    found = simulate_ensemble(broken, Given.of({"k": [2.0, 1.0, 3.0]}), outputs=["S"])
    assert found.sound.tolist() == [[True, False, True]]
    assert found.seen[0, 0].tolist() == [3, 2, 2, 2, 2]


def test_scenarios_change_variables_over_time():
    changes = {
        "baseline": [],
        "half": [Change("rate", "multiply", 0.5, start=10, length=20)],
        "harvest": [Change("deaths", "add", 2.0, start=20, length=10, fade=4)],
        "stop": [Change("births", "set", 0.0, start=30)],
        "both": [Change("rate", "multiply", 0.5, start=10), Change("rate", "add", 0.02, start=15)],
    }
    for method in ("euler", "rk4"):
        whole = logistic(stop=50).with_clock(method=method)
        ready = checked(whole)
        found = simulate_ensemble(
            ready, Given.of({"rate": [0.1]}), outputs=["S", "deaths"], scenarios=changes, paths=True
        )
        inputs = inputs_for(ready, changes)
        for s, name in enumerate(changes):
            twin = Twin(ready, inputs, s).run({"rate": 0.1})
            np.testing.assert_allclose(found.paths[s, 0, 0], twin["s"], rtol=1e-12)
            alone = simulate(ready, changes=changes[name])
            np.testing.assert_allclose(alone["deaths"], twin["deaths"], rtol=1e-12)
    assert np.array_equal(found.paths[0, 0, 0][:80], found.paths[1, 0, 0][:80])
    assert found.paths[1, 0, 0, -1] < found.paths[0, 0, 0, -1]


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (Change("nobody", "add", 1), "no variable"),
        (Change("S", "add", 1), "stock"),
        (Change("rate", "double", 1), "double"),
        (Change("rate", "add", float("nan")), "finite"),
        (Change("rate", "add", 1, length=-1), "below 0"),
    ],
)
def test_bad_changes(change, says):
    with pytest.raises(ScenarioModelError, match=says):
        simulate(logistic(), changes=[change])


def test_bad_requests():
    with pytest.raises(InputError, match="no constants"):
        simulate(sir(), {"S": 3})
    with pytest.raises(InputError, match="no variable"):
        simulate_ensemble(sir(), Given.of({"c": [0.1]}), outputs=["Q"])
    with pytest.raises(InputError, match="at least one run"):
        simulate_ensemble(sir(), LatinHypercube({"c": (0, 1)}, 0), outputs=["I"])
    with pytest.raises(InputError, match="as many values"):
        Given.of({"c": [0.1], "d": [1.0, 2.0]})
    with pytest.raises(InputError, match="above 0"):
        simulate(sir(), every=0)


def test_latin_hypercubes_have_one_member_in_each_part():
    piece = LatinHypercube({"a": (0, 1), "b": (10, 20)}, 100, seed=4).piece(0)
    assert sorted(np.floor(piece[0] * 100).astype(int)) == list(range(100))
    assert sorted(np.floor((piece[1] - 10) * 10).astype(int)) == list(range(100))


def test_sobol_pieces_are_one_sequence():
    from scipy.stats import qmc

    n = 2 * PIECE
    sample = SobolSequence({"a": (0, 1), "b": (-1, 1)}, n, seed=5)
    pieces = np.concatenate([sample.piece(0), sample.piece(1)], axis=1)
    whole = qmc.Sobol(2, scramble=True, rng=np.random.default_rng(5)).random(n).T
    np.testing.assert_allclose(pieces[0], whole[0])
    np.testing.assert_allclose(pieces[1], whole[1] * 2 - 1)
    assert SobolSequence({}, 3).piece(0).shape == (0, 3)
