"""Panels that choose the most significant change: rounds from many to few, a reason for each choice."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from clusterdynamics.errors import InputError
from clusterdynamics.loops.coding import Selection, check_selections
from clusterdynamics.study.model import Study as StudyPackage
from clusterdynamics_web.accounts.models import User
from clusterdynamics_web.audit import record
from clusterdynamics_web.stories.models import Choice, Panel
from clusterdynamics_web.studies.models import Study, Wave
from clusterdynamics_web.survey.form.words import clean
from clusterdynamics_web.survey.models import Story
from clusterdynamics_web.survey.package import build_study

__all__ = ["Chosen", "before_panel", "choose", "finish", "next_round", "start_panel"]


@dataclass(frozen=True)
class Chosen:
    """A choice as it is handed in."""

    reason: str
    domain: str = ""
    evidence: str = ""
    beside: str = ""


@transaction.atomic
def start_panel(
    user: User | None,
    study: Study,
    *,
    title: str,
    members: Sequence[str],
    candidates: Sequence[Story],
    wave: Wave | None = None,
) -> Panel:
    """Begin a panel with the stories that are before it.

    Raises
    ------
    InputError
        It has no title, fewer than two people, or fewer than two stories. All that is wrong is told.
    """
    names = list(dict.fromkeys(name for m in members if (name := clean(m, 120))))
    problems = []
    if not clean(title, 160):
        problems.append(_("Give the panel a title."))
    if len(names) < 2:
        problems.append(_("Name at least two people: a panel talks before it chooses."))
    if len({s.pk for s in candidates}) < 2:
        problems.append(_("Put at least two stories before the panel: else there is nothing to choose."))
    if problems:
        raise InputError(" ".join(problems))
    panel = Panel.objects.create(study=study, wave=wave, title=clean(title, 160), members=names, created_by=user)
    panel.candidates.set(candidates)
    record(user, "panel.started", study, panel.key, stories=len(candidates))
    return panel


def before_panel(panel: Panel, number: int | None = None) -> list[Story]:
    """Return the stories that are before a panel in a round (this one where none is given)."""
    chosen_in = (panel.round if number is None else number) - 1
    stories = panel.candidates.order_by("pk")
    if chosen_in >= 1:
        stories = stories.filter(choices__panel=panel, choices__round=chosen_in)
    return list(stories)


def _held(panel: Panel) -> Panel:
    """Return the panel, locked.

    Raises
    ------
    InputError
        It is over.
    """
    locked = Panel.objects.select_for_update(of=("self",)).select_related("study").get(pk=panel.pk)
    if locked.finished_at is not None:
        raise InputError(_("This panel is over. Start another one to choose again."))
    return locked


@transaction.atomic
def choose(user: User | None, panel: Panel, chosen: Mapping[Story, Chosen]) -> None:
    """Note what the panel chose in the round that is being held; what was noted before in it is replaced.

    Raises
    ------
    InputError
        A choice has no reason, or is of a story that is not before the panel. All that is wrong is told.
    """
    locked = _held(panel)
    here = {s.pk for s in before_panel(locked)}
    problems = [
        _("“{story}”: say why you chose it; the reason is the result.").format(story=story.title or story.text[:60])
        for story, choice in chosen.items()
        if not clean(choice.reason, 2000)
    ]
    if any(story.pk not in here for story in chosen):
        problems.append(_("A story was chosen that is not before the panel in this round."))
    if problems:
        raise InputError(" ".join(problems))
    locked.choices.filter(round=locked.round).delete()
    Choice.objects.bulk_create(
        Choice(
            panel=locked,
            round=locked.round,
            story=story,
            reason=clean(choice.reason, 2000),
            domain=clean(choice.domain, 120),
            evidence=clean(choice.evidence, 2000),
            beside=choice.beside[:64],
        )
        for story, choice in chosen.items()
    )
    record(user, "panel.chose", locked.study, locked.key, round=locked.round, stories=len(chosen))


@transaction.atomic
def next_round(user: User | None, panel: Panel) -> Panel:
    """Go on with the stories that were chosen: the panel sees fewer, and chooses among them again.

    Raises
    ------
    InputError
        Fewer than two were chosen, or as many as before.
    """
    locked = _held(panel)
    number = locked.choices.filter(round=locked.round).count()
    if number < 2:
        raise InputError(_("Choose at least two stories in this round, or finish with what you have."))
    if number >= len(before_panel(locked)):
        raise InputError(_("Every story was chosen. Leave some out, or finish with all of them."))
    locked.round += 1
    locked.save(update_fields=["round"])
    record(user, "panel.next_round", locked.study, locked.key, round=locked.round)
    return locked


def finish(user: User | None, panel: Panel, *, waived: str = "") -> Panel:
    """End a panel with what was chosen in its last round, checked as the method asks.

    Parameters
    ----------
    waived
        Why none of what did not work is among the chosen; empty where one is.

    Raises
    ------
    InputError
        Something is missing. All that is wrong is told.
    """
    package = build_study(panel.study)  # before the lock: it takes a while
    with transaction.atomic():
        return _finish(user, _held(panel), waived, package)


def _finish(user: User | None, locked: Panel, waived: str, package: StudyPackage) -> Panel:
    choices = list(locked.choices.filter(round=locked.round).select_related("story").order_by("pk"))
    waived = clean(waived, 1000)
    considered = tuple(s.code for s in before_panel(locked, 1))
    selections = [
        Selection(c.story.code, c.domain, tuple(locked.members), considered, c.reason, bool(waived)) for c in choices
    ]
    problems = [] if choices else [_("Nothing is chosen yet.")]
    called = {c.story.code: c.story.title or c.story.text[:60] for c in choices}
    for found in check_selections(package, selections):
        message = found.message
        for code, words in called.items():
            message = message.replace(repr(code), f"“{words}”")
        problems.append(message)
    problems += [
        _("“{story}”: say what supports it besides the teller's word, or that nothing does.").format(
            story=called[c.story.code]
        )
        for c in choices
        if not c.evidence
    ]
    if problems:
        raise InputError("\n".join(problems))
    locked.waived, locked.finished_at = waived, timezone.now()
    locked.save(update_fields=["waived", "finished_at"])
    record(user, "panel.finished", locked.study, locked.key, stories=len(choices), waived=bool(waived))
    return locked
