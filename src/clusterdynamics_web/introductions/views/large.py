"""Large companies: what speaks for a driver and what for a barrier, side by side, and never about one firm."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from clusterdynamics.disclosure import Audience, VisibilityClass
from clusterdynamics_web.results.access import find_section
from clusterdynamics_web.results.views import context, not_yet, seen
from clusterdynamics_web.rights import Right
from clusterdynamics_web.routes import page

__all__ = ["overview"]

SECTION = "large_companies"


@page(Right.SEE_RESULTS, VisibilityClass.C1)
def overview(request: HttpRequest, region: str, study: str) -> HttpResponse:
    """Show both readings; to the study team also where to see the map with and without large companies."""
    found = seen(request, region, study)
    if found.snapshot is not None and found.told is None:
        return not_yet(request, found)
    section = find_section(found.told, SECTION)
    team = found.audience == Audience.STUDY
    return render(request, "introductions/large.html", context(request, found, section=section, team=team))
