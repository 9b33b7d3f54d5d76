"""What the cluster will do, in every personal report: the actions that participants may read about."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils import formats
from django.utils.translation import gettext as _

from clusterdynamics.disclosure import Audience, VisibilityClass, leaks
from clusterdynamics.report.audience import secret_names
from clusterdynamics_web.actions.models import Action, Status
from clusterdynamics_web.feedback.registry import says_what_happens
from clusterdynamics_web.results import store
from clusterdynamics_web.results.access import latest_snapshot
from clusterdynamics_web.studies.models import Wave

__all__ = ["planned_actions"]

#: A report has one page: the next few, and not the whole plan.
MOST = 5


@says_what_happens
def planned_actions(wave: Wave, language: str) -> Iterator[str]:
    """Yield what is planned or under way, the earliest first; what rests on findings for the team only is left out."""
    open_ones = Action.objects.filter(study=wave.study, status__in=(Status.PLANNED, Status.RUNNING), parent=None)
    told = open_ones.exclude(findings__visibility__lt=VisibilityClass.C2.value).distinct()
    actions = sorted(told, key=lambda a: (a.due is None, a.due, a.pk))
    snapshot = latest_snapshot(wave.study)
    if not actions or snapshot is None or not store.has_assessment(snapshot):
        return
    names = secret_names(store.assessment_of(snapshot).study, Audience.PARTICIPANTS.value)
    said = [action for action in actions if not leaks(action.title, names)][:MOST]
    for action in said:
        if action.due is None:
            yield action.title
        else:
            yield _("{action} (until {day})").format(action=action.title, day=formats.date_format(action.due))
