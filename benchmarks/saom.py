"""Stochastic actor-oriented models: simulated periods, what a small step costs, and estimation, beside RSiena.

RSiena is timed on the same networks where R has it (one core, its defaults); otherwise its stored times stand here:
RSiena 1.5.0, one core at rest, about 2,000 runs of one period.
"""

from __future__ import annotations

import shutil
import subprocess
import time
from collections.abc import Callable
from typing import Any

import numpy as np
from rich.console import Console
from rich.table import Table

from clusterdynamics import compute
from clusterdynamics.saom.building import make_problem
from clusterdynamics.saom.data import as_group
from clusterdynamics.saom.estimate import Control, estimate
from clusterdynamics.saom.problem import Problem
from clusterdynamics.saom.simulate import simulate

SEED, DEGREE, RATE = 1, 4, 6.5
THREE, FOUR = ["recip", "transTrip"], ["recip", "transTrip", "cycle3"]
#: Milliseconds a period, with scores, and seconds for an estimation of one period, by RSiena 1.5.0.
PERIOD_RSIENA = {50: 3.1, 200: 24.7, 500: 162.0, 1000: 580.0}
ESTIMATE_RSIENA = {50: 9.1, 500: 324.0, 1000: 1140.0}

R_SCRIPT = """
suppressMessages(library(RSiena))
x <- scan("stdin", quiet = TRUE)
n <- x[1]; waves <- x[2]
net <- sienaDependent(array(x[-(1:2)], c(n, n, waves)))
data <- sienaDataCreate(net)
effects <- getEffects(data)
effects <- includeEffects(effects, transTrip, verbose = FALSE)
if (waves == 2) effects <- includeEffects(effects, cycle3, verbose = FALSE)
options <- sienaAlgorithmCreate(projname = NULL, seed = 1, cond = FALSE)
cat("seconds", system.time(siena07(options, data = data, effects = effects, batch = TRUE, silent = TRUE))[["elapsed"]])
"""


def in_line(function: Callable[..., Any], calls: Any) -> list[Any]:
    return [function(*c) for c in calls]


def start(n: int) -> np.ndarray:
    """A network in which everybody names DEGREE others, drawn by a seed."""
    rng = np.random.default_rng(SEED)
    x = np.zeros((n, n))
    for i in range(n):
        j = rng.choice(n - 1, DEGREE, replace=False)
        x[i, j + (j >= i)] = 1
    return x


def at(n: int, waves: int, names: list[str]) -> tuple[Problem, np.ndarray]:
    """A model on `waves` equal networks, and parameters that keep about as many ties as there are."""
    x = start(n)
    other = x.copy()
    other[0, 1] = 1 - other[0, 1]
    problem = make_problem([as_group([x if m % 2 == 0 else other for m in range(waves)])], names)
    effects = [-1.7 - 0.5 * np.log(n / 50), 1.5, 0.3, 0.0]
    return problem, np.array([RATE] * (waves - 1) + effects[: len(names) + 1])


def observed(n: int, waves: int, names: list[str]) -> list[np.ndarray]:
    """Networks that come from the model itself: the first has run for some time, the others follow one by one."""
    x = start(n)
    result: list[np.ndarray] = []
    for m in range(waves + 2):
        other = x.copy()
        other[0, 1] = 1 - other[0, 1]
        problem = make_problem([as_group([x, other])], names)
        theta = at(n, 2, names)[1]
        got = simulate(problem, theta, 1, seed=SEED + m, run=in_line, keep=True)
        x = got.networks[0][0, 0].astype(np.float64)
        result.append(x)
    return result[-waves:]


def chains(problem: Problem, values: np.ndarray, n: int, begin: int = 0) -> None:
    simulate(problem, values, n, seed=SEED, begin=begin, run=in_line)


def cpu(function: Callable[[], object], times: int = 3) -> float:
    seconds = []
    for _ in range(times):
        began = time.process_time()
        function()
        seconds.append(time.process_time() - began)
    return min(seconds)


def rsiena(waves: list[np.ndarray]) -> float | None:
    """Seconds that RSiena takes to estimate, or None where it is not installed."""
    rscript = shutil.which("Rscript")
    if (
        rscript is None
        or subprocess.run([rscript, "-e", "library(RSiena)"], capture_output=True, check=False).returncode
    ):
        return None
    n = waves[0].shape[0]
    words = [n, len(waves), *np.array([x.T.ravel() for x in waves]).astype(int).ravel()]
    run = subprocess.run(
        [rscript, "-e", R_SCRIPT], input=" ".join(map(str, words)), capture_output=True, text=True, check=True
    )
    return float(run.stdout.split("seconds")[-1])


def main() -> None:
    console = Console(width=110)
    began = time.process_time()
    problem, theta = at(50, 2, THREE)
    chains(problem, theta, 1)
    console.print(f"First call, compiled or loaded: {time.process_time() - began:.1f} s of one core")

    table = Table(title="Periods simulated with scores: density, recip, transTrip, rate 6.5, one core")
    for heading in ("organisations", "periods a second", "ms a period", "µs a step", "RSiena, ms a period", "ratio"):
        table.add_column(heading, justify="right")
    for n, other in PERIOD_RSIENA.items():
        problem, theta = at(n, 2, THREE)
        number = max(20, 40_000 // n)
        seconds = cpu(lambda p=problem, t=theta, k=number: chains(p, t, k)) / number
        step = seconds / (RATE * n)
        cells = (f"{1 / seconds:,.0f}", f"{1e3 * seconds:.2f}", f"{1e6 * step:.2f}", f"{other:.1f}")
        table.add_row(str(n), *cells, f"{other / seconds / 1e3:,.0f}")
    console.print(table)

    table = Table(title="Estimation, two threads")
    for heading in ("organisations", "waves", "effects", "seconds", "converged", "overall", "RSiena, s", "ratio"):
        table.add_column(heading, justify="right")
    for n, count, names in ((50, 3, THREE), (500, 2, FOUR), (1000, 2, FOUR)):
        waves = observed(n, count, names)
        problem = make_problem([as_group(waves)], names)
        began = time.perf_counter()
        with compute.using(workers=0):
            found = estimate(problem, seed=SEED, control=Control())
        seconds = time.perf_counter() - began
        other = rsiena(waves) or ESTIMATE_RSIENA[n]
        result = (f"{seconds:.1f}", "yes" if found.converged else "no", f"{found.overall:.3f}")
        table.add_row(str(n), str(count), str(len(names) + 1), *result, f"{other:,.0f}", f"{other / seconds:,.0f}")
    console.print(table)


if __name__ == "__main__":
    main()
