"""Emergency access to raw answers: asked for, confirmed by a second person, over after 24 hours."""

from __future__ import annotations

from typing import cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from clusterdynamics.errors import InputError
from clusterdynamics_web.access import access_region, access_study, studies_of
from clusterdynamics_web.accounts.models import User
from clusterdynamics_web.regions.forms import EmergencyForm
from clusterdynamics_web.regions.mails import tell_of_emergency, tell_second_persons
from clusterdynamics_web.regions.models import BreakGlass
from clusterdynamics_web.regions.operations import ask_emergency, confirm_emergency, end_emergency
from clusterdynamics_web.regions.views.common import crumbs_of
from clusterdynamics_web.rights import Right
from clusterdynamics_web.routes import Visitors, page

__all__ = ["emergency_confirm", "operator_emergency", "region_emergency"]


@page(Right.BREAK_GLASS, methods=("GET", "POST"))
def region_emergency(request: HttpRequest, region: str) -> HttpResponse:
    """Ask for emergency access, and see what was asked before."""
    place = access_region(request.user, region, Right.BREAK_GLASS).object
    studies = [(study.key, str(study)) for study in studies_of(request.user, place)]
    form = EmergencyForm(request.POST or None, studies=studies)
    if request.method == "POST" and form.is_valid():
        study = access_study(request.user, region, form.cleaned_data["study"], Right.LIST_STUDIES).object
        try:
            asked = ask_emergency(cast(User, request.user), study, form.cleaned_data["reason"])
        except InputError as error:
            form.add_error("reason", str(error))
        else:
            tell_second_persons(asked)
            messages.success(request, _("Asked. A second region admin or an operator must confirm it."))
            return redirect("region_emergency", region=region)
    requests = BreakGlass.objects.filter(region=place).select_related("study", "asked_by", "confirmed_by")
    context = {"region": place, "form": form, "requests": requests, "crumbs": crumbs_of(place)}
    return render(request, "regions/emergency.html", context, status=400 if form.errors else 200)


@page(Right.BREAK_GLASS, methods=("GET", "POST"))
def emergency_confirm(request: HttpRequest, region: str, key: str) -> HttpResponse:
    """Confirm, refuse or end emergency access, as a region admin."""
    place = access_region(request.user, region, Right.BREAK_GLASS).object
    asked = _find(key, region=place)
    if request.method == "POST":
        _decide(request, asked)
        return redirect("region_emergency", region=region)
    context = {"region": place, "asked": asked, "title": str(asked.study), "crumbs": crumbs_of(place)}
    return render(request, "regions/emergency_confirm.html", context)


@page(Visitors.OPERATOR, methods=("GET", "POST"))
def operator_emergency(request: HttpRequest, key: str) -> HttpResponse:
    """Confirm, refuse or end emergency access, as an operator: who sees no study sees no title either."""
    asked = _find(key)
    if request.method == "POST":
        _decide(request, asked)
        return redirect("operator_home")
    context = {"asked": asked, "title": _("Study {key}").format(key=asked.study.key), "crumbs": crumbs_of()}
    return render(request, "regions/emergency_confirm.html", context)


def _find(key: str, **where: object) -> BreakGlass:
    asked = BreakGlass.objects.select_related("region", "study", "asked_by").filter(key=key, **where).first()
    if asked is None:
        raise Http404
    return asked


def _decide(request: HttpRequest, asked: BreakGlass) -> None:
    user = cast(User, request.user)
    try:
        if request.POST.get("decision") == "confirm":
            tell_of_emergency(confirm_emergency(user, asked))
            messages.success(request, _("Confirmed for 24 hours. The study lead was told."))
        else:
            end_emergency(user, asked)
            messages.success(request, _("Ended."))
    except InputError as error:
        messages.error(request, str(error))
