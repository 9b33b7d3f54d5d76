"""Mails of a region to people with accounts: plain text and HTML, in the language of who gets them."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Sequence
from email.utils import formataddr
from typing import Any

from django.conf import settings
from django.core import signing
from django.core.mail import EmailMessage, EmailMultiAlternatives
from django.db.models import Q
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _
from django.utils.translation import override

from clusterdynamics.i18n import use_language
from clusterdynamics_web.accounts.models import User
from clusterdynamics_web.addresses import absolute
from clusterdynamics_web.regions.models import AuditEntry, BreakGlass, Invitation, Membership, Region, Role
from clusterdynamics_web.studies.models import Study, StudyRole

__all__ = [
    "letter_of",
    "read_sender_token",
    "send_invitation",
    "send_sender_check",
    "sender_of",
    "sender_token",
    "tell_of_emergency",
    "tell_of_invitation",
    "tell_of_taken_down",
    "tell_second_persons",
]

logger = logging.getLogger("clusterdynamics.mail")

SENDER = "clusterdynamics.sender"
SENDER_DAYS = 14


def sender_of(region: Region) -> tuple[str, str]:
    """Return the name and the address with which a region writes: its own once it is known to be theirs."""
    verified = region.sender_email and region.sender_verified_at
    return region.sender_name or region.name, region.sender_email if verified else settings.DEFAULT_FROM_EMAIL


def letter_of(region: Region, user: User, subject: str, lines: Iterable[str], *, reply_to: str = "") -> EmailMessage:
    """Return a letter from a region to somebody with an account, in the active language."""
    sender = sender_of(region)
    return EmailMessage(
        subject=" ".join(subject.split()),
        body="\n".join([*lines, "", _("Kind regards"), sender[0]]) + "\n",
        from_email=formataddr(sender),
        to=[user.email],
        reply_to=[reply_to] if reply_to else None,
        headers={"Auto-Submitted": "auto-generated"},
    )


def send_invitation(invitation: Invitation, token: str) -> bool:
    """Mail an invitation; say whether it went out."""
    region = invitation.region
    with override(invitation.language), use_language(invitation.language):
        context = {
            "invitation": invitation,
            "region": region,
            "study": invitation.study,
            "role": invitation.get_role_display(),
            "by": invitation.invited_by,
            "url": absolute(reverse("invitation", args=[token])),
        }
        subject = _("Invitation: {role}, {region}").format(role=context["role"], region=region.name)
        return _send(region, invitation.email, subject, "invitation", context)


def send_sender_check(region: Region) -> bool:
    """Mail a link to the sender's address, to see that it is theirs."""
    token = sender_token(region)
    with override(region.default_language), use_language(region.default_language):
        context = {"region": region, "url": absolute(reverse("sender_confirm", args=[token]))}
        subject = _("Is this the sender of {region}?").format(region=region.name)
        return _send(None, region.sender_email, subject, "sender", context)


def sender_token(region: Region) -> str:
    """Return what stands in the link that confirms the present sender of a region."""
    return signing.dumps({"region": region.pk, "address": _digest(region.sender_email)}, salt=SENDER)


def read_sender_token(token: str) -> Region | None:
    """Return the region whose sender a link confirms, if it is still the same sender."""
    try:
        content = signing.loads(token, salt=SENDER, max_age=SENDER_DAYS * 24 * 3600)
    except signing.BadSignature:
        return None
    region = Region.objects.filter(pk=content["region"]).first()
    return region if region is not None and _digest(region.sender_email) == content["address"] else None


def tell_second_persons(asked: BreakGlass) -> None:
    """Ask those who can confirm an emergency: the other region admins, and the operators."""
    admins = Membership.objects.filter(region=asked.region, role=Role.REGION_ADMIN).exclude(user=asked.asked_by)
    for user in User.objects.filter(pk__in=admins.values("user"), is_active=True):
        url = reverse("emergency_confirm", args=[asked.region.slug, asked.key])
        _tell(asked, user, "emergency_asked", _emergency_subject, url)
    for user in User.objects.filter(is_operator=True, is_active=True).exclude(pk=asked.asked_by_id):
        url = reverse("operator_emergency", args=[asked.key])
        _tell(asked, user, "emergency_asked", _emergency_subject, url)


def tell_of_emergency(confirmed: BreakGlass) -> None:
    """Tell the study leads that somebody reads the answers."""
    leads = StudyRole.objects.filter(study=confirmed.study, role=Role.STUDY_LEAD)
    url = reverse("study_log", args=[confirmed.region.slug, confirmed.study.key])
    for user in User.objects.filter(pk__in=leads.values("user"), is_active=True):
        _tell(confirmed, user, "emergency_confirmed", _emergency_subject, url)


def tell_of_invitation(invitation: Invitation) -> None:
    """Tell the other leads and region admins that somebody is invited to read answers, or to give such roles.

    Nobody can let a second account of their own in without the others knowing.
    """
    if invitation.role not in (Role.STUDY_LEAD, Role.REGION_ADMIN):
        return
    known = Membership.objects.filter(region=invitation.region, role=Role.REGION_ADMIN).values("user")
    leads = StudyRole.objects.filter(study=invitation.study, role=Role.STUDY_LEAD).values("user")
    people = User.objects.filter(Q(pk__in=known) | Q(pk__in=leads), is_active=True)
    address = "study_people" if invitation.study else "region_people"
    key = (invitation.study.key,) if invitation.study else ()
    path = reverse(address, args=[invitation.region.slug, *key])
    for user in people.exclude(pk=invitation.invited_by_id or 0).exclude(email=invitation.email):
        with override(user.language), use_language(user.language):
            context = {
                "invitation": invitation,
                "region": invitation.region,
                "study": invitation.study,
                "role": invitation.get_role_display(),
                "by": invitation.invited_by,
                "url": absolute(path),
            }
            subject = _("Invited: {role}, {region}").format(role=context["role"], region=invitation.region.name)
            _send(None, user.email, subject, "invited", context)


def tell_of_taken_down(study: Study, waves: Iterable[str], taken_out: Sequence[AuditEntry]) -> None:
    """Tell the study leads that answers were taken back, and which packages outside hold them still.

    Whose answers it were is not said.
    """
    leads = StudyRole.objects.filter(study=study, role=Role.STUDY_LEAD)
    url = absolute(reverse("study_log", args=[study.region.slug, study.key]))
    for user in User.objects.filter(pk__in=leads.values("user"), is_active=True):
        with override(user.language), use_language(user.language):
            context = {
                "region": study.region,
                "study": study,
                "waves": ", ".join(waves),
                "taken_out": [(e.at, e.user, e.details.get("fingerprint", "")) for e in taken_out],
                "url": url,
            }
            subject = _("Answers were taken back: {study}").format(study=study)
            _send(None, user.email, subject, "taken_down", context)


def _emergency_subject(region: Region) -> str:
    return _("Emergency access to answers in {region}").format(region=region.name)


def _tell(about: BreakGlass, user: User, template: str, subject: Any, path: str) -> None:
    with override(user.language), use_language(user.language):
        context = {"emergency": about, "region": about.region, "url": absolute(path)}
        _send(None, user.email, subject(about.region), template, context)


def _send(region: Region | None, to: str, subject: str, template: str, context: dict[str, Any]) -> bool:
    """Send in the active language. The region's own sender writes once it is known to be theirs."""
    sender = settings.DEFAULT_FROM_EMAIL
    answers: Iterable[str] = ()
    if region is not None and region.sender_verified_at is not None:
        sender = formataddr((region.sender_name or region.name, settings.DEFAULT_FROM_EMAIL))
        answers = [formataddr((region.sender_name or region.name, region.sender_email))]
    message = EmailMultiAlternatives(
        subject=" ".join(subject.split()),
        body=render_to_string(f"regions/mail/{template}.txt", context).strip() + "\n",
        from_email=sender,
        to=[to],
        reply_to=list(answers),
    )
    message.attach_alternative(render_to_string(f"regions/mail/{template}.html", context), "text/html")
    try:
        message.send()
    except OSError:  # the mail server refused, or is not there; the page says so and the mail can be sent again
        logger.exception("a mail was not sent")
        return False
    return True


def _digest(address: str) -> str:
    """Stand in for an address in a link, so that the address itself is in none."""
    return salted_hmac(SENDER, address, algorithm="sha256").hexdigest()[:32]
