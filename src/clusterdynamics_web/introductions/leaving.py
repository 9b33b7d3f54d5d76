"""What goes with somebody who leaves: letters, sides, pairs that name them, what they were asked as a champion."""

from __future__ import annotations

from typing import Any

from clusterdynamics_web.introductions import suggestions
from clusterdynamics_web.introductions.models import Champion, Introduction, Side
from clusterdynamics_web.studies.models import Actor, Wave
from clusterdynamics_web.survey.models import Respondent

__all__ = ["on_erased", "on_left_out", "on_side_gone"]


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


def on_side_gone(sender: object, instance: Side, **more: Any) -> None:
    """A side is gone, perhaps with its contact: an introduction of two goes whole, since its reasons name both."""
    Introduction.objects.filter(pk=instance.introduction_id, kind=Introduction.Kind.PAIR).delete()


def _forget_sides(actor: Actor, wave: Wave | None = None) -> None:
    """Delete what an organisation was asked; `on_side_gone` does the rest."""
    Side.objects.filter(actor=actor, **({} if wave is None else {"introduction__wave": wave})).delete()
