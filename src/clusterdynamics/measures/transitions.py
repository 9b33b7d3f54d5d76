"""How pairs move between depths from one wave to the next: a matrix of counts, and intervals of its rows."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

__all__ = ["dirichlet_bounds", "transition_counts"]

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]


def transition_counts(before: IntArray, after: IntArray, levels: int) -> IntArray:
    """Return how many unordered pairs were at level d before and are at level e now.

    Parameters
    ----------
    before, after
        (n, n) symmetric levels of the pairs, 0 … levels − 1; −1 where it is not known. Pairs known in one wave only
        are left out.
    levels
        Number of levels K.

    Returns
    -------
    (K, K) counts: row d before, column e after.
    """
    rows, columns = np.triu_indices(before.shape[0], 1)
    a, b = before[rows, columns], after[rows, columns]
    known = (a >= 0) & (b >= 0)
    counts: IntArray = np.bincount(a[known] * levels + b[known], minlength=levels**2).astype(np.int64)
    return counts.reshape(levels, levels)


def dirichlet_bounds(counts: IntArray, *, prior: float = 1.0, level: float = 0.95) -> tuple[FloatArray, FloatArray]:
    r"""Return the bounds of the share of each cell in its row.

    A row of counts :math:`n_1 \dots n_K` with a Dirichlet prior of a = `prior` / K in every cell gives a Dirichlet
    distribution of the shares; each share alone has

    .. math:: p_e \sim \mathrm{Beta}\Bigl(n_e + a,\ \sum_{f \ne e} (n_f + a)\Bigr),

    of which the middle `level` is taken. An empty cell begins at 0, one that holds its whole row ends at 1.

    Parameters
    ----------
    counts
        (…, K) counts.
    prior
        Weight of the prior of a whole row, in pairs.

    Returns
    -------
    (…, K) lower and upper bounds; NaN in rows without a count.

    Notes
    -----
    Pairs of the same organisation move together, so the bounds are narrower than they should be.

    References
    ----------
    Berger, J. O., Bernardo, J. M., & Sun, D. (2015). Overall objective priors. Bayesian Analysis 10(1), 189-221 (the
    prior). Gelman, A., Carlin, J. B., Stern, H. S., Dunson, D. B., Vehtari, A., & Rubin, D. B. (2013). Bayesian Data
    Analysis, section 3.4. Brown, L. D., Cai, T. T., & DasGupta, A. (2001). Statistical Science 16(2), 101-133 (ends).
    """
    from scipy.special import betaincinv

    n = counts.sum(axis=-1, keepdims=True)
    one = counts + prior / counts.shape[-1]
    rest = n + prior - one
    tail = (1 - level) / 2
    low, high = betaincinv(one, rest, tail), betaincinv(one, rest, 1 - tail)
    empty = np.broadcast_to(n == 0, counts.shape)
    low = np.where(empty, np.nan, np.where(counts == 0, 0.0, low))
    high = np.where(empty, np.nan, np.where(counts == n, 1.0, high))
    return low, high
