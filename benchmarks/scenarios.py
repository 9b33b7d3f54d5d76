"""Runs of stock-and-flow models: SIR beside PySD and Simlin, the cluster model with its scenarios.

PySD and Simlin run in a Python of their own: name it in CD_OTHER_PYTHON, with `pysd` or `pysimlin` installed. All read
the same XMILE file, and their last values are compared before anything is timed.
"""

from __future__ import annotations

import json
import os
import subprocess
import tempfile
import time
from pathlib import Path

from rich.console import Console
from rich.table import Table

from clusterdynamics import compute
from clusterdynamics.examples import skogsbygden
from clusterdynamics.scenarios.analysis import scenarios
from clusterdynamics.scenarios.engine.check import checked
from clusterdynamics.scenarios.engine.model import Clock, SimModel, Variable
from clusterdynamics.scenarios.engine.run import simulate, simulate_ensemble
from clusterdynamics.scenarios.engine.samples import LatinHypercube
from clusterdynamics.scenarios.exchange import write_sim_model
from clusterdynamics.scenarios.result import ScenariosParams

RUNS = 409_600
#: What is wanted on 2 cores, runs per second; and seconds for 10,000 runs of the cluster model.
WANTED, WANTED_SECONDS = 200_000, 10.0

SIR = SimModel(
    "SIR",
    (
        Variable("susceptible", "stock", "population", outflows=("succumbing",)),
        Variable("infectious", "stock", "5", inflows=("succumbing",), outflows=("recovering",)),
        Variable("recovered", "stock", "0", inflows=("recovering",)),
        Variable("succumbing", "flow", "susceptible * infectious / population * infectivity"),
        Variable("recovering", "flow", "infectious / duration"),
        Variable("population", "aux", "1000"),
        Variable("infectivity", "aux", "0.3"),
        Variable("duration", "aux", "5"),
    ),
    Clock(0.0, 100.0, 1 / 32, "euler", "day"),
)

_OTHERS = """
import json, sys, time
path, found = sys.argv[1], {}
try:
    import pysd
    model = pysd.read_xmile(path)
    run = lambda k: model.run(params={"infectivity": 0.2 + k * 1e-6}, return_columns=["infectious"], saveper=100)
    found["PySD " + pysd.__version__] = [float(model.run(return_columns=["infectious"])["infectious"].iloc[-1])]
    start = time.perf_counter(); n = 0
    while time.perf_counter() - start < 5: run(n); n += 1
    found["PySD " + pysd.__version__].append(n / (time.perf_counter() - start))
except ImportError:
    pass
try:
    import simlin
    model = simlin.load(path)
    name = "Simlin " + simlin.__version__
    found[name] = [float(model.run(analyze_loops=False).results["infectious"].iloc[-1])]
    sim = model.simulate(enable_ltm=False)
    start = time.perf_counter(); n = 0
    while time.perf_counter() - start < 5:
        sim.reset(); sim.set_value("infectivity", 0.2 + n * 1e-6); sim.run_to_end(); n += 1
    found[name].append(n / (time.perf_counter() - start))
except ImportError:
    pass
print(json.dumps(found))
"""


def others() -> dict[str, list[float]]:
    """Last value and runs per second of the other programmes."""
    python = os.environ.get("CD_OTHER_PYTHON")
    if not python:
        return {}
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "sir.xmile"
        write_sim_model(SIR, path)
        done = subprocess.run([python, "-W", "ignore", "-c", _OTHERS, path], capture_output=True, text=True, check=True)
    return json.loads(done.stdout.strip().splitlines()[-1])


def ours() -> tuple[float, float]:
    """Best runs per second on all cores, and per second of processor time (of one core)."""
    ready = checked(SIR)
    steps = ready.model.clock.steps
    best = best_processor = 0.0
    for _run in range(3):
        sample = LatinHypercube({"infectivity": (0.2, 0.4), "duration": (3, 8)}, RUNS, seed=1)
        wall, processor = time.perf_counter(), time.process_time()
        simulate_ensemble(ready, sample, outputs=["susceptible", "infectious", "recovered"], every=steps, bins=0)
        best = max(best, RUNS / (time.perf_counter() - wall))
        best_processor = max(best_processor, RUNS / (time.process_time() - processor))
    return best, best_processor


def main() -> None:
    last = float(simulate(SIR)["infectious"][-1])
    table = Table("SIR, 3,200 Euler steps", "runs per second", "ours is faster by")
    with compute.using(workers=0, backend="threading"):
        rate, processor = ours()
    table.add_row("ours, all cores", f"{rate:,.0f}", "")
    table.add_row("ours, per second of processor time", f"{processor:,.0f}", "")
    for name, (value, speed) in others().items():
        assert abs(value - last) < 1e-6 * abs(last), (name, value, last)
        table.add_row(name, f"{speed:,.1f}", f"{rate / speed:,.0f}")
    Console().print(table)
    print(f"wanted: {WANTED:,} runs per second on 2 cores")

    study = skogsbygden.build()
    params = ScenariosParams(replicates=10_000)
    with compute.using(workers=0, backend="threading"):
        scenarios(study, ScenariosParams(replicates=300), 1)
        wall, used = time.perf_counter(), time.process_time()
        scenarios(study, params, 1)
        wall, used = time.perf_counter() - wall, time.process_time() - used
    print("cluster model, 10,000 runs of 10 scenarios, with fit, sensitivity and loops:")
    print(f"{wall:.1f} s, {used:.1f} s of processor time")
    print(f"wanted: at most {WANTED_SECONDS:.0f} s with five scenarios")


if __name__ == "__main__":
    main()
