"""What the cluster agreed on, what it does about it, and what came of it from review to review."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clusterdynamics.disclosure import VisibilityClass
from clusterdynamics_web.keys import new_key
from clusterdynamics_web.studies.models import Actor, Snapshot, Study, Wave
from clusterdynamics_web.survey.models import Story

__all__ = [
    "CLASSES",
    "Action",
    "Evidence",
    "Feed",
    "Finding",
    "Minute",
    "Reminder",
    "Review",
    "Status",
    "Step",
    "Verdict",
]

#: Who may read a finding, from the smallest circle to the widest.
CLASSES = {
    VisibilityClass.C1: _("the study team"),
    VisibilityClass.C2: _("cluster manager, board and participants"),
    VisibilityClass.C3: _("other regions of the network, too"),
    VisibilityClass.C4: _("everybody"),
}


class Verdict(models.TextChoices):
    """How those who looked at the results together saw it."""

    AGREE = "agree", _("we agree")
    DIFFER = "differ", _("we differ")
    UNCLEAR = "unclear", _("it is unclear")


class Finding(models.Model):
    """A reading of the results that people stand behind, or differ about."""

    study = models.ForeignKey(Study, on_delete=models.CASCADE, related_name="findings")
    code = models.CharField(max_length=64)
    wave = models.ForeignKey(Wave, on_delete=models.CASCADE, related_name="+")
    statement = models.TextField(_("finding"))
    #: What it rests on, in words; what can be looked up is `Evidence`.
    evidence = models.TextField(_("what it rests on"), blank=True)
    verdict = models.CharField(_("how you see it"), max_length=10, choices=Verdict.choices, blank=True)
    to_do = models.TextField(_("what to do"), blank=True)
    visibility = models.CharField(
        _("who may read it"), max_length=2, choices=[(c.value, w) for c, w in CLASSES.items()], default="C2"
    )
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["study", "code"], name="one_finding_per_code"),)
        ordering = ("pk",)

    def __str__(self) -> str:
        return self.statement


class Evidence(models.Model):
    """Something that a finding rests on and that can be looked up."""

    class Kind(models.TextChoices):
        SECTION = "section", _("results")
        STORY = "story", _("story")
        #: What a session brings: `reference` says where it is, `words` what came out.
        SCENE = "scene", _("scene of a session")
        VOTES = "votes", _("votes")

    finding = models.ForeignKey(Finding, on_delete=models.CASCADE, related_name="rests_on")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    #: Of a section of results: which, and of which snapshot.
    reference = models.CharField(max_length=120, blank=True)
    snapshot = models.ForeignKey(Snapshot, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    #: An erased story takes what points to it along.
    story = models.ForeignKey(Story, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    words = models.CharField(max_length=200, blank=True)

    def __str__(self) -> str:
        return f"{self.kind} {self.reference}"


class Status(models.TextChoices):
    PLANNED = "planned", _("planned")
    RUNNING = "running", _("running")
    DONE = "done", _("done")
    STOPPED = "stopped", _("stopped")


class Action(models.Model):
    """What is done about findings: by whom, for what, until when, and what should be different afterwards."""

    class Direction(models.TextChoices):
        UP = "up", _("goes up")
        DOWN = "down", _("goes down")

    study = models.ForeignKey(Study, on_delete=models.CASCADE, related_name="actions")
    code = models.CharField(max_length=64)
    title = models.CharField(_("what is done"), max_length=300)
    findings = models.ManyToManyField(Finding, related_name="actions")
    #: Codes of the study's purposes, at least one.
    purposes = models.JSONField(_("purposes"), default=list)
    parent = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, blank=True, related_name="children")
    owner = models.ForeignKey(Actor, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    #: Who is reminded: an account, or a name and an address.
    owner_user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="owned_actions"
    )
    owner_name = models.CharField(_("name of the person"), max_length=120, blank=True)
    owner_email = models.EmailField(_("their e-mail"), blank=True)
    partners = models.ManyToManyField(Actor, related_name="+", blank=True)
    partners_text = models.CharField(_("further partners"), max_length=300, blank=True)
    starts = models.DateField(_("from"), null=True, blank=True)
    due = models.DateField(_("until"), null=True, blank=True)
    #: Written down before the next wave, so that the wave can say something about it.
    expected_change = models.TextField(_("what should be different in the next wave"), blank=True)
    #: A figure of the results (`figures.py`) and where it should go.
    expected_figure = models.CharField(max_length=80, blank=True)
    expected_direction = models.CharField(max_length=4, choices=Direction.choices, blank=True)
    #: The wave after which the action was made; what should change is read off the next one.
    after = models.ForeignKey(Wave, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    status = models.CharField(_("where it stands"), max_length=10, choices=Status.choices, default=Status.PLANNED)
    reason = models.TextField(_("why it was stopped"), blank=True)
    percent = models.PositiveSmallIntegerField(_("done, in percent"), default=0)
    next_review = models.DateField(_("next review"), null=True, blank=True)
    updated_at = models.DateTimeField(default=timezone.now)
    #: Rises with every change, so that calendars take the change over.
    sequence = models.PositiveIntegerField(default=0)
    #: Where it came from, such as ``introduction:abc``; see `origins.py`.
    origin = models.CharField(max_length=80, blank=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["study", "code"], name="one_action_per_code"),)
        ordering = ("pk",)

    def __str__(self) -> str:
        return self.title

    @property
    def is_open(self) -> bool:
        return self.status in {Status.PLANNED, Status.RUNNING}


class Review(models.Model):
    """A meeting that went through the actions."""

    study = models.ForeignKey(Study, on_delete=models.CASCADE, related_name="reviews")
    key = models.CharField(max_length=12, unique=True, default=new_key)
    held_on = models.DateField(_("date"))
    present = models.TextField(_("who was there"), blank=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-held_on", "-pk")

    def __str__(self) -> str:
        return str(self.held_on)


class Minute(models.Model):
    """An entry of the minutes; entries are added, never changed."""

    review = models.ForeignKey(Review, on_delete=models.CASCADE, related_name="minutes")
    text = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("at", "pk")

    def __str__(self) -> str:
        return self.text[:60]


class Step(models.Model):
    """What happened to an action: one line of its story, written by itself."""

    action = models.ForeignKey(Action, on_delete=models.CASCADE, related_name="steps")
    review = models.ForeignKey(Review, on_delete=models.SET_NULL, null=True, blank=True, related_name="steps")
    status = models.CharField(max_length=10, choices=Status.choices)
    percent = models.PositiveSmallIntegerField(default=0)
    note = models.TextField(blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("at", "pk")

    def __str__(self) -> str:
        return f"{self.action_id} {self.status}"


class Reminder(models.Model):
    """That somebody was written to about an action: not what the mail said nor where it went."""

    action = models.ForeignKey(Action, on_delete=models.CASCADE, related_name="reminders")
    created_at = models.DateTimeField(default=timezone.now)
    sent_at = models.DateTimeField(null=True, blank=True)
    failed_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return str(self.action_id)


class Feed(models.Model):
    """A secret address at which somebody's calendar finds the dates of a study's actions; only its hash is kept."""

    study = models.ForeignKey(Study, on_delete=models.CASCADE, related_name="feeds")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    token_hash = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["study", "user"], name="one_feed_a_person"),)

    def __str__(self) -> str:
        return f"{self.study_id} {self.user_id}"
