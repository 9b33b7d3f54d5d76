"""Logistic regression with standard errors that allow for clusters."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

__all__ = ["Logistic", "logistic"]

FloatArray = NDArray[np.float64]


class Logistic(NamedTuple):
    """A fitted logistic regression.

    Attributes
    ----------
    coefficients
        (p,) log odds ratios; NaN where the fit does not settle (a predictor that tells the answers apart perfectly).
    covariance
        (p, p) covariance, cluster-robust where clusters were given.
    deviance
        −2 log likelihood.
    settled
        Whether the fit has settled.
    """

    coefficients: FloatArray
    covariance: FloatArray
    deviance: float
    settled: bool


def logistic(X: FloatArray, y: FloatArray, clusters: Sequence[str] | None = None, *, steps: int = 50) -> Logistic:
    r"""Fit a logistic regression by Newton's method.

    With clusters the covariance is the sandwich :math:`A^{-1} B A^{-1}` of the information A and
    :math:`B = \frac{G}{G-1} \sum_g u_g u_g^T`, where :math:`u_g` is the sum of the scores of cluster g.

    Parameters
    ----------
    X
        (n, p) predictors, with a column of ones where there is an intercept.
    y
        (n,) 0 or 1.
    clusters
        (n,) cluster of each; None for the covariance of independent answers.
    steps
        Most steps of the method.

    References
    ----------
    Liang, K.-Y., & Zeger, S. L. (1986). Longitudinal data analysis using generalized linear models. Biometrika 73(1),
    13-22.
    """
    n, p = X.shape
    beta = np.zeros(p)
    settled = False
    for _step in range(steps):
        chance = _expit(X @ beta)
        information = (X * (chance * (1 - chance))[:, None]).T @ X
        if not n or np.linalg.cond(information) > 1e13:
            break
        move = np.linalg.solve(information, X.T @ (y - chance))
        beta = beta + move
        if np.abs(move).max() < 1e-10:
            settled = True
            break
    if not settled or np.abs(beta).max() > 30:
        return Logistic(np.full(p, np.nan), np.full((p, p), np.nan), float("nan"), False)
    eta = X @ beta
    chance = _expit(eta)
    inverse = np.linalg.inv((X * (chance * (1 - chance))[:, None]).T @ X)
    deviance = 2 * float(np.logaddexp(0.0, np.where(y > 0.5, -eta, eta)).sum())
    if clusters is None:
        return Logistic(beta, inverse, deviance, True)
    names, place = np.unique(np.asarray(clusters), return_inverse=True)
    scores = np.zeros((names.size, p))
    np.add.at(scores, place, X * (y - chance)[:, None])
    groups = names.size
    middle = groups / (groups - 1) * scores.T @ scores if groups > 1 else np.full((p, p), np.nan)
    return Logistic(beta, inverse @ middle @ inverse, deviance, True)


def _expit(x: FloatArray) -> FloatArray:
    chance: FloatArray = np.exp(-np.logaddexp(0.0, -x))
    return chance
