"""Taking the study out as a package."""

from __future__ import annotations

from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from clusterdynamics.disclosure import VisibilityClass
from clusterdynamics.errors import InputError
from clusterdynamics_web.access import access_study
from clusterdynamics_web.rights import Right
from clusterdynamics_web.routes import by, page
from clusterdynamics_web.setup.frame import show
from clusterdynamics_web.setup.operations.packages import take_out
from clusterdynamics_web.survey.models import Respondent

__all__ = ["export"]


class ExportForm(forms.Form):
    """Why, and which answers."""

    reason = forms.CharField(
        label=_("Why do you take it out?"),
        help_text=_("The log of the study keeps it, and it stands in the package."),
        max_length=300,
    )
    test = forms.ChoiceField(
        label=_("Which answers?"),
        choices=[("", _("the real ones")), ("yes", _("those of the test, in a package of their own"))],
        required=False,
    )


@page(Right.EXPORT, VisibilityClass.C0, methods=("GET", "POST"))
def export(request: HttpRequest, region: str, study: str) -> HttpResponse:
    """Ask for the reason; then hand out the package."""
    access = access_study(request.user, region, study, Right.EXPORT)
    this = access.object
    form = ExportForm(request.POST or None)
    if not Respondent.objects.filter(study=this, is_test=True).exists():
        del form.fields["test"]
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            name, content = take_out(by(request), this, reason=data["reason"], test=data.get("test") == "yes")
        except InputError as error:
            form.add_error("reason", str(error))
        else:
            response = HttpResponse(content, content_type="application/zip")
            response["Content-Disposition"] = f'attachment; filename="{name}"'
            response["Cache-Control"] = "no-store"
            return response
    return show(request, access, "export.html", {"form": form}, status=422 if form.errors else 200)
