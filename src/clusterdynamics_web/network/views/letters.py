"""Writing to a region, and telling the curators of a letter that abuses it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from clusterdynamics.errors import InputError
from clusterdynamics_web.network.access import access_received
from clusterdynamics_web.network.forms import ReasonForm, WriteForm
from clusterdynamics_web.network.operations import report_message, write
from clusterdynamics_web.network.read import access_member
from clusterdynamics_web.network.views.common import crumbs
from clusterdynamics_web.routes import Visitors, by, page

__all__ = ["report", "to_region"]


@page(Visitors.LOGGED_IN, methods=("GET", "POST"))
def to_region(request: HttpRequest, member: str) -> HttpResponse:
    """Write to a region; its admins get a mail, and nobody sees their addresses."""
    shown = access_member(member)
    form = WriteForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            if not given["company"]:  # only a program fills this in; it hears the same as a person
                write(by(request), shown, given["subject"], given["text"])
        except InputError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Your letter is on its way to {region}.").format(region=shown.region.name))
            return redirect("network_member", member)
    context = {
        "member": shown,
        "form": form,
        "address": by(request).email,
        "crumbs": crumbs(
            (_("Regions"), reverse("network_members")), (shown.region.name, reverse("network_member", args=[member]))
        ),
    }
    return render(request, "network/write.html", context, status=400 if form.errors else 200)


@page(Visitors.LOGGED_IN, methods=("GET", "POST"))
def report(request: HttpRequest, message: str) -> HttpResponse:
    """Tell the curators of a letter that abuses the network."""
    found = access_received(request.user, message)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            report_message(by(request), found, form.cleaned_data["reason"])
        except InputError as error:
            form.add_error("reason", str(error))
        else:
            messages.success(request, _("Thank you. The curators look at it."))
            return redirect("network_message_report", message)
    context = {"message": found, "form": form, "crumbs": crumbs()}
    return render(request, "network/report_letter.html", context, status=400 if form.errors else 200)
