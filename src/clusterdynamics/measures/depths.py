"""How deep each pair works together now, what it works on and for, and who wishes to do more or to start."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np
import polars as pl
from numpy.typing import NDArray

from clusterdynamics.measures.reported import reported_matrix, reported_rows
from clusterdynamics.study.network import STATE_CODES, Network
from clusterdynamics.study.tables import TieState

if TYPE_CHECKING:
    from clusterdynamics.models.schema import ReferenceModel
    from clusterdynamics.study.model import Study

__all__ = ["WISHES", "Wishes", "depth_levels", "depth_of_pairs", "depth_relation", "stated", "wishes"]

FloatArray = NDArray[np.float64]
BoolArray = NDArray[np.bool_]

#: Name of the network of wishes.
WISHES = "wishes"


def depth_relation(study: Study, model: ReferenceModel) -> str | None:
    """Return the relation of the study that says how deep pairs work together; None where none was asked.

    The relation from which the model cuts its levels (contact, cooperation, deep); where the study has none of
    that name, its first relation that both sides describe and that has levels.
    """
    known = {r.id for r in study.settings.relations}
    named = [r.id for r in model.relations if r.levels and r.id in known]
    others = [r.id for r in study.settings.relations if r.levels and not r.directed]
    return next(iter([*named, *others]), None)


def depth_of_pairs(network: Network, rule: Literal["either", "both"] = "either") -> FloatArray:
    """Return the depth of each pair as its two reports describe it.

    Parameters
    ----------
    network
        Reports, ``values[i, j]`` is what i says about j.
    rule
        ``either``: the deeper of the two reports, or the only one there is. ``both``: the less deep of the two,
        so much is confirmed; only pairs of which both have reported, nothing is put in the place of a report.

    Returns
    -------
    (n, n) symmetric; NaN where there is no report (or, with ``both``, not two).
    """
    values = network.values
    found: FloatArray = np.fmax(values, values.T) if rule == "either" else np.minimum(values, values.T)
    return found


def depth_levels(depth: FloatArray, highest: int) -> NDArray[np.int64]:
    """Return the level of each pair, 0 … `highest`; −1 where there is none.

    A value between two levels counts as the lower one, which it has reached; one above the highest level as that.
    """
    levels: NDArray[np.int64] = np.where(
        np.isfinite(depth), np.clip(np.floor(np.nan_to_num(depth)), 0, highest), -1
    ).astype(np.int64)
    return levels


def stated(
    study: Study, relation: str, wave: str, column: Literal["area", "purpose"], nodes: tuple[str, ...], least: float = 0
) -> dict[str, BoolArray]:
    """Return, for each area or purpose that is named on a card, which reports name it.

    Parameters
    ----------
    relation, wave
        Relation that was reported, and when.
    column
        What is looked at.
    nodes
        The n organisations, in the order of the network.
    least
        Only reports of at least this depth.

    Returns
    -------
    Area or purpose → (n, n) True where the report of i about j names it; keys sorted.
    """
    rows = reported_rows(study, "ties", wave).filter(
        (pl.col("relation") == relation)
        & (pl.col("state").is_null() | (pl.col("state") == TieState.TIE))
        & (pl.col("value").fill_null(1.0) >= max(least, np.nextafter(0, 1)))
    )
    named = rows.select("from", "to", column).explode(column).drop_nulls()
    place = {a: i for i, a in enumerate(nodes)}
    return {
        key: reported_matrix(named.filter(pl.col(column) == key), place)
        for key in sorted(named[column].unique().to_list())
    }


@dataclass(frozen=True, eq=False)
class Wishes:
    """With whom the organisations would like to do more, or to start.

    Attributes
    ----------
    network
        Directed 0/1: 1 where i wishes to do more or to start with j; not observed where i did not answer.
    more, start
        (n, n) True for wishes of that kind; a wish of which nobody said the kind is ``more`` where the pair has
        contact now, ``start`` where it has none, and neither where that is not known.
    areas
        Area → (n, n) True where the wish names it; keys sorted.
    """

    network: Network
    more: BoolArray
    start: BoolArray
    areas: Mapping[str, BoolArray]


def wishes(study: Study, wave: str, reports: Network | None = None, contact: float = 1) -> Wishes:
    """Return the wishes of a wave; where there is no wish of anybody, they count as not asked.

    Several respondents of one organisation are combined by the study's rule: any of them wishes, all of them
    wish, or the lead informant does.

    Parameters
    ----------
    reports
        What is reported about depth now, among the organisations present.
    contact
        Least depth of a contact.
    """
    nodes = study.present(wave)
    n = len(nodes)
    place = {a: i for i, a in enumerate(nodes)}
    rows = reported_rows(study, "wishes", wave).filter(pl.col("from") != pl.col("to"))
    wished = reported_matrix(rows, place)
    if study.settings.informants == "all":
        wished &= _unanimous(study, wave, rows, place)
    answered = np.array([a in study.answered(wave) for a in nodes], dtype=np.bool_)
    values = np.full((n, n), np.nan)
    states = np.full((n, n), STATE_CODES[TieState.NOT_OFFERED], dtype=np.uint8)
    if not study["wishes"].filter(pl.col("wave") == wave).is_empty():
        values[answered] = wished[answered].astype(np.float64)
        states[:] = STATE_CODES[TieState.NOT_ANSWERED]
        states[values == 0] = STATE_CODES[TieState.NO_TIE]
        states[values == 1] = STATE_CODES[TieState.TIE]
        np.fill_diagonal(values, np.nan)
        np.fill_diagonal(states, STATE_CODES[TieState.NOT_OFFERED])
    asked = np.array([a in study.asked(wave) for a in nodes], dtype=np.bool_)
    network = Network(nodes, values, states, asked, answered, True, None, WISHES, wave)
    now = np.full((n, n), np.nan) if reports is None else depth_of_pairs(reports)
    said = {kind: reported_matrix(rows.filter(pl.col("kind") == kind), place) & wished for kind in ("more", "start")}
    silent = wished & ~said["more"] & ~said["start"]
    with np.errstate(invalid="ignore"):
        more = said["more"] | (silent & (now >= contact))
        start = (said["start"] & ~said["more"]) | (silent & (now < contact))
    named = rows.select("from", "to", "area").explode("area").drop_nulls()
    areas = {
        key: reported_matrix(named.filter(pl.col("area") == key), place) & wished
        for key in sorted(named["area"].unique().to_list())
    }
    return Wishes(network, more, start, areas)


def _unanimous(study: Study, wave: str, rows: pl.DataFrame, place: Mapping[str, int]) -> BoolArray:
    """Return (n, n) True where every respondent of i who answered wishes j, or where a row speaks for all of i."""
    people = study["respondents"].filter((pl.col("wave") == wave) & (pl.col("status") == "submitted"))
    size = dict(people.group_by("actor").len().iter_rows())
    found = reported_matrix(rows.filter(pl.col("respondent").is_null()), place)
    counted = rows.drop_nulls("respondent").group_by("from", "to").agg(pl.col("respondent").n_unique())
    agreed = counted.filter(
        pl.col("respondent") >= pl.col("from").replace_strict(size, default=1, return_dtype=pl.Int64)
    )
    return found | reported_matrix(agreed, place)
