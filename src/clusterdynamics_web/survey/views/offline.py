"""What a telephone keeps for a while without connection."""

from __future__ import annotations

from pathlib import Path

from django.contrib.staticfiles import finders
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render

from clusterdynamics_web.routes import Visitors, page
from clusterdynamics_web.survey.access import answering
from clusterdynamics_web.survey.models import Respondent
from clusterdynamics_web.survey.views.show import frame

__all__ = ["page_offline", "service_worker", "worker"]


@page(Visitors.RESPONDENT)
@answering
def page_offline(request: HttpRequest, respondent: Respondent) -> HttpResponseBase:
    """Say that there is no connection; shown in place of a page that the telephone does not have."""
    return render(request, "survey/offline.html", frame(request, respondent))


@page(Visitors.ANYBODY)
def worker(request: HttpRequest) -> HttpResponse:
    """Give the service worker from below /answer/, because it may look after nothing above its own address."""
    return service_worker()


def service_worker() -> HttpResponse:
    """Return the script that keeps pages of a form; its address says which ones."""
    place = finders.find("cd/js/answer-worker.js")
    if not isinstance(place, str):
        raise Http404
    response = HttpResponse(Path(place).read_bytes(), content_type="text/javascript; charset=utf-8")
    response.headers["Cache-Control"] = "no-cache"
    return response
