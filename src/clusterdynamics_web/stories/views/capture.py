"""Asking for stories: links of the team, and the place on the interviewer's page."""

from __future__ import annotations

import segno
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from clusterdynamics.errors import InputError
from clusterdynamics_web.access import access_study
from clusterdynamics_web.addresses import absolute
from clusterdynamics_web.interviews.access import access_interview
from clusterdynamics_web.rights import Right
from clusterdynamics_web.routes import by, page
from clusterdynamics_web.stories import operations
from clusterdynamics_web.stories.forms import DoorForm, InterviewForm
from clusterdynamics_web.stories.models import Door
from clusterdynamics_web.stories.views.frame import context
from clusterdynamics_web.studies.state import current_wave
from clusterdynamics_web.studies.way import way_of

__all__ = ["close", "doors", "interview"]


def _address(secret: str) -> str:
    return absolute(reverse("story_tell", args=[secret]))


@page(Right.EDIT_STORIES, methods=("GET", "POST"))
def doors(request: HttpRequest, region: str, study: str) -> HttpResponse:
    """Show the story links, and open another one."""
    access = access_study(request.user, region, study, Right.EDIT_STORIES)
    form = DoorForm(request.POST or None)
    made = ""
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        personal = given["kind"] == "personal"
        door, secret = operations.open_door(by(request), access.object, label=given["label"], personal=personal)
        if door.code is not None:
            messages.success(request, _("The link is open."))
            return redirect("story_doors", region, study)
        # Shown on this page only: it is kept nowhere.
        made, form = _address(secret), DoorForm()
    rows = [
        {
            "door": door,
            "address": _address(door.code) if door.code and door.is_open else "",
            "qr": segno.make(_address(door.code), error="m").svg_data_uri(scale=5, border=2)
            if door.code and door.is_open
            else "",
            "told": door.tellings.count(),
        }
        for door in access.object.story_doors.order_by("-pk")
    ]
    response = render(request, "stories/doors.html", context(access, "story_doors", form=form, rows=rows, made=made))
    response.headers["Cache-Control"] = "no-store, private"
    return response


@page(Right.EDIT_STORIES, methods=("POST",))
def close(request: HttpRequest, region: str, study: str, number: int) -> HttpResponse:
    """Close a story link."""
    access = access_study(request.user, region, study, Right.EDIT_STORIES)
    operations.close_door(by(request), get_object_or_404(Door, study=access.object, pk=number))
    messages.success(request, _("The link is closed. What was told by it stays."))
    return redirect("story_doors", region, study)


@page(Right.INTERVIEW, methods=("GET", "POST"))
def interview(request: HttpRequest, region: str, study: str, code: str) -> HttpResponse:
    """Take a story down in an interview. It is sent in at once; the interviewer does not read it again."""
    access, who = access_interview(request.user, region, study, code)
    if who.wave_id != current_wave(access.object).pk or who.declined_at is not None:
        raise Http404
    form = InterviewForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            language = who.language or get_language() or "en"
            operations.tell_in_interview(by(request), who, form.cleaned_data, language=language)
        except InputError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Sent. The story belongs to the study team now; you cannot open it any more."))
            return redirect("interview_person", region, study, code)
    shown = {
        "region": access.object.region,
        "study": access.object,
        "way": way_of(access, "collect"),
        "form": form,
        "who": who,
    }
    return render(request, "stories/interview.html", shown)
