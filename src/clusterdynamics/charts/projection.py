"""From the globe to the plane: equal areas, so that a large shade is a large region."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

__all__ = ["equal_area", "middle_of"]

FloatArray = NDArray[np.float64]


def middle_of(points: ArrayLike) -> tuple[float, float]:
    """Return the middle (longitude, latitude) of the box around points, in degrees."""
    at = np.asarray(points, dtype=np.float64).reshape(-1, 2)
    if not at.size:
        return 10.0, 52.0
    low, high = at.min(axis=0), at.max(axis=0)
    return float((low[0] + high[0]) / 2), float((low[1] + high[1]) / 2)


def equal_area(points: ArrayLike, middle: Sequence[float]) -> FloatArray:
    r"""Return points in Lambert's azimuthal equal-area projection, in radii of the sphere.

    .. math:: x = k \cos\varphi \sin(\lambda - \lambda_0), \quad
        y = k (\cos\varphi_0 \sin\varphi - \sin\varphi_0 \cos\varphi \cos(\lambda - \lambda_0)), \quad
        k = \sqrt{\frac{2}{1 + \sin\varphi_0 \sin\varphi + \cos\varphi_0 \cos\varphi \cos(\lambda - \lambda_0)}}

    Parameters
    ----------
    points
        (n, 2) longitude and latitude, degrees.
    middle
        Longitude and latitude of the point that stays where it is.

    References
    ----------
    Snyder, J. P. (1987). Map Projections: A Working Manual. U.S. Geological Survey Professional Paper 1395, 182-190.
    """
    at = np.radians(np.asarray(points, dtype=np.float64).reshape(-1, 2))
    lon0, lat0 = np.radians(middle[0]), np.radians(middle[1])
    lon, lat = at[:, 0] - lon0, at[:, 1]
    near = 1 + np.sin(lat0) * np.sin(lat) + np.cos(lat0) * np.cos(lat) * np.cos(lon)
    k = np.sqrt(2 / np.maximum(near, 1e-9))
    x = k * np.cos(lat) * np.sin(lon)
    y = k * (np.cos(lat0) * np.sin(lat) - np.sin(lat0) * np.cos(lat) * np.cos(lon))
    return np.column_stack([x, y])
