"""The social relations model at 300 organisations, beside R's lme4 on the same ratings in the same run."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
from rich.console import Console
from rich.table import Table

from clusterdynamics.measures.trust import social_relations

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from tests.measures.trust.data import simulate
from tests.measures.trust.r_scripts import SOCIAL_RELATIONS, long_table

SEED = 1
#: Organisations, share of the pairs that rate each other, whether lme4 is run.
SIZES = ((42, 0.2, True), (100, 0.1, True), (300, 0.03, True), (300, 0.1, True), (300, 1.0, False))


def beside_lme4(values: np.ndarray) -> tuple[float, float] | None:
    """Seconds that lme4 takes from the table of answers to its estimates, and its criterion; None without lme4."""
    rscript = shutil.which("Rscript")
    if rscript is None or subprocess.run([rscript, "-e", "library(lme4)"], capture_output=True, check=False).returncode:
        return None
    text = " ".join(map(repr, long_table(values)))
    run = subprocess.run([rscript, "-e", SOCIAL_RELATIONS], input=text, capture_output=True, text=True, check=True)
    lines = [[float(x) for x in line.split()] for line in run.stdout.splitlines()]
    return lines[-1][0], lines[0][6]


def main() -> None:
    social_relations(simulate(np.random.default_rng(SEED), 20).values)  # compile, or load what is compiled
    table = Table(title="Social relations model, three items")
    for heading in ("organisations", "ratings", "ours, s", "ours, CPU s", "lme4, s", "ratio"):
        table.add_column(heading, justify="right")
    for n, density, in_r in SIZES:
        values = simulate(np.random.default_rng(SEED), n, density=density).values
        start, cpu = time.perf_counter(), time.process_time()
        fit = social_relations(values)
        seconds, cpu = time.perf_counter() - start, time.process_time() - cpu
        theirs = beside_lme4(values) if in_r else None
        if theirs is not None:
            assert abs(theirs[1] - fit.criterion) < 1e-3, (theirs[1], fit.criterion)
        cells = ["–", "–"] if theirs is None else [f"{theirs[0]:,.2f}", f"{theirs[0] / seconds:,.1f}"]
        table.add_row(str(n), f"{fit.rater.size:,}", f"{seconds:,.2f}", f"{cpu:,.2f}", *cells)
    console = Console()
    console.print(table)
    console.print(f"load of the machine while it ran: {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")


if __name__ == "__main__":
    main()
