"""Questions about an item and answers to them, what is reported and hidden of it, and what builds on it."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from clusterdynamics.errors import InputError
from clusterdynamics_web.accounts.models import User
from clusterdynamics_web.audit import record
from clusterdynamics_web.jobs.operations import enqueue
from clusterdynamics_web.library.models import Item, Post, PostReport, Use
from clusterdynamics_web.regions.models import Region

__all__ = ["add_use", "answer", "ask", "hide", "keep", "report_post"]


@transaction.atomic
def ask(user: User, item: Item, text: str) -> Post:
    """Ask something about an item; its author gets a mail."""
    return _post(user, item, None, text)


@transaction.atomic
def answer(user: User, question: Post, text: str) -> Post:
    """Answer a question; whoever asked gets a mail."""
    if question.question_id is not None or question.hidden_at is not None:
        raise InputError(_("This is no question that can be answered."))
    return _post(user, question.item, question, text)


def _post(user: User, item: Item, question: Post | None, text: str) -> Post:
    if not text.strip():
        raise InputError(_("Write something first."))
    if len(text) > 2000:
        raise InputError(_("Please say it in 2,000 letters at most."))
    post = Post.objects.create(item=item, question=question, user=user, text=text.strip())
    record(user, "library.answered" if question else "library.asked", item.region, item.key)
    enqueue("library_mail", user=user, parameters={"post": post.pk}, name=f"library_mail:post:{post.pk}")
    return post


@transaction.atomic
def report_post(user: User, post: Post, reason: str) -> None:
    """Tell the curators that a post should not stand there. Nobody reports the same post twice."""
    if not reason.strip():
        raise InputError(_("Say why: the curators read it."))
    if post.user_id == user.pk:
        raise InputError(_("This is your own post."))
    _report, made = PostReport.objects.get_or_create(post=post, user=user, defaults={"reason": reason.strip()[:500]})
    if made:
        record(user, "library.post_reported", post.item.region, post.item.key)


@transaction.atomic
def hide(user: User, post: Post, reason: str) -> None:
    """Take a post out of sight; a curator does that, and its author is told why."""
    if not reason.strip():
        raise InputError(_("Say why: whoever wrote it is told."))
    reason = reason.strip()[:500]
    shown = Post.objects.filter(pk=post.pk, hidden_at__isnull=True)
    if shown.update(hidden_at=timezone.now(), hidden_by=user, hidden_reason=reason):
        _settle(user, post)
        record(user, "library.post_hidden", post.item.region, post.item.key, reason=reason)
        enqueue("library_mail", user=user, parameters={"hidden": post.pk}, name=f"library_mail:hidden:{post.pk}")


@transaction.atomic
def keep(user: User, post: Post) -> None:
    """Let a post stand that was reported; not one's own."""
    if post.user_id == user.pk:
        raise InputError(_("This is your own post. Somebody else has to decide about it."))
    if _settle(user, post):
        record(user, "library.post_kept", post.item.region, post.item.key)


def _settle(user: User, post: Post) -> int:
    waiting = PostReport.objects.filter(post=post, settled_at__isnull=True)
    return waiting.update(settled_at=timezone.now(), settled_by=user)


@transaction.atomic
def add_use(user: User, item: Item, region: Region, by: str, title: str) -> Use:
    """Note that a study, an action or an application builds on an item; it is shown there."""
    if by not in Use.By.values:
        raise InputError(_("Say what builds on it."))
    if not title.strip():
        raise InputError(_("Give it a name, as others may read it."))
    use = Use.objects.create(item=item, region=region, by=by, title=title.strip()[:200], user=user)
    record(user, "library.used", region, item.key, by=by)
    return use
