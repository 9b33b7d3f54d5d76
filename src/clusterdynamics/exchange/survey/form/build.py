"""The form of a study: what `method` asks, in the respondent's order, as the rows of an XLSForm."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from clusterdynamics.errors import InputError
from clusterdynamics.exchange.survey.form import wording
from clusterdynamics.exchange.survey.form.cards import add_cards
from clusterdynamics.exchange.survey.form.draft import Draft
from clusterdynamics.exchange.survey.form.model import Form, Kind, Role
from clusterdynamics.exchange.survey.form.names import plain_name
from clusterdynamics.exchange.survey.form.questions import (
    CORE,
    add_areas,
    add_champions,
    add_items,
    add_outside,
    add_statements,
    add_stories,
)
from clusterdynamics.exchange.survey.form.regions import add_regions
from clusterdynamics.i18n import _
from clusterdynamics.study.model import Study

__all__ = ["build_form"]


def build_form(study: Study, wave: str | None = None, *, languages: Sequence[str] = ()) -> Form:
    """Return the questionnaire of a study as a form.

    In the respondent's order: consent, the pick from the roster, one card for each organisation that was chosen
    (every relation with its levels described, areas and purposes, ratings of partners; those of trust only where the
    cooperation is at least the level called ``cooperation``), the second pick, statements, areas, links outside the
    region, partners in other regions, who brings energy, barriers and other questions, stories, and the optional
    blocks.

    The same study and wave give the same form, name by name; that is how the answers are understood later
    (`clusterdynamics.exchange.survey.odk`).

    Parameters
    ----------
    study
        The study. Only its settings and the tables actors, areas, purposes and waves count; where the settings do
        not say whether other regions are asked about, the table partner_regions shows it.
    wave
        Wave for which is asked; None: the latest.
    languages
        Languages of the form; none: those of the study.

    Returns
    -------
    The form; its notes say what is not asked, and what stands in one language only.

    Raises
    ------
    InputError
        The wave is not known, or a study with relations has fewer than two organisations.
    """
    wave = study.wave_ids[-1] if wave is None else wave
    if wave not in study.wave_ids:
        raise InputError(
            _("There is no wave '{wave}'. The waves are: {known}.").format(wave=wave, known=", ".join(study.wave_ids))
        )
    draft = Draft(study, wave, tuple(languages) or study.settings.languages or ("en",))
    full = study.settings.kind == "full" and bool(draft.relations)
    if full and len(draft.actors) < 2:
        raise InputError(
            _("The form needs at least two organisations in wave {wave}. Fill in the table of actors first.").format(
                wave=wave
            )
        )
    _add_beginning(draft)
    draft.begin(
        "interview", draft.speaker.say(wording.INTERVIEW), relevant=f"${{{draft.consent}}} = 'yes'", paged=False
    )
    if full:
        add_cards(draft)
    add_statements(draft)
    add_areas(draft)
    if full:
        add_outside(draft)
        add_regions(draft)
        add_champions(draft)
    add_items(draft, *sorted(CORE))
    add_stories(draft)
    for block in dict.fromkeys(i.block for i in study.settings.items):
        if block not in CORE:
            add_items(draft, block)
    draft.end()
    return _finished(draft)


def _add_beginning(draft: Draft) -> None:
    """Ask who answers, and what they agree to."""
    settings = draft.study.settings
    draft.plain("start", "start")
    draft.plain("end", "end")
    draft.calculated("wave", f"'{draft.wave}'", Role.WAVE)
    draft.calculated("roster", "'" + " ".join(c.name for c in draft.actor_choices) + "'", Role.ROSTER)
    start = len(draft.rows)
    draft.begin("welcome", draft.speaker.say(wording.CONSENT))
    about = draft.speaker.say(wording.ABOUT, cluster=settings.cluster or settings.title)
    if settings.boundary:
        who = draft.speaker.say(wording.BOUNDARY, boundary=settings.boundary)
        about = {code: f"{text}\n\n{who[code]}" for code, text in about.items()}
    draft.note("about", about)
    draft.note("about_answers", draft.speaker.say(wording.ABOUT_ANSWERS))
    for choice, (question, audience) in wording.CONSENTS.items():
        name = draft.ask(
            f"consent_{choice}",
            Kind.ONE,
            draft.speaker.say(question),
            Role.CONSENT,
            choice,
            choices="audiences" if audience else "yes_no",
            required="yes" if choice == "take_part" else "",
            relevant="" if choice == "take_part" else f"${{{draft.consent}}} = 'yes'",
        )
        if choice == "take_part":
            draft.consent = name
    draft.end()
    # Every submission says which words its respondent agreed to, whatever the form says by then.
    told = repr([sorted(row.label.items()) for row in draft.rows[start:]])
    draft.calculated("consent_version", f"'{_digest(told)}'", Role.CONSENT_VERSION)
    # Asked of those who decline too: they become "declined", not "silent", and are reminded no more.
    draft.begin("who", draft.speaker.say(wording.WHO))
    draft.ask(
        "respondent",
        Kind.TEXT,
        draft.speaker.say(wording.CODE),
        Role.RESPONDENT,
        hint=draft.speaker.say(wording.CODE_HINT),
    )
    if draft.actors:
        draft.own = draft.ask(
            "own", Kind.ONE, draft.speaker.say(wording.OWN), Role.OWN, choices="actors",
            required=f"${{{draft.consent}}} = 'yes'", choice_filter="kind = 'actor'", appearance="minimal autocomplete",
        )  # fmt: skip
    draft.end()


def _finished(draft: Draft) -> Form:
    study = draft.study
    rows, lists = tuple(draft.rows), draft.used_lists()
    # Whoever changes a question or the roster gets another version; collecting servers refuse two forms of one.
    version = _digest(repr((rows, sorted(lists.items()))))
    notes = list(draft.notes)
    if draft.speaker.untranslated:
        notes.append(
            _("These texts are the study's own, so they stand in one language: {texts}.").format(
                texts="; ".join(draft.speaker.untranslated)
            )
        )
    name = plain_name(f"{study.title[:40]}_{draft.wave}").lower()
    return Form(study.title, name, version, draft.wave, draft.speaker.languages, rows, lists, tuple(notes))


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:12]
