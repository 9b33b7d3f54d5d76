"""Talks: offered, answered, taken back, and their slides."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from clusterdynamics.errors import InputError
from clusterdynamics_web.library.access import access_desk
from clusterdynamics_web.meetings import operations
from clusterdynamics_web.meetings.access import access_talk, join_meeting, own_regions
from clusterdynamics_web.meetings.forms import TalkForm, problems_onto
from clusterdynamics_web.meetings.state import has_call
from clusterdynamics_web.meetings.views.frame import crumbs, tried
from clusterdynamics_web.routes import Visitors, by, page

__all__ = ["answer", "offer", "slides", "withdraw"]


@page(Visitors.LOGGED_IN, methods=("GET", "POST"))
def offer(request: HttpRequest, key: str) -> HttpResponse:
    """Offer a talk for one's region."""
    seat = join_meeting(request.user, key)
    if not has_call(seat.meeting):
        messages.error(request, _("Talks cannot be offered now."))
        return redirect("meeting", key)
    form = TalkForm(request.POST or None, regions=own_regions(request.user), initial={"speaker": by(request).name})
    if request.method == "POST" and form.is_valid():
        try:
            operations.offer_talk(by(request), seat.meeting, form.cleaned_data)
        except InputError as error:
            problems_onto(form, error)
        else:
            messages.success(request, _("Your talk is with the host. You get a mail with the reply."))
            return redirect("meeting", key)
    context = {
        "form": form,
        "title": _("Offer a talk"),
        "answer": seat.meeting.call_words,
        "button": _("Offer the talk"),
        "crumbs": crumbs(seat.meeting),
    }
    return render(request, "meetings/form.html", context, status=422 if form.errors else 200)


@page(Visitors.LOGGED_IN, methods=("POST",))
def answer(request: HttpRequest, key: str, talk: int) -> HttpResponse:
    """Accept a talk, or decline it with a reason."""
    _seat, found = access_talk(request.user, key, talk)
    accepted, reason = "accept" in request.POST, request.POST.get("reason", "")
    said = _("The talk is on the agenda. A mail goes out.") if accepted else _("Declined. A mail goes out.")
    tried(request, lambda: operations.answer_talk(by(request), found, accepted=accepted, reason=reason), said)
    return redirect("meeting", key)


@page(Visitors.LOGGED_IN, methods=("POST",))
def withdraw(request: HttpRequest, key: str, talk: int) -> HttpResponse:
    """Take one's talk back."""
    _seat, found = access_talk(request.user, key, talk, own=True)
    tried(request, lambda: operations.withdraw_talk(by(request), found), _("You have taken your talk back."))
    return redirect("meeting", key)


@page(Visitors.LOGGED_IN, methods=("POST",))
def slides(request: HttpRequest, key: str, talk: int) -> HttpResponse:
    """Put slides into the library as a draft, and go there."""
    _seat, found = access_talk(request.user, key, talk, own=True)
    access_desk(request.user, found.region.slug)
    given = request.FILES.get("file")
    if given is None:
        messages.error(request, _("Choose a file first."))
        return redirect("meeting", key)
    try:
        if (given.size or 0) > settings.UPLOAD_BYTES:
            size = max(settings.UPLOAD_BYTES // 1024**2, 1)
            raise InputError(_("The file is larger than {size} MB.").format(size=size))
        version = operations.add_slides(by(request), found, given.name or "", given.read())
    except InputError as error:
        messages.error(request, f"{(given.name or '')[:80]}: {error}")
        return redirect("meeting", key)
    messages.success(request, _("Your slides are a draft now. Send them to the curators when they are ready."))
    return redirect("library_edit", found.region.slug, version.item.key, version.number)
