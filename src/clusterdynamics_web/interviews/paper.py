"""The form on paper: the same questions in the same words, with codes for the one who keys it in."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from django.template.loader import render_to_string
from django.utils import translation

from clusterdynamics.i18n import use_language
from clusterdynamics.report.writers import pdf
from clusterdynamics_web.studies.models import Study, Wave
from clusterdynamics_web.survey.form.answers import Answers
from clusterdynamics_web.survey.form.fields import Field, Option, RosterEntry
from clusterdynamics_web.survey.form.form import Form
from clusterdynamics_web.survey.form.steps.card import CardStep
from clusterdynamics_web.survey.form.steps.partners import PartnerDepthsStep, PartnersStep
from clusterdynamics_web.survey.form.steps.regions import RegionsStep, RegionStep
from clusterdynamics_web.survey.form.steps.review import ReviewStep
from clusterdynamics_web.survey.models import Respondent

__all__ = ["CARDS", "REGIONS", "paper_html", "paper_pdf"]

#: Empty cards for partners; who works with more takes another sheet.
CARDS = 8
#: Empty sheets for other regions.
REGIONS = 3
#: An organisation with no name: it stands for the one that is written on the line.
BLANK = RosterEntry(0, "", "…")


@dataclass(frozen=True)
class Sheet:
    """A part of the form."""

    title: str
    kind: str  # step, roster, codes, card, region, partners
    fields: tuple[Field, ...] = ()
    entries: tuple[RosterEntry, ...] = ()
    #: Of partners in another region: how closely one works with them.
    options: tuple[Option, ...] = ()


def paper_html(study: Study, wave: Wave, language: str) -> str:
    """Return the form as a page to print."""
    with translation.override(language), use_language(language):
        form = Form(study, wave, BLANK, language)
        # Nobody has the key 0: a form without any answer.
        nothing = Answers(Respondent(pk=0, study=study, wave=wave))
        sheets: list[Sheet] = []
        for step in form.steps(nothing):
            if isinstance(step, ReviewStep):
                continue
            fields = tuple(step.fields({}, nothing))
            roster = next((f for f in fields if f.kind == "roster"), None)
            if roster is None:
                sheets.append(Sheet(step.title, "step", fields))
                if isinstance(step, RegionsStep):
                    region = RegionStep(form, "region", step.section)
                    sheets.append(Sheet("", "region", tuple(region.fields({}, nothing))))
                continue
            rest = tuple(f for f in fields if f.kind != "roster")
            if isinstance(step, PartnersStep):
                depths = PartnerDepthsStep(form, "", step.section).depths()
                sheets.append(Sheet(step.title, "partners", rest, step.names, depths))
                continue
            sheets.append(Sheet(step.title, "roster" if step.key == "pick" else "codes", rest, form.roster))
            if step.key == "pick":
                card = CardStep(form, "card", 3, partner=BLANK)
                sheets.append(Sheet("", "card", tuple(card.fields({}, nothing))))
        return render_to_string(
            "interviews/paper.html",
            {
                "study": study,
                "wave": wave,
                "sheets": sheets,
                "cards": range(CARDS),
                "regions": range(REGIONS),
                "language": language,
            },
        )


def paper_pdf(study: Study, wave: Wave, language: str) -> bytes:
    """Return the form as a PDF.

    Raises
    ------
    InputError
        The machine lacks the library that sets text.
    """
    pdf.check()
    pdf.quiet()
    page = paper_html(study, wave, language)
    return pdf.pdf_of(pdf.html_of(page), hashlib.sha256(page.encode()).hexdigest()[:32])
