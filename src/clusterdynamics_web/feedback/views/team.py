"""Giving back, for the study team: who has a report, the mail about it, usefulness, objections, sheets on paper."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from clusterdynamics.disclosure import VisibilityClass
from clusterdynamics.errors import InputError
from clusterdynamics_web.access import Access, access_study
from clusterdynamics_web.audit import record
from clusterdynamics_web.feedback import operations
from clusterdynamics_web.feedback.files import sheets_path
from clusterdynamics_web.feedback.models import Objection
from clusterdynamics_web.feedback.read import snapshot_of, standing_of
from clusterdynamics_web.fieldwork.models import MailKind
from clusterdynamics_web.fieldwork.recipients import recipients
from clusterdynamics_web.rights import Right
from clusterdynamics_web.routes import by, page
from clusterdynamics_web.studies.models import Study, Wave
from clusterdynamics_web.studies.state import current_wave
from clusterdynamics_web.studies.way import way_of

__all__ = ["answer", "automatic", "home", "objections", "send", "sheets", "sheets_file"]


def _wave(study: Study) -> Wave:
    """Return the wave that gives back: the latest that is closed, or else the one that people are at."""
    closed = study.waves.filter(closed_at__isnull=False).order_by("position").last()
    return closed or current_wave(study)


def _page(access: Access[Study], **more: Any) -> dict[str, Any]:
    study = access.object
    return {
        "region": study.region,
        "study": study,
        "wave": _wave(study),
        "way": way_of(access, "give_back"),
        "rights": {right.value: True for right in access.rights},
        **more,
    }


@page(Right.RUN_FIELDWORK, VisibilityClass.C2)
def home(request: HttpRequest, region: str, study: str) -> HttpResponse:
    """Show how far the wave has given back: counts only."""
    access = access_study(request.user, region, study, Right.RUN_FIELDWORK)
    wave = _wave(access.object)
    snapshot = snapshot_of(wave)
    there = snapshot is not None and sheets_path(snapshot, wave).exists()
    return render(request, "feedback/home.html", _page(access, standing=standing_of(wave), sheets_there=there))


@page(Right.RUN_FIELDWORK, methods=("POST",))
def automatic(request: HttpRequest, region: str, study: str) -> HttpResponse:
    """Choose whether the mails go out by themselves."""
    access = access_study(request.user, region, study, Right.RUN_FIELDWORK)
    operations.set_automatic(by(request), _wave(access.object), automatic="automatic" in request.POST)
    messages.success(request, _("Saved."))
    return redirect("feedback_home", region, study)


@page(Right.RUN_FIELDWORK, VisibilityClass.C1, methods=("GET", "POST"))
def send(request: HttpRequest, region: str, study: str) -> HttpResponse:
    """Show who would get the mail and who not, and why; send it when told to."""
    access = access_study(request.user, region, study, Right.RUN_FIELDWORK)
    wave = _wave(access.object)
    if request.method == "POST":
        try:
            operations.send_reports(by(request), wave)
        except InputError as error:
            messages.error(request, str(error))
        else:
            messages.success(request, _("The mails are on their way. This page shows how many have gone out."))
        return redirect("feedback_home", region, study)
    everybody = list(recipients(wave, MailKind.REPORT))
    return render(
        request,
        "feedback/send.html",
        _page(
            access,
            standing=standing_of(wave),
            those=[r for r in everybody if r.why_not is None],
            others=[r for r in everybody if r.why_not is not None],
            kept=str(settings.MAILERS["default"]["BACKEND"]).endswith("filebased.EmailBackend"),
        ),
    )


@page(Right.READ_ANSWERS, VisibilityClass.C0)
def objections(request: HttpRequest, region: str, study: str) -> HttpResponse:
    """Show what readers say is wrong, those that wait for an answer first."""
    access = access_study(request.user, region, study, Right.READ_ANSWERS)
    found = Objection.objects.filter(respondent__study=access.object).select_related(
        "respondent__actor", "respondent__wave"
    )
    told = sorted(found, key=lambda o: (o.answered_at is not None, o.created_at))
    return render(request, "feedback/objections.html", _page(access, objections=told))


@page(Right.READ_ANSWERS, VisibilityClass.C0, methods=("GET", "POST"))
def answer(request: HttpRequest, region: str, study: str, objection: str) -> HttpResponse:
    """Answer an objection with a remark that stands on the report."""
    access = access_study(request.user, region, study, Right.READ_ANSWERS)
    found = Objection.objects.filter(key=objection, respondent__study=access.object).first()
    if found is None:
        raise Http404
    remark, for_all, error = found.remark, found.for_all, ""
    if request.method == "POST":
        remark, for_all = request.POST.get("remark", ""), "for_all" in request.POST
        try:
            operations.answer_objection(by(request), found, remark, for_all=for_all)
        except InputError as refused:
            error = str(refused)
        else:
            messages.success(request, _("The remark stands on the report from now on."))
            return redirect("feedback_objections", region, study)
    context = _page(access, objection=found, remark=remark, for_all=for_all, error=error)
    return render(request, "feedback/answer.html", context, status=422 if error else 200)


@page(Right.EXPORT, methods=("POST",))
def sheets(request: HttpRequest, region: str, study: str) -> HttpResponse:
    """Have all sheets made, for a reason."""
    access = access_study(request.user, region, study, Right.EXPORT)
    onward = reverse("feedback_home", args=[region, study])
    try:
        job = operations.make_sheets(by(request), _wave(access.object), request.POST.get("reason", ""), onward)
    except InputError as error:
        messages.error(request, str(error))
        return redirect("feedback_home", region, study)
    return redirect("job_watch", job.key)


@page(Right.EXPORT, VisibilityClass.C0)
def sheets_file(request: HttpRequest, region: str, study: str) -> HttpResponse:
    """Hand out the archive of all sheets."""
    access = access_study(request.user, region, study, Right.EXPORT)
    wave = _wave(access.object)
    snapshot = snapshot_of(wave)
    path = None if snapshot is None else sheets_path(snapshot, wave)
    if path is None or not path.exists():
        raise Http404
    record(by(request), "sheets.taken", access.object, wave.code)
    response = HttpResponse(path.read_bytes(), content_type="application/zip")
    response["Content-Disposition"] = 'attachment; filename="sheets.zip"'
    response["Cache-Control"] = "no-store"
    return response
