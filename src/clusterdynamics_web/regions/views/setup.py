"""The first page of a new installation."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from clusterdynamics.errors import InputError
from clusterdynamics_web.accounts.operations import log_in
from clusterdynamics_web.accounts.setup_code import code_is_right, forget, is_new
from clusterdynamics_web.regions.forms import SetupForm
from clusterdynamics_web.regions.operations import set_up
from clusterdynamics_web.routes import Visitors, page

__all__ = ["setup"]


@page(Visitors.ANYBODY, methods=("GET", "POST"))
def setup(request: HttpRequest) -> HttpResponse:
    """Make the first account and region. Whoever has no code of this server gets nowhere."""
    if not is_new():
        raise Http404
    language = get_language() or "en"
    initial = {"code": request.GET.get("code", ""), "languages": [language], "default_language": language}
    form = SetupForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        if not code_is_right(values["code"]):
            form.add_error("code", _("This is not the code of this server. Look where the server was started."))
        else:
            try:
                user, _region = set_up(values["email"], values["password"], values["person"], language, values)
            except InputError as error:
                form.add_error(None, str(error))
            else:
                forget()
                return log_in(request, user, then=reverse("mfa_activate_totp"))
    return render(request, "regions/setup.html", {"form": form}, status=400 if form.errors else 200)
