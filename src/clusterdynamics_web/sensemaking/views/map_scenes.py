"""From the map's page into a session."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from clusterdynamics.disclosure import VisibilityClass
from clusterdynamics.errors import InputError
from clusterdynamics_web.access import access_study
from clusterdynamics_web.rights import Right
from clusterdynamics_web.routes import by, page
from clusterdynamics_web.sensemaking import operations
from clusterdynamics_web.sensemaking.forms import MapForm
from clusterdynamics_web.sensemaking.maps import lost_in_the_room, state_of
from clusterdynamics_web.sensemaking.views.common import page_of

__all__ = ["from_map"]


@page(Right.RUN_ROOM, VisibilityClass.C2, methods=("GET", "POST"))
def from_map(request: HttpRequest, region: str, study: str) -> HttpResponse:
    """Make a scene of the map whose choices stand in the address."""
    access = access_study(request.user, region, study, Right.RUN_ROOM)
    sessions = access.object.sessions.select_related("study__cluster__region", "snapshot__study")
    waiting = {s.key: s for s in sessions.filter(closed_at__isnull=True, snapshot__taken_down_at__isnull=True)}
    choices = [(key, f"{s.title} ({s.get_audience_display()})") for key, s in waiting.items()]
    first = next(iter(waiting), "")
    initial = {"session": first, "title": _("The network"), "question": _("What surprises you? What does not?")}
    form = MapForm(request.POST or None, sessions=choices, initial=initial)
    query = request.GET.urlencode()
    if request.method == "POST" and form.is_valid():
        chosen = waiting[form.cleaned_data["session"]]
        try:
            state = state_of(chosen, query)
            lost = lost_in_the_room(chosen, query)
            operations.add_map(by(request), chosen, state, form.cleaned_data["title"], form.cleaned_data["question"])
        except InputError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("The map is a scene of this session now."))
            for sentence in lost:
                messages.info(request, sentence)
            return redirect("session", region, study, chosen.key)
    shown = page_of(access, form=form, sessions=choices, query=query)
    return render(request, "sensemaking/from_map.html", shown)
