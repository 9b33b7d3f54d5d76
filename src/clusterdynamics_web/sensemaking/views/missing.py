"""Links that the room misses: said on a phone, looked at by the study team."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext as _

from clusterdynamics.disclosure import VisibilityClass
from clusterdynamics.errors import InputError
from clusterdynamics_web.rights import Right
from clusterdynamics_web.routes import Visitors, by, page
from clusterdynamics_web.sensemaking import operations
from clusterdynamics_web.sensemaking.access import access_guest, access_session
from clusterdynamics_web.sensemaking.forms import MissingForm, ReviewForm
from clusterdynamics_web.sensemaking.masking import choosable
from clusterdynamics_web.sensemaking.missing import listed, missing_csv
from clusterdynamics_web.sensemaking.models import MissingLink
from clusterdynamics_web.sensemaking.topics import links_asked
from clusterdynamics_web.sensemaking.views.common import page_of
from clusterdynamics_web.sensemaking.views.noting import table_of

__all__ = ["as_table", "links", "review", "say"]


@page(Visitors.ROOM, VisibilityClass.C2, methods=("GET", "POST"))
def say(request: HttpRequest) -> HttpResponse:
    """Say that a link is missing on the map."""
    guest = access_guest(request)
    if guest is None:
        return redirect("session_join")
    session, scene = guest.session, guest.session.current
    if scene is None or not links_asked(session.study):
        return redirect("session_now")
    with translation.override(session.language):
        form = MissingForm(request.POST or None, session=session)
        if request.method == "POST" and form.is_valid():
            signed = guest.name if form.cleaned_data["signed"] else ""
            try:
                operations.miss_link(guest, scene, {**form.cleaned_data, "signed": signed})
            except InputError as error:
                form.add_error(None, str(error))
            else:
                messages.success(request, _("Thank you. The study team looks at it; nobody else sees it until then."))
                return redirect("session_now")
        more = {"study": session.title, "scene": scene, "form": form, "organisations": choosable(session)}
        return render(request, "sensemaking/missing.html", more)


@page(Right.REVIEW_LINKS, VisibilityClass.C2)
def links(request: HttpRequest, region: str, study: str, key: str) -> HttpResponse:
    """List the links that the room misses."""
    access, found = access_session(request.user, region, study, key, Right.REVIEW_LINKS)
    return render(
        request, "sensemaking/links.html", page_of(access, session=found, links=listed(found), form=ReviewForm())
    )


@page(Right.REVIEW_LINKS, VisibilityClass.C2, methods=("POST",))
def review(request: HttpRequest, region: str, study: str, key: str, number: int) -> HttpResponse:
    """Keep a link for the next wave, or set it aside."""
    _access, found = access_session(request.user, region, study, key, Right.REVIEW_LINKS)
    chosen = MissingLink.objects.select_related("scene__session__study").filter(scene__session=found, pk=number)
    link = chosen.first()
    if link is None:
        raise Http404
    state = MissingLink.State.KEPT if "keep" in request.POST else MissingLink.State.ASIDE
    try:
        operations.review_link(by(request), link, state, request.POST.get("reason", ""))
    except InputError as error:
        messages.error(request, str(error))
    return redirect("session_links", region, study, key)


@page(Right.REVIEW_LINKS, VisibilityClass.C2)
def as_table(request: HttpRequest, region: str, study: str, key: str) -> HttpResponse:
    """Hand out the links that the room misses."""
    _access, found = access_session(request.user, region, study, key, Right.REVIEW_LINKS)
    return table_of(missing_csv(found), "missing-links.csv")
