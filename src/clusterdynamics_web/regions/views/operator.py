"""Who runs the installation: regions with numbers, health, requests to confirm. No study."""

from __future__ import annotations

from typing import cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from clusterdynamics.errors import InputError
from clusterdynamics_web.accounts.models import User
from clusterdynamics_web.regions.forms import NewRegionForm
from clusterdynamics_web.regions.mails import send_invitation
from clusterdynamics_web.regions.models import BreakGlass
from clusterdynamics_web.regions.operations import open_region
from clusterdynamics_web.regions.read import health, numbers_of_regions
from clusterdynamics_web.regions.views.common import crumbs_of, say_whether_sent
from clusterdynamics_web.routes import Visitors, page

__all__ = ["operator_home", "operator_new_region"]


@page(Visitors.OPERATOR)
def operator_home(request: HttpRequest) -> HttpResponse:
    """Show regions with numbers, how the server is, and who waits for a second person."""
    state = health()
    context = {
        "columns": [
            {"title": _("Region"), "kind": "text"},
            *({"title": t, "kind": "number"} for t in (_("People"), _("Clusters"), _("Studies"))),
            *({"title": t, "kind": "number"} for t in (_("Tasks waiting"), _("Tasks failed this week"))),
        ],
        "rows": [[r.name, r.members, r.clusters, r.studies, r.waiting, r.failed] for r in numbers_of_regions()],
        "facts": [(_("Database"), state.database), (_("Mail"), state.mail), (_("Tasks"), state.worker)],
        "waiting": [b for b in BreakGlass.objects.select_related("region", "asked_by", "study") if b.is_waiting],
        "crumbs": crumbs_of(),
    }
    return render(request, "regions/operator.html", context)


@page(Visitors.OPERATOR, methods=("GET", "POST"))
def operator_new_region(request: HttpRequest) -> HttpResponse:
    """Open a region and invite its first region admin."""
    language = get_language() or "en"
    form = NewRegionForm(request.POST or None, initial={"languages": [language], "default_language": language})
    if request.method == "POST" and form.is_valid():
        user = cast(User, request.user)
        values = form.cleaned_data
        try:
            invitation, token = open_region(user, values, values["admin_email"], values["default_language"])
        except InputError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("{name} was opened.").format(name=invitation.region.name))
            say_whether_sent(request, send_invitation(invitation, token), invitation.email)
            return redirect("operator_home")
    context = {"form": form, "crumbs": crumbs_of()}
    return render(request, "regions/new_region.html", context, status=400 if form.errors else 200)
