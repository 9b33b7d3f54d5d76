"""Which industries go together, and how near a region is to one that it does not have."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

__all__ = ["proximity", "relatedness_density", "specialised"]

FloatArray = NDArray[np.float64]
BoolArray = NDArray[np.bool_]


def specialised(quotients: ArrayLike, least: float = 1.0) -> FloatArray:
    """Return 1 where a location quotient reaches `least`, 0 where it does not, NaN where it is not known."""
    q = np.asarray(quotients, dtype=np.float64)
    found: FloatArray = np.where(np.isfinite(q), (q >= least).astype(np.float64), np.nan)
    return found


def proximity(present: ArrayLike) -> FloatArray:
    r"""Return how often two industries are found in the same region.

    .. math:: \varphi_{ij} = \min\{P(i \mid j), P(j \mid i)\}
        = \frac{\sum_r M_{ri} M_{rj}}{\max(\sum_r M_{ri}, \sum_r M_{rj})}

    over the regions in which both are known.

    Parameters
    ----------
    present
        (regions, industries) 1 or 0, as :func:`specialised` gives it; NaN where it is not known.

    Returns
    -------
    (industries, industries) in [0, 1], symmetric; NaN where neither of two industries is anywhere.

    References
    ----------
    Hidalgo, C. A., Klinger, B., Barabási, A.-L., & Hausmann, R. (2007). The product space conditions the development
    of nations. Science 317, 482-487.
    """
    m = np.asarray(present, dtype=np.float64)
    known = np.isfinite(m).astype(np.float64)
    m = np.nan_to_num(m)
    both = m.T @ m
    here = m.T @ known  # regions with i, of those where j is known
    most = np.maximum(here, here.T)
    found: FloatArray = np.divide(both, most, out=np.full(both.shape, np.nan), where=most > 0)
    return found


def relatedness_density(present: ArrayLike, relatedness: ArrayLike | None = None) -> FloatArray:
    r"""Return how much of what is related to an industry a region has already.

    .. math:: \omega_{ri} = \frac{\sum_{j \ne i} \varphi_{ij} M_{rj}}{\sum_{j \ne i} \varphi_{ij}}

    over the industries that are known in the region.

    Parameters
    ----------
    present
        (regions, industries) 1 or 0; NaN where it is not known.
    relatedness
        (industries, industries) how related two industries are; :func:`proximity` where it is not given.

    Returns
    -------
    (regions, industries) in [0, 1]; NaN where nothing related is known.

    References
    ----------
    Hidalgo et al. (2007); Boschma, R., Balland, P.-A., & Kogler, D. F. (2015). Relatedness and technological change in
    cities. Industrial and Corporate Change 24(1), 223-250.
    """
    m = np.asarray(present, dtype=np.float64)
    phi = np.nan_to_num(np.asarray(proximity(m) if relatedness is None else relatedness, dtype=np.float64))
    phi = phi - np.diag(np.diag(phi))
    known = np.isfinite(m).astype(np.float64)
    below = known @ phi
    found: FloatArray = np.divide(np.nan_to_num(m) @ phi, below, out=np.full(m.shape, np.nan), where=below > 0)
    return found
