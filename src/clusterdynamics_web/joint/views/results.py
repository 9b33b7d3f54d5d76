"""The joint results: the same page for both sides, at block level only."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.text import slugify
from django.utils.translation import gettext as _

from clusterdynamics.disclosure import VisibilityClass
from clusterdynamics.errors import ClusterDynamicsError, InputError
from clusterdynamics_web.access import Access, access_study
from clusterdynamics_web.joint import counts as counting
from clusterdynamics_web.joint import export
from clusterdynamics_web.joint.access import Agreement, access_joint, sides_of_study
from clusterdynamics_web.joint.forms import CountForm
from clusterdynamics_web.joint.rounds import readings_of
from clusterdynamics_web.joint.told import DEFINITIONS, SOURCE, Told
from clusterdynamics_web.joint.words import step_of
from clusterdynamics_web.joint.work import soon
from clusterdynamics_web.results.views import drawing
from clusterdynamics_web.rights import Right
from clusterdynamics_web.routes import by, page
from clusterdynamics_web.studies.models import Study
from clusterdynamics_web.studies.way import way_of

__all__ = ["count", "count_remove", "every", "paper", "picture", "show", "table"]


@page(Right.SEE_RESULTS)
def every(request: HttpRequest, region: str, study: str) -> HttpResponse:
    """List the joint studies that a study takes part in."""
    access = access_study(request.user, region, study, Right.SEE_RESULTS)
    rows = [{"side": s, "other": s.other, "step": step_of(s.joint)} for s in sides_of_study(access.object)]
    return render(request, "joint/of_study.html", _frame(access) | {"rows": rows})


@page(Right.SEE_RESULTS, VisibilityClass.C3)
def show(request: HttpRequest, region: str, study: str, joint: str) -> HttpResponse:
    """Show what is inside each of the two, and between them."""
    access, found = access_joint(request.user, region, study, joint, Right.SEE_RESULTS)
    return _show(request, access, found, CountForm())


@page(Right.SEE_RESULTS, VisibilityClass.C3)
def picture(request: HttpRequest, region: str, study: str, joint: str) -> HttpResponse:
    """Return the blocks as a picture."""
    _access, found = access_joint(request.user, region, study, joint, Right.SEE_RESULTS)
    told = _told(found)
    if told is None or "blocks" not in told.latest:
        raise Http404
    return drawing({"svg": export.picture_of(told)})


@page(Right.SEE_RESULTS, VisibilityClass.C3)
def table(request: HttpRequest, region: str, study: str, joint: str) -> HttpResponse:
    """Return the tables as a file for spreadsheets."""
    _access, found = access_joint(request.user, region, study, joint, Right.SEE_RESULTS)
    told = _told(found)
    if told is None:
        raise Http404
    export.note_export(by(request), found, "csv")
    return _file(found, export.as_csv(told).encode("utf-8-sig"), "csv", "text/csv; charset=utf-8")


@page(Right.SEE_RESULTS, VisibilityClass.C3)
def paper(request: HttpRequest, region: str, study: str, joint: str) -> HttpResponse:
    """Return the page on paper."""
    _access, found = access_joint(request.user, region, study, joint, Right.SEE_RESULTS)
    told = _told(found)
    if told is None:
        raise Http404
    try:
        content = export.as_pdf(found, told)
    except ClusterDynamicsError as error:
        messages.error(request, str(error))
        return redirect("joint_results", region, study, joint)
    export.note_export(by(request), found, "pdf")
    return _file(found, content, "pdf", "application/pdf")


@page(Right.EDIT_STUDY, VisibilityClass.C3, methods=("POST",))
def count(request: HttpRequest, region: str, study: str, joint: str) -> HttpResponse:
    """Note organisations of one's own side in a cross-border project."""
    access, found = access_joint(request.user, region, study, joint, Right.EDIT_STUDY)
    form = CountForm(request.POST)
    if form.is_valid():
        try:
            counting.note_count(by(request), found.own, **form.cleaned_data)
        except InputError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Saved."))
            return redirect("joint_results", region, study, joint)
    return _show(request, access, found, form, status=400)


@page(Right.EDIT_STUDY, methods=("POST",))
def count_remove(request: HttpRequest, region: str, study: str, joint: str, count: int) -> HttpResponse:
    """Take a count of one's own side back."""
    _access, found = access_joint(request.user, region, study, joint, Right.EDIT_STUDY)
    counting.remove_count(by(request), found.own, count)
    return redirect("joint_results", region, study, joint)


def _told(found: Agreement) -> Told | None:
    """Return what can be read now; None where nothing can."""
    if not found.joint.is_in_force or found.other is None:
        return None
    readings, _waiting = readings_of(found.joint)
    return Told(found, readings) if readings else None


def _show(
    request: HttpRequest, access: Access[Study], found: Agreement, form: CountForm, status: int = 200
) -> HttpResponse:
    joint = found.joint
    context: dict[str, Any] = _frame(access) | {
        "joint": joint,
        "partner": found.partner,
        "step": step_of(joint),
        "definitions": {code.value: text for code, text in DEFINITIONS.items()},
        "source": SOURCE,
    }
    waiting = readings_of(joint)[1]
    if waiting:
        context["job"] = soon(by(request), joint)
    told = _told(found)
    if told is not None:
        context |= {
            "told": told,
            "answer": told.answer(),
            "facts": told.facts(),
            "tables": told.tables(),
            "drawn": "blocks" in told.latest,
            "alt": told.alt() if "blocks" in told.latest else "",
            "may_find": access.may(Right.EDIT_FINDINGS),
            "own_counts": list(found.own.counts.all()),
        }
    context["counts_shared"] = joint.is_in_force and "counts" in joint.figures
    context["form"] = form if access.may(Right.EDIT_STUDY) and context["counts_shared"] else None
    return render(request, "joint/results.html", context, status=status)


def _frame(access: Access[Study]) -> dict[str, Any]:
    return {"region": access.object.region, "study": access.object, "way": way_of(access, "read")}


def _file(found: Agreement, content: bytes, ending: str, kind: str) -> HttpResponse:
    response = HttpResponse(content, content_type=kind)
    name = slugify(found.joint.title) or "joint"
    response["Content-Disposition"] = f'attachment; filename="{name}.{ending}"'
    response["Cache-Control"] = "private, no-store"
    return response
