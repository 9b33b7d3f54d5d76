"""What goes with somebody who leaves: letters, sides, pairs that name them, what they were asked as a champion."""

from __future__ import annotations

from typing import Any

from clusterdynamics_web.introductions import suggestions
from clusterdynamics_web.introductions.models import Champion, Introduction, Side
from clusterdynamics_web.studies.models import Actor, Wave
from clusterdynamics_web.survey.models import Respondent

__all__ = ["on_erased", "on_left_out"]


def on_left_out(sender: object, actor: Actor, wave: Wave, **more: Any) -> None:
    """An organisation asked not to appear: nothing here names it any more."""
    _forget_sides(actor)
    Champion.objects.filter(actor=actor).delete()
    suggestions.forget(actor.study, [actor.code], list(actor.study.waves.values_list("code", flat=True)))


def on_erased(sender: object, respondent: Respondent, **more: Any) -> None:
    """Somebody took answers back: introductions of that wave rested on them.

    Also where a colleague's answers stay: what one of them wished cannot be told apart in the reasons.
    """
    _forget_sides(respondent.actor, respondent.wave)
    suggestions.forget(respondent.study, [respondent.actor.code], [respondent.wave.code])


def _forget_sides(actor: Actor, wave: Wave | None = None) -> None:
    """Delete introductions of two whole, since the reasons name both; of a group this one side."""
    sides = Side.objects.filter(actor=actor, **({} if wave is None else {"introduction__wave": wave}))
    pairs = sides.filter(introduction__kind=Introduction.Kind.PAIR).values_list("introduction", flat=True)
    Introduction.objects.filter(pk__in=list(pairs)).delete()
    sides.delete()
