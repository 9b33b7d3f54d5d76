"""One cluster: soft beside hard; and the same for others, on paper and as a table."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from clusterdynamics.disclosure import Audience, VisibilityClass
from clusterdynamics.errors import ClusterDynamicsError
from clusterdynamics_web.access import access_study
from clusterdynamics_web.dashboard.export import bundle
from clusterdynamics_web.dashboard.kinds import places_of
from clusterdynamics_web.dashboard.read import ROBUST, SOFT, hard_of, page_of, parts_of, timeline_of, told_to
from clusterdynamics_web.dashboard.robust import left_without
from clusterdynamics_web.dashboard.stories import loose, stories_of
from clusterdynamics_web.dashboard.views.frame import context
from clusterdynamics_web.results.audiences import audience_of
from clusterdynamics_web.rights import Right
from clusterdynamics_web.routes import by, page

__all__ = ["export", "show"]


@page(Right.SEE_RESULTS, VisibilityClass.C1)
def show(request: HttpRequest, region: str, study: str) -> HttpResponse:
    """Show the soft side beside the hard one; the region's administration sees what was published."""
    access = access_study(request.user, region, study, Right.SEE_RESULTS)
    this = access.object
    audience = audience_of(access)
    shown = page_of(this)
    if audience == Audience.NETWORK and shown.published_at is None:
        return render(request, "dashboard/dashboard.html", context(access, "dashboard", hidden=True))
    snapshot, told = told_to(this, audience)
    stories = stories_of(this, shown, audience)
    left = left_without(snapshot, audience, told["language"]) if snapshot is not None and told is not None else []
    soft, robust = parts_of(told, SOFT), parts_of(told, ROBUST)
    dropped = next((p for p in robust if left and p["id"] == "robustness"), None)
    more = {
        "page": shown,
        "stories": loose(stories, (p["id"] for p in soft)),
        "any_story": any(stories.values()),
        "fewer": this.stories.filter(code__in=shown.codes).count() > sum(len(found) for found in stories.values()),
        "snapshot": snapshot,
        "told": told,
        "answer": next((p["answer"] for p in soft if p["id"] == "stage"), soft[0]["answer"] if soft else ""),
        "soft": [p | {"stories": stories.get(p["id"], ())} for p in soft],
        "dropped": dropped,
        "robust": [p for p in robust if p is not dropped],
        "robust_stories": stories.get("robust", ()),
        "left": left,
        "without": next((x for x in left if x.subject == request.GET.get("without")), left[0] if left else None),
        "places": places_of(hard_of(this)),
        "hard_stories": stories.get("hard", ()),
        "events": timeline_of(this),
    }
    return render(request, "dashboard/dashboard.html", context(access, "dashboard", **more))


@page(Right.SEE_RESULTS, VisibilityClass.C3)
def export(request: HttpRequest, region: str, study: str) -> HttpResponse:
    """Return the page for funders: PDF, table and methods, masked to what other regions or everybody may read."""
    access = access_study(request.user, region, study, Right.SEE_RESULTS)
    wanted = {"network": Audience.NETWORK, "public": Audience.PUBLIC}.get(request.GET.get("for", "network"))
    if wanted is None:
        raise Http404
    if audience_of(access) == Audience.NETWORK and page_of(access.object).published_at is None:
        raise Http404
    snapshot, told = told_to(access.object, wanted)
    if snapshot is None or told is None:
        messages.error(request, _("The results are not there yet. Open the results first, and wait a minute."))
        return redirect("dashboard", region, study)
    try:
        content = bundle(by(request), access.object, snapshot, told, wanted)
    except ClusterDynamicsError as error:
        messages.error(request, str(error))
        return redirect("dashboard", region, study)
    response = HttpResponse(content, content_type="application/zip")
    response["Content-Disposition"] = f'attachment; filename="dashboard-{wanted.value}.zip"'
    response["Cache-Control"] = "private, no-store"
    return response
