"""Mails of the library: to the author about each move, to curators about what waits, to whoever asked about answers."""

from __future__ import annotations

from django.core.mail import EmailMessage
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from clusterdynamics_web.accounts.models import User
from clusterdynamics_web.addresses import absolute
from clusterdynamics_web.library.curators import curators_of
from clusterdynamics_web.library.fields import FIELD_NAMES
from clusterdynamics_web.library.models import Event, EventKind, Post, Version
from clusterdynamics_web.regions.mails import letter_of

__all__ = ["about_event", "about_hidden", "about_post"]


def about_event(event: Event) -> list[EmailMessage]:
    """Return the mails about a move: to the author, or, of what was sent in, to those who reply."""
    version = event.version
    if event.kind == EventKind.SUBMITTED:
        people = curators_of(version.region, (version.created_by_id, version.item.created_by_id))
        return [_to_curator(user, version) for user in people]
    return [_to_author(user, event) for user in _authors(version) if user.pk != event.user_id]


def about_post(post: Post) -> list[EmailMessage]:
    """Return the mails about a question (to the author) or an answer (to whoever asked, and who answered before)."""
    if post.question is None:
        people = User.objects.filter(pk=post.item.created_by_id or 0)
    else:
        others = post.question.answers.exclude(pk=post.pk).values("user")
        people = User.objects.filter(pk=post.question.user_id or 0) | User.objects.filter(pk__in=others)
    return [_about_post(user, post) for user in people.filter(is_active=True).exclude(pk=post.user_id or 0).distinct()]


def about_hidden(post: Post) -> list[EmailMessage]:
    """Return the mail to whoever wrote a post that a curator hid, with the reason and the text."""
    people = User.objects.filter(pk=post.user_id or 0, is_active=True)
    return [_about_hidden(user, post) for user in people]


def _about_hidden(user: User, post: Post) -> EmailMessage:
    version = post.item.versions.order_by("-number").first()
    with translation.override(user.language):
        said = _("a curator took what you wrote about “{title}” out of sight, for this reason:")
        lines = [_("Good day,"), "", said.format(title=version), "", post.hidden_reason, ""]
        lines += [_("This is what you wrote:"), "", *(f"> {line}" for line in post.text.splitlines())]
        return letter_of(post.item.region, user, _("In the library: {title}").format(title=version), lines)


def _authors(version: Version) -> QuerySet[User]:
    return User.objects.filter(pk__in=filter(None, (version.created_by_id, version.item.created_by_id)), is_active=True)


def _to_curator(user: User, version: Version) -> EmailMessage:
    with translation.override(user.language):
        address = absolute(reverse("library_review_item", args=[version.item.key, version.number]))
        lines = [
            _("Good day,"),
            "",
            _(
                "“{title}” was sent in to the library and waits for a reply. An author waits better who hears soon."
            ).format(title=version),
            "",
            address,
        ]
        return letter_of(version.region, user, _("For the library: {title}").format(title=version), lines)


def _to_author(user: User, event: Event) -> EmailMessage:
    version = event.version
    with translation.override(user.language):
        said = {
            EventKind.CHANGES_REQUESTED: _("a curator asks for changes before “{title}” can be published:"),
            EventKind.ACCEPTED: _("“{title}” was accepted. You can publish it now, or a curator does."),
            EventKind.PUBLISHED: _("“{title}” is published. Its address stands for good, and it can be cited."),
            EventKind.WITHDRAWN: _("“{title}” was withdrawn."),
        }[EventKind(event.kind)]
        lines = [_("Good day,"), "", said.format(title=version), ""]
        lines += [f"- {FIELD_NAMES.get(c.field, c.field)}: {c.text}" for c in event.comments.all()]
        lines += [event.message, ""] if event.message else []
        lines.append(absolute(reverse("library_edit", args=[version.region.slug, version.item.key, version.number])))
        return letter_of(version.region, user, _("Your item in the library: {title}").format(title=version), lines)


def _about_post(user: User, post: Post) -> EmailMessage:
    version = post.item.versions.order_by("-number").first()
    with translation.override(user.language):
        if post.question is None:
            said = _("somebody asks about “{title}”:")
        else:
            said = _("there is an answer to a question about “{title}”:")
        address = absolute(reverse("library_item", args=[post.item.key]))
        lines = [_("Good day,"), "", said.format(title=version), "", post.text, "", address]
        return letter_of(post.item.region, user, _("In the library: {title}").format(title=version), lines)
