"""Every change to hard figures, their definitions, events and what the page shows: checked, atomic, on record."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import PurePath

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from clusterdynamics.errors import InputError
from clusterdynamics.indicators.importing import Options, read_indicators
from clusterdynamics.indicators.into_study import indicators_into_study
from clusterdynamics.study.model import Study as StudyPackage
from clusterdynamics_web.accounts.models import User
from clusterdynamics_web.audit import record
from clusterdynamics_web.dashboard.models import Dashboard, Definition, Event, HardFigure
from clusterdynamics_web.dashboard.package import COLUMNS, figures_frame
from clusterdynamics_web.dashboard.stories import MOST, PLACES
from clusterdynamics_web.studies.models import Study
from clusterdynamics_web.survey.models import Story

__all__ = [
    "add_event",
    "choose_stories",
    "define",
    "import_figures",
    "publish",
    "remove_event",
    "withdraw",
]


def _locked(study: Study) -> Study:
    return Study.objects.select_for_update().select_related("cluster__region").get(pk=study.pk)


def import_figures(
    user: User | None, study: Study, content: bytes, name: str, *, source: str, unit: str, vintage: str
) -> tuple[str, ...]:
    """Take hard figures out of a file; figures that are there stay, revised ones come in beside them.

    Parameters
    ----------
    source, unit, vintage
        Taken where the file has none; the vintage says of when the figures are.

    Returns
    -------
    What was done, in sentences.

    Raises
    ------
    InputError
        With all that is wrong with the file, each with its line; or figures that contradict those of the study, or
        are counted in another way.
    """
    if not vintage:
        raise InputError(_("Say of when the figures are."))
    called = PurePath(name).name[:100]
    found = read_indicators(content, name=called, options=Options(source=source, unit=unit, vintage=vintage))
    with transaction.atomic():
        study = _locked(study)
        before = StudyPackage(study.parsed, {"indicators": figures_frame(study)})
        added = indicators_into_study(before, found.frame, name=called)
        new = added.study["indicators"].slice(before["indicators"].height)
        HardFigure.objects.bulk_create(
            HardFigure(
                study=study,
                added_by=user,
                **{c: row[c] if row[c] is not None or c == "value" else "" for c in COLUMNS},
            )
            for row in new.iter_rows(named=True)
        )
        _define(study, found.definitions)
        record(user, "indicators.imported", study, count=new.height, defined=len(found.definitions))
    return (*found.notes, *added.notes)


@transaction.atomic
def define(user: User | None, study: Study, texts: Mapping[str, str]) -> int:
    """Write down how figures are counted; returns how many are new.

    Raises
    ------
    InputError
        A code has another definition already, or no figure.
    """
    study = _locked(study)
    codes = set(study.hard_figures.values_list("code", flat=True))
    given = {code: " ".join(text.split()) for code, text in texts.items() if text.strip()}
    if unknown := sorted(set(given) - codes):
        raise InputError(_("There are no figures called {codes}.").format(codes=", ".join(unknown)))
    new = _define(study, given)
    if new:
        record(user, "indicators.defined", study, codes=new)
    return len(new)


def _define(study: Study, given: Mapping[str, str]) -> list[str]:
    """Write down what is not written down yet, and return its codes; what is there is never changed."""
    known = dict(study.definitions.values_list("code", "text"))
    if other := sorted(code for code, text in given.items() if known.get(code, text) != text):
        raise InputError(
            _(
                "How these are counted is written down already: {codes}. Figures that are counted otherwise are other "
                "figures: give them a code of their own."
            ).format(codes=", ".join(other))
        )
    new = sorted(code for code in given if code not in known)
    Definition.objects.bulk_create(Definition(study=study, code=code, text=given[code]) for code in new)
    return new


@transaction.atomic
def add_event(
    user: User | None, study: Study, starts: date, title: str, source: str, ends: date | None = None
) -> Event:
    """Put an event on the time line.

    Raises
    ------
    InputError
        It says nothing, has no source, or ends before it begins.
    """
    study = _locked(study)
    if not title.strip() or not source.strip():
        raise InputError(_("Say what happened, and where it can be read."))
    if ends is not None and ends < starts:
        raise InputError(_("The last day comes after the first."))
    event = Event.objects.create(study=study, starts=starts, ends=ends, title=title.strip(), source=source.strip())
    record(user, "event.added", study)
    return event


@transaction.atomic
def remove_event(user: User | None, event: Event) -> None:
    """Take an event off the time line."""
    record(user, "event.removed", event.study)
    event.delete()


@transaction.atomic
def choose_stories(
    user: User | None, study: Study, chosen: Mapping[str, Sequence[Story]], *, no_story: bool
) -> Dashboard:
    """Choose the stories that stand beside the parts of the page, or say that there is none yet.

    Parameters
    ----------
    chosen
        Part of the page (`stories.PLACES`) → its stories.

    Raises
    ------
    InputError
        A part has more than three stories or is not known, or there are stories and the line that there is none.
    """
    study = _locked(study)
    places = {part: [s.code for s in stories] for part, stories in chosen.items() if stories}
    wrong = [
        _("At most {n} stories stand beside one part: {part} has more.").format(n=MOST, part=PLACES[part])
        for part, codes in places.items()
        if part in PLACES and len(codes) > MOST
    ]
    if unknown := sorted(set(places) - set(PLACES)):
        wrong.append(_("The page has no part called {parts}.").format(parts=", ".join(unknown)))
    if places and no_story:
        wrong.append(_("There is a story: take the line that there is none away."))
    if wrong:
        raise InputError(" ".join(wrong))
    page, _made = Dashboard.objects.get_or_create(study=study)
    page.stories, page.no_story = places, no_story
    if not places and not no_story:
        page.published_at = None
    page.save()
    record(user, "dashboard.changed", study, stories=len(page.codes), no_story=no_story)
    return page


@transaction.atomic
def publish(user: User | None, study: Study) -> Dashboard:
    """Let the region's administration see the page.

    Raises
    ------
    InputError
        There is neither a story nor the line that there is none; there are no results; or figures do not say how
        they are counted.
    """
    study = _locked(study)
    page, _made = Dashboard.objects.get_or_create(study=study)
    wrong = []
    chosen = study.stories.filter(code__in=page.codes).exists()
    if not chosen and not page.no_story:
        wrong.append(_("Choose a story, or say outright that there is none yet."))
    if not study.snapshots.filter(taken_down_at=None).exists():
        wrong.append(_("There are no results yet."))
    codes = set(study.hard_figures.values_list("code", flat=True)) - set(
        study.definitions.values_list("code", flat=True)
    )
    if codes:
        wrong.append(_("Write down how these are counted: {codes}.").format(codes=", ".join(sorted(codes))))
    if wrong:
        raise InputError(" ".join(wrong))
    page.published_at = timezone.now()
    page.save()
    record(user, "dashboard.published", study)
    return page


@transaction.atomic
def withdraw(user: User | None, study: Study) -> None:
    """Let only the team see the page again."""
    Dashboard.objects.filter(study=study).update(published_at=None)
    record(user, "dashboard.withdrawn", study)
