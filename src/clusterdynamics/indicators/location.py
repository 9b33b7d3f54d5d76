"""Where an industry is at home: location quotient, size, focus and stars, the Litzenberger–Sternberg cluster index."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

__all__ = ["Stars", "cluster_index", "location_quotients", "size_focus_stars"]

FloatArray = NDArray[np.float64]


def location_quotients(
    values: ArrayLike,
    *,
    region_totals: ArrayLike | None = None,
    industry_totals: ArrayLike | None = None,
    total: float | None = None,
) -> FloatArray:
    r"""Return how much more of a region is in an industry than of the whole area.

    .. math:: LQ_{ri} = \frac{e_{ri} / e_r}{e_i / e}

    Missing values stay missing. A total that is not given is the sum of the cells, and missing where one of them is:
    a suppressed cell in an industry makes all its quotients unknown, unless its total is given.

    Parameters
    ----------
    values
        (regions, industries) employment, say; NaN where it is not known.
    region_totals, industry_totals, total
        (regions,), (industries,) and the whole, where they are known by themselves.

    Returns
    -------
    (regions, industries) floats, 1 where the share is that of the whole area; NaN where it cannot be said.

    References
    ----------
    Isard, W. (1960). Methods of Regional Analysis. MIT Press. Chapter 7.
    """
    e = np.asarray(values, dtype=np.float64)
    rows = e.sum(axis=1) if region_totals is None else np.asarray(region_totals, dtype=np.float64)
    columns = e.sum(axis=0) if industry_totals is None else np.asarray(industry_totals, dtype=np.float64)
    if total is None:
        total = float(rows.sum()) if region_totals is not None else float(columns.sum())
    below = np.outer(rows, columns)
    found = np.full(e.shape, np.nan)
    np.divide(e * total, below, out=found, where=below > 0)
    return found


def cluster_index(
    employees: float,
    area: float,
    population: float,
    firms: float,
    *,
    all_employees: float,
    all_area: float,
    all_population: float,
    all_firms: float,
) -> float:
    r"""Return the cluster index of an industry in a region.

    .. math:: CI = \frac{(e_{ir}/a_r)/(e_i/a) \cdot (e_{ir}/p_r)/(e_i/p)}{(e_{ir}/b_{ir})/(e_i/b_i)}

    Concentration of employees on the area times specialisation by inhabitants, by relative size of the firms: high
    where many people work for many firms.

    Parameters
    ----------
    employees, area, population, firms
        Of the industry in the region: employees and firms; area (km²) and inhabitants of the region.
    all_employees, all_area, all_population, all_firms
        The same of the whole area.

    References
    ----------
    Litzenberger, T., & Sternberg, R. (2006). Der Clusterindex. Geographische Zeitschrift 94(4), 209-224.
    """
    concentration = (employees / area) / (all_employees / all_area)
    specialisation = (employees / population) / (all_employees / all_population)
    size = (employees / firms) / (all_employees / all_firms)
    return concentration * specialisation / size


@dataclass(frozen=True, eq=False)
class Stars:
    """Size, specialisation and focus of each industry in each region.

    Attributes
    ----------
    size
        (regions, industries) share of the industry's employees that is in the region.
    specialisation
        Location quotient.
    focus
        Share of the region's employees that is in the industry.
    stars
        How many of the three are reached, 0 to 3, as floats; NaN where one of them cannot be said.
    """

    size: FloatArray
    specialisation: FloatArray
    focus: FloatArray
    stars: FloatArray


def size_focus_stars(
    values: ArrayLike,
    *,
    quotient: float = 2.0,
    top: float = 0.1,
    least: float = 1000.0,
    totals: ArrayLike | None = None,
) -> Stars:
    """Return size, specialisation, focus and the stars of the European Cluster Observatory.

    A star each for: a place among the `top` share of the industry's regions by size; a location quotient of at least
    `quotient`; a place among the `top` share of all regions and industries by focus. Fewer than `least` employees get
    no star. Stars say that an industry is there, not that its organisations work together.

    Parameters
    ----------
    values
        (regions, industries) employees; NaN where it is not known.
    quotient, top, least
        Thresholds of the stars.
    totals
        (regions,) all employees of each region, where `values` does not hold all industries.

    References
    ----------
    Sölvell, Ö., Ketels, C., & Lindqvist, G. (2008). Industrial specialization and regional clusters in the ten new EU
    member states. Competitiveness Review 18(1/2), 104-130 (the European Cluster Observatory).
    """
    e = np.asarray(values, dtype=np.float64)
    rows = e.sum(axis=1) if totals is None else np.asarray(totals, dtype=np.float64)
    columns = e.sum(axis=0)
    size = np.divide(e, columns, out=np.full(e.shape, np.nan), where=columns > 0)
    focus = np.divide(e, rows[:, None], out=np.full(e.shape, np.nan), where=rows[:, None] > 0)
    specialisation = location_quotients(e, region_totals=rows, industry_totals=columns, total=float(rows.sum()))
    reached = [
        _among_top(size, top),
        specialisation >= quotient,
        _among_top(focus.reshape(-1, 1), top).reshape(e.shape),
    ]
    stars = np.sum(reached, axis=0).astype(np.float64)
    stars[e < least] = 0.0
    unknown = ~np.isfinite(e) | (~np.isfinite(size + specialisation + focus) & ~(e < least))
    stars[unknown] = np.nan
    return Stars(size, specialisation, focus, stars)


def _among_top(values: FloatArray, share: float) -> NDArray[np.bool_]:
    """Return where a value is among the top share of its column; at least one of a column is."""
    found = np.zeros(values.shape, dtype=np.bool_)
    for i in range(values.shape[1]):
        column = values[:, i]
        known = column[np.isfinite(column)]
        if known.size:
            many = max(1, int(np.floor(share * known.size + 1e-9)))
            with np.errstate(invalid="ignore"):
                found[:, i] = column >= np.sort(known)[-many]
    return found
