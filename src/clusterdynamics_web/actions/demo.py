"""What the demo region shows of findings and actions: those of the example cluster, as its board reads them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from django.utils import timezone

from clusterdynamics_web.accounts.models import User
from clusterdynamics_web.actions.models import Action, Status
from clusterdynamics_web.actions.operations import add_minute, end_review, move, start_review
from clusterdynamics_web.regions.models import Role
from clusterdynamics_web.studies.models import Study

__all__ = ["fill_actions"]

#: Action → the figure that it aims at, and where that should go.
_AIMS = {"action-1": ("contact", "up"), "action-2": ("cooperation", "up"), "action-3": ("cooperation", "up")}


def fill_actions(study: Study, people: Mapping[Role, User]) -> None:
    """Open the findings to board and participants, and hold one review."""
    study.findings.update(visibility="C2")
    today = timezone.localdate()
    for code, (figure, direction) in _AIMS.items():
        Action.objects.filter(study=study, code=code).update(expected_figure=figure, expected_direction=direction)
    board = people[Role.BOARD]
    review = start_review(board, study, today, "The board, the cluster manager")
    running = study.actions.filter(status=Status.RUNNING).order_by("pk").first()
    if running is not None:
        later = today + timedelta(days=90)
        move(board, running, Status.RUNNING, 40, note="Two of three are done.", next_review=later, review=review)
    add_minute(board, review, "We look at what is open again in three months.")
    end_review(board, review)
