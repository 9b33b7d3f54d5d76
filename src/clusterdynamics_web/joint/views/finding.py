"""A finding of a joint meeting: each side writes down its own, and it rests on the page that both read."""

from __future__ import annotations

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from clusterdynamics.disclosure import VisibilityClass
from clusterdynamics.errors import InputError
from clusterdynamics_web.actions.forms import FindingForm
from clusterdynamics_web.actions.models import Evidence
from clusterdynamics_web.actions.operations import add_evidence, save_finding
from clusterdynamics_web.joint.access import access_joint
from clusterdynamics_web.joint.rounds import readings_of
from clusterdynamics_web.rights import Right
from clusterdynamics_web.routes import by, page
from clusterdynamics_web.studies.state import current_wave
from clusterdynamics_web.studies.way import way_of

__all__ = ["write"]


@page(Right.EDIT_FINDINGS, VisibilityClass.C3, methods=("GET", "POST"))
def write(request: HttpRequest, region: str, study: str, joint: str) -> HttpResponse:
    """Write a finding down that rests on the joint results."""
    access, found = access_joint(request.user, region, study, joint, Right.EDIT_FINDINGS)
    readings, _waiting = readings_of(found.joint)
    if not readings:
        raise Http404
    words = _("Joint results of {a} and {b}: {title}, {waves}").format(
        a=found.sides[0].region.name,
        b=found.sides[1].region.name,
        title=found.joint.title,
        waves=" / ".join(dict.fromkeys(readings[-1].content["waves"])),
    )
    form = FindingForm(request.POST or None, access=access, titles={}, readable=[], initial={"evidence": words})
    if request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():
                made = save_finding(by(request), access.object, current_wave(access.object), form.values())
                reference = f"joint:{found.joint.key}:{readings[-1].number}"
                add_evidence(made, Evidence.Kind.SCENE, reference=reference, words=words[:200])
        except InputError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("The finding is written down."))
            return redirect("act_findings", region, study)
    context = {
        "region": access.object.region,
        "study": access.object,
        "way": way_of(access, "make_sense"),
        "form": form,
        "back": reverse("joint_results", args=[region, study, joint]),
        "joint": found.joint,
    }
    return render(request, "joint/finding.html", context, status=400 if form.is_bound and form.errors else 200)
