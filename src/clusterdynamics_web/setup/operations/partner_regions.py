"""The other regions that participants can choose from, in the block on other regions."""

from __future__ import annotations

import re

from django.db import transaction
from django.utils.translation import gettext as _

from clusterdynamics.errors import InputError
from clusterdynamics.study.names import fold
from clusterdynamics_web.accounts.models import User
from clusterdynamics_web.audit import record
from clusterdynamics_web.setup.formulas import looks_like_formula
from clusterdynamics_web.setup.operations.guard import draft_wave, locked
from clusterdynamics_web.studies.models import Study
from clusterdynamics_web.survey.models import PartnerRegion

__all__ = ["MOST", "as_lines", "set_partner_regions"]

#: More are searched, not chosen from.
MOST = 60
#: A NUTS code (two letters of the country, up to three signs) and a name.
_CODED = re.compile(r"([A-Z]{2}[0-9A-Z]{0,3})[ ,;:–-]+(\S.*)")


def as_lines(study: Study) -> str:
    """Return the list as somebody writes it: one region a line."""
    return "\n".join(r["label"] if r["id"] == r["label"] else f"{r['id']} {r['label']}" for r in study.partner_regions)


@transaction.atomic
def set_partner_regions(user: User, study: Study, lines: str) -> Study:
    """Set the list: one region a line, with its NUTS code in front where it is known.

    Answers name a region by its code, or else by its name, so that what other regions say about each other can be
    put together.

    Raises
    ------
    InputError
        People answer already; a line cannot be taken; or a region that was named in an earlier wave is missing.
    """
    study = locked(study)
    draft_wave(study)
    made, problems = [], []
    for number, line in enumerate(lines.splitlines(), start=1):
        text = " ".join(line.split())
        if not text:
            continue
        coded = _CODED.fullmatch(text)
        own, label = (coded[1], coded[2]) if coded else (text, text)
        if looks_like_formula(label) or len(label) > 200:
            problems.append(_("Line {n}: '{text}' is no name of a region.").format(n=number, text=text[:40]))
        made.append({"id": own, "label": label})
    words = [fold(word) for row in made for word in {row["id"], row["label"]}]
    twice = sorted(
        {row["label"] for row in made if max(words.count(fold(row["id"])), words.count(fold(row["label"]))) > 1}
    )
    if twice:
        problems.append(_("These stand there twice: {names}.").format(names=", ".join(twice)))
    if len(made) > MOST:
        problems.append(_("At most {most} regions; others can be written in.").format(most=MOST))
    named = set(
        PartnerRegion.objects.filter(respondent__study=study, respondent__is_test=False).values_list(
            "region", flat=True
        )
    )
    gone = [r["label"] for r in study.partner_regions if r["id"] in named - {row["id"] for row in made}]
    if gone:
        problems.append(_("These were named in an earlier wave and stay: {names}.").format(names=", ".join(gone)))
    if problems:
        raise InputError(" ".join(problems))
    study.partner_regions = made
    study.save(update_fields=["partner_regions"])
    record(user, "study.regions_changed", study, count=len(made))
    return study
