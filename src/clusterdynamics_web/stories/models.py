"""Stories told by link, how stories are coded, and what panels chose. The story itself is `survey.Story`."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clusterdynamics_web.keys import new_key
from clusterdynamics_web.studies.models import Study, Wave
from clusterdynamics_web.survey.models import Story

__all__ = ["READERS", "Choice", "Claim", "Coding", "Door", "Panel", "Polarity", "Telling", "Theme"]

#: Who may read a story, from the smallest circle to the widest; the values are those of the study package.
READERS = {
    "nobody": _("only the study team"),
    "participants": _("those who take part, the board and the cluster manager"),
    "network": _("other clusters and regions of the network, too"),
    "public": _("everybody"),
}


class Door(models.Model):
    """A link that asks for a story: open to everybody who has its code, or personal and good for one story."""

    study = models.ForeignKey(Study, on_delete=models.CASCADE, related_name="story_doors")
    #: What the team calls it.
    label = models.CharField(max_length=120, blank=True)
    #: Of an open one. A personal one keeps the hash of its secret only.
    code = models.CharField(max_length=12, null=True, blank=True, unique=True)
    token_hash = models.CharField(max_length=64, null=True, blank=True, unique=True)
    opened_at = models.DateTimeField(default=timezone.now)
    closed_at = models.DateTimeField(null=True, blank=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True)

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return self.label or self.code or str(self.pk)

    @property
    def is_open(self) -> bool:
        return self.closed_at is None


class Telling(models.Model):
    """How a story came in otherwise than by the questionnaire, and what its teller may still do with it."""

    class Source(models.TextChoices):
        LINK = "link", _("by the story link")
        INTERVIEW = "interview", _("in an interview")
        SESSION = "session", _("in a session")

    story = models.OneToOneField(Story, on_delete=models.CASCADE, related_name="telling")
    source = models.CharField(max_length=10, choices=Source.choices)
    door = models.ForeignKey(Door, on_delete=models.SET_NULL, null=True, blank=True, related_name="tellings")
    #: What the note of a session was, so that it is taken once.
    reference = models.CharField(max_length=80, blank=True)
    #: How it was before; what the cluster organisation did; why it matters to the teller.
    before = models.TextField(blank=True)
    changed = models.TextField(_("what changed"))
    because = models.TextField(_("because of what"), blank=True)
    helped = models.TextField(blank=True)
    result = models.TextField(_("what came of it"), blank=True)
    matters = models.TextField(blank=True)
    failed = models.TextField(_("what did not work"), blank=True)
    period = models.CharField(_("when"), max_length=120, blank=True)
    teller_name = models.CharField(_("name"), max_length=120, blank=True)
    teller_role = models.CharField(_("role and organisation"), max_length=160, blank=True)
    #: The name may stand beside the story, wherever the story may be read.
    named = models.BooleanField(default=False)
    #: What the teller wants; `Story.visibility` follows once somebody of the team has read the story.
    wish = models.CharField(max_length=20, choices=list(READERS.items()), default="nobody")
    read_at = models.DateTimeField(null=True, blank=True)
    consented_at = models.DateTimeField(null=True, blank=True)
    #: The teller's own link; only its hash is kept.
    token_hash = models.CharField(max_length=64, null=True, blank=True, unique=True)
    taken_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    def __str__(self) -> str:
        return f"{self.source} {self.story_id}"


class Theme(models.Model):
    """An entry of the code book."""

    study = models.ForeignKey(Study, on_delete=models.CASCADE, related_name="themes")
    code = models.CharField(max_length=64)
    label = models.CharField(_("name"), max_length=120)
    definition = models.TextField(_("when to use it"), blank=True)
    parent = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, blank=True, related_name="children")

    class Meta:
        constraints = (models.UniqueConstraint(fields=["study", "code"], name="one_theme_per_code"),)
        ordering = ("pk",)

    def __str__(self) -> str:
        return self.label


class Passage(models.Model):
    """Something that a coder says about a passage of a story: the characters ``text[start:end]``."""

    start = models.PositiveIntegerField(null=True, blank=True)
    end = models.PositiveIntegerField(null=True, blank=True)
    #: The words, by which the place is found again when the teller changes the story.
    quote = models.TextField(blank=True)
    #: The coder's name in the study package; never a person's name.
    coder = models.CharField(max_length=64, blank=True)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        abstract = True


class Coding(Passage):
    """A theme given to a passage, or to a whole story."""

    story = models.ForeignKey(Story, on_delete=models.CASCADE, related_name="codings")
    theme = models.ForeignKey(Theme, on_delete=models.CASCADE, related_name="codings")

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"{self.theme_id} {self.story_id}"


class Polarity(models.TextChoices):
    """What more of the cause does to the effect."""

    MORE = "+", _("more of the one, more of the other")
    LESS = "-", _("more of the one, less of the other")
    FAILS = "fails", _("the one was there, and the other did not come")


class Claim(Passage):
    """What a teller says leads to what, with the words in which it is said."""

    class Delay(models.TextChoices):
        NONE = "none", _("at once")
        WEEKS = "weeks", _("after weeks")
        MONTHS = "months", _("after months")
        YEARS = "years", _("after years")

    class Certainty(models.TextChoices):
        LOW = "low", _("unsure")
        MEDIUM = "medium", _("fairly sure")
        HIGH = "high", _("sure")

    story = models.ForeignKey(Story, on_delete=models.CASCADE, related_name="claims")
    code = models.CharField(max_length=64)
    cause = models.CharField(max_length=64)
    effect = models.CharField(max_length=64)
    polarity = models.CharField(max_length=5, choices=Polarity.choices)
    delay = models.CharField(max_length=10, choices=Delay.choices, blank=True)
    certainty = models.CharField(max_length=10, choices=Certainty.choices, blank=True)
    counter_evidence = models.TextField(blank=True)
    time = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"{self.cause} → {self.effect}"


class Panel(models.Model):
    """People who choose, in rounds from many to few, the stories that say most about what changed."""

    study = models.ForeignKey(Study, on_delete=models.CASCADE, related_name="story_panels")
    wave = models.ForeignKey(Wave, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    key = models.CharField(max_length=12, unique=True, default=new_key)
    title = models.CharField(_("title"), max_length=160)
    #: Names, for the record only.
    members = models.JSONField(default=list)
    candidates = models.ManyToManyField(Story, related_name="panels")
    #: The round that is being held.
    round = models.PositiveSmallIntegerField(default=1)
    #: Why none of what did not work is among the chosen.
    waived = models.TextField(blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("-created_at",)

    def __str__(self) -> str:
        return self.title


class Choice(models.Model):
    """A story that a panel chose in a round, and why."""

    panel = models.ForeignKey(Panel, on_delete=models.CASCADE, related_name="choices")
    round = models.PositiveSmallIntegerField()
    story = models.ForeignKey(Story, on_delete=models.CASCADE, related_name="choices")
    domain = models.CharField(_("kind of change"), max_length=120, blank=True)
    reason = models.TextField(_("why this one"))
    #: What supports the story besides the teller's word.
    evidence = models.TextField(_("what supports it"), blank=True)
    #: Question of the results beside which it stands, by the name of its section.
    beside = models.CharField(max_length=64, blank=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["panel", "round", "story"], name="one_choice_a_round"),)
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"{self.panel_id} {self.round} {self.story_id}"
