"""Findings: all of them, a new one, changing and removing one."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from clusterdynamics.disclosure import VisibilityClass
from clusterdynamics.errors import InputError
from clusterdynamics_web.access import Access, access_study
from clusterdynamics_web.actions import operations
from clusterdynamics_web.actions.forms import FindingForm
from clusterdynamics_web.actions.models import CLASSES, Evidence, Finding
from clusterdynamics_web.actions.read import evidence_words, findings_for
from clusterdynamics_web.actions.views.frame import context, finding_of, titles_of
from clusterdynamics_web.rights import Right
from clusterdynamics_web.routes import by, page
from clusterdynamics_web.studies.models import Study
from clusterdynamics_web.studies.onward import onward_of
from clusterdynamics_web.studies.state import current_wave
from clusterdynamics_web.survey.stories import stories_open_to

__all__ = ["edit", "every", "new", "remove"]


@page(Right.READ_ACTIONS, VisibilityClass.C1)
def every(request: HttpRequest, region: str, study: str) -> HttpResponse:
    """Show every finding that this person may read, with what it rests on and what follows from it."""
    access = access_study(request.user, region, study, Right.READ_ACTIONS)
    found = findings_for(access)
    _snapshot, titles = titles_of(access)
    told = any(e.kind == Evidence.Kind.STORY for f in found for e in f.rests_on.all())
    stories = {s.pk: s for s in stories_open_to(access)} if told else {}
    rows = [
        {
            "finding": f,
            "evidence": [w for e in f.rests_on.all() if (w := evidence_words(e, titles, stories))],
            "actions": list(f.actions.all()),
            "readers": CLASSES[VisibilityClass(f.visibility)],
        }
        for f in found
    ]
    # Before the first finding, the page leads to writing it.
    shown = context(access, "act_findings", rows=rows, onward=onward_of(access) if rows else None)
    return render(request, "actions/findings.html", shown)


@page(Right.EDIT_FINDINGS, VisibilityClass.C1, methods=("GET", "POST"))
def new(request: HttpRequest, region: str, study: str) -> HttpResponse:
    """Write a finding down."""
    access = access_study(request.user, region, study, Right.EDIT_FINDINGS)
    return _form(request, access, None)


@page(Right.EDIT_FINDINGS, VisibilityClass.C1, methods=("GET", "POST"))
def edit(request: HttpRequest, region: str, study: str, finding: str) -> HttpResponse:
    """Change a finding."""
    access = access_study(request.user, region, study, Right.EDIT_FINDINGS)
    return _form(request, access, finding_of(access, finding))


@page(Right.EDIT_FINDINGS, methods=("POST",))
def remove(request: HttpRequest, region: str, study: str, finding: str) -> HttpResponse:
    """Take a finding away from which nothing follows."""
    access = access_study(request.user, region, study, Right.EDIT_FINDINGS)
    try:
        operations.remove_finding(by(request), access.object, finding_of(access, finding))
    except InputError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("The finding is gone."))
    return redirect("act_findings", region, study)


def _form(request: HttpRequest, access: Access[Study], finding: Finding | None) -> HttpResponse:
    snapshot, titles = titles_of(access)
    first: dict[str, Any] = {} if finding else {"initial": {"sections": request.GET.getlist("section")}}
    form = FindingForm(
        request.POST or None,
        access=access,
        titles=titles,
        readable=stories_open_to(access),
        finding=finding,
        **first,
    )
    if request.method == "POST" and form.is_valid():
        wave = snapshot.wave if snapshot is not None else current_wave(access.object)
        try:
            operations.save_finding(
                by(request),
                access.object,
                wave,
                form.values(),
                finding=finding,
                sections=form.cleaned_data.get("sections", ()),
                snapshot=snapshot,
                stories=form.chosen_stories(),
            )
        except InputError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("The finding is written down."))
            onward = "finding_new" if "another" in request.POST else "act_findings"
            return redirect(onward, access.object.region.slug, access.object.key)
    return render(request, "actions/finding.html", context(access, "act_findings", form=form, finding=finding))
