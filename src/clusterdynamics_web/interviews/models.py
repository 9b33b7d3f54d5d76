"""Attempts to reach somebody, by telephone or in person."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clusterdynamics_web.survey.models import Mode, Respondent

__all__ = ["ContactAttempt", "Note", "Outcome"]


class Outcome(models.TextChoices):
    REACHED = "reached", _("reached")
    CALL_BACK = "call_back", _("call back")
    NO_ANSWER = "no_answer", _("no answer")
    WRONG_PERSON = "wrong_person", _("wrong person")
    REFUSED = "refused", _("refused")
    COMPLETED = "completed", _("completed")


class ContactAttempt(models.Model):
    """One attempt and what came of it."""

    respondent = models.ForeignKey(Respondent, on_delete=models.CASCADE, related_name="attempts")
    interviewer = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True)
    at = models.DateTimeField(default=timezone.now)
    mode = models.CharField(max_length=20, choices=Mode.choices, default=Mode.PHONE)
    outcome = models.CharField(max_length=20, choices=Outcome.choices)
    call_back_at = models.DateTimeField(null=True, blank=True)
    note = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ("-at",)

    def __str__(self) -> str:
        return self.outcome


class Note(models.Model):
    """What an interviewer wrote in the margin, beside which step of the form."""

    respondent = models.ForeignKey(Respondent, on_delete=models.CASCADE, related_name="notes")
    interviewer = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True)
    step = models.CharField(max_length=120, blank=True)
    text = models.TextField()
    at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return self.step
