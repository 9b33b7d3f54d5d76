"""What came of giving back: who opened a report, whether it was useful, who objects. The report itself is not kept."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clusterdynamics_web.keys import new_key
from clusterdynamics_web.studies.models import Wave
from clusterdynamics_web.survey.models import Respondent

__all__ = ["About", "Giving", "Objection", "Receipt", "Useful"]


class Useful(models.TextChoices):
    """Whether a report was useful to its reader."""

    YES = "yes", _("yes")
    PARTLY = "partly", _("in part")
    NO = "no", _("no")


class About(models.TextChoices):
    """What an objection is about."""

    OWN = "own", _("my own answers")
    POSITION = "position", _("where I stand")
    CLUSTER = "cluster", _("the cluster as a whole")
    STEPS = "steps", _("the next steps")
    OTHER = "other", _("something else")


class Giving(models.Model):
    """How a wave gives back."""

    wave = models.OneToOneField(Wave, on_delete=models.CASCADE, related_name="giving")
    #: Mails go out by themselves as soon as the reports can be read.
    automatic = models.BooleanField(default=False)
    #: When the study lead was told that the reports can be sent.
    told_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return str(self.wave)


class Receipt(models.Model):
    """That somebody opened the own report, and what they said of it in two taps."""

    respondent = models.ForeignKey(Respondent, on_delete=models.CASCADE, related_name="receipts")
    opened_at = models.DateTimeField(default=timezone.now)
    useful = models.CharField(max_length=10, choices=Useful.choices, blank=True)
    useful_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["respondent"], name="one_receipt"),)

    def __str__(self) -> str:
        return self.useful or "opened"


class Objection(models.Model):
    """What a reader says is wrong, and the remark that came of it. Figures are never changed because of it."""

    key = models.CharField(max_length=12, unique=True, default=new_key)
    respondent = models.ForeignKey(Respondent, on_delete=models.CASCADE, related_name="objections")
    about = models.CharField(_("What is it about?"), max_length=10, choices=About.choices)
    text = models.TextField(_("What is wrong?"), max_length=2000)
    created_at = models.DateTimeField(default=timezone.now)
    #: Stands on the reader's report from then on, beside the figures.
    remark = models.TextField(_("Remark"), max_length=1000, blank=True)
    #: The remark stands on everybody's report of the wave.
    for_all = models.BooleanField(default=False)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True)

    class Meta:
        ordering = ("created_at",)

    def __str__(self) -> str:
        return self.key
