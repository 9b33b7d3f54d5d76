"""The seven steps of the set-up, in their order; each can be left and come back to at any time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

__all__ = ["STEPS", "Step"]


@dataclass(frozen=True)
class Step:
    """One step: what it is called, what it is for, the name of its page."""

    label: Any
    purpose: Any
    page: str


STEPS: dict[str, Step] = {
    "about": Step(_("About"), _("What the study is called, whom it is about, who answers questions."), "study_about"),
    "organisations": Step(_("Organisations"), _("Who can be named, and whom to ask there."), "study_roster"),
    "questions": Step(_("Questions"), _("What is asked, in which areas, for which purposes."), "study_questions"),
    "visibility": Step(_("Who sees what"), _("What each reader of the results may see."), "study_visibility"),
    "consent": Step(_("Consent text"), _("Who asks and why, in every language."), "study_consent"),
    "precision": Step(
        _("Precision and time"), _("What the study will be able to say, and how long it takes to answer."), "study_plan"
    ),
    "launch": Step(_("Test and launch"), _("Try it, let the cluster agree, and open it."), "study_launch"),
}
