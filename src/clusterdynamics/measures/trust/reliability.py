"""How far items that ask for the same thing measure it without chance: Cronbach's alpha, McDonald's omega."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy import optimize

from clusterdynamics import compute

__all__ = ["OneFactor", "Reliability", "alpha", "omega", "one_factor", "reliability"]

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]

#: Least share of an item's variance that is left to the item itself, so that no fit is perfect (Heywood cases).
_LEAST = 0.005


class OneFactor(NamedTuple):
    """One common factor: (K,) loadings and unique variances, in the units of the items."""

    loadings: FloatArray
    unique: FloatArray


def alpha(covariance: FloatArray) -> float:
    r"""Return coefficient alpha of the sum of K items.

    .. math:: \alpha = \frac{K}{K - 1} \left(1 - \frac{\sum_k s_{kk}}{\sum_{kl} s_{kl}}\right)

    Parameters
    ----------
    covariance
        (K, K) of the items.

    Returns
    -------
    float
        At most 1, negative where items run against each other; NaN for fewer than two items, or without variance.

    References
    ----------
    Cronbach, L. J. (1951). Coefficient alpha and the internal structure of tests. Psychometrika 16(3), 297-334.
    """
    k = covariance.shape[0]
    total = float(covariance.sum())
    if k < 2 or not total > 0:
        return float("nan")
    return float(k / (k - 1) * (1 - float(np.trace(covariance)) / total))


def omega(covariance: FloatArray) -> float:
    r"""Return McDonald's omega of the sum of the items: the share of its variance that comes from one factor.

    .. math:: \omega = 1 - \frac{\sum_k \psi_k}{\sum_{kl} s_{kl}}

    with the unique variances of ``one_factor``. Where the factor fits, as it always does with three items, this is
    :math:`(\sum_k \lambda_k)^2 / ((\sum_k \lambda_k)^2 + \sum_k \psi_k)`.

    Parameters
    ----------
    covariance
        (K, K) of the items; of correlations for the omega of standardised items.

    Returns
    -------
    float
        At most 1; NaN for fewer than three items (one factor is then not determined), where an item does not vary,
        or where the items cancel out.

    References
    ----------
    McDonald, R. P. (1999). Test Theory: A Unified Treatment. Erlbaum, chapter 6.
    """
    total = float(covariance.sum())
    if covariance.shape[0] < 3 or not (np.diag(covariance) > 0).all() or not total > 0:
        return float("nan")
    return 1 - float(one_factor(covariance).unique.sum()) / total


def one_factor(covariance: FloatArray) -> OneFactor:
    r"""Fit one common factor by maximum likelihood.

    .. math:: \Sigma = \lambda\lambda' + \mathrm{diag}(\psi)

    minimises log det Σ + tr(SΣ⁻¹), in the correlations (the fit does not depend on the units), with every unique
    variance at least 0.005 of the item's variance. With three items the model has as many parameters as there are
    covariances, and the loadings follow from them directly where they are proper.

    Parameters
    ----------
    covariance
        (K, K) of the items, K ≥ 3, all of which vary.

    Returns
    -------
    OneFactor
        Loadings with a sum that is not negative.

    References
    ----------
    Lawley, D. N., & Maxwell, A. E. (1971). Factor Analysis as a Statistical Method. Butterworths.
    """
    scale = np.sqrt(np.diag(covariance))
    r = covariance / np.outer(scale, scale)
    loadings = _three(r) if r.shape[0] == 3 else None
    if loadings is None:
        loadings = _fitted(r)
    if float(loadings @ scale) < 0:
        loadings = -loadings
    return OneFactor(loadings * scale, np.maximum(1 - loadings**2, _LEAST) * scale**2)


def _three(r: FloatArray) -> FloatArray | None:
    """Return the loadings of three items from their correlations; None where they are not proper."""
    a, b, c = r[0, 1], r[0, 2], r[1, 2]
    if not a * b * c > 0:
        return None
    square = np.array([a * b / c, a * c / b, b * c / a])
    if (square > 1 - _LEAST).any():
        return None
    # The second and third share the sign of their correlation with the first.
    signs: FloatArray = np.array([1.0, np.sign(a), np.sign(b)])
    return np.sqrt(square) * signs


def _loadings(r: FloatArray, unique: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Return the best loadings for given unique variances, and the eigenvalues, the greatest first."""
    root = np.sqrt(unique)
    values, vectors = np.linalg.eigh(r / np.outer(root, root))
    loadings: FloatArray = root * vectors[:, -1] * np.sqrt(max(float(values[-1]) - 1, 0.0))
    return loadings, values[::-1]


def _fitted(r: FloatArray) -> FloatArray:
    """Return the loadings that maximise the likelihood, searched for over the unique variances."""

    def criterion(unique: FloatArray) -> tuple[float, FloatArray]:
        loadings, values = _loadings(r, unique)
        rest = np.maximum(values[1:], 1e-12)
        gap = np.outer(loadings, loadings) + np.diag(unique) - r
        return float((rest - np.log(rest)).sum()), np.diag(gap) / unique**2

    start = np.clip(0.5 / np.diag(np.linalg.pinv(r)), 2 * _LEAST, 1 - _LEAST)
    found = optimize.minimize(
        criterion,
        start,
        jac=True,
        method="L-BFGS-B",
        bounds=[(_LEAST, 1.0)] * start.size,
        options={"ftol": 1e-14, "gtol": 1e-9, "maxiter": 1000},
    )
    return _loadings(r, found.x)[0]


@dataclass(frozen=True, eq=False)
class Reliability:
    """Reliability of the mean of K items.

    Attributes
    ----------
    alpha, omega
        Coefficients; NaN where they are not defined.
    ratings, raters
        Ratings with all items answered, and by how many.
    alpha_draws, omega_draws
        (replicates,) over redraws of raters.
    """

    alpha: float
    omega: float
    ratings: int
    raters: int
    alpha_draws: FloatArray
    omega_draws: FloatArray


def reliability(
    answers: FloatArray, raters: IntArray, replicates: int, rng: np.random.Generator, label: str = ""
) -> Reliability:
    """Return alpha and omega of ratings, with redraws of raters.

    A redraw draws as many raters as there are, with replacement, each with all its ratings: the ratings of one
    rater are not independent.

    Parameters
    ----------
    answers
        (M, K) answers to the items; rows with an answer missing are left out.
    raters
        (M,) who has rated.
    replicates
        Number of redraws.
    rng
        Source of chance.
    label
        What the work is called where progress is shown.
    """
    full = np.isfinite(answers).all(axis=1)
    rows, who = answers[full], raters[full]
    names, at = np.unique(who, return_inverse=True)
    k = answers.shape[1]
    # Number, sums and products of the ratings of each rater: all that a redraw needs.
    middle = rows.mean(axis=0) if rows.size else np.zeros(k)
    centred = rows - middle
    products = np.zeros((names.size, 1 + k + k * k))
    line = np.hstack(
        [np.ones((len(rows), 1)), centred, (centred[:, :, None] * centred[:, None, :]).reshape(len(rows), k * k)]
    )
    np.add.at(products, at, line)
    here = _covariances(np.ones((1, names.size)), products, k)[0]
    parts = (
        compute.replicate(_redraw, replicates, products, k, seed=rng, label=label)
        if names.size > 1 and np.isfinite(here).all()
        else []
    )
    drawn = np.concatenate(parts) if parts else np.empty((0, 2))
    return Reliability(
        alpha(here), omega(here) if np.isfinite(here).all() else float("nan"), len(rows), names.size, *drawn.T.copy()
    )


def _covariances(weights: FloatArray, products: FloatArray, k: int) -> FloatArray:
    """Return the (size, K, K) covariances of the ratings, each rater counted `weights` times."""
    sums = weights @ products
    n, mean = sums[:, 0], sums[:, 1 : 1 + k]
    squares = sums[:, 1 + k :].reshape(-1, k, k)
    enough = n > 1
    n1 = np.where(enough, n, np.nan)[:, None, None]
    covariances: FloatArray = (squares - mean[:, :, None] * mean[:, None, :] / n1) / (n1 - 1)
    return covariances


def _redraw(rng: np.random.Generator, size: int, products: FloatArray, k: int) -> FloatArray:
    """Return alpha and omega of `size` redraws of raters."""
    m = len(products)
    weights = rng.multinomial(m, np.full(m, 1.0 / m), size=size).astype(np.float64)
    found = np.empty((size, 2))
    for b, covariance in enumerate(_covariances(weights, products, k)):
        good = bool(np.isfinite(covariance).all())
        found[b] = (alpha(covariance), omega(covariance)) if good else (np.nan, np.nan)
    return found
