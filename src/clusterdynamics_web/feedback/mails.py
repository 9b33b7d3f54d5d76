"""Mails to the study lead: that there is something to look at, and never what somebody wrote."""

from __future__ import annotations

import logging
from email.utils import formataddr

from django.conf import settings
from django.core.mail import EmailMessage
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from clusterdynamics_web.accounts.models import User
from clusterdynamics_web.addresses import absolute
from clusterdynamics_web.regions.models import Role
from clusterdynamics_web.studies.models import StudyRole, Wave

__all__ = ["tell_leads"]

logger = logging.getLogger("clusterdynamics.mail")


def tell_leads(wave: Wave, what: str) -> int:
    """Write to every lead of the study; return how many mails went out."""
    leads = StudyRole.objects.filter(study=wave.study, role=Role.STUDY_LEAD)
    sent = 0
    for user in User.objects.filter(pk__in=leads.values("user"), is_active=True):
        with translation.override(user.language):
            mail = _mail(wave, what, user)
        try:
            mail.send()
        except OSError:  # the mail server is not there; the page says the same
            logger.exception("a mail was not sent")
        else:
            sent += 1
    return sent


def _mail(wave: Wave, what: str, user: User) -> EmailMessage:
    study = wave.study
    words = {"study": study.team_title, "wave": str(wave)}
    if what == "objection":
        subject = _("Somebody objects: {study}")
        lines = [
            _("Somebody who answered says that something in the own report of {wave} is wrong."),
            _("Please read it and answer. What they wrote stands on the page only, not in this mail."),
        ]
        page = "feedback_objections"
    else:
        subject = _("The reports are ready: {study}")
        lines = [
            _("Everybody who answered in {wave} now has a report of their own. The mail about it has not gone out."),
            _("Please look at who gets it, and send it within a day."),
        ]
        page = "feedback_home"
    url = absolute(reverse(page, args=[study.region.slug, study.key]))
    body = "\n".join([line.format(**words) for line in lines] + ["", url, ""])
    return EmailMessage(
        subject=" ".join(subject.format(**words).split()),
        body=body,
        from_email=formataddr((study.region.sender_name or study.region.name, settings.DEFAULT_FROM_EMAIL)),
        to=[user.email],
    )
