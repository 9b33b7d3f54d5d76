"""Kernels of scenarios do not look beyond their arrays: the same work again, with every index checked."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

_WORK = """
import numpy as np
from clusterdynamics.scenarios.actors import RANGES, ActorModel, run_actors
from clusterdynamics.scenarios.cluster import cluster_model, ranges_of
from clusterdynamics.scenarios.engine.inputs import Change
from clusterdynamics.scenarios.engine.model import Clock, Lookup, SimModel, Variable
from clusterdynamics.scenarios.engine.reduce import Level
from clusterdynamics.scenarios.engine.run import simulate, simulate_ensemble
from clusterdynamics.scenarios.engine.samples import LatinHypercube

model = cluster_model().with_clock(stop=2.0)
scenarios = {"a": [], "b": [Change("downturn", "set", 1.0, 0.5)]}
for method in ("euler", "rk4"):
    found = simulate_ensemble(
        model.with_clock(method=method), LatinHypercube(ranges_of(model), 700, 1), outputs=["trust", "slack"],
        scenarios=scenarios, levels=[Level("trust", 0.5)], every=3, paths=True,
    )
    assert found.sound.all()
kinds = ("continuous", "extrapolate", "discrete")
tables = [Variable(k, "lookup", lookup=Lookup((0.0, 1.0, 3.0), (0.0, 2.0, 1.0), k)) for k in kinds]
parts = [Variable(f"y{n}", "aux", f"{t.name}(TIME - 1)") for n, t in enumerate(tables)]
single = Variable("one", "lookup", lookup=Lookup((1.0,), (2.0,)))
simulate(SimModel("tables", (*tables, single, Variable("z", "aux", "one(TIME)"), *parts), Clock(0, 6, 0.25)))
rng = np.random.default_rng(1)
c = np.triu(rng.random((9, 9)) * (rng.random((9, 9)) < 0.4), 1)
pairs = ActorModel(tuple("abcdefghi"), c + c.T, rng.random((9, 9)), rng.random(9), (), ())
run_actors(pairs, LatinHypercube(RANGES, 70, 1).piece(0), leaves=["a", "d"])
print("checked")
"""


@pytest.mark.verify
def test_no_index_leaves_its_array(tmp_path: Path) -> None:
    # Compiled anew into a folder of its own, since the usual cache holds kernels without checks.
    setting = os.environ | {"NUMBA_BOUNDSCHECK": "1", "NUMBA_CACHE_DIR": str(tmp_path)}
    done = subprocess.run([sys.executable, "-c", _WORK], env=setting, capture_output=True, text=True, check=False)
    assert done.stdout.strip() == "checked", done.stderr


@pytest.mark.verify
@pytest.mark.alone
def test_speed_of_runs() -> None:
    """A hundred thousand SIR runs of 3,200 steps per second of processor time: 200,000 on the 2 cores wanted."""
    from time import process_time

    from clusterdynamics.scenarios.engine.check import checked
    from clusterdynamics.scenarios.engine.run import simulate_ensemble
    from clusterdynamics.scenarios.engine.samples import LatinHypercube
    from tests.scenarios.build import sir

    ready = checked(sir())
    ranges = {"c": (0.2, 0.4), "d": (3, 8)}
    simulate_ensemble(ready, LatinHypercube(ranges, 4096, 1), outputs=["S", "I", "R"], every=3200, bins=0)
    best = 0.0
    for _run in range(3):
        start = process_time()
        simulate_ensemble(ready, LatinHypercube(ranges, 81_920, 1), outputs=["S", "I", "R"], every=3200, bins=0)
        best = max(best, 81_920 / (process_time() - start))
    assert best >= 100_000
