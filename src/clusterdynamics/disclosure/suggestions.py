"""What may be suggested to a participant, and from what (PV-19).

Only the participant's own answers, and what *findable* organisations offer or want, go in. Who picked whom,
trust, wishes and links of others do not: a suggestion must not let anybody guess them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from clusterdynamics.disclosure.consents import Consents

if TYPE_CHECKING:
    from clusterdynamics.study.model import Study

__all__ = ["SuggestedArea", "Suggestion", "suggestions_for"]

#: What the participant ticked → what the other side must have ticked for the two to fit.
_FITS = {
    "would_join": frozenset({"could_offer", "would_join", "doing"}),
    "could_offer": frozenset({"would_join"}),
    "doing": frozenset({"would_join", "doing"}),
}


@dataclass(frozen=True)
class Suggestion:
    """An organisation that can be suggested.

    Attributes
    ----------
    actor
        The organisation; it is findable.
    areas
        Areas in which the two fit.
    known
        The participant named it as a partner.
    """

    actor: str
    areas: tuple[str, ...]
    known: bool


@dataclass(frozen=True)
class SuggestedArea:
    """An area with the findable organisations that fit in it, by name."""

    area: str
    organisations: tuple[str, ...]


def suggestions_for(
    study: Study, actor: str, wave: str | None = None
) -> tuple[tuple[SuggestedArea, ...], tuple[Suggestion, ...]]:
    """Return what may be suggested to `actor`: areas first, then organisations.

    Areas with most organisations come first, organisations with most areas; then by name.

    Raises
    ------
    KeyError
        There is no such wave.
    """
    chosen = wave if wave is not None else study.wave_ids[-1]
    present = study.present(chosen)
    consents = Consents(study, chosen)
    ticked = _ticked(study, chosen)
    own = ticked.get(actor, {})
    partners = _own_partners(study, actor, chosen)
    found: dict[str, set[str]] = {}
    for other in present:
        if other == actor or not consents.of(other).findable:
            continue
        theirs = ticked.get(other, {})
        for area, mine in own.items():
            if any(_FITS.get(answer, frozenset()) & theirs.get(area, set()) for answer in mine):
                found.setdefault(other, set()).add(area)

    def by_name(name: str) -> tuple[str, str]:
        return study.labels[name], name

    areas = sorted({a for several in found.values() for a in several})
    by_area = [SuggestedArea(a, tuple(sorted((o for o in found if a in found[o]), key=by_name))) for a in areas]
    by_area.sort(key=lambda s: (-len(s.organisations), s.area))
    names = sorted(found, key=lambda o: (-len(found[o]), *by_name(o)))
    return tuple(by_area), tuple(Suggestion(o, tuple(sorted(found[o])), o in partners) for o in names)


def _ticked(study: Study, wave: str) -> dict[str, dict[str, set[str]]]:
    """Organisation → area → what its respondents ticked."""
    people = study["respondents"].filter(pl.col("wave") == wave).select("id", "actor").iter_rows()
    actor_of = dict(people)
    ticked: dict[str, dict[str, set[str]]] = {}
    rows = study["area_answers"].filter(pl.col("wave") == wave).select("respondent", "area", "answer").iter_rows()
    for person, area, answer in rows:
        if person in actor_of:
            ticked.setdefault(actor_of[person], {}).setdefault(area, set()).add(answer)
    return ticked


def _own_partners(study: Study, actor: str, wave: str) -> set[str]:
    rows = study["ties"].filter((pl.col("wave") == wave) & (pl.col("from") == actor))
    return {to for to, value in rows.select("to", "value").iter_rows() if value is None or value > 0}
