"""A study's published report into the library: one button on the page where results are published."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from clusterdynamics.disclosure import VisibilityClass
from clusterdynamics.disclosure.classes import audience_label
from clusterdynamics.errors import InputError
from clusterdynamics.i18n import LANGUAGES, use_language
from clusterdynamics_web.access import access_study
from clusterdynamics_web.library.operations import results as made
from clusterdynamics_web.rights import Right
from clusterdynamics_web.routes import by, page

__all__ = ["from_study"]


@page(Right.PUBLISH, VisibilityClass.C3, methods=("GET", "POST"))
def from_study(request: HttpRequest, region: str, study: str) -> HttpResponse:
    """Say what would go in and for whom; a POST has it made, a PDF in the region's language unless more is chosen."""
    found = access_study(request.user, region, study, Right.PUBLISH).object
    problems: list[str] = []
    if request.method == "POST":
        back = reverse("library_from_study", args=[region, study])
        formats, languages = request.POST.getlist("format"), request.POST.getlist("language")
        try:
            job = made.order_report(by(request), found, formats, languages, back=back)
        except InputError as error:
            problems = str(error).splitlines()
        else:
            return redirect("job_watch", key=job.key)
    offer = made.offer_of(found)
    with use_language(request.LANGUAGE_CODE if request.LANGUAGE_CODE in LANGUAGES else "en"):
        label = "" if offer is None else audience_label(offer.audience)
    own = dict(settings.LANGUAGES)
    first, *others = made.languages_of(found)
    context = {
        "region": found.region,
        "study": found,
        "offer": offer,
        "label": label,
        "problems": problems,
        "formats": [
            (_("PDF, to read and print"), "pdf"),
            (_("PowerPoint, to show"), "pptx"),
            (_("Excel, all tables"), "xlsx"),
        ],
        "spoken": [(own[first], first, True), *((own[code], code, False) for code in others)],
        "crumbs": [{"label": _("Publish the results"), "url": reverse("results_publish", args=[region, study])}],
    }
    return render(request, "library/from_study.html", context, status=400 if problems else 200)
