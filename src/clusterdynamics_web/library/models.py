"""The library's rows. An item is one work; its versions and translations are what people read and cite.

What state a version is in follows from its events (`state.py`); nothing of it is stored twice.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clusterdynamics_web.keys import new_key
from clusterdynamics_web.library.kinds import ItemKind, Licence, ThirdParty
from clusterdynamics_web.regions.models import Region
from clusterdynamics_web.studies.models import Snapshot, Study

__all__ = [
    "Comment",
    "Entry",
    "EntryText",
    "Event",
    "EventKind",
    "File",
    "Item",
    "Override",
    "Post",
    "PostReport",
    "Reading",
    "Use",
    "Version",
]


class Item(models.Model):
    """One work, in all its versions and languages; it belongs to a region."""

    key = models.CharField(max_length=12, unique=True, default=new_key)
    region = models.ForeignKey(Region, on_delete=models.CASCADE, related_name="library_items")
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return self.key


class Version(models.Model):
    """One text of a work in one language. Its number is part of its address and never used again."""

    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveSmallIntegerField(default=1)
    language = models.CharField(_("language"), max_length=8, default="en")
    translation_of = models.ForeignKey(
        "self", on_delete=models.SET_NULL, null=True, blank=True, related_name="translations"
    )
    kind = models.CharField(_("kind"), max_length=20, choices=ItemKind.choices)
    title = models.CharField(_("title"), max_length=200, blank=True)
    summary = models.TextField(_("summary"), max_length=500, blank=True)
    country = models.CharField(_("country"), max_length=2, blank=True)
    place = models.CharField(_("region or place"), max_length=120, blank=True)
    sector = models.CharField(_("cluster or sector"), max_length=120, blank=True)
    year_from = models.PositiveSmallIntegerField(_("first year"), null=True, blank=True)
    year_to = models.PositiveSmallIntegerField(_("last year"), null=True, blank=True)
    authors = models.CharField(_("authors or organisation"), max_length=300, blank=True)
    stage = models.CharField(_("stage of the cluster"), max_length=40, blank=True)
    purpose = models.CharField(_("purpose"), max_length=40, blank=True)
    keywords = models.CharField(_("keywords"), max_length=300, blank=True)
    #: Name of a further text (`fields.TEXTS`) → the text.
    texts = models.JSONField(default=dict, blank=True)
    licence_text = models.CharField(max_length=20, choices=Licence.choices, blank=True, default=Licence.CC_BY)
    licence_images = models.CharField(max_length=20, choices=Licence.choices, blank=True, default=Licence.CC_BY)
    licence_data = models.CharField(max_length=20, choices=Licence.choices, blank=True, default=Licence.CC_BY)
    third_party = models.CharField(max_length=20, choices=ThirdParty.choices, blank=True)
    third_party_note = models.CharField(max_length=500, blank=True)
    #: Readable without an account; otherwise by everybody who has one.
    public = models.BooleanField(default=True)
    study = models.ForeignKey(Study, on_delete=models.SET_NULL, null=True, blank=True, related_name="library_versions")
    snapshot = models.ForeignKey(Snapshot, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    changed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["item", "number"], name="one_version_per_number"),)
        ordering = ("item", "number")

    def __str__(self) -> str:
        return self.title or self.item.key

    @property
    def region(self) -> Region:
        return self.item.region

    @property
    def author_names(self) -> list[str]:
        """Authors one by one; they stand in one field, with semicolons between them."""
        return [name.strip() for name in self.authors.split(";") if name.strip()]

    @property
    def lead(self) -> str:
        """What stands under the title in lists: the summary, or the beginning of what it tells."""
        if self.summary:
            return self.summary
        told = " ".join(str(self.texts.get("done", "")).split())
        return told if len(told) <= 300 else f"{told[:300].rpartition(' ')[0]} …"

    @property
    def keyword_list(self) -> list[str]:
        return [word.strip() for word in self.keywords.replace(";", ",").split(",") if word.strip()]


class EventKind(models.TextChoices):
    SUBMITTED = "submitted", _("sent in")
    CHANGES_REQUESTED = "changes_requested", _("changes asked for")
    ACCEPTED = "accepted", _("accepted")
    PUBLISHED = "published", _("published")
    WITHDRAWN = "withdrawn", _("withdrawn")


class Event(models.Model):
    """A move of a version: dated, with who made it and what was said."""

    version = models.ForeignKey(Version, on_delete=models.CASCADE, related_name="events")
    kind = models.CharField(max_length=20, choices=EventKind.choices)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    message = models.TextField(blank=True)
    at = models.DateTimeField(default=timezone.now, db_index=True)

    class Meta:
        ordering = ("at", "id")

    def __str__(self) -> str:
        return self.kind


class Comment(models.Model):
    """What a reviewer asks for, at the field that it is about."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="comments")
    field = models.CharField(max_length=40)
    text = models.TextField()

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return self.field


class Reading(models.TextChoices):
    """Whether the text of a file is known, so that it can be searched."""

    WAITING = "waiting", _("being read")
    DONE = "done", _("read")
    FAILED = "failed", _("could not be read")


class File(models.Model):
    """A file of a version. It lies below the folder for media under a random name and is served as a download."""

    version = models.ForeignKey(Version, on_delete=models.CASCADE, related_name="files")
    key = models.CharField(max_length=12, unique=True, default=new_key)
    name = models.CharField(max_length=150)
    kind = models.CharField(max_length=8)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    #: Below the folder for media; never served by its address.
    path = models.CharField(max_length=120)
    thumbnail = models.CharField(max_length=120, blank=True)
    #: What a picture shows, for those who do not see it.
    alt = models.CharField(max_length=300, blank=True)
    reading = models.CharField(max_length=10, choices=Reading.choices, default=Reading.WAITING)
    text = models.TextField(blank=True)
    #: Tables in the file, for the look at small counts before it is published.
    tables = models.JSONField(default=list, blank=True)
    #: What else was seen: "place" (where a photograph was taken), "pictures", "unread" (its text cannot be read).
    marks = models.JSONField(default=list, blank=True)
    added_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return self.name

    @property
    def is_image(self) -> bool:
        return self.kind in {"png", "jpeg"}


class Override(models.Model):
    """A study lead lets something be published that the privacy gate holds back, and says which consent allows it."""

    version = models.ForeignKey(Version, on_delete=models.CASCADE, related_name="overrides")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    #: Hash of what was found: something found later wants a look of its own.
    findings = models.CharField(max_length=64)
    reference = models.CharField(max_length=300)
    at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return self.reference


class Post(models.Model):
    """A question about an item, or an answer to one."""

    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="posts")
    question = models.ForeignKey("self", on_delete=models.CASCADE, null=True, blank=True, related_name="answers")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    text = models.TextField(max_length=2000)
    at = models.DateTimeField(default=timezone.now)
    hidden_at = models.DateTimeField(null=True, blank=True)
    hidden_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    #: Why a curator hid it; its author is told.
    hidden_reason = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ("at", "id")

    def __str__(self) -> str:
        return f"post {self.pk}"


class PostReport(models.Model):
    """Somebody tells the curators that a post should not stand there; settled when one of them has looked."""

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="reports")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    reason = models.CharField(max_length=500)
    at = models.DateTimeField(default=timezone.now)
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        constraints = (models.UniqueConstraint(fields=["post", "user"], name="one_report_per_person"),)
        ordering = ("at", "id")

    def __str__(self) -> str:
        return f"report of {self.post_id}"


class Use(models.Model):
    """Something that builds on an item: a study, an action, an application."""

    class By(models.TextChoices):
        STUDY = "study", _("a study")
        ACTION = "action", _("an action")
        APPLICATION = "application", _("an application for funding")
        OTHER = "other", _("something else")

    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="uses")
    region = models.ForeignKey(Region, on_delete=models.CASCADE, related_name="+")
    by = models.CharField(max_length=12, choices=By.choices)
    title = models.CharField(max_length=200)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("-at", "-id")

    def __str__(self) -> str:
        return self.title


class Entry(models.Model):
    """What search knows of a published version: facets in columns of their own, small and quick to read."""

    version = models.OneToOneField(Version, on_delete=models.CASCADE, primary_key=True, related_name="entry")
    public = models.BooleanField()
    published_at = models.DateTimeField(db_index=True)
    country = models.CharField(max_length=2)
    region = models.CharField(max_length=60)
    sector = models.CharField(max_length=120)
    kind = models.CharField(max_length=20)
    stage = models.CharField(max_length=40)
    purpose = models.CharField(max_length=40)
    language = models.CharField(max_length=8)
    year = models.PositiveSmallIntegerField(default=0)

    class Meta:
        indexes = (models.Index(fields=["public", "-published_at"], name="library_newest"),)

    def __str__(self) -> str:
        return f"entry {self.pk}"


class EntryText(models.Model):
    """Folded words of a published version (`search.words`). The index over it is made by the migration."""

    entry = models.OneToOneField(Entry, on_delete=models.CASCADE, primary_key=True, related_name="words")
    title = models.TextField()
    summary = models.TextField()
    keywords = models.TextField()
    body = models.TextField()

    def __str__(self) -> str:
        return f"words of {self.pk}"
