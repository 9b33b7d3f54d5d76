"""Long work: one row a job, so that it survives a restart and can be watched and cancelled."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clusterdynamics_web.keys import new_key

__all__ = ["Job", "JobState"]


class JobState(models.TextChoices):
    QUEUED = "queued", _("waiting")
    RUNNING = "running", _("running")
    DONE = "done", _("done")
    FAILED = "failed", _("failed")
    CANCELLED = "cancelled", _("cancelled")


class Job(models.Model):
    """Something that takes longer than a page may take."""

    key = models.CharField(max_length=12, unique=True, default=new_key)
    kind = models.CharField(max_length=60)
    study = models.ForeignKey("studies.Study", on_delete=models.CASCADE, null=True, blank=True, related_name="jobs")
    state = models.CharField(max_length=10, choices=JobState.choices, default=JobState.QUEUED, db_index=True)
    parameters = models.JSONField(default=dict)
    seed = models.PositiveBigIntegerField(default=1)
    #: Two jobs with the same name do not wait side by side.
    name = models.CharField(max_length=200, blank=True)
    progress = models.FloatField(default=0.0)
    doing = models.CharField(max_length=200, blank=True)
    result = models.JSONField(default=dict)
    #: In plain words, for the person who waits.
    error = models.TextField(blank=True)
    cancel_requested = models.BooleanField(default=False)
    attempt = models.PositiveSmallIntegerField(default=0)
    not_before = models.DateTimeField(default=timezone.now, db_index=True)
    heartbeat = models.DateTimeField(null=True, blank=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True)
    created_at = models.DateTimeField(default=timezone.now)
    started_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-created_at",)

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"
