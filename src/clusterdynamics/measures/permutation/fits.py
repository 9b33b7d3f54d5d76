"""The regressions that are tested: linear and logistic over the cells of networks, and what can be wrong with them."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linprog

from clusterdynamics.i18n import _
from clusterdynamics.measures.permutation import kernels

__all__ = ["Fit", "collinear", "linear", "logistic", "separated"]

FloatArray = NDArray[np.float64]

#: A predictor of which less than this share is its own follows from the others (as in R's ``qr``).
_OWN = 1e-7


@dataclass(frozen=True, eq=False)
class Fit:
    """A fitted regression.

    Attributes
    ----------
    coefficients, errors
        (k,) each, the intercept first.
    r_squared, deviance
        Of a linear model, and of a logistic one; NaN for the other.
    null_deviance
        Deviance of the intercept alone.
    """

    coefficients: FloatArray
    errors: FloatArray
    r_squared: float
    deviance: float
    null_deviance: float

    @property
    def statistics(self) -> FloatArray:
        """(k,) t or z: coefficient by standard error; infinite where the fit is perfect."""
        with np.errstate(divide="ignore", invalid="ignore"):
            found: FloatArray = self.coefficients / self.errors
        return found


def linear(X: FloatArray, y: FloatArray) -> Fit:
    """Fit by least squares; X has a column of ones first and is of full rank."""
    Q, R = np.linalg.qr(X)
    upper = np.linalg.inv(R)
    beta = upper @ (Q.T @ y)
    left = y - X @ beta
    spread = y - y.mean()
    rest, whole = float(left @ left), float(spread @ spread)
    # What rounding leaves of a perfect fit is no error.
    rest = 0.0 if rest <= 1e-24 * whole else rest
    errors = np.sqrt((upper**2).sum(axis=1) * rest / (len(y) - X.shape[1]))
    return Fit(beta, errors, 1 - rest / whole, math.nan, math.nan)


def logistic(X: FloatArray, y: FloatArray) -> Fit | None:
    """Fit by maximum likelihood; None where the fit does not settle."""
    k = X.shape[1]
    beta, covariance, deviance, settled = kernels.logistic_newton(
        np.ascontiguousarray(X), np.ascontiguousarray(y), np.zeros(k), len(y)
    )
    if not settled.all():
        return None
    share = float(y.mean())
    null = -2 * len(y) * (share * math.log(share) + (1 - share) * math.log(1 - share))
    return Fit(beta, np.sqrt(np.diag(covariance)), math.nan, float(deviance), null)


def collinear(X: FloatArray, names: tuple[str, ...]) -> list[str]:
    """Return what is wrong with the predictors: those that do not vary, or follow from those before them.

    Parameters
    ----------
    X
        (N, p) predictors, without a column of ones.
    names
        (p,) what they are called.
    """
    problems = []
    used: list[int] = []
    centred = X - X.mean(axis=0)
    lengths = np.linalg.norm(centred, axis=0)
    unit = centred / np.where(lengths > 0, lengths, 1)
    for k, name in enumerate(names):
        if np.ptp(X[:, k]) == 0:
            problems.append(_("“{name}” has the same value in all cells used. Leave it out.").format(name=name))
            continue
        weights = np.linalg.lstsq(unit[:, used], unit[:, k], rcond=None)[0]
        if np.linalg.norm(unit[:, k] - unit[:, used] @ weights) > _OWN:
            used.append(k)
            continue
        of = ", ".join(f"“{names[u]}”" for u, w in zip(used, weights, strict=True) if abs(w) > 1e-6)
        problems.append(
            _("“{name}” follows from {others} in the cells used, so they cannot be told apart. Leave one out.").format(
                name=name, others=of
            )
        )
    return problems


def separated(X: FloatArray, y: FloatArray, names: tuple[str, ...]) -> list[str]:
    r"""Return the predictors that tell the cells with 1 from those with 0 without a mistake, alone or together.

    There is such a combination where a vector b ≠ 0 has :math:`(2 y_i - 1) x_i^T b \ge 0` for all cells, and more
    than 0 for some.

    Parameters
    ----------
    X
        (N, 1 + p) a column of ones, and the predictors.
    names
        (p,) what the predictors are called.

    References
    ----------
    Konis, K. (2007). Linear programming algorithms for detecting separated data in binary logistic regression
    models. PhD thesis, University of Oxford.
    """
    signed = np.where(y > 0.5, 1.0, -1.0)[:, None] * X / np.abs(X).max(axis=0)
    # One that does it alone is named alone: together with others it does it, too.
    alone = [name for k, name in enumerate(names, start=1) if _apart(signed[:, [0, k]]) is not None]
    if alone:
        return alone
    together = _apart(signed)
    if together is None:
        return []
    return [name for name, weight in zip(names, together[1:], strict=True) if abs(weight) > 1e-7]


def _apart(signed: FloatArray) -> FloatArray | None:
    """Return a vector b with which no row of `signed` is below 0 and some are above; None where there is none."""
    found = linprog(-signed.sum(axis=0), A_ub=-signed, b_ub=np.zeros(len(signed)), bounds=(-1, 1), method="highs")
    if found.x is None or found.fun is None or found.fun > -1e-6:
        return None
    weights: FloatArray = found.x
    return weights
