"""Placemats: have them made, take them."""

from __future__ import annotations

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from clusterdynamics.disclosure import VisibilityClass
from clusterdynamics_web.audit import record
from clusterdynamics_web.jobs.operations import enqueue
from clusterdynamics_web.rights import Right
from clusterdynamics_web.routes import by, page
from clusterdynamics_web.sensemaking.access import access_session
from clusterdynamics_web.sensemaking.placemats import placemats_of, themes_of

__all__ = ["placemats", "placemats_file"]


@page(Right.RUN_ROOM, VisibilityClass.C2, methods=("POST",))
def placemats(request: HttpRequest, region: str, study: str, key: str) -> HttpResponse:
    """Have the placemats of a session made."""
    _access, found = access_session(request.user, region, study, key, Right.RUN_ROOM)
    back = reverse("session", args=[region, study, key])
    if not themes_of(found):
        messages.error(request, _("No scene shows a result yet. Choose one to show first."))
        return redirect(back)
    job = enqueue(
        "write_placemats",
        study_id=found.study_id,
        user=by(request),
        parameters={"session": found.pk, "next": back},
        name=f"write_placemats:{found.pk}",
    )
    record(by(request), "session.placemats", found.study, found.key)
    return redirect("job_watch", job.key)


@page(Right.SEE_SESSIONS, VisibilityClass.C2)
def placemats_file(request: HttpRequest, region: str, study: str, key: str) -> HttpResponseBase:
    """Hand the placemats out, as long as they say what the session shows now."""
    _access, found = access_session(request.user, region, study, key, Right.SEE_SESSIONS)
    path = placemats_of(found)
    if path is None:
        messages.error(request, _("The session was changed since. Have the placemats made once more."))
        return redirect("session", region, study, key)
    response = FileResponse(path.open("rb"), as_attachment=True, filename="placemats.pdf")
    response["Cache-Control"] = "private, no-store"
    return response
