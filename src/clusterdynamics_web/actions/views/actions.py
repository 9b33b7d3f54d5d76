"""Actions: how far they are, one of them, a new one, changing one."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from clusterdynamics.disclosure import VisibilityClass
from clusterdynamics.errors import InputError
from clusterdynamics_web.access import access_study
from clusterdynamics_web.actions import operations
from clusterdynamics_web.actions.figures import FIGURES, observed
from clusterdynamics_web.actions.forms import ActionForm, StandForm
from clusterdynamics_web.actions.models import Status
from clusterdynamics_web.actions.operations.actions import expects_late
from clusterdynamics_web.actions.origins import proposal_for
from clusterdynamics_web.actions.read import (
    FILTERS,
    chosen,
    findings_for,
    lines_of,
    owner_key,
    owner_words,
    purposes_of,
    shares,
)
from clusterdynamics_web.actions.views.frame import action_of, context
from clusterdynamics_web.results.access import latest_snapshot
from clusterdynamics_web.results.audiences import audience_of
from clusterdynamics_web.rights import Right
from clusterdynamics_web.routes import by, page
from clusterdynamics_web.studies.models import Study
from clusterdynamics_web.studies.onward import onward_of

__all__ = ["edit", "new", "overview", "show"]


@page(Right.SEE_ACTIONS, VisibilityClass.C2)
def overview(request: HttpRequest, region: str, study: str) -> HttpResponse:
    """Show how far the actions are, by purpose; and each of them to those who may read them."""
    access = access_study(request.user, region, study, Right.SEE_ACTIONS)
    lines = lines_of(access)
    filters = _filters(request, access.object) if access.may(Right.READ_ACTIONS) else {}
    owners = {owner_key(x.action): owner_words(x.action) for x in lines if owner_key(x.action)}
    more: dict[str, Any] = {
        "total": len(lines),
        "done": sum(x.action.status == Status.DONE for x in lines),
        "overdue": sum(x.is_overdue for x in lines),
        "unreviewed": sum(x.is_unreviewed for x in lines),
        "shares": shares(access.object, lines),
        # The page has a button of its own for the first finding.
        "onward": onward_of(access, here=reverse("finding_new", args=[region, study])),
    }
    if access.may(Right.READ_ACTIONS):
        more |= {
            "lines": chosen(lines, filters),
            "filters": filters,
            "filtered": any(filters.values()),
            "purposes": purposes_of(access.object),
            "statuses": Status.choices,
            "owners": sorted(owners.items(), key=lambda o: o[1]) if access.may(Right.SEE_NAMES) else [],
            "has_findings": bool(findings_for(access)),
        }
    return render(request, "actions/overview.html", context(access, "act_overview", **more))


def _filters(request: HttpRequest, study: Study) -> dict[str, str]:
    """Return the filters of the page; they stay for as long as somebody is logged in, until they are cleared."""
    kept = request.session.get("act_filters", {})
    if "clear" in request.GET:
        kept = {k: v for k, v in kept.items() if k != study.key}
        request.session["act_filters"] = kept
    elif any(name in request.GET for name in FILTERS):
        kept = kept | {study.key: {name: request.GET.get(name, "")[:80] for name in FILTERS}}
        request.session["act_filters"] = kept
    return dict(kept.get(study.key, {}))


@page(Right.EDIT_ACTIONS, VisibilityClass.C2, methods=("GET", "POST"))
def new(request: HttpRequest, region: str, study: str) -> HttpResponse:
    """Make an action, from a blank form or from what another part offers (`origins.py`)."""
    access = access_study(request.user, region, study, Right.EDIT_ACTIONS)
    proposal, origin = proposal_for(access, request.GET.dict())
    form = ActionForm(
        request.POST or None,
        access=access,
        findings=findings_for(access),
        proposal=proposal,
        initial={"findings": request.GET.getlist("finding")} if "finding" in request.GET else {},
    )
    if request.method == "POST" and form.is_valid():
        try:
            made = operations.make_action(
                by(request), access.object, form.values(), form.chosen_findings(), form.chosen_partners(), origin=origin
            )
        except InputError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("The action is written down."))
            if "another" in request.POST:  # of the same findings
                same = urlencode([("finding", f.code) for f in form.chosen_findings()])
                return redirect(f"{reverse('action_new', args=[region, study])}?{same}")
            return redirect("action_show", region, study, made.code)
    return render(request, "actions/action_form.html", context(access, "act_overview", form=form))


@page(Right.READ_ACTIONS, VisibilityClass.C2, methods=("GET", "POST"))
def show(request: HttpRequest, region: str, study: str, action: str) -> HttpResponse:
    """Show an action with its story; those who may edit say where it stands now."""
    needs = Right.EDIT_ACTIONS if request.method == "POST" else Right.READ_ACTIONS
    access = access_study(request.user, region, study, needs)
    found = action_of(access, action)
    form = StandForm(request.POST or None, action=found)
    if request.method == "POST" and form.is_valid():
        try:
            operations.move(by(request), found, **form.values())
        except InputError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Saved."))
            return redirect("action_show", region, study, action)
    line = next(x for x in lines_of(access) if x.action.pk == found.pk)
    figure = FIGURES.get(found.expected_figure)
    snapshot = latest_snapshot(access.object)
    seen = None
    if figure is not None and snapshot is not None and _later(found, snapshot):
        seen = observed(snapshot, audience_of(access), [found.expected_figure], get_language() or "en")
    more = {
        "line": line,
        "action": found,
        "owner": owner_words(found),
        "steps": found.steps.select_related("review", "by"),
        "figure": figure,
        "observed": seen[found.expected_figure] if seen else None,
        "form": form,
    }
    return render(request, "actions/action.html", context(access, "act_overview", **more))


def _later(action: Any, snapshot: Any) -> bool:
    """Say whether a snapshot is of a wave after the action was made: before, it can say nothing about it."""
    return action.after is not None and snapshot.wave.position > action.after.position


@page(Right.EDIT_ACTIONS, VisibilityClass.C2, methods=("GET", "POST"))
def edit(request: HttpRequest, region: str, study: str, action: str) -> HttpResponse:
    """Change what is said about an action."""
    access = access_study(request.user, region, study, Right.EDIT_ACTIONS)
    found = action_of(access, action)
    form = ActionForm(
        request.POST or None,
        access=access,
        findings=findings_for(access),
        action=found,
        fixed=expects_late(found),
    )
    if request.method == "POST" and form.is_valid():
        try:
            operations.change_action(
                by(request), access.object, found, form.values(), form.chosen_findings(), form.chosen_partners()
            )
        except InputError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Saved."))
            return redirect("action_show", region, study, action)
    return render(request, "actions/action_form.html", context(access, "act_overview", form=form, action=found))
