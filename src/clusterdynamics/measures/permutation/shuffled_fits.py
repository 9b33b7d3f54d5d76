"""The statistics of regressions in which one matrix has been shuffled, for many permutations at once.

A linear regression is not done again for each permutation. The columns that stay are made orthonormal once; what
is left are products of these columns with the shuffled matrix (Frisch, Waugh & Lovell). Where cells are missing,
the products of the columns over the cells that fall away are taken off. A logistic regression starts from the fit
without the shuffled predictor, which is the same for all permutations.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from clusterdynamics.measures.permutation import kernels, logistic_kernels
from clusterdynamics.measures.permutation.cells import gaps

__all__ = [
    "LogisticPart",
    "linear_parts",
    "logistic_outcome",
    "logistic_parts",
    "logistic_residuals",
    "partial_t",
    "semi_partial",
    "shuffled_outcome",
]

FloatArray = NDArray[np.float64]
BoolArray = NDArray[np.bool_]
IntArray = NDArray[np.int64]
type Part = tuple[FloatArray, FloatArray]

#: What is left of a matrix, or of what is known, below this share is rounding.
_NOTHING = 1e-12


def partial_t(products: FloatArray, own: FloatArray, rest: FloatArray, freedom: FloatArray) -> FloatArray:
    """Return t of a predictor from what is left of it and of the outcome: product, own square, outcome's square.

    Infinite where the fit is perfect.
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        r = np.clip(products / np.sqrt(own * rest), -1, 1)
        unexplained = 1 - r**2
        t: FloatArray = np.where(
            unexplained <= _NOTHING, np.sign(r) * np.inf, r * np.sqrt(freedom / np.maximum(unexplained, _NOTHING))
        )
    return t


def linear_parts(X: FloatArray, y: FloatArray, used: BoolArray, directed: bool) -> tuple[Part, ...]:
    """Return for every predictor what stays and what is shuffled: made once, as it takes longer than a permutation.

    Parameters
    ----------
    X
        (N, 1 + p) a column of ones, and the predictors, over the cells used.
    y
        (N,) outcome.
    used
        (n, n) these cells.

    Returns
    -------
    For each predictor (n, k, n) the other columns, orthonormal, and last what they leave of the outcome, of length
    1; and (n, n) what they leave of the predictor.
    """
    parts = []
    for j in range(1, X.shape[1]):
        basis = np.linalg.qr(np.delete(X, j, axis=1))[0]
        left = _without(y, basis)
        columns = _columns(np.column_stack([basis, left / max(np.linalg.norm(left), np.finfo(float).tiny)]), used)
        parts.append((columns, _square(_without(X[:, j], basis), used, directed, 0.0)))
    return tuple(parts)


def semi_partial(
    shuffles: IntArray, parts: tuple[Part, ...], used: BoolArray, counted: BoolArray, directed: bool
) -> FloatArray:
    """Return (P, p) t of every predictor when what is its own is shuffled (double semi-partialling).

    Parameters
    ----------
    parts
        From :func:`linear_parts`.
    used, counted
        (n, n) cells used, and those that would be if nothing were missing.
    """
    missing = gaps(counted, used)
    found = np.full((len(shuffles), len(parts)), np.nan)
    for j, (columns, own) in enumerate(parts):
        k = columns.shape[1]
        products, squares, lost, cells_lost = kernels.moments(columns, used, own, shuffles, missing, missing, directed)
        known = np.eye(k) - lost
        last = k - 1
        weights, fine = _solved(known[:, :last, :last], np.stack([products[:, :last], known[:, :last, last]], axis=2))
        cross = products[:, last] - np.einsum("pa,pa->p", known[:, :last, last], weights[:, :, 0])
        mine = squares - np.einsum("pa,pa->p", products[:, :last], weights[:, :, 0])
        rest = known[:, last, last] - np.einsum("pa,pa->p", known[:, :last, last], weights[:, :, 1])
        freedom = int(used.sum()) - cells_lost - k
        fine &= (mine > _NOTHING * squares) & (rest > _NOTHING) & (freedom > 0)
        found[:, j] = np.where(fine, partial_t(cross, mine, rest, freedom.astype(np.float64)), np.nan)
    return found


def shuffled_outcome(
    shuffles: IntArray, X: FloatArray, known_x: BoolArray, outcome: FloatArray, counted: BoolArray, directed: bool
) -> FloatArray:
    """Return (P, p) t of every predictor when the outcome is shuffled.

    Parameters
    ----------
    X
        (N, 1 + p) a column of ones, and the predictors, over the cells in which all were observed.
    known_x
        (n, n) these cells.
    outcome
        (n, n) NaN where not observed.
    """
    k = X.shape[1]
    basis, R = np.linalg.qr(X)
    observed = np.isfinite(outcome)
    # About the mean, which the intercept takes up, so that no digits are lost.
    centred = np.where(observed, outcome - outcome[observed & counted].mean(), 0.0)
    products, squares, lost, cells_lost = kernels.moments(
        _columns(basis, known_x),
        known_x,
        centred,
        shuffles,
        gaps(counted, observed),
        gaps(counted, known_x),
        directed,
    )
    unit = np.broadcast_to(np.eye(k), lost.shape)
    inverse, fine = _solved(np.eye(k) - lost, unit)
    weights = np.einsum("pab,pb->pa", inverse, products)
    rest = squares - np.einsum("pa,pa->p", products, weights)
    freedom = len(X) - cells_lost - k
    upper = np.linalg.inv(R)
    with np.errstate(divide="ignore", invalid="ignore"):
        variance = np.einsum("ab,pbc,ac->pa", upper, inverse, upper)
        beta = weights @ upper.T
        rest = np.where(rest <= _NOTHING * squares, 0.0, rest)
        t: FloatArray = beta / np.sqrt(variance * (rest / freedom)[:, None])
    fine &= (freedom > 0) & (squares > 0)
    return np.where(fine[:, None], t[:, 1:], np.nan)


class LogisticPart(NamedTuple):
    """What a logistic regression needs in which one predictor is shuffled.

    Attributes
    ----------
    columns
        (k - 1, N) the other columns over the cells used.
    own
        (n, n) what they leave of the predictor; NaN where there is none.
    weight, rest
        (N,) weights and residuals of the fit without the predictor.
    start
        (k,) its coefficients, 0 for the predictor: where each fit starts.
    """

    columns: FloatArray
    own: FloatArray
    weight: FloatArray
    rest: FloatArray
    start: FloatArray


def logistic_parts(
    X: FloatArray, y: FloatArray, used: BoolArray, directed: bool, starts: FloatArray
) -> tuple[LogisticPart, ...]:
    """Return for every predictor what stays and what is shuffled: made once, as it takes longer than a permutation.

    Parameters
    ----------
    X
        (N, 1 + p) a column of ones, and the predictors, over the cells used.
    y
        (N,) outcome.
    starts
        (p, k) coefficients of the model without the predictor, 0 for it.
    """
    parts = []
    for j in range(1, X.shape[1]):
        others = np.delete(X, j, axis=1)
        own = _square(_without(X[:, j], np.linalg.qr(others)[0]), used, directed, np.nan)
        start = np.ascontiguousarray(starts[j - 1])
        chance = 1 / (1 + np.exp(-others @ start[:-1]))
        parts.append(LogisticPart(np.ascontiguousarray(others.T), own, chance * (1 - chance), y - chance, start))
    return tuple(parts)


def logistic_residuals(
    shuffles: IntArray, parts: tuple[LogisticPart, ...], y: FloatArray, used: BoolArray
) -> FloatArray:
    """Return (P, p) z of every predictor when what is its own (by least squares) is shuffled."""
    cells = np.argwhere(used).astype(np.int64)
    found = np.empty((len(shuffles), len(parts)))
    for j, part in enumerate(parts):
        found[:, j] = logistic_kernels.shuffled_last(
            part.columns, y, cells, part.weight, part.rest, part.own, shuffles, part.start[:-1]
        )
        hard = np.isnan(found[:, j])
        if hard.any():
            design = np.column_stack([part.columns.T, np.zeros(len(y))])
            found[hard, j] = kernels.logistic_shuffled(design, y, cells, part.own, shuffles[hard], part.start, False)[
                :, 0
            ]
    return found


def logistic_outcome(shuffles: IntArray, X: FloatArray, known_x: BoolArray, outcome: FloatArray) -> FloatArray:
    """Return (P, p) z of every predictor when the outcome is shuffled."""
    cells = np.argwhere(known_x).astype(np.int64)
    start = np.zeros(X.shape[1])
    return kernels.logistic_shuffled(np.ascontiguousarray(X), np.zeros(len(X)), cells, outcome, shuffles, start, True)[
        :, 1:
    ]


def _without(values: FloatArray, basis: FloatArray) -> FloatArray:
    """Return what is left of `values` without the basis; done twice, so that rounding leaves nothing of it."""
    for _again in range(2):
        values = values - basis @ (basis.T @ values)
    return values


def _columns(flat: FloatArray, used: BoolArray) -> FloatArray:
    """Return (n, k, n) the (N, k) columns at their cells."""
    n = len(used)
    found = np.zeros((n, n, flat.shape[1]))
    found[used] = flat
    return np.ascontiguousarray(found.transpose(0, 2, 1))


def _square(flat: FloatArray, used: BoolArray, directed: bool, otherwise: float) -> FloatArray:
    """Return (n, n) the values at their cells; on both sides of the diagonal where pairs count once."""
    found = np.full(used.shape, otherwise)
    found[used] = flat
    if not directed:
        found.T[used] = flat
    return found


def _solved(known: FloatArray, right: FloatArray) -> tuple[FloatArray, BoolArray]:
    """Return the solutions of many small systems, and which of them have one."""
    size = known.shape[-1]
    fine: BoolArray = np.linalg.eigvalsh(known)[:, 0] > 1e-10
    return np.linalg.solve(np.where(fine[:, None, None], known, np.eye(size)), right), fine
