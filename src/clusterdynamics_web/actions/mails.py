"""The letter to somebody who sees to actions of which a date has passed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from email.utils import formataddr, make_msgid

from django.core.mail import EmailMessage
from django.urls import reverse
from django.utils import formats, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from clusterdynamics_web.actions.models import Action
from clusterdynamics_web.addresses import absolute
from clusterdynamics_web.fieldwork.mails import sender_of
from clusterdynamics_web.studies.models import Study

__all__ = ["reminder"]


def reminder(
    study: Study, name: str, address: str, overdue: Sequence[Action], unreviewed: Sequence[Action], language: str
) -> EmailMessage:
    """Return the mail: what is overdue, what is due for review, where to say how it goes.

    Parameters
    ----------
    name, address
        Of the person; with an account or without.
    language
        Of the letter.
    """
    with translation.override(language):
        sender, sent_from = sender_of(study)
        total = len({a.pk for a in (*overdue, *unreviewed)})
        lines = [_("Dear {name},").format(name=name) if name else _("Good day,"), ""]
        lines.append(
            ngettext(
                "you see to {n} action of {cluster} that is waiting for a word from you.",
                "you see to {n} actions of {cluster} that are waiting for a word from you.",
                total,
            ).format(n=total, cluster=study.cluster.name)
        )
        for title, rows, day in (
            (_("Its date has passed:"), overdue, "due"),
            (_("Due for review:"), unreviewed, "next_review"),
        ):
            if rows:
                lines += ["", title]
                lines += [_line(a, getattr(a, day)) for a in rows]
        at = absolute(reverse("act_overview", args=[study.region.slug, study.key]))
        lines += [
            "",
            _("Say how it goes at {address}, or answer this mail.").format(address=at),
            _("Done, later, or stopped: each is a good answer. You get this letter once a week at most."),
            "",
            _("Kind regards"),
            sender,
        ]
        reply = study.contact_email or study.region.sender_email
        return EmailMessage(
            subject=_("Actions of {cluster}: how does it go?").format(cluster=study.cluster.name),
            body="\n".join(lines),
            from_email=formataddr((sender, sent_from)),
            to=[formataddr((name, address))],
            reply_to=[reply] if reply else None,
            headers={"Message-ID": make_msgid(domain=sent_from.rpartition("@")[2]), "Auto-Submitted": "auto-generated"},
        )


def _line(action: Action, day: date | None) -> str:
    when = formats.date_format(day, "DATE_FORMAT") if day else ""
    return f"– {action.title}" + (f" ({when})" if when else "")
