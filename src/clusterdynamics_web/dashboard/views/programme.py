"""Several clusters of a region, for those who run the programme: each as other regions may read it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from clusterdynamics.disclosure import VisibilityClass
from clusterdynamics.errors import ClusterDynamicsError
from clusterdynamics_web.access import access_region
from clusterdynamics_web.dashboard.compare import LEAST_CLUSTERS
from clusterdynamics_web.dashboard.programme import compared, programme_bundle, published
from clusterdynamics_web.rights import Right
from clusterdynamics_web.routes import by, page

__all__ = ["programme", "programme_export"]


@page(Right.LIST_STUDIES, VisibilityClass.C3)
def programme(request: HttpRequest, region: str) -> HttpResponse:
    """Show the published dashboards of a region's clusters; side by side only from five clusters on."""
    access = access_region(request.user, region, Right.LIST_STUDIES)
    rows = published(access.object)
    more = {
        "region": access.object,
        "rows": rows,
        "least": LEAST_CLUSTERS,
        "waiting": access.object.clusters.count() - len(rows),
    }
    return render(request, "dashboard/programme.html", more | compared(rows))


@page(Right.LIST_STUDIES, VisibilityClass.C3)
def programme_export(request: HttpRequest, region: str) -> HttpResponse:
    """Return the programme for a funder: PDF, table and methods, as other regions may read it."""
    access = access_region(request.user, region, Right.LIST_STUDIES)
    rows = published(access.object)
    if not rows:
        messages.error(request, _("No cluster has published its dashboard yet."))
        return redirect("programme", region)
    try:
        content = programme_bundle(by(request), access.object, rows)
    except ClusterDynamicsError as error:
        messages.error(request, str(error))
        return redirect("programme", region)
    response = HttpResponse(content, content_type="application/zip")
    response["Content-Disposition"] = 'attachment; filename="programme.zip"'
    response["Cache-Control"] = "private, no-store"
    return response
