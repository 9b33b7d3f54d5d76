"""What was asked twice: the same respondent again, or two respondents of one organisation."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import polars as pl
from numpy.typing import NDArray

from clusterdynamics.study.informants import reports_by_respondent
from clusterdynamics.study.tables import AnswerState

if TYPE_CHECKING:
    from clusterdynamics.study.model import Study

__all__ = ["AGAIN", "SECOND", "Repeats", "repeated_answers", "repeated_reports"]

FloatArray = NDArray[np.float64]

#: The two kinds of re-asking, as the table ``answers`` calls them.
AGAIN, SECOND = "again", "second_informant"


class Repeats(NamedTuple):
    """Two answers to the same question, for the same organisation.

    Attributes
    ----------
    actors
        (m,) organisation of each row.
    kinds
        (m,) ``again`` (the same respondent) or ``second_informant`` (another one).
    first, second
        (m, questions) the two answers; NaN where there is none.
    late
        Respondents who answered again too late to count.
    """

    actors: tuple[str, ...]
    kinds: tuple[str, ...]
    first: FloatArray
    second: FloatArray
    late: int = 0

    def of(self, kind: str | None) -> Repeats:
        """Return the rows of one kind; all where it is None."""
        keep = [k for k, mine in enumerate(self.kinds) if kind in (None, mine)]
        return Repeats(
            tuple(self.actors[k] for k in keep),
            tuple(self.kinds[k] for k in keep),
            self.first[keep],
            self.second[keep],
            self.late,
        )

    @property
    def organisations(self) -> int:
        """Number of organisations."""
        return len(set(self.actors))


type _Given = dict[str, dict[str, tuple[float, datetime | None]]]


def repeated_answers(study: Study, wave: str, items: Sequence[str], weeks: float = 4) -> Repeats:
    """Return the answers to items that were given twice in a wave.

    A second informant's answers stand beside those of the lead informant (of the first respondent where none is
    marked). Answers given again later than `weeks` after the first are left out: by then something may have changed.

    Parameters
    ----------
    items
        Items on a numeric scale.
    """
    people = _people(study, wave)
    actor_of = dict(people.select("id", "actor").iter_rows())
    given: dict[str, _Given] = {"first": {}, AGAIN: {}, SECOND: {}}
    rows = study["answers"].filter((pl.col("wave") == wave) & pl.col("item").is_in(list(items)))
    chosen = rows.select("respondent", "item", "value", "state", "occasion", "saved_at")
    for person, item, value, state, occasion, saved in chosen.iter_rows():
        if person in actor_of and value is not None and state in (None, AnswerState.ANSWERED):
            given[occasion or "first"].setdefault(person, {})[item] = (float(value), saved)
    lead: dict[str, str] = {}
    for person, actor in people.select("id", "actor").iter_rows():
        if person in given["first"]:
            lead.setdefault(actor, person)
    pairs: list[tuple[str, str, FloatArray, FloatArray]] = []
    late = 0
    for person in sorted(given[AGAIN]):
        before, after = given["first"].get(person), given[AGAIN][person]
        if before is None:
            continue
        if _too_late(before, after, weeks):
            late += 1
        else:
            pairs.append((actor_of[person], AGAIN, _row(before, items), _row(after, items)))
    for person in sorted(given[SECOND]):
        actor = actor_of[person]
        if actor in lead and lead[actor] != person:
            before = given["first"][lead[actor]]
            pairs.append((actor, SECOND, _row(before, items), _row(given[SECOND][person], items)))
    return _stacked(pairs, len(items), late)


def repeated_reports(study: Study, relation: str, wave: str) -> Repeats:
    """Return what two respondents of one organisation report about the same partners.

    The lead informant (the first respondent where none is marked) beside the next; respondents who reported no link
    at all are left out, because they may have been asked for statements only.

    Parameters
    ----------
    relation
        A relation of the study; the columns are the organisations present in the wave, sorted.
    """
    here = study.present(wave)
    place = {a: i for i, a in enumerate(here)}
    people = _people(study, wave)
    told = set(study["ties"].filter(pl.col("wave") == wave)["respondent"].to_list())
    reports = reports_by_respondent(study, relation, wave, place)
    pairs: list[tuple[str, str, FloatArray, FloatArray]] = []
    for actor in here:
        mine = [p for p, a in people.select("id", "actor").iter_rows() if a == actor and p in told]
        if len(mine) >= 2:
            first, second = reports[mine[0]].copy(), reports[mine[1]].copy()
            first[place[actor]] = second[place[actor]] = np.nan
            pairs.append((actor, SECOND, first, second))
    return _stacked(pairs, len(here), 0)


def _people(study: Study, wave: str) -> pl.DataFrame:
    """Return who sent in answers for an organisation that is present, the leads first."""
    present = sorted(study.present(wave))
    return (
        study["respondents"]
        .filter((pl.col("wave") == wave) & (pl.col("status") == "submitted") & pl.col("actor").is_in(present))
        .sort(pl.col("is_lead").fill_null(value=False), "id", descending=[True, False])
    )


def _too_late(
    before: dict[str, tuple[float, datetime | None]], after: dict[str, tuple[float, datetime | None]], weeks: float
) -> bool:
    first = [saved for _value, saved in before.values() if saved is not None]
    second = [saved for _value, saved in after.values() if saved is not None]
    return bool(first and second) and max(second) - max(first) > timedelta(weeks=weeks)


def _row(given: dict[str, tuple[float, datetime | None]], items: Sequence[str]) -> FloatArray:
    return np.array([given[item][0] if item in given else np.nan for item in items])


def _stacked(pairs: list[tuple[str, str, FloatArray, FloatArray]], columns: int, late: int) -> Repeats:
    pairs.sort(key=lambda p: (p[0], p[1]))
    first = np.array([p[2] for p in pairs]).reshape(len(pairs), columns)
    second = np.array([p[3] for p in pairs]).reshape(len(pairs), columns)
    return Repeats(tuple(p[0] for p in pairs), tuple(p[1] for p in pairs), first, second, late)
