"""The front page of a study: where it stands, and what is to be done."""

from __future__ import annotations

from collections.abc import Sequence

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from clusterdynamics_web.access import access_study
from clusterdynamics_web.rights import Right
from clusterdynamics_web.routes import page
from clusterdynamics_web.setup.checklist import Point, blocking, checklist
from clusterdynamics_web.setup.frame import show
from clusterdynamics_web.setup.operations.write_ins import waiting
from clusterdynamics_web.setup.tasks import tasks_of
from clusterdynamics_web.studies.models import Study
from clusterdynamics_web.studies.onward import onward_of
from clusterdynamics_web.studies.state import State, current_wave, state_of

__all__ = ["home"]


@page(Right.SEE_STUDY)
def home(request: HttpRequest, region: str, study: str) -> HttpResponse:
    """Show where the study stands; to those who set it up, its seven steps."""
    access = access_study(request.user, region, study, Right.SEE_STUDY)
    this = access.object
    state = state_of(current_wave(this))
    points = checklist(this) if state == State.DRAFT else []
    context = {
        "answer": _answer(this, points),
        "waves": [(w, state_of(w).label) for w in this.waves.all()],
        "may_sign_off": access.may(Right.SIGN_OFF),
        "may_export": access.may(Right.EXPORT),
        "onward": onward_of(access),
        "is_over": state in {State.CLOSED, State.PUBLISHED},
        "crumbs": None,
    }
    if access.may(Right.EDIT_STUDY):
        context |= {"tasks": tasks_of(this, points)}
    if access.may(Right.READ_ANSWERS):
        context |= {"write_ins": waiting(this).count()}
    return show(request, access, "home.html", context)


def _answer(study: Study, points: Sequence[Point]) -> str:
    """Say in a sentence where the study stands."""
    wave = current_wave(study)
    state = state_of(wave)
    if state == State.DRAFT:
        left = len(blocking(points))
        return _("It is being set up.") if left else _("It is ready to start.")
    return {
        State.OPEN: _("It is open, and nobody has started to answer yet."),
        State.ANSWERED: _("It is open, and answers are coming in."),
        State.CLOSED: _("This wave is closed."),
        State.PUBLISHED: _("This wave is closed, and its results are out."),
    }[state]
