"""Running a session: opened, stepped through, voted in, noted, found, closed."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from clusterdynamics.disclosure import VisibilityClass, class_of
from clusterdynamics.errors import InputError
from clusterdynamics_web.actions.models import Evidence, Verdict
from clusterdynamics_web.actions.operations.findings import add_evidence, save_finding
from clusterdynamics_web.rights import Right
from clusterdynamics_web.routes import by, page
from clusterdynamics_web.sensemaking import operations
from clusterdynamics_web.sensemaking.access import access_note, access_scene, access_session
from clusterdynamics_web.sensemaking.forms import CloseForm, FindingForm, NoteForm
from clusterdynamics_web.sensemaking.models import MissingLink
from clusterdynamics_web.sensemaking.notes import notes_shown
from clusterdynamics_web.sensemaking.shown import ripples_shown, scene_shown, votes_shown
from clusterdynamics_web.sensemaking.topics import topics_of
from clusterdynamics_web.sensemaking.views.common import done, findings_of, page_of

__all__ = ["close", "control", "finding", "hide", "open_it", "screen_link", "step"]


@page(Right.RUN_ROOM, methods=("POST",))
def open_it(request: HttpRequest, region: str, study: str, key: str) -> HttpResponse:
    """Open a session."""
    _access, found = access_session(request.user, region, study, key, Right.RUN_ROOM)
    try:
        operations.open_session(by(request), found)
    except InputError as error:
        messages.error(request, str(error))
        return redirect("session", region, study, key)
    return redirect("session_control", region, study, key)


@page(Right.RUN_ROOM, VisibilityClass.C2)
def control(request: HttpRequest, region: str, study: str, key: str) -> HttpResponse:
    """Run a session: what is on the screen, the next scene, votes, notes, findings."""
    access, found = access_session(request.user, region, study, key, Right.RUN_ROOM)
    if not found.is_open:
        return redirect("session", region, study, key)
    scenes = list(found.scenes.all())
    here = next((k for k, s in enumerate(scenes) if s.pk == found.current_id), 0)
    scene = scenes[here] if scenes else None
    voted = scene.statements.values("votes__guest").exclude(votes__guest=None).distinct().count() if scene else 0
    return render(
        request,
        "sensemaking/control.html",
        page_of(
            access,
            session=found,
            scenes=scenes,
            scene=scene,
            number=here + 1,
            before=scenes[here - 1] if here else None,
            after=scenes[here + 1] if here + 1 < len(scenes) else None,
            shown=scene_shown(scene) if scene else None,
            votes=votes_shown(scene) if scene else None,
            ripples=ripples_shown(scene) if scene else None,
            voted=voted,
            guests=found.guests.count(),
            notes=notes_shown(scene) if scene else [],
            note_form=NoteForm(topics=topics_of(found)),
            missed=MissingLink.objects.filter(scene__session=found, state=MissingLink.State.NEW).count(),
            findings=findings_of(found),
            form=FindingForm(verdicts=list(Verdict.choices)),
            closing=CloseForm(),
        ),
    )


@page(Right.RUN_ROOM, methods=("POST",))
def step(request: HttpRequest, region: str, study: str, key: str, number: int) -> HttpResponse:
    """Show a scene, open its vote or close it."""
    _access, found = access_session(request.user, region, study, key, Right.RUN_ROOM)
    scene = access_scene(found, number)
    do = operations.go_to
    if "open" in request.POST:
        do = operations.open_vote
    elif "close" in request.POST:
        do = operations.close_vote
    return done(request, found, lambda: do(found, scene), "session_control")


@page(Right.RUN_ROOM, methods=("POST",))
def hide(request: HttpRequest, region: str, study: str, key: str, number: int) -> HttpResponse:
    """Hide a note."""
    _access, found = access_session(request.user, region, study, key, Right.RUN_ROOM)
    note = access_note(found, number)
    return done(request, found, lambda: operations.hide_note(by(request), note), "session_control")


@page(Right.RUN_ROOM, VisibilityClass.C2, methods=("POST",))
def screen_link(request: HttpRequest, region: str, study: str, key: str) -> HttpResponse:
    """Make a new link for the projector and open it; the one before ends."""
    _access, found = access_session(request.user, region, study, key, Right.RUN_ROOM)
    try:
        token = operations.new_screen(by(request), found)
    except InputError as error:
        messages.error(request, str(error))
        return redirect("session", region, study, key)
    return redirect("screen", token)


@page(Right.RUN_ROOM, VisibilityClass.C2, methods=("POST",))
def finding(request: HttpRequest, region: str, study: str, key: str, number: int) -> HttpResponse:
    """Write a finding down; it rests on the scene that is on the screen, and on its vote."""
    access, found = access_session(request.user, region, study, key, Right.RUN_ROOM)
    scene = access_scene(found, number)
    form = FindingForm(request.POST, verdicts=list(Verdict.choices))
    if not form.is_valid():
        messages.error(request, _("Write the finding, and say how the room sees it."))
        return redirect("session_control", region, study, key)
    given = form.cleaned_data
    try:
        made = save_finding(
            by(request),
            access.object,
            found.snapshot.wave,
            {
                **given,
                "evidence": _("Scene “{scene}” of the session “{session}”").format(
                    scene=scene.title, session=found.title
                ),
                "visibility": class_of(found.audience).value,
            },
            sections=[scene.section] if scene.section else [],
            snapshot=found.snapshot,
        )
        add_evidence(made, Evidence.Kind.SCENE, reference=f"{found.key}:{scene.position}", words=scene.title)
        votes = votes_shown(scene)
        if votes:
            words = _("{voted} of {guests} voted").format(voted=votes["voted"], guests=votes["guests"])
            add_evidence(made, Evidence.Kind.VOTES, reference=f"{found.key}:{scene.position}", words=words)
    except InputError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("The finding is written down."))
    return redirect("session_control", region, study, key)


@page(Right.RUN_ROOM, methods=("POST",))
def close(request: HttpRequest, region: str, study: str, key: str) -> HttpResponse:
    """Close a session."""
    _access, found = access_session(request.user, region, study, key, Right.RUN_ROOM)
    form = CloseForm(request.POST)
    form.is_valid()
    reason = str(form.cleaned_data.get("none_because", ""))
    count = len(findings_of(found))
    try:
        operations.close_session(by(request), found, findings=count, none_because="" if count else reason)
    except InputError as error:
        messages.error(request, str(error))
        return redirect("session_control", region, study, key)
    return redirect("session", region, study, key)
