"""Which names are shared: chosen by those who run the study, because the region's administration sees no roster."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from clusterdynamics.disclosure import VisibilityClass
from clusterdynamics.errors import InputError
from clusterdynamics_web.joint.access import access_joint
from clusterdynamics_web.joint.names import choose_names, names_of, shareable
from clusterdynamics_web.rights import Right
from clusterdynamics_web.routes import by, page
from clusterdynamics_web.studies.way import way_of

__all__ = ["names"]


@page(Right.EDIT_STUDY, VisibilityClass.C1, methods=("GET", "POST"))
def names(request: HttpRequest, region: str, study: str, joint: str) -> HttpResponse:
    """Choose the names that the other side's participants may choose from."""
    access, found = access_joint(request.user, region, study, joint, Right.EDIT_STUDY)
    if found.joint.in_force_at is not None or found.joint.is_over or not found.own.shares_names:
        raise Http404
    if request.method == "POST":
        try:
            choose_names(by(request), found.own, request.POST.getlist("names"))
        except InputError as error:
            messages.error(request, str(error))
        else:
            messages.success(request, _("Saved."))
        return redirect("joint_names", region, study, joint)
    chosen = {a.code for a in names_of(found.own)}
    rows = [{"actor": a, "chosen": a.code in chosen} for a in shareable(found.own)]
    context = {
        "region": access.object.region,
        "study": access.object,
        "way": way_of(access, "setup"),
        "joint": found.joint,
        "partner": found.partner,
        "rows": rows,
        "chosen": len(chosen),
        "signed": found.own.signed_at is not None,
    }
    return render(request, "joint/names.html", context)
