"""What was reported, put together: posts of the library and letters to regions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Max, Min, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from clusterdynamics_web.accounts.models import User
from clusterdynamics_web.library.kinds import ItemKind
from clusterdynamics_web.library.models import Post, PostReport
from clusterdynamics_web.network.models import Message

__all__ = ["Case", "reported_letters", "reported_posts", "settled", "waiting"]

#: So many settled cases are told.
_LAST = 20


@dataclass(frozen=True)
class Case:
    """Something that was reported.

    Attributes
    ----------
    kind
        What it is, in words.
    own
        It is by the curator who looks: somebody else has to decide.
    """

    kind: str
    about: str
    url: str
    text: str
    author: str
    since: datetime
    reasons: list[str]
    own: bool
    post: int | None = None
    letter: str = ""


def waiting(curator: User) -> list[Case]:
    """Return what waits for a curator, the longest wait first."""
    return sorted([*_posts(curator), *_letters(curator)], key=lambda case: case.since)


def reported_posts() -> Any:
    """Return the posts that wait for a look, each with `since`; the type is open, since that is none of its fields."""
    open_ones = Q(reports__settled_at__isnull=True)
    posts = Post.objects.filter(open_ones, hidden_at__isnull=True, reports__isnull=False)
    return posts.annotate(since=Min("reports__at", filter=open_ones)).select_related("item__region", "user").distinct()


def reported_letters() -> QuerySet[Message]:
    """Return the letters that wait for a look."""
    return Message.objects.filter(reported_at__isnull=False, settled_at=None).select_related("region", "sender")


def _posts(curator: User) -> list[Case]:
    found = []
    for post in reported_posts():
        version = post.item.versions.order_by("-number").first()
        experience = version is not None and version.kind == ItemKind.EXPERIENCE
        reasons = PostReport.objects.filter(post=post, settled_at__isnull=True).values_list("reason", flat=True)
        found.append(
            Case(
                kind=_kind(post, experience=experience),
                about=str(version or ""),
                url=reverse("library_item", args=[post.item.key]),
                text=post.text,
                author=str(post.user or "–"),
                since=post.since,
                reasons=list(reasons),
                own=post.user_id == curator.pk,
                post=post.pk,
            )
        )
    return found


def _kind(post: Post, *, experience: bool) -> str:
    if experience:
        return _("Answer about an experience") if post.question_id else _("Comment on an experience")
    return _("Answer in the library") if post.question_id else _("Question in the library")


def _letters(curator: User) -> list[Case]:
    return [
        Case(
            kind=_("Letter to a region"),
            about=f"{letter.region.name}: {letter.subject}",
            url="",
            text=letter.text,
            author=str(letter.sender or "–"),
            since=letter.reported_at or letter.at,
            reasons=[letter.reason],
            own=letter.sender_id == curator.pk,
            letter=letter.key,
        )
        for letter in reported_letters()
    ]


def settled() -> list[dict[str, Any]]:
    """Return what was settled last: what it was and what came of it, the newest first."""
    posts = Post.objects.filter(reports__settled_at__isnull=False).annotate(done=Max("reports__settled_at"))
    lines = [
        {
            "at": post.done,
            "kind": _kind(post, experience=False),
            "outcome": _("hidden: {reason}").format(reason=post.hidden_reason) if post.hidden_at else _("stands"),
        }
        for post in posts.order_by("-done")[:_LAST]
    ]
    letters = Message.objects.filter(settled_at__isnull=False).order_by("-settled_at")[:_LAST]
    lines += [
        {"at": one.settled_at, "kind": _("Letter to a region"), "outcome": str(one.get_outcome_display())}
        for one in letters
    ]
    return sorted(lines, key=lambda line: line["at"], reverse=True)[:_LAST]
