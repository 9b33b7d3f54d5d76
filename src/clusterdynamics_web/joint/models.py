"""A joint study: two studies, one of each region, and what the two have agreed on."""

from __future__ import annotations

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clusterdynamics_web.keys import new_key
from clusterdynamics_web.regions.models import Region
from clusterdynamics_web.studies.models import Study

__all__ = ["FIGURES", "Count", "JointStudy", "Reading", "Side"]

#: What the two sides may agree to share, all at block level: inside one side, inside the other, and between them.
FIGURES = {
    "links": _("how many links are possible and how many are reported"),
    "depth": _("how deep the links are on average"),
    "mutual": _("how many links both ends report"),
    "region": _("how many organisations work with the other region, and how closely"),
    "barriers": _("what stands in the way of working more with the other region"),
    "change": _("what changed from wave to wave"),
    "counts": _("organisations in cross-border projects (RCO87, RCR84)"),
}


class JointStudy(models.Model):
    """The agreement. It is in force once both sides have signed the same terms; either side may end it."""

    key = models.CharField(max_length=12, unique=True, default=new_key)
    title = models.CharField(_("name"), max_length=120)
    #: What the two have agreed on, in their own words.
    text = models.TextField(_("what the two regions agree on"), blank=True)
    k = models.PositiveSmallIntegerField(_("smallest group"), default=5, validators=[MinValueValidator(5)])
    #: Names of `FIGURES`.
    figures = models.JSONField(default=list)
    until = models.DateField(_("last day"))
    #: The other side joins with a code; only its hash is kept.
    code_hash = models.CharField(max_length=64, null=True, blank=True, unique=True)
    code_expires_at = models.DateTimeField(null=True, blank=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    in_force_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    #: Position of the side that ended it; None where its time was over.
    ended_side = models.PositiveSmallIntegerField(null=True, blank=True)
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        ordering = ("-created_at",)

    def __str__(self) -> str:
        return self.title

    @property
    def is_over(self) -> bool:
        """It was ended, or its last day has passed."""
        return self.ended_at is not None or timezone.localdate() > self.until

    @property
    def is_in_force(self) -> bool:
        return self.in_force_at is not None and not self.is_over


class Side(models.Model):
    """One of the two regions: with which study it takes part, what it brings, and who signed."""

    joint = models.ForeignKey(JointStudy, on_delete=models.CASCADE, related_name="sides")
    #: 0: the region that invited.
    position = models.PositiveSmallIntegerField()
    region = models.ForeignKey(Region, on_delete=models.CASCADE, related_name="joint_sides")
    study = models.ForeignKey(Study, on_delete=models.CASCADE, related_name="joint_sides")
    #: The other side's participants may choose from names of organisations of this side.
    shares_names = models.BooleanField(default=False)
    #: Codes of the organisations whose names are shared, until the agreement is in force (`survey.PartnerName` then).
    names = models.JSONField(default=list, blank=True)
    signed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    signed_name = models.CharField(max_length=120, blank=True)
    signed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["joint", "position"], name="two_sides"),
            models.UniqueConstraint(fields=["joint", "region"], name="two_regions"),
        )
        ordering = ("position",)

    def __str__(self) -> str:
        return f"{self.region_id} in {self.joint_id}"

    @property
    def other(self) -> Side | None:
        """The other side, once it has joined."""
        return self.joint.sides.exclude(pk=self.pk).select_related("region", "study__cluster__region").first()


class Reading(models.Model):
    """What a pair of waves gives at block level, as it was decided, and what each shown cell rested on.

    It outlives the snapshots: a cell that changes once it was shown stays hidden, so that nobody can take one from
    the other and see what those few answered who came or went.
    """

    joint = models.ForeignKey(JointStudy, on_delete=models.CASCADE, related_name="readings")
    #: 1 for the first pair of waves, and so on.
    number = models.PositiveSmallIntegerField()
    #: Fingerprints of the two snapshots and the terms; what was decided for others is decided anew.
    mark = models.CharField(max_length=200)
    content = models.JSONField(default=dict)
    #: Cell → [total, n] as it was shown first, or null where it was hidden.
    shown = models.JSONField(default=dict)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["joint", "number"], name="one_reading_a_round"),)
        ordering = ("number",)

    def __str__(self) -> str:
        return f"round {self.number} of {self.joint_id}"


class Count(models.Model):
    """Organisations of one side in an Interreg project, as its partners count them for their programme.

    RCO87 is a common output indicator, counted from the funding agreement; RCR84 is the common result indicator to it,
    counted from agreements to go on (Regulation (EU) 2021/1059, Annex I; SWD(2021) 198). `told.DEFINITIONS` says what
    each of them counts.
    """

    class Code(models.TextChoices):
        RCO87 = "RCO87", _("organisations cooperating across borders (RCO87)")
        RCR84 = "RCR84", _("organisations cooperating across borders after project completion (RCR84)")

    side = models.ForeignKey(Side, on_delete=models.CASCADE, related_name="counts")
    code = models.CharField(_("what is counted"), max_length=5, choices=Code.choices)
    project = models.CharField(_("project"), max_length=120)
    number = models.PositiveIntegerField(_("organisations"))
    source = models.CharField(_("source"), max_length=200)
    day = models.DateField(_("as of"))

    class Meta:
        constraints = (models.UniqueConstraint(fields=["side", "code", "project"], name="one_count_a_project"),)
        ordering = ("code", "project")

    def __str__(self) -> str:
        return f"{self.code} {self.number}"
