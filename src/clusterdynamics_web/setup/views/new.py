"""A new study: empty, from another one, from a package, or an afternoon."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from clusterdynamics.study.codes import Severity
from clusterdynamics_web.access import Access, access_region, studies_of
from clusterdynamics_web.accounts.models import User
from clusterdynamics_web.regions.models import Region, Role
from clusterdynamics_web.rights import Right
from clusterdynamics_web.routes import by, page
from clusterdynamics_web.setup.forms.new import CopyForm, ExampleForm, NewForm, PackageForm
from clusterdynamics_web.setup.frame import go
from clusterdynamics_web.setup.operations.examples import has_example, load_example
from clusterdynamics_web.setup.packages import read_upload
from clusterdynamics_web.studies.models import Study, StudyRole
from clusterdynamics_web.studies.operations import copy_as_template, create_study
from clusterdynamics_web.survey.operations import import_study

__all__ = ["new", "new_study"]

WAYS = ("blank", "copy", "package", "afternoon", "example")


def _ways(access: Access[Region], user: User) -> list[str]:
    """Return how somebody may start a study here; those who lead one may take it over for a new one."""
    if access.may(Right.MANAGE_REGION):
        return [way for way in WAYS if way != "example" or not has_example(access.object)]
    leads = StudyRole.objects.filter(user=user, role=Role.STUDY_LEAD, study__cluster__region=access.object)
    if not leads.exists():
        raise PermissionDenied
    return ["copy"]


def _people(region: Region, user: User) -> QuerySet[User]:
    """Return those who can lead a study here: who has a role in the region or one of its studies."""
    return User.objects.filter(
        Q(pk=user.pk) | Q(memberships__region=region) | Q(study_roles__study__cluster__region=region)
    ).distinct()


@page(Right.SEE_REGION)
def new(request: HttpRequest, region: str) -> HttpResponse:
    """Choose how to start."""
    access = access_region(request.user, region, Right.SEE_REGION)
    ways = _ways(access, by(request))
    return render(request, "setup/new.html", {"region": access.object, "ways": ways})


@page(Right.SEE_REGION, methods=("GET", "POST"))
def new_study(request: HttpRequest, region: str, how: str) -> HttpResponse:
    """Start a study."""
    access = access_region(request.user, region, Right.SEE_REGION)
    if how not in WAYS:
        raise Http404
    if how not in _ways(access, by(request)):
        raise PermissionDenied
    given: dict[str, Any] = {"region": access.object, "people": _people(access.object, by(request))}
    given["user"] = by(request)
    data = (request.POST or None, request.FILES or None)
    form: NewForm
    if how == "copy":
        mine = studies_of(request.user, access.object)
        if not access.may(Right.MANAGE_REGION):
            mine = mine.filter(roles__user=by(request), roles__role=Role.STUDY_LEAD)
        form = CopyForm(*data, templates=mine, **given)
    else:
        kinds: dict[str, type[NewForm]] = {"package": PackageForm, "example": ExampleForm}
        form = kinds.get(how, NewForm)(*data, **given)
    faults: list[dict[str, Any]] = []
    if request.method == "POST" and form.is_valid():
        made, faults = _made(request, how, form)
        if made is not None:
            if access.may(Right.MANAGE_REGION) or made.roles.filter(user=by(request)).exists():
                return go(made, "study_home")
            return go(form.cleaned_data["template"], "study_home")
    context = {"region": access.object, "how": how, "form": form, "faults": faults}
    return render(request, "setup/new_study.html", context, status=422 if faults else 200)


def _made(request: HttpRequest, how: str, form: NewForm) -> tuple[Study | None, list[dict[str, Any]]]:
    data, user = form.cleaned_data, by(request)
    if how == "copy":
        study = copy_as_template(user, data["template"], data["cluster"], data["title"], lead=data["lead"])
    elif how == "package":
        package, problems = read_upload(data["file"].read(), data["file"].name)
        errors = [p.to_dict() for p in problems if p.severity == Severity.ERROR]
        if package is None:
            return None, errors
        study = import_study(user, data["cluster"], package, lead=data["lead"])
        warnings = [p for p in problems if p.severity == Severity.WARNING]
        if warnings:
            told = ngettext("{n} remark on the package:", "{n} remarks on the package:", len(warnings))
            shown = " ".join(str(p) for p in warnings[:5])
            messages.warning(request, f"{told.format(n=len(warnings))} {shown}")
    elif how == "example":
        study, _tried = load_example(user, data["cluster"], lead=data["lead"])
        messages.success(request, _("The example is there, with a second study in which you can answer yourself."))
        return study, []
    else:
        kind = "afternoon" if how == "afternoon" else "full"
        study = create_study(user, data["cluster"], data["title"], kind=kind, lead=data["lead"])
    messages.success(request, _("The study is there. Seven steps lead to its start."))
    return study, []
