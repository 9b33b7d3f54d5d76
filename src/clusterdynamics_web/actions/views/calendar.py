"""The dates of actions in one's own calendar: a file, or a secret address that stays up to date."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from clusterdynamics.disclosure import VisibilityClass
from clusterdynamics_web.access import access_study
from clusterdynamics_web.actions import operations
from clusterdynamics_web.actions.dates import calendar_of
from clusterdynamics_web.actions.models import Feed
from clusterdynamics_web.actions.views.frame import context
from clusterdynamics_web.addresses import absolute
from clusterdynamics_web.keys import hash_token
from clusterdynamics_web.rights import Right
from clusterdynamics_web.routes import Visitors, by, page

__all__ = ["addresses", "download", "feed"]


@page(Right.READ_ACTIONS, VisibilityClass.C2, methods=("GET", "POST"))
def addresses(request: HttpRequest, region: str, study: str) -> HttpResponse:
    """Offer the plan and the calendar; a POST makes a secret address, or ends it. It is shown once."""
    access = access_study(request.user, region, study, Right.READ_ACTIONS)
    address = ""
    if request.method == "POST" and "end" in request.POST:
        operations.end_feed(by(request), access.object)
        messages.success(request, _("The address does not work any more."))
        return redirect("act_calendar", region, study)
    if request.method == "POST":
        address = absolute(reverse("act_feed", args=[operations.new_feed(by(request), access.object)]))
    has_feed = Feed.objects.filter(study=access.object, user=by(request)).exists()
    response = render(
        request, "actions/calendar.html", context(access, "act_calendar", address=address, has_feed=has_feed)
    )
    response["Cache-Control"] = "no-store"
    return response


@page(Right.READ_ACTIONS, VisibilityClass.C2)
def download(request: HttpRequest, region: str, study: str) -> HttpResponse:
    """Return the dates as a file."""
    access = access_study(request.user, region, study, Right.READ_ACTIONS)
    return _answer(calendar_of(access))


@page(Visitors.ANYBODY, VisibilityClass.C2)
def feed(request: HttpRequest, token: str) -> HttpResponse:
    """Return the dates to the calendar of whoever made the address, for as long as that person may read them."""
    found = Feed.objects.select_related("user", "study__cluster__region").filter(token_hash=hash_token(token)).first()
    if found is None or not found.user.is_active:
        raise Http404
    try:
        access = access_study(found.user, found.study.region.slug, found.study.key, Right.READ_ACTIONS)
    except PermissionDenied as error:
        raise Http404 from error
    with translation.override(found.user.language):
        return _answer(calendar_of(access))


def _answer(content: bytes) -> HttpResponse:
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="actions.ics"'
    response["Cache-Control"] = "private, no-store"
    response["X-Robots-Tag"] = "noindex"
    return response
