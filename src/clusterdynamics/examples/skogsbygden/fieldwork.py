"""Field work: who was asked, who answered, and how."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import count

from clusterdynamics.examples.skogsbygden.cast import (
    BRIDGES,
    CAST,
    FIRST,
    LATE,
    SECOND,
    WAVES,
    Organisation,
)
from clusterdynamics.examples.skogsbygden.dice import Dice
from clusterdynamics.examples.skogsbygden.frames import Row
from clusterdynamics.examples.skogsbygden.world import World

__all__ = ["OPENS", "Fieldwork", "Respondent", "make_fieldwork"]

OPENS = {FIRST: datetime(2024, 9, 2, 8), SECOND: datetime(2026, 9, 7, 8)}
#: Days between the first and the last day of field work.
DAYS = 39
#: Stayers that answered in no wave, in the first only, in the second only; the other 26 of 36 in both.
_NEITHER, _FIRST_ONLY, _SECOND_ONLY = 4, 4, 2
#: Who besides the stayers did not answer: one that left, two that joined.
_SILENT = {FIRST: ("F19",), SECOND: ("F30", "F31")}
#: Always among those who answer: the large companies, one of the two in finance, the champions, the tellers.
_SURE = ("F01", "F02", "F14", "B01", *BRIDGES, "F05", "F06", "F10", "F15", "F16", "F17", "F22", "P02", "R02")
#: Organisations from which two people answer as a matter of course.
_TWO = {FIRST: ("F01", "F14", "R03"), SECOND: ("F01", "F02", "F14", "P01")}
#: Re-asking: how many organisations answer again, and from how many a second informant is asked.
_AGAIN, _SECOND_INFORMANT = {FIRST: 5, SECOND: 6}, {FIRST: 4, SECOND: 5}
#: First respondents of 2024, who had answered before the late organisation came onto the list.
_EARLY = 14
_ROLES = ("managing director", "head of production", "head of development", "purchasing", "quality and environment")
_ROLES_ELSEWHERE = ("director", "head of unit", "project manager", "adviser")
_NO_ANSWER = ("invited", "opened", "started", "declined", "bounced")
_NO_ANSWER_SHARES = (0.25, 0.10, 0.30, 0.20, 0.15)


@dataclass(frozen=True)
class Respondent:
    """One person in one wave; the identifier stays the same while the person does."""

    id: str
    wave: str
    actor: str
    status: str
    lead: bool
    role: str
    mode: str
    language: str
    submitted_at: datetime | None
    #: What it answers as: ``first``, or ``second_informant`` for those asked only to check.
    occasion: str = "first"

    @property
    def submitted(self) -> bool:
        """Tell whether the answers were sent."""
        return self.submitted_at is not None

    def row(self) -> Row:
        """Return the row of the table ``respondents``."""
        return {
            "id": self.id,
            "wave": self.wave,
            "actor": self.actor,
            "status": self.status,
            "is_lead": self.lead,
            "role": self.role,
            "mode": self.mode,
            "language": self.language,
            "submitted_at": self.submitted_at,
        }


@dataclass
class Fieldwork:
    """Everybody who was asked, in both waves.

    Attributes
    ----------
    respondents
        One entry for each person and wave.
    again
        Wave → respondents who answered a second time within four weeks.
    early
        Respondents of the first wave to whom the late organisation was not offered.
    """

    respondents: list[Respondent]
    again: dict[str, list[str]]
    early: list[str]

    def of(self, wave: str, *, lead: bool = False) -> list[Respondent]:
        """Return those who sent in answers in the wave, the lead informants only where asked for."""
        return [r for r in self.respondents if r.wave == wave and r.submitted and (r.lead or not lead)]

    def lead_of(self, wave: str, actor: str) -> Respondent:
        """Return the lead informant of an organisation that answered."""
        return next(r for r in self.of(wave, lead=True) if r.actor == actor)

    def offered(self) -> list[Row]:
        """Return the lists of the first wave: everybody but oneself, for the early ones without the late one."""
        here = [o.id for o in CAST if o.present(FIRST)]
        return [
            {"wave": FIRST, "respondent": r.id, "actor": a}
            for r in self.respondents
            if r.wave == FIRST
            for a in here
            if a != r.actor and not (a == LATE and r.id in self.early)
        ]


def make_fieldwork(seed: int, world: World) -> Fieldwork:
    """Ask everybody who is present; the less engaged are less likely to answer."""
    silent = _silent(world, Dice(seed, "who answers"))
    dice = Dice(seed, "field work")
    office = _Office(dice)
    field = Fieldwork([], {}, [])
    for wave in WAVES:
        seconds = _second_informants(wave, silent[wave], dice)
        for o in CAST:
            if o.present(wave):
                answers = o.id not in silent[wave]
                field.respondents.append(office.ask(o, wave, 0, answers=answers))
                if o.id in seconds:
                    field.respondents.append(office.ask(o, wave, 1, answers=True, occasion="second_informant"))
                elif o.id in _TWO[wave] or (answers and dice.chance(0.08)):
                    field.respondents.append(office.ask(o, wave, 1, answers=o.id in _TWO[wave]))
        alone = [r.id for r in field.of(wave, lead=True) if sum(x.actor == r.actor for x in field.of(wave)) == 1]
        field.again[wave] = sorted(dice.some(alone, _AGAIN[wave]))
    in_time = sorted((r.submitted_at, r.id) for r in field.of(FIRST) if r.submitted_at and r.actor != LATE)
    field.early = sorted(person for _time, person in in_time[:_EARLY])
    return field


def _silent(world: World, dice: Dice) -> dict[str, set[str]]:
    """Choose who does not answer: the least engaged, with chance mixed in, in numbers that are fixed."""
    weight = {o.id: world.engagement[o.id] + dice.normal(0, 0.7) + (9 if o.id in _SURE else 0) for o in CAST if o.stays}
    order = sorted(weight, key=lambda a: (weight[a], a))
    neither = order[:_NEITHER]
    rest = dice.shuffled(order[_NEITHER : _NEITHER + _FIRST_ONLY + _SECOND_ONLY])
    first_only, second_only = rest[:_FIRST_ONLY], rest[_FIRST_ONLY:]
    return {
        FIRST: {*neither, *second_only, *_SILENT[FIRST]},
        SECOND: {*neither, *first_only, *_SILENT[SECOND]},
    }


def _second_informants(wave: str, silent: set[str], dice: Dice) -> set[str]:
    can = [
        o.id for o in CAST if o.present(wave) and o.id not in silent and o.id not in _TWO[wave] and o.size != "micro"
    ]
    return set(dice.some(can, _SECOND_INFORMANT[wave]))


class _Office:
    """Asks people and remembers who they are; one in five has changed between the waves."""

    def __init__(self, dice: Dice) -> None:
        self._dice = dice
        self._persons: dict[tuple[str, int], str] = {}
        self._numbers = count(1)

    def ask(self, o: Organisation, wave: str, place: int, *, answers: bool, occasion: str = "first") -> Respondent:
        """Ask the lead informant (`place` 0) or the second one of an organisation."""
        dice = self._dice
        if (o.id, place) not in self._persons or dice.chance(0.2):
            self._persons[o.id, place] = f"r{next(self._numbers):03d}"
        mode = dice.weighted(("web", "phone", "face_to_face"), (0.68, 0.20, 0.12))
        status = dice.weighted(_NO_ANSWER, _NO_ANSWER_SHARES)
        day = int(DAYS * dice.uniform() ** 1.3)
        when = OPENS[wave] + timedelta(days=day, minutes=dice.whole(5, 560))
        return Respondent(
            id=self._persons[o.id, place],
            wave=wave,
            actor=o.id,
            status="submitted" if answers else status,
            lead=place == 0,
            role=dice.pick(_ROLES if o.is_firm else _ROLES_ELSEWHERE),
            mode=mode,
            language=dice.weighted(("sv", "en"), (0.87, 0.13)),
            submitted_at=when if answers else None,
            occasion=occasion,
        )
