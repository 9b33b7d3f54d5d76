"""Mails of the network: a letter to a region's admins, and that somebody may write no more."""

from __future__ import annotations

from email.utils import formataddr

from django.conf import settings
from django.core.mail import EmailMessage
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from clusterdynamics_web.accounts.models import User
from clusterdynamics_web.addresses import absolute
from clusterdynamics_web.network.models import Message, Stop
from clusterdynamics_web.regions.models import Role

__all__ = ["about_stop", "letters"]


def letters(message: Message) -> list[EmailMessage]:
    """Return a letter to each admin of the region, each by itself: none sees the others' addresses."""
    sender = message.sender
    if sender is None or not message.text:
        return []
    admins = User.objects.filter(
        memberships__region=message.region, memberships__role=Role.REGION_ADMIN, is_active=True
    )
    return [_letter(admin, sender, message) for admin in admins.order_by("pk").distinct()]


def _letter(admin: User, sender: User, message: Message) -> EmailMessage:
    with translation.override(admin.language):
        lines = [
            _("Good day,"),
            "",
            _("{person} writes to {region} through the network:").format(
                person=_plain(sender.name) or _("Somebody"), region=message.region.name
            ),
            "",
            *[f"> {line}" for line in message.text.splitlines()],
            "",
            _("Answer this mail to answer the sender. Your address has not been shown to anybody."),
            "",
            _("Is this abuse? Tell the curators: {address}").format(
                address=absolute(reverse("network_message_report", args=[message.key]))
            ),
        ]
        subject = _("To {region}: {subject}").format(region=message.region.name, subject=message.subject)
    return _mail(admin, subject, lines, reply_to=formataddr((_plain(sender.name), sender.email)))


def about_stop(message: Message) -> list[EmailMessage]:
    """Return the mail to somebody who may write to regions no more, with the reason."""
    stop = Stop.objects.filter(user=message.sender_id).select_related("user").first()
    if stop is None:
        return []
    with translation.override(stop.user.language):
        lines = [
            _("Good day,"),
            "",
            _("a curator has decided that you can write to regions of the network no more, for this reason:"),
            "",
            stop.reason,
        ]
        return [_mail(stop.user, _("Writing to regions of the network"), lines)]


def _plain(name: str) -> str:
    """Return a name as it may stand in the head of a mail: on one line."""
    return " ".join("".join(c if c.isprintable() else " " for c in name).split())


def _mail(user: User, subject: str, lines: list[str], *, reply_to: str = "") -> EmailMessage:
    return EmailMessage(
        subject=" ".join(subject.split()),
        body="\n".join(lines) + "\n",
        from_email=formataddr(("Cluster Dynamics", settings.DEFAULT_FROM_EMAIL)),
        to=[user.email],
        reply_to=[reply_to] if reply_to else None,
        headers={"Auto-Submitted": "auto-generated"},
    )
