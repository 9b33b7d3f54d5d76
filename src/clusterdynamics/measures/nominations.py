"""Who names whom as a champion: organisations that name, people and organisations that are named.

What counts is the number of *organisations* that name somebody, never of respondents, so that an organisation in
which five people answered does not speak five times. Naming one's own organisation, or a person of it, is kept
apart.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import polars as pl
from numpy.typing import NDArray

from clusterdynamics.measures.answers import raw_answers

if TYPE_CHECKING:
    from clusterdynamics.study.model import Study

__all__ = ["Nominations", "Nominee", "nominations", "top_shares"]

BoolArray = NDArray[np.bool_]
FloatArray = NDArray[np.float64]


@dataclass(frozen=True)
class Nominee:
    """A person (by code) or an organisation that somebody named.

    Attributes
    ----------
    actor
        The organisation, or that of the person where it was told; of several told the most frequent one.
    person
        Code of the person; None where an organisation was named.
    """

    actor: str | None
    person: str | None

    @property
    def subject(self) -> str:
        """What figures about the nominee call it: ``person:<code>``, or the identifier of the organisation."""
        return f"person:{self.person}" if self.person is not None else self.actor or ""


@dataclass(frozen=True, eq=False)
class Nominations:
    """The nominations of one wave.

    Attributes
    ----------
    organisations
        The m organisations that named somebody else or themselves, sorted.
    nominees
        The p people and organisations that were named, sorted by subject.
    others
        (m, p) True where an organisation named a nominee of another organisation.
    own
        (m, p) True where an organisation named itself or one of its people.
    asked
        True where somebody was named at all, so that the question must have been asked.
    """

    organisations: tuple[str, ...]
    nominees: tuple[Nominee, ...]
    others: BoolArray
    own: BoolArray
    asked: bool

    @property
    def counts(self) -> NDArray[np.int64]:
        """(p,) Number of other organisations that name each nominee."""
        totals: NDArray[np.int64] = self.others.sum(axis=0, dtype=np.int64)
        return totals

    def by_actor(self) -> dict[str, int]:
        """Return organisation → number of other organisations that name it or one of its people."""
        found: dict[str, BoolArray] = {}
        for k, nominee in enumerate(self.nominees):
            if nominee.actor is not None:
                named = found.setdefault(nominee.actor, np.zeros(len(self.organisations), dtype=np.bool_))
                named |= self.others[:, k]
        return {actor: int(named.sum()) for actor, named in sorted(found.items())}

    def most_named(self, size: int) -> tuple[int, ...]:
        """Return the positions of the `size` nominees named by most organisations; of equals the first."""
        counts = self.counts
        order = sorted(range(len(self.nominees)), key=lambda k: (-int(counts[k]), self.nominees[k].subject))
        return tuple(k for k in order[:size] if counts[k])


def nominations(study: Study, wave: str) -> Nominations:
    """Return who names whom in a wave, as a matrix of organisations.

    Only nominations of respondents who sent their answers in count; with the rule ``lead`` only those of the lead
    informants. Nominees of organisations that asked not to appear are left out.
    """
    raw = raw_answers(study, wave, ())
    employer = dict(zip(raw.respondents, raw.actors, strict=True))
    hidden = set(study.opted_out(wave))
    table = study["nominations"].filter(pl.col("wave") == wave)
    rows = [
        (employer[respondent], actor, person)
        for respondent, actor, person in table.select("respondent", "actor", "person").iter_rows()
        if respondent in employer and (actor is not None or person is not None)
    ]
    told: dict[str, Counter[str]] = {}
    for _organisation, actor, person in rows:
        if person is not None and actor is not None:
            told.setdefault(person, Counter())[actor] += 1
    home = {person: min(seen, key=lambda a: (-seen[a], a)) for person, seen in told.items()}
    pairs = [
        (organisation, Nominee(actor, None) if person is None else Nominee(home.get(person), person))
        for organisation, actor, person in rows
    ]
    pairs = [(organisation, nominee) for organisation, nominee in pairs if nominee.actor not in hidden]
    organisations = tuple(sorted({organisation for organisation, _nominee in pairs}))
    nominees = tuple(sorted({nominee for _organisation, nominee in pairs}, key=lambda n: n.subject))
    named = np.zeros((len(organisations), len(nominees)), dtype=np.bool_)
    row = {organisation: k for k, organisation in enumerate(organisations)}
    column = {nominee: k for k, nominee in enumerate(nominees)}
    for organisation, nominee in pairs:
        named[row[organisation], column[nominee]] = True
    self_named = np.array([[n.actor == o for n in nominees] for o in organisations], dtype=np.bool_).reshape(
        named.shape
    )
    return Nominations(organisations, nominees, named & ~self_named, named & self_named, not table.is_empty())


def top_shares(named: BoolArray, top: tuple[int, ...]) -> FloatArray:
    """Return (organisations, 2): nominations of each organisation that fall on the nominees at `top`, and in all.

    The share of nominations on them is the ratio of the two sums, so that redraws of organisations are redraws of
    rows.
    """
    return np.column_stack([named[:, list(top)].sum(axis=1), named.sum(axis=1)]).astype(np.float64)
