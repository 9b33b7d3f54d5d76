"""Several actions at once: a page with lines beneath each finding."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import ngettext

from clusterdynamics.disclosure import VisibilityClass
from clusterdynamics_web.access import access_study
from clusterdynamics_web.actions import operations
from clusterdynamics_web.actions.read import findings_for
from clusterdynamics_web.actions.several import lines_for
from clusterdynamics_web.actions.views.frame import context
from clusterdynamics_web.rights import Right
from clusterdynamics_web.routes import by, page

__all__ = ["several"]


@page(Right.EDIT_ACTIONS, VisibilityClass.C2, methods=("GET", "POST"))
def several(request: HttpRequest, region: str, study: str) -> HttpResponse:
    """Write several actions down, beneath the findings of the newest wave that has any."""
    access = access_study(request.user, region, study, Right.EDIT_ACTIONS)
    readable = findings_for(access)
    newest = max((f.wave.position for f in readable), default=0)
    findings = [f for f in readable if f.wave.position == newest]
    given = request.POST if request.method == "POST" else None
    lines, written = lines_for(access, by(request), findings, given)
    wrong = [form for one in lines for form in one.forms if form.errors]
    nothing = given is not None and not written and not wrong
    if written and not wrong:
        try:
            made = operations.make_several(by(request), access.object, [(v, finding) for _form, v, finding in written])
        except operations.LinesRefused as refused:
            for number, why in refused.problems.items():
                written[number][0].add_error("title", why)
            wrong = [written[number][0] for number in refused.problems]
        else:
            words = ngettext("{n} action is written down.", "{n} actions are written down.", len(made))
            messages.success(request, words.format(n=len(made)))
            return redirect("action_several" if "another" in request.POST else "act_overview", region, study)
    shown = context(access, "act_overview", lines=lines, wrong=wrong, nothing=nothing)
    return render(request, "actions/several.html", shown, status=400 if wrong or nothing else 200)
