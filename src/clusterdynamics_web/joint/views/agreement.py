"""The agreement, for the administration of a region: proposing, joining, signing, ending."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from clusterdynamics.errors import InputError
from clusterdynamics_web.access import access_region
from clusterdynamics_web.joint import ending, terms
from clusterdynamics_web.joint.access import Agreement, access_agreement, sides_of_region
from clusterdynamics_web.joint.forms import JoinForm, SignForm, TermsForm
from clusterdynamics_web.joint.models import FIGURES
from clusterdynamics_web.joint.names import names_of
from clusterdynamics_web.joint.words import step_of
from clusterdynamics_web.limits import too_many
from clusterdynamics_web.regions.models import Region
from clusterdynamics_web.regions.views.common import crumbs_of
from clusterdynamics_web.rights import Right
from clusterdynamics_web.routes import by, page
from clusterdynamics_web.studies.models import Study

__all__ = ["agreement", "change", "code", "end", "every", "join", "new", "sign", "unsign"]


@page(Right.MANAGE_REGION)
def every(request: HttpRequest, region: str) -> HttpResponse:
    """List the joint studies of a region."""
    access = access_region(request.user, region, Right.MANAGE_REGION)
    rows = [{"side": s, "other": s.other, "step": step_of(s.joint)} for s in sides_of_region(access.object)]
    return render(
        request, "joint/list.html", {"region": access.object, "rows": rows, "crumbs": crumbs_of(access.object)}
    )


@page(Right.MANAGE_REGION, methods=("GET", "POST"))
def new(request: HttpRequest, region: str) -> HttpResponse:
    """Propose a joint study; the page after it shows the code for the other region, once."""
    place = access_region(request.user, region, Right.MANAGE_REGION).object
    first = {"k": terms.least_k([place]), "figures": list(FIGURES)}
    form = TermsForm(request.POST or None, studies=_studies(place), initial=first)
    if request.method == "POST" and form.is_valid():
        shares = form.cleaned_data["shares_names"]
        try:
            joint, word = terms.propose(by(request), place, form.chosen_study(), form.terms(), shares_names=shares)
        except InputError as error:
            _tell(form, error)
        else:
            return _code_page(request, place, joint.key, word)
    return _form(request, place, "joint/new.html", form)


@page(Right.MANAGE_REGION, methods=("GET", "POST"))
def join(request: HttpRequest, region: str) -> HttpResponse:
    """Join a joint study with the code of the other region."""
    place = access_region(request.user, region, Right.MANAGE_REGION).object
    form = JoinForm(request.POST or None, studies=_studies(place))
    if request.method == "POST" and form.is_valid():
        if too_many(request, "joint-code", tries=20, seconds=3600):
            form.add_error("code", _("Too many tries. Wait an hour."))
        else:
            data = form.cleaned_data
            try:
                side = terms.join(
                    by(request), place, form.chosen_study(), data["code"], shares_names=data["shares_names"]
                )
            except InputError as error:
                _tell(form, error)
            else:
                messages.success(request, _("Your region has joined. Read the terms, and sign them."))
                return redirect("joint_agreement", region, side.joint.key)
    return _form(request, place, "joint/join.html", form)


@page(Right.MANAGE_REGION)
def agreement(request: HttpRequest, region: str, joint: str) -> HttpResponse:
    """Show the terms, who signed, and what is next."""
    access, found = access_agreement(request.user, region, joint)
    return _show(request, access.object, found, SignForm())


@page(Right.MANAGE_REGION, methods=("GET", "POST"))
def change(request: HttpRequest, region: str, joint: str) -> HttpResponse:
    """Change the terms while they are not in force."""
    access, found = access_agreement(request.user, region, joint)
    first = TermsForm.first(found.joint, found.own)
    form = TermsForm(request.POST or None, studies=_studies(access.object), initial=first)
    if request.method == "POST" and form.is_valid():
        shares = form.cleaned_data["shares_names"]
        try:
            terms.change_terms(by(request), found.own, form.terms(), study=form.chosen_study(), shares_names=shares)
        except InputError as error:
            _tell(form, error)
        else:
            messages.success(request, _("Changed. Both regions sign the new terms."))
            return redirect("joint_agreement", region, joint)
    return _form(request, access.object, "joint/new.html", form, found)


@page(Right.MANAGE_REGION, methods=("POST",))
def code(request: HttpRequest, region: str, joint: str) -> HttpResponse:
    """Make a new code for the other region."""
    access, found = access_agreement(request.user, region, joint)
    try:
        word = terms.new_invitation(by(request), found.own)
    except InputError as error:
        messages.error(request, str(error))
        return redirect("joint_agreement", region, joint)
    return _code_page(request, access.object, joint, word)


@page(Right.MANAGE_REGION, methods=("POST",))
def sign(request: HttpRequest, region: str, joint: str) -> HttpResponse:
    """Sign for one's region."""
    access, found = access_agreement(request.user, region, joint)
    form = SignForm(request.POST)
    if form.is_valid():
        try:
            signed = terms.sign(by(request), found.own, form.cleaned_data["name"])
        except InputError as error:
            _tell(form, error)
        else:
            told = _("The agreement is in force.") if signed.in_force_at else _("Signed. The other region signs next.")
            messages.success(request, told)
            return redirect("joint_agreement", region, joint)
    return _show(request, access.object, found, form, status=400)


@page(Right.MANAGE_REGION, methods=("POST",))
def unsign(request: HttpRequest, region: str, joint: str) -> HttpResponse:
    """Take one's signature back."""
    _access, found = access_agreement(request.user, region, joint)
    try:
        terms.unsign(by(request), found.own)
    except InputError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Your signature is taken back."))
    return redirect("joint_agreement", region, joint)


@page(Right.MANAGE_REGION, methods=("GET", "POST"))
def end(request: HttpRequest, region: str, joint: str) -> HttpResponse:
    """Ask whether the agreement shall end, and end it."""
    access, found = access_agreement(request.user, region, joint)
    if request.method == "POST":
        try:
            ending.end(by(request), found.own)
        except InputError as error:
            messages.error(request, str(error))
        else:
            messages.success(request, _("The agreement has ended. Nothing of the other side is shown any more."))
        return redirect("joint_agreement", region, joint)
    return render(request, "joint/end.html", _context(access.object, found))


def _show(request: HttpRequest, region: Region, found: Agreement, form: SignForm, status: int = 200) -> HttpResponse:
    joint = found.joint
    rows = [
        {
            "side": s,
            "own": s.pk == found.own.pk,
            "names": len(names_of(s)) if s.pk == found.own.pk and joint.in_force_at is None else None,
        }
        for s in found.sides
    ]
    more = {
        "form": form,
        "rows": rows,
        "figures": [FIGURES[name] for name in joint.figures],
        "step": step_of(joint),
        "code_open": joint.code_expires_at is not None and joint.code_expires_at > timezone.now(),
        "regions_asked": "between_regions" in found.own.study.blocks,
    }
    return render(request, "joint/agreement.html", _context(region, found) | more, status=status)


def _context(region: Region, found: Agreement) -> dict[str, Any]:
    return {
        "region": region,
        "joint": found.joint,
        "own": found.own,
        "other": found.other,
        "partner": found.partner,
        "crumbs": _crumbs(region),
    }


def _code_page(request: HttpRequest, region: Region, joint: str, word: str) -> HttpResponse:
    response = render(
        request, "joint/code.html", {"region": region, "key": joint, "code": word, "days": terms.CODE_DAYS}
    )
    response["Cache-Control"] = "no-store"
    return response


def _form(
    request: HttpRequest, region: Region, template: str, form: forms.Form, found: Agreement | None = None
) -> HttpResponse:
    context = {"region": region, "form": form, "crumbs": _crumbs(region), "joint": found.joint if found else None}
    return render(request, template, context, status=400 if form.is_bound and form.errors else 200)


def _crumbs(region: Region) -> list[dict[str, str]]:
    return [*crumbs_of(region), {"label": _("Joint studies"), "url": reverse("joint_list", args=[region.slug])}]


def _studies(region: Region) -> list[Study]:
    studies = Study.objects.filter(cluster__region=region).select_related("cluster__region")
    return [s for s in studies if not s.is_afternoon]


def _tell(form: forms.Form, error: InputError) -> None:
    for sentence in str(error).splitlines():
        form.add_error(None, sentence)
