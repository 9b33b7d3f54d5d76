"""What the mails say: plain text in the reader's language, from a person with a name, with a way to say no."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from email.utils import formataddr

from django.core.mail import EmailMessage
from django.urls import reverse
from django.utils import formats, timezone, translation
from django.utils.translation import gettext as _

from clusterdynamics_web.addresses import absolute
from clusterdynamics_web.fieldwork.models import Contact, MailKind
from clusterdynamics_web.regions.mails import sender_of as sender_of_region
from clusterdynamics_web.studies.models import Study, Wave
from clusterdynamics_web.survey.standing import readable_until

__all__ = ["Letter", "language_of", "letter", "message", "pre_notice", "sender_of", "signature"]


@dataclass(frozen=True)
class Letter:
    """A mail before it is sent."""

    subject: str
    body: str


def language_of(study: Study, contact: Contact | None) -> str:
    """Return the language in which somebody is written to: their own, or the study's first."""
    languages = study.parsed.languages
    if contact is not None and contact.language in languages:
        return contact.language
    return languages[0]


def sender_of(study: Study) -> tuple[str, str]:
    """Return the name and the address of who writes: the region's sender once its address is verified."""
    name, address = sender_of_region(study.region)
    return study.contact_name or name, address


def letter(kind: MailKind, wave: Wave, contact: Contact, token: str) -> Letter:
    """Return what a mail to `contact` says, with the personal link of `token`."""
    study = wave.study
    if kind == MailKind.REPORT:
        return _report(wave, contact, token)
    with translation.override(language_of(study, contact)):
        words = {
            "study": study.parsed.title,
            "cluster": study.cluster.name,
            "organisation": contact.actor.label,
            "day": formats.date_format(wave.closes, "DATE_FORMAT") if wave.closes else "",
        }
        lines = [_("Dear {name},").format(name=contact.name) if contact.name else _("Good day,"), ""]
        lines += [*_opening(kind, words), ""]
        lines += [
            _("Your personal page:"),
            absolute(reverse("answer_link", args=[token])),
            "",
            _("It works on a phone, and you can stop and go on later. Please do not pass the link on: it is yours."),
        ]
        if words["day"]:
            lines.append(_("You can answer until {day}.").format(**words))
        lines += [
            "",
            _("You do not want to take part? One tap, and we shall not write again:"),
            absolute(reverse("answer_link_decline", args=[token])),
            "",
            *signature(study),
        ]
        return Letter(_subject(kind).format(**words), "\n".join(lines))


def _report(wave: Wave, contact: Contact, token: str) -> Letter:
    """Return the mail that the own report is there. It says nothing of what stands in it."""
    study, until = wave.study, readable_until(wave)
    with translation.override(language_of(study, contact)):
        words = {"cluster": study.cluster.name, "organisation": contact.actor.label}
        lines = [
            _("Dear {name},").format(name=contact.name) if contact.name else _("Good day,"),
            "",
            _("thank you for your answers for {organisation}. Here is what you get back.").format(**words),
            _(
                "Your own report shows how {cluster} looks as a whole, where you stand, and what is easy to do next. "
                "Nobody sees it but you."
            ).format(**words),
            "",
            _("Your report:"),
            absolute(reverse("answer_link", args=[token])),
            "",
            _("Please do not pass the link on: it opens your answers."),
        ]
        if until is not None:
            last = timezone.localtime(until) - timedelta(days=1)
            lines.append(_("You can open it until {day}.").format(day=formats.date_format(last, "DATE_FORMAT")))
        lines += [
            _("If something in it is wrong, say so on the page. The study lead reads it and answers."),
            "",
            _("This is the last mail about these answers. You can take them back on the same page, under “My data”."),
            "",
            *signature(study),
        ]
        return Letter(_("Your report is there: {cluster}").format(**words), "\n".join(lines))


def _subject(kind: MailKind) -> str:
    return {
        MailKind.INVITATION: _("How do we work together? Your view of {cluster}"),
        MailKind.REMINDER: _("Your view of {cluster} is still missing"),
        MailKind.LAST_CALL: _("Last days: your view of {cluster}"),
        MailKind.FRESH_LINK: _("Your new link: {study}"),
    }[kind]


def _opening(kind: MailKind, words: dict[str, str]) -> list[str]:
    texts = {
        MailKind.INVITATION: [
            _("we want to know how the organisations of {cluster} work together, and we ask you for {organisation}."),
            _(
                "You tell us with whom you work and how closely. You get something back: "
                "at once your own picture, later a report of your own."
            ),
        ],
        MailKind.REMINDER: [
            _(
                "some days ago we asked you how {organisation} works with others in {cluster}. "
                "Your answers are still missing."
            ),
            _("Every organisation that answers makes the picture truer for all."),
        ],
        MailKind.LAST_CALL: [
            _("the study of {cluster} closes soon, and the answers of {organisation} are still missing."),
            _("If time is short: pick whom you work with. That alone helps."),
        ],
        MailKind.FRESH_LINK: [
            _("here is the new link that you asked for. It works for 24 hours."),
        ],
    }
    return [text.format(**words) for text in texts[kind]]


def signature(study: Study) -> list[str]:
    """Return the end of a letter: who writes, and whom one can ask."""
    name, address = sender_of(study)
    lines = [_("Kind regards"), name]
    if study.contact_email or study.contact_phone:
        ask = ", ".join(x for x in (study.contact_email, study.contact_phone) if x)
        lines.append(_("Questions: {contact}").format(contact=ask))
    else:
        lines.append(address)
    return lines


def pre_notice(wave: Wave, language: str) -> Letter:
    """Return what somebody the organisations know can send some days before, from their own address."""
    study = wave.study
    with translation.override(language):
        words = {
            "cluster": study.cluster.name,
            "sender": sender_of(study)[0],
            "day": formats.date_format(wave.opens, "DATE_FORMAT") if wave.opens else "",
        }
        # A whole sentence each: a day and "soon" do not stand in the same place in every language.
        announced = (
            _("on {day} you will get a mail from {sender}: how do the organisations of {cluster} work together?")
            if words["day"]
            else _("soon you will get a mail from {sender}: how do the organisations of {cluster} work together?")
        )
        lines = [
            _("Good day,"),
            "",
            announced.format(**words),
            _(
                "I think it is worth your time. What comes out belongs to all of us, "
                "and everybody who answers gets something back."
            ),
            "",
            _("Kind regards"),
        ]
        return Letter(_("A study of {cluster} begins soon").format(**words), "\n".join(lines))


def message(study: Study, contact: Contact, said: Letter, message_id: str) -> EmailMessage:
    """Return the mail itself."""
    name, address = sender_of(study)
    reply = study.contact_email or study.region.sender_email
    return EmailMessage(
        subject=said.subject,
        body=said.body,
        from_email=formataddr((name, address)),
        to=[formataddr((contact.name, contact.email))],
        reply_to=[reply] if reply else None,
        headers={"Message-ID": message_id, "Auto-Submitted": "auto-generated"},
    )
