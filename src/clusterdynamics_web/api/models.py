"""Keys with which programs read the results of a study."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clusterdynamics.disclosure import Audience
from clusterdynamics.disclosure.classes import audience_label
from clusterdynamics_web.keys import new_key
from clusterdynamics_web.studies.models import Study

__all__ = ["ApiKey"]


class ApiKey(models.Model):
    """A secret that stands for one person in one study and one audience. Only its hash is kept.

    What it opens never exceeds what that person may see: a role that is taken away takes its keys' force with it.
    """

    key = models.CharField(max_length=12, unique=True, default=new_key)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="api_keys")
    study = models.ForeignKey(Study, on_delete=models.CASCADE, related_name="api_keys")
    name = models.CharField(_("name"), max_length=80)
    audience = models.CharField(_("reads as"), max_length=20)
    #: Why the study team's results leave the application.
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    token_hash = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    last_used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-created_at",)

    def __str__(self) -> str:
        return self.name

    @property
    def audience_label(self) -> str:
        return audience_label(Audience(self.audience))

    @property
    def is_open(self) -> bool:
        return self.revoked_at is None and self.expires_at > timezone.now()
