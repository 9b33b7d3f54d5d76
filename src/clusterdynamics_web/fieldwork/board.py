"""How far the field work is: who answered, what can be said already, who matters most among the missing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

import numpy as np
from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from clusterdynamics.i18n import _ as _library
from clusterdynamics.measures.analyses.coverage import GATE_WORDS, CoverageParams, coverage
from clusterdynamics.study.model import Study as StudyPackage
from clusterdynamics_web.studies.models import Study, Wave
from clusterdynamics_web.survey.models import Mode, Respondent
from clusterdynamics_web.survey.package import build_study

__all__ = ["Board", "Light", "Missing", "Reached", "Row", "board_of", "missing_of"]


class Reached(TextChoices):
    """How far an organisation got; of several respondents the one who got furthest."""

    INTERVIEWED = "interviewed", _("interviewed")
    SUBMITTED = "submitted", _("answered")
    STARTED = "started", _("has begun")
    OPENED = "opened", _("has opened the page")
    INVITED = "invited", _("invited")
    NOT_INVITED = "not_invited", _("not invited yet")
    BOUNCED = "bounced", _("address does not work")
    DECLINED = "declined", _("declined")
    NOT_ASKED = "not_asked", _("is not asked")


#: From furthest to least; a refusal of one respondent does not outweigh the answers of another.
ORDER = list(Reached)


@dataclass(frozen=True)
class Row:
    """One organisation."""

    code: str
    label: str
    type: str
    reached: Reached
    people: int
    last_mail: datetime | None
    attempts: int
    opted_out: bool


@dataclass(frozen=True)
class Light:
    """Whether a kind of figure can be given already."""

    gate: str
    words: str
    needed: float
    open: bool
    missing: int


@dataclass(frozen=True)
class Board:
    """The field work of a wave."""

    rows: tuple[Row, ...]
    by_type: tuple[tuple[str, int, int, int], ...]
    roster: int
    asked: int
    answered: int
    declined: int
    removed: int
    lights: tuple[Light, ...]

    @property
    def rate(self) -> float | None:
        """Share of the organisations asked that answered: coverage."""
        return self.answered / self.asked if self.asked else None

    @property
    def rate_of_roster(self) -> float | None:
        """Share of all organisations on the roster that answered."""
        return self.answered / self.roster if self.roster else None


def board_of(study: Study, wave: Wave) -> Board:
    """Return how far a wave is. What coverage means is decided by the library, as in every report."""
    package = build_study(study)
    present, asked, answered = package.present(wave.code), package.asked(wave.code), package.answered(wave.code)
    types = package.settings.types
    rows = tuple(_rows(study, wave, types))
    declined = sum(row.reached == Reached.DECLINED for row in rows)
    kinds = dict(zip(present, package.attribute("type", present), strict=True))
    whole = Counter(kinds.values())
    here = Counter(kinds[a] for a in asked)
    done = Counter(kinds[a] for a in answered)
    by_type = tuple(
        (types.get(kind or "", kind or "–"), whole[kind], here[kind], done[kind])
        for kind in sorted(whole, key=lambda k: types.get(k or "", k or ""))
    )
    lights = _lights(package, wave.code, len(asked), len(answered))
    removed = len(package.opted_out(wave.code))
    return Board(rows, by_type, len(present), len(asked), len(answered), declined, removed, lights)


def _rows(study: Study, wave: Wave, types: Mapping[str, str]) -> list[Row]:
    people: dict[int, list[Respondent]] = {}
    every = wave.respondents.filter(is_test=False).prefetch_related("mails", "attempts")
    for person in every:
        people.setdefault(person.actor_id, []).append(person)
    rows = []
    for actor in study.actors.order_by("label"):
        mine = people.get(actor.pk, [])
        mails = [m.sent_at for p in mine for m in p.mails.all() if m.sent_at is not None]
        rows.append(
            Row(
                actor.code,
                actor.label,
                types.get(actor.type, actor.type),
                min((_reached(p) for p in mine), key=ORDER.index, default=Reached.NOT_ASKED),
                len(mine),
                max(mails, default=None),
                sum(len(p.attempts.all()) for p in mine),
                actor.opted_out_id is not None,
            )
        )
    return rows


def _reached(person: Respondent) -> Reached:
    if person.status == "submitted" and person.mode in {Mode.PHONE, Mode.FACE_TO_FACE}:
        return Reached.INTERVIEWED
    if person.status == "invited" and person.invited_at is None:
        return Reached.NOT_INVITED
    return Reached(person.status)


def _lights(package: StudyPackage, wave: str, asked: int, answered: int) -> tuple[Light, ...]:
    told = coverage(package, CoverageParams(), np.random.default_rng(0))
    return tuple(
        Light(
            gate.gate,
            _library(GATE_WORDS[gate.gate]),
            gate.needed,
            gate.open,
            max(0, int(np.ceil(gate.needed * asked - 1e-9)) - answered),
        )
        for gate in sorted(told.gates, key=lambda g: g.needed)
        if gate.wave == wave
    )


@dataclass(frozen=True)
class Missing:
    """An organisation that was asked and has not answered."""

    code: str
    label: str
    named_by: int
    declined: bool


def missing_of(study: Study, wave: Wave) -> list[Missing]:
    """Return who has not answered, those first whom others name most: their answers change the picture most.

    It counts named ties, so that the study lead alone may see it.
    """
    package = build_study(study)
    asked, answered = package.asked(wave.code), package.answered(wave.code)
    named: Counter[str] = Counter()
    for tie in package["ties"].filter(wave=wave.code).unique(["from", "to"]).iter_rows(named=True):
        if tie["from"] in answered and tie["state"] in {None, "tie"} and (tie["value"] or 0) > 0:
            named[tie["to"]] += 1
    declined = {
        p.actor.code for p in wave.respondents.filter(declined_at__isnull=False, is_test=False).select_related("actor")
    }
    missing = [Missing(a, package.labels[a], named[a], a in declined) for a in asked - answered]
    return sorted(missing, key=lambda m: (-m.named_by, m.label))
