"""Several clusters of a region, for those who run the programme: each as other regions may read it."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from clusterdynamics.disclosure import Audience, VisibilityClass
from clusterdynamics_web.access import access_region
from clusterdynamics_web.dashboard.compare import LEAST_CLUSTERS, may_compare, side_by_side
from clusterdynamics_web.dashboard.read import parts_of
from clusterdynamics_web.dashboard.views.frame import told_to
from clusterdynamics_web.rights import Right
from clusterdynamics_web.routes import page
from clusterdynamics_web.studies.models import Study

__all__ = ["programme"]

#: What is said of each cluster in a sentence.
SAID = ("coverage", "stage", "depth", "downturn")


@page(Right.LIST_STUDIES, VisibilityClass.C3)
def programme(request: HttpRequest, region: str) -> HttpResponse:
    """Show the published dashboards of a region's clusters; side by side only from five clusters on."""
    access = access_region(request.user, region, Right.LIST_STUDIES)
    chosen: dict[int, Study] = {}
    studies = Study.objects.select_related("cluster__region").filter(
        cluster__region=access.object, dashboard__published_at__isnull=False
    )
    for study in studies.order_by("dashboard__published_at"):
        chosen[study.cluster_id] = study  # of a cluster with several studies, the one published last
    rows: list[dict[str, Any]] = []
    for study in sorted(chosen.values(), key=lambda s: s.cluster.name):
        snapshot, told = told_to(study, Audience.NETWORK)
        if snapshot is not None:
            rows.append({"study": study, "snapshot": snapshot, "said": parts_of(told, SAID)})
    may = may_compare(len(rows))
    return render(
        request,
        "dashboard/programme.html",
        {
            "region": access.object,
            "rows": rows,
            "least": LEAST_CLUSTERS,
            "table": side_by_side([r["snapshot"] for r in rows]) if may else None,
            "waiting": access.object.clusters.count() - len(rows),
        },
    )
