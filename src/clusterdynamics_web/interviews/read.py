"""The call list: who is to be called, in the order in which it makes sense."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import TextChoices
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clusterdynamics_web.interviews.models import ContactAttempt, Outcome
from clusterdynamics_web.survey.models import Respondent

__all__ = ["Call", "Turn", "call_list"]


class Turn(TextChoices):
    """Whose turn it is."""

    DUE = "due", _("call back now")
    STARTED = "started", _("interview begun")
    NEW = "new", _("not called yet")
    AGAIN = "again", _("try again")
    LATER = "later", _("call back later")
    DONE = "done", _("done")
    REFUSED = "refused", _("declined")


ORDER = list(Turn)


@dataclass(frozen=True)
class Call:
    """One person on the list."""

    person: Respondent
    turn: Turn
    attempts: int
    last: ContactAttempt | None
    call_back_at: datetime | None


def call_list(people: Iterable[Respondent]) -> list[Call]:
    """Return the calls: promised ones whose time has come first, then those begun, new ones, further attempts."""
    now = timezone.now()
    calls = []
    for person in people:
        attempts = list(person.attempts.all())
        last = attempts[0] if attempts else None
        promised = last.call_back_at if last is not None and last.outcome == Outcome.CALL_BACK else None
        calls.append(Call(person, _turn(person, last, promised, now), len(attempts), last, promised))
    return sorted(calls, key=lambda c: (ORDER.index(c.turn), c.call_back_at or now, c.person.actor.label))


def _turn(person: Respondent, last: ContactAttempt | None, promised: datetime | None, now: datetime) -> Turn:
    if person.submitted_at is not None:
        return Turn.DONE
    if person.declined_at is not None:
        return Turn.REFUSED
    if promised is not None:
        return Turn.DUE if promised <= now else Turn.LATER
    if person.started_at is not None:
        return Turn.STARTED
    return Turn.NEW if last is None else Turn.AGAIN
