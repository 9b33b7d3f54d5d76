"""The agenda at work: lines written, moved, taken out, and filled from what is new."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from clusterdynamics.errors import InputError
from clusterdynamics_web.meetings import operations, read
from clusterdynamics_web.meetings.access import Seat, edit_meeting, network_regions
from clusterdynamics_web.meetings.forms import LineForm, problems_onto
from clusterdynamics_web.meetings.models import AgendaLine
from clusterdynamics_web.meetings.news import before, news_for
from clusterdynamics_web.meetings.views.frame import crumbs
from clusterdynamics_web.routes import Visitors, by, page

__all__ = ["agenda", "line", "move", "remove", "seed"]


def _line(seat: Seat, number: int) -> AgendaLine:
    found = seat.meeting.agenda.select_related("meeting", "item", "region", "talk").filter(pk=number).first()
    if found is None:
        raise Http404
    return found


@page(Visitors.LOGGED_IN, methods=("GET", "POST"))
def agenda(request: HttpRequest, key: str) -> HttpResponse:
    """Show the agenda to whoever makes it; a POST adds a line."""
    seat = edit_meeting(request.user, key)
    form = LineForm(request.POST or None, meeting=seat.meeting, regions=network_regions())
    if request.method == "POST" and form.is_valid():
        try:
            operations.save_line(by(request), seat.meeting, form.values())
        except InputError as error:
            problems_onto(form, error)
        else:
            return redirect("meeting_agenda", key)
    context = {
        "meeting": seat.meeting,
        "lines": read.agenda_of(seat),
        "new": len(news_for(seat.meeting)),
        "before": before(seat.meeting),
        "form": form,
        "crumbs": crumbs(seat.meeting),
    }
    return render(request, "meetings/agenda.html", context, status=422 if form.errors else 200)


@page(Visitors.LOGGED_IN, methods=("POST",))
def seed(request: HttpRequest, key: str) -> HttpResponse:
    """Put what is new since the last meeting on the agenda."""
    seat = edit_meeting(request.user, key)
    try:
        number = operations.seed_agenda(by(request), seat.meeting)
    except InputError as error:
        messages.error(request, str(error))
    else:
        said = ngettext("{n} line came onto the agenda.", "{n} lines came onto the agenda.", number)
        messages.success(request, said.format(n=number))
    return redirect("meeting_agenda", key)


@page(Visitors.LOGGED_IN, methods=("GET", "POST"))
def line(request: HttpRequest, key: str, line: int) -> HttpResponse:
    """Change a line."""
    seat = edit_meeting(request.user, key)
    found = _line(seat, line)
    form = LineForm(request.POST or None, meeting=seat.meeting, regions=network_regions(), line=found)
    if request.method == "POST" and form.is_valid():
        try:
            operations.save_line(by(request), seat.meeting, form.values(), found)
        except InputError as error:
            problems_onto(form, error)
        else:
            return redirect("meeting_agenda", key)
    context = {"form": form, "title": _("Change a line of the agenda"), "crumbs": crumbs(seat.meeting)}
    return render(request, "meetings/form.html", context, status=422 if form.errors else 200)


@page(Visitors.LOGGED_IN, methods=("POST",))
def move(request: HttpRequest, key: str, line: int) -> HttpResponse:
    """Move a line up or down."""
    seat = edit_meeting(request.user, key)
    operations.move_line(by(request), _line(seat, line), up="up" in request.POST)
    return redirect("meeting_agenda", key)


@page(Visitors.LOGGED_IN, methods=("POST",))
def remove(request: HttpRequest, key: str, line: int) -> HttpResponse:
    """Take a line out."""
    seat = edit_meeting(request.user, key)
    operations.remove_line(by(request), _line(seat, line))
    return redirect("meeting_agenda", key)
