"""Preparing a session, and what came of it."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from clusterdynamics.disclosure import Audience, VisibilityClass
from clusterdynamics.errors import InputError
from clusterdynamics_web.access import access_study
from clusterdynamics_web.jobs.operations import enqueue
from clusterdynamics_web.results import store
from clusterdynamics_web.results.access import latest_snapshot
from clusterdynamics_web.rights import Right
from clusterdynamics_web.routes import by, page
from clusterdynamics_web.sensemaking import operations
from clusterdynamics_web.sensemaking.access import access_note, access_scene, access_session
from clusterdynamics_web.sensemaking.forms import NewForm, SceneForm
from clusterdynamics_web.sensemaking.models import AUDIENCES, Kind, MissingLink, SceneKind
from clusterdynamics_web.sensemaking.notes import notes_of
from clusterdynamics_web.sensemaking.placemats import placemats_of
from clusterdynamics_web.sensemaking.previews import too_late
from clusterdynamics_web.sensemaking.record import record_pdf
from clusterdynamics_web.sensemaking.shown import named_in, ripples_shown, sections_of, votes_shown
from clusterdynamics_web.sensemaking.views.common import done, findings_of, page_of
from clusterdynamics_web.studies.onward import onward_of

__all__ = [
    "audience",
    "home",
    "new",
    "pdf",
    "previews",
    "scene",
    "scene_move",
    "scene_new",
    "scene_remove",
    "session",
]


@page(Right.SEE_SESSIONS, VisibilityClass.C2)
def home(request: HttpRequest, region: str, study: str) -> HttpResponse:
    """List the sessions of a study."""
    access = access_study(request.user, region, study, Right.SEE_SESSIONS)
    sessions = access.object.sessions.all()
    return render(
        request,
        "sensemaking/home.html",
        page_of(access, sessions=sessions, snapshot=latest_snapshot(access.object)),
    )


@page(Right.RUN_ROOM, methods=("GET", "POST"))
def new(request: HttpRequest, region: str, study: str) -> HttpResponse:
    """Prepare a session."""
    access = access_study(request.user, region, study, Right.RUN_ROOM)
    snapshot = latest_snapshot(access.object)
    if snapshot is None:
        messages.error(request, _("There are no results yet. Close the wave first."))
        return redirect("sense_home", region, study)
    known = dict(settings.LANGUAGES)
    languages = [(code, known[code]) for code in access.object.parsed.languages]
    spoken = get_language() or ""
    form = NewForm(
        request.POST or None,
        languages=languages,
        initial={
            "kind": Kind.DATA_PARTY,
            "title": _("Reading the results together"),
            "language": spoken if spoken in dict(languages) else languages[0][0],
        },
    )
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        told = store.told_of(snapshot, Audience(given["audience"]), given["language"]) or {"sections": []}
        made = operations.create_session(
            by(request), access.object, snapshot, [s["id"] for s in told["sections"]], **given
        )
        return redirect("session", region, study, made.key)
    return render(request, "sensemaking/new.html", page_of(access, form=form))


@page(Right.SEE_SESSIONS, VisibilityClass.C2)
def session(request: HttpRequest, region: str, study: str, key: str) -> HttpResponse:
    """Show a session: its agenda, who will be named, and, when it is over, what came of it."""
    access, found = access_session(request.user, region, study, key, Right.SEE_SESSIONS)
    sections = {s["id"]: s["title"] for s in sections_of(found)}
    notes = notes_of(found)
    scenes = [
        {
            "scene": s,
            "section": sections.get(s.section, ""),
            "votes": votes_shown(s),
            "ripples": ripples_shown(s),
            "notes": notes.get(s.pk, ()),
        }
        for s in found.scenes.all()
    ]
    told = {p.actor_id: p for p in found.previews.all()}
    masked = set(found.masks.filter(asked_at__isnull=False).values_list("actor", flat=True))
    named = [
        {"label": a.label, "preview": told.get(a.pk), "masked": a.pk in masked}
        for a in (named_in(found) if access.may(Right.RUN_ROOM) and found.opened_at is None else [])
    ]
    return render(
        request,
        "sensemaking/session.html",
        page_of(
            access,
            session=found,
            scenes=scenes,
            named=named,
            untold=[n for n in named if n["preview"] is None and not n["masked"]],
            too_late=too_late(found),
            findings=findings_of(found),
            has_notes=bool(notes),
            missed=MissingLink.objects.filter(scene__session=found).count(),
            placemats=placemats_of(found) is not None,
            told_here=any(one["ripples"] and one["ripples"]["steps"] for one in scenes),
            audiences=[(a.value, words) for a, words in AUDIENCES.items()],
            onward=onward_of(access) if found.closed_at is not None else None,
        ),
    )


@page(Right.RUN_ROOM, methods=("POST",))
def audience(request: HttpRequest, region: str, study: str, key: str) -> HttpResponse:
    """Change as whom the room looks, before the session begins; the projector's link ends."""
    _access, found = access_session(request.user, region, study, key, Right.RUN_ROOM)
    chosen = request.POST.get("audience", "")

    def change() -> None:
        if chosen not in {a.value for a in AUDIENCES}:
            raise InputError(_("Choose what is shown."))
        operations.change_audience(by(request), found, chosen)

    return done(request, found, change)


@page(Right.RUN_ROOM, methods=("POST",))
def scene_new(request: HttpRequest, region: str, study: str, key: str) -> HttpResponse:
    """Put a scene at the end, and lead on to it."""
    _access, found = access_session(request.user, region, study, key, Right.RUN_ROOM)
    try:
        made = operations.add_scene(by(request), found, SceneKind.LOOK, _("A new scene"))
    except InputError as error:
        messages.error(request, str(error))
        return redirect("session", region, study, key)
    return redirect("session_scene", region, study, key, made.pk)


@page(Right.RUN_ROOM, VisibilityClass.C2, methods=("GET", "POST"))
def scene(request: HttpRequest, region: str, study: str, key: str, number: int) -> HttpResponse:
    """Change a scene."""
    access, found = access_session(request.user, region, study, key, Right.RUN_ROOM)
    row = access_scene(found, number)
    choices = [(s["id"], s["title"]) for s in sections_of(found)]
    form = SceneForm(request.POST or None, instance=row, sections=choices)
    if request.method == "POST" and form.is_valid():
        changes = {name: form.cleaned_data[name] for name in SceneForm.Meta.fields}
        try:
            operations.change_scene(by(request), access_scene(found, number), changes, form.cleaned_data["lines"])
        except InputError as error:
            form.add_error(None, str(error))
        else:
            return redirect("session", region, study, key)
    return render(request, "sensemaking/scene.html", page_of(access, session=found, scene=row, form=form))


@page(Right.RUN_ROOM, methods=("POST",))
def scene_move(request: HttpRequest, region: str, study: str, key: str, number: int) -> HttpResponse:
    """Move a scene up or down."""
    _access, found = access_session(request.user, region, study, key, Right.RUN_ROOM)
    return done(
        request,
        found,
        lambda: operations.move_scene(by(request), access_scene(found, number), -1 if "up" in request.POST else 1),
    )


@page(Right.RUN_ROOM, methods=("POST",))
def scene_remove(request: HttpRequest, region: str, study: str, key: str, number: int) -> HttpResponse:
    """Take a scene out."""
    _access, found = access_session(request.user, region, study, key, Right.RUN_ROOM)
    return done(request, found, lambda: operations.remove_scene(by(request), access_scene(found, number)))


@page(Right.RUN_ROOM, methods=("POST",))
def keep(request: HttpRequest, region: str, study: str, key: str, number: int) -> HttpResponse:
    """Keep a note as a story."""
    _access, found = access_session(request.user, region, study, key, Right.RUN_ROOM)
    note = access_note(found, number)

    def take() -> None:
        operations.keep_note(by(request), note)
        messages.success(request, _("It is with the stories. Only the study team reads it for now."))

    return done(request, found, take, "session_control")


@page(Right.RUN_ROOM, methods=("POST",))
def keep_told(request: HttpRequest, region: str, study: str, key: str) -> HttpResponse:
    """Keep what came of working together as stories."""
    _access, found = access_session(request.user, region, study, key, Right.RUN_ROOM)

    def take() -> None:
        number = operations.keep_chains(by(request), found)
        words = ngettext("{n} story is with the others.", "{n} stories are with the others.", number).format(n=number)
        messages.success(request, f"{words} {_('Only the study team reads them for now.')}")

    return done(request, found, take)


@page(Right.RUN_ROOM, VisibilityClass.C2, methods=("POST",))
def previews(request: HttpRequest, region: str, study: str, key: str) -> HttpResponse:
    """Write to those who will be named."""
    _access, found = access_session(request.user, region, study, key, Right.RUN_ROOM)
    if found.opened_at is not None or too_late(found):
        messages.error(
            request,
            _("Those who are named must see it 48 hours before. Move the session, or show what names nobody."),
        )
        return redirect("session", region, study, key)
    back = reverse("session", args=[region, study, key])
    job = enqueue(
        "send_previews",
        study_id=found.study_id,
        user=by(request),
        parameters={"session": found.pk, "next": back},
        name=f"send_previews:{found.pk}",
    )
    return redirect("job_watch", job.key)


@page(Right.SEE_SESSIONS, VisibilityClass.C2)
def pdf(request: HttpRequest, region: str, study: str, key: str) -> HttpResponse:
    """Return the record of a session as PDF."""
    _access, found = access_session(request.user, region, study, key, Right.SEE_SESSIONS)
    response = HttpResponse(record_pdf(found, findings_of(found)), content_type="application/pdf")
    day = (found.opened_at or timezone.now()).date().isoformat()
    response["Content-Disposition"] = f'attachment; filename="session-{day}.pdf"'
    return response
