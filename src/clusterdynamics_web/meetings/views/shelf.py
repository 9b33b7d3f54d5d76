"""What everybody reads: all meetings, a series, one meeting; and the clock they are told by."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from clusterdynamics_web.accounts.models import User
from clusterdynamics_web.library.access import is_curator
from clusterdynamics_web.meetings import operations, read
from clusterdynamics_web.meetings.access import access_meeting, access_series, hosts_for, own_regions
from clusterdynamics_web.meetings.models import Series
from clusterdynamics_web.meetings.reader import COOKIE, zone_for
from clusterdynamics_web.meetings.state import AHEAD, MeetingState, has_call, state_of
from clusterdynamics_web.meetings.views.frame import calendars, crumbs, state_words, zone_context
from clusterdynamics_web.public import show
from clusterdynamics_web.routes import Visitors, page
from clusterdynamics_web.zones import is_zone

__all__ = ["meeting", "meetings", "series", "zone"]

#: So many seconds a choice without an account is kept.
_YEAR = 365 * 24 * 3600


@page(Visitors.ANYBODY)
def meetings(request: HttpRequest) -> HttpResponse:
    """Show what is coming and what was."""
    spoken = zone_for(request)
    coming = read.coming(50, spoken)
    if coming:
        answer = ngettext("{n} meeting is ahead.", "{n} meetings are ahead.", len(coming)).format(n=len(coming))
    else:
        answer = _("No meeting is planned.")
    context = {
        "answer": answer,
        "coming": coming,
        "past": read.past(50, spoken),
        "all_series": Series.objects.all(),
        "hosts": hosts_for(request.user).exists(),
        "curates": is_curator(request.user),
        **calendars(),
        **zone_context(request),
    }
    return show(request, "meetings/meetings.html", context)


@page(Visitors.ANYBODY)
def series(request: HttpRequest, key: str) -> HttpResponse:
    """Show a series year by year, and what is missing this year."""
    found = access_series(request.user, key)
    context = {
        "series": found,
        "years": read.years_of(found, zone_for(request)),
        "curates": is_curator(request.user),
        "hosts": hosts_for(request.user).exists(),
        "crumbs": crumbs(),
        **zone_context(request),
    }
    return show(request, "meetings/series.html", context)


@page(Visitors.ANYBODY)
def meeting(request: HttpRequest, key: str) -> HttpResponse:
    """Show a meeting to whoever comes, and to each what is for them."""
    seat = access_meeting(request.user, key)
    found, spoken = seat.meeting, zone_for(request)
    state = state_of(found)
    before, decided_before = read.decided_before(seat)
    agenda = read.agenda_of(seat, spoken)
    context: dict[str, Any] = {
        "meeting": found,
        "seat": seat,
        "facts": read.facts_of(found, spoken),
        "state": state,
        "answer": state_words(found),
        "ahead": state in AHEAD,
        "may_join": seat.member and (state == MeetingState.OPEN or (state in AHEAD and seat.registration is not None)),
        "seats": read.seats_words(found),
        "own_regions": own_regions(request.user) if seat.member else [],
        "people": read.people_of(seat),
        "agenda": agenda,
        "own_times": any(line.own_time for line in agenda),
        "has_call": has_call(found),
        "talks": read.talks_of(seat),
        "materials": read.materials_of(seat),
        "decisions": read.decisions_of(seat),
        "before": before,
        "decided_before": decided_before,
        "missing": operations.missing_to_close(found) if seat.edits and found.closed_at is None else [],
        "mails": read.mails_words(found) if seat.edits else "",
        "held": state in {MeetingState.RUNNING, MeetingState.OVER},
        "crumbs": crumbs(),
        **zone_context(request),
    }
    return show(request, "meetings/meeting.html", context)


@page(Visitors.ANYBODY, methods=("POST",))
def zone(request: HttpRequest) -> HttpResponse:
    """Note the clock by which somebody wants to read, and go back where they were."""
    chosen, back = request.POST.get("zone", ""), request.POST.get("next", "")
    inside = url_has_allowed_host_and_scheme(back, allowed_hosts=None)
    response: HttpResponse = redirect(back if inside else "meetings")
    if chosen and not is_zone(chosen):
        messages.error(request, _("Choose a time zone from the list."))
    elif isinstance(request.user, User):
        operations.choose_zone(request.user, chosen)
    elif chosen:
        safe = settings.LANGUAGE_COOKIE_SECURE
        response.set_cookie(COOKIE, chosen, max_age=_YEAR, secure=safe, httponly=True, samesite="Lax")
    else:
        response.delete_cookie(COOKIE, samesite="Lax")
    return response
