"""After the meeting: minutes, decisions, what comes next."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from clusterdynamics.errors import InputError
from clusterdynamics_web.meetings import operations
from clusterdynamics_web.meetings.access import Seat, edit_meeting, network_regions
from clusterdynamics_web.meetings.forms import DecisionForm, MinutesForm, problems_onto
from clusterdynamics_web.meetings.models import Decision
from clusterdynamics_web.meetings.news import before
from clusterdynamics_web.meetings.views.frame import crumbs, tried
from clusterdynamics_web.routes import Visitors, by, page

__all__ = ["close", "decide", "mark", "minutes", "remove"]


def _page(request: HttpRequest, seat: Seat, form: MinutesForm | None, decision: DecisionForm | None) -> HttpResponse:
    last = before(seat.meeting)
    context = {
        "meeting": seat.meeting,
        "form": form or MinutesForm(meeting=seat.meeting, regions=network_regions()),
        "decision": decision or DecisionForm(regions=network_regions(), auto_id="decision-%s"),
        "decisions": seat.meeting.decisions.select_related("owner"),
        "before": last,
        "decided_before": [] if last is None else last.decisions.select_related("owner"),
        "open": seat.meeting.closed_at is None,
        "missing": operations.missing_to_close(seat.meeting),
        "crumbs": crumbs(seat.meeting),
    }
    wrong = (form is not None and form.errors) or (decision is not None and decision.errors)
    return render(request, "meetings/minutes.html", context, status=422 if wrong else 200)


@page(Visitors.LOGGED_IN, methods=("GET", "POST"))
def minutes(request: HttpRequest, key: str) -> HttpResponse:
    """Write the minutes, and say what comes next."""
    seat = edit_meeting(request.user, key)
    if request.method != "POST":
        return _page(request, seat, None, None)
    form = MinutesForm(request.POST, meeting=seat.meeting, regions=network_regions())
    if form.is_valid():
        try:
            operations.write_minutes(by(request), seat.meeting, form.cleaned_data)
        except InputError as error:
            problems_onto(form, error)
        else:
            messages.success(request, _("Saved."))
            return redirect("meeting_minutes", key)
    return _page(request, seat, form, None)


@page(Visitors.LOGGED_IN, methods=("POST",))
def decide(request: HttpRequest, key: str) -> HttpResponse:
    """Write a decision down."""
    seat = edit_meeting(request.user, key)
    form = DecisionForm(request.POST, regions=network_regions(), auto_id="decision-%s")
    if form.is_valid():
        given = form.cleaned_data
        try:
            operations.decide(by(request), seat.meeting, given["text"], given["owner"], given["due"])
        except InputError as error:
            problems_onto(form, error)
        else:
            return redirect("meeting_minutes", key)
    return _page(request, seat, None, form)


def _decision(seat: Seat, number: int) -> Decision:
    """Return a decision of this meeting, or of the one before, which this one looks at."""
    last = before(seat.meeting)
    meetings = [seat.meeting.pk, *([] if last is None else [last.pk])]
    found = Decision.objects.select_related("meeting__host").filter(meeting__in=meetings, pk=number).first()
    if found is None:
        raise Http404
    return found


@page(Visitors.LOGGED_IN, methods=("POST",))
def mark(request: HttpRequest, key: str, decision: int) -> HttpResponse:
    """Note that a decision was carried out, or that it was not after all."""
    seat = edit_meeting(request.user, key)
    operations.mark_decision(by(request), _decision(seat, decision), done="done" in request.POST)
    return redirect("meeting_minutes", key)


@page(Visitors.LOGGED_IN, methods=("POST",))
def remove(request: HttpRequest, key: str, decision: int) -> HttpResponse:
    """Take out a decision that was written down by mistake."""
    seat = edit_meeting(request.user, key)
    found = _decision(seat, decision)
    if found.meeting_id != seat.meeting.pk:
        raise Http404
    tried(request, lambda: operations.remove_decision(by(request), found))
    return redirect("meeting_minutes", key)


@page(Visitors.LOGGED_IN, methods=("POST",))
def close(request: HttpRequest, key: str) -> HttpResponse:
    """Close the meeting."""
    seat = edit_meeting(request.user, key)
    done = tried(request, lambda: operations.close(by(request), seat.meeting), _("The meeting is closed."))
    return redirect("meeting" if done else "meeting_minutes", key)
