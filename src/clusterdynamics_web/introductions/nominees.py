"""Who was named as a champion by enough others, in a snapshot; the names are the study lead's to read."""

from __future__ import annotations

from dataclasses import dataclass

from clusterdynamics.measures.nominations import nominations
from clusterdynamics_web.fieldwork.models import NominatedPerson
from clusterdynamics_web.introductions.models import Champion, ChampionChoice
from clusterdynamics_web.results import store
from clusterdynamics_web.studies.models import Actor, Snapshot

__all__ = ["Named", "choice_of", "nominee", "nominees_of"]


@dataclass(frozen=True)
class Named:
    """Somebody whom at least k other organisations named.

    Attributes
    ----------
    subject
        ``person:<code>``, or the code of the organisation.
    person, actor
        The name behind the code, where it is kept; the organisation, or that of the person.
    champion
        Where they were asked.
    """

    subject: str
    person: NominatedPerson | None
    actor: Actor | None
    champion: Champion | None

    @property
    def is_person(self) -> bool:
        return self.subject.startswith("person:")

    @property
    def code(self) -> str:
        return self.subject.removeprefix("person:")

    @property
    def name(self) -> str:
        """The name, or the code where no name is kept."""
        if self.is_person:
            return self.person.name if self.person is not None else self.code
        return self.actor.label if self.actor is not None else self.code

    @property
    def choice(self) -> ChampionChoice | None:
        return None if self.champion is None else choice_of(self.champion)


def choice_of(champion: Champion) -> ChampionChoice | None:
    """Return what a champion said last."""
    return max(champion.choices.all(), key=lambda c: (c.at, c.pk), default=None)


def nominees_of(snapshot: Snapshot) -> list[Named]:
    """Return who was named by at least k other organisations, in alphabetical order: it is no ranking."""
    study = snapshot.study
    package = store.assessment_of(snapshot).study
    told = nominations(package, snapshot.wave.code)
    least = package.settings.disclosure.k_inside
    enough = [n for n, count in zip(told.nominees, told.counts, strict=True) if count >= least]
    people = {p.code: p for p in study.nominated_people.all()}
    actors = {a.code: a for a in study.actors.filter(opted_out__isnull=True)}
    asked = study.champions.select_related("person", "actor").prefetch_related("choices", "letters")
    champions = {f"person:{c.person.code}" if c.person else c.actor.code if c.actor else "": c for c in asked}
    found = []
    for one in enough:
        if one.person is None and one.actor not in actors:
            continue  # it has asked to be left out since
        person = people.get(one.person) if one.person is not None else None
        found.append(Named(one.subject, person, actors.get(one.actor or ""), champions.get(one.subject)))
    return sorted(found, key=lambda n: (n.name.casefold(), n.subject))


def nominee(snapshot: Snapshot, subject: str) -> Named | None:
    """Return one of them; None where nobody of this name was named by enough others."""
    return next((n for n in nominees_of(snapshot) if n.subject == subject), None)
