"""Notes of the team, and notes as a table."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from clusterdynamics.disclosure import VisibilityClass
from clusterdynamics.errors import InputError
from clusterdynamics_web.rights import Right
from clusterdynamics_web.routes import page
from clusterdynamics_web.sensemaking import operations
from clusterdynamics_web.sensemaking.access import access_scene, access_session
from clusterdynamics_web.sensemaking.forms import NoteForm
from clusterdynamics_web.sensemaking.notes import notes_csv
from clusterdynamics_web.sensemaking.topics import topics_of

__all__ = ["as_table", "note", "table_of"]


@page(Right.RUN_ROOM, methods=("POST",))
def note(request: HttpRequest, region: str, study: str, key: str, number: int) -> HttpResponse:
    """Pin a note of the facilitator's to a scene, or to what is meant in it."""
    _access, found = access_session(request.user, region, study, key, Right.RUN_ROOM)
    scene = access_scene(found, number)
    form = NoteForm(request.POST, topics=topics_of(found))
    if form.is_valid():
        try:
            operations.add_note(scene, form.cleaned_data["text"], about=form.cleaned_data["about"])
        except InputError as error:
            messages.error(request, str(error))
    else:
        messages.error(request, _("Write something first, and choose what it is about from the list."))
    return redirect("session_control", region, study, key)


@page(Right.SEE_SESSIONS, VisibilityClass.C2)
def as_table(request: HttpRequest, region: str, study: str, key: str) -> HttpResponse:
    """Hand out the notes of a session, scene by scene."""
    _access, found = access_session(request.user, region, study, key, Right.SEE_SESSIONS)
    return table_of(notes_csv(found), "notes.csv")


def table_of(content: str, name: str) -> HttpResponse:
    """Return a table as a file that spreadsheets read in any language."""
    response = HttpResponse("\ufeff" + content, content_type="text/csv; charset=utf-8")
    response["Cache-Control"] = "private, no-store"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
