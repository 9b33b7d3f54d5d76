"""Economic complexity: regions that do what few others do, and what else these do."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

__all__ = ["Complexity", "complexity"]

FloatArray = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Complexity:
    """Economic complexity of regions and industries.

    Attributes
    ----------
    regions
        (regions,) index with mean 0 and standard deviation 1; NaN for a region without any industry.
    industries
        (industries,) the same for industries; NaN for one that no region has.
    diversity, ubiquity
        Industries of each region, and regions of each industry.
    """

    regions: FloatArray
    industries: FloatArray
    diversity: FloatArray
    ubiquity: FloatArray


def complexity(present: ArrayLike) -> Complexity:
    r"""Return the economic complexity index.

    The second eigenvector of

    .. math:: \tilde M_{rr'} = \frac{1}{k_r} \sum_i \frac{M_{ri} M_{r'i}}{k_i}

    with the diversity :math:`k_r` of regions and the ubiquity :math:`k_i` of industries, brought to mean 0 and
    standard deviation 1, and pointing the way of diversity. It is a property of the whole table: where regions fall
    into parts that share no industry, one index cannot compare them.

    Parameters
    ----------
    present
        (regions, industries) 1 or 0.

    Raises
    ------
    ValueError
        A value is missing, or the regions fall into parts that share no industry, or fewer than two are left.

    References
    ----------
    Hidalgo, C. A., & Hausmann, R. (2009). The building blocks of economic complexity. PNAS 106(26), 10570-10575.
    Hausmann, R., et al. (2014). The Atlas of Economic Complexity. MIT Press. Technical box 2.2.
    """
    m = np.asarray(present, dtype=np.float64)
    if not np.isfinite(m).all():
        raise ValueError("a value is missing; say for each industry and region whether it is there")
    m = (m > 0).astype(np.float64)
    diversity, ubiquity = m.sum(axis=1), m.sum(axis=0)
    rows, columns = diversity > 0, ubiquity > 0
    part = m[np.ix_(rows, columns)]
    if part.shape[0] < 2:
        raise ValueError("complexity compares regions: it needs two that have an industry")
    kr, ki = diversity[rows], ubiquity[columns]
    # Symmetric form D^-1/2 M K^-1 M' D^-1/2: the same eigenvalues, and a stable solver.
    half = part / np.sqrt(kr)[:, None] / np.sqrt(ki)[None, :]
    values, vectors = np.linalg.eigh(half @ half.T)
    if values.size > 1 and values[-2] > 1 - 1e-9:
        raise ValueError("the regions fall into parts that share no industry: one index cannot compare them")
    region = _standard(vectors[:, -2] / np.sqrt(kr))
    industry = _standard((part / ki).T @ region)
    if np.corrcoef(region, kr)[0, 1] < 0 if np.ptp(kr) > 0 else region[np.argmax(np.abs(region))] < 0:
        region, industry = -region, -industry
    regions, industries = np.full(m.shape[0], np.nan), np.full(m.shape[1], np.nan)
    regions[rows], industries[columns] = region, industry
    return Complexity(regions, industries, diversity, ubiquity)


def _standard(x: FloatArray) -> FloatArray:
    """Return values with mean 0 and standard deviation 1 (of the population); zeros where all are equal."""
    spread = x.std()
    found: FloatArray = (x - x.mean()) / spread if spread > 1e-12 else np.zeros_like(x)
    return found
