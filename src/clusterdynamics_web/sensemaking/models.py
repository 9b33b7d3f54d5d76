"""Sense-making sessions: those concerned read the results together, before a report is written."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clusterdynamics.disclosure import Audience
from clusterdynamics_web.keys import new_key
from clusterdynamics_web.studies.models import Actor, Snapshot, Study

__all__ = ["AUDIENCES", "LONGEST_MAP", "Guest", "Kind", "Mask", "MissingLink", "Note", "Preview", "Ripple",
           "Scene", "SceneKind", "Session", "Statement", "Vote"]  # fmt: skip

#: Letters of the choices of a map.
LONGEST_MAP = 500

#: As whom a room may look at the results: never as the study team.
AUDIENCES = {
    Audience.PARTICIPANTS: _("what participants see"),
    Audience.BOARD: _("what the board sees"),
    Audience.NETWORK: _("what other regions see"),
}


class Kind(models.TextChoices):
    """What a session is for; each kind brings scenes of its own (`templates_of_sessions.py`)."""

    DATA_PARTY = "data_party", _("Reading the results together (90 minutes)")
    BOARD = "board", _("Board meeting (60 minutes)")
    RIPPLE = "ripple", _("Telling what came of working together (120 minutes)")
    EMPTY = "empty", _("Without scenes, to fill by yourself")


class SceneKind(models.TextChoices):
    LOOK = "look", _("look at a result and talk")
    GUESS = "guess", _("guess first, then look")
    AGREE = "agree", _("say how far you agree")
    DOTS = "dots", _("share out dots")
    RIPPLE = "ripple", _("tell what came of it, step by step")


class Session(models.Model):
    """A meeting in which people interpret the results of one snapshot."""

    study = models.ForeignKey(Study, on_delete=models.CASCADE, related_name="sessions")
    snapshot = models.ForeignKey(Snapshot, on_delete=models.CASCADE, related_name="sessions")
    key = models.CharField(max_length=12, unique=True, default=new_key)
    kind = models.CharField(max_length=12, choices=Kind.choices, default=Kind.DATA_PARTY)
    title = models.CharField(_("title"), max_length=120)
    starts_at = models.DateTimeField(_("begins"), null=True, blank=True)
    place = models.CharField(_("place, or address of the online meeting"), max_length=200, blank=True)
    language = models.CharField(_("language"), max_length=8, default="en")
    audience = models.CharField(
        _("what is shown"), max_length=20, choices=[(a.value, w) for a, w in AUDIENCES.items()], default="participants"
    )
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    opened_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    #: Why there is no finding, where there is none.
    none_because = models.TextField(blank=True)
    join_code = models.CharField(max_length=12, null=True, blank=True, unique=True)
    #: Of the projector's link; a new link ends the old one.
    screen_hash = models.CharField(max_length=64, blank=True)
    screen_until = models.DateTimeField(null=True, blank=True)
    current = models.ForeignKey("Scene", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    #: Rises with everything that the screen and the phones must show.
    version = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ("-created_at",)

    def __str__(self) -> str:
        return self.title

    @property
    def is_open(self) -> bool:
        return self.opened_at is not None and self.closed_at is None


class Scene(models.Model):
    """One thing to look at, and a question to the room."""

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="scenes")
    position = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=6, choices=SceneKind.choices, default=SceneKind.LOOK)
    title = models.CharField(_("title"), max_length=120)
    question = models.CharField(_("question to the room"), max_length=300, blank=True)
    #: A question of the results that is shown, and its first pictures with it; empty where none is.
    section = models.CharField(_("result to show"), max_length=60, blank=True)
    #: What was chosen on the map's page, as the part of an address behind "?"; empty where no map is shown.
    map_state = models.CharField(max_length=LONGEST_MAP, blank=True)
    #: Dots that each person has.
    dots = models.PositiveSmallIntegerField(_("dots for each person"), default=5)
    stacking = models.BooleanField(_("several dots on one line"), default=True)
    voting_opened_at = models.DateTimeField(null=True, blank=True)
    voting_closed_at = models.DateTimeField(null=True, blank=True)
    #: Written when the vote is closed, and nothing before: see `operations.close_vote`.
    result = models.JSONField(default=dict)

    class Meta:
        ordering = ("session", "position")

    def __str__(self) -> str:
        return self.title

    @property
    def is_vote(self) -> bool:
        return self.kind in {SceneKind.GUESS, SceneKind.AGREE, SceneKind.DOTS}

    @property
    def is_voting(self) -> bool:
        return self.voting_opened_at is not None and self.voting_closed_at is None


class Statement(models.Model):
    """A line that is voted on: a statement, a priority, an answer to guess."""

    scene = models.ForeignKey(Scene, on_delete=models.CASCADE, related_name="statements")
    position = models.PositiveSmallIntegerField()
    text = models.CharField(max_length=300)

    class Meta:
        ordering = ("scene", "position")

    def __str__(self) -> str:
        return self.text


class Guest(models.Model):
    """Somebody in the room, by the name they gave; the key of their phone is kept as a hash."""

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="guests")
    token_hash = models.CharField(max_length=64, unique=True)
    name = models.CharField(_("name, or a name you like"), max_length=40, blank=True)
    joined_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return self.name or str(self.pk)


class Vote(models.Model):
    """What a guest gave to a line: 1 to 5 and 0 for "unclear", a number of dots, or 1 for the guess."""

    guest = models.ForeignKey(Guest, on_delete=models.CASCADE, related_name="votes")
    statement = models.ForeignKey(Statement, on_delete=models.CASCADE, related_name="votes")
    value = models.PositiveSmallIntegerField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["guest", "statement"], name="one_vote_a_line"),)

    def __str__(self) -> str:
        return str(self.value)


class Note(models.Model):
    """Something that was said, pinned to a scene, and perhaps to an organisation or a group of links in it."""

    scene = models.ForeignKey(Scene, on_delete=models.CASCADE, related_name="notes")
    guest = models.ForeignKey(Guest, on_delete=models.SET_NULL, null=True, blank=True, related_name="notes")
    signed = models.CharField(_("name"), max_length=40, blank=True)
    text = models.CharField(_("note"), max_length=400)
    actor = models.ForeignKey(Actor, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    #: The group of links that is meant, such as ``area:energy``; see `topics.py`.
    about = models.CharField(max_length=140, blank=True)
    hidden_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("created_at", "pk")

    def __str__(self) -> str:
        return self.text[:60]


class Ripple(models.Model):
    """One step of what came of working together; what it led to hangs beneath it."""

    class Went(models.TextChoices):
        WELL = "well", _("it did good")
        NOT = "not", _("it did not work")
        OPEN = "open", _("too early to say")

    class Domain(models.TextChoices):
        PEOPLE = "people", _("people and trust")
        SKILLS = "skills", _("knowledge and skills")
        BUSINESS = "business", _("business and jobs")
        NEW = "new", _("new products and ways of working")
        PLACE = "place", _("the region and its environment")
        RULES = "rules", _("rules and support")

    scene = models.ForeignKey(Scene, on_delete=models.CASCADE, related_name="ripples")
    parent = models.ForeignKey("self", on_delete=models.CASCADE, null=True, blank=True, related_name="led_to")
    guest = models.ForeignKey(Guest, on_delete=models.SET_NULL, null=True, blank=True, related_name="ripples")
    signed = models.CharField(_("name"), max_length=40, blank=True)
    what = models.CharField(_("what changed"), max_length=300)
    who = models.CharField(_("who took part"), max_length=120, blank=True)
    #: In the words of those who tell it: "spring 2025", "after the visit".
    when = models.CharField(_("when"), max_length=40, blank=True)
    went = models.CharField(_("how it went"), max_length=4, choices=Went.choices, default=Went.WELL)
    domain = models.CharField(_("what it is about"), max_length=8, choices=Domain.choices, blank=True)
    evidence = models.CharField(_("how one can see it"), max_length=200, blank=True)
    hidden_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("created_at", "pk")

    def __str__(self) -> str:
        return self.what[:60]


class MissingLink(models.Model):
    """A link that somebody in the room misses on the map.

    It is no answer and changes none: it waits until the study team has looked at it, and what is kept lies beside the
    data of the wave.
    """

    class State(models.TextChoices):
        NEW = "new", _("not looked at yet")
        KEPT = "kept", _("kept for the next wave")
        ASIDE = "aside", _("set aside")

    scene = models.ForeignKey(Scene, on_delete=models.CASCADE, related_name="missing_links")
    guest = models.ForeignKey(Guest, on_delete=models.SET_NULL, null=True, blank=True, related_name="missing_links")
    signed = models.CharField(_("name"), max_length=40, blank=True)
    #: Both ends in the words of whoever says it; beside them the organisations of the study that are called so.
    origin_words = models.CharField(max_length=120)
    target_words = models.CharField(max_length=120)
    origin = models.ForeignKey(Actor, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    target = models.ForeignKey(Actor, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    #: Code of the relation, and its value where it has a scale.
    relation = models.CharField(max_length=64)
    depth = models.CharField(max_length=12, blank=True)
    #: An area or a purpose, as in `Note.about`.
    about = models.CharField(max_length=140, blank=True)
    state = models.CharField(max_length=5, choices=State.choices, default=State.NEW)
    reason = models.CharField(max_length=300, blank=True)
    reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    reviewed_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("created_at", "pk")

    def __str__(self) -> str:
        return f"{self.origin_words} – {self.target_words}"


class Preview(models.Model):
    """That an organisation which will be shown by name was told so, and how it sees its place beforehand."""

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="previews")
    actor = models.ForeignKey(Actor, on_delete=models.CASCADE, related_name="+")
    token_hash = models.CharField(max_length=64, unique=True)
    sent_at = models.DateTimeField(default=timezone.now)
    opened_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["session", "actor"], name="one_preview_an_actor"),)

    def __str__(self) -> str:
        return str(self.actor)


class Mask(models.Model):
    """An organisation that a session does not name: it asked so, or it was not told in time. It holds at once."""

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="masks")
    actor = models.ForeignKey(Actor, on_delete=models.CASCADE, related_name="+")
    #: None where it was not told in time.
    asked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["session", "actor"], name="one_mask_an_actor"),)

    def __str__(self) -> str:
        return str(self.actor)
