"""What respondents agreed to, and what follows for their organisation."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from clusterdynamics.disclosure.classes import Audience, VisibilityClass, class_of
from clusterdynamics.study.settings import DisclosureSettings

if TYPE_CHECKING:
    from clusterdynamics.study.model import Study

__all__ = ["Consent", "Consents", "opens"]

#: Who may see it → the widest class it is shown in.
_CLASSES: Mapping[str, VisibilityClass] = {
    "nobody": VisibilityClass.C1,
    "participants": VisibilityClass.C2,
    "network": VisibilityClass.C3,
    "public": VisibilityClass.C4,
}
_YES = frozenset({"yes", "participants", "network", "public"})


@dataclass(frozen=True)
class Consent:
    """What may be done with one organisation, or with one respondent's words.

    Attributes
    ----------
    name, quote
        Widest class in which the name, or the words, may appear; C1 means nobody outside the study team.
    own_ties
        The links that it reported may be drawn for participants.
    findable
        Organisations with a matching interest may be told what it offers or wants.
    """

    name: VisibilityClass = VisibilityClass.C1
    own_ties: bool = False
    findable: bool = False
    quote: VisibilityClass = VisibilityClass.C1

    def stricter(self, other: Consent) -> Consent:
        """Return what both allow."""
        return Consent(
            min(self.name, other.name),
            self.own_ties and other.own_ties,
            self.findable and other.findable,
            min(self.quote, other.quote),
        )


_NOTHING = Consent()


class Consents:
    """The consents of one wave.

    For each respondent and choice the latest row counts; one that was taken back counts as never given, and
    does not bring an older one back to life. Who does not take part agreed to nothing. An organisation for
    which several answered is treated as the most careful of them wishes; no row means no.

    Parameters
    ----------
    study
        The study, with its table ``consents``.
    wave
        The wave whose respondents are looked at; the latest where none is given.
    """

    def __init__(self, study: Study, wave: str | None = None) -> None:
        chosen = wave if wave is not None else study.wave_ids[-1]
        given = _latest(study["consents"])
        self._respondents = {person: _consent(choices) for person, choices in given.items()}
        gone = set(study.opted_out(chosen))
        self._actors: dict[str, Consent] = {}
        rows = study["respondents"].filter(pl.col("wave") == chosen).select("id", "actor", "status").iter_rows()
        for person, actor, status in rows:
            # Who was asked and said nothing at all did not say no for a colleague who answered.
            if status != "submitted" and person not in given:
                continue
            mine = self._respondents.get(person, _NOTHING)
            before = self._actors.get(actor)
            self._actors[actor] = mine if before is None else before.stricter(mine)
        for actor in gone:
            self._actors[actor] = _NOTHING

    def of(self, actor: str) -> Consent:
        """Return what may be done with the organisation `actor`; nothing where nobody agreed to anything."""
        return self._actors.get(actor, _NOTHING)

    def of_respondent(self, respondent: str | None) -> Consent:
        """Return what one respondent agreed to; nothing where there is no row."""
        return _NOTHING if respondent is None else self._respondents.get(respondent, _NOTHING)

    def may_name(self, actor: str, audience: Audience | str) -> bool:
        """Return whether the name of `actor` may appear for `audience`, beside no tie and no measure."""
        visibility = class_of(audience)
        return visibility <= VisibilityClass.C1 or self.of(actor).name >= visibility

    def named(self, study: Study, audience: Audience | str, wave: str | None = None) -> tuple[str, ...]:
        """Return the organisations present in the wave whose names may appear, by name and not by any measure."""
        here = study.present(wave if wave is not None else study.wave_ids[-1])
        return tuple(sorted((a for a in here if self.may_name(a, audience)), key=lambda a: (study.labels[a], a)))


def _latest(frame: pl.DataFrame) -> dict[str, dict[str, str]]:
    """Return respondent → choice → class, of the latest row each; of two at one time, the one that says less."""
    found: dict[str, dict[str, tuple[bool, object, str]]] = {}
    for person, choice, value, time, withdrawn in frame.select(
        "respondent", "choice", "class", "time", "withdrawn_at"
    ).iter_rows():
        given = "nobody" if withdrawn is not None else value
        row = (time is not None, time, given)
        before = found.setdefault(person, {}).get(choice)
        if before is None or _later(row, before):
            found[person][choice] = row
    return {person: {choice: row[2] for choice, row in rows.items()} for person, rows in found.items()}


def _later(row: tuple[bool, object, str], before: tuple[bool, object, str]) -> bool:
    if row[:2] == before[:2]:
        return _openness(row[2]) < _openness(before[2])
    if row[0] != before[0]:
        return row[0]
    return str(row[1]) > str(before[1])


def _openness(value: str) -> int:
    order = ("nobody", "no", "yes", "participants", "network", "public")
    return order.index(value)


def _consent(choices: Mapping[str, str]) -> Consent:
    if choices.get("take_part", "yes") not in _YES:
        return _NOTHING
    return Consent(
        # "yes" does not say who may see it: nobody.
        _CLASSES.get(choices.get("name", "nobody"), VisibilityClass.C1),
        choices.get("own_ties") in _YES,
        choices.get("findable") in _YES,
        _CLASSES.get(choices.get("quote", "nobody"), VisibilityClass.C1),
    )


def opens(settings: DisclosureSettings, relation: str, audience: Audience | str) -> bool:
    """Return whether the disclosure agreement opens the named ties of `relation` to `audience`.

    Only the cluster manager and the board can be let in, and never to trust, value or energy
    (``relational.is_sensitive`` is asked where ties are drawn).
    """
    return any(str(role) == str(audience) for role in settings.opens.get(relation, ()))
