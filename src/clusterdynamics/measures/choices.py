"""Answers that are a choice, or words: each organisation is one row, its respondents share its weight."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import polars as pl
from numpy.typing import NDArray

from clusterdynamics.measures.answers import by_organisation, respondents_that_count
from clusterdynamics.study.tables import LIST_SEPARATOR, AnswerState

if TYPE_CHECKING:
    from clusterdynamics.study.model import Study

__all__ = ["Choices", "choices", "organisations_that_replied", "organisations_that_wrote"]

FloatArray = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Choices:
    """What organisations chose.

    Attributes
    ----------
    organisations
        The n organisations that answered, sorted.
    options
        The k options: those asked for, in their order, then others that somebody chose, sorted.
    chosen
        (n, k) share of the organisation's respondents that chose the option, in [0, 1].
    asked
        False where nobody was asked.
    """

    organisations: tuple[str, ...]
    options: tuple[str, ...]
    chosen: FloatArray
    asked: bool


def _given(study: Study, wave: str, item: str) -> tuple[dict[str, str | None], bool]:
    """Return respondent → first answer of those who answered the item, and whether anybody was asked."""
    rows = study["answers"].filter(
        (pl.col("wave") == wave)
        & (pl.col("item") == item)
        & (pl.col("occasion").is_null() | (pl.col("occasion") == "first"))
        & (pl.col("state").is_null() | (pl.col("state") != AnswerState.NOT_OFFERED))
    )
    said = rows.filter(
        (pl.col("state") == AnswerState.ANSWERED) | (pl.col("state").is_null() & pl.col("value").is_not_null())
    )
    return dict(said.select("respondent", "value").iter_rows()), not rows.is_empty()


def choices(study: Study, wave: str, item: str, options: Sequence[str] = ()) -> Choices:
    """Return what the organisations chose of one question, in a wave.

    Several options of one answer stand in one cell, separated by ``|``. An answer without any option ("none of
    these", state ``answered``) counts as an answer; "don't know" does not. Only first answers that were sent in
    count; with the rule ``lead`` only those of the lead informants.

    Parameters
    ----------
    options
        Options that the question offers.
    """
    given, asked = _given(study, wave, item)
    people = respondents_that_count(study, wave).filter(pl.col("id").is_in(list(given)))
    ticked = [
        {part.strip() for part in (given[person] or "").split(LIST_SEPARATOR) if part.strip()}
        for person in people["id"].to_list()
    ]
    known = (*options, *sorted(set().union(*ticked) - set(options)))
    rows = np.array([[float(o in mine) for o in known] for mine in ticked]).reshape(len(ticked), len(known))
    names, chosen = by_organisation(rows, people["actor"].to_list())
    return Choices(names, known, chosen, asked)


def organisations_that_wrote(study: Study, wave: str, item: str) -> tuple[frozenset[str], bool]:
    """Return the organisations that wrote something, and whether anybody was asked to."""
    given, asked = _given(study, wave, item)
    people = respondents_that_count(study, wave)
    wrote = [actor for person, actor in people.iter_rows() if (given.get(person) or "").strip()]
    return frozenset(wrote), asked


def organisations_that_replied(study: Study, wave: str, item: str) -> frozenset[str]:
    """Return the organisations that gave an answer to a question or said that they do not know."""
    rows = study["answers"].filter(
        (pl.col("wave") == wave)
        & (pl.col("item") == item)
        & (pl.col("occasion").is_null() | (pl.col("occasion") == "first"))
        & (
            pl.col("state").is_in([AnswerState.ANSWERED, AnswerState.DONT_KNOW])
            | (pl.col("state").is_null() & pl.col("value").is_not_null())
        )
    )
    people = respondents_that_count(study, wave)
    return frozenset(people.filter(pl.col("id").is_in(rows["respondent"].to_list()))["actor"].to_list())
