"""A room: one wave of an afternoon study, and what came out of it."""

from __future__ import annotations

from django.db import models
from django.utils import timezone

from clusterdynamics_web.studies.models import Snapshot, Wave

__all__ = ["Room"]


class Room(models.Model):
    """People in one place who answer at the same time. The code to join stands on the wave."""

    wave = models.OneToOneField(Wave, on_delete=models.CASCADE, related_name="room")
    opened_at = models.DateTimeField(default=timezone.now)
    snapshot = models.ForeignKey(Snapshot, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    #: What is projected: sections with sentences, pictures and tables, cleared for participants. See `result.py`.
    result = models.JSONField(default=dict)

    def __str__(self) -> str:
        return self.wave.join_code or str(self.pk)
