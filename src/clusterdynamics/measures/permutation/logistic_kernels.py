"""The compiled loop of logistic regressions in which one predictor is shuffled.

The columns that stay, and the outcome, are the same in all permutations, and so is the fit without the predictor: its
weights and residuals are computed once. From there the shuffled predictor is a small step away. The first step of
Newton's method needs no exponential; two more steps settle it, as a rule. Some cells at a time go through a step, so
that they stay close to the processor, which adds up several at once.

Where that does not settle, as where the outcome is separated, the slow and careful fit in `kernels.py` decides.
"""

from __future__ import annotations

import numpy as np
from numba import njit
from numpy.typing import NDArray

from clusterdynamics.measures.exponential import exponential
from clusterdynamics.measures.permutation.kernels import invert

__all__ = ["shuffled_last"]

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]

#: Sums may be taken in another order than written, so that several cells are added at a time.
_ANY_ORDER = {"reassoc", "contract", "nsz"}
#: Cells that go through a step together.
_SOME = 512
#: Steps of Newton's method before the careful fit is asked.
_STEPS = 12
#: A step so small, in standard errors squared, is the last: the next one would be its square.
_SETTLED = 1e-12


@njit(cache=True, nogil=True, fastmath=_ANY_ORDER, error_model="numpy")
def _add_last(
    columns: Floats, begin: int, last: Floats, weight: Floats, rest: Floats, info: Floats, score: Floats
) -> None:
    """Add what some cells give to the last row of the information, and to the score.

    The cells are those from `begin` on of ``columns`` (c, N); ``last``, ``weight`` and ``rest`` (m,) are the shuffled
    predictor, weights and residuals of these only.
    """
    c, end = columns.shape[0], begin + last.size
    total, square = 0.0, 0.0
    for j in range(last.size):
        total += rest[j] * last[j]
        square += weight[j] * last[j] * last[j]
    score[c] += total
    info[c, c] += square
    for a in range(c):
        one = columns[a, begin:end]
        total, square = 0.0, 0.0
        for j in range(last.size):
            total += rest[j] * one[j]
            square += weight[j] * one[j] * last[j]
        score[a] += total
        info[c, a] += square


@njit(cache=True, nogil=True, fastmath=_ANY_ORDER, error_model="numpy")
def _add_others(columns: Floats, begin: int, weight: Floats, info: Floats) -> None:
    """Add what some cells give to the rows before the last of the information (its lower triangle)."""
    end = begin + weight.size
    for a in range(columns.shape[0]):
        one = columns[a, begin:end]
        # Two at a time, so that each weight is read half as often.
        for b in range(0, a, 2):
            two, three = columns[b, begin:end], columns[b + 1, begin:end]
            first, second = 0.0, 0.0
            for j in range(weight.size):
                both = weight[j] * one[j]
                first += both * two[j]
                second += both * three[j]
            info[a, b] += first
            info[a, b + 1] += second
        if a % 2 == 0:
            square = 0.0
            for j in range(weight.size):
                square += weight[j] * one[j] * one[j]
            info[a, a] += square


@njit(cache=True, nogil=True, error_model="numpy")
def _judge(
    columns: Floats, begin: int, last: Floats, outcome: Floats, beta: Floats, weight: Floats, rest: Floats
) -> None:
    """Fill in weights and residuals of some cells at `beta`."""
    c, end = columns.shape[0], begin + last.size
    for j in range(last.size):
        rest[j] = beta[c] * last[j]
    for a in range(1, c, 2):
        one, two = columns[a - 1, begin:end], columns[a, begin:end]
        for j in range(last.size):
            rest[j] += beta[a - 1] * one[j] + beta[a] * two[j]
    if c % 2:
        one = columns[c - 1, begin:end]
        for j in range(last.size):
            rest[j] += beta[c - 1] * one[j]
    told = outcome[begin:end]
    for j in range(last.size):
        chance = 1.0 / (1.0 + exponential(-rest[j]))
        weight[j] = chance * (1.0 - chance)
        rest[j] = told[j] - chance


@njit(cache=True, nogil=True, error_model="numpy")
def _take(matrix: Floats, order: Ints, cells: Ints, last: Floats, seen: Floats) -> bool:
    """Fill in the shuffled predictor, 0 where it has a gap, and ``seen``, 1 where not; return whether it has any."""
    gaps = False
    for c in range(last.size):
        value = matrix[order[cells[c, 0]], order[cells[c, 1]]]
        gap = np.isnan(value)
        gaps |= gap
        last[c] = 0.0 if gap else value
        seen[c] = 0.0 if gap else 1.0
    return gaps


@njit(cache=True, nogil=True, error_model="numpy")
def shuffled_last(
    columns: Floats,
    outcome: Floats,
    cells: Ints,
    weight: Floats,
    rest: Floats,
    matrix: Floats,
    shuffles: Ints,
    start: Floats,
) -> Floats:
    """Return z of a predictor that is shuffled, in a logistic regression on other columns and on it.

    Parameters
    ----------
    columns
        (c, N) the other columns, one of them ones, over the N cells.
    outcome
        (N,) 0 or 1.
    cells
        (N, 2) row and column of every cell.
    weight, rest
        (N,) weights p (1 − p) and residuals of the fit without the predictor.
    matrix
        (n, n) the predictor, NaN where it was not observed.
    shuffles
        (P, n) permutations.
    start
        (c,) coefficients of the fit without the predictor.

    Returns
    -------
    (P,) z; NaN where the fit did not settle in a few steps.
    """
    c, size = columns.shape
    k = c + 1
    found = np.full(shuffles.shape[0], np.nan)
    last, seen = np.zeros(size), np.zeros(size)
    weights, residuals = np.zeros(_SOME), np.zeros(_SOME)
    info, inverse, known = np.zeros((k, k)), np.zeros((k, k)), np.zeros((k, k))
    score, beta, move = np.zeros(k), np.zeros(k), np.zeros(k)
    _add_others(columns, 0, weight, known)
    for p in range(shuffles.shape[0]):
        gaps = _take(matrix, shuffles[p], cells, last, seen)
        beta[:c] = start
        beta[c] = 0.0
        for step in range(_STEPS):
            # What all permutations have in common at the start.
            same = step == 0 and not gaps
            info[:, :] = known
            if not same:
                info[:, :] = 0.0
            score[:] = 0.0
            for one in range(0, size, _SOME):
                end = min(one + _SOME, size)
                mine, w, r = last[one:end], weights[: end - one], residuals[: end - one]
                if step == 0:
                    w[:] = weight[one:end]
                    r[:] = rest[one:end]
                else:
                    _judge(columns, one, mine, outcome, beta, w, r)
                if gaps:
                    w *= seen[one:end]
                    r *= seen[one:end]
                if not same:
                    _add_others(columns, one, w, info)
                _add_last(columns, one, mine, w, r, info, score)
            for a in range(k):
                for b in range(a):
                    info[b, a] = info[a, b]
            if not invert(info, inverse):
                break
            gain = 0.0
            for a in range(k):
                move[a] = 0.0
                for b in range(k):
                    move[a] += inverse[a, b] * score[b]
                gain += move[a] * score[a]
            for a in range(k):
                beta[a] += move[a]
            if gain < _SETTLED:
                found[p] = beta[c] / np.sqrt(inverse[c, c])
                break
            if not np.isfinite(gain):
                break
    return found
