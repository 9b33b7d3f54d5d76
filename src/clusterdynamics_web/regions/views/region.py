"""A region: its front page, settings, sender, clusters."""

from __future__ import annotations

import base64
from typing import cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from clusterdynamics.errors import InputError
from clusterdynamics_web.access import access_cluster, access_region, studies_of
from clusterdynamics_web.accounts.models import User
from clusterdynamics_web.regions.forms import ClusterForm, LookForm, RegionForm
from clusterdynamics_web.regions.mails import read_sender_token, send_sender_check
from clusterdynamics_web.regions.models import RegionLook
from clusterdynamics_web.regions.operations import (
    change_cluster,
    change_look,
    change_region,
    create_cluster,
    verify_sender,
)
from clusterdynamics_web.regions.read import study_lines, tasks_of
from clusterdynamics_web.regions.views.common import crumbs_of, say_whether_sent
from clusterdynamics_web.rights import Right
from clusterdynamics_web.routes import Visitors, by, page

__all__ = [
    "cluster_edit",
    "cluster_new",
    "region_home",
    "region_look",
    "region_settings",
    "sender_check",
    "sender_confirm",
]


@page(Right.SEE_REGION)
def region_home(request: HttpRequest, region: str) -> HttpResponse:
    """Show clusters and studies, and to region admins what is still to do."""
    access = access_region(request.user, region, Right.SEE_REGION)
    manages = access.may(Right.MANAGE_REGION)
    tasks = tasks_of(access.object, cast(User, request.user)) if manages else []
    studies = list(studies_of(request.user, access.object))
    context = {
        "answer": _answer(len(studies)),
        "region": access.object,
        "manages": manages,
        "reads_log": access.may(Right.READ_REGION_LOG),
        "breaks_glass": access.may(Right.BREAK_GLASS),
        "reads_published": access.may(Right.SEE_PUBLISHED),
        "tasks": tasks,
        "ready": bool(tasks) and all(task["state"] == "done" for task in tasks),
        "clusters": study_lines(access.object, studies),
        "crumbs": crumbs_of(),
    }
    return render(request, "regions/home.html", context)


def _answer(studies: int) -> str:
    if not studies:
        return _("There is no study yet that you can see here.")
    return ngettext("You can see {count} study here.", "You can see {count} studies here.", studies).format(
        count=studies
    )


@page(Right.MANAGE_REGION, methods=("GET", "POST"))
def region_settings(request: HttpRequest, region: str) -> HttpResponse:
    """Change name, languages, sender, retention and smallest groups."""
    place = access_region(request.user, region, Right.MANAGE_REGION).object
    form = RegionForm.of(place, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            changed = change_region(cast(User, request.user), place, form.cleaned_data)
        except InputError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Saved."))
            if changed.sender_email and changed.sender_email != place.sender_email:
                say_whether_sent(request, send_sender_check(changed), changed.sender_email)
            return redirect("region_settings", region=region)
    context = {"region": place, "form": form, "crumbs": crumbs_of(place)}
    return render(request, "regions/settings.html", context, status=400 if form.errors else 200)


@page(Right.MANAGE_REGION, methods=("GET", "POST"))
def region_look(request: HttpRequest, region: str) -> HttpResponse:
    """Change how documents of the region look."""
    place = access_region(request.user, region, Right.MANAGE_REGION).object
    look = RegionLook.objects.filter(region=place).first()
    initial = {"accent": look.accent if look else ""}
    form = LookForm(request.POST or None, request.FILES or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        logo = given["logo"].read() if given["logo"] else None
        try:
            change_look(by(request), place, accent=given["accent"], logo=logo, remove=given["remove"])
        except InputError as error:
            for sentence in str(error).splitlines():
                form.add_error(None, sentence)
        else:
            messages.success(request, _("Saved."))
            return redirect("region_look", region=region)
    drawn = "" if look is None or look.logo is None else base64.b64encode(look.logo).decode("ascii")
    context = {"region": place, "form": form, "logo": drawn, "crumbs": crumbs_of(place)}
    return render(request, "regions/look.html", context, status=400 if form.is_bound and form.errors else 200)


@page(Right.MANAGE_REGION, methods=("POST",))
def sender_check(request: HttpRequest, region: str) -> HttpResponse:
    """Mail the link that confirms the sender's address, once more."""
    place = access_region(request.user, region, Right.MANAGE_REGION).object
    if place.sender_email:
        say_whether_sent(request, send_sender_check(place), place.sender_email)
    else:
        messages.error(request, _("Name the sender first."))
    return redirect("region_settings", region=region)


@page(Visitors.ANYBODY, methods=("GET", "POST"))
def sender_confirm(request: HttpRequest, token: str) -> HttpResponse:
    """Confirm the sender's address. Only a press of the button counts: mail scanners follow links."""
    place = read_sender_token(token)
    if place is None:
        raise Http404
    if request.method == "POST":
        verify_sender(place)
    done = request.method == "POST" or place.sender_verified_at is not None
    return render(request, "regions/sender_confirm.html", {"place": place, "done": done})


@page(Right.MANAGE_REGION, methods=("GET", "POST"))
def cluster_new(request: HttpRequest, region: str) -> HttpResponse:
    """Add a cluster."""
    place = access_region(request.user, region, Right.MANAGE_REGION).object
    form = ClusterForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            cluster = create_cluster(cast(User, request.user), place, **form.cleaned_data)
        except InputError as error:
            form.add_error("name", str(error))
        else:
            messages.success(request, _("{name} was added.").format(name=cluster.name))
            return redirect("cluster_new" if "another" in request.POST else "region_home", region=region)
    context = {"region": place, "form": form, "clusters": place.clusters.all(), "crumbs": crumbs_of(place)}
    return render(request, "regions/cluster.html", context, status=400 if form.errors else 200)


@page(Right.MANAGE_REGION, methods=("GET", "POST"))
def cluster_edit(request: HttpRequest, region: str, cluster: str) -> HttpResponse:
    """Change name and field of a cluster."""
    chosen = access_cluster(request.user, region, cluster, Right.MANAGE_REGION).object
    form = ClusterForm(request.POST or None, initial={"name": chosen.name, "sector": chosen.sector})
    if request.method == "POST" and form.is_valid():
        try:
            change_cluster(cast(User, request.user), chosen, **form.cleaned_data)
        except InputError as error:
            form.add_error("name", str(error))
        else:
            messages.success(request, _("Saved."))
            return redirect("region_home", region=region)
    context = {"region": chosen.region, "form": form, "cluster": chosen, "crumbs": crumbs_of(chosen.region)}
    return render(request, "regions/cluster.html", context, status=400 if form.errors else 200)
