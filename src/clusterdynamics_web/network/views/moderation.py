"""One queue for curators: posts of the library and letters that were reported."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from clusterdynamics.errors import InputError
from clusterdynamics_web.library import operations as library
from clusterdynamics_web.library.models import Post
from clusterdynamics_web.network import moderation as read
from clusterdynamics_web.network.access import access_moderation, access_reported
from clusterdynamics_web.network.operations import settle_message
from clusterdynamics_web.routes import Visitors, page

__all__ = ["letter", "moderation", "post"]


@page(Visitors.LOGGED_IN)
def moderation(request: HttpRequest) -> HttpResponse:
    """Show what was reported and waits for a look, the longest wait first; and what came of the last ones."""
    curator = access_moderation(request.user)
    waiting = read.waiting(curator)
    count = len(waiting)
    context: dict[str, Any] = {
        "waiting": waiting,
        "settled": read.settled(),
        "answer": ngettext("{n} report waits for a look.", "{n} reports wait for a look.", count).format(n=count)
        if count
        else _("Nothing waits for a look."),
        "crumbs": [
            {"label": _("Library"), "url": reverse("library")},
            {"label": _("What waits for a reply"), "url": reverse("library_review")},
        ],
    }
    return render(request, "network/moderation.html", context)


@page(Visitors.LOGGED_IN, methods=("POST",))
def post(request: HttpRequest, post: int) -> HttpResponse:
    """Hide a post that was reported, or let it stand."""
    curator = access_moderation(request.user)
    found = Post.objects.select_related("item__region").filter(pk=post, reports__isnull=False).first()
    if found is None:
        raise Http404
    try:
        if "keep" in request.POST:
            library.keep(curator, found)
        else:
            library.hide(curator, found, request.POST.get("reason", ""))
    except InputError as error:
        messages.error(request, str(error))
    return redirect("network_moderation")


@page(Visitors.LOGGED_IN, methods=("POST",))
def letter(request: HttpRequest, message: str) -> HttpResponse:
    """Settle a letter that was reported."""
    curator, found = access_reported(request.user, message)
    try:
        settle_message(curator, found, request.POST.get("outcome", ""), request.POST.get("reason", ""))
    except InputError as error:
        messages.error(request, str(error))
    return redirect("network_moderation")
