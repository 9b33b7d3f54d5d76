"""What the letters say: plain text in the reader's language, from a person with a name, with a way to say no."""

from __future__ import annotations

from collections.abc import Sequence

from django.urls import reverse
from django.utils import formats, translation
from django.utils.translation import gettext as _

from clusterdynamics_web.addresses import absolute
from clusterdynamics_web.fieldwork.mails import Letter as Text
from clusterdynamics_web.fieldwork.mails import language_of, sender_of, signature
from clusterdynamics_web.introductions.models import Champion, Introduction, Letter, Side
from clusterdynamics_web.introductions.standing import agreed
from clusterdynamics_web.introductions.words import area_labels, purpose_labels, reasons_for
from clusterdynamics_web.studies.models import Study

__all__ = ["inviter_of", "language_for", "other_of", "text_of"]


def language_for(letter: Letter) -> str:
    """Return the language of a letter: that of the person, or the study's first."""
    if letter.champion is not None:
        languages = letter.champion.study.parsed.languages
        return letter.champion.language if letter.champion.language in languages else languages[0]
    if letter.side is None:
        raise LookupError(letter.pk)
    return language_of(letter.side.introduction.study, letter.side.contact)


def text_of(letter: Letter, token: str) -> Text:
    """Return what a letter says, with the personal link of `token`."""
    language = language_for(letter)
    with translation.override(language):
        if letter.champion is not None:
            return _champion(letter.champion, token)
        side = letter.side
        if side is None:
            raise LookupError(letter.pk)
        pair = side.introduction.kind == Introduction.Kind.PAIR
        if letter.kind == Letter.Kind.CONTACTS:
            return _contacts(side, pair=pair)
        return _pair(side, token, language) if pair else _group(side, token, language)


def inviter_of(introduction: Introduction) -> str:
    """Return who invites: the person, by name, or else whoever writes for the study."""
    user = introduction.created_by
    return user.name if user is not None and user.name else sender_of(introduction.study)[0]


def other_of(side: Side) -> Side | None:
    """Return the other side of a pair; None where it is gone."""
    return next((s for s in side.introduction.sides.all() if s.pk != side.pk), None)


def _frame(study: Study, name: str, paragraphs: Sequence[str]) -> str:
    greeting = _("Dear {name},").format(name=name) if name else _("Good day,")
    parts = [greeting, *paragraphs, "\n".join(signature(study))]
    return "\n\n".join(parts)


def _until(introduction: Introduction) -> str:
    day = formats.date_format(introduction.expires_at, "DATE_FORMAT")
    return _("The page is open until {day}. If you do nothing, nothing happens.").format(day=day)


def _pair(side: Side, token: str, language: str) -> Text:
    introduction = side.introduction
    study = introduction.study
    other = other_of(side)
    words = {
        "cluster": study.cluster.name,
        "organisation": side.actor.label,
        "other": other.actor.label if other is not None else "",
    }
    body = _frame(
        study,
        side.contact.name,
        [
            _(
                "in the study of {cluster} you told us what {organisation} would do with others, "
                "and that those whom it fits may hear of it. We think that you and {other} should meet."
            ).format(**words),
            _("Why: {reasons}").format(reasons=reasons_for(introduction, side.actor.code, language)),
            "\n".join(
                [_("Yes, or no, thank you? Answer here, in a minute:"), absolute(reverse("meet_link", args=[token]))]
            ),
            _(
                "{other} gets the same question. Only if both of you say yes do you get each other's contact. "
                "If you say no, nobody is told."
            ).format(**words),
            _until(introduction),
        ],
    )
    return Text(_("Would you like to meet {other}?").format(**words), body)


def _group(side: Side, token: str, language: str) -> Text:
    introduction = side.introduction
    study = introduction.study
    words = {
        "inviter": inviter_of(introduction),
        "organisation": side.actor.label,
        "cluster": study.cluster.name,
        "area": area_labels(study, language).get(introduction.area, introduction.area),
        "purpose": purpose_labels(study, language).get(introduction.purpose, introduction.purpose),
    }
    paragraphs = [
        _("{inviter} invites {organisation} to a group of organisations of {cluster}: {area}.").format(**words),
        _("What for: {purpose}.").format(**words),
        introduction.words,
        "\n".join(
            [_("Yes, or no, thank you? Answer here, in a minute:"), absolute(reverse("meet_link", args=[token]))]
        ),
        _(
            "Once you have said yes you see who else has, and they see you. {inviter} sees it, too. "
            "If you say no, nobody is told."
        ).format(**words),
        _until(introduction),
    ]
    body = _frame(study, side.contact.name, [p for p in paragraphs if p])
    return Text(_("Join a group? {area}").format(**words), body)


def _contacts(side: Side, *, pair: bool) -> Text:
    introduction = side.introduction
    others = [s for s in agreed(introduction) if s.pk != side.pk]
    told = ["\n".join([s.actor.label, *(x for x in (s.gives_name, s.gives_email, s.gives_phone) if x)]) for s in others]
    if pair:
        first = _("{other} said yes, too. Here is whom to talk to. They have got your contact, as you gave it.").format(
            other=others[0].actor.label if others else ""
        )
        subject = _("You both said yes")
    else:
        first = _("these organisations said yes, as you did. They have got your contact, as you gave it.")
        subject = _("Your group has come together")
    closing = _("One of you has to begin: write or call today.")
    return Text(subject, _frame(introduction.study, side.contact.name, [first, *told, closing]))


def _champion(champion: Champion, token: str) -> Text:
    study = champion.study
    words = {"cluster": study.cluster.name, "name": champion.name, "k": study.parsed.disclosure.k_inside}
    person = champion.person is not None
    if person:
        said = _("at least {k} organisations of {cluster} named you as somebody who brings energy to it.")
    else:
        said = _("at least {k} organisations of {cluster} named yours, {name}, as one that brings energy to it.")
    body = _frame(
        study,
        champion.name if person else "",
        [
            said.format(**words),
            _("We have told nobody. May the name be shown? You see exactly what, and choose to whom:")
            + "\n"
            + absolute(reverse("named_link", args=[token])),
            _("If you say no, or do nothing, the name is shown to nobody. You can change your mind later."),
        ],
    )
    return Text(_("May your name be shown?"), body)
