"""Everything once more before it is sent in."""

from __future__ import annotations

from django.utils.translation import gettext as _

from clusterdynamics_web.survey.form.answers import Answers
from clusterdynamics_web.survey.form.steps.base import BaseStep

__all__ = ["ReviewStep"]


class ReviewStep(BaseStep):
    """Asks nothing: the page shows what was answered, with a way back to each, and sends it in."""

    @property
    def title(self) -> str:
        return _("Check and send")

    def answered(self, answers: Answers) -> bool:
        return False

    def seconds(self, answers: Answers) -> float:
        return 30.0
