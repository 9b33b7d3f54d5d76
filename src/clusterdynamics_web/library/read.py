"""What pages show of items; and what other parts of the application need to know about them."""

from __future__ import annotations

import statistics
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from clusterdynamics_web.accounts.models import User
from clusterdynamics_web.library.fields import FIELD_NAMES, texts_of
from clusterdynamics_web.library.kinds import LICENCES, Licence
from clusterdynamics_web.library.models import Comment, Entry, Event, EventKind, Post, Version
from clusterdynamics_web.library.search.facets import label_of
from clusterdynamics_web.library.state import ItemState, state_of, with_last_event

__all__ = [
    "citations_by",
    "first_reply_words",
    "median_first_reply",
    "newest",
    "open_comments",
    "queue_for",
    "refer",
    "texts_shown",
    "thread_of",
    "timeline_of",
]

#: Over how long the time to a first reply is told.
_YEAR = timedelta(days=365)


@dataclass(frozen=True)
class Reference:
    """An item as another part of the application refers to it."""

    key: str
    number: int
    title: str
    public: bool
    kind: str
    state: ItemState


def refer(key: str) -> Reference | None:
    """Return the newest published version of an item by its key; None where there is none that stands."""
    standing = with_last_event(Version.objects.filter(item__key=key)).filter(last_event=EventKind.PUBLISHED)
    version = standing.order_by("-number").first()
    if version is None:
        return None
    return Reference(key, version.number, version.title, version.public, version.kind, ItemState.PUBLISHED)


def newest(*, everything: bool, number: int = 20, kind: str = "", region: str = "") -> list[Version]:
    """Return what was published last: for feeds, agendas and front pages."""
    entries = Entry.objects.order_by("-published_at", "-version_id")
    if not everything:
        entries = entries.filter(public=True)
    if kind:
        entries = entries.filter(kind=kind)
    if region:
        entries = entries.filter(region=region)
    return [e.version for e in entries.select_related("version__item__region")[:number]]


def median_first_reply() -> timedelta | None:
    """Return the median time from sending in to the first reply over the last year; None where there was none."""
    since = timezone.now() - _YEAR
    events = (
        Event.objects.filter(at__gte=since).order_by("version_id", "at", "id").values_list("version_id", "kind", "at")
    )
    waits: list[float] = []
    sent: dict[int, Any] = {}
    for version, kind, at in events:
        if kind == EventKind.SUBMITTED:
            sent.setdefault(version, at)
        elif kind in {EventKind.CHANGES_REQUESTED, EventKind.ACCEPTED} and sent.get(version):
            waits.append((at - sent[version]).total_seconds())
            sent[version] = None
    return timedelta(seconds=statistics.median(waits)) if waits else None


def first_reply_words() -> str:
    """Say how long authors wait for a first reply."""
    wait = median_first_reply()
    if wait is None:
        return _("Nobody has waited for a reply yet, so we cannot say how long it takes.")
    days = round(wait.total_seconds() / 86400)
    if days < 1:
        return _("Half of the authors had a first reply within a day.")
    return ngettext(
        "Half of the authors had a first reply within {n} day.",
        "Half of the authors had a first reply within {n} days.",
        days,
    ).format(n=days)


def queue_for(user: User) -> Any:
    """Return what waits for curators, the longest wait first; own items are not among it."""
    waiting = with_last_event(Version.objects.select_related("item__region")).filter(
        last_event__in=(EventKind.SUBMITTED, EventKind.ACCEPTED)
    )
    return waiting.exclude(created_by=user).exclude(item__created_by=user).order_by("changed_at", "pk")


def timeline_of(version: Version, *, names: bool) -> list[dict[str, Any]]:
    """Return the moves of a version, dated, with what was said; `names`: with who made them."""
    lines = []
    for event in version.events.select_related("user").prefetch_related("comments"):
        who = f" · {event.user}" if names and event.user else ""
        said = f": {event.message}" if event.message else ""
        lines.append({"date": event.at, "text": f"{event.get_kind_display()}{who}{said}", "url": None})
    return lines


def open_comments(version: Version) -> dict[str, list[str]]:
    """Return what reviewers asked for last: field → what they said there."""
    last = version.events.filter(kind=EventKind.CHANGES_REQUESTED).order_by("-at", "-id").first()
    found: dict[str, list[str]] = {}
    if last is not None and state_of(version) == ItemState.CHANGES_REQUESTED:
        for comment in Comment.objects.filter(event=last):
            found.setdefault(comment.field, []).append(comment.text)
    return found


def texts_shown(version: Version) -> list[tuple[str, str]]:
    """Return the further texts of a version with their headings."""
    return [(str(t.label), version.texts[n]) for n, t in texts_of(version.kind).items() if version.texts.get(n)]


def facts_of(version: Version) -> list[tuple[str, str]]:
    """Return what is known about a version, as names and values."""
    years = "–".join(str(y) for y in dict.fromkeys((version.year_from, version.year_to)) if y)
    facts = [
        (FIELD_NAMES["kind"], version.get_kind_display()),
        (FIELD_NAMES["authors"], "; ".join(version.author_names)),
        (FIELD_NAMES["place"], ", ".join(filter(None, (version.place, label_of("country", version.country))))),
        (FIELD_NAMES["sector"], version.sector),
        (_("Period"), years),
        (FIELD_NAMES["stage"], label_of("stage", version.stage)),
        (FIELD_NAMES["purpose"], label_of("purpose", version.purpose)),
        (FIELD_NAMES["keywords"], ", ".join(version.keyword_list)),
        (FIELD_NAMES["language"], label_of("language", version.language)),
    ]
    return [(str(name), str(value)) for name, value in facts if value]


def licences_of(version: Version) -> list[dict[str, str]]:
    """Return what one may do with text, pictures and data; one line where it is the same for all."""
    chosen = {
        _("Text"): version.licence_text,
        _("Pictures"): version.licence_images,
        _("Data"): version.licence_data,
    }
    if len(set(chosen.values())) == 1:
        chosen = {_("Everything"): version.licence_text}
    lines = []
    for what, value in chosen.items():
        if value:
            licence = Licence(value)
            words = LICENCES[licence]
            lines.append({"what": what, "name": str(licence.label), "plain": str(words.plain), "url": words.url})
    return lines


@dataclass(frozen=True)
class Thread:
    """A question with its answers."""

    question: Post
    answers: list[Post]


def thread_of(version: Version) -> list[Thread]:
    """Return the questions about an item with their answers; what a curator hid is not among them."""
    posts = list(version.item.posts.filter(hidden_at__isnull=True).select_related("user"))
    return [Thread(post, [a for a in posts if a.question_id == post.pk]) for post in posts if post.question_id is None]


def citations_by(version: Version) -> Iterable[Any]:
    """Return what builds on an item."""
    return version.item.uses.select_related("region")


def others_of(version: Version, *, everything: bool) -> list[tuple[Version, ItemState]]:
    """Return the other published versions of the same item: older, newer, translations."""
    found = Version.objects.filter(item=version.item_id, events__kind=EventKind.PUBLISHED).exclude(pk=version.pk)
    if not everything:
        found = found.filter(public=True)
    return [(v, state_of(v)) for v in with_last_event(found.distinct().order_by("-number")).select_related("item")]
