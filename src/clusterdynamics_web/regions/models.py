"""The tenant and what belongs to it: clusters, members, invitations, the log of who did what."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from clusterdynamics_web.keys import new_key

__all__ = [
    "REGION_ROLES",
    "STUDY_ROLES",
    "WAITING",
    "AuditEntry",
    "BreakGlass",
    "Cluster",
    "Invitation",
    "Membership",
    "Region",
    "RegionLook",
    "Role",
]


class Role(models.TextChoices):
    """What somebody is in a region or in a study; what each may do is in `rights.py`."""

    REGION_ADMIN = "region_admin", _("region admin")
    CURATOR = "curator", _("curator")
    NETWORK_READER = "network_reader", _("network reader")
    STUDY_LEAD = "study_lead", _("study lead")
    CLUSTER_MANAGER = "cluster_manager", _("cluster manager")
    INTERVIEWER = "interviewer", _("interviewer")
    FACILITATOR = "facilitator", _("facilitator")
    BOARD = "board", _("board")


REGION_ROLES = (Role.REGION_ADMIN, Role.CURATOR, Role.NETWORK_READER)
STUDY_ROLES = (Role.STUDY_LEAD, Role.CLUSTER_MANAGER, Role.INTERVIEWER, Role.FACILITATOR, Role.BOARD)


#: For how long a request for emergency access waits for a second person.
WAITING = timedelta(days=7)


class Region(models.Model):
    """A tenant: what is in one region is invisible to every other."""

    slug = models.SlugField(max_length=60, unique=True)
    name = models.CharField(_("name"), max_length=120)
    country = models.CharField(_("country"), max_length=2, blank=True)
    nuts = models.CharField(_("NUTS code"), max_length=5, blank=True)
    languages = models.JSONField(_("languages"), default=list)
    default_language = models.CharField(_("default language"), max_length=8, default="en")
    sender_name = models.CharField(_("name of the sender"), max_length=120, blank=True)
    sender_email = models.EmailField(_("address of the sender"), blank=True)
    sender_verified_at = models.DateTimeField(null=True, blank=True)
    retention_months = models.PositiveSmallIntegerField(_("months until contacts are erased"), default=24)
    k_inside = models.PositiveSmallIntegerField(default=3, validators=[MinValueValidator(3)])
    k_outside = models.PositiveSmallIntegerField(default=5, validators=[MinValueValidator(5)])
    created_at = models.DateTimeField(default=timezone.now)

    history = HistoricalRecords()

    def __str__(self) -> str:
        return self.name


class RegionLook(models.Model):
    """How documents of a region look. Apart from the region, which is read for every page."""

    region = models.OneToOneField(Region, on_delete=models.CASCADE, related_name="look")
    #: PNG, drawn anew from what was handed in.
    logo = models.BinaryField(null=True, blank=True)
    accent = models.CharField(_("colour"), max_length=7, blank=True)
    changed_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"look of {self.region_id}"


class Cluster(models.Model):
    """A group of related organisations in a region that studies are about."""

    region = models.ForeignKey(Region, on_delete=models.CASCADE, related_name="clusters")
    slug = models.SlugField(max_length=60)
    name = models.CharField(_("name"), max_length=120)
    sector = models.CharField(_("sector"), max_length=120, blank=True)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["region", "slug"], name="one_cluster_per_slug"),)
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name


class Membership(models.Model):
    """A role of a person in a region."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="memberships")
    region = models.ForeignKey(Region, on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=20, choices=[(r.value, r.label) for r in REGION_ROLES])
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["user", "region", "role"], name="one_membership_per_role"),)

    def __str__(self) -> str:
        return f"{self.get_role_display()} · {self.region_id}"


class Invitation(models.Model):
    """An offer of a role, sent to an address; only the hash of its token is kept."""

    region = models.ForeignKey(Region, on_delete=models.CASCADE, related_name="invitations")
    study = models.ForeignKey(
        "studies.Study", on_delete=models.CASCADE, null=True, blank=True, related_name="invitations"
    )
    email = models.EmailField(_("e-mail"))
    role = models.CharField(_("role"), max_length=20, choices=Role.choices)
    #: Of the mail, and of the account that comes of it.
    language = models.CharField(_("language"), max_length=8, default="en")
    token_hash = models.CharField(max_length=64, unique=True)
    invited_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True)
    created_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-created_at", "-id")

    def __str__(self) -> str:
        return f"{self.get_role_display()} · {self.region_id}"

    @property
    def is_open(self) -> bool:
        """It can still be accepted."""
        return self.accepted_at is None and self.withdrawn_at is None and self.expires_at > timezone.now()


class AuditEntry(models.Model):
    """Who did what to which object; never what was in it."""

    at = models.DateTimeField(default=timezone.now, db_index=True)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True)
    region = models.ForeignKey(Region, on_delete=models.CASCADE, null=True, blank=True, related_name="audit")
    study = models.ForeignKey("studies.Study", on_delete=models.CASCADE, null=True, blank=True, related_name="audit")
    verb = models.CharField(max_length=60)
    object = models.CharField(max_length=120, blank=True)
    details = models.JSONField(default=dict, blank=True)

    class Meta:
        ordering = ("-at", "-id")

    def __str__(self) -> str:
        return f"{self.verb} {self.object}"


class BreakGlass(models.Model):
    """A region admin reads raw answers in an emergency: with a reason, a second person, for 24 hours, on record."""

    key = models.CharField(max_length=12, unique=True, default=new_key)
    region = models.ForeignKey(Region, on_delete=models.CASCADE, related_name="+")
    study = models.ForeignKey("studies.Study", on_delete=models.CASCADE, related_name="+")
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    reason = models.TextField(_("reason"))
    asked_at = models.DateTimeField(default=timezone.now)
    confirmed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, null=True, related_name="+")
    confirmed_at = models.DateTimeField(null=True)
    expires_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-asked_at", "-id")

    def __str__(self) -> str:
        return self.key

    @property
    def is_active(self) -> bool:
        """It was confirmed, and its time is not over."""
        return self.confirmed_at is not None and self.expires_at is not None and self.expires_at > timezone.now()

    @property
    def is_waiting(self) -> bool:
        """It was neither confirmed nor ended, and is not forgotten."""
        return self.confirmed_at is None and self.expires_at is None and self.asked_at > timezone.now() - WAITING
