"""Funding calls: what is offered until when, who would join, and the evidence that goes with an application."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clusterdynamics_web.keys import new_key
from clusterdynamics_web.library.kinds import Licence
from clusterdynamics_web.regions.models import Region
from clusterdynamics_web.studies.models import Snapshot
from clusterdynamics_web.survey.models import Story

__all__ = ["Call", "Deadline", "Draft", "Interest", "Message", "Pack", "Stage"]


class Stage(models.TextChoices):
    """Where a call is on its way to the list; whether it is open follows from its dates (`state.py`)."""

    WAITING = "waiting", _("waits for a second look")
    RETURNED = "returned", _("changes asked for")
    PUBLISHED = "published", _("in the list")
    WITHDRAWN = "withdrawn", _("taken out")


class Call(models.Model):
    """A call for applications of a funder, as a region entered it and keeps it up to date."""

    key = models.CharField(max_length=12, unique=True, default=new_key)
    region = models.ForeignKey(Region, on_delete=models.CASCADE, related_name="calls")
    title = models.CharField(_("title"), max_length=200)
    funder = models.CharField(_("funder"), max_length=200)
    programme = models.CharField(_("programme"), max_length=200, blank=True)
    #: As the funder calls it.
    identifier = models.CharField(_("number of the call"), max_length=80, blank=True)
    action_type = models.CharField(_("kind of support"), max_length=120, blank=True)
    url = models.URLField(_("address of the call"), max_length=500)
    summary = models.TextField(_("summary"), max_length=1500, blank=True)
    who = models.TextField(_("who may apply"), max_length=600, blank=True)
    #: Codes with blanks between them; empty where it is not bound to countries.
    countries = models.CharField(_("countries"), max_length=300, blank=True)
    sector = models.CharField(_("cluster or sector"), max_length=120, blank=True)
    purpose = models.CharField(_("purpose"), max_length=40, blank=True)
    amount = models.CharField(_("amount"), max_length=200, blank=True)
    keywords = models.CharField(_("keywords"), max_length=300, blank=True)
    language = models.CharField(_("language of the call"), max_length=8, default="en")
    opens = models.DateField(_("opens on"), null=True, blank=True)
    #: When somebody last held it against what the funder says.
    checked_on = models.DateField(_("checked on"))
    stage = models.CharField(max_length=10, choices=Stage.choices, default=Stage.WAITING, db_index=True)
    #: What a curator asks for, or why it was taken out.
    said = models.TextField(blank=True)
    #: Folded words to search in.
    words = models.TextField(blank=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    changed_at = models.DateTimeField(default=timezone.now)
    published_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-created_at", "-id")

    def __str__(self) -> str:
        return self.title

    @property
    def country_list(self) -> list[str]:
        return self.countries.split()


class Deadline(models.Model):
    """A moment until which something can be handed in. One that was given up stays, so that calendars strike it out."""

    call = models.ForeignKey(Call, on_delete=models.CASCADE, related_name="deadlines")
    key = models.CharField(max_length=12, unique=True, default=new_key)
    name = models.CharField(_("what for"), max_length=120, blank=True)
    at = models.DateTimeField(db_index=True)
    #: IANA name of the zone whose clock the funder means.
    zone = models.CharField(_("time zone"), max_length=60)
    #: Rises with each change, for calendars.
    sequence = models.PositiveSmallIntegerField(default=0)
    changed_at = models.DateTimeField(default=timezone.now)
    dropped_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("at", "id")

    def __str__(self) -> str:
        return self.name or str(self.at)


class Interest(models.Model):
    """Somebody of the network would join an application. Seen by the network only; nobody's address is shown."""

    class As(models.TextChoices):
        LEAD = "lead", _("We would lead")
        PARTNER = "partner", _("We would be a partner")
        LOOKING = "looking", _("We lead already and look for partners")

    call = models.ForeignKey(Call, on_delete=models.CASCADE, related_name="interests")
    region = models.ForeignKey(Region, on_delete=models.CASCADE, related_name="+")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    role = models.CharField(max_length=10, choices=As.choices)
    brings = models.TextField(_("what we bring"), max_length=600, blank=True)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["call", "user"], name="one_interest_per_person"),)
        ordering = ("at", "id")

    def __str__(self) -> str:
        return f"{self.role} · {self.region_id}"


class Message(models.Model):
    """A letter to somebody on an interest list; its text goes as soon as it is sent."""

    interest = models.ForeignKey(Interest, on_delete=models.CASCADE, related_name="messages")
    sender = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    text = models.TextField(max_length=2000, blank=True)
    at = models.DateTimeField(default=timezone.now)
    sent_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"message {self.pk}"


class Draft(models.Model):
    """Calls that were read from a file and wait to be taken over; gone after a day."""

    key = models.CharField(max_length=12, unique=True, default=new_key)
    region = models.ForeignKey(Region, on_delete=models.CASCADE, related_name="+")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=200)
    #: As `uploads.Read.plain` gives it.
    content = models.JSONField(default=list)
    created_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return self.name


class Pack(models.Model):
    """Evidence for an application, as one file: made of what everybody may see, and looked through before."""

    key = models.CharField(max_length=12, unique=True, default=new_key)
    region = models.ForeignKey(Region, on_delete=models.CASCADE, related_name="packs")
    call = models.ForeignKey(Call, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    snapshots = models.ManyToManyField(Snapshot, related_name="packs")
    #: Stories in it that a panel chose; the others are part of the snapshots.
    stories = models.ManyToManyField(Story, related_name="packs")
    title = models.CharField(_("what it is for"), max_length=200, blank=True)
    #: What goes in (`evidence.PARTS`).
    parts = models.JSONField(default=list)
    language = models.CharField(max_length=8, default="en")
    licence = models.CharField(max_length=20, choices=Licence.choices, default=Licence.CC_BY)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    ready_at = models.DateTimeField(null=True, blank=True)
    size = models.PositiveIntegerField(default=0)
    sha256 = models.CharField(max_length=64, blank=True)
    gone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-created_at", "-id")

    def __str__(self) -> str:
        return self.title or self.key

    @property
    def is_ready(self) -> bool:
        return self.ready_at is not None and self.gone_at is None
