"""The quick fit of a shuffled predictor: the same as the careful one, compiled and as plain Python."""

from __future__ import annotations

import math

import numpy as np
import pytest

from clusterdynamics.measures.permutation import fits, kernels, logistic_kernels


def given(c: int, gaps: bool, strength: float = 1.0) -> dict[str, np.ndarray]:
    """More cells than go through a step together, with `c` columns beside the shuffled one."""
    rng = np.random.default_rng(c)
    n = 30
    cells = np.argwhere(~np.eye(n, dtype=bool))
    columns = np.vstack([np.ones(len(cells)), rng.normal(size=(c - 1, len(cells)))])
    matrix = rng.normal(size=(n, n)) * strength
    if gaps:
        matrix[rng.random((n, n)) < 0.05] = np.nan
    chance = 1 / (1 + np.exp(-columns.sum(axis=0) + 1.5))
    outcome = (rng.random(len(cells)) < chance).astype(float)
    fit = fits.logistic(columns.T, outcome)
    assert fit is not None
    p = 1 / (1 + np.exp(-fit.coefficients @ columns))
    return {
        "columns": columns,
        "outcome": outcome,
        "cells": cells,
        "weight": p * (1 - p),
        "rest": outcome - p,
        "matrix": matrix,
        "shuffles": np.array([rng.permutation(n) for _k in range(6)]),
        "start": fit.coefficients,
    }


@pytest.mark.parametrize("gaps", [False, True])
@pytest.mark.parametrize("c", [1, 2, 3, 6])
def test_equal_to_the_careful_fit(c: int, gaps: bool) -> None:
    data = given(c, gaps)
    found = logistic_kernels.shuffled_last(**data)
    design = np.column_stack([data["columns"].T, np.zeros(len(data["cells"]))])
    careful = kernels.logistic_shuffled(
        design, data["outcome"], data["cells"], data["matrix"], data["shuffles"], np.append(data["start"], 0.0), False
    )[:, 0]
    assert np.isfinite(careful).all()
    np.testing.assert_allclose(found, careful, rtol=1e-7)


def test_what_does_not_settle_is_left_to_the_careful_fit() -> None:
    """A predictor that tells all ties from all others: coefficients without end, so no figure."""
    data = given(2, False)
    ties = np.zeros((30, 30))
    ties[tuple(data["cells"].T)] = data["outcome"]
    data["matrix"], data["shuffles"] = ties, np.arange(30)[None]
    assert np.isnan(logistic_kernels.shuffled_last(**data)).all()


@pytest.mark.parametrize("gaps", [False, True])
def test_as_plain_python(gaps: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    data = given(3, gaps)
    compiled = logistic_kernels.shuffled_last(**data)
    for name in ("_add_last", "_add_others", "_judge", "_take"):
        monkeypatch.setattr(logistic_kernels, name, getattr(logistic_kernels, name).py_func)
    monkeypatch.setattr(logistic_kernels, "exponential", math.exp)
    data["shuffles"] = data["shuffles"][:2]
    np.testing.assert_allclose(logistic_kernels.shuffled_last.py_func(**data), compiled[:2], rtol=1e-10)
