"""What must hold before a wave opens, and what is only said: read off the rows each time, never stored."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from clusterdynamics.measures.burden import MOST_MINUTES
from clusterdynamics_web.setup.burden import burden_of
from clusterdynamics_web.setup.duplicates import unresolved
from clusterdynamics_web.setup.size import FEW, MANY, size_advice
from clusterdynamics_web.setup.steps import STEPS
from clusterdynamics_web.studies.models import Study
from clusterdynamics_web.studies.state import current_wave
from clusterdynamics_web.studies.words import draft_texts, questions_hash, untranslated

__all__ = ["Point", "blocking", "checklist", "consent_missing", "is_signed_off", "steps_done"]

#: Fewest organisations of which a network can be asked.
LEAST = 3


@dataclass(frozen=True)
class Point:
    """One thing on the checklist.

    Attributes
    ----------
    id
        What it is about.
    step
        Of the seven, where it is put right.
    state
        ``ok``; ``stop``: the wave cannot open; ``note``: it can, and this should be known.
    text
        A sentence.
    """

    id: str
    step: str
    state: str
    text: str


def is_signed_off(study: Study) -> bool:
    """Return whether the cluster has agreed to what is asked now."""
    return study.signed_off_at is not None and study.signed_off_what == questions_hash(study)


def consent_missing(study: Study) -> list[str]:
    """Return the languages in which nobody has said yet who asks, or why."""
    return [
        code
        for code in study.parsed.languages
        if not all(study.consent_texts.get(code, {}).get(part, "").strip() for part in ("who", "why"))
    ]


def checklist(study: Study) -> list[Point]:
    """Return everything that is looked at before a wave opens, in the order of the steps."""
    return [
        *_about(study),
        *_organisations(study),
        *_questions(study),
        *_visibility(study),
        *_consent(study),
        *_precision(study),
        *_launch(study),
    ]


def blocking(points: Sequence[Point]) -> list[Point]:
    """Return what keeps the wave shut."""
    return [p for p in points if p.state == "stop"]


def steps_done(points: Sequence[Point]) -> dict[str, bool]:
    """Return for each step whether nothing of it keeps the wave shut."""
    return {step: not any(p.step == step and p.state == "stop" for p in points) for step in STEPS}


def _point(name: str, step: str, *, ok: bool, good: str, bad: str, note: bool = False) -> Point:
    return Point(name, step, "ok" if ok else "note" if note else "stop", good if ok else bad)


def _names(codes: Sequence[str]) -> str:
    known = dict(settings.LANGUAGES)
    return ", ".join(str(known.get(code, code)) for code in codes)


def _about(study: Study) -> list[Point]:
    wave = current_wave(study)
    dates = wave.opens is not None and wave.closes is not None and wave.opens < wave.closes
    return [
        _point(
            "boundary",
            "about",
            ok=bool(study.parsed.boundary.strip()),
            good=_("It is said who belongs to the cluster."),
            bad=_("Say who belongs to the cluster and why."),
        ),
        _point(
            "contact",
            "about",
            ok=bool(study.contact_name and (study.contact_email or study.contact_phone)),
            good=_("Participants know whom to ask."),
            bad=_("Name a person whom participants can ask, with an e-mail address or a telephone number."),
        ),
        _point(
            "dates",
            "about",
            ok=dates,
            good=_("The first and the last day are set."),
            bad=_("Set the first and the last day; the last comes after the first."),
        ),
    ]


def _organisations(study: Study) -> list[Point]:
    if study.is_afternoon:
        return []
    here = study.actors.filter(opted_out=None, left=None)
    total = here.count()
    asked = here.filter(contacts__isnull=False).distinct().count()
    silent = study.contacts.filter(actor__in=here, email="").count()
    pairs = len(unresolved(study))
    points = [
        _point(
            "roster",
            "organisations",
            ok=total >= LEAST,
            good=ngettext("{n} organisation is on the list.", "{n} organisations are on the list.", total).format(
                n=total
            ),
            bad=_("Put at least {n} organisations on the list.").format(n=LEAST),
        ),
        _point(
            "contacts",
            "organisations",
            ok=asked > 0,
            good=ngettext(
                "At {n} organisation we know whom to ask.", "At {n} organisations we know whom to ask.", asked
            ).format(n=asked),
            bad=_("Add people to ask: without them nobody is invited."),
        ),
        _point(
            "duplicates",
            "organisations",
            ok=pairs == 0,
            good=_("No organisation is on the list twice."),
            bad=ngettext(
                "{n} pair looks alike: say whether it is one or two.",
                "{n} pairs look alike: say whether they are one or two.",
                pairs,
            ).format(n=pairs),
        ),
    ]
    if total:
        points.append(Point("size", "organisations", "ok" if FEW <= total <= MANY else "note", size_advice(total).text))
    if silent:
        points.append(
            Point(
                "addresses",
                "organisations",
                "note",
                ngettext(
                    "{n} person has no e-mail address and must be called.",
                    "{n} people have no e-mail address and must be called.",
                    silent,
                ).format(n=silent),
            )
        )
    return points


def _questions(study: Study) -> list[Point]:
    points = [
        _point(
            "questions",
            "questions",
            ok=bool(study.parsed.items or study.parsed.relations),
            good=_("The questions are chosen."),
            bad=_("Choose what is asked."),
        )
    ]
    languages = study.parsed.languages
    missing = [code for code in languages if untranslated(study, code)]
    drafts = [code for code in languages if draft_texts(study, code)]
    points.append(
        _point(
            "translations",
            "questions",
            ok=not missing,
            note=True,
            good=_("Every text of your own is there in every language."),
            bad=_("Texts of your own have no translation yet in: {languages}. There they are shown in {first}.").format(
                languages=_names(missing), first=_names(languages[:1])
            ),
        )
    )
    if drafts:
        text = _("Texts of the question bank are drafts that nobody has checked in: {languages}.")
        points.append(Point("drafts", "questions", "note", text.format(languages=_names(drafts))))
    return points


def _visibility(study: Study) -> list[Point]:
    agreed = study.parsed.disclosure
    return [
        _point(
            "agreement",
            "visibility",
            ok=bool(agreed.agreement.strip() and agreed.agreed_on),
            good=_("It is agreed who sees what, on {date}.").format(date=agreed.agreed_on),
            bad=_("Write down who sees what, and when it was agreed."),
        )
    ]


def _consent(study: Study) -> list[Point]:
    missing = consent_missing(study)
    return [
        _point(
            "consent",
            "consent",
            ok=not missing,
            good=_("The text that participants agree to is there in every language."),
            bad=_("Say who asks and why in: {languages}.").format(languages=_names(missing)),
        )
    ]


def _precision(study: Study) -> list[Point]:
    burden = burden_of(study)
    told = _("Answering takes about {n} minutes (worked out, not tried with people).").format(n=round(burden.minutes))
    if burden.too_long:
        told += " " + _("With more than {n} minutes, people give up.").format(n=round(MOST_MINUTES))
    return [Point("burden", "precision", "note" if burden.too_long else "ok", told)]


def _launch(study: Study) -> list[Point]:
    region = study.region
    return [
        _point(
            "sender",
            "launch",
            ok=region.sender_verified_at is not None and bool(region.sender_email),
            good=_("Mail is sent from {address}.").format(address=region.sender_email),
            bad=_("The region's administration has to check the address that mail is sent from."),
        ),
        _point(
            "sign_off",
            "launch",
            ok=is_signed_off(study),
            note=True,
            good=_("{name} has agreed to the questions for the cluster.").format(name=study.signed_off_by),
            bad=_("The questions changed after {name} agreed to them.").format(name=study.signed_off_by)
            if study.signed_off_at
            else _("Nobody has agreed to the questions for the cluster yet."),
        ),
    ]
