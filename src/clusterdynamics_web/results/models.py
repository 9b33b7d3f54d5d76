"""What was found in a snapshot: the row says that and where; the figures are in files (`store.py`)."""

from __future__ import annotations

from django.db import models
from django.utils import timezone

from clusterdynamics_web.studies.models import Snapshot

__all__ = ["Reading"]


class Reading(models.Model):
    """The assessment of a snapshot, made by a job. Snapshot, seed and version together give these figures again."""

    snapshot = models.OneToOneField(Snapshot, on_delete=models.CASCADE, related_name="reading")
    seed = models.PositiveBigIntegerField(default=1)
    version = models.CharField(max_length=40)
    created_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"reading of {self.snapshot}"
