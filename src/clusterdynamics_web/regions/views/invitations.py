"""The page behind the link of an invitation. Looking at it uses nothing up: only a press of the button does."""

from __future__ import annotations

from typing import cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from clusterdynamics.errors import InputError
from clusterdynamics_web.accounts.forms import NewAccountForm
from clusterdynamics_web.accounts.models import User
from clusterdynamics_web.accounts.operations import log_in
from clusterdynamics_web.limits import too_many
from clusterdynamics_web.regions.models import Invitation
from clusterdynamics_web.regions.operations import accept_as_new, accept_invitation, find_invitation
from clusterdynamics_web.routes import Visitors, page

__all__ = ["invitation"]

#: Links that are none, from one address, in so many seconds: nobody guesses 192 bits, but nobody shall try for long.
WRONG_LINKS, WINDOW = 20, 600


@page(Visitors.ANYBODY, methods=("GET", "POST"))
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Accept an invitation with the account one is logged in to, or with a new one."""
    offered = find_invitation(token)
    if offered is None:
        if too_many(request, "invitation", tries=WRONG_LINKS, seconds=WINDOW):
            return render(request, "429.html", status=429)
        return render(request, "regions/invitation_over.html", status=404)
    return _accept(request, offered) if request.user.is_authenticated else _join(request, offered)


def _accept(request: HttpRequest, offered: Invitation) -> HttpResponse:
    user = cast(User, request.user)
    if request.method == "POST":
        try:
            accept_invitation(user, offered)
        except InputError as error:
            messages.error(request, str(error))
            return redirect("home")
        messages.success(request, _("Welcome to {region}.").format(region=offered.region.name))
        return redirect("region_home", region=offered.region.slug)
    return render(request, "regions/invitation.html", _context(offered))


def _join(request: HttpRequest, offered: Invitation) -> HttpResponse:
    known = User.objects.filter(email=offered.email).exists()
    form = NewAccountForm(request.POST or None, email=offered.email)
    if request.method == "POST" and not known and form.is_valid():
        values = form.cleaned_data
        try:
            user = accept_as_new(offered, values["person"], values["password"], get_language() or offered.language)
        except InputError as error:
            form.add_error(None, str(error))
        else:
            return log_in(request, user, then=reverse("region_home", args=[offered.region.slug]))
    context = _context(offered) | {"form": form, "known": known, "here": request.path}
    return render(request, "regions/invitation.html", context, status=400 if form.errors else 200)


def _context(offered: Invitation) -> dict[str, object]:
    return {"offered": offered, "role": offered.get_role_display(), "place": offered.region, "about": offered.study}
