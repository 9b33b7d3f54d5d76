"""From the rows of ``ties`` to a matrix: what is asked and not picked, and several respondents of one actor."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl
from numpy.typing import NDArray

from clusterdynamics.study.network import STATE_CODES
from clusterdynamics.study.tables import TieState

if TYPE_CHECKING:
    from collections.abc import Mapping

    from clusterdynamics.study.model import Study

__all__ = ["combine_reports", "in_order", "reports_by_respondent"]

_TIE = STATE_CODES[TieState.TIE]
_NO_TIE = STATE_CODES[TieState.NO_TIE]
_NOT_ANSWERED = STATE_CODES[TieState.NOT_ANSWERED]
_NOT_OFFERED = STATE_CODES[TieState.NOT_OFFERED]


def combine_reports(
    study: Study,
    relation: str,
    wave: str,
    place: Mapping[str, int],
    values: NDArray[np.float64],
    states: NDArray[np.uint8],
    structural: NDArray[np.bool_],
) -> None:
    """Fill `values`, `states` and `structural` with the reports of one relation in one wave.

    What a respondent was offered and did not pick is "no tie" if the answers were sent in, else "not
    answered"; what was not offered stays "not offered". Several respondents of one actor are combined by the
    study's rule (``settings.informants``).

    Parameters
    ----------
    place
        Actor → row and column.
    values, states, structural
        (n, n) arrays, changed in place; `states` comes filled with "not offered".
    """
    per_actor = _respondents(study, wave, place)
    reports = _reports(study, relation, wave, place)
    n = len(place)
    for actor, people in per_actor.items():
        i = place[actor]
        layers = [
            _layer(n, place, offered, done, reports.get((actor, person), []) + reports.get((actor, None), []))
            for person, done, offered in people
        ]
        values[i], states[i], structural[i] = _combine(layers, study.settings.informants)


def reports_by_respondent(
    study: Study, relation: str, wave: str, place: Mapping[str, int]
) -> dict[str, NDArray[np.float64]]:
    """Return respondent → (n,) what they report about everybody in one relation and wave; NaN not observed."""
    reports = _reports(study, relation, wave, place)
    return {
        person: _layer(len(place), place, offered, done, reports.get((actor, person), []))[0]
        for actor, people in _respondents(study, wave, place).items()
        for person, done, offered in people
        if person is not None
    }


def _respondents(
    study: Study, wave: str, place: Mapping[str, int]
) -> dict[str, list[tuple[str | None, bool, list[int] | None]]]:
    """Actor → its respondents, the lead first: identifier, sent in, positions offered (None: everybody)."""
    if study.assumes_all_answered:
        named = study["ties"].filter(pl.col("wave") == wave).select("from", "respondent").drop_nulls().unique()
        people: dict[str, list[str | None]] = {}
        for actor, person in named.sort("from", "respondent").iter_rows():
            people.setdefault(actor, []).append(person)
        return {actor: [(person, True, None) for person in people.get(actor, [None])] for actor in place}
    offered: dict[str, list[int]] = {}
    for person, actor in study["offered"].filter(pl.col("wave") == wave).select("respondent", "actor").iter_rows():
        mine = offered.setdefault(person, [])
        if actor in place:
            mine.append(place[actor])
    result: dict[str, list[tuple[str | None, bool, list[int] | None]]] = {}
    rows = in_order(study["respondents"].filter((pl.col("wave") == wave) & pl.col("actor").is_in(list(place))))
    for actor, person, status in rows.select("actor", "id", "status").iter_rows():
        result.setdefault(actor, []).append((person, status == "submitted", offered.get(person)))
    return result


def in_order(respondents: pl.DataFrame) -> pl.DataFrame:
    """Return rows of the table ``respondents`` with the lead informants first, then by identifier."""
    lead = pl.col("is_lead").fill_null(value=False)
    return respondents.with_columns(lead).sort("is_lead", "id", descending=[True, False])


type _Row = tuple[int, float | None, str | None, bool]


def _reports(
    study: Study, relation: str, wave: str, place: Mapping[str, int]
) -> dict[tuple[str, str | None], list[_Row]]:
    """(actor, respondent) → its rows: position named, value, state, structural."""
    rows = study["ties"].filter((pl.col("wave") == wave) & (pl.col("relation") == relation))
    reports: dict[tuple[str, str | None], list[_Row]] = {}
    for origin, target, value, state, person, fixed in rows.select(
        "from", "to", "value", "state", "respondent", "structural"
    ).iter_rows():
        if origin in place and target in place and origin != target:
            reports.setdefault((origin, person), []).append((place[target], value, state, bool(fixed)))
    return reports


type _Layer = tuple[NDArray[np.float64], NDArray[np.uint8], NDArray[np.bool_]]


def _layer(
    n: int,
    place: Mapping[str, int],
    offered: list[int] | None,
    done: bool,
    rows: list[_Row],
) -> _Layer:
    """Return what one respondent says about everybody."""
    values = np.full(n, np.nan)
    states = np.full(n, _NOT_OFFERED, dtype=np.uint8)
    structural = np.zeros(n, dtype=np.bool_)
    on_list = slice(None) if offered is None else np.array(offered, dtype=np.intp)
    if done:
        values[on_list] = 0.0
    states[on_list] = _NO_TIE if done else _NOT_ANSWERED
    for j, value, state, fixed in rows:
        if state is None:
            state = TieState.NO_TIE if value == 0 else TieState.TIE
        states[j] = STATE_CODES[state]
        if state == TieState.TIE:
            values[j] = 1.0 if value is None else value
        else:
            values[j] = 0.0 if state == TieState.NO_TIE else np.nan
        structural[j] = fixed
    return values, states, structural


def _combine(layers: list[_Layer], rule: str) -> _Layer:
    """Combine the respondents of one actor (the lead first) into one row."""
    if len(layers) == 1 or rule == "lead":
        return layers[0]
    stacked = np.array([layer[0] for layer in layers])
    kinds = np.array([layer[1] for layer in layers])
    structural = np.any([layer[2] for layer in layers], axis=0)
    # Missing reports do not speak: the rule is applied to those who answered.
    combine = np.fmax if rule == "any" else np.fmin
    values = combine.reduce(stacked, axis=0)
    states = np.min(kinds, axis=0)
    states[np.nan_to_num(values) != 0] = _TIE
    states[values == 0] = _NO_TIE
    return values, states, structural
