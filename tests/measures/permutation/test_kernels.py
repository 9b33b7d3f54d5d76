"""The kernels as plain Python: the same results as compiled, and covered line by line."""

from __future__ import annotations

import numpy as np
import pytest

from clusterdynamics.measures.permutation import fits, kernels


@pytest.mark.parametrize("directed", [True, False])
def test_moments(directed: bool) -> None:
    rng = np.random.default_rng(0)
    n = 5
    counted = ~np.eye(n, dtype=bool) if directed else np.triu(np.ones((n, n), dtype=bool), 1)
    observed = counted.copy()
    observed[0, 3] = False
    gaps = np.array([[1, 2], [0, 4]])
    matrix = rng.normal(size=(n, n))
    matrix += 0 if directed else matrix.T
    np.fill_diagonal(matrix, 0)
    for i, j in gaps:
        matrix[i, j] = 0
        if not directed:
            matrix[j, i] = 0
    columns = rng.normal(size=(n, 2, n)) * observed[:, None, :]
    shuffles = np.array([rng.permutation(n) for _k in range(4)])
    given = (columns, observed, matrix, shuffles, gaps, np.array([[0, 3]]), directed)
    for mine, plain in zip(kernels.moments(*given), kernels.moments.py_func(*given), strict=True):
        np.testing.assert_allclose(mine, plain, atol=1e-12)
    moved = matrix[np.ix_(shuffles[0], shuffles[0])]
    np.testing.assert_allclose(kernels.moments(*given)[0][0], np.einsum("ikj,ij->k", columns, moved))


def test_invert() -> None:
    A = np.array([[4.0, 1.0, 0.5], [1.0, 3.0, 0.2], [0.5, 0.2, 2.0]])
    for invert in (kernels.invert, kernels.invert.py_func):
        found = np.zeros((3, 3))
        assert invert(A, found)
        np.testing.assert_allclose(found @ A, np.eye(3), atol=1e-14)
        assert not invert(np.ones((2, 2)), np.zeros((2, 2)))


@pytest.mark.parametrize("outcome", [True, False])
def test_logistic(outcome: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    rng = np.random.default_rng(1)
    n = 6
    cells = np.argwhere(~np.eye(n, dtype=bool))
    design = np.column_stack([np.ones(len(cells)), rng.normal(size=(len(cells), 2))])
    matrix = (rng.random((n, n)) < 0.5).astype(float) if outcome else rng.normal(size=(n, n))
    matrix[0, 1] = np.nan
    y = (rng.random(len(cells)) < 0.5).astype(float)
    shuffles = np.array([rng.permutation(n) for _k in range(3)])
    given = (design, y, cells, matrix, shuffles, np.zeros(3), outcome)
    compiled = kernels.logistic_shuffled(*given)
    nothing = (design, y, cells, np.full((n, n), np.nan), shuffles, np.zeros(3), outcome)
    assert np.isnan(kernels.logistic_shuffled(*nothing)).all()
    for name in ("invert", "_deviance", "_information", "logistic_newton"):
        monkeypatch.setattr(kernels, name, getattr(kernels, name).py_func)
    np.testing.assert_allclose(kernels.logistic_shuffled.py_func(*given), compiled, rtol=1e-8)
    assert np.isnan(kernels.logistic_shuffled.py_func(*nothing)).all()


def test_newton_goes_back_from_a_step_too_far(monkeypatch: pytest.MonkeyPatch) -> None:
    # From a start far off, the full step raises the deviance; the fit must still arrive where it does from 0.
    rng = np.random.default_rng(2)
    X = np.column_stack([np.ones(60), rng.normal(size=60)])
    y = (rng.random(60) < 1 / (1 + np.exp(-X[:, 1]))).astype(float)
    near = kernels.logistic_newton(X, y, np.zeros(2), 60)
    for name in ("invert", "_deviance", "_information"):
        monkeypatch.setattr(kernels, name, getattr(kernels, name).py_func)
    far = kernels.logistic_newton.py_func(X, y, np.array([2.0, -3.0]), 60)
    np.testing.assert_allclose(far[0], near[0], atol=1e-7)
    # Two equal columns: no covariance, nothing settled.
    twice = kernels.logistic_newton.py_func(np.ones((60, 2)), y, np.zeros(2), 60)
    assert not twice[3].any()


def test_what_cannot_be_separated() -> None:
    X = np.column_stack([np.ones(4), [0.0, 1, 0, 1]])
    y = np.array([0.0, 0, 1, 1])
    assert fits.separated(X, y, ("x",)) == []
    # By hand: two of four with 1 and no slope, so log odds 0 and a deviance of 8 log 2.
    found = fits.logistic(X, y)
    assert found is not None
    assert found.deviance == pytest.approx(8 * np.log(2))
    np.testing.assert_allclose(found.coefficients, 0, atol=1e-12)
