"""Compiled inner loops of the permutation tests; what they mean is said in the modules that call them.

In all of them a permutation p turns the matrix E into the one whose cell (i, j) is ``E[p[i], p[j]]``: rows and
columns go together. "Gaps" are cells that were not observed; the diagonal is never one of them, it is never used.
"""

from __future__ import annotations

import numpy as np
from numba import njit
from numpy.typing import NDArray

__all__ = ["invert", "logistic_newton", "logistic_shuffled", "moments"]

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

#: Sums may be taken in another order than written, so that several cells are added at a time.
_ANY_ORDER = {"reassoc", "contract", "nsz"}
#: Steps of Newton's method, halvings of a step, and the relative change of the deviance at which it has settled.
_STEPS = 50
_HALVINGS = 20
_SETTLED = 1e-11
#: A coefficient about which the fit knows so much less than at its start runs off to infinity.
_RUNS_OFF = 1e-6


@njit(cache=True, nogil=True, fastmath=_ANY_ORDER)
def moments(
    columns: Floats,
    observed: Bools,
    matrix: Floats,
    shuffles: Ints,
    matrix_gaps: Ints,
    column_gaps: Ints,
    directed: bool,
) -> tuple[Floats, Floats, Floats, Ints]:
    """Return the products of fixed columns with a matrix that is shuffled again and again.

    Parameters
    ----------
    columns
        (n, c, n) cell (i, j) of column k at [i, k, j]; 0 on the diagonal and where ``observed`` is False.
    observed
        (n, n) cells that the columns have.
    matrix
        (n, n) the matrix that is shuffled; 0 on the diagonal and in its gaps.
    shuffles
        (P, n) permutations.
    matrix_gaps, column_gaps
        (G, 2) cells that the matrix, and the columns, do not have; i < j where undirected.
    directed
        False counts only the cells with i < j; the matrix is symmetric then.

    Returns
    -------
    tuple
        Over the cells that both have, for every permutation: (P, c) columns by matrix; (P,) the matrix by itself;
        (P, c, c) products of the columns over the cells that fall away because the matrix has a gap there; (P,)
        how many these are.
    """
    n, c, _n = columns.shape
    count = shuffles.shape[0]
    products = np.zeros((count, c))
    squares = np.zeros(count)
    lost = np.zeros((count, c, c))
    cells_lost = np.zeros(count, dtype=np.int64)
    whole = 0.0
    for i in range(n):
        for j in range(0 if directed else i + 1, n):
            whole += matrix[i, j] * matrix[i, j]
    row = np.zeros(n)
    place = np.zeros(n, dtype=np.int64)
    for p in range(count):
        order = shuffles[p]
        for i in range(n):
            # Parts that start at 0, so that the compiler sees that no index is negative.
            source = matrix[order[i]]
            start = 0 if directed else i + 1
            here = order[start:]
            for j in range(here.size):
                row[j] = source[here[j]]
            for k in range(c):
                fixed = columns[i, k, start:]
                total = 0.0
                for j in range(here.size):
                    total += fixed[j] * row[j]
                products[p, k] += total
        square = whole
        for g in range(column_gaps.shape[0]):
            value = matrix[order[column_gaps[g, 0]], order[column_gaps[g, 1]]]
            square -= value * value
        squares[p] = square
        if matrix_gaps.shape[0] == 0:
            continue
        for i in range(n):
            place[order[i]] = i
        for g in range(matrix_gaps.shape[0]):
            i = place[matrix_gaps[g, 0]]
            j = place[matrix_gaps[g, 1]]
            if not directed and i > j:
                i, j = j, i
            if not observed[i, j]:
                continue
            cells_lost[p] += 1
            for k in range(c):
                for m in range(c):
                    lost[p, k, m] += columns[i, k, j] * columns[i, m, j]
    return products, squares, lost, cells_lost


@njit(cache=True, nogil=True)
def invert(matrix: Floats, inverse: Floats) -> bool:
    """Write the inverse of a positive definite matrix into `inverse` (Cholesky); False where it is not one."""
    k = matrix.shape[0]
    lower = np.zeros((k, k))
    for i in range(k):
        for j in range(i + 1):
            total = matrix[i, j]
            for m in range(j):
                total -= lower[i, m] * lower[j, m]
            if i == j:
                if not total > 1e-14 * matrix[i, i]:
                    return False
                lower[i, i] = np.sqrt(total)
            else:
                lower[i, j] = total / lower[j, j]
    # Columns of the inverse of the triangle, then its product with itself.
    back = np.zeros((k, k))
    for j in range(k):
        back[j, j] = 1.0 / lower[j, j]
        for i in range(j + 1, k):
            total = 0.0
            for m in range(j, i):
                total -= lower[i, m] * back[m, j]
            back[i, j] = total / lower[i, i]
    for i in range(k):
        for j in range(k):
            total = 0.0
            for m in range(max(i, j), k):
                total += back[m, i] * back[m, j]
            inverse[i, j] = total
    return True


@njit(cache=True, nogil=True)
def _deviance(X: Floats, y: Floats, beta: Floats, rows: int) -> float:
    """Return −2 log likelihood."""
    total = 0.0
    for r in range(rows):
        eta = 0.0
        for k in range(beta.size):
            eta += X[r, k] * beta[k]
        signed = eta if y[r] > 0.5 else -eta
        if signed > 0.0:
            total += np.log1p(np.exp(-signed))
        else:
            total += np.log1p(np.exp(signed)) - signed
    return 2.0 * total


@njit(cache=True, nogil=True)
def _information(X: Floats, y: Floats, beta: Floats, rows: int, info: Floats, score: Floats) -> None:
    """Write the information matrix and the score at `beta`."""
    k = beta.size
    info[:, :] = 0.0
    score[:] = 0.0
    for r in range(rows):
        eta = 0.0
        for a in range(k):
            eta += X[r, a] * beta[a]
        chance = 1.0 / (1.0 + np.exp(-eta))
        weight = chance * (1.0 - chance)
        error = y[r] - chance
        for a in range(k):
            score[a] += X[r, a] * error
            part = weight * X[r, a]
            for b in range(a + 1):
                info[a, b] += part * X[r, b]
    for a in range(k):
        for b in range(a):
            info[b, a] = info[a, b]


@njit(cache=True, nogil=True)
def logistic_newton(X: Floats, y: Floats, start: Floats, rows: int) -> tuple[Floats, Floats, float, Bools]:
    """Fit a logistic regression to the first `rows` rows by Newton's method, halving steps that go too far.

    Returns
    -------
    tuple
        (k,) coefficients, (k, k) covariance, the deviance, (k,) which coefficients have settled.
    """
    k = start.size
    beta = start.copy()
    info = np.zeros((k, k))
    score = np.zeros(k)
    inverse = np.zeros((k, k))
    first = np.zeros(k)
    settled = np.zeros(k, dtype=np.bool_)
    deviance = _deviance(X, y, beta, rows)
    done = False
    for step in range(_STEPS):
        _information(X, y, beta, rows, info, score)
        if not invert(info, inverse):
            return beta, inverse, deviance, settled
        if step == 0:
            for a in range(k):
                first[a] = inverse[a, a]
        if done:
            break
        move = np.zeros(k)
        for a in range(k):
            for b in range(k):
                move[a] += inverse[a, b] * score[b]
        size = 1.0
        found = deviance
        for _half in range(_HALVINGS):
            found = _deviance(X, y, beta + size * move, rows)
            if found <= deviance + 1e-12 * (deviance + 0.1):
                break
            size *= 0.5
        beta = beta + size * move
        # One more round after settling, so that the covariance is the one at the last coefficients.
        done = abs(found - deviance) <= _SETTLED * (found + 0.1)
        deviance = found
    if done:
        for a in range(k):
            settled[a] = first[a] > _RUNS_OFF * inverse[a, a]
    return beta, inverse, deviance, settled


@njit(cache=True, nogil=True)
def logistic_shuffled(
    design: Floats,
    outcome: Floats,
    cells: Ints,
    matrix: Floats,
    shuffles: Ints,
    start: Floats,
    shuffle_outcome: bool,
) -> Floats:
    """Return z statistics of logistic regressions in which one matrix is shuffled.

    Parameters
    ----------
    design
        (N, k) predictors, a column of ones among them, over the N cells; where a predictor is shuffled it takes
        the place of the last column.
    outcome
        (N,) 0 or 1; not read where the outcome is shuffled.
    cells
        (N, 2) row and column of every cell.
    matrix
        (n, n) what is shuffled; NaN where it was not observed.
    shuffles
        (P, n) permutations.
    start
        (k,) where Newton's method starts.
    shuffle_outcome
        Whether the matrix is the outcome or the last predictor.

    Returns
    -------
    (P, k) z of every coefficient where the outcome is shuffled, (P, 1) of the last one otherwise; NaN where the fit
    does not settle, as where the outcome is separated perfectly.
    """
    size, k = design.shape
    count = shuffles.shape[0]
    found = np.full((count, k if shuffle_outcome else 1), np.nan)
    X = np.zeros((size, k))
    y = np.zeros(size)
    for p in range(count):
        rows = 0
        ones = 0.0
        for c in range(size):
            value = matrix[shuffles[p, cells[c, 0]], shuffles[p, cells[c, 1]]]
            if np.isnan(value):
                continue
            for a in range(k):
                X[rows, a] = design[c, a]
            if shuffle_outcome:
                y[rows] = value
            else:
                X[rows, k - 1] = value
                y[rows] = outcome[c]
            ones += y[rows]
            rows += 1
        if rows <= k or ones == 0.0 or ones == rows:
            continue
        beta, inverse, _deviance_found, settled = logistic_newton(X, y, start, rows)
        if shuffle_outcome:
            for a in range(k):
                if settled[a]:
                    found[p, a] = beta[a] / np.sqrt(inverse[a, a])
        elif settled[k - 1]:
            found[p, 0] = beta[k - 1] / np.sqrt(inverse[k - 1, k - 1])
    return found
