"""The front door."""

from __future__ import annotations

from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

from clusterdynamics import __version__
from clusterdynamics_web.access import regions_of
from clusterdynamics_web.routes import Visitors, page

__all__ = ["health", "home"]


@page(Visitors.ANYBODY)
def home(request: HttpRequest) -> HttpResponse:
    """Show one's regions and studies; to strangers, what this is and where to log in."""
    return render(request, "home.html", {"regions": regions_of(request.user).order_by("name")})


@page(Visitors.ANYBODY)
def health(request: HttpRequest) -> HttpResponse:
    """Say whether the application can answer, for whoever watches it. No numbers, no names."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return JsonResponse({"status": "ok", "version": __version__})
