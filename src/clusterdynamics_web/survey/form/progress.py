"""How far somebody is, in words that never go back, and how long it still takes."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from clusterdynamics_web.survey.form.answers import Answers
from clusterdynamics_web.survey.form.steps.base import BaseStep
from clusterdynamics_web.survey.form.steps.card import CardStep

__all__ = ["Progress", "find_step", "next_step", "previous_step", "progress_at", "share_at"]


@dataclass(frozen=True)
class Progress:
    """What stands above the question."""

    words: str
    share: float

    @property
    def percent(self) -> int:
        return round(100 * self.share)


def find_step(steps: Sequence[BaseStep], key: str) -> BaseStep | None:
    """Return the step with this key."""
    return next((s for s in steps if s.key == key), None)


def next_step(steps: Sequence[BaseStep], step: BaseStep) -> BaseStep:
    """Return the step after this one; the last is followed by itself."""
    return steps[min(_place(steps, step) + 1, len(steps) - 1)]


def previous_step(steps: Sequence[BaseStep], step: BaseStep) -> BaseStep | None:
    """Return the step before this one."""
    place = _place(steps, step)
    return steps[place - 1] if place > 0 else None


def _place(steps: Sequence[BaseStep], step: BaseStep) -> int:
    return next(k for k, s in enumerate(steps) if s.key == step.key)


def progress_at(steps: Sequence[BaseStep], step: BaseStep, answers: Answers, furthest: float = 0.0) -> Progress:
    """Return how far it is at a step.

    Sections weigh the same however many organisations are picked, so that picking one more does not take back what
    was reached; `furthest` is the greatest share that was shown before.
    """
    sections = max(s.section for s in steps)
    peers = [s for s in steps if s.section == step.section]
    words = [_("Step {number} of {all}").format(number=step.section, all=sections)]
    if isinstance(step, CardStep):
        left = sum(isinstance(s, CardStep) for s in peers[_place(peers, step) :])
        words.append(ngettext("{count} organisation left", "{count} organisations left", left).format(count=left))
    minutes = math.ceil(sum(s.seconds(answers) for s in steps[_place(steps, step) :]) / 60)
    words.append(ngettext("about {count} minute left", "about {count} minutes left", minutes).format(count=minutes))
    return Progress(", ".join(words), max(share_at(steps, step), furthest))


def share_at(steps: Sequence[BaseStep], step: BaseStep) -> float:
    """Return the share of the way at a step, 0 to 1."""
    peers = [s.key for s in steps if s.section == step.section]
    return (step.section - 1 + peers.index(step.key) / len(peers)) / max(s.section for s in steps)
