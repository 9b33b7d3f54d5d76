"""Step 1: about the study."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from clusterdynamics.errors import InputError
from clusterdynamics_web.access import access_study
from clusterdynamics_web.rights import Right
from clusterdynamics_web.routes import by, page
from clusterdynamics_web.setup.forms.about import AboutForm
from clusterdynamics_web.setup.frame import go, show
from clusterdynamics_web.setup.operations.about import change_about

__all__ = ["about"]


@page(Right.EDIT_STUDY, methods=("GET", "POST"))
def about(request: HttpRequest, region: str, study: str) -> HttpResponse:
    """Say what the study is called, whom it is about, who answers questions, and when."""
    access = access_study(request.user, region, study, Right.EDIT_STUDY)
    form = AboutForm(request.POST or None, study=access.object)
    if request.method == "POST" and form.is_valid():
        try:
            change_about(by(request), access.object, form.values())
        except InputError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Saved."))
            return go(access.object, "study_about")
    return show(request, access, "about.html", {"step": "about", "form": form})
