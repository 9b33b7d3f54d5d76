"""Rows of reports that count: sent in, by organisations that are present, by the respondents whose word counts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np
import polars as pl
from numpy.typing import NDArray

if TYPE_CHECKING:
    from clusterdynamics.study.model import Study

__all__ = ["reported_matrix", "reported_rows"]

BoolArray = NDArray[np.bool_]


def reported_rows(study: Study, table: str, wave: str) -> pl.DataFrame:
    """Return the rows of a table of reports that count, with the column ``actor``: who reports.

    As in the networks: with the rule ``lead`` only the lead informant's rows (the first respondent where none is
    marked). A row without a respondent speaks for its organisation.

    Parameters
    ----------
    table
        A table with ``wave`` and ``respondent``; with ``from``, or the organisation follows from the respondent.
    """
    rows = study[table].filter(pl.col("wave") == wave)
    done = sorted(study.answered(wave))
    people = (
        study["respondents"]
        .filter((pl.col("wave") == wave) & pl.col("actor").is_in(done))
        .sort(pl.col("is_lead").fill_null(value=False), "id", descending=[True, False])
    )
    if study.settings.informants == "lead":
        people = people.unique("actor", keep="first", maintain_order=True)
    sent = people.filter(pl.col("status") == "submitted").select(pl.col("id").alias("respondent"), "actor")
    if "from" in rows.columns:
        rows = rows.with_columns(pl.col("from").alias("actor")).filter(pl.col("actor").is_in(done))
        if study.assumes_all_answered:
            return rows
        return rows.filter(pl.col("respondent").is_null() | pl.col("respondent").is_in(sent["respondent"].to_list()))
    return rows.join(sent, on="respondent", how="inner")


def reported_matrix(rows: pl.DataFrame, place: Mapping[str, int]) -> BoolArray:
    """Return (n, n) True where some row goes from organisation i to organisation j.

    Parameters
    ----------
    rows
        With the columns ``from`` and ``to``.
    place
        Organisation → row and column.
    """
    found = np.zeros((len(place), len(place)), dtype=np.bool_)
    for origin, target in rows.select("from", "to").iter_rows():
        if origin in place and target in place and origin != target:
            found[place[origin], place[target]] = True
    return found
