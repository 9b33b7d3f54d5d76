"""Hard figures of a study as they came in, how they are counted, what happened around, and what the page shows."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clusterdynamics_web.studies.models import Study

__all__ = ["Dashboard", "Definition", "Event", "HardFigure"]


class HardFigure(models.Model):
    """A row of the library's table of indicators. Never changed: a revised figure is a new row of a later vintage."""

    study = models.ForeignKey(Study, on_delete=models.CASCADE, related_name="hard_figures")
    region = models.CharField(max_length=64)
    period = models.CharField(max_length=64)
    code = models.CharField(max_length=120)
    label = models.CharField(max_length=300, blank=True)
    value = models.FloatField(null=True, blank=True)
    unit = models.CharField(max_length=120)
    source = models.CharField(max_length=300)
    vintage = models.CharField(max_length=64, blank=True)
    flag = models.CharField(max_length=40, blank=True)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True)
    added_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["study", "region", "period", "code", "source", "vintage"], name="one_figure_a_vintage"
            ),
        )
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"{self.code} {self.region} {self.period}"


class Definition(models.Model):
    """How the figures of a code are counted. Written once: what is counted otherwise has another code."""

    study = models.ForeignKey(Study, on_delete=models.CASCADE, related_name="definitions")
    code = models.CharField(max_length=120)
    text = models.TextField(_("how it is counted"))
    added_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["study", "code"], name="one_definition_a_code"),)

    def __str__(self) -> str:
        return self.code


class Event(models.Model):
    """Something that happened around the cluster, such as a downturn: it explains nothing, and it was there."""

    study = models.ForeignKey(Study, on_delete=models.CASCADE, related_name="context_events")
    starts = models.DateField(_("from"))
    ends = models.DateField(_("until"), null=True, blank=True)
    title = models.CharField(_("what happened"), max_length=200)
    source = models.CharField(_("source"), max_length=300)

    class Meta:
        ordering = ("starts", "pk")

    def __str__(self) -> str:
        return self.title


class Dashboard(models.Model):
    """What the page of a study shows beside figures, and whether others than the team see it."""

    study = models.OneToOneField(Study, on_delete=models.CASCADE, related_name="dashboard")
    #: Part of the page → codes of at most three stories; `stories.EVERYWHERE` is the part that stands beside all.
    stories = models.JSONField(default=dict)
    #: Said outright: there is no story yet.
    no_story = models.BooleanField(default=False)
    published_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return str(self.study_id)

    @property
    def codes(self) -> list[str]:
        """Codes of all stories of the page."""
        return [code for codes in self.stories.values() for code in codes]
