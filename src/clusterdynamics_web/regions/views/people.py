"""People: who has which role in a region or a study, and who is invited."""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from clusterdynamics.errors import InputError
from clusterdynamics_web.access import access_region, access_study
from clusterdynamics_web.accounts.models import User
from clusterdynamics_web.regions.forms import InviteForm
from clusterdynamics_web.regions.mails import send_invitation, tell_of_invitation
from clusterdynamics_web.regions.models import REGION_ROLES, STUDY_ROLES, Invitation, Membership, Region, Role
from clusterdynamics_web.regions.operations import (
    change_role,
    invite,
    remove_role,
    resend_invitation,
    withdraw_invitation,
)
from clusterdynamics_web.regions.read import study_url
from clusterdynamics_web.regions.views.common import crumbs_of, say_whether_sent
from clusterdynamics_web.rights import Right
from clusterdynamics_web.routes import page
from clusterdynamics_web.studies.models import Study
from clusterdynamics_web.studies.operations import take_role

__all__ = [
    "invitation_again",
    "invitation_withdraw",
    "member_change",
    "member_remove",
    "region_people",
    "study_invitation_again",
    "study_invitation_withdraw",
    "study_people",
    "study_role_remove",
]


@page(Right.MANAGE_REGION, methods=("GET", "POST"))
def region_people(request: HttpRequest, region: str) -> HttpResponse:
    """Show members and invitations, and invite."""
    place = access_region(request.user, region, Right.MANAGE_REGION).object
    form = InviteForm(request.POST or None, roles=REGION_ROLES, initial={"language": place.default_language})
    if request.method == "POST" and form.is_valid() and _invited(request, place, form):
        return redirect("region_people", region=region)
    context = {
        "region": place,
        "form": form,
        "members": place.memberships.select_related("user").order_by("role", "user__name", "user__email"),
        "roles": [(role.value, role.label) for role in REGION_ROLES],
        "invitations": [i for i in place.invitations.filter(study=None) if not i.accepted_at and not i.withdrawn_at],
        "crumbs": crumbs_of(place),
    }
    return render(request, "regions/people.html", context, status=400 if form.errors else 200)


@page(Right.MANAGE_REGION, methods=("POST",))
def member_change(request: HttpRequest, region: str, member: int) -> HttpResponse:
    """Give somebody another role in the region."""
    membership = _member(access_region(request.user, region, Right.MANAGE_REGION).object, member)
    given = request.POST.get("role", "")
    role = Role(given) if given in Role.values else None

    def change() -> None:
        if role is None:
            raise InputError(_("Choose a role."))
        change_role(cast(User, request.user), membership, role)

    _try(request, change, _("Saved."))
    return _to_people(request, region)


@page(Right.MANAGE_REGION, methods=("POST",))
def member_remove(request: HttpRequest, region: str, member: int) -> HttpResponse:
    """Take a role in the region away."""
    membership = _member(access_region(request.user, region, Right.MANAGE_REGION).object, member)
    _try(request, lambda: remove_role(cast(User, request.user), membership), _("The role was taken away."))
    return _to_people(request, region)


@page(Right.MANAGE_REGION, methods=("POST",))
def invitation_again(request: HttpRequest, region: str, number: int) -> HttpResponse:
    """Mail an invitation once more, with a new link."""
    place = access_region(request.user, region, Right.MANAGE_REGION).object
    _again(request, _invitation(place, None, number))
    return redirect("region_people", region=region)


@page(Right.MANAGE_REGION, methods=("POST",))
def invitation_withdraw(request: HttpRequest, region: str, number: int) -> HttpResponse:
    """Take an invitation back."""
    place = access_region(request.user, region, Right.MANAGE_REGION).object
    chosen = _invitation(place, None, number)
    _try(request, lambda: withdraw_invitation(cast(User, request.user), chosen), _("The invitation was withdrawn."))
    return redirect("region_people", region=region)


@page(Right.MANAGE_PEOPLE, methods=("GET", "POST"))
def study_people(request: HttpRequest, region: str, study: str) -> HttpResponse:
    """Show who has a role in a study, and invite."""
    chosen = access_study(request.user, region, study, Right.MANAGE_PEOPLE).object
    place = chosen.region
    form = InviteForm(request.POST or None, roles=STUDY_ROLES, initial={"language": place.default_language})
    if request.method == "POST" and form.is_valid() and _invited(request, chosen, form):
        return redirect("study_people", region=region, study=study)
    crumbs = [*crumbs_of(place), {"label": str(chosen), "url": study_url(place, chosen)}]
    context = {
        "region": place,
        "study": chosen,
        "form": form,
        "held": chosen.roles.select_related("user").order_by("role", "user__name", "user__email"),
        "invitations": [i for i in chosen.invitations.all() if not i.accepted_at and not i.withdrawn_at],
        "crumbs": crumbs,
    }
    return render(request, "regions/study_people.html", context, status=400 if form.errors else 200)


@page(Right.MANAGE_PEOPLE, methods=("POST",))
def study_role_remove(request: HttpRequest, region: str, study: str, held: int) -> HttpResponse:
    """Take a role in a study away."""
    chosen = access_study(request.user, region, study, Right.MANAGE_PEOPLE).object
    row = chosen.roles.select_related("user").filter(pk=held).first()
    if row is None:
        raise Http404

    def take() -> None:
        take_role(cast(User, request.user), chosen, row.user, Role(row.role))

    _try(request, take, _("The role was taken away."))
    if row.user == request.user:
        return redirect("home")
    return redirect("study_people", region=region, study=study)


@page(Right.MANAGE_PEOPLE, methods=("POST",))
def study_invitation_again(request: HttpRequest, region: str, study: str, number: int) -> HttpResponse:
    """Mail an invitation to a study once more, with a new link."""
    chosen = access_study(request.user, region, study, Right.MANAGE_PEOPLE).object
    _again(request, _invitation(chosen.region, chosen, number))
    return redirect("study_people", region=region, study=study)


@page(Right.MANAGE_PEOPLE, methods=("POST",))
def study_invitation_withdraw(request: HttpRequest, region: str, study: str, number: int) -> HttpResponse:
    """Take an invitation to a study back."""
    chosen = access_study(request.user, region, study, Right.MANAGE_PEOPLE).object
    taken = _invitation(chosen.region, chosen, number)
    _try(request, lambda: withdraw_invitation(cast(User, request.user), taken), _("The invitation was withdrawn."))
    return redirect("study_people", region=region, study=study)


def _invited(request: HttpRequest, where: Region | Study, form: InviteForm) -> bool:
    values = form.cleaned_data
    try:
        invitation, token = invite(
            cast(User, request.user), where, values["email"], Role(values["role"]), values["language"]
        )
    except InputError as error:
        form.add_error("email", str(error))
        return False
    say_whether_sent(request, send_invitation(invitation, token), invitation.email)
    tell_of_invitation(invitation)
    return True


def _again(request: HttpRequest, invitation: Invitation) -> None:
    try:
        token = resend_invitation(cast(User, request.user), invitation)
    except InputError as error:
        messages.error(request, str(error))
    else:
        say_whether_sent(request, send_invitation(invitation, token), invitation.email)


def _member(region: Region, number: int) -> Membership:
    membership = region.memberships.filter(pk=number).first()
    if membership is None:
        raise Http404
    return membership


def _invitation(region: Region, study: Study | None, number: int) -> Invitation:
    chosen = region.invitations.select_related("region", "study", "invited_by").filter(pk=number, study=study).first()
    if chosen is None:
        raise Http404
    return chosen


def _try(request: HttpRequest, do: Callable[[], object], done: str) -> None:
    try:
        do()
    except InputError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, done)


def _to_people(request: HttpRequest, region: str) -> HttpResponse:
    """Return to the list, unless one has just given up the right to see it."""
    still = cast(User, request.user).memberships.filter(region__slug=region, role=Role.REGION_ADMIN).exists()
    return redirect("region_people", region=region) if still else redirect("home")
