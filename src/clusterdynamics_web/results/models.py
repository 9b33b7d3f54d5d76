"""What was found in a snapshot, what was told of it, and to whom. The figures themselves are in files (`store.py`)."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clusterdynamics_web.keys import new_key
from clusterdynamics_web.studies.models import Snapshot, Study

__all__ = ["KEPT_FOR", "Document", "Publication", "Reading", "Secret", "Told"]

#: So long a document waits to be fetched; it can be made again.
KEPT_FOR = timedelta(days=14)


class Reading(models.Model):
    """The assessment of a snapshot, made by a job. Snapshot, seed and version together give these figures again."""

    snapshot = models.OneToOneField(Snapshot, on_delete=models.CASCADE, related_name="reading")
    seed = models.PositiveBigIntegerField(default=1)
    version = models.CharField(max_length=40)
    created_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"reading of {self.snapshot}"


class Secret(models.Model):
    """The secret under which hashes of a study are kept, so that nobody who has only the hashes can try names."""

    study = models.OneToOneField(Study, on_delete=models.CASCADE, related_name="+")
    salt = models.BinaryField(max_length=32)

    def __str__(self) -> str:
        return f"secret of {self.study_id}"


class Told(models.Model):
    """That a snapshot was told to others than the study team: who said what, as hashes, and what was hidden.

    It outlives the snapshot, so that the next one of the wave does not give away who came or went between.
    """

    snapshot = models.OneToOneField(Snapshot, on_delete=models.CASCADE, related_name="+")
    #: `clusterdynamics.disclosure.Earlier` as compressed JSON.
    content = models.BinaryField()

    def __str__(self) -> str:
        return f"told of {self.snapshot}"


class Publication(models.Model):
    """Results were given out: of which snapshot, to whom, by whom, and after what."""

    key = models.CharField(max_length=12, unique=True, default=new_key)
    snapshot = models.ForeignKey(Snapshot, on_delete=models.CASCADE, related_name="publications")
    #: Audiences of disclosure control: participants, network, public.
    audiences = models.JSONField(default=list)
    #: The sense-making session that came before, in words; empty where there was none.
    session = models.CharField(max_length=200, blank=True)
    waiver = models.TextField(_("why without a session"), blank=True)
    published_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    published_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("-published_at",)

    def __str__(self) -> str:
        return self.key


class Document(models.Model):
    """A report as a file, made by a job. The row stays when the file is gone: it says what may be in circulation."""

    key = models.CharField(max_length=12, unique=True, default=new_key)
    snapshot = models.ForeignKey(Snapshot, on_delete=models.CASCADE, related_name="documents")
    audience = models.CharField(max_length=20)
    format = models.CharField(max_length=8)
    language = models.CharField(max_length=8)
    #: Why the study team needs what nobody else may see.
    reason = models.TextField(blank=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    ready_at = models.DateTimeField(null=True, blank=True)
    size = models.PositiveIntegerField(default=0)
    fetched_at = models.DateTimeField(null=True, blank=True)
    gone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-created_at",)

    def __str__(self) -> str:
        return self.key

    @property
    def is_ready(self) -> bool:
        return self.ready_at is not None and self.gone_at is None
