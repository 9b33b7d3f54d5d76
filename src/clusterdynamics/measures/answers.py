"""Answers to items as a matrix of organisations: several respondents of one organisation share its weight."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import polars as pl
from numpy.typing import NDArray

from clusterdynamics.study.tables import AnswerState

if TYPE_CHECKING:
    from clusterdynamics.study.model import Study

__all__ = ["RawAnswers", "by_organisation", "raw_answers", "respondents_that_count"]

FloatArray = NDArray[np.float64]


class RawAnswers(NamedTuple):
    """Answers of respondents to items on a numeric scale.

    Attributes
    ----------
    respondents, actors
        (m,) who answered, and for which organisation; the organisations that are present, sorted.
    values
        (m, items) answers; NaN where there is none, or "don't know".
    asked
        (items,) True where somebody was asked the item, whatever came of it.
    """

    respondents: tuple[str, ...]
    actors: tuple[str, ...]
    values: FloatArray
    asked: NDArray[np.bool_]


def respondents_that_count(study: Study, wave: str) -> pl.DataFrame:
    """Return ``id`` and ``actor`` of the respondents who sent in answers for organisations that are present.

    With the rule ``lead`` only the lead informants (the first respondent where none is marked). Sorted by
    organisation and respondent.
    """
    present = set(study.present(wave))
    people = study["respondents"].filter((pl.col("wave") == wave) & (pl.col("status") == "submitted"))
    people = people.filter(pl.col("actor").is_in(sorted(present)))
    people = people.sort(pl.col("is_lead").fill_null(value=False), "id", descending=[True, False])
    if study.settings.informants == "lead":
        people = people.unique("actor", keep="first", maintain_order=True)
    return people.sort("actor", "id").select("id", "actor")


def raw_answers(study: Study, wave: str, items: Sequence[str]) -> RawAnswers:
    """Return the first answers of the respondents who sent them in, in a wave.

    Answers given when asked again, and those of second informants asked for comparison, are left out. With the
    rule ``lead`` only the lead informants count (the first respondent where none is marked).
    """
    people = respondents_that_count(study, wave)
    who = {person: k for k, person in enumerate(people["id"].to_list())}
    column = {item: k for k, item in enumerate(items)}
    values = np.full((len(who), len(items)), np.nan)
    asked = np.zeros(len(items), dtype=np.bool_)
    rows = study["answers"].filter(
        (pl.col("wave") == wave)
        & pl.col("item").is_in(list(items))
        & (pl.col("occasion").is_null() | (pl.col("occasion") == "first"))
    )
    for person, item, value, state in rows.select("respondent", "item", "value", "state").iter_rows():
        if state == AnswerState.NOT_OFFERED:
            continue
        asked[column[item]] = True
        if person in who and value is not None and state in (None, AnswerState.ANSWERED):
            values[who[person], column[item]] = float(value)
    return RawAnswers(tuple(people["id"].to_list()), tuple(people["actor"].to_list()), values, asked)


def by_organisation(values: FloatArray, actors: Sequence[str]) -> tuple[tuple[str, ...], FloatArray]:
    """Return (organisations, their means): each organisation is one row, the mean of its respondents.

    Parameters
    ----------
    values
        (respondents, items); NaN not answered.
    actors
        (respondents,) organisation of each.
    """
    names = tuple(sorted(set(actors)))
    seen = np.isfinite(values)
    member = np.array([[a == n for a in actors] for n in names], dtype=np.float64).reshape(len(names), len(actors))
    count = member @ seen.astype(np.float64)
    total = member @ np.where(seen, values, 0.0)
    means: FloatArray = np.divide(total, count, out=np.full(count.shape, np.nan), where=count > 0)
    return names, means
