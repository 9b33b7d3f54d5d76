"""The form engine: from a study to an ordered list of steps, and from what is posted to changes.

>>> form = form_for(respondent, "sv")                 # doctest: +SKIP
>>> answers = load_answers(respondent)                # doctest: +SKIP
>>> step = find_step(form.steps(answers), "pick")     # doctest: +SKIP
>>> changes = step.parse(posted, answers)             # doctest: +SKIP
"""

from __future__ import annotations

from clusterdynamics_web.survey.form.answers import Answers, load_answers
from clusterdynamics_web.survey.form.form import Form, form_for
from clusterdynamics_web.survey.form.progress import Progress, find_step, progress_at
from clusterdynamics_web.survey.form.steps.base import BaseStep, Problems

__all__ = [
    "Answers",
    "BaseStep",
    "Form",
    "Problems",
    "Progress",
    "find_step",
    "form_for",
    "load_answers",
    "progress_at",
]
