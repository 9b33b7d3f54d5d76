"""What was promised of the speed of everything about change, each figure beside what was wanted; within five minutes.

The clock says what a person waits for, on a machine at rest. Processor time says what the work costs: where a figure
is for one core, it is the one to look at; on a busy machine it grows, too, but by a third and not by the number of
those who share it. The well-known example of 50 pupils is read from the folder ``CD_SHARED_DATA`` or
``../shared/data``; without it a simulated network of that size takes its place.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import numpy as np
from permutation import cases
from rich.console import Console
from rich.table import Table

from clusterdynamics import compute
from clusterdynamics.saom.building import make_problem
from clusterdynamics.saom.data import as_group
from clusterdynamics.saom.estimate import Control, Estimated, estimate
from clusterdynamics.saom.problem import Problem
from saom import FOUR, RATE, SEED, THREE, at, chains, cpu, observed

#: The time of the first call in a process of its own; imports are not counted.
FIRST_CALL = """
import sys, time
sys.path.insert(0, {folder!r})
from saom import THREE, at, chains
problem, theta = at(50, 2, THREE)
began, cpu = time.perf_counter(), time.process_time()
chains(problem, theta, 1)
print(time.perf_counter() - began, time.process_time() - cpu)
"""


def clocked(work: Callable[[], object], times: int = 1) -> tuple[float, float]:
    """Seconds by the clock and of processor time; the smallest of some runs."""
    found = []
    for _run in range(times):
        began, spent = time.perf_counter(), time.process_time()
        work()
        found.append((time.perf_counter() - began, time.process_time() - spent))
    return min(f[0] for f in found), min(f[1] for f in found)


def first_calls() -> tuple[tuple[float, float], tuple[float, float]]:
    """Seconds of the first call with an empty cache, and in the next process: by the clock, and of processor time."""
    script = FIRST_CALL.format(folder=str(Path(__file__).parent))
    with tempfile.TemporaryDirectory() as cache:
        runs = [
            subprocess.run(
                [sys.executable, "-c", script],
                env={**os.environ, "NUMBA_CACHE_DIR": cache},
                capture_output=True,
                text=True,
                check=True,
            ).stdout.split()
            for _process in range(2)
        ]
    (a, b), (c, d) = ([float(x) for x in run] for run in runs)
    return (a, b), (c, d)


def pupils() -> tuple[str, Problem]:
    """The example of 50 pupils in three waves, or networks like it."""
    folder = Path(os.environ.get("CD_SHARED_DATA", Path(__file__).parents[2] / "shared" / "data")) / "s50"
    names = [folder / f"s50{k}.csv" for k in (1, 2, 3)]
    if all(name.is_file() for name in names):
        waves = [np.genfromtxt(name, delimiter=",", skip_header=1)[:, 1:] for name in names]
        return "fit of 50 pupils, 3 waves, 3 effects", make_problem([as_group(waves)], ["recip", "transTrip"])
    return "fit of 50 organisations, 3 waves, 3 effects (simulated)", at_rest(50, 3, THREE)


def at_rest(n: int, waves: int, names: list[str]) -> Problem:
    """A model on networks that come from it."""
    return make_problem([as_group(observed(n, waves, names))], names)


def main() -> None:
    table = Table(title="Change: what was wanted, and what it takes; seconds unless said")
    for heading in ("what", "wanted", "clock", "processor"):
        table.add_column(heading, justify="left" if heading == "what" else "right")

    def row(what: str, wanted: str, seconds: tuple[float, float], digits: int = 1) -> None:
        table.add_row(what, wanted, f"{seconds[0]:.{digits}f}", f"{seconds[1]:.{digits}f}")

    compiled, loaded = first_calls()
    row("compiling the models, once", "≤ 20", compiled)
    row("loading what is compiled, in each process", "", loaded)

    problem, theta = at(50, 2, THREE)
    chains(problem, theta, 100)
    seconds = [s / 4000 for s in clocked(lambda: chains(problem, theta, 4000), 5)]
    figures = [f"{1 / s:,.0f}" for s in seconds]
    table.add_row("periods a second, 50 organisations, with scores, one core", "≥ 10,000", *figures)
    for n in (50, 200, 500, 1000):
        problem, theta = at(n, 2, THREE)
        number = max(40, 80_000 // n)
        step = cpu(partial(chains, problem, theta, number)) / number / (RATE * n)
        table.add_row(f"µs a step, {n:,} organisations, one core", "alike", "", f"{1e6 * step:.2f}")

    def fitted(problem: Problem) -> tuple[tuple[float, float], Estimated]:
        found: list[Estimated] = []
        with compute.using(workers=2):
            seconds = clocked(lambda: found.append(estimate(problem, seed=SEED, control=Control())))
        return seconds, found[0]

    what, problem = pupils()
    for name, wanted, given in (
        (what, "≤ 1.5", problem),
        ("fit of 500 organisations, 2 waves, 4 effects", "≤ 10", at_rest(500, 2, FOUR)),
        ("fit of 1,000 organisations, 2 waves, 4 effects", "≤ 30", at_rest(1000, 2, FOUR)),
    ):
        seconds, found = fitted(given)
        told = "converged" if found.converged else "did not converge"
        row(f"{name}, two threads ({told}, {found.overall:.3f})", wanted, seconds)

    with compute.using(workers=2, backend="threading"):
        for (name, work, permutations, _matrices), wanted in zip(cases(), ("≤ 1", "≤ 3", ""), strict=True):
            work(2)
            row(f"{name}, two threads", wanted, clocked(partial(work, permutations), 2))
    Console(width=120).print(table)


if __name__ == "__main__":
    main()
