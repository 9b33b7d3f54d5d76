"""Mokken scaling: how far answers to statements follow one order (Loevinger's H)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

__all__ = ["Mokken", "centred_within", "loevinger"]

FloatArray = NDArray[np.float64]


class Mokken(NamedTuple):
    """Scalability coefficients.

    Attributes
    ----------
    scale, scale_se
        H of all items, and its standard error.
    items, items_se
        (J,) H_j of each item with all the others.
    pairs
        (J, J) H_ij; NaN on the diagonal and where an item does not vary.
    respondents
        Respondents with at least two answers.
    """

    scale: float
    scale_se: float
    items: FloatArray
    items_se: FloatArray
    pairs: FloatArray
    respondents: int


def centred_within(values: FloatArray, clusters: Sequence[str]) -> FloatArray:
    """Return answers less the mean of their cluster, item by item.

    Pooled over clusters, answers hang together already because clusters differ; what is left within them is what a
    scale of respondents can rest on.

    Parameters
    ----------
    values
        (respondents, items); NaN not answered.
    clusters
        (respondents,) cluster of each.
    """
    result = np.array(values, dtype=np.float64)
    names = np.asarray(clusters, dtype=np.str_)
    for cluster in sorted(set(names.tolist())):
        mine = names == cluster
        seen = np.isfinite(values[mine])
        count = seen.sum(axis=0)
        means = np.divide(
            np.where(seen, values[mine], 0.0).sum(axis=0), count, out=np.zeros(count.shape), where=count > 0
        )
        result[mine] -= means
    return result


def _covariances(values: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Return (J, J) covariances, and the greatest that the same answers could have: both sorted.

    Only respondents who answered both items of a pair count; sums of products instead of means, since only ratios
    within a pair are needed, divided by the number of respondents so that pairs of all sizes weigh alike.
    """
    items = values.shape[1]
    seen = np.isfinite(values)
    found, greatest = np.full((items, items), np.nan), np.full((items, items), np.nan)
    complete = bool(values.size) and bool(seen.all())
    ordered = np.sort(values, axis=0) if complete else values
    if complete:
        n = values.shape[0]
        centred = values - values.mean(axis=0)
        apart = ordered - ordered.mean(axis=0)
        found, greatest = centred.T @ centred / n, apart.T @ apart / n
    else:
        for i in range(items):
            for j in range(i + 1, items):
                both = seen[:, i] & seen[:, j]
                if both.any():
                    x, y = values[both, i], values[both, j]
                    at = x.mean() * y.mean()
                    found[i, j] = found[j, i] = (x * y).mean() - at
                    greatest[i, j] = greatest[j, i] = (np.sort(x) * np.sort(y)).mean() - at
    # An item that does not vary is left out; rounding must not make it vary.
    dead = ~(greatest > 1e-12)
    found[dead], greatest[dead] = np.nan, np.nan
    np.fill_diagonal(found, np.nan)
    np.fill_diagonal(greatest, np.nan)
    return found, greatest


def _coefficients(values: FloatArray) -> tuple[float, FloatArray, FloatArray]:
    found, greatest = _covariances(values)
    with np.errstate(invalid="ignore", divide="ignore"):
        pairs = found / greatest
        above, below = np.nansum(found, axis=1), np.nansum(greatest, axis=1)
        items = np.where(below > 0, above / np.where(below > 0, below, 1.0), np.nan)
    total = float(below.sum())
    return (float(above.sum()) / total if total > 0 else float("nan")), items, pairs


def loevinger(values: FloatArray, groups: Sequence[str] | None = None, *, errors: bool = True) -> Mokken:
    r"""Return Loevinger's H of pairs, items and the scale.

    .. math:: H_{ij} = \frac{cov(X_i, X_j)}{cov_{max}(X_i, X_j)}, \quad
        H_i = \frac{\sum_j cov(X_i, X_j)}{\sum_j cov_{max}(X_i, X_j)}, \quad
        H = \frac{\sum_{i<j} cov(X_i, X_j)}{\sum_{i<j} cov_{max}(X_i, X_j)}

    with the greatest covariance that the marginal distributions allow, reached when both are sorted. From .3 on a
    scale is called weak, from .4 medium, from .5 strong (Mokken).

    Parameters
    ----------
    values
        (respondents, items) answers, all turned the same way; or centred within clusters. NaN not answered: a pair
        rests on those who answered both.
    groups
        (respondents,) units that are drawn together (clusters) for the standard errors; each respondent where None.
    errors
        Whether to compute standard errors (by the jackknife: one unit left out at a time).

    References
    ----------
    Loevinger, J. (1948). The technic of homogeneous tests. Psychological Bulletin 45, 507-529.
    Mokken, R. J. (1971). A theory and procedure of scale analysis. Mouton.
    Molenaar, I. W. (1991). A weighted Loevinger H-coefficient extending Mokken scaling to multicategory items.
    Kwantitatieve Methoden 37, 97-117.
    """
    kept = np.isfinite(values).sum(axis=1) >= 2
    good = np.asarray(values, dtype=np.float64)[kept]
    scale, items, pairs = _coefficients(good)
    nothing = np.full(items.shape, np.nan)
    n = good.shape[0]
    names = np.arange(n) if groups is None else np.unique(np.asarray(groups)[kept], return_inverse=True)[1]
    units = int(names.max()) + 1 if n else 0
    if not errors or units < 2:
        return Mokken(scale, float("nan"), items, nothing, pairs, n)
    parts = [_coefficients(good[names != unit])[:2] for unit in range(units)]
    factor = (units - 1) / units
    wholes, each = np.array([p[0] for p in parts]), np.array([p[1] for p in parts])
    return Mokken(
        scale,
        float(np.sqrt(factor * ((wholes - wholes.mean()) ** 2).sum())),
        items,
        np.sqrt(factor * ((each - each.mean(axis=0)) ** 2).sum(axis=0)),
        pairs,
        n,
    )
