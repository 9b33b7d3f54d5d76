"""Telling what came of working together: on phones as an outline, for the team as files."""

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
from clusterdynamics_web.sensemaking.access import (
    access_guest,
    access_guest_ripple,
    access_ripple,
    access_scene,
    access_session,
)
from clusterdynamics_web.sensemaking.forms import RippleForm
from clusterdynamics_web.sensemaking.models import Guest, Ripple, SceneKind
from clusterdynamics_web.sensemaking.ripple_map import draw_ripples
from clusterdynamics_web.sensemaking.ripples import outline_of, to_csv

__all__ = ["change", "file", "first", "hide", "then"]

_TYPES = {"svg": "image/svg+xml", "csv": "text/csv; charset=utf-8"}


@page(Visitors.ROOM, VisibilityClass.C2, methods=("GET", "POST"))
def first(request: HttpRequest) -> HttpResponse:
    """Tell what changed."""
    guest = access_guest(request)
    if guest is None:
        return redirect("session_join")
    return _told(request, guest)


@page(Visitors.ROOM, VisibilityClass.C2, methods=("GET", "POST"))
def then(request: HttpRequest, number: int) -> HttpResponse:
    """Tell what a change led to."""
    guest = access_guest(request)
    if guest is None:
        return redirect("session_join")
    return _told(request, guest, parent=access_guest_ripple(guest, number))


@page(Visitors.ROOM, VisibilityClass.C2, methods=("GET", "POST"))
def change(request: HttpRequest, number: int) -> HttpResponse:
    """Say it better, or take it back."""
    guest = access_guest(request)
    if guest is None:
        return redirect("session_join")
    return _told(request, guest, own=access_guest_ripple(guest, number))


def _told(
    request: HttpRequest, guest: Guest, *, parent: Ripple | None = None, own: Ripple | None = None
) -> HttpResponse:
    """Show the form of one step and keep what was given; the room's language is the session's."""
    scene = (own or parent).scene if own or parent else guest.session.current  # type: ignore[union-attr]
    if scene is None or scene.kind != SceneKind.RIPPLE or (own is not None and own.guest_id != guest.pk):
        return redirect("session_now")
    with translation.override(guest.session.language):
        form = RippleForm(request.POST or None, instance=own, initial={"signed": bool(own and own.signed)})
        if request.method == "POST":
            try:
                if own is not None and "remove" in request.POST:
                    operations.remove_ripple(guest, own)
                    return redirect("session_now")
                if form.is_valid():
                    given = form.given(guest)
                    if own is not None:
                        operations.change_ripple(guest, Ripple.objects.get(pk=own.pk), given)
                    else:
                        operations.add_ripple(guest, scene, given, parent=parent)
                    messages.success(request, _("It is on the screen."))
                    return redirect("session_now")
            except InputError as error:
                form.add_error(None, str(error))
        more = {"study": guest.session.title, "scene": scene, "parent": parent, "own": own, "form": form}
        return render(request, "sensemaking/ripple.html", more)


@page(Right.RUN_ROOM, methods=("POST",))
def hide(request: HttpRequest, region: str, study: str, key: str, number: int) -> HttpResponse:
    """Take a change, and what it led to, off the screen."""
    _access, found = access_session(request.user, region, study, key, Right.RUN_ROOM)
    operations.hide_ripple(by(request), access_ripple(found, number))
    return redirect("session_control", region, study, key)


@page(Right.SEE_SESSIONS, VisibilityClass.C2)
def file(request: HttpRequest, region: str, study: str, key: str, number: int, kind: str) -> HttpResponse:
    """Hand out what was told in a scene, as a drawing or as a table."""
    _access, found = access_session(request.user, region, study, key, Right.SEE_SESSIONS)
    scene = access_scene(found, number)
    if kind not in _TYPES or scene.kind != SceneKind.RIPPLE:
        raise Http404
    with translation.override(found.language):
        steps = outline_of(scene)
        content = draw_ripples(steps, scene.title) if kind == "svg" else "\ufeff" + to_csv(steps)
    response = HttpResponse(content, content_type=_TYPES[kind])
    response["Cache-Control"] = "private, no-store"
    response["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
    response["Content-Disposition"] = f'attachment; filename="ripples-{scene.position}.{kind}"'
    return response
