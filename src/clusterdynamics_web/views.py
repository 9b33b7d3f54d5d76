"""The front door, and what is said when something goes wrong."""

from __future__ import annotations

from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.template import loader
from django.utils.translation import get_language

from clusterdynamics import __version__
from clusterdynamics_web.access import regions_of
from clusterdynamics_web.accounts.models import User
from clusterdynamics_web.accounts.read import roles_of
from clusterdynamics_web.accounts.setup_code import is_new
from clusterdynamics_web.network.views.front import front_page
from clusterdynamics_web.routes import Visitors, page

__all__ = ["bad_request", "health", "home", "server_error"]


@page(Visitors.ANYBODY)
def home(request: HttpRequest) -> HttpResponse:
    """Show one's regions and roles; to strangers, the front page of the network; first of all, the set-up."""
    if not isinstance(request.user, User):
        return redirect("setup") if is_new() else front_page(request)
    regions = list(regions_of(request.user).order_by("name"))
    if len(regions) == 1 and not request.user.is_operator:
        return redirect("region_home", region=regions[0].slug)
    return render(request, "home.html", {"regions": regions, "roles": roles_of(request.user)})


@page(Visitors.ANYBODY)
def health(request: HttpRequest) -> HttpResponse:
    """Say whether the application can answer, for whoever watches it. No numbers, no names."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return JsonResponse({"status": "ok", "version": __version__})


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _without_request("400.html", 400)


def server_error(request: HttpRequest) -> HttpResponse:
    return _without_request("500.html", 500)


def _without_request(template: str, status: int) -> HttpResponse:
    """Answer with nothing but a language: what was asked may be wrong, and the database may be what is broken."""
    context = {"LANGUAGE_CODE": get_language() or settings.LANGUAGE_CODE}
    return HttpResponse(loader.get_template(template).render(context), status=status)
