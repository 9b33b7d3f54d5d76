"""Simulation at fixed parameters: means, spreads and derivatives of the statistics as RSiena 1.5.0 has them.

Each reference comes from 10,000 runs of its own (keys ``SIM_*``), so both sides have simulation error. Seeds are
fixed, so a pass is a pass for ever; the bounds would be broken by chance in less than one in a hundred choices of
the seeds.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from tests.saom.cases import SIMULATED, reference, s50, simulated


def distances(folder: Path, name: str, chains: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Means, ratios of standard deviations and derivatives, the first and last in standard errors of the difference."""
    known = reference(folder)[SIMULATED[name]]
    got = simulated(s50(folder, name), known["theta"], chains)
    both = 1 / chains + 1 / known["n3"]
    mean = (got.statistics.mean(axis=0) - known["mean"]) / (np.array(known["sd"]) * np.sqrt(both))
    spread = got.statistics.std(axis=0, ddof=1) / known["sd"]
    # Each cell of the derivative is a mean of products of statistic and score.
    z, score = (a - a.mean(axis=0) for a in (got.statistics, got.scores))
    products = z[:, :, None] * score[:, None, :]
    slope = (got.derivative - known["dfra"]) / (products.std(axis=0) * np.sqrt(both))
    return mean, spread, slope


@pytest.mark.parametrize("name", SIMULATED)
def test_moments_agree(shared_data: Path, name: str) -> None:
    mean, spread, slope = distances(shared_data, name, 1500)
    assert abs(mean).max() < 4
    assert abs(spread - 1).max() < 0.1  # the standard error of a ratio here is about .02
    assert abs(slope).max() < 4.5


@pytest.mark.verify
@pytest.mark.parametrize("name", SIMULATED)
def test_moments_agree_with_many_chains(shared_data: Path, name: str) -> None:
    mean, spread, slope = distances(shared_data, name, 20_000)
    assert abs(mean).max() < 4
    assert abs(spread - 1).max() < 0.04  # the standard error of a ratio is about .009; statistics are skewed
    assert abs(slope).max() < 4.5


@pytest.mark.parametrize("name", ["three waves", "two networks", "undirected", "behaviour", "composition", "missing"])
def test_scores_are_zero_on_average(shared_data: Path, name: str) -> None:
    """At the parameters that were simulated the expected score is zero, whatever the model: a check without R."""
    problem = s50(shared_data, name)
    theta = np.array([3.0 if p.effect is None else {"density": -2.0, "recip": 1.5}.get(p.effect.name, 0.1)
                      for p in problem.parameters])  # fmt: skip
    got = simulated(problem, theta, 1500)
    z = got.scores.mean(axis=0) / got.scores.std(axis=0) * np.sqrt(1500)
    assert abs(z).max() < 4
