"""Results: the finding first, then the picture, then the table and how it was computed."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language

from clusterdynamics.disclosure import VisibilityClass
from clusterdynamics.disclosure.classes import audience_label
from clusterdynamics.i18n import use_language
from clusterdynamics_web.access import access_study
from clusterdynamics_web.jobs.models import JobState
from clusterdynamics_web.results import operations
from clusterdynamics_web.results.access import Seen, access_results, latest_snapshot
from clusterdynamics_web.results.audiences import may_see_as
from clusterdynamics_web.rights import Right
from clusterdynamics_web.routes import by, page
from clusterdynamics_web.studies.way import way_of

__all__ = ["again", "context", "not_yet", "overview", "picture", "section", "seen"]


def seen(request: HttpRequest, region: str, study: str) -> Seen:
    """Return the results as this request asks for them (`?as=board`)."""
    language = get_language() or "en"
    return access_results(request.user, region, study, see_as=request.GET.get("as", ""), language=language)


def context(found: Seen, **more: Any) -> dict[str, Any]:
    """Return what every page of results knows."""
    with use_language(found.language):
        choices = [(a.value, audience_label(a)) for a in may_see_as(found.own)]
    return {
        "region": found.study.region,
        "study": found.study,
        "way": way_of(found.access, "read"),
        "snapshot": found.snapshot,
        "told": found.told,
        "audience": found.audience.value,
        "own": found.own.value,
        "see_as": choices,
        "query": "" if found.audience == found.own else f"?as={found.audience.value}",
        **more,
    }


@page(Right.SEE_RESULTS, VisibilityClass.C1)
def overview(request: HttpRequest, region: str, study: str) -> HttpResponse:
    """Show every question with its answer."""
    found = seen(request, region, study)
    if found.snapshot is not None and found.told is None:
        return not_yet(request, found)
    return render(request, "results/overview.html", context(found))


@page(Right.SEE_RESULTS, VisibilityClass.C1)
def section(request: HttpRequest, region: str, study: str, name: str) -> HttpResponse:
    """Show one question: the answer, what stands behind it, how it was computed."""
    found = seen(request, region, study)
    if found.told is None:
        return redirect("results", region, study)
    return render(request, "results/section.html", context(found, section=found.section(name)))


@page(Right.SEE_RESULTS, VisibilityClass.C1)
def picture(request: HttpRequest, region: str, study: str, block: str) -> HttpResponse:
    """Return the picture of a block as SVG."""
    found = seen(request, region, study)
    response = HttpResponse(found.block(block).get("svg", ""), content_type="image/svg+xml")
    response["Cache-Control"] = "private, max-age=300"
    # A picture runs nothing and loads nothing, even where somebody opens it by itself.
    response["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'; font-src data:; sandbox"
    return response


@page(Right.CLOSE_WAVE, methods=("POST",))
def again(request: HttpRequest, region: str, study: str) -> HttpResponse:
    """Compute the results once more, after it went wrong or was stopped."""
    access = access_study(request.user, region, study, Right.CLOSE_WAVE)
    snapshot = latest_snapshot(access.object)
    if snapshot is not None:
        operations.read(by(request), snapshot)
    return redirect("results", region, study)


def not_yet(request: HttpRequest, found: Seen) -> HttpResponse:
    """Say that the results are being computed, or prepared in this language; the work is queued where it is not."""
    if found.snapshot is None:
        raise LookupError("nothing to wait for")
    back = reverse("results", args=[found.study.region.slug, found.study.key])
    last = found.study.jobs.filter(kind="read_snapshot", parameters__snapshot=found.snapshot.pk).first()
    if hasattr(found.snapshot, "reading"):
        job = operations.prepare(by(request), found.snapshot, found.language, audience=found.audience.value, next=back)
    elif last is not None and last.state in {JobState.FAILED, JobState.CANCELLED}:
        job = last
    else:
        job = operations.read(by(request), found.snapshot, next=back)
    response = render(request, "results/not_yet.html", context(found, job=job, ended=job.finished_at is not None))
    if job.finished_at is None:
        response["Refresh"] = "2"
    return response
