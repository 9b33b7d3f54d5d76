"""Meetings for calendar programs: all, those of a region, one, and one's own by a secret address."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import translation

from clusterdynamics.i18n import use_language
from clusterdynamics_web.keys import hash_token
from clusterdynamics_web.meetings import feeds
from clusterdynamics_web.meetings.access import access_meeting
from clusterdynamics_web.meetings.models import Feed
from clusterdynamics_web.regions.models import Cluster, Region
from clusterdynamics_web.routes import Visitors, page

__all__ = ["about", "everything", "mine", "of_host", "one"]


@page(Visitors.ANYBODY)
def everything(request: HttpRequest) -> HttpResponse:
    """Return all meetings."""
    return _answer(feeds.all_meetings(), "meetings.ics", public=True)


@page(Visitors.ANYBODY)
def of_host(request: HttpRequest, host: str) -> HttpResponse:
    """Return the meetings that a region hosts; a region that hosts none is not there (404)."""
    region = Region.objects.filter(slug=host, meetings_hosted__isnull=False).first()
    if region is None:
        raise Http404
    return _answer(feeds.meetings_of_region(region), f"meetings-{region.slug}.ics", public=True)


@page(Visitors.ANYBODY)
def about(request: HttpRequest, host: str, cluster: str) -> HttpResponse:
    """Return the meetings about a cluster; one that no meeting is about is not there (404)."""
    found = Cluster.objects.filter(region__slug=host, slug=cluster, meetings__isnull=False).first()
    if found is None:
        raise Http404
    return _answer(feeds.meetings_about(found), f"meetings-{found.slug}.ics", public=True)


@page(Visitors.ANYBODY)
def one(request: HttpRequest, key: str) -> HttpResponse:
    """Return one meeting; with the link for taking part for those who registered."""
    seat = access_meeting(request.user, key)
    inside = seat.registration is not None
    return _answer(feeds.one_meeting(seat.meeting, inside=inside), "meeting.ics", public=not inside)


@page(Visitors.ANYBODY)
def mine(request: HttpRequest, token: str) -> HttpResponse:
    """Return the meetings of whoever made the address."""
    found = Feed.objects.select_related("user").filter(token_hash=hash_token(token)).first()
    if found is None or not found.user.is_active:
        raise Http404
    with translation.override(found.user.language), use_language(found.user.language):
        return _answer(feeds.meetings_of_person(found.user), "meetings.ics", public=False)


def _answer(content: bytes, name: str, *, public: bool) -> HttpResponse:
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "no-cache" if public else "private, no-store"
    return response
