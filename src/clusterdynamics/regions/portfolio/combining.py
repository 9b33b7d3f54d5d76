"""One answer from the models of several clusters: mean and spread of an effect (multi-group analysis of change)."""

from __future__ import annotations

from dataclasses import dataclass
from math import nan, sqrt

import numpy as np
from numpy.typing import ArrayLike

__all__ = ["Combined", "combine"]


@dataclass(frozen=True)
class Combined:
    """An effect in several clusters.

    Attributes
    ----------
    mean, error
        Mean over clusters and its standard error, between-cluster spread included.
    low, high
        95 % bounds of the mean.
    spread
        Standard deviation of the effect between clusters, beyond what estimation alone makes.
    q, p
        Cochran's Q of no spread, and its p.
    clusters
        Clusters whose model gave an estimate.
    """

    mean: float
    error: float
    low: float
    high: float
    spread: float
    q: float
    p: float
    clusters: int


def combine(estimates: ArrayLike, errors: ArrayLike) -> Combined:
    r"""Combine estimates of the same effect in several clusters.

    .. math::
        \hat\mu = \frac{\sum_c w_c \hat\theta_c}{\sum_c w_c}, \quad w_c = \frac{1}{s_c^2 + \hat\tau^2}, \quad
        \hat\tau^2 = \max\Bigl(0, \frac{Q - (C - 1)}{\sum v_c - \sum v_c^2 / \sum v_c}\Bigr), \quad v_c = s_c^{-2}

    Two stages: an actor-oriented model in each cluster, then this. Estimates that are not finite, or have no standard
    error, are left out.

    Parameters
    ----------
    estimates, errors
        (clusters,) estimates and their standard errors.

    References
    ----------
    Snijders, T. A. B., & Baerveldt, C. (2003). A multilevel network study of the effects of delinquent behavior on
    friendship evolution. Journal of Mathematical Sociology 27, 123-151.
    DerSimonian, R., & Laird, N. (1986). Meta-analysis in clinical trials. Controlled Clinical Trials 7, 177-188.
    """
    from scipy.special import gammaincc

    theta, s = np.asarray(estimates, dtype=np.float64), np.asarray(errors, dtype=np.float64)
    kept = np.isfinite(theta) & np.isfinite(s) & (s > 0)
    theta, s = theta[kept], s[kept]
    n = int(theta.size)
    if n == 0:
        return Combined(nan, nan, nan, nan, nan, nan, nan, 0)
    v = 1 / s**2
    fixed = float((v * theta).sum() / v.sum())
    q = float((v * (theta - fixed) ** 2).sum())
    below = float(v.sum() - (v**2).sum() / v.sum())
    tau2 = max(0.0, (q - (n - 1)) / below) if n > 1 else 0.0
    w = 1 / (s**2 + tau2)
    mean, error = float((w * theta).sum() / w.sum()), 1 / sqrt(float(w.sum()))
    p = float(gammaincc((n - 1) / 2, q / 2)) if n > 1 else nan
    return Combined(mean, error, mean - 1.959964 * error, mean + 1.959964 * error, sqrt(tau2), q, p, n)
