"""What organisations say about partners in other regions, one row an organisation and region."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from clusterdynamics.measures.answers import raw_answers

if TYPE_CHECKING:
    from clusterdynamics.study.model import Study

__all__ = ["Partner", "PartnerAnswers", "partner_answers"]


@dataclass(frozen=True)
class Partner:
    """What one organisation says about its partners in one other region.

    Attributes
    ----------
    depth
        How deeply it works with them, the deepest that one of its respondents says; None where nobody says.
    areas, barriers, doors
        What any of its respondents named.
    wrote, names_door
        Whether somebody wrote what they get there, and named who should open the door.
    """

    organisation: str
    region: str
    depth: float | None
    areas: frozenset[str]
    barriers: frozenset[str]
    doors: frozenset[str]
    wrote: bool
    names_door: bool


@dataclass(frozen=True)
class PartnerAnswers:
    """What organisations say about other regions in one wave.

    Attributes
    ----------
    organisations
        Those that answered, sorted: with partners elsewhere or with none.
    partners
        One entry for each organisation and other region, sorted.
    asked
        Whether anybody answered at all, so that it must have been asked.
    """

    organisations: tuple[str, ...]
    partners: tuple[Partner, ...]
    asked: bool

    @property
    def regions(self) -> tuple[str, ...]:
        """The other regions that somebody named, sorted."""
        return tuple(sorted({p.region for p in self.partners}))


def partner_answers(study: Study, wave: str) -> PartnerAnswers:
    """Return which other regions the organisations work with, and what they say about that.

    Only respondents who sent their answers in count; with the rule ``lead`` only the lead informants. An
    organisation works with a region where one of its respondents says so.
    """
    raw = raw_answers(study, wave, ())
    employer = dict(zip(raw.respondents, raw.actors, strict=True))
    table = study["partner_regions"].filter(pl.col("wave") == wave)
    answered: set[str] = set()
    rows: dict[tuple[str, str], list[dict[str, object]]] = {}
    for row in table.iter_rows(named=True):
        actor = employer.get(row["respondent"])
        if actor is None or row["has_partners"] is None:
            continue
        answered.add(actor)
        if row["has_partners"] and row["region"]:
            rows.setdefault((actor, row["region"]), []).append(row)
    partners = tuple(_partner(actor, region, several) for (actor, region), several in sorted(rows.items()))
    return PartnerAnswers(tuple(sorted(answered)), partners, not table.is_empty())


def _partner(actor: str, region: str, rows: list[dict[str, object]]) -> Partner:
    depths = [float(d) for row in rows if isinstance(d := row["depth"], (int, float))]
    named = {
        column: frozenset(str(x) for row in rows if isinstance(found := row[column], list) for x in found)
        for column in ("areas", "barriers")
    }
    return Partner(
        actor,
        region,
        max(depths, default=None),
        named["areas"],
        named["barriers"],
        frozenset(str(row["door"]) for row in rows if row["door"]),
        any(bool(row["gets"]) for row in rows),
        any(bool(row["door_name"]) for row in rows),
    )
