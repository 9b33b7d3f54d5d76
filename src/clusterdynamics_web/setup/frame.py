"""What every page of the set-up has around it: region, study, way, and the seven steps."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse

from clusterdynamics.errors import InputError
from clusterdynamics_web.access import Access
from clusterdynamics_web.rights import Right
from clusterdynamics_web.setup.steps import STEPS
from clusterdynamics_web.studies.models import Study
from clusterdynamics_web.studies.state import State, current_wave, state_of
from clusterdynamics_web.studies.way import way_of

__all__ = ["address", "attempt", "go", "show"]


#: Steps of which something can no longer change when the wave is open.
FIXED = frozenset({"about", "questions", "visibility", "consent"})


def address(study: Study, name: str, *args: object) -> str:
    """Return the address of a page of the study."""
    return reverse(name, args=[study.region.slug, study.key, *args])


def go(study: Study, name: str, *args: object) -> HttpResponseRedirect:
    return redirect(address(study, name, *args))


def show(
    request: HttpRequest, access: Access[Study], template: str, context: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    """Render a page of the set-up inside the frame of the study."""
    study = access.object
    wave = current_wave(study)
    state = state_of(wave)
    step = context.get("step", "")
    names = list(STEPS)
    around = {
        "region": study.region,
        "study": study.team_title,
        "home_url": address(study, "study_home"),
        "this": study,
        "wave": wave,
        "state": state,
        "is_draft": state == State.DRAFT,
        "way": way_of(access, "setup"),
        "may_edit": access.may(Right.EDIT_STUDY),
        "crumbs": [{"label": study.team_title, "url": address(study, "study_home")}],
    }
    if step:
        place = names.index(step)
        around |= {
            "step_number": place + 1,
            "step_total": len(names),
            "step_label": STEPS[step].label,
            "fixed_at_start": step in FIXED,
            "before": _step(study, names[place - 1]) if place else None,
            "after": _step(study, names[place + 1]) if place + 1 < len(names) else None,
        }
    return render(request, f"setup/{template}", around | context, status=status)


def _step(study: Study, name: str) -> dict[str, Any]:
    return {"label": STEPS[name].label, "url": address(study, STEPS[name].page)}


def attempt(request: HttpRequest, work: Callable[[], object], done: str = "") -> bool:
    """Do something that may be refused: the sentence that says why, or the one that says it is done, is shown."""
    try:
        work()
    except InputError as error:
        messages.error(request, str(error))
        return False
    if done:
        messages.success(request, done)
    return True
