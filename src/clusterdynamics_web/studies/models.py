"""A study as the web keeps it: row by row what `clusterdynamics.Study` holds, so that one becomes the other.

What a study asks and which rules hold is one document, the library's `StudySettings`: see `operations.change_settings`.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from clusterdynamics.study.settings import StudySettings
from clusterdynamics_web.keys import new_key
from clusterdynamics_web.regions.models import STUDY_ROLES, Cluster, Region

__all__ = ["Actor", "PackageTable", "RosterDraft", "Snapshot", "Study", "StudyRole", "Wave"]


class Study(models.Model):
    """A study of one cluster, with all its waves."""

    key = models.CharField(max_length=12, unique=True, default=new_key)
    cluster = models.ForeignKey(Cluster, on_delete=models.CASCADE, related_name="studies")
    #: `StudySettings.model_dump(mode="json")`; read it through `parsed`.
    document = models.JSONField()
    #: [{"id", "label", "sensitivity"}] and [{"id", "label"}], in the order in which they are asked.
    areas = models.JSONField(default=list)
    purposes = models.JSONField(default=list)
    #: [{"id", "label"}]: other regions to choose from; the identifier is a NUTS code or the name.
    partner_regions = models.JSONField(default=list, blank=True)
    #: Blocks of the instrument that were chosen, as `clusterdynamics.models.instrument` takes them.
    blocks = models.JSONField(default=list)
    #: Further files of the package: a reference model of the region's own. Name → text.
    files = models.JSONField(default=dict)
    #: Version of the consent text; rises with every change, so that each consent says what it was given to.
    consent_version = models.PositiveSmallIntegerField(default=1)
    #: Language → {"who": …, "why": …}: who asks and why, in the words of the study team.
    consent_texts = models.JSONField(default=dict)
    #: Language → key of a text → the text, for what the study says in its own words (`studies/words.py`).
    translations = models.JSONField(default=dict, blank=True)
    #: What the team calls the study; participants never see it.
    internal_title = models.CharField(_("name for the team"), max_length=200, blank=True)
    #: Pairs of codes of organisations that look alike and are two, as somebody decided.
    kept_apart = models.JSONField(default=list, blank=True)
    contact_name = models.CharField(_("whom participants can ask"), max_length=120, blank=True)
    contact_email = models.EmailField(_("their e-mail"), blank=True)
    contact_phone = models.CharField(_("their telephone"), max_length=40, blank=True)
    signed_off_by = models.CharField(max_length=120, blank=True)
    signed_off_at = models.DateTimeField(null=True, blank=True)
    #: What was signed: a hash of the questions, so that a later change is seen (`studies/words.py`).
    signed_off_what = models.CharField(max_length=64, blank=True)
    template_of = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, blank=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True)
    created_at = models.DateTimeField(default=timezone.now)

    history = HistoricalRecords(excluded_fields=["contact_name", "contact_email", "contact_phone", "signed_off_by"])

    class Meta:
        ordering = ("-created_at",)

    def __str__(self) -> str:
        return str(self.document.get("title", self.key))

    @property
    def team_title(self) -> str:
        """What the team calls the study."""
        return self.internal_title or str(self)

    @property
    def parsed(self) -> StudySettings:
        """What a study asks and which rules hold, as the library knows it."""
        return StudySettings.model_validate(self.document)

    @property
    def region(self) -> Region:
        return self.cluster.region

    @property
    def is_afternoon(self) -> bool:
        return bool(self.document.get("kind") == "afternoon")


class StudyRole(models.Model):
    """A role of a person in a study."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="study_roles")
    study = models.ForeignKey(Study, on_delete=models.CASCADE, related_name="roles")
    role = models.CharField(max_length=20, choices=[(r.value, r.label) for r in STUDY_ROLES])
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["user", "study", "role"], name="one_study_role"),)

    def __str__(self) -> str:
        return f"{self.get_role_display()} · {self.study_id}"


class Wave(models.Model):
    """One dated measurement. Its state follows from what happened: see `state.py`."""

    study = models.ForeignKey(Study, on_delete=models.CASCADE, related_name="waves")
    code = models.CharField(max_length=64)
    label = models.CharField(_("name"), max_length=120, blank=True)
    opens = models.DateField(_("first day"), null=True, blank=True)
    closes = models.DateField(_("last day"), null=True, blank=True)
    position = models.PositiveSmallIntegerField(default=0)
    opened_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    #: Until when late respondents get a report, and personal links open.
    report_until = models.DateField(_("personal reports until"), null=True, blank=True)
    #: An afternoon study is joined with it.
    join_code = models.CharField(max_length=12, null=True, blank=True, unique=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["study", "code"], name="one_wave_per_code"),)
        ordering = ("study", "position")

    def __str__(self) -> str:
        return self.label or self.code


class Actor(models.Model):
    """An organisation that can be named. Who answers for it is a `survey.Respondent`."""

    study = models.ForeignKey(Study, on_delete=models.CASCADE, related_name="actors")
    code = models.CharField(max_length=64)
    label = models.CharField(_("name"), max_length=200)
    short_label = models.CharField(_("short name for maps"), max_length=60, blank=True)
    type = models.CharField(_("type"), max_length=64, blank=True)
    size_class = models.CharField(_("size"), max_length=64, blank=True)
    is_anchor = models.BooleanField(_("large company whose role is looked at"), null=True, blank=True)
    nuts = models.CharField(_("NUTS code"), max_length=64, blank=True)
    lat = models.FloatField(null=True, blank=True)
    lon = models.FloatField(null=True, blank=True)
    domain = models.CharField(_("web address"), max_length=200, blank=True)
    joined = models.ForeignKey(Wave, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    left = models.ForeignKey(Wave, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    opted_out = models.ForeignKey(Wave, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    #: Codes of the organisations it came out of.
    predecessors = models.JSONField(default=list, blank=True)
    aliases = models.JSONField(default=list, blank=True)
    #: Further columns of the actors table.
    attributes = models.JSONField(default=dict, blank=True)
    added_at = models.DateTimeField(default=timezone.now)

    history = HistoricalRecords()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["study", "code"], name="one_actor_per_code"),
            models.UniqueConstraint(
                fields=["study", "short_label"], name="one_actor_per_map_label", condition=~models.Q(short_label="")
            ),
        )
        ordering = ("label",)

    def __str__(self) -> str:
        return self.label

    @property
    def map_label(self) -> str:
        return self.short_label or self.label


class RosterDraft(models.Model):
    """A list of organisations that somebody handed in and has not imported yet.

    It holds names and addresses: it is deleted when it is imported or given up, and after a day
    (`setup.operations.roster.forget_drafts`).
    """

    study = models.ForeignKey(Study, on_delete=models.CASCADE, related_name="roster_drafts")
    key = models.CharField(max_length=12, unique=True, default=new_key)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=200)
    content = models.BinaryField()
    #: Column → field, as `clusterdynamics.exchange.roster` takes it.
    mapping = models.JSONField(default=dict)
    created_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return self.name


class PackageTable(models.Model):
    """A table of the study package that has no pages yet, kept as it came so that an export loses nothing."""

    study = models.ForeignKey(Study, on_delete=models.CASCADE, related_name="tables")
    name = models.CharField(max_length=40)
    content = models.TextField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["study", "name"], name="one_package_table"),)

    def __str__(self) -> str:
        return self.name


class Snapshot(models.Model):
    """A study package frozen when a wave closed. Every figure that anybody sees cites one."""

    study = models.ForeignKey(Study, on_delete=models.CASCADE, related_name="snapshots")
    wave = models.ForeignKey(Wave, on_delete=models.CASCADE, related_name="snapshots")
    fingerprint = models.CharField(max_length=64)
    #: Below the folder for media; never served by its address.
    path = models.CharField(max_length=200)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True)
    created_at = models.DateTimeField(default=timezone.now)
    taken_down_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-created_at",)

    def __str__(self) -> str:
        return self.fingerprint[:12]
