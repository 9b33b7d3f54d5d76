"""Hard figures into a study: new ones beside the old, which are never changed in place."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import polars as pl

from clusterdynamics.exchange.errors import Faults
from clusterdynamics.i18n import _, ngettext

if TYPE_CHECKING:
    from clusterdynamics.study.model import Study

__all__ = ["Added", "indicators_into_study", "latest_vintage"]

_KEY = ("region", "period", "code", "source", "vintage")


@dataclass(frozen=True, eq=False)
class Added:
    """A study with more hard figures, and what was done, in sentences."""

    study: Study
    notes: tuple[str, ...]


def indicators_into_study(study: Study, frame: pl.DataFrame, *, name: str = "") -> Added:
    """Return the study with the figures of `frame` added.

    A figure that the study has already, of the same source and vintage, is not added again; with another value it is
    an error: a revised figure needs a vintage of its own, and the old one is kept.

    Parameters
    ----------
    frame
        Columns of the table ``indicators``.
    name
        Name of the file in messages.

    Raises
    ------
    ExchangeError
        Figures contradict those of the study.
    """
    old = study["indicators"]
    both = frame.join(old.select(*_KEY, pl.col("value").alias("before")), on=list(_KEY), how="inner", nulls_equal=True)
    changed = both.filter(pl.col("value").ne_missing(pl.col("before")))
    faults = Faults(name or _("the file"))
    for row in changed.iter_rows(named=True):
        faults.add(
            _("'{code}' of {region} in {period} is {value} here, and {before} in the study.").format(
                code=row["code"],
                region=row["region"],
                period=row["period"],
                value="–" if row["value"] is None else f"{row['value']:g}",
                before="–" if row["before"] is None else f"{row['before']:g}",
            ),
            _("Say of when the new figures are (--vintage): both are kept, and the newer one counts."),
        )
    units = {(c, s): u for c, s, u in old.select("code", "source", "unit").iter_rows()}
    for code, source, unit in frame.select("code", "source", "unit").unique(maintain_order=True).iter_rows():
        if units.get((code, source), unit) != unit:
            faults.add(
                _("'{code}' is in {unit} here, and in {other} in the study.").format(
                    code=code, unit=unit, other=units[code, source]
                ),
                _("Bring the figures to the same unit, or give them another code."),
            )
    faults.check()
    new = frame.join(old.select(_KEY), on=list(_KEY), how="anti", nulls_equal=True)
    table = pl.concat([old, new.select(old.columns)])
    notes = [ngettext("{n} figure is new.", "{n} figures are new.", new.height).format(n=new.height)]
    if both.height:
        notes.append(
            ngettext(
                "{n} figure was in the study already.", "{n} figures were in the study already.", both.height
            ).format(n=both.height)
        )
    return Added(replace(study, tables={**study.tables, "indicators": table}), tuple(notes))


def latest_vintage(frame: pl.DataFrame) -> pl.DataFrame:
    """Return of each region, period, code and source the figure of the latest vintage.

    Vintages are compared as text, so that dates are written as 2026-05-01; a figure without a vintage is the oldest.
    """
    return (
        frame.sort(pl.col("vintage").fill_null(""), *_KEY[:4])
        .unique(_KEY[:4], keep="last", maintain_order=True)
        .sort("code", "region", "period", "source")
    )
