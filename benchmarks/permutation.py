"""Permutation tests of networks beside R's sna, on the same data; sna is timed on fewer permutations."""

from __future__ import annotations

import shutil
import subprocess
import time
from collections.abc import Callable
from functools import partial

import numpy as np
from rich.console import Console
from rich.table import Table

from clusterdynamics import compute
from clusterdynamics.measures import mrqap, qap_correlation

SEED = 1
#: Permutations that sna does; its time is multiplied.
R_PERMUTATIONS = 20
R_SCRIPT = """
suppressMessages(library(sna))
x <- as.numeric(scan("stdin", what = "", quiet = TRUE))
n <- x[1]; p <- x[2]; reps <- x[3]
m <- array(x[-(1:3)], c(n, n, p + 1))
y <- m[, , 1]; g <- aperm(m[, , -1, drop = FALSE], c(3, 1, 2))
if (p == 1) {
  t <- system.time(f <- qaptest(list(y, g[1, , ]), gcor, g1 = 1, g2 = 2, reps = reps))[["elapsed"]]
  cat(t, format(f$testval, digits = 15))
} else {
  t <- system.time(f <- netlm(y, g, reps = reps))[["elapsed"]]
  cat(t, format(sum(f$coefficients[-1]), digits = 15))
}
"""


def in_r(matrices: list[np.ndarray]) -> tuple[float, float] | None:
    """Seconds for each permutation, and the figure found, by sna; None where R or sna are not installed."""
    rscript = shutil.which("Rscript")
    if rscript is None or subprocess.run([rscript, "-e", "library(sna)"], capture_output=True, check=False).returncode:
        return None
    words = [len(matrices[0]), len(matrices) - 1, R_PERMUTATIONS, *np.concatenate([m.T.ravel() for m in matrices])]
    run = subprocess.run(
        [rscript, "-e", R_SCRIPT],
        input="\n".join(map(repr, map(float, words))),
        capture_output=True,
        text=True,
        check=True,
    )
    seconds, figure = map(float, run.stdout.split())
    return seconds / R_PERMUTATIONS, figure


def timed(function: Callable[[], float]) -> tuple[float, float]:
    """The shorter time of two runs, and the figure."""
    times = []
    for _run in range(2):
        start = time.perf_counter()
        figure = function()
        times.append(time.perf_counter() - start)
    return min(times), figure


type Case = tuple[str, Callable[..., float], int, list[np.ndarray] | None]


def cases() -> list[Case]:
    """What is timed: its name, the work by number of permutations, how many, and the data where R does it, too."""
    rng = np.random.default_rng(SEED)
    a, b = rng.normal(size=(2, 300, 300))
    y, *xs = rng.normal(size=(6, 200, 200))
    ties = (y > 1).astype(float)
    named = {f"x{k}": x for k, x in enumerate(xs)}

    def qap(permutations: int) -> float:
        return qap_correlation(a, b, permutations=permutations, seed=SEED).correlation

    def linear(permutations: int) -> float:
        return sum(p.coefficient for p in mrqap(y, named, permutations=permutations, seed=SEED).predictors)

    def logit(permutations: int) -> float:
        found = mrqap(ties, named, model="logistic", permutations=permutations, seed=SEED)
        return sum(p.coefficient for p in found.predictors)

    return [
        ("QAP, 300 actors, 10,000 permutations", qap, 10_000, [a, b]),
        ("MRQAP, 200 actors, 5 predictors, 2,000 permutations", linear, 2000, [y, *xs]),
        ("logistic MRQAP, 200 actors, 5 predictors, 2,000 permutations", logit, 2000, None),
    ]


def main() -> None:
    table = Table(title="Permutation tests, two threads")
    for heading in ("what", "seconds", "R sna, seconds", "ratio"):
        table.add_column(heading, justify="left" if heading == "what" else "right")
    with compute.using(workers=2, backend="threading"):
        for name, work, permutations, matrices in cases():
            work(2)  # compile, or load what is compiled
            seconds, figure = timed(partial(work, permutations))
            other = in_r(matrices) if matrices else None
            if other is not None:
                assert np.isclose(figure, other[1], rtol=1e-9), name
            theirs = None if other is None else other[0] * permutations
            cells = ["–", "–"] if theirs is None else [f"{theirs:,.0f}", f"{theirs / seconds:,.0f}"]
            table.add_row(name, f"{seconds:.2f}", *cells)
    Console(width=110).print(table)


if __name__ == "__main__":
    main()
