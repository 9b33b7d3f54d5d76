"""The private page behind a personal link, after the end of a wave: what one respondent gets back."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from clusterdynamics.charts.svg import to_data_uri
from clusterdynamics.disclosure import VisibilityClass
from clusterdynamics.errors import InputError
from clusterdynamics.report.look import Look
from clusterdynamics.report.personal import glossary, sheet
from clusterdynamics_web.feedback import operations
from clusterdynamics_web.feedback.models import About, Receipt, Useful
from clusterdynamics_web.feedback.read import report_for
from clusterdynamics_web.limits import too_many
from clusterdynamics_web.routes import Visitors, page
from clusterdynamics_web.survey.access import answering
from clusterdynamics_web.survey.models import Respondent
from clusterdynamics_web.survey.views.show import frame

__all__ = ["object_to", "report", "report_pdf", "useful", "words"]

#: Sheets made for one address in ten minutes: one takes about a second of work.
SHEETS, WINDOW = 30, 600


def _after_the_end(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Show a report only once the wave is closed, and not to who does not want to take part."""

    @wraps(view)
    def handle(request: HttpRequest, respondent: Respondent, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if respondent.wave.closed_at is None:
            return redirect("answer")
        if respondent.declined_at is not None:
            return redirect("answer_done")
        return view(request, respondent, *args, **kwargs)

    return handle


def _context(request: HttpRequest, respondent: Respondent, **more: Any) -> dict[str, Any]:
    return frame(request, respondent, **more)


@page(Visitors.RESPONDENT, VisibilityClass.C0)
@answering
@_after_the_end
def report(request: HttpRequest, respondent: Respondent) -> HttpResponseBase:
    """Show the report; where it is not there yet, say so and look again."""
    found = report_for(respondent, request.LANGUAGE_CODE)
    if found is None:
        response = render(request, "feedback/not_yet.html", _context(request, respondent))
        response["Refresh"] = "30"
        return response
    operations.note_opened(respondent)
    receipt = Receipt.objects.filter(respondent=respondent).first()
    view = found.cluster
    figure = {
        "id": "stages",
        "title": view.picture_title,
        "image": to_data_uri(view.picture) if view.picture else "",
        "alt": view.picture_alt,
        "basis": [view.basis],
        "caption": view.picture_title,
        "columns": [{"title": _("Stage")}, {"title": _("How far"), "kind": "number"}],
        "rows": [list(row) for row in view.table],
    }
    return render(
        request,
        "feedback/report.html",
        _context(
            request,
            respondent,
            report=found,
            figure=figure if view.picture else None,
            said=receipt.useful if receipt is not None else "",
            choices=Useful.choices,
            objections=respondent.objections.all(),
        ),
    )


@page(Visitors.RESPONDENT, VisibilityClass.C0)
@answering
@_after_the_end
def report_pdf(request: HttpRequest, respondent: Respondent) -> HttpResponseBase:
    """Give the same on one sheet of paper; the file is called by the respondent's code alone."""
    if too_many(request, "report-pdf", tries=SHEETS, seconds=WINDOW):
        return render(request, "survey/link_limited.html", status=429)
    found = report_for(respondent, request.LANGUAGE_CODE)
    if found is None:
        return redirect("feedback")
    content = sheet(found, Look(organisation=respondent.study.region.name)).data
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{respondent.code}.pdf"'
    return response


@page(Visitors.RESPONDENT, methods=("POST",))
@answering
@_after_the_end
def useful(request: HttpRequest, respondent: Respondent) -> HttpResponseBase:
    """Take two taps: whether the report was useful."""
    try:
        operations.rate(respondent, request.POST.get("useful", ""))
    except InputError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Thank you. It is noted."))
    return redirect(reverse("feedback") + "#useful")


@page(Visitors.RESPONDENT, methods=("GET", "POST"))
@answering
@_after_the_end
def object_to(request: HttpRequest, respondent: Respondent) -> HttpResponseBase:
    """Take an objection; it reaches the study lead."""
    about, text, error = request.POST.get("about", ""), request.POST.get("text", ""), ""
    if request.method == "POST":
        try:
            operations.object_to(respondent, about, text)
        except InputError as refused:
            error = str(refused)
        else:
            messages.success(request, _("Thank you. The study lead will read it and answer on this page."))
            return redirect("feedback")
    options = [{"value": value, "label": label, "checked": value == about} for value, label in About.choices]
    context = _context(request, respondent, options=options, text=text, error=error)
    return render(request, "feedback/object.html", context, status=422 if error else 200)


@page(Visitors.RESPONDENT)
@answering
def words(request: HttpRequest, respondent: Respondent) -> HttpResponseBase:
    """Explain the words of the report, each in a line."""
    return render(request, "feedback/words.html", _context(request, respondent, terms=glossary()))
