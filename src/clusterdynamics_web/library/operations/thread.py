"""Questions about an item and answers to them, and what builds on it."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from clusterdynamics.errors import InputError
from clusterdynamics_web.accounts.models import User
from clusterdynamics_web.audit import record
from clusterdynamics_web.jobs.operations import enqueue
from clusterdynamics_web.library.models import Item, Post, Use
from clusterdynamics_web.regions.models import Region

__all__ = ["add_use", "answer", "ask", "hide"]


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
def hide(user: User, post: Post) -> None:
    """Take a post out of sight; a curator does that."""
    Post.objects.filter(pk=post.pk, hidden_at__isnull=True).update(hidden_at=timezone.now(), hidden_by=user)
    record(user, "library.post_hidden", post.item.region, post.item.key)


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
