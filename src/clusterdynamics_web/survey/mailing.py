"""A fresh link by mail: asked for on a page, made and sent by the worker, so that no page tells whom it knows."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from email.utils import formataddr, make_msgid

from django.core.mail import EmailMessage
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from clusterdynamics_web.addresses import absolute
from clusterdynamics_web.jobs.operations import enqueue
from clusterdynamics_web.regions.mails import sender_of
from clusterdynamics_web.survey.models import Link, Respondent
from clusterdynamics_web.survey.operations import LINK_HOURS, create_link
from clusterdynamics_web.survey.standing import may_read

__all__ = ["KIND", "ask_for_links", "respondents_at", "send_link"]

KIND = "survey.send_links"
#: So many fresh links go to one person in an hour.
MOST = 3


def respondents_at(email: str) -> list[int]:
    """Return the keys of those who are asked at an address and can still come in."""
    found = Respondent.objects.filter(contact_key__contact__email__iexact=email).select_related("wave")
    return [r.pk for r in found if may_read(r)]


def ask_for_links(respondents: Sequence[int]) -> None:
    """Have fresh links sent.

    For an address that nobody is asked at there is a job as well, with nobody in it: both take the same time.
    """
    enqueue(KIND, parameters={"respondents": list(respondents)})


def send_link(respondent: Respondent) -> bool:
    """Send a fresh link to the address that is known; return whether one went out."""
    key = getattr(respondent, "contact_key", None)
    if key is None or not key.contact.email or key.contact.bounced_at is not None or not may_read(respondent):
        return False
    hour = timezone.now() - timedelta(hours=1)
    if respondent.links.filter(kind=Link.Kind.FRESH, created_at__gt=hour).count() >= MOST:
        return False
    languages = respondent.study.parsed.languages
    wishes = (respondent.language, key.contact.language)
    token = create_link(respondent, Link.Kind.FRESH)
    with translation.override(next((w for w in wishes if w in languages), languages[0])):
        mail = _mail(respondent, key.contact.email, absolute(reverse("answer_link", args=[token])))
    mail.send()
    respondent.mails.create(kind="fresh_link", sent_at=timezone.now(), message_id=mail.extra_headers["Message-ID"])
    return True


def _mail(respondent: Respondent, to: str, url: str) -> EmailMessage:
    study = respondent.study
    own_name, sender = sender_of(study.region)
    name = study.contact_name or own_name
    text = _(
        "Here is your link to the survey “{study}”:\n\n{url}\n\n"
        "It opens for {hours} hours. Please do not pass it on: it opens your answers.\n"
        "Nobody asked for it? Then you need do nothing.\n\n{name}\n{contact}"
    ).format(study=study, url=url, hours=LINK_HOURS, name=name, contact=study.contact_email or sender)
    return EmailMessage(
        subject=_("Your link: {study}").format(study=study).replace("\n", " "),
        body=text,
        from_email=formataddr((name, sender)),
        to=[to],
        reply_to=[study.contact_email] if study.contact_email else None,
        headers={"Message-ID": make_msgid(domain=sender.rpartition("@")[2] or None)},
    )
