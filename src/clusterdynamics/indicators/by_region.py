"""The mass of the cluster's industries in every region for which the study holds statistics, not only in its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl
from numpy.typing import NDArray

from clusterdynamics.indicators.industries import CLUSTER, OTHER, TOTAL, Industries
from clusterdynamics.indicators.into_study import latest_vintage

if TYPE_CHECKING:
    from clusterdynamics.study.model import Study

__all__ = ["mass_by_region"]


def mass_by_region(
    study: Study, found: Industries, measure: str = "employment", industries: tuple[str, ...] = ()
) -> dict[str, float]:
    r"""Return the location quotient of the cluster's industries in each region, in the latest period.

    .. math:: \frac{x_{rc} / x_r}{x_c / x}

    with x employment (or what else is counted), r a region, c the cluster's industries, and the whole area without r.
    Regions are those at the level of the study's own, inside the same whole area and from the same source.

    Parameters
    ----------
    found
        The industries of the study's region beside the whole area.
    measure, industries
        As in ``industries_of``.

    Returns
    -------
    dict
        Region → quotient (1: as in the whole area), sorted; NaN where a figure that it needs is missing or secret.
    """
    table = study["indicators"].filter(
        pl.col("code").str.starts_with(f"{measure}.")
        & (pl.col("source") == found.source)
        & (pl.col("period") == found.periods[-1])
        & pl.col("region").str.starts_with(found.whole)
        & (pl.col("region").str.len_chars() == len(found.region))
    )
    rows: dict[str, dict[str, float]] = {}
    for region, code, value in latest_vintage(table).select("region", "code", "value").iter_rows():
        rows.setdefault(region, {})[code[len(measure) + 1 :]] = np.nan if value is None else float(value)
    listed = [i for i in found.codes if i != OTHER]
    chosen = [i for i in listed if i in industries] or [CLUSTER]
    whole = _share(found.outside_cluster[-1], found.outside_total[-1], found.outside[-1])
    shares = {r: _share(_sum(own, chosen), own.get(TOTAL, np.nan), _sum(own, listed)) for r, own in rows.items()}
    return {r: share / whole if whole > 0 else np.nan for r, share in sorted(shares.items())}


def _sum(figures: dict[str, float], codes: list[str]) -> float:
    return float(sum(figures.get(c, np.nan) for c in codes))


def _share(cluster: float, total: float, parts: float | NDArray[np.float64]) -> float:
    """Return the share of the cluster's industries; where no total is given, of the sum of all industries."""
    below = float(total) if np.isfinite(total) else float(np.sum(parts))
    return float(cluster) / below if below > 0 else np.nan
