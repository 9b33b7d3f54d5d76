"""Coming, not coming, and how somebody wants meetings told."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from clusterdynamics_web.addresses import absolute
from clusterdynamics_web.meetings import operations
from clusterdynamics_web.meetings.access import access_meeting, join_meeting, own_regions
from clusterdynamics_web.meetings.mails import read_mails_token
from clusterdynamics_web.meetings.models import Feed
from clusterdynamics_web.meetings.reader import preference_of
from clusterdynamics_web.meetings.views.frame import calendars, crumbs, tried, zone_context
from clusterdynamics_web.routes import Visitors, by, page

__all__ = ["join", "leave", "mails_off", "own"]


@page(Visitors.LOGGED_IN, methods=("POST",))
def join(request: HttpRequest, key: str) -> HttpResponse:
    """Register for a meeting."""
    seat = join_meeting(request.user, key)
    regions = own_regions(request.user)
    region = regions.filter(slug=request.POST.get("region", "")).first() or regions.first()
    if region is None:
        raise Http404
    shown = request.POST.get("shown", "yes") == "yes"
    said = _("You are registered.")
    tried(request, lambda: operations.join(by(request), seat.meeting, region, shown=shown), said)
    return redirect("meeting", key)


@page(Visitors.LOGGED_IN, methods=("POST",))
def leave(request: HttpRequest, key: str) -> HttpResponse:
    """Withdraw from a meeting: also for those who have left the network meanwhile."""
    seat = access_meeting(request.user, key)
    said = _("You have withdrawn. Nothing is kept of it.")
    tried(request, lambda: operations.leave(by(request), seat.meeting), said if seat.registration else "")
    return redirect("meeting", key)


@page(Visitors.LOGGED_IN, methods=("GET", "POST"))
def own(request: HttpRequest) -> HttpResponse:
    """Calendars to subscribe to, mails, and the own clock. A secret address is shown once."""
    user, address = by(request), ""
    if request.method == "POST" and "mails" in request.POST:
        operations.choose_mails(user, wanted=request.POST["mails"] == "yes")
        messages.success(request, _("Saved."))
        return redirect("meetings_own")
    if request.method == "POST" and "end" in request.POST:
        operations.end_feed(user)
        messages.success(request, _("The address does not work any more."))
        return redirect("meetings_own")
    if request.method == "POST" and "make" in request.POST:
        address = absolute(reverse("meetings_my_feed", args=[operations.new_feed(user)]))
    context = {
        "address": address,
        "has_feed": Feed.objects.filter(user=user).exists(),
        "wants_mails": preference_of(user).mails,
        **calendars(),
        "crumbs": crumbs(),
        **zone_context(request),
    }
    response = render(request, "meetings/own.html", context)
    response["Cache-Control"] = "no-store"
    return response


@page(Visitors.ANYBODY, methods=("GET", "POST"))
def mails_off(request: HttpRequest, token: str) -> HttpResponse:
    """End mails about meetings, from the link in a mail: a button, since programs open links by themselves."""
    user = read_mails_token(token)
    if user is None:
        raise Http404
    done = request.method == "POST"
    if done:
        operations.choose_mails(user, wanted=False)
    response = render(request, "meetings/mails_off.html", {"done": done})
    response["Cache-Control"] = "no-store"
    return response
