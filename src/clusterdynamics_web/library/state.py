"""What state a version is in: it follows from its events and from the versions after it."""

from __future__ import annotations

from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery, TextChoices
from django.utils.translation import gettext_lazy as _

from clusterdynamics_web.library.models import Event, EventKind, Version

__all__ = ["EDITABLE", "ItemState", "is_superseded", "state_of", "with_last_event"]


class ItemState(TextChoices):
    DRAFT = "draft", _("draft")
    SUBMITTED = "submitted", _("waits for a reply")
    CHANGES_REQUESTED = "changes_requested", _("changes asked for")
    ACCEPTED = "accepted", _("accepted, not yet published")
    PUBLISHED = "published", _("published")
    SUPERSEDED = "superseded", _("replaced by a newer version")
    WITHDRAWN = "withdrawn", _("withdrawn")


#: States in which the author may change the text.
EDITABLE = frozenset({ItemState.DRAFT, ItemState.CHANGES_REQUESTED})


def state_of(version: Version) -> ItemState:
    """Return the state of a version; an annotated one (`with_last_event`) is not asked for its events again."""
    kind = getattr(version, "last_event", None)
    if kind is None:
        last = max(version.events.all(), key=lambda e: (e.at, e.pk), default=None)
        kind = None if last is None else last.kind
    if kind is None:
        return ItemState.DRAFT
    if kind == EventKind.PUBLISHED and is_superseded(version):
        return ItemState.SUPERSEDED
    return ItemState(kind)


def is_superseded(version: Version) -> bool:
    """Say whether a later version in the same language stands published."""
    later = Version.objects.filter(item=version.item_id, language=version.language, number__gt=version.number)
    return bool(with_last_event(later).filter(last_event=EventKind.PUBLISHED).exists())


def with_last_event(versions: QuerySet[Version]) -> Any:
    """Annotate versions with the kind of their last event, as `last_event`; None for drafts.

    The type is open, since the annotation is none of the model's fields.
    """
    last = Event.objects.filter(version=OuterRef("pk")).order_by("-at", "-id")
    return versions.annotate(last_event=Subquery(last.values("kind")[:1]))
