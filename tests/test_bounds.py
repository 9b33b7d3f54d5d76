"""Compiled kernels do not look beyond their arrays: the same work again, with every index checked."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

_WORK = """
import numpy as np
from clusterdynamics.loops.circuits import SignedGraph, count_loops, iter_loops
from clusterdynamics.saom import Effect, as_group, creation, endowment
from clusterdynamics.saom.building import make_problem
from clusterdynamics.saom.estimate import starting_values
from clusterdynamics.saom.kernels import run_chains

rng = np.random.default_rng(1)
n = 12
def waves():
    found = [(rng.random((n, n)) < 0.25).astype(float) for _ in range(2)]
    for x in found:
        np.fill_diagonal(x, 0)
    return found
a, b = waves(), waves()
gaps = [x.copy() for x in a]
gaps[1][3] = np.nan
both = [np.maximum(x, x.T) for x in a]
z = rng.integers(1, 5, (n, 2))
w = rng.random((n, n))
away = np.tile([-np.inf, np.inf], (n, 1))
away[0], away[1] = (1.5, np.inf), (-np.inf, 1.5)
structure = ["recip", "transTrip", "transTies", "cycle3", "gwespFF", "transRecTrip", "outAct", "outActSqrt", "inAct"]
wide = ["inPop", "inPopSqrt", "outPop", "outPopSqrt", "X:w", "XRecip:w", "egoX:v", "sameX:v"]
across = [Effect(e, "a", on="b") for e in ("crprod", "crprodRecip", "closure", "to", "from")]
moving = [f"{e}:z" for e in ("egoX", "altX", "simX", "sameX", "egoXaltX")] + ["quad"]
moving += [Effect(e, "network") for e in ("avSim", "totSim", "avAlt", "indeg", "outdeg")]
cases = [
    (as_group(a), structure, {}),
    (as_group(a), structure, {"conditional": True}),
    (as_group(gaps, composition=away), [*structure[:2], creation("recip"), endowment("cycle3")], {}),
    (as_group(a, dyadic={"w": w}, covariates={"v": z[:, 0]}), wide, {}),
    (as_group({"a": a, "b": b}), across, {}),
    (as_group(a, behaviours={"z": z}), moving, {}),
    (as_group(both), ["transTriads", "gwespFF", "inPop"], {}),
    (as_group(both), ["transTriads"], {"undirected": "forcing"}),
]
for group, effects, how in cases:
    p = make_problem([group], effects, **how)
    period, width = p.periods[0], len(p.places[0])
    room = [np.zeros((20, width)) for _ in range(2)]
    finals = np.zeros((20, *period.first.shape), dtype=np.uint8)
    ends = np.zeros((20 if period.behaviour.size else 0, n), dtype=np.int64)
    run_chains(p.model, period, p.theta(starting_values(p), 0), 1, 0, *room, np.zeros(20), finals, ends)
for nodes, links in ((12, 40), (80, 110)):
    ends = rng.integers(0, nodes, (2, links))
    graph = SignedGraph(nodes, ends[0], ends[1], rng.choice([-1, 1], links).astype(np.int8))
    assert count_loops(graph).total == sum(1 for _ in iter_loops(graph))
print("checked", len(cases))
"""


@pytest.mark.verify
def test_no_index_leaves_its_array(tmp_path: Path) -> None:
    # Compiled anew into a folder of its own, since the usual cache holds kernels without checks.
    setting = os.environ | {"NUMBA_BOUNDSCHECK": "1", "NUMBA_CACHE_DIR": str(tmp_path)}
    done = subprocess.run([sys.executable, "-c", _WORK], env=setting, capture_output=True, text=True, check=False)
    assert done.stdout.strip() == "checked 8", done.stderr
