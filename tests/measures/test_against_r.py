"""Side by side with R's sna on fresh graphs; skipped where R or sna are not installed."""

from __future__ import annotations

import shutil
import subprocess

import numpy as np
import pytest

from clusterdynamics.measures import actors, whole
from clusterdynamics.measures.brokers import brokerage
from tests.measures.data import random_network

pytestmark = pytest.mark.verify

SCRIPT = """
suppressMessages(library(sna))
x <- scan("stdin", what = "", quiet = TRUE)
n <- as.integer(x[1])
g <- matrix(as.numeric(x[2:(n * n + 1)]), n, n, byrow = TRUE)
cl <- x[(n * n + 2):(n * n + n + 1)]
say <- function(v) cat(format(as.vector(v), digits = 15), "\\n")
b <- brokerage(g, cl)
for (part in list(b$raw.nli, b$exp.nli, b$sd.nli)) say(t(part))
for (part in list(b$raw.gli, b$exp.gli, b$sd.gli)) say(part)
say(triad.census(g))
u <- symmetrize(g, "weak")
say(c(gtrans(g), gtrans(u), grecip(g, measure = "edgewise"), grecip(g, measure = "dyadic.nonnull"),
  grecip(g, measure = "dyadic"), gden(g), centralization(g, degree, cmode = "indegree"),
  centralization(g, degree, cmode = "outdegree"), centralization(g, betweenness),
  centralization(u, degree, mode = "graph"), centralization(u, betweenness, mode = "graph")))
say(betweenness(g))
say(betweenness(u, gmode = "graph"))
"""


@pytest.fixture(scope="module")
def rscript() -> str:
    found = shutil.which("Rscript")
    check = [found or "", "-e", "library(sna)"]
    if found is None or subprocess.run(check, capture_output=True, check=False).returncode:
        pytest.skip("R with the package sna is not on this machine")
    return found


@pytest.mark.parametrize("seed", range(6))
def test_equal(seed: int, rscript: str) -> None:
    rng = np.random.default_rng(seed)
    n = int(rng.integers(8, 30))
    net = random_network(rng, n, float(rng.uniform(0.1, 0.4)))
    kinds = [str(k) for k in rng.integers(0, 3, n)]
    words = [str(n), *(str(int(x)) for x in np.nan_to_num(net.values).ravel()), *kinds]
    run = subprocess.run(
        [rscript, "-e", SCRIPT], input="\n".join(words), capture_output=True, text=True, check=True, timeout=120
    )
    rows = [np.array([float(w) for w in line.split()]) for line in run.stdout.splitlines()]
    found = brokerage(net, kinds)
    parts = (found.raw, found.expected, found.sd, found.network, found.network_expected, found.network_sd)
    for mine, theirs in zip(parts, rows, strict=False):
        np.testing.assert_allclose(mine.ravel(), theirs, rtol=1e-9, atol=1e-9)
    assert list(whole.triad_census(net).values()) == rows[6].tolist()
    either = net.symmetrise()
    mine = [
        whole.transitivity(net),
        whole.transitivity(either),
        whole.reciprocity(net, "edgewise"),
        whole.reciprocity(net, "non_null"),
        whole.reciprocity(net, "all_dyads"),
        whole.density(net),
        whole.centralisation(net, "in_degree"),
        whole.centralisation(net, "out_degree"),
        whole.centralisation(net, "betweenness"),
        whole.centralisation(either, "degree"),
        whole.centralisation(either, "betweenness"),
    ]
    np.testing.assert_allclose(mine, rows[7], rtol=1e-9, atol=1e-9)
    np.testing.assert_allclose(actors.betweenness(net), rows[8], rtol=1e-9, atol=1e-9)
    np.testing.assert_allclose(actors.betweenness(either), rows[9], rtol=1e-9, atol=1e-9)
