"""What the benchmarks of measures share: the data, a clock, R, and a table."""

from __future__ import annotations

import shutil
import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass, field

import networkx as nx
import numpy as np
from rich.console import Console
from rich.table import Table

from clusterdynamics.study.network import Network

ACTORS, TIES, SEED = 500, 5000, 1


def example() -> Network:
    """500 actors, 5,000 ties: some actors attract and send more than others, and groups of 50 prefer their own."""
    rng = np.random.default_rng(SEED)
    send, receive = rng.lognormal(0, 0.6, ACTORS), rng.lognormal(0, 0.6, ACTORS)
    group = np.arange(ACTORS) // 50
    weight = np.outer(send, receive) * np.where(group[:, None] == group[None, :], 5.0, 1.0)
    np.fill_diagonal(weight, 0)
    matrix = np.zeros(ACTORS * ACTORS)
    matrix[rng.choice(matrix.size, TIES, replace=False, p=weight.ravel() / weight.sum())] = 1
    return Network.from_matrix(matrix.reshape(ACTORS, ACTORS))


def groups(net: Network) -> list[str]:
    return [f"g{i // 50}" for i in range(net.n)]


def as_networkx(net: Network) -> nx.DiGraph:
    return nx.from_numpy_array(net.ties.astype(int), create_using=nx.DiGraph)


def best_of(function: Callable[[], object], least: float = 0.3) -> tuple[float, object]:
    """The shortest time of at least three runs and `least` seconds, and the result; slow work runs once."""
    start = time.perf_counter()
    result = function()
    times = [time.perf_counter() - start]
    while times[0] < 2 and (len(times) < 3 or sum(times) < least):
        start = time.perf_counter()
        function()
        times.append(time.perf_counter() - start)
    return min(times), result


R_HEAD = """
suppressMessages(library(sna))
x <- scan("stdin", what = "", quiet = TRUE)
n <- as.integer(x[1]); m <- as.integer(x[2])
e <- matrix(as.integer(x[3:(2 * m + 2)]), m, 2, byrow = TRUE)
g <- matrix(0, n, n); g[e] <- 1
cl <- x[(2 * m + 3):(2 * m + n + 2)]
u <- symmetrize(g, "weak")
e <- as.edgelist.sna(g); eu <- as.edgelist.sna(u)
clock <- function(name, f) {
  first <- system.time(v <- f())[["elapsed"]]
  times <- max(1, min(50, floor(0.3 / max(first, 0.001))))
  each <- if (first > 2) first else system.time(for (k in seq_len(times)) f())[["elapsed"]] / times
  cat(name, each, format(sum(v), digits = 15), "\\n")
}
"""


def run_r(net: Network, lines: dict[str, str]) -> dict[str, tuple[float, float]]:
    """Measure → (seconds, sum of the result) by R's sna; empty where R or sna are not installed."""
    rscript = shutil.which("Rscript")
    if rscript is None or subprocess.run([rscript, "-e", "library(sna)"], capture_output=True, check=False).returncode:
        return {}
    pairs = np.argwhere(net.ties) + 1
    words = [str(net.n), str(len(pairs)), *map(str, pairs.ravel().tolist()), *groups(net)]
    script = R_HEAD + "\n".join(f'clock("{name}", function() {code})' for name, code in lines.items())
    run = subprocess.run([rscript, "-e", script], input="\n".join(words), capture_output=True, text=True, check=True)
    rows = [line.split() for line in run.stdout.splitlines()]
    return {name: (float(seconds), float(total)) for name, seconds, total in rows}


@dataclass
class Board:
    """The table: seconds of ours, of networkx and of sna, and how many times longer they take."""

    title: str
    r: dict[str, tuple[float, float]]
    rows: list[tuple[str, float, float | None, float | None]] = field(default_factory=list)

    def add(
        self,
        name: str,
        ours: Callable[[], object],
        networkx: Callable[[], object] | None = None,
        *,
        tolerance: float = 1e-6,
    ) -> None:
        """Time a measure; the sums of the results must agree with those of the others."""
        ours()  # compile, or load what is compiled
        mine, result = best_of(ours)
        total = float(np.nansum(np.asarray(result, dtype=float)))
        other: float | None = None
        if networkx is not None:
            other, theirs = best_of(networkx)
            assert np.isclose(total, float(np.nansum(np.asarray(theirs, dtype=float))), rtol=tolerance), name
        sna: float | None = None
        if name in self.r:
            sna, theirs_total = self.r[name]
            assert np.isclose(total, theirs_total, rtol=tolerance), (name, total, theirs_total)
        self.rows.append((name, mine, other, sna))

    def show(self) -> None:
        table = Table(title=f"{self.title}: {ACTORS} actors, {TIES:,} ties")
        for heading in ("measure", "ours, ms", "networkx, ms", "ratio", "R sna, ms", "ratio"):
            table.add_column(heading, justify="left" if heading == "measure" else "right")
        for name, mine, *others in self.rows:
            cells = [f"{1000 * mine:,.2f}"]
            for seconds in others:
                cells += ["–", "–"] if seconds is None else [f"{1000 * seconds:,.1f}", f"{seconds / mine:,.1f}"]
            table.add_row(name, *cells)
        console = Console(width=110)
        console.print(table)
        if not self.r:
            console.print("R with the package sna is not on this machine.")
