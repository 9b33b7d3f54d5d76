"""What the pages of a session share."""

from __future__ import annotations

from typing import Any

import segno
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from clusterdynamics.errors import InputError
from clusterdynamics_web.access import Access
from clusterdynamics_web.actions.models import Evidence
from clusterdynamics_web.addresses import absolute
from clusterdynamics_web.rights import Right
from clusterdynamics_web.sensemaking.models import Session
from clusterdynamics_web.studies.models import Study
from clusterdynamics_web.studies.way import way_of

__all__ = ["done", "findings_of", "join_picture", "page_of"]


def page_of(access: Access[Study], **more: Any) -> dict[str, Any]:
    """Return what every page of the team knows."""
    study = access.object
    return {
        "region": study.region,
        "study": study,
        "way": way_of(access, "make_sense"),
        "may_run": access.may(Right.RUN_ROOM),
        "may_review": access.may(Right.REVIEW_LINKS),
        **more,
    }


def findings_of(session: Session) -> list[Any]:
    """Return the findings that rest on a session, in their order."""
    rows = Evidence.objects.filter(kind=Evidence.Kind.SCENE, reference__startswith=f"{session.key}:")
    return list({e.finding_id: e.finding for e in rows.select_related("finding").order_by("finding")}.values())


def join_picture(session: Session) -> dict[str, str]:
    """Return the address to join, the code and a picture of both for the cameras of phones."""
    address = absolute(reverse("session_join"))
    whole = f"{address}?code={session.join_code}"
    return {"address": address.split("//")[-1], "qr": segno.make(whole, error="m").svg_data_uri(scale=8, border=2)}


def done(request: HttpRequest, session: Session, do: Any, onward: str = "session") -> HttpResponse:
    try:
        do()
    except InputError as error:
        messages.error(request, str(error))
    return redirect(onward, session.study.region.slug, session.study.key, session.key)
