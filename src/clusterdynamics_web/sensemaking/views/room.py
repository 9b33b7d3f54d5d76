"""The phones in the room, and the screen in front of it."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any

from django.contrib import messages
from django.db import close_old_connections
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse, StreamingHttpResponse
from django.middleware.csrf import rotate_token
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext as _

from clusterdynamics.disclosure import VisibilityClass
from clusterdynamics.errors import InputError
from clusterdynamics_web.keys import hash_token
from clusterdynamics_web.limits import is_over, too_many
from clusterdynamics_web.routes import Visitors, page
from clusterdynamics_web.sensemaking import operations
from clusterdynamics_web.sensemaking.access import COOKIE, access_guest, access_screen
from clusterdynamics_web.sensemaking.forms import JoinForm, NoteForm
from clusterdynamics_web.sensemaking.models import Guest, Preview, Scene, SceneKind, Session
from clusterdynamics_web.sensemaking.notes import notes_shown
from clusterdynamics_web.sensemaking.shown import lines_about, ripples_shown, scene_shown, votes_shown
from clusterdynamics_web.sensemaking.topics import links_asked, topics_of
from clusterdynamics_web.sensemaking.views.common import join_picture
from clusterdynamics_web.sensemaking.words import AGREE

__all__ = ["events", "join", "note", "now", "preview", "screen", "state", "vote"]

#: Wrong codes that one address may try in ten minutes: a whole room comes from one address.
WRONG = 60
#: Seconds between two looks at the session, and how long one stream lives before the screen asks again.
LOOK, STREAM = 0.5, 60.0
#: Seconds after which a phone without JavaScript looks again.
AGAIN = 8


@page(Visitors.ANYBODY, methods=("GET", "POST"))
def join(request: HttpRequest) -> HttpResponse:
    """Ask for the code, and let somebody in."""
    form = JoinForm(request.POST or None, initial={"code": request.GET.get("code", "")[:20]})
    if request.method == "POST" and form.is_valid():
        try:
            if is_over(request, "session_code", tries=WRONG):
                raise InputError(_("There is no session with this code, or it is over."))
            _guest, token = operations.join(form.cleaned_data["code"], form.cleaned_data["name"])
        except InputError as error:
            too_many(request, "session_code", tries=WRONG, seconds=600)
            form.add_error("code", str(error))
        else:
            request.session.cycle_key()
            rotate_token(request)
            request.session[COOKIE] = token
            return redirect("session_now")
    return render(request, "sensemaking/join.html", {"form": form})


@page(Visitors.ROOM, VisibilityClass.C2)
def now(request: HttpRequest) -> HttpResponse:
    """Show what the room is asked now; never what the others have said before it is closed."""
    guest = access_guest(request)
    if guest is None:
        messages.info(request, _("The session is over, or you have not joined it yet."))
        return redirect("session_join")
    session = guest.session
    with translation.override(session.language):
        scene = session.current
        response = render(request, "sensemaking/now.html", _asked(guest, scene))
    if scene is None or not scene.is_voting:
        response["Refresh"] = str(AGAIN)
    return response


def _asked(guest: Guest, scene: Scene | None) -> dict[str, Any]:
    given = {v.statement_id: v.value for v in guest.votes.filter(statement__scene=scene)} if scene else {}
    lines = [
        {
            "pk": s.pk,
            "key": str(s.pk),
            "text": s.text,
            "value": given.get(s.pk),
            "options": [
                {"value": v, "label": words, "checked": given.get(s.pk) == v, "apart": v == 0}
                for v, words in AGREE.items()
            ],
        }
        for s in (scene.statements.all() if scene else [])
    ]
    guess = [{"value": x["pk"], "label": x["text"], "checked": x["value"] == 1} for x in lines]
    return {
        "study": guest.session.title,
        "session": guest.session,
        "scene": scene,
        "lines": lines,
        "guess": guess,
        "voted": bool(given),
        "note": NoteForm(topics=topics_of(guest.session)),
        "may_miss": bool(scene and (scene.map_state or scene.section) and links_asked(guest.session.study)),
        "ripples": ripples_shown(scene) if scene else None,
        "guest": guest,
    }


@page(Visitors.ROOM)
def state(request: HttpRequest) -> HttpResponse:
    """Say which version the phone should show; it asks every second or two."""
    guest = access_guest(request)
    response = JsonResponse({"version": guest.session.version if guest else -1})
    response["Cache-Control"] = "no-store"
    return response


@page(Visitors.ROOM, methods=("POST",))
def vote(request: HttpRequest, number: int) -> HttpResponse:
    """Take a vote."""
    guest = access_guest(request)
    if guest is None:
        return redirect("session_join")
    scene = guest.session.scenes.filter(pk=number).first()
    try:
        if scene is None:
            raise InputError(_("This vote is closed."))
        operations.vote(guest, scene, _given(request, scene))
    except InputError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Thank you, your vote is in. You can change it until the vote is closed."))
    return redirect("session_now")


def _given(request: HttpRequest, scene: Scene) -> dict[int, int]:
    try:
        if scene.kind == SceneKind.GUESS:
            return {int(request.POST.get("guess", "")): 1}
        found = {s.pk: request.POST.get(f"line-{s.pk}", "") for s in scene.statements.all()}
        return {pk: int(value) for pk, value in found.items() if value != ""}
    except ValueError as error:
        raise InputError(_("Choose one of the answers.")) from error


@page(Visitors.ROOM, methods=("POST",))
def note(request: HttpRequest) -> HttpResponse:
    """Pin a note to the scene that is on the screen."""
    guest = access_guest(request)
    if guest is None:
        return redirect("session_join")
    form = NoteForm(request.POST, topics=topics_of(guest.session))
    scene = guest.session.current
    if not form.is_valid():
        messages.error(request, _("Write something first, and choose what it is about from the list."))
    elif scene is not None:
        signed = guest.name if form.cleaned_data["signed"] else ""
        try:
            given = form.cleaned_data
            operations.add_note(scene, given["text"], guest=guest, signed=signed, about=given["about"])
        except InputError as error:
            messages.error(request, str(error))
        else:
            messages.success(request, _("Your note is on the screen."))
    return redirect("session_now")


# -- the screen ---------------------------------------------------------------------------------------------------


@page(Visitors.ROOM, VisibilityClass.C2)
def screen(request: HttpRequest, token: str) -> HttpResponse:
    """Show what the room looks at. The link dies with the session, and with a new link."""
    session = access_screen(token)
    with translation.override(session.language):
        scene = session.current if session.opened_at is not None else None
        response = render(
            request,
            "sensemaking/_screen.html" if request.GET.get("part") else "sensemaking/screen.html",
            {
                "session": session,
                "token": token,
                "scene": scene,
                "shown": scene_shown(scene) if scene and not _guessing(scene) else None,
                "votes": votes_shown(scene) if scene else None,
                "ripples": ripples_shown(scene) if scene else None,
                "notes": notes_shown(scene) if scene else [],
                "guests": session.guests.count(),
                "join": join_picture(session) if session.join_code else None,
            },
        )
    response["Cache-Control"] = "no-store"
    return response


def _guessing(scene: Scene) -> bool:
    """Say whether a result must wait until the room has guessed."""
    return scene.kind == SceneKind.GUESS and scene.voting_closed_at is None


@page(Visitors.ROOM)
def events(request: HttpRequest, token: str) -> HttpResponseBase:
    """Tell the screen when there is something new, and at once when its link has died."""
    access_screen(token)
    response = StreamingHttpResponse(_changes(hash_token(token)), content_type="text/event-stream")
    response["Cache-Control"] = "no-store"
    response["X-Accel-Buffering"] = "no"
    return response


def _changes(screen_hash: str) -> Iterator[str]:
    """Yield an event for every change, and ``over`` when the link has died."""
    last, began, spoke = -1, time.monotonic(), time.monotonic()
    while time.monotonic() - began < STREAM:
        found = Session.objects.filter(screen_hash=screen_hash, closed_at__isnull=True).values_list(
            "version", flat=True
        )
        version = found.first()
        close_old_connections()
        if version is None:
            yield "event: over\ndata: \n\n"
            return
        if version != last:
            last, spoke = version, time.monotonic()
            yield f"event: change\ndata: {version}\n\n"
        elif time.monotonic() - spoke > 10:  # so that a screen which has gone away is noticed
            spoke = time.monotonic()
            yield ": still here\n\n"
        time.sleep(LOOK)


# -- beforehand ---------------------------------------------------------------------------------------------------


@page(Visitors.ANYBODY, VisibilityClass.C2, methods=("GET", "POST"))
def preview(request: HttpRequest, token: str) -> HttpResponse:
    """Show an organisation where it is named in a session, and let it ask to be left out by name."""
    chosen = Preview.objects.select_related("session__study__cluster__region", "session__snapshot__study", "actor")
    found = chosen.filter(token_hash=hash_token(token), session__closed_at__isnull=True).first()
    if found is None:
        return render(request, "sensemaking/preview_over.html", status=404)
    session, actor = found.session, found.actor
    if request.method == "POST":
        operations.ask_mask(session, actor)
        return redirect("preview", token)
    operations.note_preview(found)
    return render(
        request,
        "sensemaking/preview.html",
        {
            "study": session.study.parsed.title,
            "session": session,
            "actor": actor,
            "masked": session.masks.filter(actor=actor).exists(),
            "lines": lines_about(session, actor),
        },
    )
