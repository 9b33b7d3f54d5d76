"""Joining a room on a phone, running it, and the page that is projected."""

from __future__ import annotations

from typing import Any

import segno
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import rotate_token
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from clusterdynamics.disclosure import VisibilityClass
from clusterdynamics.errors import InputError
from clusterdynamics_web.access import Access, access_study
from clusterdynamics_web.addresses import absolute
from clusterdynamics_web.jobs.models import Job, JobState
from clusterdynamics_web.limits import is_over, too_many
from clusterdynamics_web.rights import Right
from clusterdynamics_web.rooms import operations
from clusterdynamics_web.rooms.forms import CodeForm, OrganisationForm
from clusterdynamics_web.rooms.models import Room
from clusterdynamics_web.routes import Visitors, by, page
from clusterdynamics_web.studies.models import Study, Wave
from clusterdynamics_web.studies.state import current_wave, state_of
from clusterdynamics_web.studies.way import way_of
from clusterdynamics_web.survey.access import SESSION

__all__ = ["close", "control", "join", "organisation", "projector"]

#: So many wrong codes one address may try in ten minutes.
WRONG_CODES = 60
#: Seconds after which the projected page looks again.
AGAIN = 3


def _wave(request: HttpRequest, code: str) -> Wave | None:
    """Return the wave of a code. Only wrong codes count as tries: a whole room comes from one address."""
    if is_over(request, "room_code", tries=WRONG_CODES):
        return None
    wave = operations.wave_of_code(code)
    if wave is None:
        too_many(request, "room_code", tries=WRONG_CODES, seconds=600)
    return wave


@page(Visitors.ANYBODY, methods=("GET", "POST"))
def join(request: HttpRequest) -> HttpResponse:
    """Ask for the code of a room."""
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        wave = _wave(request, form.cleaned_data["code"])
        if wave is not None:
            return redirect("room_organisation", wave.join_code)
        form.add_error("code", _("There is no room with this code, or it is closed."))
    return render(request, "rooms/join.html", {"form": form})


@page(Visitors.ANYBODY, methods=("GET", "POST"))
def organisation(request: HttpRequest, code: str) -> HttpResponse:
    """Ask for which organisation somebody answers, then lead on to the questions."""
    wave = _wave(request, code)
    if wave is None:
        messages.error(request, _("There is no room with this code, or it is closed."))
        return redirect("room_join")
    form = OrganisationForm(request.POST or None, wave=wave)
    if request.method == "POST" and form.is_valid():
        try:
            person = operations.join(wave, form.cleaned_data.get("name", ""), get_language() or "en", actor=form.chosen)
        except InputError as error:
            form.add_error(None, str(error))
        else:
            # Another key for the session, so that one that somebody planted before is worth nothing.
            request.session.cycle_key()
            rotate_token(request)
            request.session[SESSION] = person.pk
            return redirect("answer")
    return render(request, "rooms/organisation.html", {"form": form, "study_title": wave.study.parsed.title})


def _room(request: HttpRequest, region: str, study: str) -> tuple[Access[Study], Wave, Room | None]:
    access = access_study(request.user, region, study, Right.RUN_ROOM)
    wave = current_wave(access.object)
    return access, wave, Room.objects.filter(wave=wave).select_related("snapshot").first()


def _page(access: Access[Study], wave: Wave, room: Room | None) -> dict[str, Any]:
    people = wave.respondents.filter(is_test=False)
    job = Job.objects.filter(name=f"room {wave.pk}").first()
    address = absolute(reverse("room_organisation", args=[wave.join_code])) if wave.join_code else ""
    return {
        "region": access.object.region,
        "study": access.object,
        "way": way_of(access, "collect"),
        "wave": wave,
        "room": room,
        "state": state_of(wave),
        "joined": people.count(),
        "sent": people.filter(submitted_at__isnull=False).count(),
        "organisations": people.filter(submitted_at__isnull=False).values("actor").distinct().count(),
        "needed": access.object.parsed.gates.afternoon_organisations,
        "address": address,
        "join_at": absolute(reverse("room_join")),
        "qr": segno.make(address, error="m").svg_data_uri(scale=8, border=2) if address else "",
        "job": job if job is not None and job.state not in {JobState.DONE} else None,
    }


@page(Right.RUN_ROOM, methods=("GET", "POST"))
def control(request: HttpRequest, region: str, study: str) -> HttpResponse:
    """Run the room: open it, see how many have answered, lead on to the projected page."""
    access, wave, room = _room(request, region, study)
    if request.method == "POST":
        try:
            operations.open_room(by(request), wave)
        except InputError as error:
            messages.error(request, str(error))
        return redirect("room_control", region, study)
    return render(request, "rooms/control.html", _page(access, wave, room))


@page(Right.RUN_ROOM, VisibilityClass.C2, methods=("POST",))
def close(request: HttpRequest, region: str, study: str) -> HttpResponse:
    """Close the room and show what came out; pressed again, the result is worked out again."""
    _access, wave, room = _room(request, region, study)
    try:
        if room is not None and not state_of(wave).is_open:
            operations.show_again(by(request), wave)
        else:
            operations.close_room(by(request), wave)
    except InputError as error:
        messages.error(request, str(error))
        return redirect("room_control", region, study)
    return redirect("room_projector", region, study)


@page(Right.RUN_ROOM, VisibilityClass.C2)
def projector(request: HttpRequest, region: str, study: str) -> HttpResponse:
    """Show the code while people answer, and the result when it is there; the page looks again by itself."""
    access, wave, room = _room(request, region, study)
    shown = _page(access, wave, room)
    response = render(request, "rooms/projector.html", shown)
    if room is not None and not room.result:
        response["Refresh"] = str(AGAIN)
    return response
