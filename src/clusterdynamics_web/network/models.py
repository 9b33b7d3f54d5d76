"""The network's own rows: which regions show themselves, and what people wrote to them."""

from __future__ import annotations

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clusterdynamics_web.keys import new_key
from clusterdynamics_web.regions.models import Cluster, Region

__all__ = ["Member", "Message", "ShownCluster", "Stop"]


class Member(models.Model):
    """What a region shows of itself to everybody. Without a row, or switched off, nobody outside sees it."""

    region = models.OneToOneField(Region, on_delete=models.CASCADE, related_name="network_member")
    shown = models.BooleanField(default=False, db_index=True)
    takes_mail = models.BooleanField(default=True)
    latitude = models.FloatField(
        _("latitude"), null=True, blank=True, validators=[MinValueValidator(-90), MaxValueValidator(90)]
    )
    longitude = models.FloatField(
        _("longitude"), null=True, blank=True, validators=[MinValueValidator(-180), MaxValueValidator(180)]
    )
    #: Language → the region in its own words.
    texts = models.JSONField(default=dict, blank=True)
    changed_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return self.region.name


class ShownCluster(models.Model):
    """A cluster that its region shows by name, and the organisation that runs it."""

    cluster = models.OneToOneField(Cluster, on_delete=models.CASCADE, related_name="network_shown")
    organisation = models.CharField(_("cluster organisation"), max_length=120, blank=True)
    website = models.URLField(_("its web page"), max_length=200, blank=True)

    def __str__(self) -> str:
        return self.cluster.name


class Message(models.Model):
    """What somebody wrote to a region. The text goes after a while (`operations.forget_messages`)."""

    class Outcome(models.TextChoices):
        FINE = "fine", _("nothing wrong with it")
        STOPPED = "stopped", _("its sender may write no more")

    key = models.CharField(max_length=12, unique=True, default=new_key)
    region = models.ForeignKey(Region, on_delete=models.CASCADE, related_name="network_messages")
    sender = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    subject = models.CharField(max_length=120)
    text = models.TextField(max_length=4000)
    at = models.DateTimeField(default=timezone.now, db_index=True)
    reported_at = models.DateTimeField(null=True, blank=True)
    reported_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    reason = models.CharField(max_length=500, blank=True)
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    outcome = models.CharField(max_length=10, choices=Outcome.choices, blank=True)

    class Meta:
        ordering = ("-at", "-id")

    def __str__(self) -> str:
        return self.key


class Stop(models.Model):
    """Somebody may write to regions no more: a curator decided so, with a reason."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    reason = models.CharField(max_length=500)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"stop of {self.user_id}"
