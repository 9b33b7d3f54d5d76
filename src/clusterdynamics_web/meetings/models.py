"""Meetings of the Loop Network as rows. What state a meeting is in follows from its facts (`state.py`)."""

from __future__ import annotations

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clusterdynamics_web.keys import new_key
from clusterdynamics_web.library.models import Item
from clusterdynamics_web.regions.models import Cluster, Region
from clusterdynamics_web.results.models import Publication

__all__ = [
    "AgendaLine",
    "Decision",
    "Feed",
    "Kind",
    "Meeting",
    "Notice",
    "NoticeKind",
    "Preference",
    "Registration",
    "Series",
    "Talk",
]


class Kind(models.TextChoices):
    LOOP = "loop", _("meeting of the network")
    WORKSHOP = "workshop", _("workshop")
    WEBINAR = "webinar", _("webinar")
    INFO_DAY = "info_day", _("information day about a call")


class Series(models.Model):
    """Meetings that belong together and come back, such as those of the Loop Network twice a year."""

    key = models.CharField(max_length=12, unique=True, default=new_key)
    title = models.CharField(_("title"), max_length=200)
    about = models.TextField(_("what it is"), max_length=1000, blank=True)
    per_year = models.PositiveSmallIntegerField(
        _("meetings a year"), default=2, validators=[MinValueValidator(1), MaxValueValidator(12)]
    )
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("title", "id")

    def __str__(self) -> str:
        return self.title


class Meeting(models.Model):
    """A meeting. It is public from the moment it is planned; minutes may be for the network only."""

    key = models.CharField(max_length=12, unique=True, default=new_key)
    series = models.ForeignKey(Series, on_delete=models.SET_NULL, null=True, blank=True, related_name="meetings")
    kind = models.CharField(_("kind"), max_length=12, choices=Kind.choices, default=Kind.LOOP)
    title = models.CharField(_("title"), max_length=200)
    about = models.TextField(_("what it is about"), max_length=2000, blank=True)
    host = models.ForeignKey(Region, on_delete=models.CASCADE, related_name="meetings_hosted")
    #: What it is about, where it is about one cluster of the host.
    cluster = models.ForeignKey(Cluster, on_delete=models.SET_NULL, null=True, blank=True, related_name="meetings")
    #: IANA name; days and slots of the agenda are days and times there.
    zone = models.CharField(_("time zone"), max_length=64)
    starts = models.DateTimeField(db_index=True)
    #: Of meetings of whole days: midnight after the last one.
    ends = models.DateTimeField(db_index=True)
    all_day = models.BooleanField(default=False)
    place = models.CharField(_("place"), max_length=300, blank=True)
    #: For those who registered: whoever has it can come in.
    online_url = models.URLField(_("link for taking part online"), max_length=500, blank=True)
    held_at = models.CharField(_("held at the conference"), max_length=200, blank=True)
    held_at_url = models.URLField(_("address of the conference"), max_length=500, blank=True)
    audience = models.CharField(_("for whom"), max_length=300, blank=True)
    language = models.CharField(_("language"), max_length=8, default="en")
    capacity = models.PositiveIntegerField(_("seats"), null=True, blank=True, validators=[MinValueValidator(1)])
    opens_on = models.DateField(_("registration opens on"), null=True, blank=True)
    closes_on = models.DateField(_("last day to register"), null=True, blank=True)
    call_words = models.TextField(_("what talks are asked for"), max_length=1000, blank=True)
    talks_until = models.DateField(_("last day to offer a talk"), null=True, blank=True)
    called_off_at = models.DateTimeField(null=True, blank=True)
    why_off = models.CharField(max_length=300, blank=True)
    moved_at = models.DateTimeField(null=True, blank=True)
    minutes = models.TextField(_("minutes"), blank=True)
    #: Minutes and decisions are for everybody; otherwise for people of the network.
    minutes_public = models.BooleanField(default=False)
    #: When minutes, decisions, next date and next host were all there.
    closed_at = models.DateTimeField(null=True, blank=True)
    no_decisions = models.BooleanField(default=False)
    next_on = models.DateField(_("next date"), null=True, blank=True)
    next_host = models.ForeignKey(Region, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    #: How many had registered, once their names are forgotten.
    came = models.PositiveIntegerField(null=True, blank=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    #: With `sequence`, which rises with each change, what calendars go by.
    changed_at = models.DateTimeField(default=timezone.now)
    sequence = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ("starts", "id")

    def __str__(self) -> str:
        return self.title


class Talk(models.Model):
    """A talk on experience that a region offers; the host accepts it, or declines and says why."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="talks")
    region = models.ForeignKey(Region, on_delete=models.CASCADE, related_name="+")
    #: Who offered it, and puts the slides into the library. Nobody once the account is gone.
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    title = models.CharField(_("title"), max_length=200)
    words = models.TextField(_("what it is about"), max_length=600)
    speaker = models.CharField(_("who speaks"), max_length=120, blank=True)
    offered_at = models.DateTimeField(default=timezone.now)
    accepted = models.BooleanField(null=True)
    reason = models.CharField(max_length=500, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    #: Its slides in the library, from the first draft on.
    item = models.ForeignKey(Item, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ("offered_at", "id")

    def __str__(self) -> str:
        return self.title


class AgendaLine(models.Model):
    """A line of the agenda. Its time is a day of the meeting and a time of the clock there: it moves along."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="agenda")
    position = models.PositiveSmallIntegerField()
    #: 0 is the first day of the meeting.
    day = models.PositiveSmallIntegerField(default=0)
    begins = models.TimeField(null=True, blank=True)
    minutes = models.PositiveSmallIntegerField(null=True, blank=True)
    #: Empty where it is that of the talk, the item or the publication, as whoever reads may see it.
    title = models.CharField(max_length=200, blank=True)
    speaker = models.CharField(max_length=120, blank=True)
    region = models.ForeignKey(Region, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    talk = models.OneToOneField(Talk, on_delete=models.CASCADE, null=True, blank=True, related_name="line")
    item = models.ForeignKey(Item, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    publication = models.ForeignKey(Publication, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ("position", "id")

    def __str__(self) -> str:
        return f"line {self.position} of {self.meeting_id}"


class Registration(models.Model):
    """Somebody comes. Withdrawn, the row is gone."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="registrations")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    region = models.ForeignKey(Region, on_delete=models.CASCADE, related_name="+")
    #: The name may be read by people of the network; otherwise by host and curators only.
    shown = models.BooleanField(default=True)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["meeting", "user"], name="one_registration_a_person"),)
        ordering = ("at", "id")

    def __str__(self) -> str:
        return f"registration {self.pk}"


class Decision(models.Model):
    """What a meeting decided: which region sees to it, until when; the next meeting looks at it."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="decisions")
    text = models.CharField(_("decision"), max_length=500)
    owner = models.ForeignKey(Region, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    due = models.DateField(_("until"), null=True, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return self.text


class Preference(models.Model):
    """How somebody wants meetings told: in which time zone, and whether by mail."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    zone = models.CharField(max_length=64, blank=True)
    mails = models.BooleanField(default=True)

    def __str__(self) -> str:
        return f"preference {self.pk}"


class Feed(models.Model):
    """A secret address at which somebody's calendar finds the meetings they registered for; only its hash is kept."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    token_hash = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"feed {self.pk}"


class NoticeKind(models.TextChoices):
    MOVED = "moved", _("it was moved")
    CALLED_OFF = "called_off", _("it was called off")
    WEEK_BEFORE = "week_before", _("a week before")
    TALK = "talk", _("the reply to a talk")


class Notice(models.Model):
    """A mail to somebody about a meeting, on record: nobody gets the same one twice."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="notices")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=12, choices=NoticeKind.choices)
    #: Which move it was (the meeting's `sequence`), or which talk; 0 where there is only one of a kind.
    number = models.PositiveBigIntegerField(default=0)
    created_at = models.DateTimeField(default=timezone.now)
    sent_at = models.DateTimeField(null=True, blank=True)
    failed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["meeting", "user", "kind", "number"], name="one_notice_of_a_kind"),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"
