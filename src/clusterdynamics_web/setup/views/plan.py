"""Step 6: what the study will be able to say, and how long it takes to answer."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from clusterdynamics.i18n import _ as library
from clusterdynamics.measures.burden import STEP_NAMES, expected_choices
from clusterdynamics_web.access import access_study
from clusterdynamics_web.rights import Right
from clusterdynamics_web.routes import page
from clusterdynamics_web.setup.burden import burden_of
from clusterdynamics_web.setup.frame import address, show
from clusterdynamics_web.setup.plans import LARGEST, QUICK, known_plan, plan_for

__all__ = ["precision"]


class PlanForm(forms.Form):
    """What to plan for."""

    organisations = forms.IntegerField(label=_("Organisations that are asked"), min_value=1, max_value=LARGEST)
    percent = forms.IntegerField(label=_("How many of 100 will answer?"), min_value=10, max_value=100)
    choices = forms.IntegerField(label=_("Partners that one organisation picks"), min_value=0, max_value=LARGEST)


@page(Right.EDIT_STUDY, methods=("GET", "POST"))
def precision(request: HttpRequest, region: str, study: str) -> HttpResponse:
    """Show the plan where it is known or quickly worked out; a large one is worked out when asked for."""
    access = access_study(request.user, region, study, Right.EDIT_STUDY)
    this = access.object
    total = this.actors.filter(opted_out=None, left=None).count()
    start = {
        "organisations": min(total, LARGEST) or 40,
        "percent": 75,
        "choices": round(expected_choices(total)),
    }
    given = {name: request.GET.get(name, value) for name, value in start.items()}
    form = PlanForm(request.POST if request.method == "POST" else given)
    asked: dict[str, Any] = form.cleaned_data if form.is_valid() else start
    size = (asked["organisations"], asked["percent"])
    if request.method == "POST" and form.is_valid():
        plan_for(this, *size)
        return HttpResponseRedirect(f"{address(this, 'study_plan')}?{urlencode(asked)}")
    found = known_plan(this, *size)
    if found is None and asked["organisations"] <= QUICK:
        found = plan_for(this, *size)
    burden = burden_of(this, float(min(asked["choices"], max(total - 1, 0))))
    return show(
        request,
        access,
        "plan.html",
        {
            "step": "precision",
            "form": form,
            "plan": found.sentences() if found is not None else None,
            "burden": burden,
            "burden_told": burden.sentences(),
            "columns": [
                {"title": _("Part")},
                {"title": _("Minutes"), "kind": "number"},
                {"title": _("Answers"), "kind": "number"},
                {"title": _("Words to read"), "kind": "number"},
            ],
            "rows": [
                [library(STEP_NAMES[s.name]), f"{s.minutes(burden.pace):.1f}", round(s.answers), round(s.words)]
                for s in burden.steps
            ],
        },
    )
