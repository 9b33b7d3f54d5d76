"""The actions as a chapter of the annual plan: a text and a sheet."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from clusterdynamics.disclosure import VisibilityClass
from clusterdynamics_web.access import access_study
from clusterdynamics_web.actions import plan
from clusterdynamics_web.rights import Right
from clusterdynamics_web.routes import page

__all__ = ["sheet", "text"]

_OFFICE = "application/vnd.openxmlformats-officedocument"


@page(Right.READ_ACTIONS, VisibilityClass.C2)
def text(request: HttpRequest, region: str, study: str) -> HttpResponse:
    """Return the plan as a text document."""
    access = access_study(request.user, region, study, Right.READ_ACTIONS)
    return _file(plan.as_text(access), f"{_OFFICE}.wordprocessingml.document", "actions.docx")


@page(Right.READ_ACTIONS, VisibilityClass.C2)
def sheet(request: HttpRequest, region: str, study: str) -> HttpResponse:
    """Return the plan as a sheet."""
    access = access_study(request.user, region, study, Right.READ_ACTIONS)
    return _file(plan.as_sheet(access), f"{_OFFICE}.spreadsheetml.sheet", "actions.xlsx")


def _file(content: bytes, kind: str, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "private, no-store"
    return response
