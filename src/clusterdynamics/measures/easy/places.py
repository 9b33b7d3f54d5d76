"""How near two organisations are: by coordinates, or by NUTS code where there are none."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

__all__ = ["distances", "nearness"]

FloatArray = NDArray[np.float64]

#: Mean radius of the Earth in kilometres (International Union of Geodesy and Geophysics).
EARTH = 6371.0088
#: A NUTS code is a country (two characters) and up to three levels of one character each.
_COUNTRY, _LEVELS = 2, 3


def distances(latitude: ArrayLike, longitude: ArrayLike) -> FloatArray:
    r"""Return the great-circle distance between all places.

    The chord between the points on the unit sphere gives the angle,

    .. math:: d_{ij} = 2 R \arcsin \tfrac{1}{2} \lVert u_i - u_j \rVert, \quad R = 6371.0088 \text{ km}.

    Parameters
    ----------
    latitude, longitude
        (n,) degrees; NaN where a place is not known.

    Returns
    -------
    (n, n) kilometres; NaN where one of the places is not known.
    """
    lat, lon = (np.radians(np.asarray(x, dtype=np.float64)) for x in (latitude, longitude))
    known = np.isfinite(lat) & np.isfinite(lon)
    lat, lon = np.where(known, lat, 0.0), np.where(known, lon, 0.0)
    unit = np.stack([np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)], axis=1)
    chord = np.sqrt(np.clip(2.0 - 2.0 * (unit @ unit.T), 0.0, 4.0))
    result: FloatArray = 2.0 * EARTH * np.arcsin(chord / 2.0)
    np.fill_diagonal(result, 0.0)
    result[~known, :] = np.nan
    result[:, ~known] = np.nan
    return result


def nearness(latitude: ArrayLike, longitude: ArrayLike, nuts: Sequence[str | None]) -> tuple[FloatArray, FloatArray]:
    r"""Return how near all pairs are, from 0 (far) to 1 (same place), and their distances.

    By coordinates :math:`2^{-d_{ij} / m}`, m the median distance of the cluster's pairs, so that what is near
    follows from the cluster and not from a number of ours: a pair at the median distance counts one half. Where a
    coordinate is missing, the levels of the NUTS codes that agree count one third each (same NUTS-3 region: 1).

    Parameters
    ----------
    latitude, longitude
        (n,) degrees; NaN where not known.
    nuts
        (n,) codes; None where not known.

    Returns
    -------
    nearness, distances
        (n, n) each; NaN where neither coordinates nor codes say it, and on the diagonal.
    """
    kilometres = distances(latitude, longitude)
    np.fill_diagonal(kilometres, np.nan)
    seen = kilometres[np.isfinite(kilometres)]
    middle = float(np.median(seen)) if seen.size else 0.0
    result: FloatArray = 2.0 ** (-kilometres / middle) if middle > 0 else np.where(np.isnan(kilometres), np.nan, 1.0)
    if np.isnan(result).any():
        codes = _by_code(nuts)
        result = np.where(np.isnan(result), codes, result)
    np.fill_diagonal(result, np.nan)
    return result, kilometres


def _by_code(nuts: Sequence[str | None]) -> FloatArray:
    """Return the share of the three levels in which two codes agree; NaN where one is missing."""
    codes = np.array([(c or "").ljust(_COUNTRY + _LEVELS)[: _COUNTRY + _LEVELS] for c in nuts], dtype=np.str_)
    known = np.array([bool(c) for c in nuts], dtype=np.bool_)
    result = np.full((len(nuts), len(nuts)), np.nan)
    result[np.ix_(known, known)] = 0.0
    for level in range(1, _LEVELS + 1):
        cut = np.array([c[: _COUNTRY + level] for c in codes], dtype=np.str_)
        given = known & np.array([c.strip() == c and len(c) == _COUNTRY + level for c in cut], dtype=np.bool_)
        same = (cut[:, None] == cut[None, :]) & given[:, None] & given[None, :]
        result[same] = level / _LEVELS
    return result
