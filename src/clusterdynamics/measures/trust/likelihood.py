"""The profiled restricted likelihood of the social relations model, its minimum, and how sharp that is."""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt

import numpy as np
from numpy.typing import NDArray
from scipy import linalg, optimize

from clusterdynamics.measures.trust.cross_products import CrossProducts, PairWeights, pair_weights
from clusterdynamics.measures.trust.kernels import inverse

__all__ = ["Components", "Criterion", "Solution", "relative"]

FloatArray = NDArray[np.float64]

#: Standard deviations relative to the error: generosity, slope and rest of reputation, sum and difference of a pair.
_START = (0.5, 0.1, 0.5, 0.8, 0.6)
#: Fewer organisations than this in both roles say nothing about generosity going with reputation.
_LEAST_ROLES = 3
_STEP = 1e-4


@dataclass(frozen=True)
class Components:
    """Variances and covariances, in squared points of the scale.

    Attributes
    ----------
    generosity, reputation
        Variance of the raters' (actor) and of the partners' effects.
    role_covariance
        Covariance of an organisation's generosity and reputation (generalised reciprocity).
    pair
        Variance of the pair effects (relationship).
    pair_covariance
        Covariance of the two effects of a pair (dyadic reciprocity).
    error
        Variance of one answer around all these.
    """

    generosity: float
    reputation: float
    role_covariance: float
    pair: float
    pair_covariance: float
    error: float

    def shares(self, items: int) -> dict[str, float]:
        """Return the share of each source in the variance of a rating, the mean of `items` answers."""
        parts = {
            "generosity": self.generosity,
            "reputation": self.reputation,
            "pair": self.pair,
            "chance": self.error / items,
        }
        total = sum(parts.values())
        return {name: part / total for name, part in parts.items()}

    @property
    def generalised_reciprocity(self) -> float:
        """Correlation of generosity and reputation; NaN where one of them does not vary."""
        return _correlation(self.role_covariance, self.generosity * self.reputation, self.error**2)

    @property
    def dyadic_reciprocity(self) -> float:
        """Correlation of the two effects of a pair; NaN where they do not vary."""
        return _correlation(self.pair_covariance, self.pair**2, self.error**2)


def _correlation(covariance: float, product: float, scale: float) -> float:
    return covariance / sqrt(product) if product > 1e-8 * scale else float("nan")


def relative(theta: FloatArray) -> Components:
    """Return the components that five relative standard deviations stand for, with an error variance of 1."""
    l1, l2, l3, p, q = theta
    return Components(l1 * l1, l2 * l2 + l3 * l3, l1 * l2, (p * p + q * q) / 2, (p * p - q * q) / 2, 1.0)


class Criterion:
    """The profiled restricted likelihood of one data set, and its minimum."""

    def __init__(self, sums: CrossProducts, role_covariance: bool) -> None:
        self.sums = sums
        free = [0, 1, 2, 3, 4]
        if not role_covariance or sums.two_roles < _LEAST_ROLES:
            free.remove(1)
        if not sums.mutual:
            free.remove(4)
        self.free = np.array(free)
        self.theta = np.array(_START)[self.free]
        self.criterion = float("nan")
        #: (free, free) a square root of the covariance of the estimates.
        self.spread = np.zeros((self.free.size, self.free.size))

    def full(self, theta: FloatArray) -> FloatArray:
        """Return all five parameters for the free ones."""
        whole = np.zeros(5)
        whole[self.free] = theta
        if 4 not in self.free:
            whole[4] = whole[3]
        return whole

    def run(self) -> None:
        """Minimise, and find how sharp the minimum is."""
        # Stops where the criterion no longer falls by more than its own rounding error; then one Newton step.
        best = optimize.minimize(
            self.value_and_slope,
            self.theta,
            jac=True,
            method="L-BFGS-B",
            options={"ftol": 1e-12, "gtol": 1e-6, "maxcor": 20},
        )
        self.theta = best.x
        curve = np.empty((self.free.size, self.free.size))
        for k in range(self.free.size):
            step = np.zeros(self.free.size)
            step[k] = _STEP * max(1.0, abs(self.theta[k]))
            up, down = (self.value_and_slope(self.theta + s)[1] for s in (step, -step))
            curve[k] = (up - down) / (2 * step[k])
        # Flat directions (at a variance of 0) are not moved along. −2 × log-likelihood has twice the information.
        root, axes = linalg.eigh((curve + curve.T) / 2)
        keep = root > 1e-6 * max(float(root.max()), 1e-12)
        root = np.where(keep, root, np.inf)
        self.spread = axes * np.sqrt(2 / root)
        here, slope = self.value_and_slope(self.theta)
        polished = self.theta - (axes / root) @ (axes.T @ slope)
        self.criterion = self.value_and_slope(polished)[0]
        if self.criterion <= here:
            self.theta = polished
        else:
            self.criterion = here

    # -- the criterion --------------------------------------------------------------------------------------

    def solve(self, whole: FloatArray) -> Solution:
        """Return estimates and inverse of the mixed model equations for the five parameters."""
        sums = self.sums
        k, n = sums.items, sums.n
        l1, l2, l3 = whole[:3]
        parts = relative(whole)
        weights = pair_weights(parts.pair, parts.pair_covariance, sums.patterns)
        a = sums.weighted(weights.h)
        left, cross = a[:-1, :-1], a[:-1, -1]
        raters, partners = slice(k, k + n), slice(k + n, k + 2 * n)
        # Effects are Λv with v of unit variance: no division by a variance that may be 0.
        half = left.copy()
        half[:, raters] = l1 * left[:, raters] + l2 * left[:, partners]
        half[:, partners] = l3 * left[:, partners]
        m = half.copy()
        m[raters] = l1 * half[raters] + l2 * half[partners]
        m[partners] = l3 * half[partners]
        m[np.arange(k, k + 2 * n), np.arange(k, k + 2 * n)] += 1.0
        w = cross.copy()
        w[raters] = l1 * cross[raters] + l2 * cross[partners]
        w[partners] = l3 * cross[partners]
        inverted, log_det = inverse(m)
        v = np.einsum("ij,j->i", inverted, w)
        scaled = _scale_rows(inverted, whole, k, n)  # Λ M⁻¹
        full = _scale_rows(scaled.T, whole, k, n)  # Λ M⁻¹ Λ'
        estimates = _scale_rows(v[:, None], whole, k, n)[:, 0]
        rest = float(a[-1, -1] - w @ v)
        return Solution(weights, a, estimates, v, scaled, full, rest, log_det)

    def value_and_slope(self, theta: FloatArray) -> tuple[float, FloatArray]:
        """Return −2 × profiled restricted log-likelihood and its derivatives by the free parameters."""
        sums = self.sums
        k, n = sums.items, sums.n
        whole = self.full(theta)
        found = self.solve(whole)
        df = sums.answers - k
        value = (
            float(sums.dyads @ found.weights.log_det) + found.log_det + df * (1 + np.log(2 * np.pi * found.rest / df))
        )
        # By the elements of A: from log det M, and from the residual sum of squares (envelope theorem).
        c = np.append(-found.estimates, 1.0)
        by_a = (df / found.rest) * np.outer(c, c)
        by_a[:-1, :-1] += found.covariance
        by_h = sums.slopes(by_a)
        by_pair = np.einsum("dpe,pe->d", found.weights.h_slope, by_h) + found.weights.log_det_slope @ sums.dyads
        # By the elements of Λ.
        left = found.a[:-1, :-1]
        residual = found.a[:-1, -1] - np.einsum("ij,j->i", left, found.estimates)
        raters, partners = slice(k, k + n), slice(k + n, k + 2 * n)

        def by_block(row: slice, column: slice) -> float:
            trace = float(np.einsum("ir,ri->", left[row], found.scaled[:, column]))
            return 2 * trace - 2 * df / found.rest * float(found.v[column] @ residual[row])

        p, q = whole[3:]
        slope = np.array(
            [
                by_block(raters, raters),
                by_block(partners, raters),
                by_block(partners, partners),
                p * (by_pair[0] + by_pair[1]),
                q * (by_pair[0] - by_pair[1]),
            ]
        )
        if 4 not in self.free:
            slope[3] += slope[4]
        return value, slope[self.free]


@dataclass(frozen=True, eq=False)
class Solution:
    """The mixed model equations solved at one point.

    Attributes
    ----------
    weights
        H of the patterns, with derivatives.
    a
        (P, P) generalised cross-product, the answers last.
    estimates, v
        (K + 2n,) item means and effects; the same with the effects standardised.
    scaled, covariance
        Λ M⁻¹ and Λ M⁻¹ Λ', the covariance of (estimates − truth) relative to the error variance.
    rest
        Residual sum of squares.
    log_det
        log det M.
    """

    weights: PairWeights
    a: FloatArray
    estimates: FloatArray
    v: FloatArray
    scaled: FloatArray
    covariance: FloatArray
    rest: float
    log_det: float


def _scale_rows(matrix: FloatArray, whole: FloatArray, k: int, n: int) -> FloatArray:
    """Return Λ · matrix: rows of raters times l₁; rows of partners l₂ × those of raters + l₃ × their own."""
    scaled = matrix.copy()
    raters, partners = slice(k, k + n), slice(k + n, k + 2 * n)
    scaled[raters] = whole[0] * matrix[raters]
    scaled[partners] = whole[1] * matrix[raters] + whole[2] * matrix[partners]
    return scaled
