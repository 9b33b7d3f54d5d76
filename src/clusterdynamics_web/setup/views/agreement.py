"""Steps 4 and 5: who sees what, and what participants agree to."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from clusterdynamics.disclosure import Audience
from clusterdynamics.errors import InputError
from clusterdynamics_web.access import access_study
from clusterdynamics_web.rights import Right
from clusterdynamics_web.routes import Visitors, by, page
from clusterdynamics_web.setup.example_pictures import AUDIENCES, example_picture, example_words
from clusterdynamics_web.setup.forms.agreement import AgreementForm, ConsentForm
from clusterdynamics_web.setup.frame import go, show
from clusterdynamics_web.setup.operations.agreement import change_agreement, change_consent
from clusterdynamics_web.setup.role_table import COLUMNS, role_rows
from clusterdynamics_web.studies.state import State, current_wave, state_of

__all__ = ["consent", "example", "visibility"]


@page(Right.EDIT_STUDY, methods=("GET", "POST"))
def visibility(request: HttpRequest, region: str, study: str) -> HttpResponse:
    """Agree who sees what."""
    access = access_study(request.user, region, study, Right.EDIT_STUDY)
    this = access.object
    opened = state_of(current_wave(this)) != State.DRAFT
    form = AgreementForm(request.POST or None, study=this, disabled=opened)
    if request.method == "POST" and form.is_valid():
        try:
            change_agreement(by(request), this, **form.values())
        except InputError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Saved."))
            return go(this, "study_visibility")
    context = {"step": "visibility", "form": form, "columns": COLUMNS, "rows": role_rows()}
    return show(request, access, "visibility.html", context)


@page(Right.EDIT_STUDY, methods=("GET", "POST"))
def consent(request: HttpRequest, region: str, study: str) -> HttpResponse:
    """Say who asks and why, and see what each reader will see."""
    access = access_study(request.user, region, study, Right.EDIT_STUDY)
    this = access.object
    opened = state_of(current_wave(this)) != State.DRAFT
    form = ConsentForm(request.POST or None, study=this, disabled=opened)
    if request.method == "POST" and form.is_valid():
        try:
            change_consent(by(request), this, form.texts())
        except InputError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Saved."))
            return go(this, "study_consent")
    pictures = [{"audience": a.value, **example_words(a)} for a in AUDIENCES]
    return show(request, access, "consent.html", {"step": "consent", "form": form, "pictures": pictures})


@page(Visitors.ANYBODY)
def example(request: HttpRequest, audience: str) -> HttpResponse:
    """Draw what one audience would see of the invented example cluster. It shows nobody's answers."""
    if audience not in {a.value for a in AUDIENCES}:
        raise Http404
    svg = example_picture(Audience(audience), get_language() or "en")
    response = HttpResponse(svg, content_type="image/svg+xml")
    response["Cache-Control"] = "public, max-age=86400"
    response["Vary"] = "Accept-Language, Cookie"
    return response
