"""Who is asked whether they want to meet, and what they said; champions who are asked whether they may be named.

Where an introduction stands is read off what was answered (`standing.py`). What names somebody goes with the contact
or the organisation it belongs to (`leaving.py`).
"""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clusterdynamics_web.fieldwork.models import Contact, NominatedPerson
from clusterdynamics_web.keys import new_key
from clusterdynamics_web.studies.models import Actor, Snapshot, Study, Wave

__all__ = ["Champion", "ChampionChoice", "Introduction", "Letter", "PairList", "Side"]


class PairList(models.Model):
    """The list of pairs of a wave was made: all of it is shown, or a random half is held out.

    The pairs themselves are rows of the package's table ``suggestions``, so that the next wave can compare.
    """

    wave = models.OneToOneField(Wave, on_delete=models.CASCADE, related_name="pair_list")
    snapshot = models.ForeignKey(Snapshot, on_delete=models.SET_NULL, null=True, related_name="+")
    holds_out = models.BooleanField()
    #: Where chance comes from: with the pairs it gives the same draw again.
    seed = models.PositiveBigIntegerField()
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True)
    created_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"pairs of {self.wave}"


class Introduction(models.Model):
    """Organisations that we ask whether they want to meet: two, or a group."""

    class Kind(models.TextChoices):
        PAIR = "pair", _("introduction")
        GROUP = "group", _("group")

    key = models.CharField(max_length=12, unique=True, default=new_key)
    study = models.ForeignKey(Study, on_delete=models.CASCADE, related_name="introductions")
    wave = models.ForeignKey(Wave, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    area = models.CharField(max_length=64, blank=True)
    #: Of a group: required there.
    purpose = models.CharField(max_length=64, blank=True)
    #: What it is about, in the words of who invites.
    words = models.TextField(blank=True)
    #: Of a pair: the fields of `Suggested` that both sides may be told.
    reasons = models.JSONField(default=dict, blank=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True)
    created_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    #: When it first came together: other parts were told then, once.
    accepted_at = models.DateTimeField(null=True, blank=True)
    #: When the contacts went out to those who said yes: nothing can be answered after that.
    told_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-created_at", "-id")

    def __str__(self) -> str:
        return self.key


class Side(models.Model):
    """One organisation that is asked, by one person; it goes with the contact."""

    class Answer(models.TextChoices):
        YES = "yes", _("yes")
        NO = "no", _("no, thank you")

    introduction = models.ForeignKey(Introduction, on_delete=models.CASCADE, related_name="sides")
    actor = models.ForeignKey(Actor, on_delete=models.CASCADE, related_name="+")
    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="+")
    #: Of the personal link in the letter; None until it was sent.
    token_hash = models.CharField(max_length=64, unique=True, null=True, blank=True)
    answer = models.CharField(max_length=3, choices=Answer.choices, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    #: What they agreed to give to those who say yes as well.
    gives_name = models.CharField(max_length=120, blank=True)
    gives_email = models.EmailField(blank=True)
    gives_phone = models.CharField(max_length=40, blank=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["introduction", "actor"], name="one_side"),)
        ordering = ("actor__label",)

    def __str__(self) -> str:
        return f"{self.introduction_id} {self.actor_id}"


class Champion(models.Model):
    """Somebody whom others named, and who is asked whether the name may be shown: a person, or an organisation."""

    key = models.CharField(max_length=12, unique=True, default=new_key)
    study = models.ForeignKey(Study, on_delete=models.CASCADE, related_name="champions")
    person = models.OneToOneField(
        NominatedPerson, on_delete=models.CASCADE, null=True, blank=True, related_name="champion"
    )
    actor = models.OneToOneField(Actor, on_delete=models.CASCADE, null=True, blank=True, related_name="champion")
    #: Where the question goes; erased as soon as it is answered.
    email = models.EmailField(blank=True)
    language = models.CharField(max_length=8, blank=True)
    token_hash = models.CharField(max_length=64, unique=True, null=True, blank=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=models.Q(person__isnull=False) ^ models.Q(actor__isnull=False), name="person_or_organisation"
            ),
        )

    def __str__(self) -> str:
        return self.key

    @property
    def name(self) -> str:
        """The name that would be shown."""
        return self.person.name if self.person is not None else self.actor.label if self.actor is not None else ""


class ChampionChoice(models.Model):
    """What a champion said; a changed mind is a new row, and the latest counts."""

    class Shown(models.TextChoices):
        """Who may read the name; the values are those of consents in the study package."""

        NOBODY = "nobody", _("nobody")
        PARTICIPANTS = "participants", _("those who take part in the study: the participants, the board, the team")
        NETWORK = "network", _("they, and other regions that study their clusters the same way")

    champion = models.ForeignKey(Champion, on_delete=models.CASCADE, related_name="choices")
    shown = models.CharField(max_length=20, choices=Shown.choices)
    at = models.DateTimeField(default=timezone.now)
    #: Who noted what was said by telephone; None where it came by the link.
    noted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True)
    by_telephone = models.BooleanField(default=False)

    class Meta:
        ordering = ("at", "id")

    def __str__(self) -> str:
        return self.shown


class Letter(models.Model):
    """A mail that is to go out, or went: its text is made when it goes, and not kept."""

    class Kind(models.TextChoices):
        ASK = "ask", _("may we introduce you?")
        CONTACTS = "contacts", _("you both said yes")
        CHAMPION = "champion", _("may your name be shown?")

    kind = models.CharField(max_length=10, choices=Kind.choices)
    wave = models.ForeignKey(Wave, on_delete=models.CASCADE, related_name="+")
    side = models.ForeignKey(Side, on_delete=models.CASCADE, null=True, blank=True, related_name="letters")
    champion = models.ForeignKey(Champion, on_delete=models.CASCADE, null=True, blank=True, related_name="letters")
    #: The person of the study whom it goes to; None for a champion who is none.
    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, null=True, blank=True, related_name="letters")
    created_at = models.DateTimeField(default=timezone.now)
    #: Set before it is handed to the mail server: one that was begun and never ended counts as sent.
    begun_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    failed_at = models.DateTimeField(null=True, blank=True)
    error = models.CharField(max_length=200, blank=True)
    message_id = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ("created_at", "id")

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"
