"""What somebody answered, as lines to read: for the review, for the copy, for a download."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from clusterdynamics_web.survey.form.answers import Answers
from clusterdynamics_web.survey.form.fields import Checks, Field, Radios, RosterField, Select, Tick, Words
from clusterdynamics_web.survey.form.form import Form
from clusterdynamics_web.survey.form.steps.base import BaseStep
from clusterdynamics_web.survey.form.steps.review import ReviewStep

__all__ = ["Line", "StepSummary", "summary"]


@dataclass(frozen=True)
class Line:
    """A question and what was answered; empty where nothing was."""

    question: str
    answer: str


@dataclass(frozen=True)
class StepSummary:
    """One step of the form: its lines, and whether something is missing."""

    key: str
    title: str
    lines: tuple[Line, ...]
    complete: bool


def summary(form: Form, answers: Answers) -> list[StepSummary]:
    """Return every step with what was answered."""
    return [
        StepSummary(step.key, step.title, tuple(_lines(step, answers)), step.answered(answers))
        for step in form.steps(answers)
        if not isinstance(step, ReviewStep)
    ]


def _lines(step: BaseStep, answers: Answers) -> Iterator[Line]:
    values = step.initial(answers)
    deep = True
    for field in step.fields(values, answers):
        if isinstance(field, Radios):
            deep = deep and (not any(o.deep for o in field.options) or any(o.deep and o.checked for o in field.options))
        # What is not asked of somebody does not stand there as unanswered.
        if field.deeper and not deep:
            continue
        answer = _answer(field)
        if answer is not None:
            yield Line(field.legend, answer)


def _answer(field: Field) -> str | None:
    match field:
        case Radios() | Checks():
            return "; ".join(o.label for o in field.options if o.checked)
        case RosterField():
            return "; ".join(e.label for e in field.entries if e.pk in field.chosen_keys)
        case Select():
            return "; ".join(o.label for _label, options in field.groups for o in options if o.checked)
        case Words():
            return field.value
        case Tick():
            return _("yes") if field.checked else _("no")
    return None
