"""The second look: what waits, for curators of every region."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from clusterdynamics.errors import InputError
from clusterdynamics_web.calls import operations, read
from clusterdynamics_web.calls.access import access_review
from clusterdynamics_web.calls.models import Call, Stage
from clusterdynamics_web.calls.when import tell
from clusterdynamics_web.library.access import is_curator
from clusterdynamics_web.routes import Visitors, by, page

__all__ = ["queue", "reply"]


@page(Visitors.LOGGED_IN, methods=("GET", "POST"))
def queue(request: HttpRequest) -> HttpResponse:
    """Show what waits for a second look; a POST puts those that were chosen into the list."""
    if not is_curator(request.user):
        raise PermissionDenied
    if request.method == "POST":
        return _publish(request)
    user = by(request)
    there = dict(Call.objects.filter(stage=Stage.PUBLISHED).values_list("url", "region__name"))
    waiting = [
        {
            "call": call,
            "twin": there.get(call.url, ""),
            "own": user.pk in {call.created_by_id, call.changed_by_id},
            "deadlines": [
                f"{d.name}: {tell(d)}" if d.name else tell(d) for d in call.deadlines.filter(dropped_at=None)
            ],
        }
        for call in read.waiting()[:200]
    ]
    count = sum(not one["own"] for one in waiting)
    context = {
        "answer": ngettext("{n} call waits for you.", "{n} calls wait for you.", count).format(n=count)
        if count
        else _("Nothing waits for you."),
        "waiting": waiting,
        "crumbs": [{"label": _("Calls for funding"), "url": reverse("calls")}],
    }
    return render(request, "calls/queue.html", context)


def _publish(request: HttpRequest) -> HttpResponse:
    keys = request.POST.getlist("call")[:200]
    if not keys:
        messages.error(request, _("Choose a call first."))
    done = 0
    for call in read.waiting().filter(key__in=keys):
        try:
            operations.publish(by(request), call)
        except InputError as error:
            messages.error(request, str(error))
        else:
            done += 1
    if done:
        messages.success(
            request, ngettext("{n} call is in the list.", "{n} calls are in the list.", done).format(n=done)
        )
    return redirect("calls_review")


@page(Visitors.LOGGED_IN, methods=("POST",))
def reply(request: HttpRequest, call: str) -> HttpResponse:
    """Give a call back, with what should change."""
    try:
        operations.give_back(by(request), access_review(request.user, call), request.POST.get("said", ""))
    except InputError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Given back. Those who entered it get a mail."))
    return redirect("calls_review")
