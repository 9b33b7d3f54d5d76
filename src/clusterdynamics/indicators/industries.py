"""The industries of a study's region beside those of the whole area, from the hard figures that stand in the study."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import polars as pl
from numpy.typing import NDArray

from clusterdynamics.i18n import _
from clusterdynamics.indicators.into_study import latest_vintage

if TYPE_CHECKING:
    from clusterdynamics.study.model import Study

__all__ = ["Industries", "industries_of"]

FloatArray = NDArray[np.float64]

#: Ending of the code that stands for all industries together, and of the one for those of the cluster.
TOTAL, CLUSTER = "total", "cluster"
#: The industries that are not listed, where the total is known.
OTHER = "other"


@dataclass(frozen=True, eq=False)
class Industries:
    """Industries of a region and of the whole area around it, in all periods in which both are known.

    Attributes
    ----------
    region, whole
        Codes.
    periods
        The p periods, sorted.
    codes
        The n industries: what stands behind the point of ``employment.16``; ``other`` for all that are not listed.
    labels
        Industry → its name.
    inside, outside
        (p, n) of the region, and of the whole area; NaN where it is not known.
    inside_total, outside_total
        (p,) of all industries, as given; NaN where no total is given.
    inside_cluster, outside_cluster
        (p,) of the cluster's industries; NaN where they are not given.
    source
        Where the figures come from.
    """

    region: str
    whole: str
    periods: tuple[str, ...]
    codes: tuple[str, ...]
    labels: dict[str, str]
    inside: FloatArray
    outside: FloatArray
    inside_total: FloatArray
    outside_total: FloatArray
    inside_cluster: FloatArray
    outside_cluster: FloatArray
    source: str


def industries_of(study: Study, measure: str = "employment", industries: tuple[str, ...] = ()) -> Industries | None:
    """Return the industries of the study's region, None where the study holds none.

    The hard figures must have codes such as ``employment.16``, with ``employment.total`` for all industries, for the
    region (its code in the settings) and for the whole area: the longest code that the region's begins with.

    Parameters
    ----------
    measure
        What stands before the point.
    industries
        The cluster's industries; where empty, the figures ``employment.cluster`` stand for them.
    """
    region = study.settings.region.nuts
    table = study["indicators"].filter(pl.col("code").str.starts_with(f"{measure}."))
    wholes = sorted(
        (r for r in set(table["region"].to_list()) if r != region and region.startswith(r)), key=len, reverse=True
    )
    if not region or not wholes or region not in set(table["region"].to_list()):
        return None
    both = latest_vintage(table.filter(pl.col("region").is_in([region, wholes[0]])))
    # One source only: the one with most figures, so that nothing is put together that was counted differently.
    counts = both.group_by("source").len().sort("len", "source", descending=[True, False])
    source = counts["source"].to_list()[0]
    both = both.filter(pl.col("source") == source).with_columns(
        pl.col("code").str.slice(len(measure) + 1).alias("industry")
    )
    rows = {(r, p, i): v for r, p, i, v in both.select("region", "period", "industry", "value").iter_rows()}
    periods = tuple(sorted({p for r, p, _i in rows if r == region} & {p for r, p, _i in rows if r == wholes[0]}))
    codes = tuple(sorted({i for _r, _p, i in rows} - {TOTAL, CLUSTER}))
    if not periods or not codes:
        return None

    def figures(where: str, which: tuple[str, ...]) -> FloatArray:
        table = [[rows.get((where, p, i)) for i in which] for p in periods]
        return np.array([[np.nan if v is None else v for v in row] for row in table]).reshape(len(periods), len(which))

    def one(where: str, code: str) -> FloatArray:
        return figures(where, (code,))[:, 0]

    chosen = tuple(i for i in codes if i in industries)
    cluster = [figures(where, chosen).sum(axis=1) if chosen else one(where, CLUSTER) for where in (region, wholes[0])]
    inside, outside = figures(region, codes), figures(wholes[0], codes)
    totals = one(region, TOTAL), one(wholes[0], TOTAL)
    if np.isfinite(np.concatenate(totals)).all():
        # What is not listed is an industry, too: without it growth "as everywhere" would be that of a few.
        codes = (*codes, OTHER)
        inside, outside = (
            np.column_stack([table, total - table.sum(axis=1)])
            for table, total in zip((inside, outside), totals, strict=True)
        )
    labels = {i: label or i for i, label in both.select("industry", "label").iter_rows()}
    return Industries(
        region,
        wholes[0],
        periods,
        codes,
        labels | {OTHER: _("all other industries")},
        inside,
        outside,
        *totals,
        cluster[0],
        cluster[1],
        source,
    )
