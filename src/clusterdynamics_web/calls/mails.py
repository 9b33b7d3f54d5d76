"""Mails about calls: to those who entered one that was given back, and from person to person about an application."""

from __future__ import annotations

from email.utils import formataddr

from django.core.mail import EmailMessage
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from clusterdynamics_web.accounts.models import User
from clusterdynamics_web.addresses import absolute
from clusterdynamics_web.calls.models import Call, Message
from clusterdynamics_web.regions.mails import letter_of

__all__ = ["given_back", "letter"]


def given_back(call: Call) -> list[EmailMessage]:
    """Return the mails about a call that was given back: to those who entered it and changed it last."""
    people = User.objects.filter(pk__in=filter(None, (call.created_by_id, call.changed_by_id)), is_active=True)
    return [_given_back(call, user) for user in people]


def _given_back(call: Call, user: User) -> EmailMessage:
    with translation.override(user.language):
        lines = [
            _("Good day,"),
            "",
            _("a curator asks for a change before “{title}” can be in the list of calls:").format(title=call.title),
            "",
            call.said,
            "",
            absolute(reverse("calls_edit", args=[call.region.slug, call.key])),
        ]
        return letter_of(call.region, user, _("Your call: {title}").format(title=call.title), lines)


def letter(message: Message) -> EmailMessage:
    """Return a letter from one person of the network to another; the answer goes to the sender by mail."""
    interest, sender = message.interest, message.sender
    user = interest.user
    with translation.override(user.language):
        name = sender.name or _("Somebody of the network")
        lines = [
            _("Good day,"),
            "",
            _("{name} writes to you about the call “{title}”:").format(name=name, title=interest.call.title),
            "",
            message.text,
            "",
            _("Answer this mail to reach {name}. Your own address was not shown to anybody.").format(name=name),
            absolute(reverse("calls_call", args=[interest.call.key])),
        ]
        subject = _("About the call: {title}").format(title=interest.call.title)
        return letter_of(interest.region, user, subject, lines, reply_to=formataddr((sender.name, sender.email)))
