"""What pages of meetings share."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest
from django.urls import reverse
from django.utils import formats
from django.utils.translation import gettext as _

from clusterdynamics.errors import InputError
from clusterdynamics_web.meetings.models import Meeting
from clusterdynamics_web.meetings.reader import zone_for
from clusterdynamics_web.meetings.state import MeetingState, state_of
from clusterdynamics_web.regions.models import Cluster, Region
from clusterdynamics_web.zones import choices, city

__all__ = ["calendars", "crumbs", "state_words", "tried", "zone_context"]


def crumbs(meeting: Meeting | None = None) -> list[dict[str, str]]:
    """Return the way to a page: all meetings, and the one it is about."""
    way = [{"label": _("Meetings"), "url": reverse("meetings")}]
    if meeting is not None:
        way.append({"label": meeting.title, "url": reverse("meeting", args=[meeting.key])})
    return way


def zone_context(request: HttpRequest) -> dict[str, Any]:
    """Return what the choice of the reader's time zone needs."""
    zone = zone_for(request)
    return {"zone": zone, "zone_city": city(zone) if zone else "", "zones": choices()}


def calendars() -> dict[str, Any]:
    """Return the regions and clusters that have a calendar of their own."""
    return {
        "regions": Region.objects.filter(meetings_hosted__isnull=False).distinct().order_by("name"),
        "clusters": Cluster.objects.filter(meetings__isnull=False).select_related("region").distinct().order_by("name"),
    }


def state_words(meeting: Meeting) -> str:
    """Say in a sentence how it stands with a meeting."""
    state = state_of(meeting)
    if state == MeetingState.CALLED_OFF:
        return _("Called off: {why}").format(why=meeting.why_off)
    if state == MeetingState.PLANNED and meeting.opens_on is not None:
        return _("Registration opens on {day}.").format(day=formats.date_format(meeting.opens_on, "DATE_FORMAT"))
    return {
        MeetingState.PLANNED: _("Planned. Registration is not open yet."),
        MeetingState.OPEN: _("Open for registration."),
        MeetingState.FULL: _("All seats are taken."),
        MeetingState.CLOSED: _("Registration is closed."),
        MeetingState.RUNNING: _("It is on right now."),
        MeetingState.OVER: _("It is over. Here is what came of it.") if meeting.minutes else _("It is over."),
    }[state]


def tried(request: HttpRequest, do: Callable[[], object], said: str = "") -> bool:
    """Do something, and say that it is done or why it was refused."""
    try:
        do()
    except InputError as error:
        messages.error(request, str(error))
        return False
    if said:
        messages.success(request, said)
    return True
