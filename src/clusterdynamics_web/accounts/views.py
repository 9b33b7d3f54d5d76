"""One's own account: name, language, roles, data."""

from __future__ import annotations

from typing import cast

from allauth.mfa.utils import is_mfa_enabled
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from clusterdynamics_web.accounts.adapters import speak
from clusterdynamics_web.accounts.forms import AccountForm
from clusterdynamics_web.accounts.middleware import needs_second_factor
from clusterdynamics_web.accounts.models import User
from clusterdynamics_web.accounts.operations import change_account
from clusterdynamics_web.accounts.read import data_of, roles_of
from clusterdynamics_web.routes import Visitors, page

__all__ = ["account", "my_data"]


@page(Visitors.LOGGED_IN, methods=("GET", "POST"))
def account(request: HttpRequest) -> HttpResponse:
    """Show one's roles, and let name and language be changed."""
    user = cast(User, request.user)
    form = AccountForm(request.POST or None, initial={"name": user.name, "language": user.language})
    if request.method == "POST" and form.is_valid():
        change_account(user, name=form.cleaned_data["name"], language=form.cleaned_data["language"])
        messages.success(request, _("Saved."))
        response: HttpResponse = redirect("account")
        speak(response, user.language)
        return response
    context = {
        "form": form,
        "roles": roles_of(user),
        "second_factor": is_mfa_enabled(user),
        "second_factor_needed": needs_second_factor(user),
    }
    return render(request, "accounts/account.html", context)


@page(Visitors.LOGGED_IN)
def my_data(request: HttpRequest) -> HttpResponse:
    """Hand out everything that is kept about the account."""
    response = JsonResponse(data_of(cast(User, request.user)), json_dumps_params={"indent": 2, "ensure_ascii": False})
    response.headers["Content-Disposition"] = 'attachment; filename="account.json"'
    return response
