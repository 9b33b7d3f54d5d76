"""Planning: series and meetings begun, changed, called off."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from clusterdynamics.errors import InputError
from clusterdynamics_web.library.access import is_curator
from clusterdynamics_web.meetings import operations
from clusterdynamics_web.meetings.access import access_series, clusters_of, edit_meeting, hosts_for
from clusterdynamics_web.meetings.forms import MeetingForm, SeriesForm, problems_onto
from clusterdynamics_web.meetings.models import Meeting, Series
from clusterdynamics_web.meetings.views.frame import crumbs, tried
from clusterdynamics_web.routes import Visitors, by, page

__all__ = ["call_off", "edit", "new", "series_edit", "series_new"]


@page(Visitors.LOGGED_IN, methods=("GET", "POST"))
def series_new(request: HttpRequest) -> HttpResponse:
    """Begin a series; curators do."""
    if not is_curator(request.user):
        raise PermissionDenied
    return _series(request, None)


@page(Visitors.LOGGED_IN, methods=("GET", "POST"))
def series_edit(request: HttpRequest, key: str) -> HttpResponse:
    """Change a series; curators do."""
    return _series(request, access_series(request.user, key, edit=True))


def _series(request: HttpRequest, found: Series | None) -> HttpResponse:
    form = SeriesForm(request.POST or None, instance=found)
    if request.method == "POST" and form.is_valid():
        saved = operations.save_series(by(request), form.cleaned_data, found)
        return redirect("meetings_series", saved.key)
    title = _("Change the series") if found else _("Begin a series of meetings")
    context = {"form": form, "title": title, "crumbs": crumbs()}
    return render(request, "meetings/form.html", context, status=422 if form.errors else 200)


@page(Visitors.LOGGED_IN, methods=("GET", "POST"))
def new(request: HttpRequest) -> HttpResponse:
    """Plan a meeting; `?after=` names the one it follows, whose next date and next host are filled in."""
    hosts = hosts_for(request.user)
    if not hosts.exists():
        raise PermissionDenied
    after = Meeting.objects.filter(key=request.GET.get("after", "")).select_related("next_host").first()
    form = MeetingForm(request.POST or None, hosts=hosts, clusters=clusters_of(request.user), after=after)
    if after is None and "series" in request.GET:
        form.initial["series"] = Series.objects.filter(key=request.GET["series"]).first()
    if request.method == "POST" and form.is_valid():
        try:
            made = operations.plan_meeting(by(request), form.values())
        except InputError as error:
            problems_onto(form, error)
        else:
            messages.success(request, _("The meeting is planned. Everybody can see it now."))
            return redirect("meeting", made.key)
    context = {"form": form, "title": _("Plan a meeting"), "crumbs": crumbs()}
    return render(request, "meetings/meeting_form.html", context, status=422 if form.errors else 200)


@page(Visitors.LOGGED_IN, methods=("GET", "POST"))
def edit(request: HttpRequest, key: str) -> HttpResponse:
    """Change a meeting."""
    seat = edit_meeting(request.user, key)
    hosts, clusters = hosts_for(request.user), clusters_of(request.user)
    form = MeetingForm(request.POST or None, hosts=hosts, clusters=clusters, meeting=seat.meeting)
    if request.method == "POST" and form.is_valid():
        try:
            operations.change_meeting(by(request), seat.meeting, form.values())
        except InputError as error:
            problems_onto(form, error)
        else:
            messages.success(request, _("Saved."))
            return redirect("meeting", key)
    context = {
        "form": form,
        "title": _("Change the meeting"),
        "registered": seat.meeting.registrations.count(),
        "crumbs": crumbs(seat.meeting),
    }
    return render(request, "meetings/meeting_form.html", context, status=422 if form.errors else 200)


@page(Visitors.LOGGED_IN, methods=("GET", "POST"))
def call_off(request: HttpRequest, key: str) -> HttpResponse:
    """Ask why, and call a meeting off."""
    seat = edit_meeting(request.user, key)
    if request.method == "POST":
        why = request.POST.get("why", "")
        done = _("The meeting is called off. Those who registered get a mail.")
        if tried(request, lambda: operations.call_off(by(request), seat.meeting, why), done):
            return redirect("meeting", key)
    context = {
        "meeting": seat.meeting,
        "registered": seat.meeting.registrations.count(),
        "crumbs": crumbs(seat.meeting),
    }
    return render(request, "meetings/call_off.html", context)
