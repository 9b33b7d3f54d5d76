"""Step 7: a test, the agreement of the cluster, and the opening of the wave."""

from __future__ import annotations

from typing import Any

import segno
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from clusterdynamics.errors import InputError
from clusterdynamics_web.access import access_study
from clusterdynamics_web.addresses import absolute
from clusterdynamics_web.rights import Right
from clusterdynamics_web.routes import by, page
from clusterdynamics_web.setup.checklist import blocking, checklist, is_signed_off
from clusterdynamics_web.setup.frame import address, attempt, go, show
from clusterdynamics_web.setup.operations import launch as operations
from clusterdynamics_web.setup.preview import sections
from clusterdynamics_web.setup.steps import STEPS
from clusterdynamics_web.studies.models import Study
from clusterdynamics_web.survey.models import Respondent

__all__ = ["launch", "open_wave", "sign_off", "test_erase", "test_start"]


@page(Right.EDIT_STUDY)
def launch(request: HttpRequest, region: str, study: str) -> HttpResponse:
    """Show the checklist, the test, and the agreement of the cluster."""
    access = access_study(request.user, region, study, Right.EDIT_STUDY)
    return _shown(request, access, {})


def _shown(request: HttpRequest, access: Any, more: dict[str, Any]) -> HttpResponse:
    this: Study = access.object
    points = checklist(this)
    tests = Respondent.objects.filter(study=this, is_test=True)
    return show(
        request,
        access,
        "launch.html",
        {
            "step": "launch",
            "points": [_point(this, p) for p in points],
            "blocking": blocking(points),
            "notes": [p for p in points if p.state == "note"],
            "tests": tests.count(),
            "tests_sent": tests.filter(submitted_at__isnull=False).count(),
            "signed": is_signed_off(this),
            "may_open": access.may(Right.RUN_FIELDWORK),
            "may_sign_off": access.may(Right.SIGN_OFF),
            "people": this.contacts.filter(actor__opted_out=None, actor__left=None).count(),
            **more,
        },
    )


def _point(study: Study, point: Any) -> dict[str, Any]:
    """Return a point as a task: what is only said counts as done, with its sentence."""
    return {
        "label": point.text,
        "url": address(study, STEPS[point.step].page) if point.step != "launch" else None,
        "state": "todo" if point.state == "stop" else "done",
        "note": point.state == "note",
    }


@page(Right.EDIT_STUDY, methods=("POST",))
def test_start(request: HttpRequest, region: str, study: str) -> HttpResponse:
    """Make a test participant and show the link, once: it is kept nowhere, so this page is not sent on."""
    access = access_study(request.user, region, study, Right.EDIT_STUDY)
    try:
        token = operations.start_test(by(request), access.object)
    except InputError as error:
        messages.error(request, str(error))
        return go(access.object, "study_launch")
    link = _personal_link(token)
    picture = segno.make(link, micro=False).svg_data_uri(scale=6, border=2)
    response = _shown(request, access, {"link": link, "qr": picture})
    response["Cache-Control"] = "no-store"
    return response


def _personal_link(token: str) -> str:
    """Return the address that opens the form."""
    return absolute(reverse("answer_link", args=[token]))


@page(Right.EDIT_STUDY, methods=("POST",))
def test_erase(request: HttpRequest, region: str, study: str) -> HttpResponse:
    """Erase the test answers."""
    access = access_study(request.user, region, study, Right.EDIT_STUDY)
    operations.erase_tests(by(request), access.object)
    messages.success(request, _("The test answers are erased."))
    return go(access.object, "study_launch")


@page(Right.SIGN_OFF, methods=("GET", "POST"))
def sign_off(request: HttpRequest, region: str, study: str) -> HttpResponse:
    """Let somebody agree to the questions for the cluster, with everything they agree to on the page."""
    access = access_study(request.user, region, study, Right.SIGN_OFF)
    this = access.object
    error = ""
    if request.method == "POST":
        if request.POST.get("agree") != "yes":
            error = _("Tick that you have read the questions and agree.")
        else:
            try:
                operations.sign_off(by(request), this, request.POST.get("name", ""))
            except InputError as refused:
                error = str(refused)
            else:
                messages.success(request, _("Thank you. Your agreement is noted, with the date."))
                return go(this, "study_home")
    context = {
        "sections": sections(this, this.parsed.languages[0]),
        "settings_of_study": this.parsed,
        "consent": this.consent_texts.get(this.parsed.languages[0], {}),
        "signed": is_signed_off(this),
        "error": error,
        "name": request.POST.get("name", by(request).name),
    }
    return show(request, access, "sign_off.html", context, status=422 if error else 200)


@page(Right.RUN_FIELDWORK, methods=("POST",))
def open_wave(request: HttpRequest, region: str, study: str) -> HttpResponse:
    """Open the wave."""
    access = access_study(request.user, region, study, Right.RUN_FIELDWORK)
    done = _("The wave is open. Everybody with a link can answer now.")
    if attempt(request, lambda: operations.open_wave(by(request), access.object), done):
        return go(access.object, "study_home")
    return go(access.object, "study_launch")
