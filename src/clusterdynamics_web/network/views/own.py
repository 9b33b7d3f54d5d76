"""What a region shows of itself: its admin decides."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from clusterdynamics.errors import InputError
from clusterdynamics_web.access import access_region
from clusterdynamics_web.network.forms import MemberForm
from clusterdynamics_web.network.models import Member
from clusterdynamics_web.network.operations import change_member
from clusterdynamics_web.regions.views.common import crumbs_of
from clusterdynamics_web.rights import Right
from clusterdynamics_web.routes import by, page

__all__ = ["own"]


@page(Right.MANAGE_REGION, methods=("GET", "POST"))
def own(request: HttpRequest, region: str) -> HttpResponse:
    """Choose whether and how the region shows itself to everybody."""
    place = access_region(request.user, region, Right.MANAGE_REGION).object
    member = Member.objects.filter(region=place).first()
    form = MemberForm(request.POST or None, region=place, member=member)
    if request.method == "POST" and form.is_valid():
        try:
            change_member(by(request), place, form.values(), form.shown_clusters())
        except InputError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Saved."))
            return redirect("network_own", region=region)
    shown = member is not None and member.shown
    context = {
        "region": place,
        "form": form,
        "shown": shown,
        "answer": _("Everybody can read about your region.") if shown else _("Nobody outside sees your region now."),
        "crumbs": crumbs_of(place),
    }
    return render(request, "network/own.html", context, status=400 if form.errors else 200)
